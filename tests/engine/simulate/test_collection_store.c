#include "engine/simulate/collection_store.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pool/cash_days.h"
#include "tests/support/runs.h"

static ipa_collection_store *keep(const test_run *run, ipa_collection_store_options options) {
    ipa_collection_store *store = NULL;
    ipa_error error = {0};
    cr_assert_eq(ipa_collection_store_create(run->plan, &options, &store, &error), IPA_OK, "%s",
                 error.message);
    return store;
}

/* Bits, NaN included. */
static bool same_bits(const void *a, const void *b, size_t n_bytes) {
    return memcmp(a, b, n_bytes) == 0;
}

/* Lanes in use: what lies in the others is nobody's. */
static void same_rows(const ipa_row *kept, const ipa_row *drawn, int n_rows, int n_paths,
                      const char *what) {
    cr_assert(n_rows == 0 || (kept != NULL) == (drawn != NULL), "%s", what);
    for (int n = 0; n < n_rows && drawn != NULL; n++)
        cr_expect(same_bits(kept[n].lane, drawn[n].lane, (size_t)n_paths * sizeof(double)), "%s",
                  what);
}

/* Every row that a waterfall reads, against the pool's own. */
static void same_as_drawn(const ipa_plan *plan, const ipa_collections *kept, ipa_pool *pool,
                          ipa_collections *drawn, long index) {
    const int n_periods = plan->n_periods, n_paths = kept->n_paths;
    ipa_pool_simulate(pool, 7, (uint64_t)index * IPA_LANES, kept->n_paths, drawn);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        same_rows(kept->cash[kind], drawn->cash[kind], n_periods, n_paths, "cash");
        same_rows(kept->cash_days[kind], drawn->cash_days[kind], n_periods, n_paths, "cash days");
        same_rows(kept->credit_days[kind], drawn->credit_days[kind], n_periods, n_paths,
                  "credit days");
    }
    for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
        same_rows(kept->overdue[n], drawn->overdue[n], n_periods, n_paths, "overdue");
    same_rows(kept->performing, drawn->performing, n_periods, n_paths, "performing");
    same_rows(kept->delinquent, drawn->delinquent, n_periods, n_paths, "delinquent");
    same_rows(kept->ip_value, drawn->ip_value, n_periods, n_paths, "IP value");
    same_rows(kept->annuities, drawn->annuities, n_periods, n_paths, "annuities");
    same_rows(kept->defaulted, drawn->defaulted, n_periods, n_paths, "defaulted");
    same_rows(kept->recovered, drawn->recovered, n_periods, n_paths, "recovered");
    same_rows(kept->alive, drawn->alive, plan->n_entities * n_periods, n_paths, "alive");
    same_rows(kept->exhausted, drawn->exhausted, 1, n_paths, "exhausted");
}

static void kept_is_drawn(const char *folder, ipa_collection_store_options options) {
    test_run run = run_load(folder);
    const ipa_plan *holder = ipa_layers_holder(run.plan);
    ipa_collection_store *store = keep(&run, options);
    ipa_pool *pool = ipa_pool_create(holder, run.arena);
    ipa_collections drawn = ipa_cash_days_collections(holder, run.arena);
    long n_paths = 0;
    for (long index = 0; index < ipa_collection_store_blocks(store); index++) {
        const ipa_kept_block block = ipa_collection_store_block(store, index);
        same_as_drawn(holder, &block.collections, pool, &drawn, index);
        if (run.plan->lower != NULL)
            same_rows(block.entities, ipa_pool_defaults(pool)->entities, holder->n_entities,
                      block.collections.n_paths, "entities");
        n_paths += block.collections.n_paths;
    }
    cr_expect_eq(n_paths, options.n_paths);
    cr_expect_eq(ipa_collection_store_spilled(store), options.memory_bytes > 0);
    ipa_collection_store_free(store);
    run_free(&run);
}

Test(collection_store, gives_back_what_the_pool_brought) {
    static const char *const folders[] = {
        "deals/eight-firms",          "deals/royalty-pool",      "deals/pledge-loans",
        "deals/technology-contracts", "deals/eight-firms-trust", "deals/credit-abs",
        "tests/golden/split_accounts"};
    for (size_t n = 0; n < sizeof folders / sizeof *folders; n++)
        for (int threads = 1; threads <= 3; threads += 2)
            kept_is_drawn(folders[n], (ipa_collection_store_options){
                                          .n_paths = 500, .seed = 7, .n_threads = threads});
}

Test(collection_store, spills_to_a_file_beyond_the_limit) {
    kept_is_drawn("deals/eight-firms",
                  (ipa_collection_store_options){
                      .n_paths = 1000, .seed = 7, .n_threads = 2, .memory_bytes = 4096});
}

Test(collection_store, says_where_no_file_can_be_written) {
    test_run run = run_load("deals/eight-firms");
    const ipa_collection_store_options options = {
        .n_paths = 1000, .memory_bytes = 1, .folder = "/nonexistent"};
    ipa_collection_store *store = NULL;
    ipa_error error = {0};
    cr_expect_eq(ipa_collection_store_create(run.plan, &options, &store, &error), IPA_OUTPUT);
    cr_expect_null(store);
    cr_expect_not_null(strstr(error.message, "temporary file"));
    run_free(&run);
}

/* Eight plain contracts: no patent value, nothing late, no official fees. */
Test(collection_store, states_its_memory_and_keeps_only_rows_in_use) {
    test_run run = run_load("deals/eight-firms");
    const int per_block = (IPA_N_COLLECTION_KINDS + 3 + 1) * run.plan->n_periods + 1;
    cr_expect_eq(run.plan->n_entities, 1);
    cr_expect_eq(ipa_collection_store_bytes(run.plan, 1), per_block * (double)sizeof(ipa_row));
    cr_expect_eq(ipa_collection_store_bytes(run.plan, 65), 2 * per_block * (double)sizeof(ipa_row));
    run_free(&run);
}

static bool stop_at_once(void *context, long done, long total) {
    long *const calls = context;
    ++*calls;
    cr_expect_leq(done, total);
    return false;
}

Test(collection_store, can_be_interrupted) {
    test_run run = run_load("deals/eight-firms");
    long calls = 0;
    const ipa_collection_store_options options = {
        .n_paths = 20000, .n_threads = 2, .progress = stop_at_once, .context = &calls};
    ipa_collection_store *store = NULL;
    ipa_error error = {0};
    cr_expect_eq(ipa_collection_store_create(run.plan, &options, &store, &error), IPA_INTERRUPTED);
    cr_expect_geq(calls, 1);
    run_free(&run);
}

Test(collection_store, knows_another_pool) {
    test_run one = run_load("deals/eight-firms"), same = run_load("deals/eight-firms"),
             other = run_load("deals/leaseback"), trust = run_load("deals/eight-firms-trust");
    ipa_collection_store *store = keep(&one, (ipa_collection_store_options){.n_paths = 1});
    cr_expect_null(ipa_collection_store_difference(store, same.plan));
    cr_expect_not_null(ipa_collection_store_difference(store, other.plan));
    cr_expect_not_null(ipa_collection_store_difference(store, trust.plan));
    ipa_collection_store_free(store);
    run_free(&one);
    run_free(&same);
    run_free(&other);
    run_free(&trust);
}
