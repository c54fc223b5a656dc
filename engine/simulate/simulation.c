#include "engine/simulate/simulation.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "engine/random/draw.h"
#include "engine/simulate/base_case.h"
#include "engine/simulate/block.h"
#include "engine/simulate/contract_cash.h"
#include "engine/simulate/hands.h"
#include "engine/simulate/summary.h"
#include "engine/simulate/valuation.h"

/** What the threads share. Everything below `lock` is changed only in the order of the blocks. */
typedef struct shared_run {
    const ipa_plan *plan;
    const ipa_simulation_options *options;
    const ipa_measures *measures;
    const ipa_pool_model *model;
    const double *forecast;
    long n_blocks;
    atomic_long next;
    atomic_bool stopped;
    ipa_path_store store;
    pthread_mutex_t lock;
    pthread_cond_t turn;
    long n_committed, reported;
    ipa_tally tally;
    double most_breach;
    const double *balances; /**< [n_tranches] */
    ipa_simulation_result *result;
    ipa_status status;
    ipa_error error;
} shared_run;

typedef struct hand {
    shared_run *of;
    ipa_arena *arena;
    ipa_block *block;
} hand;

/* ---- committing blocks in their order ---- */

static void keep_worst(shared_run *run, const ipa_row *losses, long first_path, int n_paths) {
    ipa_simulation_result *to = run->result;
    for (int p = 0; p < n_paths; p++) {
        const double loss = losses->lane[p] / 100;
        if (!(loss > 0.005) ||
            (to->n_worst == IPA_N_WORST && loss <= to->worst[IPA_N_WORST - 1].loss))
            continue;
        int at = to->n_worst < IPA_N_WORST ? to->n_worst++ : IPA_N_WORST - 1;
        for (; at > 0 && to->worst[at - 1].loss < loss; at--)
            to->worst[at] = to->worst[at - 1];
        to->worst[at] = (ipa_worst_path){.path = first_path + p, .loss = loss};
    }
}

static ipa_status check_block(shared_run *run, const ipa_block *block, long first_path) {
    int lane;
    char figure[160];
    double sum = 0;
    for (int n = 0; n < block->tally.n_figures; n++)
        sum += block->tally.squares[n] * 0; /* 0, or NaN from any that is not finite */
    const int n_paths = block->layers->own.collections.n_paths;
    if (sum != 0 && ipa_measures_nonfinite(run->measures, block->rows, n_paths, &lane, figure))
        return ipa_fail(&run->error, IPA_NONFINITE, "path %ld: %s is not a finite number",
                        first_path + lane, figure);
    if (!(block->breach <= run->most_breach))
        return ipa_fail(&run->error, IPA_INVARIANT,
                        "paths %ld to %ld: cash in and cash out differ by %.3g yuan", first_path,
                        first_path + n_paths - 1, block->breach / 100);
    return IPA_OK;
}

static void note_convergence(shared_run *run, long before) {
    const ipa_plan *plan = run->plan;
    for (int s = 0; s < IPA_N_CONVERGENCE; s++) {
        const long target = run->options->n_paths >> (IPA_N_CONVERGENCE - 1 - s);
        if (run->tally.count < target || (before > 0 && before >= target))
            continue;
        for (int t = 0; t < plan->n_tranches; t++)
            run->result->convergence[t * IPA_N_CONVERGENCE + s] =
                ipa_summary_convergence(run->measures, &run->tally, run->balances[t], t);
    }
}

static ipa_status add_block(shared_run *run, const ipa_block *block, long first_path) {
    const long before = run->tally.count;
    const int n_paths = block->layers->own.collections.n_paths;
    ipa_status status = IPA_OK;
    IPA_TRY(check_block(run, block, first_path));
    ipa_tally_merge(&run->tally, &block->tally);
    keep_worst(run, &block->rows[run->measures->total_loss], first_path, n_paths);
    note_convergence(run, before);
    const double breach = block->breach / 100;
    if (run->result->cash_conservation_max_abs < breach)
        run->result->cash_conservation_max_abs = breach;
    const long done = run->tally.count, total = run->options->n_paths;
    if (run->options->progress && (done == total || done - run->reported >= total / 200)) {
        run->reported = done;
        if (!run->options->progress(run->options->context, done,
                                    total + ipa_contract_cash_paths(run->plan, total)))
            status = ipa_fail(&run->error, IPA_INTERRUPTED, "interrupted after %ld of %ld paths",
                              done, total);
    }
out:
    return status;
}

/** Waits for the block's turn, so that the bits do not depend on who is fast. */
static void commit(shared_run *run, const ipa_block *block, long index) {
    pthread_mutex_lock(&run->lock);
    while (run->n_committed != index && run->status == IPA_OK)
        pthread_cond_wait(&run->turn, &run->lock);
    if (run->status == IPA_OK) {
        run->status = add_block(run, block, index * IPA_LANES);
        run->n_committed++;
        if (run->status != IPA_OK)
            atomic_store(&run->stopped, true);
        pthread_cond_broadcast(&run->turn);
    }
    pthread_mutex_unlock(&run->lock);
}

