#include "engine/deal/deal.h"
#include "engine/deal/fields.h"
#include "engine/deal/indicators.h"

/* Rows below read: name, kind, need, English, Chinese, where it goes, Chinese header, and what
 * differs from the ordinary. */
#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define TAPE(file, type, rows)                                                                     \
    .title = file, .fields = rows, .n_fields = sizeof rows / sizeof rows[0], .size = sizeof(type), \
    .node_offset = IPA_NO_OFFSET, .mark_offset = offsetof(type, mark)

static const ipa_choice FREQUENCIES[] = {
#define FREQUENCY_ROW(id, name, months) {name, IPA_FREQUENCY_##id, false},
    IPA_FREQUENCY_TABLE(FREQUENCY_ROW)
#undef FREQUENCY_ROW
        {NULL, 0, false}};
static const ipa_choice CONTRACT_KINDS[] = {{"licence_fee", IPA_CONTRACT_LICENCE_FEE, false},
                                            {"royalty", 0, true},
                                            {"loan", IPA_CONTRACT_LOAN, false},
                                            {"lease", IPA_CONTRACT_LEASE, false},
                                            {"receivable", IPA_CONTRACT_RECEIVABLE, false},
                                            {"milestone", IPA_CONTRACT_MILESTONE, false},
                                            {NULL, 0, false}};
static const ipa_choice AMORTISATIONS[] = {{"level", IPA_CONTRACT_LEVEL, false},
                                           {"equal_principal", IPA_CONTRACT_EQUAL_PRINCIPAL, false},
                                           {"bullet", IPA_CONTRACT_BULLET, false},
                                           {"interest_only", IPA_CONTRACT_INTEREST_ONLY, false},
                                           {"schedule", IPA_CONTRACT_SCHEDULE, false},
                                           {NULL, 0, false}};
static const ipa_choice ROYALTY_BASES[] = {
    {"year", 0, false}, {"period", 0, true}, {NULL, 0, false}};
static const ipa_choice PATENT_RULES[] = {{"none", 0, false},
                                          {"all", 0, true},
                                          {"any", 0, true},
                                          {"weighted", 0, true},
                                          {NULL, 0, false}};
static const ipa_choice RECOVERY_BASES[] = {
    {"claim", 0, false}, {"valuation", 0, true}, {NULL, 0, false}};
static const ipa_choice PATENT_KINDS[] = {
    {"invention", IPA_PATENT_INVENTION, false}, {"utility_model", IPA_PATENT_UTILITY_MODEL, false},
    {"design", IPA_PATENT_DESIGN, false},       {"software", IPA_PATENT_SOFTWARE, false},
    {"trademark", IPA_PATENT_TRADEMARK, false}, {NULL, 0, false}};

