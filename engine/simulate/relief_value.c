#include "engine/simulate/relief_value.h"

#include <math.h>
#include <string.h>

static const ipa_number *pair_of(const ipa_pairs *pairs, const char *id) {
    for (int n = 0; n < pairs->n_items; n++)
        if (strcmp(pairs->items[n].name, id) == 0)
            return &pairs->items[n].number;
    return NULL;
}

/* The figure of the contract, else the one for all, else NaN. */
static double chosen(const ipa_pairs *pairs, ipa_number general, const char *id) {
    const ipa_number *own = pair_of(pairs, id);
    return own ? own->value : general.given ? general.value : NAN;
}

ipa_relief_terms ipa_relief_value_terms(const ipa_plan *plan, int contract) {
    const ipa_deal_valuation *asked = &plan->deal->valuation;
    const ipa_deal_contract *of = plan->contracts[contract].source;
    const ipa_number *sales = pair_of(&asked->base_sales, of->id);
    const double rate = chosen(&asked->royalty_rates, asked->royalty_rate, of->id);
    return (ipa_relief_terms){.base_sales = sales ? sales->value : of->base_sales.value,
                              .royalty_rate = rate,
                              .by_tiers = isnan(rate) && of->n_tiers > 0,
                              .margin = chosen(&asked->margins, asked->margin, of->id),
                              .share = asked->share.value,
                              .tax_rate = asked->tax_rate.value};
}

/* Royalty on a year's sales by the contract's own tiers. */
static double by_tiers(const ipa_deal_contract *contract, double sales) {
    double royalty = 0;
    for (int n = 0; n < contract->n_tiers; n++) {
        const double from = contract->tiers[n].from.value;
        const double to = n + 1 < contract->n_tiers ? contract->tiers[n + 1].from.value : INFINITY;
        const double part = (sales < to ? sales : to) - from;
        royalty += part > 0 ? part * contract->tiers[n].rate.value : 0;
    }
    return royalty;
}

ipa_relief ipa_relief_value_until(const ipa_plan *plan, int contract, ipa_date until,
                                  double weight) {
    enum { LONGEST = 100 };
    const ipa_relief_terms terms = ipa_relief_value_terms(plan, contract);
    const ipa_deal_contract *of = plan->contracts[contract].source;
    const double life = ipa_value_rate_years(plan, until);
    const double before = -ipa_value_rate_years(plan, plan->deal->terms.cutoff);
    double royalties = 0, profits = 0;
    for (int year = 0; year < life && year < LONGEST; year++) {
        const double length = life - year < 1 ? life - year : 1;
        const double middle = year + 0.5 * length;
        const double sales = terms.base_sales * ipa_profile_at(&of->profile, before + middle) *
                             ipa_levers_sales(&plan->deal->stress, before + middle);
        const double worth = length * ipa_value_rate_discount(plan, middle);
        royalties += worth * (terms.by_tiers ? by_tiers(of, sales) : terms.royalty_rate * sales);
        profits += worth * terms.margin * terms.share * sales;
    }
    const double kept = weight * (1 - terms.tax_rate);
    const bool sells = terms.base_sales > 0;
    return (ipa_relief){.relief = sells ? kept * royalties : NAN,
                        .split = sells ? kept * profits : NAN};
}
