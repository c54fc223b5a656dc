#include <criterion/criterion.h>
#include <malloc.h>
#include <math.h>
#include <string.h>

#include "engine/simulate/base_case.h"
#include "engine/simulate/block.h"
#include "tests/support/runs.h"

static const char sample[] = "deals/eight-firms";
static const char student[] = "tests/golden/e2e17_t";

/* Bits, NaN included. */
static void expect_same(const void *a, const void *b, size_t n_bytes, const char *what,
                        int n_threads) {
    cr_expect(memcmp(a, b, n_bytes) == 0, "%s differs with %d threads", what, n_threads);
}

static void expect_same_tranche(const test_run *run, const ipa_tranche_figures *a,
                                const ipa_tranche_figures *b, int n_threads) {
    const size_t n_periods = (size_t)run->plan->n_periods;
    ipa_tranche_figures x = *a, y = *b;
    expect_same(a->cashflow, b->cashflow, n_periods * sizeof *a->cashflow, "cashflow", n_threads);
    expect_same(a->balance, b->balance, n_periods * sizeof *a->balance, "balance", n_threads);
    cr_expect_str_eq(a->rating.by_pd, b->rating.by_pd);
    cr_expect_str_eq(a->rating.by_el, b->rating.by_el);
    /* pointers differ from run to run */
    x.cashflow = y.cashflow = NULL;
    x.balance = y.balance = NULL;
    x.rating = y.rating = (ipa_rating){NULL, NULL};
    expect_same(&x, &y, sizeof x, "a tranche figure", n_threads);
}

static void expect_same_result(const test_run *run, const ipa_simulation_result *a,
                               const ipa_simulation_result *b, int n_threads) {
    const ipa_plan *plan = run->plan;
    const size_t n_periods = (size_t)plan->n_periods, n_tranches = (size_t)plan->n_tranches;
    const struct {
        const void *a, *b;
        size_t n_bytes;
        const char *what;
    } parts[] = {
        {a->collections, b->collections, n_periods * sizeof(ipa_fan), "collections"},
        {a->coverage, b->coverage, n_tranches * n_periods * sizeof(ipa_fan), "coverage"},
        {a->obligor_defaults, b->obligor_defaults, (size_t)plan->n_obligors * sizeof(ipa_estimate),
         "obligors"},
        {a->draw_probability, b->draw_probability, (size_t)plan->n_support * sizeof(ipa_estimate),
         "draws"},
        {a->expected_draw, b->expected_draw, (size_t)plan->n_support * sizeof(ipa_estimate),
         "drawn"},
        {a->trigger_probability, b->trigger_probability,
         (size_t)plan->n_triggers * sizeof(ipa_estimate), "triggers"},
        {a->convergence, b->convergence,
         n_tranches * IPA_N_CONVERGENCE * sizeof(ipa_convergence_row), "convergence"},
        {a->histogram, b->histogram, sizeof a->histogram, "histogram"},
        {a->histogram_edges, b->histogram_edges, sizeof a->histogram_edges, "edges"},
        {&a->default_rate, &b->default_rate, 2 * sizeof(ipa_estimate), "rates"},
        {&a->cash_conservation_max_abs, &b->cash_conservation_max_abs, sizeof(double), "breach"},
    };
    for (size_t n = 0; n < sizeof parts / sizeof *parts; n++)
        expect_same(parts[n].a, parts[n].b, parts[n].n_bytes, parts[n].what, n_threads);
    for (int t = 0; t < plan->n_tranches; t++) {
        expect_same_tranche(run, &a->tranches[t], &b->tranches[t], n_threads);
        expect_same_tranche(run, &a->without_support[t], &b->without_support[t], n_threads);
    }
    cr_assert_eq(a->n_worst, b->n_worst);
    for (int n = 0; n < a->n_worst; n++) {
        cr_expect_eq(a->worst[n].path, b->worst[n].path);
        cr_expect_eq(a->worst[n].loss, b->worst[n].loss);
    }
}

static void same_bits(const char *folder, long n_paths) {
    static const int threads[] = {2, 3, 7};
    test_run run = run_load(folder);
    run_simulate(&run, n_paths, 7, 1);
    const ipa_simulation_result *one = run.result->simulation;
    for (size_t n = 0; n < sizeof threads / sizeof *threads; n++) {
        run_simulate(&run, n_paths, 7, threads[n]);
        expect_same_result(&run, one, run.result->simulation, threads[n]);
    }
    run_free(&run);
}

/* 10,007: the last block is not full */
Test(simulation, same_bits_for_any_number_of_threads) {
    same_bits(sample, 10007);
    same_bits(student, 1000);
    same_bits(sample, 3);
    same_bits("deals/royalty-pool", 1000);
    same_bits("tests/golden/floating_rates", 1000);
}

