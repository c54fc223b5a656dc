/* Contributions add up to the figures of the run itself, and the largest obligor's part to what its
 * curve and its schedule say. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/simulate/contributions.h"
#include "tests/support/runs.h"

enum { N_PATHS = 8000, SEED = 5 };

static test_run run;
static ipa_contribution *rows;
static int n_rows;

static void load(void) {
    run = run_load("deals/eight-firms");
    run_simulate(&run, N_PATHS, SEED, 2);
    const ipa_contributions_ask ask = {.n_paths = N_PATHS, .seed = SEED, .tranche = 0};
    cr_assert_eq(ipa_contributions_run(run.plan, &ask, run.arena, &rows, &n_rows, NULL), IPA_OK);
}
static void unload(void) {
    run_free(&run);
}
TestSuite(contributions, .init = load, .fini = unload);

static ipa_contribution sum_of(ipa_contribution_kind kind) {
    ipa_contribution sum = {0};
    for (int n = 0; n < n_rows; n++)
        if (rows[n].kind == kind) {
            sum.expected.mean += rows[n].expected.mean;
            sum.cvar95.mean += rows[n].cvar95.mean;
            sum.cvar99.mean += rows[n].cvar99.mean;
            sum.tranche_loss.mean += rows[n].tranche_loss.mean;
        }
    return sum;
}

Test(contributions, industries_are_their_obligors) {
    const ipa_contribution obligors = sum_of(IPA_CONTRIBUTION_OBLIGOR);
    const ipa_contribution industries = sum_of(IPA_CONTRIBUTION_INDUSTRY);
    cr_expect_float_eq(obligors.expected.mean, industries.expected.mean, 1e-3);
    cr_expect_float_eq(obligors.cvar95.mean, industries.cvar95.mean, 1e-3);
    cr_expect_float_eq(obligors.cvar99.mean, industries.cvar99.mean, 1e-3);
    cr_expect_float_eq(obligors.tranche_loss.mean, industries.tranche_loss.mean, 1e-3);
    cr_expect_eq(sum_of(IPA_CONTRIBUTION_PATENT).expected.mean, 0); /* fees payable in any event */
}

Test(contributions, parts_add_up_to_what_the_run_says) {
    const ipa_simulation_result *simulation = run.result->simulation;
    double base = 0;
    for (int kind = 0; kind < 4; kind++)
        for (int k = 0; k < run.plan->n_periods; k++)
            base += run.result->base.cash[kind][k];
    const ipa_contribution all = sum_of(IPA_CONTRIBUTION_OBLIGOR);
    cr_expect_float_eq(all.expected.mean, base - simulation->total_collections.mean.mean, 1e-3);
    cr_expect_float_eq(all.tranche_loss.mean,
                       simulation->without_support[0].expected_loss.mean * 95e6, 1e-3);
    /* collections at their lowest 5% and 1%: no mean of the worst lies above them */
    cr_expect_geq(all.cvar95.mean, base - simulation->total_collections.percentile[1]);
    cr_expect_geq(all.cvar99.mean, base - simulation->total_collections.percentile[0]);
    cr_expect_lt(all.cvar95.mean, all.cvar99.mean);
}

Test(contributions, the_largest_comes_first_and_meets_its_curve) {
    const ipa_plan_obligor *obligor = &run.plan->obligors[0];
    const ipa_plan_contract *contract = &run.plan->contracts[obligor->contracts[0]];
    double alive = 1, expected = 0, outstanding = contract->principal;
    for (int d = 0; d < contract->n_dues; d++) {
        const ipa_plan_due *due = &contract->dues[d];
        const double years = (due->date - run.plan->periods[0].collection_start) / 365.0;
        const double now = ipa_plan_survival(&obligor->credit, years);
        expected += (1 - now) * (due->income + due->principal);
        /* sold for 15% of the claim less 10% cost, always before the legal final */
        expected -= (alive - now) * (outstanding + due->income) * 0.15 * 0.9;
        alive = now;
        outstanding = due->outstanding;
    }
    for (int n = 0; n < n_rows; n++)
        if (strcmp(rows[n].id, "E1") == 0)
            cr_expect(run_agrees(rows[n].expected, expected / 100, 4), "%g ± %g against %g",
                      rows[n].expected.mean, rows[n].expected.standard_error, expected / 100);
    cr_expect_geq(rows[0].expected.mean, rows[1].expected.mean);
}

Test(contributions, errors_shrink_with_the_paths) {
    ipa_contribution *fewer;
    int n_fewer;
    const ipa_contributions_ask ask = {.n_paths = N_PATHS / 4, .seed = SEED, .tranche = 0};
    cr_assert_eq(ipa_contributions_run(run.plan, &ask, run.arena, &fewer, &n_fewer, NULL), IPA_OK);
    for (int n = 0; n < n_rows; n++)
        for (int m = 0; m < n_fewer; m++)
            if (rows[n].kind == fewer[m].kind && strcmp(rows[n].id, fewer[m].id) == 0) {
                const double ratio =
                    fewer[m].expected.standard_error / rows[n].expected.standard_error;
                cr_expect(ratio > 1.5 && ratio < 2.7, "%s: %g", rows[n].id, ratio);
            }
}

/* What the patents' deaths cost is what the same paths bring more when no patent dies. */
Test(contributions, patents_bear_what_their_deaths_cost) {
    enum { N = 2000 };
    static const char *const living[] = {"stress.patent_hazard_multiplier=0"};
    test_run pool = run_load("deals/royalty-pool");
    test_run immortal = run_load_with("deals/royalty-pool", living, 1);
    run_simulate(&pool, N, SEED, 2);
    run_simulate(&immortal, N, SEED, 2);
    const ipa_contributions_ask ask = {
        .n_paths = N, .seed = SEED, .tranche = 0, .immortal = immortal.plan};
    cr_assert_eq(ipa_contributions_run(pool.plan, &ask, pool.arena, &rows, &n_rows, NULL), IPA_OK);
    const double all = pool.result->simulation->total_collections.mean.mean;
    const double undying = immortal.result->simulation->total_collections.mean.mean;
    const ipa_contribution patents = sum_of(IPA_CONTRIBUTION_PATENT);
    const ipa_contribution obligors = sum_of(IPA_CONTRIBUTION_OBLIGOR);
    const ipa_contribution industries = sum_of(IPA_CONTRIBUTION_INDUSTRY);
    double base = 0;
    for (int row = 0; row < pool.plan->n_contracts * pool.plan->n_periods; row++)
        base += pool.result->contract_base[row];
    cr_expect_gt(patents.expected.mean, 0);
    cr_expect_float_eq(patents.expected.mean, undying - all, 1e-3,
                       "%.3f against %.3f; obligors %.3f against %.3f", patents.expected.mean,
                       undying - all, obligors.expected.mean, base - undying);
    cr_expect_float_eq(obligors.expected.mean, base - undying, 1e-3);
    cr_expect_float_eq(patents.cvar99.mean + obligors.cvar99.mean, industries.cvar99.mean, 1e-3);
    run_free(&pool);
    run_free(&immortal);
}
