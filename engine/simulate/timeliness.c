#include "engine/simulate/timeliness.h"

/* model 7.4 and the definition of a default: half a fen, or 1e-9 of the balance without units */
static double tolerance_of(const ipa_plan *plan, int t) {
    return plan->rounds ? 0.005 : 1e-9 * plan->tranches[t].original / 100;
}

static bool has_schedule(const ipa_plan_tranche *tranche) {
    return tranche->amortisation == IPA_AMORTISATION_SCHEDULE;
}

static bool misses_principal(const ipa_plan *plan, int t, const ipa_base_tranche *of, int k) {
    const double limit = tolerance_of(plan, t);
    const ipa_plan_tranche *tranche = &plan->tranches[t];
    if (has_schedule(tranche) && of->principal_due[k] - of->principal_paid[k] > limit)
        return true;
    return k >= tranche->expected_final_period && of->closing[k] - of->in_kind > limit;
}

ipa_timeliness ipa_timeliness_of(const ipa_plan *plan, int t, const ipa_base_tranche *of) {
    ipa_timeliness to = {.interest = -1, .principal = -1};
    const int last = plan->n_periods - 1;
    to.principal_left = of->closing[last] - of->in_kind;
    if (to.principal_left < 0)
        to.principal_left = 0;
    to.unpaid = to.principal_left + of->interest_unpaid[last];
    for (int k = 0; k <= last; k++) {
        if (of->interest_unpaid[k] > to.interest_missed)
            to.interest_missed = of->interest_unpaid[k];
        if (to.interest < 0 && of->interest_unpaid[k] > tolerance_of(plan, t))
            to.interest = k;
        if (to.principal < 0 && !plan->tranches[t].is_residual && misses_principal(plan, t, of, k))
            to.principal = k;
    }
    return to;
}

int ipa_timeliness_first_miss(const ipa_timeliness *of) {
    if (of->interest < 0 || (of->principal >= 0 && of->principal < of->interest))
        return of->principal;
    return of->interest;
}
