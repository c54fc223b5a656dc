#include "engine/deal/deal.h"
#include "engine/deal/fields.h"
#include "engine/deal/fields_rates.h"

/* Rows below read: name, kind, need, English, Chinese, where it goes, and what differs from the
 * ordinary. */
#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define COUNT(type, member) .count_offset = offsetof(type, member)
#define FIELDS(rows) .fields = rows, .n_fields = sizeof rows / sizeof rows[0]
#define NO_NODE .node_offset = IPA_NO_OFFSET, .mark_offset = IPA_NO_OFFSET
#define NODE(type) \
    .size = sizeof(type), .node_offset = offsetof(type, node), .mark_offset = IPA_NO_OFFSET

static const ipa_field DEFAULT_FIELDS[] = {
    {"copula", IPA_FIELD_COPULA, IPA_OPTIONAL,
     "how defaults depend on one another; `intensity`: hazards follow the sales of the factors",
     "违约相依结构；intensity 表示违约强度随因子销售变动", AT(ipa_deal_model, student_t),
     .initial = "gaussian", .example = "{student_t: 6}", .range = IPA_RANGE_DEGREES},
    {"pd_table", IPA_FIELD_FILE, IPA_OPTIONAL,
     "cumulative default rates by grade: `idealised`, or a CSV grade,y1,y2,…", "违约率表",
     AT(ipa_deal_model, pd_table), .initial = "idealised"},
};
static const ipa_record DEFAULTS = {.title = "model.default",
                                    .en = "default of obligors and entities",
                                    .zh = "违约",
                                    FIELDS(DEFAULT_FIELDS),
                                    NO_NODE};

static const ipa_field GROWTH_FIELDS[] = {
    {"initial", IPA_FIELD_RATE, IPA_OPTIONAL, "growth a year at the cut-off date", "基准日年增长率",
     AT(ipa_deal_process, growth_initial), .initial = "0", .example = "0.20",
     .range = IPA_RANGE_RATE},
    {"mean", IPA_FIELD_RATE, IPA_OPTIONAL, "growth a year that it reverts to", "长期年增长率",
     AT(ipa_deal_process, growth_mean), .initial = "0", .example = "0.03", .range = IPA_RANGE_RATE},
    {"reversion", IPA_FIELD_NUMBER, IPA_OPTIONAL, "speed of the reversion a year", "回归速度",
     AT(ipa_deal_process, growth_reversion), .initial = "0", .example = "0.7",
     .range = IPA_RANGE_SPEED},
    {"volatility", IPA_FIELD_RATE, IPA_OPTIONAL, "of the growth", "增长率的波动率",
     AT(ipa_deal_process, growth_volatility), .initial = "0", .example = "0.05",
     .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"correlation", IPA_FIELD_SHARE, IPA_OPTIONAL, "of shocks to growth with shocks to sales",
     "增长率与销售冲击的相关系数", AT(ipa_deal_process, growth_correlation), .initial = "0",
     .example = "0.2", .range = IPA_RANGE_SIGNED_UNIT},
};
static const ipa_record GROWTH = {.title = "model.sales.growth",
                                  .en = "log growth as a process of its own",
                                  .zh = "对数增长率过程",
                                  FIELDS(GROWTH_FIELDS),
                                  NO_NODE};
static const ipa_field PROCESS_FIELDS[] = {
    {"reversion", IPA_FIELD_NUMBER, IPA_OPTIONAL,
     "speed a year at which sales revert to their trend; 0: a random walk",
     "销售向趋势回归的速度；0 为随机游走", AT(ipa_deal_process, reversion), .initial = "0",
     .example = "0.5", .range = IPA_RANGE_SPEED},
    {"volatility", IPA_FIELD_RATE, IPA_OPTIONAL, "of log sales a year", "对数销售的年波动率",
     AT(ipa_deal_process, volatility), .initial = "0", .example = "0.15",
     .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"growth", IPA_FIELD_SECTION, IPA_OPTIONAL, "growth that itself reverts (Schwartz-Moon)",
     "均值回归的增长率", .example = "{initial: 0.2, mean: 0.03, reversion: 0.7, volatility: 0.05}",
     .record = &GROWTH},
};
static const ipa_record PROCESS = {.title = "model.sales",
                                   .en = "log sales of one factor",
                                   .zh = "单个因子的对数销售过程",
                                   FIELDS(PROCESS_FIELDS),
                                   NODE(ipa_deal_process)};