static const ipa_choice LEVELS[] = {
#define LEVEL_ROW(id, name, zh, long_zh, en) \
    {name, IPA_LEVEL_##id, false}, {zh, IPA_LEVEL_##id, false}, {long_zh, IPA_LEVEL_##id, false},
    IPA_INDICATOR_LEVEL_TABLE(LEVEL_ROW)
#undef LEVEL_ROW
        {NULL, 0, false}};

static const ipa_field OBLIGOR_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "addresses the obligor's draws", "企业标识",
     AT(ipa_deal_obligor, id), .example = "E1", .alias = "企业编号"},
    {"name", IPA_FIELD_TEXT, IPA_OPTIONAL, "as reports name it; default: the id", "名称",
     AT(ipa_deal_obligor, name), .example = "甲航空零部件", .alias = "企业名称"},
    {"industry", IPA_FIELD_TEXT, IPA_OPTIONAL, "for stratification", "所属行业",
     AT(ipa_deal_obligor, industry), .example = "aerospace", .alias = "行业"},
    {"region", IPA_FIELD_TEXT, IPA_OPTIONAL, "for stratification", "所在地区",
     AT(ipa_deal_obligor, region), .example = "陕西", .alias = "地区"},
    {"rating", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "a grade of the PD table", "信用等级",
     AT(ipa_deal_obligor, credit.rating), .example = "Ba1", .alias = "评级",
     .referent = IPA_REFERENT_GRADE},
    {"hazard", IPA_FIELD_RATE, IPA_OPTIONAL, "flat hazard of default a year", "年违约强度",
     AT(ipa_deal_obligor, credit.hazard), .example = "0.02", .alias = "违约强度",
     .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"pd_curve", IPA_FIELD_FILE, IPA_OPTIONAL, "a CSV years,cumulative_pd", "累计违约概率文件",
     AT(ipa_deal_obligor, credit.pd_curve), .example = "e1_pd.csv", .alias = "违约概率曲线",
     .referent = IPA_REFERENT_CURVE},
    {"loadings", IPA_FIELD_PAIRS, IPA_OPTIONAL, "loadings on the factors", "对系统因子的载荷",
     AT(ipa_deal_obligor, credit.loadings), .example = "macro:0.35;aerospace:0.25",
     .alias = "因子载荷", .range = IPA_RANGE_SIGNED_UNIT, .referent = IPA_REFERENT_FACTOR},
    {"guarantor", IPA_FIELD_TEXT, IPA_LATER, "entity that guarantees its contracts",
     "为其合同提供担保的机构", .alias = "担保人"},
    {"guarantee_share", IPA_FIELD_SHARE, IPA_LATER, "share of the claim that it pays",
     "担保的债权比例", .initial = "0", .alias = "担保比例"},
    {"financials", IPA_FIELD_TEXT, IPA_OPTIONAL, "free text for the obligor sheet",
     "报告中的财务说明", AT(ipa_deal_obligor, financials), .example = "2024 revenue 320m",
     .alias = "财务信息"},
};

