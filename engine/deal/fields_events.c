#include "engine/deal/fields_events.h"

#include "engine/deal/deal.h"

#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define FIELDS(rows) .fields = rows, .n_fields = sizeof rows / sizeof rows[0]
#define NO_NODE .node_offset = IPA_NO_OFFSET, .mark_offset = IPA_NO_OFFSET

static const ipa_choice FREQUENCIES[] = {
#define FREQUENCY_ROW(id, name, months) {name, IPA_FREQUENCY_##id, false},
    IPA_FREQUENCY_TABLE(FREQUENCY_ROW)
#undef FREQUENCY_ROW
        {NULL, 0, false}};

static const ipa_field SERVICER_FIELDS[] = {
    {"entity", IPA_FIELD_REFERENCE, IPA_REQUIRED, "who collects", "资产服务机构",
     AT(ipa_deal_servicer, entity), .example = "originator", .referent = IPA_REFERENT_ENTITY},
    {"commingling", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "its default loses the collections of the period that it still holds", "是否存在资金混同风险",
     AT(ipa_deal_servicer, commingling), .initial = "false"},
    {"perfection_periods", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "after its default the collections of this many periods come as many periods later",
     "权利完善所需期数", AT(ipa_deal_servicer, perfection_periods), .initial = "1",
     .range = IPA_RANGE_PERFECTION},
    {"transfer", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "how often it hands collections over; default: once a collection period", "归集款划转频率",
     AT(ipa_deal_servicer, transfer), .example = "monthly", .choices = FREQUENCIES},
    {"after_event", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "how often once a trigger with an effect was on as the period began", "触发事件后的划转频率",
     AT(ipa_deal_servicer, after_event), .example = "semimonthly", .choices = FREQUENCIES},
};
const ipa_record ipa_fields_events_servicer = {.title = "servicer",
                                               .en = "who collects: commingling and perfection",
                                               .zh = "资产服务机构：资金混同与权利完善",
                                               FIELDS(SERVICER_FIELDS),
                                               .size = sizeof(ipa_deal_servicer),
                                               .node_offset = offsetof(ipa_deal_servicer, node),
                                               .mark_offset = IPA_NO_OFFSET};

static const ipa_field REPURCHASE_FIELDS[] = {
    {"entity", IPA_FIELD_REFERENCE, IPA_REQUIRED, "who buys back what proves ineligible",
     "赎回不合格资产的机构", AT(ipa_deal_repurchase, entity), .example = "originator",
     .referent = IPA_REFERENT_ENTITY},
    {"price", IPA_FIELD_NUMBER, IPA_OPTIONAL, "paid per unit of outstanding principal",
     "每单位未偿本金的赎回价格", AT(ipa_deal_repurchase, price), .initial = "1",
     .range = IPA_RANGE_PRICE},
};
const ipa_record ipa_fields_events_repurchase = {
    .title = "pool.repurchase",
    .en = "the originator buys back contracts that have a `repurchase_on`",
    .zh = "原始权益人赎回不合格资产",
    FIELDS(REPURCHASE_FIELDS),
    .size = sizeof(ipa_deal_repurchase),
    NO_NODE};

static const ipa_field OFFSET_FIELDS[] = {
    {"calculation", IPA_FIELD_INTEGER, IPA_OPTIONAL, "the collections of the period are counted",
     "归集款核算日", AT(ipa_deal_offsets, days[IPA_OFFSET_CALCULATION]), .initial = "7",
     .range = IPA_RANGE_BUSINESS_DAYS},
    {"notice", IPA_FIELD_INTEGER, IPA_OPTIONAL, "the distribution is announced", "分配通知日",
     AT(ipa_deal_offsets, days[IPA_OFFSET_NOTICE]), .initial = "6",
     .range = IPA_RANGE_BUSINESS_DAYS},
    {"transfer", IPA_FIELD_INTEGER, IPA_OPTIONAL, "the servicer hands the collections over",
     "归集款划转日", AT(ipa_deal_offsets, days[IPA_OFFSET_TRANSFER]), .initial = "5",
     .range = IPA_RANGE_BUSINESS_DAYS},
    {"funding", IPA_FIELD_INTEGER, IPA_OPTIONAL, "the money reaches the paying agent", "资金划付日",
     AT(ipa_deal_offsets, days[IPA_OFFSET_FUNDING]), .initial = "2",
     .range = IPA_RANGE_BUSINESS_DAYS},
    {"record", IPA_FIELD_INTEGER, IPA_OPTIONAL, "who holds the notes on it is paid", "权益登记日",
     AT(ipa_deal_offsets, days[IPA_OFFSET_RECORD]), .initial = "1",
     .range = IPA_RANGE_BUSINESS_DAYS},
};
const ipa_record ipa_fields_events_offsets = {
    .title = "periods.offsets",
    .en = "business days before the payment date on which each step is done",
    .zh = "各环节早于兑付日的工作日数",
    FIELDS(OFFSET_FIELDS),
    .size = sizeof(ipa_deal_offsets),
    NO_NODE};
