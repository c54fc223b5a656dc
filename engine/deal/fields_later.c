#include "engine/deal/fields_later.h"

/* Checked, but nothing computes with it. */
#define NOT_KEPT .size = 0
#define LATER_RECORD(name, en_text, zh_text, rows)                          \
    .title = name, .en = en_text, .zh = zh_text, .fields = rows,            \
    .n_fields = sizeof rows / sizeof rows[0], .node_offset = IPA_NO_OFFSET, \
    .mark_offset = IPA_NO_OFFSET

static const ipa_field GRANT_FIELDS[] = {
    {"median_months", IPA_FIELD_NUMBER, IPA_OPTIONAL, "median of the lognormal time to grant",
     "授权时间的中位数（月）", NOT_KEPT, .range = IPA_RANGE_LAG_MONTHS, .example = "20"},
    {"sigma", IPA_FIELD_NUMBER, IPA_OPTIONAL, "its standard deviation in logs", "对数标准差",
     NOT_KEPT, .range = IPA_RANGE_NOT_NEGATIVE, .example = "0.4"},
    {"probability", IPA_FIELD_SHARE, IPA_OPTIONAL, "that a pending application is granted",
     "授权概率", NOT_KEPT, .range = IPA_RANGE_UNIT, .example = "0.55"},
};
static const ipa_record GRANT = {
    LATER_RECORD("model.patents.grant", "pending applications", "审查中的申请", GRANT_FIELDS)};
static const ipa_field PATENT_MODEL_FIELDS[] = {
    {"hazards", IPA_FIELD_TEXT, IPA_OPTIONAL,
     "`builtin`, `none` or a CSV kind,cause,age_from,hazard", "失效强度", NOT_KEPT,
     .example = "builtin"},
    {"grant", IPA_FIELD_SECTION, IPA_OPTIONAL, "pending applications", "审查中的申请", NOT_KEPT,
     .record = &GRANT},
    {"family_share", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "part of the invalidation hazards that strikes all patents of a contract at once",
     "同族专利共同失效的比例", NOT_KEPT, .range = IPA_RANGE_UNIT, .example = "0.3"},
    {"partial_factor", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "what a partly invalidated patent still counts", "部分无效后的权重", NOT_KEPT,
     .range = IPA_RANGE_UNIT, .example = "0.6"},
};
const ipa_record ipa_fields_later_patents = {
    LATER_RECORD("model.patents", "hazards of patents", "专利失效模型", PATENT_MODEL_FIELDS)};
static const ipa_field FACILITY_FIELDS[] = {
    {"id", IPA_FIELD_ID, IPA_REQUIRED, "named by contracts", "风险补偿池标识", NOT_KEPT,
     .example = "pool1"},
    {"share", IPA_FIELD_SHARE, IPA_OPTIONAL, "of the unpaid principal", "补偿比例", NOT_KEPT,
     .range = IPA_RANGE_UNIT, .example = "0.5"},
    {"cap_per_obligor", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "most for one obligor", "单户上限",
     NOT_KEPT, .range = IPA_RANGE_NOT_NEGATIVE, .example = "6000000"},
    {"pool_cap", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "most in all", "总上限", NOT_KEPT,
     .range = IPA_RANGE_NOT_NEGATIVE, .example = "10000000"},
    {"lag_months", IPA_FIELD_NUMBER, IPA_OPTIONAL, "months from the end of the period of default",
     "补偿时滞（月）", NOT_KEPT, .range = IPA_RANGE_LAG_MONTHS, .example = "12"},
    {"needs_pledge", IPA_FIELD_BOOLEAN, IPA_OPTIONAL, "every patent must be registered",
     "是否要求质押登记", NOT_KEPT, .initial = "false"},
};
const ipa_record ipa_fields_later_facilities = {LATER_RECORD(
    "model.facilities", "risk-compensation facilities", "风险补偿池", FACILITY_FIELDS)};
static const ipa_field SERVICER_FIELDS[] = {
    {"entity", IPA_FIELD_REFERENCE, IPA_REQUIRED, "who collects", "资产服务机构", NOT_KEPT,
     .example = "originator", .referent = IPA_REFERENT_ENTITY},
    {"commingling", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "its default loses the collections of the period", "是否存在资金混同", NOT_KEPT,
     .initial = "false"},
    {"perfection_periods", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "periods by which later collections are delayed", "权利完善所需期数", NOT_KEPT, .initial = "1",
     .range = IPA_RANGE_COUNT},
};
const ipa_record ipa_fields_later_servicer = {
    LATER_RECORD("servicer", "commingling and perfection", "资产服务机构", SERVICER_FIELDS)};