Test(simulation, another_seed_is_another_sample) {
    test_run run = run_load(sample);
    run_simulate(&run, 2000, 7, 1);
    const double one = run.result->simulation->default_rate.mean;
    run_simulate(&run, 2000, 8, 1);
    cr_expect_neq(one, run.result->simulation->default_rate.mean);
    run_free(&run);
}

Test(simulation, no_paths_is_the_base_case_alone) {
    test_run run = run_load(sample);
    run_simulate(&run, 0, 7, 1);
    cr_expect_null(run.result->simulation);
    cr_expect_gt(run.result->base.tranches[0].total_interest, 0);
    run_free(&run);
}

Test(simulation, support_helps_and_cash_is_conserved) {
    test_run run = run_load(sample);
    run_simulate(&run, 20000, 7, 1);
    const ipa_simulation_result *of = run.result->simulation;
    const int a = run_tranche(&run, "A");
    cr_expect_lt(of->tranches[a].expected_loss.mean, of->without_support[a].expected_loss.mean);
    cr_expect_gt(of->draw_probability[0].mean, 0);
    cr_expect_lt(of->cash_conservation_max_abs, 1e-6);
    cr_expect_eq(of->nonfinite, 0);
    cr_expect_leq(of->loss_rate.mean, of->default_rate.mean);
    double histogram = 0;
    for (int n = 0; n < IPA_N_HISTOGRAM; n++)
        histogram += of->histogram[n];
    cr_expect_float_eq(histogram, 1, 1e-12);
    run_free(&run);
}

/* Where a tranche is repaid but for what doubles lose, nothing is due and nothing is covered. */
Test(simulation, coverage_is_of_what_is_due) {
    test_run run = run_load(sample);
    run_simulate(&run, 20000, 7, 1);
    const ipa_simulation_result *of = run.result->simulation;
    const int n_rows = run.plan->n_tranches * run.plan->n_periods;
    int n_defined = 0;
    for (int n = 0; n < n_rows; n++) {
        const ipa_fan *fan = &of->coverage[n];
        if (isnan(fan->mean.mean))
            continue;
        n_defined++;
        cr_expect_lt(fan->mean.mean, 1000, "row %d: %g", n, fan->mean.mean);
        for (int i = 1; i < IPA_N_FAN; i++)
            cr_expect_geq(fan->percentile[i], fan->percentile[i - 1]);
    }
    cr_expect_gt(n_defined, 12);
    run_free(&run);
}

Test(simulation, marginal_default_probabilities_are_the_plans) {
    test_run run = run_load(sample);
    run_simulate(&run, 100000, 11, 0);
    for (int i = 0; i < run.plan->n_obligors; i++) {
        const ipa_deal *deal = run.plan->deal;
        const double years = (deal->terms.legal_final - deal->terms.cutoff) / 365.0;
        const double pd = 1 - ipa_plan_survival(&run.plan->obligors[i].credit, years);
        cr_expect(run_agrees(run.result->simulation->obligor_defaults[i], pd, 4), "obligor %d", i);
    }
    run_free(&run);
}

Test(simulation, convergence_ends_with_the_result) {
    test_run run = run_load(sample);
    run_simulate(&run, 6400, 7, 1);
    const ipa_simulation_result *of = run.result->simulation;
    for (int t = 0; t < run.plan->n_tranches; t++)
        for (int s = 0; s < IPA_N_CONVERGENCE; s++) {
            const ipa_convergence_row *row = &of->convergence[t * IPA_N_CONVERGENCE + s];
            cr_expect_geq(row->n_paths, 6400 >> (4 - s));
            cr_expect_lt(row->n_paths, (6400 >> (4 - s)) + IPA_LANES);
            if (s == IPA_N_CONVERGENCE - 1)
                cr_expect_eq(row->price.mean, of->tranches[t].price.mean);
        }
    run_free(&run);
}

/* A replayed path loses what the run said its worst paths lose. */
Test(simulation, worst_paths_replay) {
    test_run run = run_load(sample);
    run_simulate(&run, 50000, 7, 1);
    const ipa_simulation_result *of = run.result->simulation;
    const ipa_simulation_options options = {.n_paths = 50000, .seed = 7};
    const int a = run_tranche(&run, "A"), last = run.plan->n_periods - 1;
    cr_assert_eq(of->n_worst, IPA_N_WORST);
    for (int n = 0; n < of->n_worst; n++) {
        ipa_replayed replayed;
        ipa_error error = {0};
        cr_assert_eq(ipa_simulation_replay(run.plan, &options, of->worst[n].path, true, run.arena,
                                           &replayed, &error),
                     IPA_OK);
        const ipa_base_tranche *tranche = &replayed.path->tranches[a];
        cr_expect_float_eq(tranche->closing[last] + tranche->interest_unpaid[last],
                           of->worst[n].loss, 1e-6);
        cr_expect_eq(replayed.n_events, of->worst[n].n_events);
        cr_expect_gt(replayed.n_events, 0);
        cr_expect_gt(replayed.path->n_ledger, 0);
        if (n > 0)
            cr_expect_geq(of->worst[n - 1].loss, of->worst[n].loss);
    }
    run_free(&run);
}

