#include "engine/deal/fields_waterfall.h"

#include "engine/deal/deal.h"

#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
/* Checked, but nothing computes with it. */
#define NOT_KEPT .size = 0
#define COUNT(type, member) .count_offset = offsetof(type, member)
#define FIELDS(rows) .fields = rows, .n_fields = sizeof rows / sizeof rows[0]
#define NO_NODE .node_offset = IPA_NO_OFFSET, .mark_offset = IPA_NO_OFFSET
#define NODE(type) \
    .size = sizeof(type), .node_offset = offsetof(type, node), .mark_offset = IPA_NO_OFFSET
#define ID_ROW(type, en, zh) \
    { "id", IPA_FIELD_ID, IPA_REQUIRED, en, zh, AT(type, id) }

/* An account counts actual days: its balance changes with every collection. */
static const ipa_choice DAY_COUNTS[] = {{"ACT/365F", IPA_DAY_COUNT_ACT_365F, false},
                                        {"ACT/360", IPA_DAY_COUNT_ACT_360, false},
                                        {NULL, 0, false}};
static const ipa_choice HOWS[] = {{"default", IPA_HOW_DEFAULT, false},
                                  {"sequential", IPA_HOW_SEQUENTIAL, false},
                                  {"pro_rata", IPA_HOW_PRO_RATA, false},
                                  {NULL, 0, false}};

static const ipa_field ACCOUNT_FIELDS[] = {
    ID_ROW(ipa_deal_account, "name in steps and expressions", "账户标识"),
    {"initial", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "balance at closing", "设立日余额",
     AT(ipa_deal_account, initial), .initial = "0", .range = IPA_RANGE_NOT_NEGATIVE},
    {"target", IPA_FIELD_FORMULA, IPA_OPTIONAL, "balance that `move` fills it up to", "目标余额",
     AT(ipa_deal_account, target), .example = "0.05 * balance(A)"},
    {"rate", IPA_FIELD_RATE, IPA_OPTIONAL, "interest on the daily balance, a year", "账户利率",
     AT(ipa_deal_account, rate), .initial = "0", .example = "0.0035", .range = IPA_RANGE_RATE},
    {"day_count", IPA_FIELD_CHOICE, IPA_OPTIONAL, "of that interest", "账户计息惯例",
     AT(ipa_deal_account, day_count), .initial = "ACT/365F", .choices = DAY_COUNTS},
    {"credit", IPA_FIELD_DATES, IPA_OPTIONAL,
     "dates up to which that interest is credited, each on the next payment date; default: every "
     "payment date",
     "账户结息日", AT(ipa_deal_account, credit), .example = "[2025-12-21, 2026-06-21]"},
};
const ipa_record ipa_fields_waterfall_accounts = {.title = "accounts",
                                                  .en = "cash accounts; default: one, `collection`",
                                                  .zh = "账户；缺省为一个 collection",
                                                  FIELDS(ACCOUNT_FIELDS),
                                                  NODE(ipa_deal_account)};

static const ipa_field LEDGER_FIELDS[] = {
    ID_ROW(ipa_deal_ledger, "name in steps and expressions", "台账标识"),
    {"initial", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "what stands on it at closing", "设立日余额",
     AT(ipa_deal_ledger, initial), .initial = "0", .range = IPA_RANGE_NOT_NEGATIVE},
};
const ipa_record ipa_fields_waterfall_ledgers = {.title = "ledgers",
                                                 .en = "named ledgers: figures, not cash",
                                                 .zh = "台账：只记数，不是资金",
                                                 FIELDS(LEDGER_FIELDS),
                                                 NODE(ipa_deal_ledger)};

static const ipa_choice BOUGHT[] = {{"assets", true, false}, {NULL, 0, false}};

