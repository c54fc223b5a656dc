#include "engine/deal/deal.h"
#include "engine/deal/fields.h"
#include "engine/deal/fields_events.h"
#include "engine/deal/fields_fees.h"
#include "engine/deal/fields_rates.h"
#include "engine/deal/fields_replacement.h"
#include "engine/deal/fields_stress.h"
#include "engine/deal/fields_valuation.h"
#include "engine/deal/fields_waterfall.h"

/* Rows below read: name, kind, need, English, Chinese, where it goes, and what differs from the
 * ordinary. */
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

static const ipa_choice ROLLS[] = {
#define ROLL_ROW(id, name, text) {name, IPA_ROLL_##id, false},
    IPA_ROLL_TABLE(ROLL_ROW)
#undef ROLL_ROW
        {NULL, 0, false}};
static const ipa_choice FREQUENCIES[] = {
#define FREQUENCY_ROW(id, name, months) {name, IPA_FREQUENCY_##id, false},
    IPA_FREQUENCY_TABLE(FREQUENCY_ROW)
#undef FREQUENCY_ROW
        {NULL, 0, false}};
static const ipa_choice ACCRUALS[] = {
    {"unadjusted", false, false}, {"adjusted", true, false}, {NULL, 0, false}};
static const ipa_choice TESTS[] = {
    {"before_payment", false, false}, {"after_payment", true, false}, {NULL, 0, false}};
static const ipa_choice EFFECTIVE[] = {{"same", IPA_TAKES_EFFECT_SAME, false},
                                       {"next", IPA_TAKES_EFFECT_NEXT, false},
                                       {NULL, 0, false}};
static const ipa_choice EFFECTS[] = {{"accelerate", IPA_EFFECT_ACCELERATE, false},
                                     {"default", IPA_EFFECT_DEFAULT, false},
                                     {"trap", IPA_EFFECT_TRAP, false},
                                     {"stop_revolving", IPA_EFFECT_STOP_REVOLVING, false},
                                     {"none", IPA_EFFECT_NONE, false},
                                     {NULL, 0, false}};
static const ipa_choice COMPOUNDINGS[] = {
    {"continuous", false, false}, {"annual", true, false}, {NULL, 0, false}};
static const ipa_choice SAMPLERS[] = {{"philox", 0, false},
                                      {"antithetic", 0, true},
                                      {"sobol", 0, true},
                                      {"tail", 0, true},
                                      {NULL, 0, false}};
static const ipa_choice LANGUAGES[] = {{"zh", IPA_LANGUAGE_ZH, false},
                                       {"en", IPA_LANGUAGE_EN, false},
                                       {"both", IPA_LANGUAGE_BOTH, false},
                                       {NULL, 0, false}};
static const ipa_choice UNITS[] = {{"yuan", IPA_UNIT_YUAN, false},
                                   {"wan", IPA_UNIT_WAN, false},
                                   {"yi", IPA_UNIT_YI, false},
                                   {NULL, 0, false}};

static const ipa_field UNIT_FIELDS[] = {
    {"face", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "face value of one note", "每份面值",
     AT(ipa_deal_terms, face), .initial = "100", .range = IPA_RANGE_POSITIVE},
    {"interest_decimals", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "decimals to which the interest of one note is rounded, half up", "每份利息的小数位数",
     AT(ipa_deal_terms, interest_decimals), .initial = "4", .range = IPA_RANGE_DECIMALS},
    {"principal_decimals", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "decimals to which the principal of one note is rounded, half up", "每份本金的小数位数",
     AT(ipa_deal_terms, principal_decimals), .initial = "4", .range = IPA_RANGE_DECIMALS},
};
const ipa_record ipa_fields_deal_units = {.title = "deal.units",
                                          .en = "rounding of payments per note",
                                          .zh = "每份支付金额的取整",
                                          FIELDS(UNIT_FIELDS),
                                          .size = sizeof(ipa_deal_terms),
                                          NO_NODE};

