#include "engine/simulate/rerun.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "engine/simulate/block.h"
#include "engine/simulate/hands.h"
#include "engine/simulate/summary.h"
#include "engine/simulate/valuation.h"

/** What the threads share; a block's tally is written by the thread that ran it. */
typedef struct rerun {
    const ipa_measures *measures;
    const ipa_collection_store *store;
    const ipa_rerun_options *options;
    const double *forecast;
    double most_breach;
    atomic_long next;
    atomic_bool stopped;
    ipa_tally *tallies; /**< [n_blocks] */
    pthread_mutex_t lock;
    ipa_status status;
    ipa_error error;
    long failed; /**< block of the failure: the first one in their order is told */
} rerun;

typedef struct hand {
    ipa_layers *layers;
    ipa_row *rows; /**< [measures->n_rows] */
} hand;

static int n_figures(const ipa_measures *measures) {
    return measures->n_variants * measures->plan->n_tranches * IPA_N_TRANCHE_FIGURES;
}

static ipa_tally tally_create(const ipa_measures *measures, ipa_arena *arena) {
    return ipa_tally_create(n_figures(measures), measures->pairs,
                            measures->n_variants * measures->plan->n_tranches * IPA_N_RATIOS,
                            arena);
}

static void fail(rerun *run, long index, const ipa_error *error) {
    pthread_mutex_lock(&run->lock);
    if (run->status == IPA_OK || index < run->failed) {
        run->status = error->status;
        run->error = *error;
        run->failed = index;
    }
    pthread_mutex_unlock(&run->lock);
    atomic_store(&run->stopped, true);
}

static double breach_of(const ipa_payments *payments) {
    double most = 0;
    for (int p = 0; p < payments->n_paths; p++)
        /* written so that a breach that is not a number counts */
        if (!(payments->breach->lane[p] <= most))
            most = payments->breach->lane[p];
    return most;
}

static ipa_status run_block(const rerun *run, const hand *at, long index, ipa_error *error) {
    const ipa_kept_block kept = ipa_collection_store_block(run->store, index);
    const ipa_payments *payments = &at->layers->own.payments;
    ipa_layers_give(at->layers, &kept.collections, kept.entities);
    ipa_layers_draw_rates(at->layers, ipa_collection_store_seed(run->store),
                          (uint64_t)index * IPA_LANES, kept.collections.n_paths);
    for (int v = 0; v < run->measures->n_variants; v++) {
        if (run->options->skip[v])
            continue;
        const ipa_waterfall_options options = {.rounding = run->options->rounding,
                                               .outside_support = v == IPA_SUPPORTED};
        ipa_layers_run(at->layers, options);
        ipa_measures_tranches(run->measures, (ipa_variant)v, payments, at->rows);
        const double breach = breach_of(payments);
        if (!(breach <= run->most_breach))
            return ipa_fail(error, IPA_INVARIANT,
                            "paths from %ld: cash in and cash out differ by %.3g yuan",
                            index * IPA_LANES, breach / 100);
    }
    ipa_tally_set(&run->tallies[index], at->rows, kept.collections.n_paths);
    return IPA_OK;
}

static ipa_status check_block(const rerun *run, const hand *at, long index, ipa_error *error) {
    const ipa_tally *tally = &run->tallies[index];
    double sum = 0;
    for (int n = 0; n < tally->n_figures; n++)
        sum += tally->squares[n] * 0; /* 0, or NaN from any that is not finite */
    int lane;
    char figure[160];
    if (sum != 0 &&
        ipa_measures_nonfinite(run->measures, at->rows, (int)tally->count, &lane, figure))
        return ipa_fail(error, IPA_NONFINITE, "path %ld: %s is not a finite number",
                        index * IPA_LANES + lane, figure);
    return IPA_OK;
}

static void *work(void *context) {
    rerun *run = context;
    ipa_arena *arena = ipa_arena_create();
    const hand at = {ipa_layers_create_given(run->measures->plan, arena),
                     ipa_layout_rows(arena, run->measures->n_rows)};
    const long n_blocks = ipa_collection_store_blocks(run->store);
    ipa_layers_set_forecast(at.layers, run->forecast);
    long index;
    while (!atomic_load(&run->stopped) && (index = atomic_fetch_add(&run->next, 1)) < n_blocks) {
        ipa_error error = {0};
        ipa_status status = run_block(run, &at, index, &error);
        if (status == IPA_OK)
            status = check_block(run, &at, index, &error);
        if (status != IPA_OK)
            fail(run, index, &error);
    }
    ipa_arena_destroy(arena);
    return NULL;
}

static void run_threads(rerun *run) {
    const long n_blocks = ipa_collection_store_blocks(run->store);
    ipa_hands_run(work, run, 0, ipa_hands_count(run->options->n_threads, n_blocks));
}

static void fill(const rerun *run, const ipa_tally *tally, const ipa_path_result *base,
                 ipa_arena *arena, ipa_tranche_figures *figures[IPA_N_VARIANTS]) {
    const ipa_plan *plan = run->measures->plan;
    for (int v = 0; v < run->measures->n_variants; v++) {
        figures[v] = NULL;
        if (run->options->skip[v])
            continue;
        figures[v] = IPA_NEW_ARRAY(arena, plan->n_tranches, ipa_tranche_figures);
        for (int t = 0; t < plan->n_tranches; t++)
            figures[v][t] = ipa_summary_means(run->measures, tally,
                                              ipa_valuation_balance(plan, &base->tranches[t]),
                                              (ipa_variant)v, t, arena);
    }
    if (run->measures->n_variants == 1)
        figures[IPA_WITHOUT_SUPPORT] = figures[IPA_SUPPORTED];
}

ipa_status ipa_rerun_run(const ipa_plan *plan, ipa_rerun_base base,
                         const ipa_collection_store *store, const ipa_rerun_options *options,
                         ipa_arena *arena, ipa_tranche_figures *figures[IPA_N_VARIANTS],
                         ipa_error *error) {
    ipa_arena *own = ipa_arena_create();
    const long n_blocks = ipa_collection_store_blocks(store);
    const ipa_measures *measures = ipa_measures_create(plan, options->rounding, own);
    ipa_rerun_options chosen = *options;
    if (measures->n_variants == 1) /* whichever is asked for, there is but one */
        chosen.skip[IPA_SUPPORTED] = false;
    rerun run = {
        .measures = measures,
        .store = store,
        .options = &chosen,
        .forecast = base.forecast,
        .most_breach = ipa_block_most_breach(plan),
        .tallies = IPA_NEW_ARRAY(own, n_blocks, ipa_tally),
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    for (long n = 0; n < n_blocks; n++)
        run.tallies[n] = tally_create(measures, own);
    run_threads(&run);
    if (run.status == IPA_OK) {
        ipa_tally all = tally_create(measures, own);
        for (long n = 0; n < n_blocks; n++)
            ipa_tally_merge(&all, &run.tallies[n]);
        fill(&run, &all, base.base, arena, figures);
    } else if (error) {
        *error = run.error;
    }
    ipa_arena_destroy(own);
    return run.status;
}
