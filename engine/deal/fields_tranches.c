#include "engine/deal/deal.h"
#include "engine/deal/fields.h"

#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define TRANCHE(member) AT(ipa_deal_tranche, member)
#define FIELDS(rows) .fields = rows, .n_fields = sizeof rows / sizeof rows[0]
#define NO_NODE .node_offset = IPA_NO_OFFSET, .mark_offset = IPA_NO_OFFSET
#define NODE(type) \
    .size = sizeof(type), .node_offset = offsetof(type, node), .mark_offset = IPA_NO_OFFSET

static const ipa_choice DAY_COUNTS[] = {
#define DAY_COUNT_ROW(id, name, text) {name, IPA_DAY_COUNT_##id, false},
    IPA_DAY_COUNT_TABLE(DAY_COUNT_ROW)
#undef DAY_COUNT_ROW
        {NULL, 0, false}};
static const ipa_choice RESETS[] = {
    {"annual", IPA_RESET_ANNUAL, false},       {"semiannual", IPA_RESET_SEMIANNUAL, false},
    {"quarterly", IPA_RESET_QUARTERLY, false}, {"monthly", IPA_RESET_MONTHLY, false},
    {"period", IPA_RESET_PERIOD, false},       {NULL, 0, false}};

static const ipa_field COUPON_FIELDS[] = {
    {"fixed", IPA_FIELD_RATE, IPA_OPTIONAL, "fixed coupon", "固定利率", TRANCHE(coupon),
     .initial = "0", .example = "0.0279", .range = IPA_RANGE_RATE},
    {"day_count", IPA_FIELD_CHOICE, IPA_OPTIONAL, "of the interest", "计息惯例", TRANCHE(day_count),
     .initial = "ACT/365F", .choices = DAY_COUNTS},
    {"step", IPA_FIELD_RATE_STEPS, IPA_OPTIONAL,
     "coupons from dates on, the first by closing; a period that one falls into is split there",
     "分段利率：自所列日期起适用", TRANCHE(coupon_steps),
     .example = "[[2025-07-25, 0.0279], [2027-07-25, 0.0329]]", .range = IPA_RANGE_RATE},
    {"floating", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "reference rate, one of `market.indices`",
     "浮动基准", TRANCHE(floating.index), .example = "LPR1Y", .referent = IPA_REFERENT_INDEX},
    {"spread", IPA_FIELD_RATE, IPA_OPTIONAL, "over the reference rate", "利差",
     TRANCHE(floating.spread), .initial = "0", .example = "0.0005", .range = IPA_RANGE_RATE},
    {"cap", IPA_FIELD_RATE, IPA_OPTIONAL, "highest coupon", "利率上限", TRANCHE(floating.cap),
     .example = "0.05", .range = IPA_RANGE_RATE},
    {"floor", IPA_FIELD_RATE, IPA_OPTIONAL, "lowest coupon", "利率下限", TRANCHE(floating.floor),
     .example = "0", .range = IPA_RANGE_RATE},
    {"reset", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "how often the reference rate is looked at anew, on nominal payment dates", "重置频率",
     TRANCHE(floating.reset), .initial = "period", .choices = RESETS},
    {"decimals", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "decimals to which the reference rate is rounded, half up; 4 is one basis point",
     "基准利率的小数位数", TRANCHE(floating.decimals), .initial = "4", .range = IPA_RANGE_DECIMALS},
};
static const ipa_record COUPON = {.title = "coupon",
                                  .en = "interest of a tranche",
                                  .zh = "票面利率",
                                  FIELDS(COUPON_FIELDS),
                                  NO_NODE};

static const ipa_field PUT_FIELDS[] = {
    {"date", IPA_FIELD_DATE, IPA_REQUIRED,
     "notes are handed back on the first nominal payment date on or after it", "回售日",
     AT(ipa_deal_put, date), .example = "2027-07-25"},
    {"share", IPA_FIELD_SHARE, IPA_REQUIRED,
     "of the opening balance that is handed back, on every path", "回售比例（假设）",
     AT(ipa_deal_put, share), .example = "0.3", .range = IPA_RANGE_UNIT},
    {"price", IPA_FIELD_NUMBER, IPA_OPTIONAL,
     "per 100 of it; what differs from 100 is added to the interest due", "回售价格（每百元）",
     AT(ipa_deal_put, price), .initial = "100", .range = IPA_RANGE_NOT_NEGATIVE},
    {"coupon", IPA_FIELD_RATE, IPA_OPTIONAL, "of what remains, from that date on",
     "回售后的票面利率", AT(ipa_deal_put, coupon), .example = "0.032", .range = IPA_RANGE_RATE},
};
static const ipa_record PUT = {.title = "put",
                               .en = "the holders' right to hand notes back",
                               .zh = "投资者回售",
                               FIELDS(PUT_FIELDS),
                               NO_NODE};