static const ipa_field TERM_FIELDS[] = {
    {"name", IPA_FIELD_WORDS, IPA_OPTIONAL, "the deal's name; default: its folder's",
     "专项计划名称", AT(ipa_deal_terms, name), .example = "{zh: 示例专项计划, en: Sample deal}"},
    {"currency", IPA_FIELD_TEXT, IPA_OPTIONAL, "currency of every amount", "币种",
     AT(ipa_deal_terms, currency), .initial = "CNY"},
    {"cutoff", IPA_FIELD_DATE, IPA_REQUIRED, "pool cash due after this date belongs to the deal",
     "基准日：此日之后到期的资产现金流归入专项计划", AT(ipa_deal_terms, cutoff),
     .example = "2025-07-25"},
    {"closing", IPA_FIELD_DATE, IPA_REQUIRED, "notes start to accrue", "设立日：证券起息",
     AT(ipa_deal_terms, closing), .example = "2025-07-25"},
    {"legal_final", IPA_FIELD_DATE, IPA_REQUIRED, "what is unpaid here is lost",
     "法定到期日：此日仍未偿付的即为损失", AT(ipa_deal_terms, legal_final),
     .example = "2030-07-25"},
    {"units", IPA_FIELD_UNITS, IPA_OPTIONAL,
     "payments per note are rounded; `none` switches rounding off",
     "按每份证券取整支付；none 表示不取整", AT(ipa_deal_terms, rounds),
     .example = "{face: 100, interest_decimals: 4, principal_decimals: 4}",
     .record = &ipa_fields_deal_units},
    {"parties", IPA_FIELD_PARTIES, IPA_OPTIONAL, "who does what: role and name", "参与机构",
     AT(ipa_deal_terms, parties), COUNT(ipa_deal_terms, n_parties),
     .example = "{trustee: 示例信托, custodian: 示例银行}"},
};
static const ipa_record TERMS = {
    .title = "deal", .en = "dates and rounding", .zh = "日期与取整", FIELDS(TERM_FIELDS), NO_NODE};

static const ipa_field CALENDAR_FIELDS[] = {
    {"holidays", IPA_FIELD_HOLIDAYS, IPA_OPTIONAL,
     "CN: exchange closing days; WEEKENDS; NONE; or a CSV of closed dates besides CN's",
     "CN 为交易所休市日；WEEKENDS；NONE；或含休市日的 CSV", AT(ipa_deal_calendar, holidays),
     .initial = "CN"},
    {"roll", IPA_FIELD_CHOICE, IPA_OPTIONAL, "where a payment date that is no business day goes",
     "非工作日顺延规则", AT(ipa_deal_calendar, roll), .initial = "following", .choices = ROLLS},
    {"accrual", IPA_FIELD_CHOICE, IPA_OPTIONAL, "interest accrues between nominal or rolled dates",
     "计息日是否随支付日调整", AT(ipa_deal_calendar, adjusted), .initial = "unadjusted",
     .choices = ACCRUALS},
};
static const ipa_record CALENDAR = {
    .title = "calendar", .en = "business days", .zh = "工作日", FIELDS(CALENDAR_FIELDS), NO_NODE};

