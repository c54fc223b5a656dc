#include "engine/simulate/collection_store.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/pool/cash_days.h"
#include "engine/simulate/hands.h"

/* cash, days of two kinds, eight series, lateness, survival of two kinds, the end */
enum { MOST_SERIES = 3 * IPA_N_COLLECTION_KINDS + 8 + IPA_N_DELINQUENCIES + 3 };

/** A run of rows of the collections. */
typedef enum keeping {
    KEPT,
    ZERO,   /**< this pool leaves it at zero */
    UNREAD, /**< no waterfall reads it */
    ABSENT  /**< nobody asks for it: no rows at all */
} keeping;

typedef struct series {
    ipa_row **rows; /**< the member of an ipa_collections */
    int n_rows;
    keeping keeping;
} series;

struct ipa_collection_store {
    ipa_arena *arena;
    const ipa_plan *plan; /**< the holder's */
    unsigned long long seed;
    long n_paths, n_blocks;
    size_t n_rows; /**< of a block */
    bool keeps_entities, spilled;
    ipa_row *rows; /**< [n_blocks][n_rows], mapped */
    size_t bytes;
    ipa_collections layout; /**< its pointers say what is absent */
    ipa_row *zero;          /**< as long as the longest series */
    ipa_collections base;   /**< the base case, on lane 0 */
};

/* ---- what of a block is kept ---- */

static bool is_late(const ipa_plan *plan) {
    for (int c = 0; c < plan->n_contracts; c++)
        if (plan->contracts[c].late_probability > 0)
            return true;
    return false;
}

static keeping when(bool used) {
    return used ? KEPT : ZERO;
}

static int list_series(const ipa_plan *plan, ipa_collections *of, series list[MOST_SERIES]) {
    const int n_periods = plan->n_periods;
    const keeping late = when(is_late(plan));
    int n = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        list[n++] = (series){&of->cash[kind], n_periods, KEPT};
        list[n++] = (series){&of->cash_days[kind], n_periods, of->cash_days[kind] ? KEPT : ABSENT};
        list[n++] =
            (series){&of->credit_days[kind], n_periods, of->credit_days[kind] ? KEPT : ABSENT};
    }
    for (int m = 0; m < IPA_N_DELINQUENCIES; m++)
        list[n++] = (series){&of->overdue[m], n_periods, late};
    list[n++] = (series){&of->delinquent, n_periods, late};
    list[n++] = (series){&of->performing, n_periods, KEPT};
    list[n++] = (series){&of->ip_value, n_periods, when(plan->ip_value != NULL)};
    list[n++] = (series){&of->annuities, n_periods, when(plan->annuity != NULL)};
    list[n++] = (series){&of->defaulted, n_periods, KEPT};
    list[n++] = (series){&of->recovered, n_periods, KEPT};
    list[n++] = (series){&of->alive, plan->n_entities * n_periods, KEPT};
    list[n++] = (series){&of->obligor_defaulted, plan->n_obligors, UNREAD};
    list[n++] = (series){&of->exhausted, 1, KEPT};
    IPA_ASSERT(n <= MOST_SERIES);
    return n;
}

/* Of a vehicle's plan, supporters of the plan above live or not by their latent variables. */
static size_t count_rows(const ipa_plan *plan, ipa_collections *layout, bool keeps_entities) {
    series list[MOST_SERIES];
    const int n_series = list_series(plan, layout, list);
    size_t n_rows = keeps_entities ? (size_t)plan->n_entities : 0;
    for (int n = 0; n < n_series; n++)
        n_rows += list[n].keeping == KEPT ? (size_t)list[n].n_rows : 0;
    return n_rows;
}

static long count_blocks(long n_paths) {
    return (n_paths + IPA_LANES - 1) / IPA_LANES;
}

double ipa_collection_store_bytes(const ipa_plan *plan, long n_paths) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_plan *holder = ipa_layers_holder(plan);
    ipa_collections layout = ipa_cash_days_collections(holder, arena);
    const size_t n_rows = count_rows(holder, &layout, plan->lower != NULL);
    ipa_arena_destroy(arena);
    return (double)count_blocks(n_paths) * (double)n_rows * sizeof(ipa_row);
}

/* ---- where it lies ---- */

static int open_unlinked(const char *folder) {
    const char *chosen = folder ? folder : getenv("TMPDIR");
    char path[512];
    const int length = snprintf(path, sizeof path, "%s/ipabs-XXXXXX", chosen ? chosen : P_tmpdir);
    if (length < 0 || (size_t)length >= sizeof path)
        return -1;
    const int file = mkstemp(path);
    if (file >= 0)
        unlink(path);
    return file;
}

