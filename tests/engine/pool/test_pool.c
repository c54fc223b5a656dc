/* Collections of a block against an obvious program that follows one path and one contract at a
 * time. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/pool/pool.h"
#include "engine/pool/recovery.h"
#include "tests/support/runs.h"

enum { MOST_PERIODS = 64, N_BLOCKS = 40 };

static const uint64_t seed = 99;

typedef struct slow_path {
    double cash[IPA_N_COLLECTION_KINDS][MOST_PERIODS];
    double performing[MOST_PERIODS], claims[MOST_PERIODS];
    int exhausted;
} slow_path;

/* One contract due by due: it is paid while X stands above the threshold of the due's date. */
static void follow(const ipa_plan *plan, const ipa_defaults *defaults, int c, int lane,
                   slow_path *path) {
    const ipa_plan_contract *contract = &plan->contracts[c];
    const ipa_plan_obligor *obligor = &plan->obligors[contract->obligor];
    const double x = defaults->obligors[contract->obligor].lane[lane];
    double owed = contract->principal;
    int n = 0, e = 0;
    for (; e < obligor->n_events && x > obligor->events[e].threshold; e++) {
        const ipa_event *event = &obligor->events[e];
        while (n < contract->n_dues && contract->dues[n].date <= event->date) {
            const ipa_plan_due *due = &contract->dues[n++];
            owed = due->outstanding;
            if (due->period >= plan->n_periods)
                continue;
            path->cash[IPA_COLLECTION_INCOME][due->period] += due->income;
            path->cash[IPA_COLLECTION_PRINCIPAL][due->period] += due->principal;
            path->claims[due->period] += due->written_off;
            if (due->period > path->exhausted)
                path->exhausted = due->period;
        }
        if (event->period < plan->n_periods &&
            event->date == plan->periods[event->period].collection_end)
            path->performing[event->period] += owed;
    }
    if (e == obligor->n_events || owed <= 0 || obligor->events[e].period >= plan->n_periods)
        return;
    const int k = obligor->events[e].period;
    const double net = ipa_recovery_share(defaults, c, lane) * owed * (1 - contract->recovery_cost);
    const double recovery = net < owed ? net : owed;
    const int arrival = ipa_recovery_arrival(defaults, c, lane, k);
    path->claims[k] += owed;
    if (k > path->exhausted)
        path->exhausted = k;
    if (arrival < plan->n_periods && recovery > 0) {
        path->cash[IPA_COLLECTION_RECOVERY][arrival] += recovery;
        if (arrival > path->exhausted)
            path->exhausted = arrival;
    }
}

static void expect_path(const ipa_plan *plan, const ipa_collections *got, int lane,
                        const slow_path *path) {
    double claims = 0, recovered = 0;
    for (int k = 0; k < plan->n_periods; k++) {
        claims += path->claims[k];
        recovered += path->cash[IPA_COLLECTION_RECOVERY][k];
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            cr_assert_float_eq(got->cash[kind][k].lane[lane], path->cash[kind][k], 1e-4);
        cr_assert_float_eq(got->performing[k].lane[lane], path->performing[k], 1e-4);
        cr_assert_float_eq(got->defaulted[k].lane[lane], claims, 1e-4);
        cr_assert_float_eq(got->recovered[k].lane[lane], recovered, 1e-4);
    }
    cr_assert_eq(got->exhausted->lane[lane], path->exhausted);
}

static ipa_collections rows_for(const ipa_plan *plan, ipa_arena *arena) {
    return ipa_layout_collections(arena, plan->n_periods, plan->n_entities, plan->n_obligors);
}