static const ipa_field PERIOD_FIELDS[] = {
    {"first_payment", IPA_FIELD_DATE, IPA_OPTIONAL,
     "first nominal payment date; needed unless `dates` are written out", "首个名义支付日",
     AT(ipa_deal_periods, first_payment), .example = "2025-10-25"},
    {"frequency", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "between payment dates; needed unless `dates` are written out", "支付频率",
     AT(ipa_deal_periods, frequency), .example = "quarterly", .choices = FREQUENCIES},
    {"dates", IPA_FIELD_DATES, IPA_OPTIONAL, "nominal payment dates written out",
     "逐个列明的支付日", AT(ipa_deal_periods, dates), .example = "[2025-10-25, 2026-01-25]"},
    {"end_of_month", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "a first payment on a month's last day keeps all on the last day", "是否按月末对齐",
     AT(ipa_deal_periods, end_of_month), .initial = "false"},
    {"collection_lag_days", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "a collection period ends this many calendar days before its nominal payment date",
     "收款期截止日早于名义支付日的天数", AT(ipa_deal_periods, collection_lag_days), .initial = "0",
     .range = IPA_RANGE_LAG_DAYS},
    {"offsets", IPA_FIELD_SECTION, IPA_OPTIONAL,
     "business days before the payment date on which each step is done",
     "各环节早于兑付日的工作日数", AT(ipa_deal_periods, offsets),
     .example = "{calculation: 7, notice: 6, transfer: 5, funding: 2, record: 1}",
     .record = &ipa_fields_events_offsets},
};
static const ipa_record PERIODS = {.title = "periods",
                                   .en = "payment dates and collection periods",
                                   .zh = "支付日与收款期",
                                   FIELDS(PERIOD_FIELDS),
                                   NO_NODE};

static const ipa_field POOL_FIELDS[] = {
    {"obligors", IPA_FIELD_FILE, IPA_REQUIRED, "tape of the obligors", "企业清单",
     AT(ipa_deal_pool, obligors), .example = "obligors.csv"},
    {"contracts", IPA_FIELD_FILE, IPA_REQUIRED, "tape of the contracts", "合同清单",
     AT(ipa_deal_pool, contracts), .example = "contracts.csv"},
    {"schedule", IPA_FIELD_FILE, IPA_OPTIONAL, "dues of contracts whose amounts are written out",
     "逐笔列明的还款计划", AT(ipa_deal_pool, schedule), .example = "schedule.csv"},
    {"patents", IPA_FIELD_FILE, IPA_OPTIONAL, "tape of the patents", "专利清单",
     AT(ipa_deal_pool, patents), .example = "patents.csv"},
    {"repurchase", IPA_FIELD_SECTION, IPA_OPTIONAL, "who buys back what proves ineligible",
     "不合格资产的赎回", AT(ipa_deal_pool, repurchase), .example = "{entity: originator, price: 1}",
     .record = &ipa_fields_events_repurchase},
    {"certificate", IPA_FIELD_REFERENCE, IPA_OPTIONAL,
     "the pool is this tranche of a vehicle: what it is paid is what the deal collects",
     "资产为下层载体的受益凭证：其所得即为本专项计划的回收款", AT(ipa_deal_pool, certificate),
     .example = "trust.CERT"},
    {"replacement", IPA_FIELD_SECTION, IPA_OPTIONAL, "assets that a revolving purchase buys",
     "循环购买的资产", AT(ipa_deal_pool, replacement), .record = &ipa_fields_replacement},
};
static const ipa_record POOL = {
    .title = "pool", .en = "the tapes", .zh = "资产池文件", FIELDS(POOL_FIELDS), NO_NODE};

#define COLLECT_ROW(name, n, en, zh)                                               \
    {                                                                              \
        name, IPA_FIELD_REFERENCE, IPA_OPTIONAL, en, zh, AT(ipa_deal, collect[n]), \
            .example = "collection", .referent = IPA_REFERENT_ACCOUNT              \
    }
static const ipa_field COLLECT_FIELDS[] = {
    COLLECT_ROW("income", 0, "account that receives income", "收益归集账户"),
    COLLECT_ROW("principal", 1, "account that receives scheduled principal", "本金归集账户"),
    COLLECT_ROW("prepayment", 2, "account that receives prepayments", "早偿归集账户"),
    COLLECT_ROW("recovery", 3, "account that receives recoveries", "回收款归集账户"),
};
static const ipa_record COLLECT = {.title = "collect",
                                   .en = "where collections go; default: `collection`",
                                   .zh = "回收款的归集账户；缺省为 collection",
                                   FIELDS(COLLECT_FIELDS),
                                   NO_NODE};