static const ipa_field CONTRACT_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "addresses the contract's draws", "合同标识",
     AT(ipa_deal_contract, id), .example = "L1", .alias = "合同编号"},
    {"obligor", IPA_FIELD_REFERENCE, IPA_REQUIRED, "who pays", "付款企业",
     AT(ipa_deal_contract, obligor), .example = "E1", .alias = "企业编号",
     .referent = IPA_REFERENT_OBLIGOR},
    {"kind", IPA_FIELD_CHOICE, IPA_REQUIRED, "kind of contract", "类型",
     AT(ipa_deal_contract, kind), .example = "licence_fee", .alias = "合同类型",
     .choices = CONTRACT_KINDS},
    {"start", IPA_FIELD_DATE, IPA_REQUIRED, "dues are counted from here", "起算日",
     AT(ipa_deal_contract, start), .example = "2025-07-25", .alias = "起始日"},
    {"end", IPA_FIELD_DATE, IPA_REQUIRED, "date of the last due", "最后一期应付日",
     AT(ipa_deal_contract, end), .example = "2028-07-25", .alias = "到期日"},
    {"frequency", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "between dues; needed unless the schedule is written out", "各期间隔",
     AT(ipa_deal_contract, frequency), .example = "quarterly", .alias = "付款频率",
     .choices = FREQUENCIES},
    {"principal", IPA_FIELD_AMOUNT, IPA_REQUIRED, "outstanding at the start", "起始本金",
     AT(ipa_deal_contract, principal), .example = "20000000", .alias = "本金",
     .range = IPA_RANGE_POSITIVE},
    {"rate", IPA_FIELD_RATE, IPA_OPTIONAL, "income a year on the balance", "年化收益率",
     AT(ipa_deal_contract, rate), .initial = "0", .example = "0.047", .alias = "利率",
     .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"amortisation", IPA_FIELD_CHOICE, IPA_REQUIRED, "how principal falls due", "本金偿还方式",
     AT(ipa_deal_contract, amortisation), .example = "level", .alias = "还款方式",
     .choices = AMORTISATIONS},
    {"royalty_rate", IPA_FIELD_TEXT, IPA_LATER, "a rate, or tiers of contract-year sales",
     "提成率或分档提成率", .initial = "0", .alias = "提成率"},
    {"base_sales", IPA_FIELD_AMOUNT, IPA_LATER, "sales a year at the cut-off date",
     "基准日年销售额", .initial = "0", .alias = "基准销售额"},
    {"minimum", IPA_FIELD_AMOUNT, IPA_LATER, "least royalty", "最低许可费", .initial = "0",
     .alias = "保底许可费"},
    {"cap", IPA_FIELD_AMOUNT, IPA_LATER, "most royalty", "最高许可费", .alias = "许可费上限"},
    {"royalty_basis", IPA_FIELD_CHOICE, IPA_OPTIONAL, "tiers by contract year or by period",
     "按合同年或按期计提", .initial = "year", .alias = "提成口径", .choices = ROYALTY_BASES},
    {"profile", IPA_FIELD_TEXT, IPA_LATER, "shape of the sales over time", "销售随时间的形状",
     .initial = "constant", .alias = "销售曲线"},
    {"factor", IPA_FIELD_TEXT, IPA_LATER, "factor that drives the sales", "驱动销售的因子",
     .alias = "销售因子"},
    {"sales_volatility", IPA_FIELD_RATE, IPA_LATER, "own noise of the sales", "销售自身波动",
     .initial = "0", .alias = "销售波动率"},
    {"sales_reversion", IPA_FIELD_RATE, IPA_LATER, "reversion of that noise", "波动的回归速度",
     .initial = "0", .alias = "销售回归速度"},
    {"reporting_lag_months", IPA_FIELD_INTEGER, IPA_LATER, "months from sales to royalty",
     "销售报告时滞（月）", .initial = "0", .alias = "报告时滞月数"},
    {"patents", IPA_FIELD_REFERENCES, IPA_OPTIONAL, "patents it licenses or is secured by",
     "许可或质押的专利", AT(ipa_deal_contract, patents), .example = "P101;P102", .alias = "专利",
     .referent = IPA_REFERENT_PATENT},
    {"patent_rule", IPA_FIELD_CHOICE, IPA_OPTIONAL, "how dues depend on the patents",
     "应付款与专利有效性的关系", .initial = "none", .alias = "专利规则", .choices = PATENT_RULES},
    {"deposit", IPA_FIELD_AMOUNT, IPA_LATER, "set off against the claim at default", "违约时抵扣",
     .initial = "0", .alias = "保证金"},
    {"valuation", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "appraised value of its IP", "知识产权评估值",
     AT(ipa_deal_contract, valuation), .initial = "0", .example = "52000000", .alias = "评估值",
     .range = IPA_RANGE_NOT_NEGATIVE},
    {"recovery_basis", IPA_FIELD_CHOICE, IPA_OPTIONAL, "what recovery_mean is a share of",
     "回收率所基于的金额", .initial = "claim", .alias = "回收基础", .choices = RECOVERY_BASES},
    {"recovery_mean", IPA_FIELD_SHARE, IPA_OPTIONAL, "mean recovery as a share of the claim",
     "平均回收率", AT(ipa_deal_contract, recovery_mean), .initial = "0", .example = "0.15",
     .alias = "回收率均值", .range = IPA_RANGE_UNIT},
    {"recovery_sd", IPA_FIELD_SHARE, IPA_OPTIONAL, "its standard deviation; 0: certain",
     "回收率的标准差", AT(ipa_deal_contract, recovery_sd), .initial = "0", .example = "0.12",
     .alias = "回收率标准差", .range = IPA_RANGE_UNIT},
    {"recovery_lag_months", IPA_FIELD_NUMBER, IPA_OPTIONAL,
     "months from the end of the period of default", "自违约所在收款期末起的月数",
     AT(ipa_deal_contract, recovery_lag_months), .initial = "0", .example = "18",
     .alias = "回收时滞月数", .range = IPA_RANGE_LAG_MONTHS},
    {"recovery_lag_sd", IPA_FIELD_NUMBER, IPA_OPTIONAL, "months; above 0 the lag is a gamma",
     "回收时滞标准差（月）", AT(ipa_deal_contract, recovery_lag_sd), .initial = "0", .example = "6",
     .alias = "回收时滞标准差", .range = IPA_RANGE_LAG_MONTHS},
    {"recovery_cost", IPA_FIELD_SHARE, IPA_OPTIONAL, "share of what the disposal brings",
     "占处置所得的比例", AT(ipa_deal_contract, recovery_cost), .initial = "0", .example = "0.10",
     .alias = "处置费用率", .range = IPA_RANGE_UNIT},
    {"prepay_rate", IPA_FIELD_RATE, IPA_LATER, "hazard of prepayment a year", "年提前还款强度",
     .initial = "0", .alias = "提前还款率"},
    {"late_probability", IPA_FIELD_SHARE, IPA_LATER, "probability that a due is a period late",
     "每期延迟支付的概率", .initial = "0", .alias = "延迟支付概率"},
    {"facility", IPA_FIELD_TEXT, IPA_LATER, "risk-compensation facility", "所属风险补偿池",
     .alias = "风险补偿"},
    {"eligible", IPA_FIELD_TEXT, IPA_OPTIONAL,
     "blank or `yes`; else the reason why it is left out of the pool", "空或 yes；否则为剔除原因",
     AT(ipa_deal_contract, ineligible), .example = "yes", .alias = "是否合格"},
};

