#include "engine/deal/fields_replacement.h"

#include "engine/deal/deal.h"

#define AT(member)                                    \
    .offset = offsetof(ipa_deal_replacement, member), \
    .size = sizeof(((ipa_deal_replacement *)0)->member)

const ipa_choice ipa_fields_replacement_amortisations[] = {
    {"level", IPA_CONTRACT_LEVEL, false},
    {"equal_principal", IPA_CONTRACT_EQUAL_PRINCIPAL, false},
    {"bullet", IPA_CONTRACT_BULLET, false},
    {NULL, 0, false}};
static const ipa_choice FREQUENCIES[] = {
#define FREQUENCY_ROW(id, name, months) {name, IPA_FREQUENCY_##id, false},
    IPA_FREQUENCY_TABLE(FREQUENCY_ROW)
#undef FREQUENCY_ROW
        {NULL, 0, false}};

static const ipa_field REPLACEMENT_FIELDS[] = {
    {"entities", IPA_FIELD_NAMES, IPA_OPTIONAL,
     "who pay the assets bought; each purchase is shared alike by those that have not defaulted",
     "付款机构；每次购买在未违约机构间均分", AT(entities),
     .count_offset = offsetof(ipa_deal_replacement, n_entities), .example = "[core]",
     .referent = IPA_REFERENT_ENTITY},
    {"term_months", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "from the purchase to the last due; needed with `entities`", "期限（月）", AT(term_months),
     .example = "6", .range = IPA_RANGE_COUNT},
    {"rate", IPA_FIELD_RATE, IPA_OPTIONAL, "income a year on the balance", "年化收益率", AT(rate),
     .initial = "0", .example = "0.06", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"frequency", IPA_FIELD_CHOICE, IPA_OPTIONAL, "between dues; default: the deal's", "各期间隔",
     AT(frequency), .example = "quarterly", .choices = FREQUENCIES},
    {"amortisation", IPA_FIELD_CHOICE, IPA_OPTIONAL, "how principal falls due", "本金偿还方式",
     AT(amortisation), .initial = "bullet", .choices = ipa_fields_replacement_amortisations},
    {"price", IPA_FIELD_NUMBER, IPA_OPTIONAL, "paid per unit of principal", "购买价格", AT(price),
     .initial = "1", .example = "0.98", .range = IPA_RANGE_POSITIVE},
    {"recovery_mean", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "share of what is outstanding at default that is recovered, for certain", "回收率",
     AT(recovery_mean), .initial = "0", .example = "0.3", .range = IPA_RANGE_UNIT},
    {"recovery_lag_months", IPA_FIELD_INTEGER, IPA_OPTIONAL,
     "from the payment date that sees the default to the one that sees the recovery, taken up to "
     "whole periods",
     "回收滞后（月）", AT(recovery_lag_months), .initial = "0", .example = "12",
     .range = IPA_RANGE_LAG_MONTHS},
    {"assets", IPA_FIELD_FILE, IPA_OPTIONAL,
     "a file of assets, bought first, in its order, as cash and their dates allow",
     "可购买资产清单，按次序优先购买", AT(assets_file), .example = "assets.csv"},
};
const ipa_record ipa_fields_replacement = {.title = "pool.replacement",
                                           .en = "assets that a revolving purchase buys",
                                           .zh = "循环购买的资产",
                                           .fields = REPLACEMENT_FIELDS,
                                           .n_fields = sizeof REPLACEMENT_FIELDS /
                                                       sizeof REPLACEMENT_FIELDS[0],
                                           .size = sizeof(ipa_deal_replacement),
                                           .node_offset = offsetof(ipa_deal_replacement, node),
                                           .mark_offset = IPA_NO_OFFSET};
