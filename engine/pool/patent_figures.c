#include "engine/pool/patent_figures.h"

static void add_weighted(double weight, const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += weight * x[p];
}

static void add_alive(const double *restrict x, double threshold, const double *restrict amount,
                      double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += x[p] > threshold ? amount[p] : 0;
}

static void spare_prepaid(const double *restrict prepaid, double period, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = prepaid[p] > period ? y[p] : 0;
}

/* What of a contract's IP lives. */
static void living(const ipa_patents *patents, const ipa_plan_contract *contract, int k,
                   ipa_row *share) {
    for (int p = 0; p < IPA_LANES; p++)
        share->lane[p] = contract->n_patents > 0 ? 0 : 1;
    for (int n = 0; n < contract->n_patents; n++)
        add_weighted(contract->weights[n],
                     patents->alive[contract->patents[n] * patents->plan->n_periods + k].lane,
                     share->lane);
}

static void add_values(const ipa_defaults *defaults, const ipa_patents *patents,
                       const ipa_contracts *contracts, ipa_collections *to) {
    const ipa_plan *plan = defaults->plan;
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        const ipa_row *prepaid = contracts != NULL ? ipa_contracts_prepaid_row(contracts, c) : NULL;
        for (int k = 0; k < plan->n_periods; k++) {
            const double value = plan->ip_value[c * plan->n_periods + k];
            const double end = plan->obligors[contract->obligor].end_threshold[k];
            ipa_row share;
            living(patents, contract, k, &share);
            for (int p = 0; p < IPA_LANES; p++)
                share.lane[p] *= value;
            if (prepaid != NULL)
                spare_prepaid(prepaid->lane, k, share.lane);
            add_alive(defaults->obligors[contract->obligor].lane, end, share.lane,
                      to->ip_value[k].lane);
        }
    }
}

void ipa_patent_figures_add(const ipa_defaults *defaults, const ipa_patents *patents,
                            const ipa_contracts *contracts, ipa_collections *to) {
    const ipa_plan *plan = defaults->plan;
    if (plan->ip_value != NULL)
        add_values(defaults, patents, contracts, to);
    for (int j = 0; j < plan->n_patents && plan->annuity != NULL; j++)
        for (int k = 0; k < plan->n_periods; k++)
            if (plan->annuity[j * plan->n_periods + k] > 0)
                add_weighted(plan->annuity[j * plan->n_periods + k],
                             patents->alive[j * plan->n_periods + k].lane, to->annuities[k].lane);
}