static const ipa_field GRANT_FIELDS[] = {
    {"median_months", IPA_FIELD_NUMBER, IPA_OPTIONAL,
     "median of the lognormal time from filing to grant", "申请至授权时间的中位数（月）",
     AT(ipa_deal_patent_model, grant_median_months), .initial = "20", .range = IPA_RANGE_MONTHS},
    {"sigma", IPA_FIELD_NUMBER, IPA_OPTIONAL, "its standard deviation in logs", "对数标准差",
     AT(ipa_deal_patent_model, grant_sigma), .initial = "0.4", .range = IPA_RANGE_SPREAD},
    {"probability", IPA_FIELD_SHARE, IPA_OPTIONAL, "that a pending application is granted",
     "授权概率", AT(ipa_deal_patent_model, grant_probability), .initial = "0.55",
     .range = IPA_RANGE_UNIT},
    {"accelerated_factor", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "times the median for applications under accelerated examination", "优先审查时中位数的倍数",
     AT(ipa_deal_patent_model, grant_accelerated_factor), .initial = "1", .example = "0.3",
     .range = IPA_RANGE_POSITIVE_UNIT},
};
static const ipa_record GRANT = {.title = "model.patents.grant",
                                 .en = "pending applications",
                                 .zh = "审查中的申请",
                                 FIELDS(GRANT_FIELDS),
                                 NO_NODE};
static const ipa_field PATENT_FIELDS[] = {
    {"hazards", IPA_FIELD_FILE, IPA_OPTIONAL,
     "`builtin`, `none` or a CSV kind,cause,age_from,hazard; causes lapse, obsolete, "
     "invalid_full, invalid_partial",
     "失效强度：builtin、none 或 CSV", AT(ipa_deal_patent_model, hazards), .initial = "builtin"},
    {"family_share", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "part of the invalidation hazards that strikes all patents of a contract at once",
     "同族专利共同失效的比例", AT(ipa_deal_patent_model, family_share), .initial = "0",
     .example = "0.3", .range = IPA_RANGE_UNIT},
    {"partial_factor", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "what a partly invalidated patent still counts under `weighted`", "部分无效后的权重",
     AT(ipa_deal_patent_model, partial_factor), .initial = "0.6", .range = IPA_RANGE_UNIT},
    {"grant", IPA_FIELD_SECTION, IPA_OPTIONAL, "pending applications", "审查中的申请",
     .example = "{median_months: 20, sigma: 0.4, probability: 0.55}", .record = &GRANT},
};
static const ipa_record PATENTS = {.title = "model.patents",
                                   .en = "hazards of patents",
                                   .zh = "专利失效模型",
                                   FIELDS(PATENT_FIELDS),
                                   NO_NODE};

static const ipa_field BUYBACK_FIELDS[] = {
    {"entity", IPA_FIELD_REFERENCE, IPA_REQUIRED, "who buys the IP of a defaulted contract",
     "回购承诺方", AT(ipa_deal_buyback, entity), .example = "originator",
     .referent = IPA_REFERENT_ENTITY},
    {"share", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "price as a share of the claim or valuation, as `recovery_basis` says", "回购价格比例",
     AT(ipa_deal_buyback, share), .initial = "1", .example = "0.4", .range = IPA_RANGE_UNIT},
    {"lag_months", IPA_FIELD_NUMBER, IPA_OPTIONAL, "months from the end of the period of default",
     "回购时滞（月）", AT(ipa_deal_buyback, lag_months), .initial = "0", .example = "6",
     .range = IPA_RANGE_LAG_MONTHS},
};
static const ipa_record BUYBACK = {.title = "model.recovery.buyback",
                                   .en = "an undertaking to buy back the IP of defaulted contracts",
                                   .zh = "知识产权回购承诺",
                                   FIELDS(BUYBACK_FIELDS),
                                   NO_NODE};
static const ipa_field RECOVERY_FIELDS[] = {
    {"correlation", IPA_FIELD_SHARE, IPA_OPTIONAL, "of recoveries with the factor",
     "回收率与因子的相关系数", AT(ipa_deal_model, recovery_correlation), .initial = "0",
     .example = "0.3", .range = IPA_RANGE_SIGNED_UNIT},
    {"factor", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "default: the first factor", "相关因子",
     AT(ipa_deal_model, recovery_factor), .example = "macro", .referent = IPA_REFERENT_FACTOR},
    {"decay", IPA_FIELD_RATE, IPA_OPTIONAL, "value the IP loses a year while it is being sold",
     "处置期间价值年衰减", AT(ipa_deal_model, recovery_decay), .initial = "0", .example = "0.2",
     .range = IPA_RANGE_UNIT},
    {"unregistered_share", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "what disposal brings of IP whose pledge is not registered", "未登记知识产权的处置折扣",
     AT(ipa_deal_model, unregistered_share), .initial = "1", .example = "0.5",
     .range = IPA_RANGE_UNIT},
    {"platform_fee", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "share of what a disposal brings that the trading platform keeps", "交易平台服务费率",
     AT(ipa_deal_model, platform_fee), .initial = "0", .example = "0.05", .range = IPA_RANGE_UNIT},
    {"buyback", IPA_FIELD_SECTION, IPA_OPTIONAL, "buy-back in place of the disposal", "回购承诺",
     AT(ipa_deal_model, buyback), .example = "{entity: originator, share: 0.4, lag_months: 6}",
     .record = &BUYBACK},
};
static const ipa_record RECOVERY = {.title = "model.recovery",
                                    .en = "recoveries",
                                    .zh = "违约回收",
                                    FIELDS(RECOVERY_FIELDS),
                                    NO_NODE};