static const ipa_field ENTITY_FIELDS[] = {
    ID_ROW(ipa_deal_entity, "name in support and expressions", "机构标识"),
    {"name", IPA_FIELD_TEXT, IPA_OPTIONAL, "as reports name it", "名称", AT(ipa_deal_entity, name),
     .example = "示例担保"},
    {"rating", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "a grade of the PD table", "评级",
     AT(ipa_deal_entity, credit.rating), .example = "A2", .referent = IPA_REFERENT_GRADE},
    {"hazard", IPA_FIELD_RATE, IPA_OPTIONAL, "flat hazard of default a year", "年违约强度",
     AT(ipa_deal_entity, credit.hazard), .example = "0.002", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"pd_curve", IPA_FIELD_FILE, IPA_OPTIONAL, "a CSV years,cumulative_pd", "违约概率曲线",
     AT(ipa_deal_entity, credit.pd_curve), .example = "guarantor_pd.csv",
     .referent = IPA_REFERENT_CURVE},
    {"loadings", IPA_FIELD_PAIRS, IPA_OPTIONAL,
     "loadings on the factors, -1 to 1 unless the copula is `intensity`",
     "因子载荷；intensity 模型以外须在 -1 与 1 之间", AT(ipa_deal_entity, credit.loadings),
     .example = "{macro: 0.5}", .range = IPA_RANGE_LOADING, .referent = IPA_REFERENT_FACTOR},
    {"rating_path", IPA_FIELD_RATING_PATH, IPA_OPTIONAL,
     "grade(…) on nominal dates from each date on, `rating` before; its defaults follow `rating`",
     "各日期起 grade(…) 所取的评级；违约概率仍按 rating", AT(ipa_deal_entity, rating_path),
     COUNT(ipa_deal_entity, n_rating_path), .referent = IPA_REFERENT_GRADE},
};
static const ipa_record ENTITIES = {.title = "entities",
                                    .en = "support providers; they may default like obligors",
                                    .zh = "增信机构，可与企业同样违约",
                                    FIELDS(ENTITY_FIELDS),
                                    NODE(ipa_deal_entity)};

static const ipa_field TRIGGER_FIELDS[] = {
    ID_ROW(ipa_deal_trigger, "name in expressions", "触发事件标识"),
    {"when", IPA_FIELD_CONDITION, IPA_REQUIRED, "what switches it on", "触发条件",
     AT(ipa_deal_trigger, when), .example = "\"draws(shortfall_payer) >= 2\""},
    {"test", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "before_payment: effective on this date; after_payment: on the next", "检验时点",
     AT(ipa_deal_trigger, after_payment), .initial = "before_payment", .choices = TESTS},
    {"takes_effect", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "on the same or the next date; default: what `test` says", "生效时点",
     AT(ipa_deal_trigger, takes_effect), .example = "next", .choices = EFFECTIVE},
    {"consecutive", IPA_FIELD_INTEGER, IPA_OPTIONAL, "this many dates in a row", "连续期数",
     AT(ipa_deal_trigger, consecutive), .initial = "1", .range = IPA_RANGE_COUNT},
    {"curable", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "it goes off when the condition, or `restore`, says so", "是否可恢复",
     AT(ipa_deal_trigger, curable), .initial = "false"},
    {"restore", IPA_FIELD_CONDITION, IPA_OPTIONAL,
     "curable: it goes off when this holds; default: when `when` does not", "恢复条件",
     AT(ipa_deal_trigger, restore), .example = "\"coverage(A) >= 1.2\""},
    {"effect", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "which waterfall runs; trap: residual tranches get nothing while it is on; stop_revolving: "
     "nothing more is bought; none: a flag for on(…)",
     "触发后果", AT(ipa_deal_trigger, effect), .initial = "none", .choices = EFFECTS},
};
static const ipa_record TRIGGERS = {.title = "triggers",
                                    .en = "tests that change the priority of payments",
                                    .zh = "触发事件",
                                    FIELDS(TRIGGER_FIELDS),
                                    NODE(ipa_deal_trigger)};