static bool stop_early(void *context, long done, long total) {
    *(long *)context = done;
    return done < total / 2;
}

Test(simulation, can_be_interrupted) {
    test_run run = run_load(sample);
    for (int n_threads = 1; n_threads <= 3; n_threads++) {
        long done = 0;
        ipa_error error = {0};
        ipa_result *result;
        const ipa_simulation_options options = {.n_paths = 20000,
                                                .seed = 7,
                                                .n_threads = n_threads,
                                                .progress = stop_early,
                                                .context = &done};
        cr_expect_eq(ipa_simulation_run(run.plan, &options, run.arena, &result, &error),
                     IPA_INTERRUPTED);
        cr_expect_geq(done, 10000);
        cr_expect_lt(done, 20000);
        cr_expect_neq(error.message[0], 0);
    }
    run_free(&run);
}

static bool stop_late(void *context, long done, long total) {
    *(long *)context = done;
    return done < total - 1000;
}

/* The bar ends with the second look at the contracts, not before it. One thread: of several the
 * first alone reports, and may come too late on a busy machine. */
Test(simulation, the_second_look_can_be_interrupted_too) {
    test_run run = run_load(sample);
    long done = 0;
    ipa_error error = {0};
    ipa_result *result;
    const ipa_simulation_options options = {
        .n_paths = 2000, .seed = 7, .n_threads = 1, .progress = stop_late, .context = &done};
    cr_expect_eq(ipa_simulation_run(run.plan, &options, run.arena, &result, &error),
                 IPA_INTERRUPTED);
    cr_expect_geq(done, 3000);
    cr_expect_leq(done, 4000);
    cr_expect(strstr(error.message, "by contract"));
    run_free(&run);
}

Test(simulation, too_many_paths_are_refused) {
    test_run run = run_load(sample);
    ipa_error error = {0};
    ipa_result *result;
    ipa_simulation_options options = {.n_paths = 2000000000, .seed = 7};
    cr_expect_eq(ipa_simulation_run(run.plan, &options, run.arena, &result, &error), IPA_LIMIT);
    cr_expect(strstr(error.message, "GiB"));
    options.n_paths = -1;
    cr_expect_eq(ipa_simulation_run(run.plan, &options, run.arena, &result, &error), IPA_RANGE);
    run_free(&run);
}

/* A plan that holds a figure that is no number stops the run, and the message says where. */
Test(simulation, nonfinite_figures_stop_the_run) {
    test_run run = run_load(sample);
    ipa_error error = {0};
    ipa_result *result;
    const ipa_simulation_options options = {.n_paths = 640, .seed = 7, .n_threads = 2};
    ((ipa_plan *)run.plan)->obligors[0].events[0].income = NAN;
    cr_expect_eq(ipa_simulation_run(run.plan, &options, run.arena, &result, &error), IPA_NONFINITE);
    cr_expect(strstr(error.message, "path 0"), "%s", error.message);
    cr_expect(strstr(error.message, "period 1"), "%s", error.message);
    run_free(&run);
}

static long allocated(void) {
    const struct mallinfo2 info = mallinfo2();
    return (long)(info.uordblks + info.hblkhd);
}

static void expect_no_allocation(const char *folder) {
    test_run run = run_load(folder);
    double *forecast =
        IPA_NEW_ARRAY(run.arena, IPA_N_COLLECTION_KINDS * run.plan->n_periods, double);
    ipa_base_case_run(run.plan, run.arena, forecast);
    ipa_block *block =
        ipa_block_create(ipa_measures_create(run.plan, false, run.arena),
                         ipa_pool_model_create(run.plan, run.arena), forecast, false, run.arena);
    ipa_block_run(block, 7, 0, IPA_LANES);
    const long before = allocated();
    for (uint64_t index = 1; index < 50; index++)
        ipa_block_run(block, 7, index * IPA_LANES, IPA_LANES);
    cr_expect_eq(allocated(), before, "%s", folder);
    run_free(&run);
}

/* Schedules only; royalties on hazards that follow sales; facilities, guarantors and patents. */
Test(simulation, blocks_allocate_nothing) {
    expect_no_allocation(sample);
    expect_no_allocation("deals/royalty-pool");
    expect_no_allocation("deals/pledge-loans");
}