static const ipa_field FACILITY_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "named by contracts", "风险补偿池标识",
     AT(ipa_deal_facility, id), .example = "pool1"},
    {"share", IPA_FIELD_SHARE, IPA_REQUIRED, "of the claim less deposit and guarantee", "补偿比例",
     AT(ipa_deal_facility, share), .example = "0.5", .range = IPA_RANGE_UNIT},
    {"cap_per_obligor", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "most for one obligor; blank: unlimited",
     "单户上限", AT(ipa_deal_facility, cap_per_obligor), .example = "6000000",
     .range = IPA_RANGE_NOT_NEGATIVE},
    {"pool_cap", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "most in all; blank: unlimited", "总上限",
     AT(ipa_deal_facility, pool_cap), .example = "10000000", .range = IPA_RANGE_NOT_NEGATIVE},
    {"lag_months", IPA_FIELD_NUMBER, IPA_OPTIONAL, "months from the end of the period of default",
     "补偿时滞（月）", AT(ipa_deal_facility, lag_months), .initial = "0", .example = "12",
     .range = IPA_RANGE_LAG_MONTHS},
    {"needs_pledge", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "pays only where every patent of the contract is registered", "是否要求质押登记",
     AT(ipa_deal_facility, needs_pledge), .initial = "false"},
    {"repaid", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "later recoveries repay it in proportion to what it paid", "追偿所得是否按比例返还",
     AT(ipa_deal_facility, repaid), .initial = "false"},
};
static const ipa_record FACILITIES = {.title = "model.facilities",
                                      .en = "risk-compensation facilities",
                                      .zh = "风险补偿池",
                                      FIELDS(FACILITY_FIELDS),
                                      NODE(ipa_deal_facility)};

static const ipa_field MODEL_FIELDS[] = {
    {"default", IPA_FIELD_SECTION, IPA_OPTIONAL, "defaults", "违约", .record = &DEFAULTS},
    {"factors", IPA_FIELD_NAMES, IPA_OPTIONAL, "names of the systematic factors", "系统因子",
     AT(ipa_deal_model, factors), COUNT(ipa_deal_model, n_factors), .example = "[macro, software]"},
    {"correlation", IPA_FIELD_CORRELATION, IPA_OPTIONAL, "of the factors", "因子相关矩阵",
     AT(ipa_deal_model, correlation), .initial = "identity"},
    {"sales", IPA_FIELD_PROCESSES, IPA_OPTIONAL, "log-sales process of each factor", "销售过程",
     AT(ipa_deal_model, sales), COUNT(ipa_deal_model, n_sales),
     .example = "{macro: {reversion: 0.5, volatility: 0.15}}", .referent = IPA_REFERENT_FACTOR,
     .record = &PROCESS},
    {"patents", IPA_FIELD_SECTION, IPA_OPTIONAL, "hazards of patents", "专利失效模型",
     AT(ipa_deal_model, patents), .record = &PATENTS},
    {"recovery", IPA_FIELD_SECTION, IPA_OPTIONAL, "recoveries", "违约回收", .record = &RECOVERY},
    {"facilities", IPA_FIELD_LIST, IPA_OPTIONAL, "risk-compensation facilities", "风险补偿池",
     AT(ipa_deal_model, facilities), COUNT(ipa_deal_model, n_facilities), .record = &FACILITIES},
    {"rates", IPA_FIELD_SECTION, IPA_OPTIONAL,
     "a short rate that floating coupons follow on the paths; without it, forwards off the curve",
     "利率模型（模拟路径）", AT(ipa_deal_model, rates),
     .example = "{kind: hull_white, reversion: 0.1, volatility: 0.008}",
     .record = &ipa_fields_rates},
};
const ipa_record ipa_fields_model = {.title = "model",
                                     .en = "the model of defaults and recoveries",
                                     .zh = "模型",
                                     FIELDS(MODEL_FIELDS),
                                     NO_NODE};