/* ---- threads ---- */

static void *work(void *context) {
    const hand *worker = context;
    shared_run *run = worker->of;
    ipa_block *block = worker->block;
    long index;
    IPA_ASSERT(block != NULL);
    while (!atomic_load(&run->stopped) &&
           (index = atomic_fetch_add(&run->next, 1)) < run->n_blocks) {
        const long first_path = index * IPA_LANES;
        const long left = run->options->n_paths - first_path;
        const int n_paths = left < IPA_LANES ? (int)left : IPA_LANES;
        ipa_block_run(block, run->options->seed, (uint64_t)first_path, n_paths);
        for (int n = 0; n < run->measures->n_kept; n++)
            ipa_path_store_put(&run->store, n, first_path, &block->rows[run->measures->kept[n]],
                               n_paths);
        commit(run, block, index);
    }
    return NULL;
}

static void run_threads(shared_run *run) {
    hand workers[IPA_HANDS_MOST];
    const int n_threads = ipa_hands_count(run->options->n_threads, run->n_blocks);
    for (int n = 0; n < n_threads; n++) {
        workers[n] = (hand){.of = run, .arena = ipa_arena_create()};
        workers[n].block = ipa_block_create(run->measures, run->model, run->forecast,
                                            run->options->rounding, workers[n].arena);
    }
    ipa_hands_run(work, workers, sizeof *workers, n_threads);
    for (int n = 0; n < n_threads; n++)
        ipa_arena_destroy(workers[n].arena);
}

/* ---- a run ---- */

static void replay_worst(const shared_run *run, ipa_arena *arena) {
    const ipa_plan *plan = run->model->plan;
    ipa_pool *pool = ipa_pool_create_shared(run->model, arena);
    ipa_collections collections =
        ipa_layout_collections(arena, plan->n_periods, plan->n_entities, plan->n_obligors);
    for (int n = 0; n < run->result->n_worst; n++) {
        ipa_worst_path *worst = &run->result->worst[n];
        ipa_pool_simulate(pool, run->options->seed, (uint64_t)worst->path, 1, &collections);
        worst->events = ipa_path_result_events(run->plan, pool, 0, arena, &worst->n_events);
    }
}

static const double *balances_of(const ipa_plan *plan, const ipa_path_result *base,
                                 ipa_arena *arena) {
    double *balances = IPA_NEW_ARRAY(arena, plan->n_tranches, double);
    for (int t = 0; t < plan->n_tranches; t++)
        balances[t] = ipa_valuation_balance(plan, &base->tranches[t]);
    return balances;
}

static ipa_simulation_result *
result_create(const ipa_plan *plan, const ipa_simulation_options *options, ipa_arena *arena) {
    ipa_simulation_result *result = IPA_NEW(arena, ipa_simulation_result);
    result->n_paths = options->n_paths;
    result->seed = options->seed;
    result->convergence =
        IPA_NEW_ARRAY(arena, plan->n_tranches * IPA_N_CONVERGENCE, ipa_convergence_row);
    return result;
}

static ipa_status summarise(const shared_run *run, const ipa_path_result *base, ipa_arena *arena,
                            ipa_error *error) {
    double *scratch = malloc(3 * (size_t)run->options->n_paths * sizeof(double));
    if (!scratch)
        return ipa_fail(error, IPA_LIMIT, "no memory to sort %ld paths", run->options->n_paths);
    const ipa_summary summary = {run->measures, &run->tally, &run->store, base, arena, scratch};
    ipa_summary_fill(&summary, run->result);
    free(scratch);
    return IPA_OK;
}

static ipa_status simulate(const ipa_plan *plan, const ipa_simulation_options *options,
                           const double *forecast, ipa_arena *arena, ipa_result *result,
                           ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_measures *measures = ipa_measures_create(plan, options->rounding, arena);
    shared_run run = {
        .plan = plan,
        .options = options,
        .measures = measures,
        .model = ipa_pool_model_create(ipa_layers_holder(plan), arena),
        .forecast = forecast,
        .n_blocks = (options->n_paths + IPA_LANES - 1) / IPA_LANES,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .turn = PTHREAD_COND_INITIALIZER,
        .tally = ipa_tally_create(measures->n_tallied, measures->pairs,
                                  measures->n_variants * plan->n_tranches * IPA_N_RATIOS, arena),
        .most_breach = ipa_block_most_breach(plan),
        .balances = balances_of(plan, &result->base, arena),
        .result = result_create(plan, options, arena),
    };
    IPA_TRY(ipa_path_store_create(&run.store, measures->n_kept, options->n_paths, error));
    run_threads(&run);
    status = run.status;
    if (status != IPA_OK) {
        if (error)
            *error = run.error;
        goto out;
    }
    IPA_TRY(summarise(&run, &result->base, arena, error));
    replay_worst(&run, arena);
    /* by the plan's own periods, whoever holds the contracts */
    const ipa_pool_model *own =
        plan->lower != NULL ? ipa_pool_model_create(plan, arena) : run.model;
    IPA_TRY(ipa_contract_cash_run(own, options, arena, &run.result->contracts, error));
    result->simulation = run.result;
out:
    ipa_path_store_free(&run.store);
    return status;
}

