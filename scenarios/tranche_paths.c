#include "scenarios/tranche_paths.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "engine/simulate/base_case.h"
#include "engine/simulate/block.h"
#include "engine/simulate/hands.h"
#include "engine/simulate/valuation.h"

typedef struct shared {
    const ipa_plan *plan;
    const ipa_simulation_options *options;
    const ipa_measures *measures;
    const ipa_pool_model *model;
    const double *forecast;
    int tranche;
    double per_100; /* of a present value in fen */
    ipa_tranche_paths *to;
    atomic_long next;
    long n_blocks;
} shared;

typedef struct hand {
    shared *of;
    ipa_arena *arena;
    ipa_block *block;
} hand;

static double *series_of(const ipa_tranche_paths *paths, int variant, int series) {
    return paths->values + (variant * IPA_N_TRANCHE_SERIES + series) * paths->n_paths;
}

const double *ipa_tranche_paths_of(const ipa_tranche_paths *paths, ipa_variant variant,
                                   ipa_tranche_series series) {
    return series_of(paths, (int)variant, (int)series);
}

/* Without an outside supporter both variants are the same rows. */
static void keep(const hand *worker, long first, int n_paths) {
    const shared *of = worker->of;
    for (int v = 0; v < IPA_N_VARIANTS; v++) {
        const ipa_variant variant = v < of->measures->n_variants ? (ipa_variant)v : IPA_SUPPORTED;
        const ipa_row *rows = worker->block->rows;
        const double *loss =
            rows[ipa_measures_row(of->measures, variant, of->tranche, IPA_FIGURE_LOSS)].lane;
        const double *pv =
            rows[ipa_measures_row(of->measures, variant, of->tranche, IPA_FIGURE_PV)].lane;
        for (int p = 0; p < n_paths; p++) {
            series_of(of->to, v, IPA_TRANCHE_PATHS_LOSS)[first + p] = loss[p];
            series_of(of->to, v, IPA_TRANCHE_PATHS_PRICE)[first + p] = pv[p] * of->per_100;
        }
    }
}

static void *work(void *context) {
    hand *worker = context;
    shared *of = worker->of;
    long index;
    while ((index = atomic_fetch_add(&of->next, 1)) < of->n_blocks) {
        const long first = index * IPA_LANES, left = of->to->n_paths - first;
        const int n_paths = left < IPA_LANES ? (int)left : IPA_LANES;
        ipa_block_run(worker->block, of->options->seed, (uint64_t)first, n_paths);
        keep(worker, first, n_paths);
    }
    return NULL;
}

static void run_threads(shared *of) {
    hand workers[IPA_HANDS_MOST];
    const int n = ipa_hands_count(of->options->n_threads, of->n_blocks);
    for (int i = 0; i < n; i++) {
        workers[i] = (hand){.of = of, .arena = ipa_arena_create()};
        workers[i].block = ipa_block_create(of->measures, of->model, of->forecast,
                                            of->options->rounding, workers[i].arena);
    }
    ipa_hands_run(work, workers, sizeof *workers, n);
    for (int i = 0; i < n; i++)
        ipa_arena_destroy(workers[i].arena);
}

ipa_status ipa_tranche_paths_run(const ipa_plan *plan, int tranche,
                                 const ipa_simulation_options *options, ipa_tranche_paths *to,
                                 ipa_error *error) {
    gsl_set_error_handler_off();
    ipa_arena *own = ipa_arena_create();
    ipa_status status = IPA_OK;
    to->n_paths = options->n_paths;
    to->values = malloc((size_t)(IPA_N_VARIANTS * IPA_N_TRANCHE_SERIES * options->n_paths + 1) *
                        sizeof(double));
    if (to->values == NULL) {
        status = ipa_fail(error, IPA_LIMIT, "no memory to keep %ld paths", options->n_paths);
        goto out;
    }
    double *forecast = IPA_NEW_ARRAY(own, ipa_layers_n_forecast(plan), double);
    const ipa_path_result base = ipa_base_case_run(plan, own, forecast);
    shared of = {
        .plan = plan,
        .options = options,
        .measures = ipa_measures_create(plan, options->rounding, own),
        .model = ipa_pool_model_create(ipa_layers_holder(plan), own),
        .forecast = forecast,
        .tranche = tranche,
        .per_100 = 1 / ipa_valuation_balance(plan, &base.tranches[tranche]),
        .to = to,
        .n_blocks = (options->n_paths + IPA_LANES - 1) / IPA_LANES,
    };
    run_threads(&of);
out:
    ipa_arena_destroy(own);
    return status;
}

void ipa_tranche_paths_free(ipa_tranche_paths *paths) {
    free(paths->values);
    *paths = (ipa_tranche_paths){0};
}

ipa_estimate ipa_tranche_paths_mean(const ipa_tranche_paths *paths, const ipa_tranche_paths *less,
                                    ipa_variant variant, ipa_tranche_series series) {
    const double *x = ipa_tranche_paths_of(paths, variant, series);
    const double *y = less != NULL ? ipa_tranche_paths_of(less, variant, series) : NULL;
    const double n = (double)paths->n_paths;
    double mean = 0, squares = 0;
    for (long p = 0; p < paths->n_paths; p++)
        mean += x[p] - (y != NULL ? y[p] : 0);
    mean /= n;
    for (long p = 0; p < paths->n_paths; p++) {
        const double away = x[p] - (y != NULL ? y[p] : 0) - mean;
        squares += away * away;
    }
    return (ipa_estimate){mean, paths->n_paths > 1 ? sqrt(squares / (n * (n - 1))) : NAN};
}