static void compare(const test_run *run) {
    const ipa_plan *plan = run->plan;
    ipa_pool *pool = ipa_pool_create(plan, run->arena);
    ipa_defaults *defaults = ipa_defaults_create(plan, run->arena);
    ipa_collections got = rows_for(plan, run->arena);
    long n_recovered = 0;
    for (uint64_t block = 0; block < N_BLOCKS; block++) {
        ipa_pool_simulate(pool, seed, block * IPA_LANES, IPA_LANES, &got);
        ipa_defaults_draw(defaults, seed, block * IPA_LANES, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++) {
            slow_path path = {0};
            for (int c = 0; c < plan->n_contracts; c++)
                follow(plan, defaults, c, p, &path);
            expect_path(plan, &got, p, &path);
            n_recovered += got.recovered[plan->n_periods - 1].lane[p] > 0;
        }
    }
    cr_expect_gt(n_recovered, 20, "too few defaults to tell");
}

Test(pool, sample_deal) {
    test_run run = run_load("deals/eight-firms");
    compare(&run);
    run_free(&run);
}

Test(pool, lagged_recovery_and_a_guarantor) {
    test_run run = run_load("tests/golden/e2e18_G_trigger");
    compare(&run);
    run_free(&run);
}

Test(pool, gamma_lags) {
    test_run run = run_load("deals/eight-firms");
    for (int c = 0; c < run.plan->n_contracts; c++)
        cr_assert_eq(ipa_quantile_table_gamma(run.arena, 4, 3, &run.plan->contracts[c].lag, NULL),
                     IPA_OK);
    compare(&run);
    run_free(&run);
}

Test(pool, base_case_pays_everything) {
    test_run run = run_load("deals/eight-firms");
    const ipa_plan *plan = run.plan;
    ipa_collections got = rows_for(plan, run.arena);
    double principal = 0;
    ipa_pool_base(ipa_pool_create(plan, run.arena), &got);
    for (int k = 0; k < plan->n_periods; k++) {
        principal += got.cash[IPA_COLLECTION_PRINCIPAL][k].lane[0];
        cr_expect_eq(got.defaulted[k].lane[0], 0);
        for (int n = 0; n < plan->n_entities; n++)
            cr_expect_eq(got.alive[n * plan->n_periods + k].lane[0], 1);
    }
    cr_expect_eq(principal, plan->pool_original);
    for (int i = 0; i < plan->n_obligors; i++)
        cr_expect_eq(got.obligor_defaulted[i].lane[0], 0);
    run_free(&run);
}

/* Principal written off on schedule brings no cash, lowers the pool and counts as defaulted. */
Test(pool, scheduled_losses) {
    test_run run = run_load("tests/golden/e2e18_path_all_default_q4");
    const ipa_plan *plan = run.plan;
    ipa_collections got = rows_for(plan, run.arena);
    double paid = 0;
    ipa_pool_base(ipa_pool_create(plan, run.arena), &got);
    for (int k = 0; k < plan->n_periods; k++) {
        paid += got.cash[IPA_COLLECTION_PRINCIPAL][k].lane[0];
        cr_expect_float_eq(paid + got.performing[k].lane[0] + got.defaulted[k].lane[0],
                           plan->pool_original, 1e-6);
    }
    cr_expect_gt(got.defaulted[plan->n_periods - 1].lane[0], 0);
    run_free(&run);
}

Test(pool, a_block_is_its_paths_to_the_bit) {
    test_run run = run_load("deals/eight-firms");
    const ipa_plan *plan = run.plan;
    ipa_pool *pool = ipa_pool_create(plan, run.arena);
    ipa_collections block = rows_for(plan, run.arena), alone = rows_for(plan, run.arena);
    ipa_pool_simulate(pool, seed, 640, IPA_LANES, &block);
    for (int p = 0; p < IPA_LANES; p++) {
        ipa_pool_simulate(pool, seed, 640 + (uint64_t)p, 1, &alone);
        for (int k = 0; k < plan->n_periods; k++) {
            for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
                cr_assert_eq(alone.cash[kind][k].lane[0], block.cash[kind][k].lane[p]);
            cr_assert_eq(alone.performing[k].lane[0], block.performing[k].lane[p]);
            cr_assert_eq(alone.alive[k].lane[0], block.alive[k].lane[p]);
        }
    }
    run_free(&run);
}