static const ipa_field SCHEDULE_FIELDS[] = {
    {"contract", IPA_FIELD_REFERENCE, IPA_REQUIRED, "a contract with amortisation `schedule`",
     "所属合同", AT(ipa_deal_due, contract), .example = "L8", .alias = "合同编号",
     .referent = IPA_REFERENT_CONTRACT},
    {"due", IPA_FIELD_DATE, IPA_REQUIRED, "due date", "到期应付的日期", AT(ipa_deal_due, due),
     .example = "2025-10-25", .alias = "应付日"},
    {"principal", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "principal due", "应付本金",
     AT(ipa_deal_due, principal), .initial = "0", .example = "350000.00", .alias = "本金",
     .range = IPA_RANGE_NOT_NEGATIVE},
    {"income", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "income due", "应付收益", AT(ipa_deal_due, income),
     .initial = "0", .example = "92750.00", .alias = "收益", .range = IPA_RANGE_NOT_NEGATIVE},
    {"loss", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "principal written off without cash",
     "无现金核销的本金", AT(ipa_deal_due, loss), .initial = "0", .alias = "核销本金",
     .range = IPA_RANGE_NOT_NEGATIVE},
};

static const ipa_field PATENT_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "id of the patent", "专利标识", AT(ipa_deal_patent, id),
     .example = "P101", .alias = "专利编号"},
    {"title", IPA_FIELD_TEXT, IPA_OPTIONAL, "title", "名称", AT(ipa_deal_patent, title),
     .example = "一种航空零部件", .alias = "专利名称"},
    {"kind", IPA_FIELD_CHOICE, IPA_REQUIRED, "kind of right", "权利类型", AT(ipa_deal_patent, kind),
     .example = "invention", .alias = "专利类型", .choices = PATENT_KINDS},
    {"filed", IPA_FIELD_DATE, IPA_OPTIONAL, "date of filing; needed for patents", "专利申请的日期",
     AT(ipa_deal_patent, filed), .example = "2016-09-29", .alias = "申请日"},
    {"granted", IPA_FIELD_DATE, IPA_OPTIONAL, "date of grant; blank: pending", "空为审查中",
     AT(ipa_deal_patent, granted), .example = "2017-10-26", .alias = "授权日"},
    {"expires", IPA_FIELD_DATE, IPA_OPTIONAL, "needed for software and trademarks",
     "软件著作权与商标必填", AT(ipa_deal_patent, expires), .example = "2036-09-29",
     .alias = "到期日"},
    {"contract", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "the contract it belongs to", "所属合同",
     AT(ipa_deal_patent, contract), .example = "L1", .alias = "合同编号",
     .referent = IPA_REFERENT_CONTRACT},
    {"weight", IPA_FIELD_NUMBER, IPA_OPTIONAL, "its part of the contract", "在合同中的权重",
     AT(ipa_deal_patent, weight), .initial = "0", .example = "0.064268", .alias = "权重",
     .range = IPA_RANGE_NOT_NEGATIVE},
    {"value", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "appraised value", "单项评估值",
     AT(ipa_deal_patent, value), .initial = "0", .example = "3341931", .alias = "评估值",
     .range = IPA_RANGE_NOT_NEGATIVE},
    {"technology", IPA_FIELD_TEXT, IPA_OPTIONAL, "field of technology", "所属技术领域",
     AT(ipa_deal_patent, technology), .example = "aerospace", .alias = "技术领域"},
    {"owner", IPA_FIELD_TEXT, IPA_OPTIONAL, "registered owner", "登记的权利人",
     AT(ipa_deal_patent, owner), .example = "甲航空零部件", .alias = "权利人"},
    {"registration_no", IPA_FIELD_TEXT, IPA_OPTIONAL, "number of the patent or registration",
     "专利号或登记号", AT(ipa_deal_patent, registration_no), .example = "ZL2016760101328",
     .alias = "登记号"},
    {"registered_on", IPA_FIELD_DATE, IPA_OPTIONAL,
     "when the pledge or licence was registered; blank: not yet", "质押或许可登记日，空为未登记",
     AT(ipa_deal_patent, registered_on), .example = "2025-07-10", .alias = "登记日"},
    {"pledge_rank", IPA_FIELD_INTEGER, IPA_OPTIONAL, "rank of the pledge", "质权的顺位",
     AT(ipa_deal_patent, pledge_rank), .example = "1", .alias = "质权顺位",
     .range = IPA_RANGE_RANK},
};

