#include "engine/simulate/contract_cash.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "engine/pool/pool.h"
#include "engine/simulate/hands.h"
#include "engine/simulate/path_store.h"
#include "engine/simulate/quantiles.h"

static const double fen = 100;

/** What the threads share: each writes to places of its own in the store. */
typedef struct second_look {
    const ipa_pool_model *model;
    const ipa_plan *plan;
    unsigned long long seed;
    long n_paths, n_blocks;
    ipa_path_store store; /**< series [n_contracts][n_periods], then [n_contracts] totals */
    const ipa_simulation_options *options;
    atomic_long next, n_done; /**< blocks begun, paths done */
    atomic_bool stopped;
} second_look;

typedef struct hand {
    second_look *of;
    ipa_arena *arena;
    ipa_pool *pool;
    ipa_collections collections;
    ipa_row *cash, *total;
    double *alive;   /**< [n_patents][n_periods]: paths on which it counts; whole numbers */
    double *prepaid; /**< [n_contracts]: paths on which it is settled early */
    bool reports;    /**< it is the caller's own thread */
} hand;

static int n_series_of(const ipa_plan *plan) {
    return plan->n_contracts * (plan->n_periods + 1);
}

long ipa_contract_cash_paths(const ipa_plan *plan, long n_paths) {
    const long bytes = (long)n_series_of(plan) * (long)sizeof(double);
    long most = bytes > 0 ? IPA_CONTRACT_CASH_BYTES / bytes : IPA_CONTRACT_CASH_PATHS;
    most = most > IPA_CONTRACT_CASH_PATHS ? IPA_CONTRACT_CASH_PATHS : most;
    most = most < IPA_LANES ? IPA_LANES : most;
    return n_paths < most ? n_paths : most;
}

/* ---- one block ---- */

static void keep_cash(hand *worker, long first_path, int n_paths) {
    second_look *of = worker->of;
    const int n_periods = of->plan->n_periods;
    for (int c = 0; c < of->plan->n_contracts; c++) {
        *worker->total = (ipa_row){{0}};
        for (int k = 0; k < n_periods; k++) {
            const ipa_row *row = &worker->cash[c * n_periods + k];
            ipa_path_store_put(&of->store, c * n_periods + k, first_path, row, n_paths);
            for (int p = 0; p < IPA_LANES; p++)
                worker->total->lane[p] += row->lane[p];
        }
        ipa_path_store_put(&of->store, of->plan->n_contracts * n_periods + c, first_path,
                           worker->total, n_paths);
    }
}

static void count_alive(hand *worker, int n_paths) {
    const ipa_plan *plan = worker->of->plan;
    const ipa_patents *patents = ipa_pool_patents(worker->pool);
    for (int row = 0; row < plan->n_patents * plan->n_periods; row++)
        for (int p = 0; p < n_paths; p++)
            worker->alive[row] += patents->alive[row].lane[p];
}

static void count_prepaid(hand *worker, int n_paths) {
    const ipa_plan *plan = worker->of->plan;
    for (int c = 0; c < plan->n_contracts; c++)
        for (int p = 0; plan->contracts[c].prepaid != NULL && p < n_paths; p++)
            worker->prepaid[c] += ipa_pool_prepaid(worker->pool, c, p) < plan->n_periods;
}

/* Goes on counting where the run's paths ended. */
static void report(second_look *of) {
    const ipa_simulation_options *options = of->options;
    if (options->progress &&
        !options->progress(options->context, options->n_paths + atomic_load(&of->n_done),
                           options->n_paths + of->n_paths))
        atomic_store(&of->stopped, true);
}

static void *work(void *context) {
    hand *worker = context;
    second_look *of = worker->of;
    long index;
    while (!atomic_load(&of->stopped) && (index = atomic_fetch_add(&of->next, 1)) < of->n_blocks) {
        const long first_path = index * IPA_LANES, left = of->n_paths - first_path;
        const int n_paths = left < IPA_LANES ? (int)left : IPA_LANES;
        ipa_pool_simulate(worker->pool, of->seed, (uint64_t)first_path, n_paths,
                          &worker->collections);
        keep_cash(worker, first_path, n_paths);
        count_alive(worker, n_paths);
        count_prepaid(worker, n_paths);
        atomic_fetch_add(&of->n_done, n_paths);
        if (worker->reports)
            report(of);
    }
    return NULL;
}

/* ---- threads ---- */

static hand hand_create(second_look *of) {
    const ipa_plan *plan = of->plan;
    ipa_arena *arena = ipa_arena_create();
    hand worker = {
        .of = of,
        .arena = arena,
        .pool = ipa_pool_create_shared(of->model, arena),
        .collections =
            ipa_layout_collections(arena, plan->n_periods, plan->n_entities, plan->n_obligors),
        .cash = ipa_layout_rows(arena, plan->n_contracts * plan->n_periods),
        .total = ipa_layout_rows(arena, 1),
        .alive = IPA_NEW_ARRAY(arena, plan->n_patents * plan->n_periods, double),
        .prepaid = IPA_NEW_ARRAY(arena, plan->n_contracts, double),
    };
    ipa_pool_watch(worker.pool, worker.cash);
    return worker;
}

/* Rows of one hand and contract are as wide as a block: a large pool is worked on by fewer hands.
 */
static int thread_count(const second_look *of, int wanted) {
    const double row = (double)n_series_of(of->plan) * sizeof(ipa_row);
    const double by_memory = 2.0 * (double)IPA_CONTRACT_CASH_BYTES / (row + 1);
    const int n = ipa_hands_count(wanted, of->n_blocks);
    return (double)n <= by_memory ? n : by_memory < 1 ? 1 : (int)by_memory;
}

