#include "engine/waterfall/seen.h"

#define LANES for (int p = 0; p < IPA_LANES; p++)

static void add_row(const double *restrict x, double *restrict y) {
    LANES y[p] += x[p];
}

static void cut_row(const double *restrict called, double *restrict y) {
    LANES y[p] = called[p] != 0 ? 0 : y[p];
}

static void stop_row(const double *restrict called, const double *restrict before,
                     double *restrict y) {
    LANES y[p] = called[p] != 0 ? before[p] : y[p];
}

static void copy_period(const ipa_collections *from, int k, ipa_collections *to) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        to->cash[kind][k] = from->cash[kind][k];
    for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
        to->overdue[n][k] = from->overdue[n][k];
    to->performing[k] = from->performing[k];
    to->delinquent[k] = from->delinquent[k];
    to->ip_value[k] = from->ip_value[k];
    to->annuities[k] = from->annuities[k];
    to->defaulted[k] = from->defaulted[k];
    to->recovered[k] = from->recovered[k];
}

/* `claimed` and `regained` add up over the periods. */
static void add_bought(const ipa_revolving *brought, int k, ipa_row *claimed, ipa_row *regained,
                       ipa_collections *to) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        add_row(brought->cash[kind][k].lane, to->cash[kind][k].lane);
    add_row(brought->performing[k].lane, to->performing[k].lane);
    add_row(brought->defaulted[k].lane, claimed->lane);
    add_row(brought->cash[IPA_COLLECTION_RECOVERY][k].lane, regained->lane);
    add_row(claimed->lane, to->defaulted[k].lane);
    add_row(regained->lane, to->recovered[k].lane);
}

static void cut_held(const double *called, int k, ipa_collections *to) {
    cut_row(called, to->performing[k].lane);
    cut_row(called, to->delinquent[k].lane);
    cut_row(called, to->ip_value[k].lane);
    for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
        cut_row(called, to->overdue[n][k].lane);
}

/* What comes in on the date of the call still does. */
static void cut_flows(const double *called_before, int k, ipa_collections *to) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        cut_row(called_before, to->cash[kind][k].lane);
    cut_row(called_before, to->annuities[k].lane);
    stop_row(called_before, to->defaulted[k - 1].lane, to->defaulted[k].lane);
    stop_row(called_before, to->recovered[k - 1].lane, to->recovered[k].lane);
}

static void raise_exhausted(const double *restrict last, double *restrict exhausted) {
    LANES exhausted[p] = last[p] > exhausted[p] ? last[p] : exhausted[p];
}

const ipa_collections *ipa_seen_collections(const ipa_plan *plan, const ipa_payments *payments,
                                            const ipa_collections *from, ipa_collections *seen) {
    ipa_row claimed = {{0}}, regained = {{0}};
    if (!ipa_seen_differs(plan))
        return from;
    for (int k = 0; k < plan->n_periods; k++) {
        copy_period(from, k, seen);
        if (plan->may_buy)
            add_bought(&payments->revolving, k, &claimed, &regained, seen);
        if (plan->may_be_called)
            cut_held(payments->called[k].lane, k, seen);
        if (plan->may_be_called && k > 0)
            cut_flows(payments->called[k - 1].lane, k, seen);
    }
    seen->n_paths = from->n_paths;
    seen->alive = from->alive;
    seen->obligor_defaulted = from->obligor_defaulted;
    *seen->exhausted = *from->exhausted;
    if (plan->may_buy)
        raise_exhausted(payments->revolving.last->lane, seen->exhausted->lane);
    return seen;
}

bool ipa_seen_differs(const ipa_plan *plan) {
    return plan->may_be_called || plan->may_buy;
}
