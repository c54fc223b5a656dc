#include "engine/simulate/value_rate.h"

#include "engine/market/day_count.h"

double ipa_value_rate_years(const ipa_plan *plan, ipa_date date) {
    return ipa_day_count_years(IPA_DAY_COUNT_ACT_365F, plan->deal->market.valuation_date, date);
}

double ipa_value_rate_discount(const ipa_plan *plan, double years) {
    const ipa_deal_valuation *asked = &plan->deal->valuation;
    if (asked->rate.given) {
        const ipa_curve flat = ipa_curve_flat(asked->rate.value, IPA_COMPOUNDING_ANNUAL);
        return ipa_curve_discount(&flat, years, 0);
    }
    return ipa_curve_discount(&plan->curve, years, asked->spread.value);
}
