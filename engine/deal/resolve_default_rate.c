#include "engine/deal/credit.h"
#include "engine/deal/resolve.h"

/* ---- timing ---- */

static double scheduled(const ipa_plan *plan, int k, bool principal_only) {
    double sum = 0;
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        for (int d = 0; d < contract->n_dues; d++)
            if (contract->dues[d].period == k)
                sum +=
                    contract->dues[d].principal + (principal_only ? 0 : contract->dues[d].income);
    }
    return sum;
}

/* Linear in the number of periods in which principal (without principal: anything) falls due. */
static void spread(const ipa_plan *plan, ipa_timing kind, double *timing) {
    const bool principal_only = plan->pool_original > 0;
    int n_due = 0, at = 0;
    for (int k = 0; k < plan->n_periods; k++) {
        timing[k] = scheduled(plan, k, principal_only) > 0;
        n_due += timing[k] != 0;
    }
    for (int k = 0; k < plan->n_periods; k++) {
        if (timing[k] == 0)
            continue;
        const double rank = kind == IPA_TIMING_FRONT ? n_due - at : at + 1;
        timing[k] = kind == IPA_TIMING_EVEN ? 1.0 / n_due : rank * 2 / (n_due * (n_due + 1.0));
        at++;
    }
}

/* The year a period ends in: (12·year, 12·(year + 1)] months after the cut-off date. */
static int year_of(const ipa_resolver *r, int k) {
    int year = 0;
    while (ipa_levers_date(r->deal->terms.cutoff, 12 * (year + 1)) <
           r->plan->periods[k].collection_end)
        year++;
    return year;
}

/* Alike over the periods that end in the year; a year in which none ends defaults with the next. */
static void spread_by_year(const ipa_resolver *r, const ipa_lever_timing *written, double *timing) {
    double carried = 0;
    int k = 0;
    for (int year = 0; year < written->n_shares; year++) {
        const int first = k;
        carried += written->shares[year].value;
        while (k < r->plan->n_periods && year_of(r, k) == year)
            k++;
        for (int m = first; m < k; m++)
            timing[m] = carried / (k - first);
        if (k > first)
            carried = 0;
    }
    if (k < r->plan->n_periods)
        timing[k] = carried;
}

static double *timing_of(const ipa_resolver *r) {
    const ipa_lever_timing *written = &r->deal->stress.default_timing;
    double *timing = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, double);
    if (written->kind == IPA_TIMING_BY_YEAR)
        spread_by_year(r, written, timing);
    else
        spread(r->plan, written->kind, timing);
    return timing;
}

/* ---- in the simulation ---- */

/* After the last period nothing more of the rate is left. */
static void set_curves(const ipa_resolver *r, double rate, const double *timing) {
    const ipa_plan *plan = r->plan;
    const int n = plan->n_periods;
    double *years = IPA_NEW_ARRAY(r->arena, n + 1, double);
    double *cumulative = IPA_NEW_ARRAY(r->arena, n + 1, double), sum = 0;
    for (int k = 0; k < n; k++) {
        sum += rate * timing[k];
        years[k] = (plan->periods[k].collection_end - r->deal->terms.cutoff) / 365.0;
        cumulative[k] = sum < IPA_CREDIT_MOST_PD ? sum : IPA_CREDIT_MOST_PD;
    }
    years[n] = years[n - 1] + 1;
    cumulative[n] = cumulative[n - 1];
    for (int i = 0; i < plan->n_obligors; i++)
        ipa_credit_set_points(&plan->obligors[i].credit, n + 1, years, cumulative, r->arena);
}

/* ---- in the base case ---- */

/* Principal that stands as the period begins, of obligors that are not forced to default by then.
 */
static double standing(const ipa_plan *plan, int k) {
    double sum = 0;
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        const ipa_credit *credit = &plan->obligors[contract->obligor].credit;
        double left = contract->principal;
        if (credit->is_forced && credit->forced_on <= plan->periods[k].collection_start)
            continue;
        for (int d = 0; d < contract->n_dues && contract->dues[d].period < k; d++)
            left = contract->dues[d].outstanding;
        sum += left;
    }
    return sum;
}

static double *weights_of(const ipa_resolver *r, double rate, const double *timing) {
    const ipa_plan *plan = r->plan;
    double *weights = IPA_NEW_ARRAY(r->arena, plan->n_periods, double), left = 1;
    for (int k = 0; k < plan->n_periods; k++) {
        const double amount = rate * timing[k] * plan->pool_original;
        const double stands = standing(plan, k);
        double weight = plan->pool_original > 0 ? 0 : rate * timing[k];
        if (stands > 0)
            weight = amount / stands;
        weights[k] = weight < left ? weight : left;
        left -= weights[k];
    }
    return weights;
}

void ipa_resolve_default_rate(const ipa_resolver *r) {
    const ipa_number rate = r->deal->stress.cumulative_default_rate;
    if (!rate.given)
        return;
    const double *timing = timing_of(r);
    set_curves(r, rate.value, timing);
    r->plan->stress.default_weights = weights_of(r, rate.value, timing);
}