static const ipa_field UPFRONT_FIELDS[] = {
    ID_ROW(ipa_deal_upfront, "name in reports", "费用标识"),
    {"rate", IPA_FIELD_RATE, IPA_OPTIONAL, "share of the base", "费率", AT(ipa_deal_upfront, rate),
     .example = "0.002", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"base", IPA_FIELD_FORMULA, IPA_OPTIONAL, "what the rate applies to", "计费基数",
     AT(ipa_deal_upfront, base), .example = "original(A)"},
    {"amount", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "in place of rate and base", "固定金额",
     AT(ipa_deal_upfront, amount), .example = "150000", .range = IPA_RANGE_NOT_NEGATIVE},
};
static const ipa_record UPFRONT = {.title = "closing.upfront",
                                   .en = "costs paid at closing",
                                   .zh = "设立日费用",
                                   FIELDS(UPFRONT_FIELDS),
                                   NODE(ipa_deal_upfront)};
static const ipa_field CLOSING_FIELDS[] = {
    {"proceeds", IPA_FIELD_PAIRS, IPA_OPTIONAL, "issue price per 100 by tranche; default 100",
     "发行价格（每百元）", AT(ipa_deal_closing, proceeds), .example = "{A: 100.0, SUB: 100.0}",
     .range = IPA_RANGE_NOT_NEGATIVE, .referent = IPA_REFERENT_TRANCHE},
    {"upfront", IPA_FIELD_LIST, IPA_OPTIONAL, "costs paid at closing", "设立日费用",
     AT(ipa_deal_closing, upfront), COUNT(ipa_deal_closing, n_upfront), .record = &UPFRONT},
    {"purchase_price", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "paid to the originator", "资产购买价款",
     AT(ipa_deal_closing, purchase_price), .initial = "0", .example = "99500000",
     .range = IPA_RANGE_NOT_NEGATIVE},
};
static const ipa_record CLOSING = {.title = "closing",
                                   .en = "sources and uses on the closing date",
                                   .zh = "设立日资金来源与运用",
                                   FIELDS(CLOSING_FIELDS),
                                   NO_NODE};

static const ipa_field DISCOUNT_FIELDS[] = {
    {"curve", IPA_FIELD_FILE, IPA_OPTIONAL, "a CSV years,zero_rate", "即期利率曲线文件",
     AT(ipa_deal_market, curve_file), .example = "curve.csv"},
    {"flat", IPA_FIELD_RATE, IPA_OPTIONAL, "one rate for all years", "单一利率",
     AT(ipa_deal_market, flat_rate), .example = "0.025", .range = IPA_RANGE_RATE},
    {"nelson_siegel", IPA_FIELD_SECTION, IPA_OPTIONAL, "the form of Nelson and Siegel",
     "Nelson–Siegel 曲线", AT(ipa_deal_market, form),
     .example = "{level: 0.03, slope: -0.012, curvature: 0.005, decay_years: 1.8}",
     .record = &ipa_fields_rates_nelson_siegel},
    {"compounding", IPA_FIELD_CHOICE, IPA_OPTIONAL, "of the zero rates and spreads", "复利方式",
     AT(ipa_deal_market, annual), .initial = "continuous", .choices = COMPOUNDINGS},
};
static const ipa_record DISCOUNT = {.title = "market.discount",
                                    .en = "zero rates: linear between knots, flat outside",
                                    .zh = "折现曲线",
                                    FIELDS(DISCOUNT_FIELDS),
                                    NO_NODE};
