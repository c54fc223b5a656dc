#include "engine/simulate/measures.h"

#include <criterion/criterion.h>
#include <math.h>

#include "engine/pool/pool.h"
#include "tests/support/runs.h"

enum { N_PATHS = 640 };

/* The pool alone, block by block: means of a row of every period. @shape means[n_periods] */
static void means_of(const test_run *run, int series, double *means) {
    const ipa_plan *plan = run->plan;
    ipa_pool *pool = ipa_pool_create(plan, run->arena);
    ipa_collections rows =
        ipa_layout_collections(run->arena, plan->n_periods, plan->n_entities, plan->n_obligors);
    const ipa_row *const sources[IPA_N_POOL_SERIES] = {
        rows.delinquent, rows.overdue[0], rows.overdue[1], rows.overdue[2], rows.ip_value};
    for (int first = 0; first < N_PATHS; first += IPA_LANES) {
        ipa_pool_simulate(pool, 7, (uint64_t)first, IPA_LANES, &rows);
        for (int k = 0; k < plan->n_periods; k++)
            for (int p = 0; p < IPA_LANES; p++)
                means[k] += sources[series][k].lane[p] / 100 / N_PATHS;
    }
}

Test(measures, late_dues_and_the_value_of_the_ip_are_means_over_the_paths) {
    test_run run = run_load("tests/reports/rich_pool");
    run_simulate(&run, N_PATHS, 7, 2);
    for (int series = 0; series < IPA_N_POOL_SERIES; series++) {
        double means[32] = {0}, sum = 0;
        const ipa_estimate *figures = run.result->simulation->pool_series[series];
        cr_assert_leq(run.plan->n_periods, 32);
        cr_assert_not_null(figures);
        means_of(&run, series, means);
        for (int k = 0; k < run.plan->n_periods; k++) {
            cr_expect_float_eq(figures[k].mean, means[k], 1e-9 * means[k] + 1e-9);
            sum += means[k];
        }
        /* quarterly dues: nothing is late by one or two months at the end of a half-year */
        cr_expect(sum > 0 || series == IPA_POOL_SERIES_delinquent_30 ||
                  series == IPA_POOL_SERIES_delinquent_60);
    }
    run_free(&run);
}

/* What a deal does not have is neither measured nor paid for. */
Test(measures, a_deal_of_punctual_contracts_measures_no_late_dues) {
    test_run run = run_load("deals/eight-firms");
    run_simulate(&run, 64, 7, 1);
    for (int series = 0; series < IPA_N_POOL_SERIES; series++)
        cr_expect_null(run.result->simulation->pool_series[series]);
    run_free(&run);
}