static const ipa_field INDICATOR_FIELDS[] = {
    {"indicator", IPA_FIELD_TEXT, IPA_REQUIRED, "name of the second-level indicator",
     "二级指标名称", AT(ipa_deal_indicator, name), .example = "stability", .alias = "二级指标"},
    {"level1", IPA_FIELD_CHOICE, IPA_REQUIRED, "first-level indicator it belongs to",
     "所属一级指标", AT(ipa_deal_indicator, level), .example = "legal", .alias = "一级指标",
     .choices = LEVELS},
    {"weight", IPA_FIELD_SHARE, IPA_REQUIRED, "weight in the whole score; all sum to 1",
     "在总分中的权重，合计为 1", AT(ipa_deal_indicator, weight), .example = "0.08", .alias = "权重",
     .range = IPA_RANGE_UNIT},
};

static const ipa_field SCORE_FIELDS[] = {
    {"patent", IPA_FIELD_REFERENCE, IPA_REQUIRED, "the patent scored", "被评分的专利",
     AT(ipa_deal_score, patent), .example = "P101", .alias = "专利编号",
     .referent = IPA_REFERENT_PATENT},
    {"indicator", IPA_FIELD_TEXT, IPA_REQUIRED, "an indicator of the table of weights",
     "权重表中的指标", AT(ipa_deal_score, indicator), .example = "stability", .alias = "二级指标"},
    {"score", IPA_FIELD_NUMBER, IPA_REQUIRED, "0 (worst) to 100 (best)", "0（最差）至 100（最优）",
     AT(ipa_deal_score, score), .example = "75", .alias = "评分", .range = IPA_RANGE_SCORE},
};

const ipa_record ipa_fields_tapes[IPA_N_TAPES] = {
    [IPA_TAPE_OBLIGORS] = {TAPE("obligors.csv", ipa_deal_obligor, OBLIGOR_FIELDS),
                           .en = "who pays; one of `rating`, `hazard`, `pd_curve`",
                           .zh = "企业清单"},
    [IPA_TAPE_CONTRACTS] = {TAPE("contracts.csv", ipa_deal_contract, CONTRACT_FIELDS),
                            .en = "what is paid", .zh = "合同清单"},
    [IPA_TAPE_SCHEDULE] = {TAPE("schedule.csv", ipa_deal_due, SCHEDULE_FIELDS),
                           .en = "dues of contracts whose amortisation is `schedule`",
                           .zh = "逐笔还款计划"},
    [IPA_TAPE_PATENTS] = {TAPE("patents.csv", ipa_deal_patent, PATENT_FIELDS),
                          .en = "the intellectual property", .zh = "专利清单"},
    [IPA_TAPE_INDICATORS] = {TAPE("indicators.csv", ipa_deal_indicator, INDICATOR_FIELDS),
                             .en = "the user's weights of the scoring table",
                             .zh = "评分表的权重（由使用者给定）"},
    [IPA_TAPE_SCORES] = {TAPE("scores.csv", ipa_deal_score, SCORE_FIELDS),
                         .en = "the user's scores of the patents",
                         .zh = "专利评分（由使用者给定）"},
};