static const ipa_field MARKET_FIELDS[] = {
    {"valuation_date", IPA_FIELD_DATE, IPA_OPTIONAL, "settlement of prices; default: closing",
     "估值日", AT(ipa_deal_market, valuation_date), .example = "2025-07-25"},
    {"discount", IPA_FIELD_SECTION, IPA_OPTIONAL, "zero rates", "折现曲线",
     .example = "{curve: curve.csv}", .record = &DISCOUNT},
    {"indices", IPA_FIELD_INDICES, IPA_OPTIONAL, "reference rates of floating coupons",
     "浮动利率的基准利率", AT(ipa_deal_market, indices), COUNT(ipa_deal_market, n_indices),
     .example = "{LPR1Y: {flat: 0.03}}", .record = &ipa_fields_tranches_index},
    {"spreads", IPA_FIELD_PAIRS, IPA_OPTIONAL, "added to the zero rate by tranche; default 0",
     "各档利差", AT(ipa_deal_market, spreads), .example = "{A: 0.0115, SUB: 0.06}",
     .range = IPA_RANGE_RATE, .referent = IPA_REFERENT_TRANCHE},
};
static const ipa_record MARKET = {
    .title = "market", .en = "discounting", .zh = "折现", FIELDS(MARKET_FIELDS), NO_NODE};

static const ipa_field SIMULATION_FIELDS[] = {
    {"paths", IPA_FIELD_INTEGER, IPA_OPTIONAL, "number of paths", "路径数",
     AT(ipa_deal_simulation, n_paths), .initial = "100000", .range = IPA_RANGE_PATHS},
    {"seed", IPA_FIELD_INTEGER, IPA_OPTIONAL, "same seed, same figures", "随机种子",
     AT(ipa_deal_simulation, seed), .initial = "1", .example = "20250725", .range = IPA_RANGE_SEED},
    {"sampler", IPA_FIELD_CHOICE, IPA_OPTIONAL, "how paths are drawn", "抽样方法",
     .initial = "philox", .choices = SAMPLERS},
    {"rounding", IPA_FIELD_BOOLEAN, IPA_OPTIONAL, "payments are rounded on simulated paths too",
     "模拟路径是否取整", AT(ipa_deal_simulation, rounding), .initial = "false"},
};
static const ipa_record SIMULATION = {.title = "simulation",
                                      .en = "the simulation",
                                      .zh = "模拟",
                                      FIELDS(SIMULATION_FIELDS),
                                      NO_NODE};

static const ipa_field REPORT_FIELDS[] = {
    {"language", IPA_FIELD_CHOICE, IPA_OPTIONAL, "of reports", "报告语言",
     AT(ipa_deal_reports, language), .initial = "zh", .choices = LANGUAGES},
    {"unit", IPA_FIELD_CHOICE, IPA_OPTIONAL, "of amounts in reports", "金额单位",
     AT(ipa_deal_reports, unit), .initial = "yuan", .choices = UNITS},
};
static const ipa_record REPORTS = {
    .title = "reports", .en = "reports", .zh = "报告", FIELDS(REPORT_FIELDS), NO_NODE};

