#include "engine/deal/fields_later.h"

/* Checked, but nothing computes with it. */
#define NOT_KEPT .size = 0
#define LATER_RECORD(name, en_text, zh_text, rows)                          \
    .title = name, .en = en_text, .zh = zh_text, .fields = rows,            \
    .n_fields = sizeof rows / sizeof rows[0], .node_offset = IPA_NO_OFFSET, \
    .mark_offset = IPA_NO_OFFSET

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