/* The whole file is asked for at once: a full disk must not show as a fault while it is written. */
static ipa_status map_file(ipa_collection_store *store, const char *folder, ipa_error *error) {
    ipa_status status = IPA_OK;
    const double gigabytes = (double)store->bytes / 0x1p30;
    const int file = open_unlinked(folder);
    if (file < 0 || posix_fallocate(file, 0, (off_t)store->bytes) != 0)
        IPA_TRY(ipa_fail(error, IPA_OUTPUT,
                         "no room for a temporary file of %.1f GiB of collections: set TMPDIR to a "
                         "larger disk, or simulate fewer paths",
                         gigabytes));
    store->rows = mmap(NULL, store->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    store->spilled = true;
out:
    if (file >= 0)
        close(file);
    return status;
}

static ipa_status map(ipa_collection_store *store, const ipa_collection_store_options *options,
                      ipa_error *error) {
    const double limit =
        options->memory_bytes > 0 ? options->memory_bytes : IPA_COLLECTION_STORE_MEMORY_BYTES;
    ipa_status status = IPA_OK;
    if ((double)store->bytes > limit)
        IPA_TRY(map_file(store, options->folder, error));
    else
        store->rows = mmap(NULL, store->bytes, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (store->rows == MAP_FAILED) {
        store->rows = NULL;
        status = ipa_fail(error, IPA_LIMIT, "no memory for %.1f GiB of collections",
                          (double)store->bytes / 0x1p30);
    }
out:
    return status;
}

static ipa_collection_store *store_create(const ipa_plan *plan, long n_paths) {
    ipa_arena *arena = ipa_arena_create();
    ipa_collection_store *store = IPA_NEW(arena, ipa_collection_store);
    const ipa_plan *holder = ipa_layers_holder(plan);
    const int longest = holder->n_periods * (holder->n_entities > 0 ? holder->n_entities : 1);
    store->arena = arena;
    store->plan = holder;
    store->n_paths = n_paths;
    store->n_blocks = count_blocks(n_paths);
    store->keeps_entities = plan->lower != NULL;
    store->layout = ipa_cash_days_collections(holder, arena);
    store->n_rows = count_rows(holder, &store->layout, store->keeps_entities);
    store->bytes = (size_t)store->n_blocks * store->n_rows * sizeof(ipa_row);
    store->zero =
        ipa_layout_rows(arena, longest > holder->n_obligors ? longest : holder->n_obligors);
    store->base = ipa_cash_days_collections(holder, arena);
    ipa_pool *pool = ipa_pool_create_shared(ipa_pool_model_base(holder, arena), arena);
    ipa_pool_base(pool, &store->base);
    return store;
}

void ipa_collection_store_free(ipa_collection_store *store) {
    if (!store)
        return;
    if (store->rows)
        munmap(store->rows, store->bytes);
    ipa_arena_destroy(store->arena);
}

/* ---- keeping and giving back ---- */

static ipa_row *block_rows(const ipa_collection_store *store, long index) {
    return store->rows + (size_t)index * store->n_rows;
}

static void keep(const ipa_collection_store *store, long index, ipa_collections *from,
                 const ipa_row *entities) {
    series list[MOST_SERIES];
    const int n_series = list_series(store->plan, from, list);
    ipa_row *to = block_rows(store, index);
    for (int n = 0; n < n_series; n++) {
        const size_t bytes = (size_t)list[n].n_rows * sizeof(ipa_row);
        /* what is forgotten must be nothing */
        IPA_ASSERT(list[n].keeping != ZERO || memcmp(*list[n].rows, store->zero, bytes) == 0);
        if (list[n].keeping != KEPT)
            continue;
        memcpy(to, *list[n].rows, bytes);
        to += list[n].n_rows;
    }
    if (store->keeps_entities)
        memcpy(to, entities, (size_t)store->plan->n_entities * sizeof(ipa_row));
}

ipa_kept_block ipa_collection_store_block(const ipa_collection_store *store, long index) {
    series list[MOST_SERIES];
    const long left = store->n_paths - index * IPA_LANES;
    ipa_kept_block block = {.collections = store->layout};
    const int n_series = list_series(store->plan, &block.collections, list);
    ipa_row *from = block_rows(store, index);
    for (int n = 0; n < n_series; n++) {
        if (list[n].keeping == ABSENT)
            continue;
        *list[n].rows = list[n].keeping == KEPT ? from : store->zero;
        from += list[n].keeping == KEPT ? list[n].n_rows : 0;
    }
    block.collections.n_paths = left < IPA_LANES ? (int)left : IPA_LANES;
    block.entities = store->keeps_entities ? from : NULL;
    return block;
}

unsigned long long ipa_collection_store_seed(const ipa_collection_store *store) {
    return store->seed;
}

long ipa_collection_store_paths(const ipa_collection_store *store) {
    return store->n_paths;
}

long ipa_collection_store_blocks(const ipa_collection_store *store) {
    return store->n_blocks;
}

bool ipa_collection_store_spilled(const ipa_collection_store *store) {
    return store->spilled;
}

/* ---- drawing, by several threads ---- */

typedef struct drawing {
    const ipa_collection_store_options *options;
    const ipa_collection_store *store;
    const ipa_pool_model *model;
    atomic_long next;
    atomic_bool stopped;
    pthread_mutex_t lock;
    long done, reported;
} drawing;

static void report(drawing *of, int n_paths) {
    const ipa_collection_store_options *options = of->options;
    pthread_mutex_lock(&of->lock);
    of->done += n_paths;
    if (options->progress &&
        (of->done == options->n_paths || of->done - of->reported >= options->n_paths / 200)) {
        of->reported = of->done;
        if (!options->progress(options->context, of->done, options->n_paths))
            atomic_store(&of->stopped, true);
    }
    pthread_mutex_unlock(&of->lock);
}

static void *draw(void *context) {
    drawing *of = context;
    ipa_arena *arena = ipa_arena_create();
    ipa_pool *pool = ipa_pool_create_shared(of->model, arena);
    ipa_collections collections = ipa_cash_days_collections(of->store->plan, arena);
    long index;
    while (!atomic_load(&of->stopped) &&
           (index = atomic_fetch_add(&of->next, 1)) < of->store->n_blocks) {
        const long first_path = index * IPA_LANES, left = of->store->n_paths - first_path;
        const int n_paths = left < IPA_LANES ? (int)left : IPA_LANES;
        ipa_pool_simulate(pool, of->options->seed, (uint64_t)first_path, n_paths, &collections);
        keep(of->store, index, &collections, ipa_pool_defaults(pool)->entities);
        report(of, n_paths);
    }
    ipa_arena_destroy(arena);
    return NULL;
}

static void draw_all(drawing *of) {
    ipa_hands_run(draw, of, 0, ipa_hands_count(of->options->n_threads, of->store->n_blocks));
}

ipa_status ipa_collection_store_create(const ipa_plan *plan,
                                       const ipa_collection_store_options *options,
                                       ipa_collection_store **made, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_collection_store *store = NULL;
    *made = NULL;
    if (options->n_paths < 1)
        return ipa_fail(error, IPA_RANGE, "at least one path has to be kept, not %ld",
                        options->n_paths);
    store = store_create(plan, options->n_paths);
    store->seed = options->seed;
    IPA_TRY(map(store, options, error));
    drawing of = {
        .options = options,
        .store = store,
        .model = ipa_pool_model_create(store->plan, store->arena),
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    draw_all(&of);
    if (atomic_load(&of.stopped) && of.done < options->n_paths)
        IPA_TRY(ipa_fail(error, IPA_INTERRUPTED, "interrupted after %ld of %ld paths", of.done,
                         options->n_paths));
    *made = store;
out:
    if (status != IPA_OK)
        ipa_collection_store_free(store);
    return status;
}

/* ---- another plan's pool ---- */

static bool same_lane(const ipa_row *a, const ipa_row *b, int n_rows) {
    for (int n = 0; n < n_rows; n++)
        if (a[n].lane[0] != b[n].lane[0])
            return false;
    return true;
}

static bool same_days(const ipa_plan *a, const ipa_plan *b) {
    for (int k = 0; k < a->n_periods; k++) {
        const ipa_period *x = &a->periods[k], *y = &b->periods[k];
        if (x->collection_start != y->collection_start || x->collection_end != y->collection_end ||
            x->payment != y->payment || x->nominal != y->nominal)
            return false;
    }
    return true;
}

static const char *difference(const ipa_collection_store *store, const ipa_plan *plan,
                              ipa_arena *arena) {
    ipa_collections other = ipa_cash_days_collections(plan, arena), kept = store->base;
    series ours[MOST_SERIES], theirs[MOST_SERIES];
    ipa_pool *pool = ipa_pool_create_shared(ipa_pool_model_base(plan, arena), arena);
    ipa_pool_base(pool, &other);
    const int n_series = list_series(store->plan, &kept, ours);
    list_series(plan, &other, theirs);
    for (int n = 0; n < n_series; n++) {
        if (ours[n].keeping != theirs[n].keeping)
            return "how long collections lie in an account, how many are late or what the patents "
                   "are worth is asked of one and not of the other";
        if (ours[n].keeping == KEPT && !same_lane(*ours[n].rows, *theirs[n].rows, ours[n].n_rows))
            return "the pool brings something else in the base case";
    }
    return NULL;
}

const char *ipa_collection_store_difference(const ipa_collection_store *store,
                                            const ipa_plan *plan) {
    const ipa_plan *holder = ipa_layers_holder(plan);
    if (holder->n_periods != store->plan->n_periods || !same_days(holder, store->plan))
        return "its periods are others";
    if (holder->n_entities != store->plan->n_entities ||
        holder->n_obligors != store->plan->n_obligors)
        return "its entities or obligors are others";
    if (store->keeps_entities != (plan->lower != NULL))
        return "a vehicle holds the pool of one and not of the other";
    ipa_arena *arena = ipa_arena_create();
    const char *text = difference(store, holder, arena);
    ipa_arena_destroy(arena);
    return text;
}
