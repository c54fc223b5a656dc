#include "engine/simulate/contract_cash.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/patent_life.h"
#include "engine/pool/pool.h"
#include "tests/support/runs.h"

#define RICH "tests/reports/rich_pool"

static int contract_of(const ipa_plan *plan, const char *id) {
    for (int c = 0; c < plan->n_contracts; c++)
        if (strcmp(plan->contracts[c].source->id, id) == 0)
            return c;
    cr_assert_fail("no contract %s", id);
    return -1;
}

static void contracts_are_the_pool(const char *folder) {
    test_run run = run_load(folder);
    run_simulate(&run, 640, 7, 2);
    const int n_periods = run.plan->n_periods;
    const ipa_simulation_result *simulation = run.result->simulation;
    cr_assert_eq(simulation->contracts->n_paths, 640);
    for (int k = 0; k < n_periods; k++) {
        double mean = 0, base = 0, base_pool = 0;
        for (int c = 0; c < run.plan->n_contracts; c++) {
            mean += simulation->contracts->cash[c * n_periods + k].mean.mean;
            base += run.result->contract_base[c * n_periods + k];
        }
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            base_pool += run.result->base.cash[kind][k];
        const double pool = simulation->collections[k].mean.mean;
        cr_expect_float_eq(mean, pool, 1e-9 * fabs(pool) + 1e-9, "%s, period %d", folder, k + 1);
        cr_expect_float_eq(base, base_pool, 1e-6, "%s, period %d", folder, k + 1);
    }
    run_free(&run);
}

Test(contract_cash, contracts_add_up_to_the_collections_of_the_pool) {
    static const char *const FOLDERS[] = {RICH, "deals/royalty-pool", "deals/technology-contracts",
                                          "deals/supply-chain", "deals/entrusted-loans"};
    for (size_t n = 0; n < sizeof FOLDERS / sizeof *FOLDERS; n++)
        contracts_are_the_pool(FOLDERS[n]);
}

static bool same_bits(const ipa_contract_cash *a, const ipa_contract_cash *b,
                      const ipa_plan *plan) {
    const size_t n_cash = (size_t)plan->n_contracts * (size_t)plan->n_periods;
    const size_t n_alive = (size_t)plan->n_patents * (size_t)plan->n_periods;
    const size_t n_contracts = (size_t)plan->n_contracts;
    return memcmp(a->cash, b->cash, n_cash * sizeof *a->cash) == 0 &&
           memcmp(a->total, b->total, n_contracts * sizeof *a->total) == 0 &&
           memcmp(a->prepayment, b->prepayment, n_contracts * sizeof *a->prepayment) == 0 &&
           memcmp(a->alive, b->alive, n_alive * sizeof *a->alive) == 0;
}

Test(contract_cash, the_number_of_threads_changes_no_bit) {
    test_run one = run_load(RICH), other = run_load(RICH);
    run_simulate(&one, 1000, 7, 1);
    for (int n_threads = 2; n_threads <= 5; n_threads++) {
        run_simulate(&other, 1000, 7, n_threads);
        cr_expect(same_bits(one.result->simulation->contracts, other.result->simulation->contracts,
                            one.plan),
                  "%d threads", n_threads);
    }
    run_simulate(&other, 1000, 8, 1);
    cr_expect_not(same_bits(one.result->simulation->contracts, other.result->simulation->contracts,
                            one.plan));
    run_free(&other);
    run_free(&one);
}