/* @shape alive[n_patents][n_periods], prepaid[n_contracts] */
static void run_threads(second_look *of, int wanted, double *alive, double *prepaid) {
    const int n_threads = thread_count(of, wanted);
    const int n_alive = of->plan->n_patents * of->plan->n_periods;
    hand workers[IPA_HANDS_MOST];
    for (int n = 0; n < n_threads; n++)
        workers[n] = hand_create(of);
    workers[0].reports = true;
    ipa_hands_run(work, workers, sizeof *workers, n_threads);
    for (int n = 0; n < n_threads; n++) {
        for (int row = 0; row < n_alive; row++)
            alive[row] += workers[n].alive[row];
        for (int c = 0; c < of->plan->n_contracts; c++)
            prepaid[c] += workers[n].prepaid[c];
        ipa_arena_destroy(workers[n].arena);
    }
}

/* ---- figures ---- */

static ipa_estimate probability_of(double count, long n_paths) {
    const double mean = count / (double)n_paths;
    return (ipa_estimate){mean,
                          n_paths > 1 ? sqrt(mean * (1 - mean) / (double)(n_paths - 1)) : NAN};
}

static ipa_spread spread_of(const second_look *of, int series, double *scratch) {
    const double *x = ipa_path_store_series(&of->store, series);
    const long n = of->n_paths;
    const long ranks[2] = {ipa_quantiles_rank(n, 0.05), ipa_quantiles_rank(n, 0.95)};
    const ipa_estimate mean = ipa_quantiles_mean(x, n);
    double values[2];
    ipa_quantiles_select(x, n, ranks, 2, values, scratch);
    return (ipa_spread){
        {mean.mean / fen, mean.standard_error / fen}, values[0] / fen, values[1] / fen};
}

static void fill(const second_look *of, const double *alive, const double *prepaid, double *scratch,
                 ipa_arena *arena, ipa_contract_cash *to) {
    const ipa_plan *plan = of->plan;
    const int n_cash = plan->n_contracts * plan->n_periods;
    const int n_alive = plan->n_patents * plan->n_periods;
    to->n_paths = of->n_paths;
    to->cash = IPA_NEW_ARRAY(arena, n_cash, ipa_spread);
    to->total = IPA_NEW_ARRAY(arena, plan->n_contracts, ipa_spread);
    to->prepayment = IPA_NEW_ARRAY(arena, plan->n_contracts, ipa_estimate);
    for (int series = 0; series < n_cash; series++)
        to->cash[series] = spread_of(of, series, scratch);
    for (int c = 0; c < plan->n_contracts; c++) {
        to->total[c] = spread_of(of, n_cash + c, scratch);
        to->prepayment[c] = probability_of(prepaid[c], of->n_paths);
    }
    if (n_alive == 0)
        return;
    to->alive = IPA_NEW_ARRAY(arena, n_alive, ipa_estimate);
    for (int row = 0; row < n_alive; row++)
        to->alive[row] = probability_of(alive[row], of->n_paths);
}

ipa_status ipa_contract_cash_run(const ipa_pool_model *model, const ipa_simulation_options *options,
                                 ipa_arena *arena, ipa_contract_cash **cash, ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_plan *plan = model->plan;
    const long n_paths = ipa_contract_cash_paths(plan, options->n_paths);
    second_look of = {.model = model,
                      .plan = plan,
                      .seed = options->seed,
                      .options = options,
                      .n_paths = n_paths,
                      .n_blocks = (n_paths + IPA_LANES - 1) / IPA_LANES};
    double *alive = IPA_NEW_ARRAY(arena, plan->n_patents * plan->n_periods, double);
    double *prepaid = IPA_NEW_ARRAY(arena, plan->n_contracts, double);
    double *scratch = malloc(2 * (size_t)n_paths * sizeof(double));
    *cash = IPA_NEW(arena, ipa_contract_cash);
    if (scratch == NULL) {
        status = ipa_fail(error, IPA_LIMIT, "no memory to sort %ld paths", n_paths);
        goto out;
    }
    IPA_TRY(ipa_path_store_create(&of.store, n_series_of(plan), n_paths, error));
    run_threads(&of, options->n_threads, alive, prepaid);
    if (atomic_load(&of.stopped)) {
        status = ipa_fail(error, IPA_INTERRUPTED,
                          "interrupted after %ld of the %ld paths that are looked at by contract",
                          atomic_load(&of.n_done), n_paths);
        goto out;
    }
    fill(&of, alive, prepaid, scratch, arena, *cash);
out:
    ipa_path_store_free(&of.store);
    free(scratch);
    return status;
}

double *ipa_contract_cash_base(const ipa_plan *plan, ipa_arena *arena) {
    const int n_rows = plan->n_contracts * plan->n_periods;
    double *to = IPA_NEW_ARRAY(arena, n_rows, double);
    ipa_arena *own = ipa_arena_create();
    ipa_pool *pool = ipa_pool_create_shared(ipa_pool_model_base(plan, own), own);
    ipa_row *rows = ipa_layout_rows(own, n_rows);
    ipa_collections collections =
        ipa_layout_collections(own, plan->n_periods, plan->n_entities, plan->n_obligors);
    ipa_pool_watch(pool, rows);
    ipa_pool_base(pool, &collections);
    for (int row = 0; row < n_rows; row++)
        to[row] = rows[row].lane[0] / fen;
    ipa_arena_destroy(own);
    return to;
}
