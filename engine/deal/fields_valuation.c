#include "engine/deal/fields_valuation.h"

#include "engine/deal/deal.h"

#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define FIELDS(rows) .fields = rows, .n_fields = sizeof rows / sizeof rows[0]
#define NO_NODE .node_offset = IPA_NO_OFFSET, .mark_offset = IPA_NO_OFFSET
#define FIRM_ITEM                                                                          \
    .size = sizeof(ipa_deal_firm_item), .node_offset = offsetof(ipa_deal_firm_item, node), \
    .mark_offset = IPA_NO_OFFSET
#define VALUED(member) AT(ipa_deal_valuation, member)

/* ---- what a firm pays and is given ---- */

static const ipa_choice FEE_BASES[] = {
#define BASE_ROW(id, name, text) {name, IPA_FIRM_##id, false},
    IPA_FIRM_BASE_TABLE(BASE_ROW){NULL, 0, false}};
/* A subsidy is of what the firm pays: its interest, its fees, or its debt. */
static const ipa_choice SUBSIDY_BASES[] = {{"interest", IPA_FIRM_INTEREST, false},
                                           {"balance", IPA_FIRM_BALANCE, false},
                                           {"fees", IPA_FIRM_FEES, false},
                                           {NULL, 0, false}};
static const ipa_choice FEE_PERS[] = {
    {"year", false, false}, {"once", true, false}, {NULL, 0, false}};
static const ipa_choice CAP_PERS[] = {
    {"obligor_year", false, false}, {"obligor", true, false}, {NULL, 0, false}};

static const ipa_field SUBSIDY_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "name in reports", "补贴标识", AT(ipa_deal_firm_item, id),
     .example = "district"},
    {"name", IPA_FIELD_WORDS, IPA_OPTIONAL, "as reports name it; default: the id", "名称",
     AT(ipa_deal_firm_item, name), .example = "{zh: 区级贴息, en: District subsidy}"},
    {"base", IPA_FIELD_CHOICE, IPA_OPTIONAL, "what is subsidised", "补贴基数",
     AT(ipa_deal_firm_item, base), .initial = "interest", .choices = SUBSIDY_BASES},
    {"rate", IPA_FIELD_SHARE, IPA_REQUIRED, "share of the base", "补贴比例",
     AT(ipa_deal_firm_item, rate), .range = IPA_RANGE_UNIT, .example = "0.5"},
    {"cap", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "most that is paid; blank: no cap", "补贴上限",
     AT(ipa_deal_firm_item, cap), .range = IPA_RANGE_NOT_NEGATIVE, .example = "500000"},
    {"per", IPA_FIELD_CHOICE, IPA_OPTIONAL, "what the cap is for", "上限口径",
     AT(ipa_deal_firm_item, whole), .initial = "obligor_year", .choices = CAP_PERS},
};
const ipa_record ipa_fields_valuation_subsidies = {.title = "subsidies",
                                                   .en = "an obligor's all-in cost",
                                                   .zh = "财政补贴",
                                                   FIELDS(SUBSIDY_FIELDS),
                                                   FIRM_ITEM};

static const ipa_field FEE_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "name in reports", "费用标识", AT(ipa_deal_firm_item, id),
     .example = "guarantee_fee"},
    {"name", IPA_FIELD_WORDS, IPA_OPTIONAL, "as reports name it; default: the id", "名称",
     AT(ipa_deal_firm_item, name), .example = "{zh: 担保费, en: Guarantee fee}"},
    {"rate", IPA_FIELD_SHARE, IPA_OPTIONAL, "share of the base", "费率",
     AT(ipa_deal_firm_item, rate), .range = IPA_RANGE_UNIT, .example = "0.01"},
    {"base", IPA_FIELD_CHOICE, IPA_OPTIONAL, "what the rate applies to", "计费基数",
     AT(ipa_deal_firm_item, base), .initial = "principal", .choices = FEE_BASES},
    {"amount", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "for each firm, in place of rate and base",
     "每户固定金额", AT(ipa_deal_firm_item, amount), .range = IPA_RANGE_NOT_NEGATIVE,
     .example = "30000"},
    {"per", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "year: as each year begins while something is owed (on interest: as it ends); once: when the "
     "money is received",
     "year 每年年初（按利息计的在年末），once 放款时一次", AT(ipa_deal_firm_item, whole),
     .initial = "year", .choices = FEE_PERS},
};
const ipa_record ipa_fields_valuation_obligor_fees = {.title = "obligor_fees",
                                                      .en = "what a firm pays beside the deal",
                                                      .zh = "企业另付的费用",
                                                      FIELDS(FEE_FIELDS),
                                                      FIRM_ITEM};

/* ---- valuation ---- */

static const ipa_field RELIEF_FIELDS[] = {
    {"royalty_rate", IPA_FIELD_RATE, IPA_OPTIONAL,
     "royalty that owning the IP saves; default: the contract's own", "假设许可费率",
     VALUED(royalty_rate), .range = IPA_RANGE_UNIT, .example = "0.05"},
    {"royalty_rates", IPA_FIELD_PAIRS, IPA_OPTIONAL, "the same by contract", "按合同的许可费率",
     VALUED(royalty_rates), .range = IPA_RANGE_UNIT, .example = "{L1: 0.04}",
     .referent = IPA_REFERENT_CONTRACT},
};
static const ipa_record RELIEF = {.title = "valuation.relief_from_royalty",
                                  .en = "relief from royalty",
                                  .zh = "许可费节省法",
                                  FIELDS(RELIEF_FIELDS),
                                  NO_NODE};