static const ipa_field TRANCHE_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "name in steps and expressions", "档标识", TRANCHE(id)},
    {"name", IPA_FIELD_WORDS, IPA_OPTIONAL, "as reports name it", "名称", TRANCHE(name),
     .example = "{zh: 优先级, en: Senior}"},
    {"balance", IPA_FIELD_AMOUNT, IPA_REQUIRED, "principal at closing; 0 with `notional` only",
     "发行规模", TRANCHE(balance), .example = "95000000", .range = IPA_RANGE_NOT_NEGATIVE},
    {"coupon", IPA_FIELD_SECTION, IPA_OPTIONAL, "interest; default: none", "票面利率",
     .example = "{fixed: 0.0279, day_count: ACT/365F}", .record = &COUPON},
    {"amortisation", IPA_FIELD_AMORTISATION, IPA_REQUIRED,
     "how principal falls due; `residual` gets what no step above claims", "本金偿还方式",
     TRANCHE(amortisation), .example = "pass_through"},
    {"lockout", IPA_FIELD_DATE, IPA_OPTIONAL,
     "no principal falls due on nominal payment dates up to this one", "本金锁定期截止日",
     TRANCHE(lockout), .example = "2026-07-25"},
    {"accrete_until", IPA_FIELD_DATE, IPA_OPTIONAL,
     "up to this nominal payment date interest is added to the balance, not paid",
     "利息资本化截止日", TRANCHE(accrete_until), .example = "2027-07-25"},
    {"notional", IPA_FIELD_FORMULA, IPA_OPTIONAL,
     "interest is on this, as a date opens, and not on the balance, which is 0",
     "名义本金（纯息档）", TRANCHE(notional), .example = "\"balance(A)\""},
    {"put", IPA_FIELD_SECTION, IPA_OPTIONAL, "the holders' right to hand notes back", "投资者回售",
     TRANCHE(put), .example = "{date: 2027-07-25, share: 0.3, coupon: 0.032}", .record = &PUT},
    {"expected_final", IPA_FIELD_DATE, IPA_OPTIONAL,
     "when it is expected to be repaid; default: legal final", "预期到期日",
     TRANCHE(expected_final), .example = "2028-07-25"},
    {"interest_carry", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "unpaid interest stays due; false: it falls away", "欠付利息是否结转", TRANCHE(interest_carry),
     .initial = "true"},
    {"unpaid_interest_rate", IPA_FIELD_ARREARS_RATE, IPA_OPTIONAL,
     "rate at which unpaid interest itself accrues", "欠付利息的计息利率",
     TRANCHE(unpaid_interest_rate), .initial = "0", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"timely", IPA_FIELD_BOOLEAN, IPA_OPTIONAL, "a missed interest payment is a default",
     "欠付利息是否构成违约", TRANCHE(timely), .initial = "false"},
};
const ipa_record ipa_fields_tranches = {.title = "tranches",
                                        .en = "the notes, in order of rank",
                                        .zh = "证券分档，按受偿顺序",
                                        FIELDS(TRANCHE_FIELDS),
                                        NODE(ipa_deal_tranche)};

static const ipa_field INDEX_FIELDS[] = {
    {"flat", IPA_FIELD_RATE, IPA_OPTIONAL, "one level for all dates", "单一水平",
     AT(ipa_deal_index, flat), .example = "0.03", .range = IPA_RANGE_RATE},
    {"curve", IPA_FIELD_FILE, IPA_OPTIONAL,
     "a CSV years,rate: level by years from the valuation date, linear, flat outside",
     "远期水平曲线文件", AT(ipa_deal_index, curve_file), .example = "lpr.csv"},
    {"fixings", IPA_FIELD_FILE, IPA_OPTIONAL,
     "a CSV date,rate: each holds until the next; after the last date `curve` or `flat` does",
     "历史定盘文件", AT(ipa_deal_index, fixings_file), .example = "lpr_fixings.csv"},
    {"tenor_months", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "months that it is a rate for, used under `model.rates`: a simple rate up to 12, a par rate "
     "of "
     "annual payments beyond; default: 12",
     "利率期限（月）", AT(ipa_deal_index, tenor_months), .example = "3", .range = IPA_RANGE_TENOR},
};
const ipa_record ipa_fields_tranches_index = {.title = "market.indices",
                                              .en = "levels of a reference rate",
                                              .zh = "基准利率水平",
                                              FIELDS(INDEX_FIELDS),
                                              NODE(ipa_deal_index)};
