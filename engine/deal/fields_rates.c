#include "engine/deal/fields_rates.h"

#include "engine/deal/deal.h"

#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define RATES(member) AT(ipa_deal_rates, member)
#define FORM(member) AT(ipa_deal_nelson_siegel, member)
#define FIELDS(rows) .fields = rows, .n_fields = sizeof rows / sizeof rows[0]
#define NODE(type) \
    .size = sizeof(type), .node_offset = offsetof(type, node), .mark_offset = IPA_NO_OFFSET

static const ipa_choice KINDS[] = {
#define KIND_ROW(id, name, law, fitted, text) {name, IPA_SHORT_RATE_##id, false},
    IPA_SHORT_RATE_TABLE(KIND_ROW)
#undef KIND_ROW
        {NULL, 0, false}};

static const ipa_field RATE_FIELDS[] = {
    {"kind", IPA_FIELD_CHOICE, IPA_REQUIRED,
     "law of the short rate; `hull_white` and `cir++` are fitted to `market.discount`",
     "短期利率模型；hull_white 与 cir++ 拟合折现曲线", RATES(kind), .example = "hull_white",
     .choices = KINDS},
    {"reversion", IPA_FIELD_NUMBER, IPA_REQUIRED, "speed a year at which the rate reverts",
     "均值回归速度", RATES(reversion), .example = "0.1", .range = IPA_RANGE_SPEED},
    {"volatility", IPA_FIELD_RATE, IPA_REQUIRED,
     "a year, of the rate; under `cir` and `cir++` times the root of the rate", "年波动率",
     RATES(volatility), .example = "0.008", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"mean", IPA_FIELD_RATE, IPA_OPTIONAL, "rate that it reverts to; not for `hull_white`",
     "长期均值（hull_white 除外）", RATES(mean), .example = "0.02", .range = IPA_RANGE_RATE},
    {"initial", IPA_FIELD_RATE, IPA_OPTIONAL,
     "rate on the valuation date; not for `hull_white`; default: where the curve begins",
     "估值日的短期利率，缺省取曲线起点（hull_white 除外）", RATES(initial), .example = "0.015",
     .range = IPA_RANGE_RATE},
    {"loadings", IPA_FIELD_PAIRS, IPA_OPTIONAL,
     "of its shocks on the factors' shocks of the period; default: none", "对系统因子的载荷",
     RATES(loadings), .example = "{macro: 0.3}", .range = IPA_RANGE_SIGNED_UNIT,
     .referent = IPA_REFERENT_FACTOR},
    {"indices", IPA_FIELD_NAMES, IPA_OPTIONAL,
     "reference rates that follow it; default: all of `market.indices`", "适用的基准利率",
     RATES(indices), .count_offset = offsetof(ipa_deal_rates, n_indices), .example = "[LPR1Y]",
     .referent = IPA_REFERENT_INDEX},
    {"discount", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "present values on a path are discounted at its own short rate; false: off the curve",
     "是否按路径利率折现", RATES(discounts), .initial = "true"},
};
const ipa_record ipa_fields_rates = {.title = "model.rates",
                                     .en = "rates on simulated paths",
                                     .zh = "利率模型",
                                     FIELDS(RATE_FIELDS),
                                     NODE(ipa_deal_rates)};

static const ipa_field FORM_FIELDS[] = {
    {"level", IPA_FIELD_RATE, IPA_REQUIRED, "zero rate far out", "长期水平", FORM(level),
     .example = "0.03", .range = IPA_RANGE_RATE},
    {"slope", IPA_FIELD_RATE, IPA_REQUIRED, "zero rate at time 0 less the level", "斜率",
     FORM(slope), .example = "-0.012", .range = IPA_RANGE_RATE},
    {"curvature", IPA_FIELD_RATE, IPA_REQUIRED, "of the hump between them", "曲率", FORM(curvature),
     .example = "0.005", .range = IPA_RANGE_RATE},
    {"decay_years", IPA_FIELD_NUMBER, IPA_REQUIRED, "years over which slope and hump fade",
     "衰减年数", FORM(decay_years), .example = "1.8", .range = IPA_RANGE_YEARS},
};
const ipa_record ipa_fields_rates_nelson_siegel = {.title = "market.discount.nelson_siegel",
                                                   .en = "zero rates by the form of Nelson and "
                                                         "Siegel",
                                                   .zh = "Nelson–Siegel 曲线",
                                                   FIELDS(FORM_FIELDS),
                                                   NODE(ipa_deal_nelson_siegel)};