static const ipa_field STEP_FIELDS[] = {
    {"pay", IPA_FIELD_PAYEES, IPA_OPTIONAL, "pays what is due, as far as cash goes", "支付",
     AT(ipa_deal_step, payees), COUNT(ipa_deal_step, n_payees), .example = "A.interest",
     .referent = IPA_REFERENT_PAYEE},
    {"move", IPA_FIELD_REFERENCE, IPA_OPTIONAL,
     "moves cash to this account, up to `limit` or its target", "划转至账户",
     AT(ipa_deal_step, account), .example = "reserve", .referent = IPA_REFERENT_ACCOUNT},
    {"draw", IPA_FIELD_DRAW, IPA_OPTIONAL,
     "draws what the dues in `for` lack beyond the cash in `from`", "动用支持",
     AT(ipa_deal_step, source), .example = "shortfall_payer", .referent = IPA_REFERENT_SUPPORT},
    {"for", IPA_FIELD_PAYEES, IPA_OPTIONAL, "the dues a draw covers", "覆盖的应付项",
     AT(ipa_deal_step, payees), COUNT(ipa_deal_step, n_payees),
     .example = "[A.interest, A.principal]", .referent = IPA_REFERENT_PAYEE},
    {"set_aside", IPA_FIELD_REFERENCE, IPA_OPTIONAL,
     "moves cash of this account, up to `limit`, into its retained pot `X.retained`, an account of "
     "its own",
     "留存", AT(ipa_deal_step, account), .example = "collection", .referent = IPA_REFERENT_ACCOUNT},
    {"buy", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "spends cash, up to `limit`, on the assets of `pool.replacement`, unless a trigger stops it",
     "循环购买", NOT_KEPT, .example = "assets", .choices = BOUGHT},
    {"ledger", IPA_FIELD_REFERENCE, IPA_OPTIONAL,
     "adds `amount` to this ledger, which never falls below 0", "台账", AT(ipa_deal_step, ledger),
     .example = "pdl", .referent = IPA_REFERENT_LEDGER},
    {"call", IPA_FIELD_TEXT, IPA_OPTIONAL,
     "the pool is sold once, for `price`, paid into `from`; nothing is collected afterwards",
     "清仓回购", NOT_KEPT, .example = "\"\""},
    {"price", IPA_FIELD_FORMULA, IPA_OPTIONAL, "what a call brings", "清仓回购价格",
     AT(ipa_deal_step, price), .example = "\"pool.balance\""},
    {"from", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "the account that pays; default: `collection`",
     "付款账户", AT(ipa_deal_step, from), .example = "collection",
     .referent = IPA_REFERENT_ACCOUNT},
    {"how", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "order in a list; default: fees pro rata, tranches sequential", "列表的支付方式",
     AT(ipa_deal_step, how), .initial = "default", .example = "pro_rata", .choices = HOWS},
    {"amount", IPA_FIELD_FORMULA, IPA_OPTIONAL, "pays this instead of what is due", "支付金额",
     AT(ipa_deal_step, amount), .example = "\"balance(A)\""},
    {"limit", IPA_FIELD_FORMULA, IPA_OPTIONAL, "at most this", "上限", AT(ipa_deal_step, limit),
     .example = "\"0.5 * account(collection)\""},
    {"when", IPA_FIELD_CONDITION, IPA_OPTIONAL, "else the step is skipped", "执行条件",
     AT(ipa_deal_step, when), .example = "\"final\""},
};
const ipa_record ipa_fields_waterfall_step = {.title = "waterfalls.*",
                                              .en = "steps: one verb each",
                                              .zh = "支付步骤，每步一个动词",
                                              FIELDS(STEP_FIELDS),
                                              NODE(ipa_deal_step)};

#define WATERFALL_ROW(name, need, kind, en, zh)                                             \
    {                                                                                       \
        name, IPA_FIELD_LIST, need, en, zh, AT(ipa_deal, waterfalls[kind].steps),           \
            COUNT(ipa_deal, waterfalls[kind].n_steps), .record = &ipa_fields_waterfall_step \
    }
static const ipa_field WATERFALL_FIELDS[] = {
    WATERFALL_ROW("normal", IPA_REQUIRED, IPA_WATERFALL_NORMAL, "runs while no trigger is on",
                  "正常分配顺序"),
    WATERFALL_ROW("accelerated", IPA_OPTIONAL, IPA_WATERFALL_ACCELERATED,
                  "runs after acceleration; default: `normal`", "加速清偿分配顺序"),
    WATERFALL_ROW("default", IPA_OPTIONAL, IPA_WATERFALL_DEFAULT,
                  "runs after an event of default; default: `accelerated`", "违约分配顺序"),
};
const ipa_record ipa_fields_waterfall = {.title = "waterfalls",
                                         .en = "priorities of payments",
                                         .zh = "现金流分配顺序",
                                         FIELDS(WATERFALL_FIELDS),
                                         NO_NODE};