static const ipa_field ROOT_FIELDS[] = {
    {"ipabs", IPA_FIELD_INTEGER, IPA_REQUIRED, "version of the format", "格式版本", .example = "1",
     .range = IPA_RANGE_ANY},
    {"deal", IPA_FIELD_SECTION, IPA_REQUIRED, "dates and rounding", "日期与取整",
     AT(ipa_deal, terms), .record = &TERMS},
    {"calendar", IPA_FIELD_SECTION, IPA_OPTIONAL, "business days", "工作日", AT(ipa_deal, calendar),
     .record = &CALENDAR},
    {"periods", IPA_FIELD_SECTION, IPA_REQUIRED, "payment dates", "支付日", AT(ipa_deal, periods),
     .record = &PERIODS},
    {"pool", IPA_FIELD_SECTION, IPA_REQUIRED, "the tapes", "资产池文件", AT(ipa_deal, pool),
     .record = &POOL},
    {"accounts", IPA_FIELD_LIST, IPA_OPTIONAL, "cash accounts", "账户", AT(ipa_deal, accounts),
     COUNT(ipa_deal, n_accounts), .record = &ipa_fields_waterfall_accounts},
    {"collect", IPA_FIELD_SECTION, IPA_OPTIONAL, "where collections go", "归集账户",
     .record = &COLLECT},
    {"fees", IPA_FIELD_LIST, IPA_OPTIONAL, "fees and taxes", "费用与税", AT(ipa_deal, fees),
     COUNT(ipa_deal, n_fees), .record = &ipa_fields_fees},
    {"tranches", IPA_FIELD_LIST, IPA_REQUIRED, "the notes", "证券分档", AT(ipa_deal, tranches),
     COUNT(ipa_deal, n_tranches), .record = &ipa_fields_tranches},
    {"support", IPA_FIELD_LIST, IPA_OPTIONAL, "outside money", "外部增信", AT(ipa_deal, support),
     COUNT(ipa_deal, n_support), .record = &ipa_fields_fees_support},
    {"entities", IPA_FIELD_LIST, IPA_OPTIONAL, "support providers", "增信机构",
     AT(ipa_deal, entities), COUNT(ipa_deal, n_entities), .record = &ENTITIES},
    {"triggers", IPA_FIELD_LIST, IPA_OPTIONAL, "triggers", "触发事件", AT(ipa_deal, triggers),
     COUNT(ipa_deal, n_triggers), .record = &TRIGGERS},
    {"ledgers", IPA_FIELD_LIST, IPA_OPTIONAL, "named ledgers, no cash", "台账",
     AT(ipa_deal, ledgers), COUNT(ipa_deal, n_ledgers), .record = &ipa_fields_waterfall_ledgers},
    {"waterfalls", IPA_FIELD_SECTION, IPA_REQUIRED, "priorities of payments", "分配顺序",
     .record = &ipa_fields_waterfall},
    {"closing", IPA_FIELD_SECTION, IPA_OPTIONAL, "sources and uses at closing", "设立日资金",
     AT(ipa_deal, closing), .record = &CLOSING},
    {"subsidies", IPA_FIELD_LIST, IPA_OPTIONAL, "an obligor's all-in cost, never deal cash",
     "财政补贴", AT(ipa_deal, subsidies), COUNT(ipa_deal, n_subsidies),
     .record = &ipa_fields_valuation_subsidies},
    {"obligor_fees", IPA_FIELD_LIST, IPA_OPTIONAL, "what a firm pays beside the deal",
     "企业另付的费用", AT(ipa_deal, obligor_fees), COUNT(ipa_deal, n_obligor_fees),
     .record = &ipa_fields_valuation_obligor_fees},
    {"valuation", IPA_FIELD_SECTION, IPA_OPTIONAL, "how `ipabs value` values the IP", "专利估值",
     AT(ipa_deal, valuation), .record = &ipa_fields_valuation},
    {"servicer", IPA_FIELD_SECTION, IPA_OPTIONAL, "who collects", "资产服务机构",
     AT(ipa_deal, servicer), .record = &ipa_fields_events_servicer},
    {"vehicles", IPA_FIELD_VEHICLES, IPA_OPTIONAL,
     "a trust below the deal: it holds the pool, the deal holds its certificate",
     "下层信托：信托持有资产，专项计划持有其受益凭证", AT(ipa_deal, vehicles),
     COUNT(ipa_deal, n_vehicles)},
    {"market", IPA_FIELD_SECTION, IPA_OPTIONAL, "discounting", "折现", AT(ipa_deal, market),
     .record = &MARKET},
    {"model", IPA_FIELD_SECTION, IPA_OPTIONAL, "defaults and recoveries", "模型",
     AT(ipa_deal, model), .record = &ipa_fields_model},
    {"stress", IPA_FIELD_SECTION, IPA_OPTIONAL, "levers of a stress", "压力参数",
     AT(ipa_deal, stress), .record = &ipa_fields_stress},
    {"simulation", IPA_FIELD_SECTION, IPA_OPTIONAL, "the simulation", "模拟",
     AT(ipa_deal, simulation), .record = &SIMULATION},
    {"reports", IPA_FIELD_SECTION, IPA_OPTIONAL, "reports", "报告", AT(ipa_deal, reports),
     .record = &REPORTS},
};

