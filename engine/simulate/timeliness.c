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

/* A fee of each payment whose base is what the tranche is paid. */
static bool is_on_payments(const ipa_plan_fee *fee, int t) {
    bool found = false;
    for (int n = 0; fee->per == IPA_PER_PAYMENT && fee->base && n < fee->base->n_instructions;
         n++) {
        const ipa_instruction *at = &fee->base->instructions[n];
        found |=
            at->operation == IPA_OPERATION_QUANTITY && at->quantity == IPA_QUANTITY_PAID &&
            at->argument.index == t &&
            (at->argument.kind == IPA_PAYEE_TRANCHE || at->argument.kind == IPA_PAYEE_INTEREST ||
             at->argument.kind == IPA_PAYEE_PRINCIPAL);
    }
    return found;
}

static int first_charge(const ipa_plan *plan, int t, const ipa_path_result *path) {
    int first = -1;
    for (int n = 0; n < plan->n_fees; n++)
        for (int k = 0; is_on_payments(&plan->fees[n], t) && k < plan->n_periods; k++)
            if (path->fees[n].unpaid[k] > 0.005 && path->waterfall[k] == IPA_WATERFALL_NORMAL &&
                (first < 0 || k < first))
                first = k;
    return first;
}

ipa_timeliness ipa_timeliness_of(const ipa_plan *plan, int t, const ipa_path_result *path) {
    const ipa_base_tranche *of = &path->tranches[t];
    ipa_timeliness to = {.interest = -1, .principal = -1, .charges = first_charge(plan, t, path)};
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
