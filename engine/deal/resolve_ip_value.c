#include "engine/deal/money.h"
#include "engine/deal/resolve.h"

static double value_at_cutoff(const ipa_plan *plan, const ipa_plan_contract *contract) {
    double value = ipa_money_fen(contract->source->valuation), sum = 0;
    for (int n = 0; n < contract->n_patents; n++)
        sum += ipa_money_fen(plan->patents[contract->patents[n]].source->value);
    return value > 0 ? value : sum;
}

void ipa_resolve_ip_value(const ipa_resolver *r, const ipa_plan *asking) {
    ipa_plan *plan = r->plan;
    if (plan->ip_value != NULL || !ipa_plan_asks(asking, IPA_QUANTITY_IP_VALUE))
        return;
    double *value = IPA_NEW_ARRAY(r->arena, plan->n_contracts * plan->n_periods, double);
    for (int k = 0; k < plan->n_periods; k++) {
        const double left = ipa_resolve_recovery_decay(
            r, (plan->periods[k].collection_end - r->deal->terms.cutoff) / 365.0);
        for (int c = 0; c < plan->n_contracts; c++)
            value[(size_t)c * (size_t)plan->n_periods + (size_t)k] =
                left * value_at_cutoff(plan, &plan->contracts[c]);
    }
    plan->ip_value = value;
}