static const ipa_field SPLIT_FIELDS[] = {
    {"margin", IPA_FIELD_SHARE, IPA_OPTIONAL, "operating profit as a share of sales", "营业利润率",
     VALUED(margin), .range = IPA_RANGE_UNIT, .example = "0.18"},
    {"margins", IPA_FIELD_PAIRS, IPA_OPTIONAL, "the same by contract", "按合同的营业利润率",
     VALUED(margins), .range = IPA_RANGE_UNIT, .example = "{L1: 0.2}",
     .referent = IPA_REFERENT_CONTRACT},
    {"share", IPA_FIELD_SHARE, IPA_OPTIONAL, "of the profit that the IP earns", "知识产权分成率",
     VALUED(share), .initial = "0.25", .range = IPA_RANGE_UNIT},
};
static const ipa_record SPLIT = {.title = "valuation.profit_split",
                                 .en = "profit split",
                                 .zh = "利润分成法",
                                 FIELDS(SPLIT_FIELDS),
                                 NO_NODE};
static const ipa_field RENEWAL_FIELDS[] = {
    {"mu", IPA_FIELD_NUMBER, IPA_REQUIRED, "mean of the log of the first year's return",
     "首年收益对数的均值", VALUED(renewal_mu), .range = IPA_RANGE_ANY, .example = "8.5"},
    {"sigma", IPA_FIELD_NUMBER, IPA_REQUIRED, "its standard deviation", "对数标准差",
     VALUED(renewal_sigma), .range = IPA_RANGE_POSITIVE, .example = "1.8"},
    {"decay", IPA_FIELD_SHARE, IPA_REQUIRED, "part of the return lost each year", "收益年衰减",
     VALUED(renewal_decay), .range = IPA_RANGE_UNIT, .example = "0.1"},
};
static const ipa_record RENEWAL = {.title = "valuation.renewal",
                                   .en = "renewal model, to check lapses against",
                                   .zh = "专利维持模型",
                                   FIELDS(RENEWAL_FIELDS),
                                   NO_NODE};
static const ipa_field VALUATION_FIELDS[] = {
    {"rate", IPA_FIELD_RATE, IPA_OPTIONAL,
     "flat discount, annual; default: the market curve and `spread`", "折现率", VALUED(rate),
     .range = IPA_RANGE_RATE, .example = "0.15"},
    {"spread", IPA_FIELD_RATE, IPA_OPTIONAL, "over the market curve", "折现利差", VALUED(spread),
     .initial = "0", .range = IPA_RANGE_RATE, .example = "0.08"},
    {"tax_rate", IPA_FIELD_SHARE, IPA_OPTIONAL, "on relief from royalty and profit split", "税率",
     VALUED(tax_rate), .initial = "0", .range = IPA_RANGE_UNIT, .example = "0.15"},
    {"default_risk", IPA_FIELD_BOOLEAN, IPA_OPTIONAL, "the income approach lets the payers default",
     "收益法是否计入付款人违约", VALUED(default_risk), .initial = "true"},
    {"base_sales", IPA_FIELD_PAIRS, IPA_OPTIONAL,
     "sales a year made with the IP, by contract; default: the contract's base_sales",
     "按合同的基准年销售额", VALUED(base_sales), .range = IPA_RANGE_NOT_NEGATIVE,
     .example = "{L1: 20000000}", .referent = IPA_REFERENT_CONTRACT},
    {"relief_from_royalty", IPA_FIELD_SECTION, IPA_OPTIONAL, "relief from royalty", "许可费节省法",
     .record = &RELIEF},
    {"profit_split", IPA_FIELD_SECTION, IPA_OPTIONAL, "profit split", "利润分成法",
     .record = &SPLIT},
    {"renewal", IPA_FIELD_SECTION, IPA_OPTIONAL, "renewal model of Schankerman and Pakes",
     "专利维持模型", .record = &RENEWAL},
    {"indicators", IPA_FIELD_FILE, IPA_OPTIONAL, "weights of the scoring table, the user's own",
     "评分权重文件", VALUED(indicators_file), .example = "indicators.csv"},
    {"scores", IPA_FIELD_FILE, IPA_OPTIONAL, "scores of the patents, the user's own",
     "专利评分文件", VALUED(scores_file), .example = "scores.csv"},
    {"appraisal_band", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "how far value ÷ appraisal may lie from 1 before it is flagged", "与评估值的偏离容忍度",
     VALUED(appraisal_band), .initial = "0.3", .range = IPA_RANGE_NOT_NEGATIVE},
};
const ipa_record ipa_fields_valuation = {.title = "valuation",
                                         .en = "how patents and contracts are valued",
                                         .zh = "专利与合同估值",
                                         FIELDS(VALUATION_FIELDS),
                                         NO_NODE};