/* Sections as in the deal; what is shared (pool, entities, market, model) stands there alone. */
static const ipa_field VEHICLE_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "name in `pool.certificate`", "载体标识",
     AT(ipa_deal, vehicle), .example = "trust"},
    {"name", IPA_FIELD_WORDS, IPA_OPTIONAL, "as reports name it; default: the id", "名称",
     AT(ipa_deal, terms.name), .example = "{zh: 示例信托, en: Example trust}"},
    {"calendar", IPA_FIELD_SECTION, IPA_OPTIONAL, "business days; default: the deal's", "工作日",
     AT(ipa_deal, calendar), .record = &CALENDAR},
    {"periods", IPA_FIELD_SECTION, IPA_REQUIRED, "payment dates", "支付日", AT(ipa_deal, periods),
     .record = &PERIODS},
    {"accounts", IPA_FIELD_LIST, IPA_OPTIONAL, "cash accounts", "账户", AT(ipa_deal, accounts),
     COUNT(ipa_deal, n_accounts), .record = &ipa_fields_waterfall_accounts},
    {"collect", IPA_FIELD_SECTION, IPA_OPTIONAL, "where collections go", "归集账户",
     .record = &COLLECT},
    {"fees", IPA_FIELD_LIST, IPA_OPTIONAL, "fees and taxes", "费用与税", AT(ipa_deal, fees),
     COUNT(ipa_deal, n_fees), .record = &ipa_fields_fees},
    {"tranches", IPA_FIELD_LIST, IPA_REQUIRED, "the certificates", "受益凭证",
     AT(ipa_deal, tranches), COUNT(ipa_deal, n_tranches), .record = &ipa_fields_tranches},
    {"support", IPA_FIELD_LIST, IPA_OPTIONAL, "outside money", "外部增信", AT(ipa_deal, support),
     COUNT(ipa_deal, n_support), .record = &ipa_fields_fees_support},
    {"triggers", IPA_FIELD_LIST, IPA_OPTIONAL, "triggers", "触发事件", AT(ipa_deal, triggers),
     COUNT(ipa_deal, n_triggers), .record = &TRIGGERS},
    {"waterfalls", IPA_FIELD_SECTION, IPA_REQUIRED, "priorities of payments", "分配顺序",
     .record = &ipa_fields_waterfall},
    {"ledgers", IPA_FIELD_LIST, IPA_OPTIONAL, "named ledgers, no cash", "台账",
     AT(ipa_deal, ledgers), COUNT(ipa_deal, n_ledgers), .record = &ipa_fields_waterfall_ledgers},
    {"closing", IPA_FIELD_SECTION, IPA_OPTIONAL, "sources and uses at closing", "设立日资金",
     AT(ipa_deal, closing), .record = &CLOSING},
};
const ipa_record ipa_fields_deal_vehicle = {.title = "vehicles",
                                            .en = "a vehicle below the deal",
                                            .zh = "下层载体",
                                            FIELDS(VEHICLE_FIELDS),
                                            .size = sizeof(ipa_deal),
                                            .node_offset = offsetof(ipa_deal, root),
                                            .mark_offset = IPA_NO_OFFSET};

const ipa_record ipa_fields_deal = {.title = "deal.yaml",
                                    .en = "the deal",
                                    .zh = "专项计划",
                                    FIELDS(ROOT_FIELDS),
                                    .size = sizeof(ipa_deal),
                                    NO_NODE};
