#include "engine/waterfall/seen.h"

#define LANES for (int p = 0; p < IPA_LANES; p++)

static void cut_row(const double *restrict called, const double *restrict x, double *restrict y) {
    LANES y[p] = called[p] != 0 ? 0 : x[p];
}

static void stop_row(const double *restrict called, const double *restrict before,
                     const double *restrict x, double *restrict y) {
    LANES y[p] = called[p] != 0 ? before[p] : x[p];
}

static void cut_held(const ipa_payments *payments, int k, const ipa_collections *from,
                     ipa_collections *to) {
    const double *called = payments->called[k].lane;
    cut_row(called, from->performing[k].lane, to->performing[k].lane);
    cut_row(called, from->delinquent[k].lane, to->delinquent[k].lane);
    cut_row(called, from->ip_value[k].lane, to->ip_value[k].lane);
    for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
        cut_row(called, from->overdue[n][k].lane, to->overdue[n][k].lane);
}

static void copy_flows(const ipa_collections *from, ipa_collections *to) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        to->cash[kind][0] = from->cash[kind][0];
    to->annuities[0] = from->annuities[0];
    to->defaulted[0] = from->defaulted[0];
    to->recovered[0] = from->recovered[0];
}

/* What comes in on the date of the call still does. */
static void cut_flows(const ipa_payments *payments, int k, const ipa_collections *from,
                      ipa_collections *to) {
    if (k == 0) {
        copy_flows(from, to);
        return;
    }
    const double *called = payments->called[k - 1].lane;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        cut_row(called, from->cash[kind][k].lane, to->cash[kind][k].lane);
    cut_row(called, from->annuities[k].lane, to->annuities[k].lane);
    stop_row(called, to->defaulted[k - 1].lane, from->defaulted[k].lane, to->defaulted[k].lane);
    stop_row(called, to->recovered[k - 1].lane, from->recovered[k].lane, to->recovered[k].lane);
}

const ipa_collections *ipa_seen_collections(const ipa_plan *plan, const ipa_payments *payments,
                                            const ipa_collections *from, ipa_collections *cut) {
    if (!plan->may_be_called)
        return from;
    for (int k = 0; k < plan->n_periods; k++) {
        cut_held(payments, k, from, cut);
        cut_flows(payments, k, from, cut);
    }
    cut->n_paths = from->n_paths;
    cut->alive = from->alive;
    cut->obligor_defaulted = from->obligor_defaulted;
    cut->exhausted = from->exhausted;
    return cut;
}