static int ascending(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The same paths one block at a time, sorted by the C library. */
Test(contract_cash, percentiles_are_order_statistics_of_the_paths) {
    enum { N_PATHS = 640 };
    static double totals[N_PATHS];
    test_run run = run_load(RICH);
    run_simulate(&run, N_PATHS, 7, 1);
    const ipa_plan *plan = run.plan;
    const int c = contract_of(plan, "Y1");
    ipa_pool *pool = ipa_pool_create(plan, run.arena);
    ipa_row *cash = ipa_layout_rows(run.arena, plan->n_contracts * plan->n_periods);
    ipa_collections collections =
        ipa_layout_collections(run.arena, plan->n_periods, plan->n_entities, plan->n_obligors);
    ipa_pool_watch(pool, cash);
    double mean = 0;
    for (int first = 0; first < N_PATHS; first += IPA_LANES) {
        ipa_pool_simulate(pool, 7, (uint64_t)first, IPA_LANES, &collections);
        for (int p = 0; p < IPA_LANES; p++)
            for (int k = 0; k < plan->n_periods; k++)
                totals[first + p] += cash[c * plan->n_periods + k].lane[p] / 100;
    }
    for (int p = 0; p < N_PATHS; p++)
        mean += totals[p] / N_PATHS;
    qsort(totals, N_PATHS, sizeof *totals, ascending);
    const ipa_spread *total = &run.result->simulation->contracts->total[c];
    cr_expect_float_eq(total->mean.mean, mean, 1e-6);
    cr_expect_float_eq(total->p05, totals[31], 1e-6); /* the 32nd of 640 */
    cr_expect_float_eq(total->p95, totals[607], 1e-6);
    cr_expect_lt(totals[31], totals[607]);
    run_free(&run);
}

/* Probabilities of the second look against closed forms, within 4.5 standard errors. */
Test(contract_cash, patents_live_as_long_as_their_law_says) {
    test_run run = run_load(RICH);
    run_simulate(&run, 16384, 7, 2);
    const ipa_plan *plan = run.plan;
    for (int j = 0; j < plan->n_patents; j++)
        for (int k = 0; k < plan->n_periods; k++) {
            const ipa_estimate alive =
                run.result->simulation->contracts->alive[j * plan->n_periods + k];
            const double exact = ipa_patent_life_survival(plan->deal, plan->patents[j].source,
                                                          plan->periods[k].collection_end);
            cr_expect_leq(fabs(alive.mean - exact), 4.5 * alive.standard_error + 1e-12,
                          "patent %d, period %d: %.6f against %.6f", j, k + 1, alive.mean, exact);
        }
    run_free(&run);
}

/* A strike by the period's end while the obligor lives, in a period with dues still to come or
 * coming: independent of its default. */
Test(contract_cash, early_ends_are_as_likely_as_their_hazard_says) {
    test_run run = run_load(RICH);
    run_simulate(&run, 16384, 7, 2);
    const ipa_plan *plan = run.plan;
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        const ipa_estimate simulated = run.result->simulation->contracts->prepayment[c];
        const int last = contract->dues[contract->n_dues - 1].period;
        const double rate = contract->source->prepay_rate.value;
        double exact = 0, before = 1;
        for (int k = 0; k < plan->n_periods && k <= last; k++) {
            const double years =
                (plan->periods[k].collection_end - plan->deal->terms.cutoff) / 365.0;
            const double after = exp(-rate * years);
            exact += (before - after) *
                     ipa_plan_survival(&plan->obligors[contract->obligor].credit, years);
            before = after;
        }
        cr_expect_leq(fabs(simulated.mean - exact), 4.5 * simulated.standard_error + 1e-15,
                      "%s: %.5f against %.5f", contract->source->id, simulated.mean, exact);
    }
    run_free(&run);
}

Test(contract_cash, how_many_paths_are_looked_at_again) {
    ipa_plan small = {.n_contracts = 8, .n_periods = 20};
    cr_expect_eq(ipa_contract_cash_paths(&small, 1000), 1000);
    cr_expect_eq(ipa_contract_cash_paths(&small, 100000), IPA_CONTRACT_CASH_PATHS);
    ipa_plan large = {.n_contracts = 1000, .n_periods = 39};
    const long n_paths = ipa_contract_cash_paths(&large, 100000);
    cr_expect_eq(n_paths, IPA_CONTRACT_CASH_BYTES / (1000L * 40 * 8));
    ipa_plan huge = {.n_contracts = 100000, .n_periods = 119};
    cr_expect_eq(ipa_contract_cash_paths(&huge, 100000), IPA_LANES);
    cr_expect_eq(ipa_contract_cash_paths(&huge, 10), 10);
}