static double *forecast_create(const ipa_plan *plan, ipa_arena *arena) {
    return IPA_NEW_ARRAY(arena, ipa_layers_n_forecast(plan), double);
}

/* ---- a vehicle's run, before the plan's ---- */

typedef struct half {
    const ipa_simulation_options *of;
    long before;
} half;

static bool report_half(void *context, long done, long total) {
    const half *at = context;
    return at->of->progress(at->of->context, at->before + done / 2, total);
}

static ipa_simulation_options half_of(half *at) {
    ipa_simulation_options options = *at->of;
    options.context = at;
    options.progress = at->of->progress != NULL ? report_half : NULL;
    return options;
}

static ipa_status run_plan(const ipa_plan *plan, const ipa_simulation_options *options,
                           ipa_arena *arena, ipa_result **result, ipa_error *error) {
    double *forecast = forecast_create(plan, arena);
    *result = IPA_NEW(arena, ipa_result);
    (*result)->plan = plan;
    (*result)->base = ipa_base_case_run(plan, arena, forecast);
    (*result)->contract_base = ipa_contract_cash_base(plan, arena);
    if (options->n_paths == 0)
        return IPA_OK;
    return simulate(plan, options, forecast, arena, *result, error);
}

/* The vehicle is run as a deal of its own, on the same paths. */
static ipa_status run_both(const ipa_plan *plan, const ipa_simulation_options *options,
                           ipa_arena *arena, ipa_result **result, ipa_error *error) {
    ipa_status status = IPA_OK;
    half first = {options, 0}, second = {options, options->n_paths - options->n_paths / 2};
    const ipa_simulation_options below = half_of(&first), own = half_of(&second);
    ipa_result *lower = NULL;
    IPA_TRY(run_plan(plan->lower, &below, arena, &lower, error));
    IPA_TRY(run_plan(plan, &own, arena, result, error));
    (*result)->lower = lower;
out:
    return status;
}

ipa_status ipa_simulation_run(const ipa_plan *plan, const ipa_simulation_options *options,
                              ipa_arena *arena, ipa_result **result, ipa_error *error) {
    gsl_set_error_handler_off(); /* its default ends the process */
    if (options->n_paths < 0 || (uint64_t)options->n_paths > IPA_DRAW_MOST_PATHS)
        return ipa_fail(error, IPA_RANGE, "%ld paths: 0 to 2^48 can be simulated",
                        options->n_paths);
    return plan->lower != NULL ? run_both(plan, options, arena, result, error)
                               : run_plan(plan, options, arena, result, error);
}

static void replay_plan(const ipa_plan *plan, const ipa_simulation_options *options, long path,
                        bool outside_support, ipa_arena *arena, ipa_replayed *replayed) {
    double *forecast = forecast_create(plan, arena);
    (void)ipa_base_case_run(plan, arena, forecast);
    ipa_layers *layers =
        ipa_layers_create(plan, ipa_pool_model_create(ipa_layers_holder(plan), arena), arena);
    ipa_trace trace = {.lane = 0, .arena = arena};
    ipa_layers_set_forecast(layers, forecast);
    ipa_layers_simulate(layers, options->seed, (uint64_t)path, 1);
    ipa_layers_run(layers, (ipa_waterfall_options){.rounding = options->rounding,
                                                   .outside_support = outside_support,
                                                   .trace = &trace});
    replayed->path = IPA_NEW(arena, ipa_path_result);
    *replayed->path =
        ipa_path_result_of(plan, &layers->own.collections, &layers->own.payments, &trace, arena);
    replayed->events = ipa_path_result_events(plan, layers->pool, 0, arena, &replayed->n_events);
}

ipa_status ipa_simulation_replay(const ipa_plan *plan, const ipa_simulation_options *options,
                                 long path, bool outside_support, ipa_arena *arena,
                                 ipa_replayed *replayed, ipa_error *error) {
    gsl_set_error_handler_off();
    if (path < 0 || (uint64_t)path >= IPA_DRAW_MOST_PATHS)
        return ipa_fail(error, IPA_RANGE, "there is no path %ld", path);
    replay_plan(plan, options, path, outside_support, arena, replayed);
    if (plan->lower != NULL) {
        replayed->lower = IPA_NEW(arena, ipa_replayed);
        replay_plan(plan->lower, options, path, outside_support, arena, replayed->lower);
    }
    return IPA_OK;
}
