#include "engine/simulate/rerun.h"

#include <criterion/criterion.h>
#include <string.h>

#include "engine/simulate/base_case.h"
#include "tests/support/runs.h"

enum { N_PATHS = 1000, SEED = 7 };

typedef struct kept_run {
    test_run run;
    ipa_collection_store *store;
    ipa_path_result base;
    double *forecast;
} kept_run;

static kept_run keep(const char *folder) {
    kept_run of = {.run = run_load(folder)};
    const ipa_collection_store_options options = {.n_paths = N_PATHS, .seed = SEED};
    ipa_error error = {0};
    cr_assert_eq(ipa_collection_store_create(of.run.plan, &options, &of.store, &error), IPA_OK,
                 "%s", error.message);
    of.forecast = IPA_NEW_ARRAY(of.run.arena, ipa_layers_n_forecast(of.run.plan), double);
    of.base = ipa_base_case_run(of.run.plan, of.run.arena, of.forecast);
    return of;
}

static void release(kept_run *of) {
    ipa_collection_store_free(of->store);
    run_free(&of->run);
}

static void rerun(kept_run *of, ipa_rerun_options options, ipa_tranche_figures *figures[]) {
    ipa_error error = {0};
    cr_assert_eq(ipa_rerun_run(of->run.plan, (ipa_rerun_base){&of->base, of->forecast}, of->store,
                               &options, of->run.arena, figures, &error),
                 IPA_OK, "%s", error.message);
}

/* Bits, NaN included. */
static bool same_bits(const void *a, const void *b, size_t n_bytes) {
    return memcmp(a, b, n_bytes) == 0;
}

/* Every estimate of the table, and the grades, to the bit. */
static void same_figures(const ipa_tranche_figures *a, const ipa_tranche_figures *b,
                         const char *folder, int t) {
#define SAME(name, text)                                                                        \
    cr_expect(same_bits(&a->name, &b->name, sizeof a->name), "%s, %d, " #name ": %.17g, %.17g", \
              folder, t, a->name.mean, b->name.mean);
    IPA_ESTIMATE_TABLE(SAME)
#undef SAME
    cr_expect(same_bits(&a->pv, &b->pv, sizeof a->pv));
    cr_expect_str_eq(a->rating.by_pd, b->rating.by_pd);
    cr_expect_str_eq(a->rating.by_el, b->rating.by_el);
}

static void as_simulated(const char *folder) {
    kept_run of = keep(folder);
    run_simulate(&of.run, N_PATHS, SEED, 2);
    const ipa_simulation_result *simulated = of.run.result->simulation;
    for (int threads = 1; threads <= 3; threads++) {
        ipa_tranche_figures *figures[IPA_N_VARIANTS];
        rerun(&of, (ipa_rerun_options){.n_threads = threads}, figures);
        for (int t = 0; t < of.run.plan->n_tranches; t++) {
            same_figures(&figures[IPA_SUPPORTED][t], &simulated->tranches[t], folder, t);
            same_figures(&figures[IPA_WITHOUT_SUPPORT][t], &simulated->without_support[t], folder,
                         t);
        }
    }
    release(&of);
}

Test(rerun, gives_the_figures_of_a_run_to_the_bit) {
    as_simulated("deals/eight-firms");
    as_simulated("deals/eight-firms-trust");
    as_simulated("deals/royalty-pool");
    as_simulated("deals/supply-chain");
    as_simulated("deals/credit-abs");
    as_simulated("tests/golden/split_accounts");
    as_simulated("tests/golden/floating_rates");
}

Test(rerun, leaves_out_what_nobody_asks_for) {
    kept_run of = keep("deals/eight-firms");
    ipa_tranche_figures *both[IPA_N_VARIANTS], *one[IPA_N_VARIANTS];
    rerun(&of, (ipa_rerun_options){.n_threads = 1}, both);
    rerun(&of, (ipa_rerun_options){.n_threads = 1, .skip = {[IPA_SUPPORTED] = true}}, one);
    cr_expect_null(one[IPA_SUPPORTED]);
    same_figures(&one[IPA_WITHOUT_SUPPORT][0], &both[IPA_WITHOUT_SUPPORT][0], "without", 0);
    rerun(&of, (ipa_rerun_options){.n_threads = 1, .skip = {[IPA_WITHOUT_SUPPORT] = true}}, one);
    cr_expect_null(one[IPA_WITHOUT_SUPPORT]);
    same_figures(&one[IPA_SUPPORTED][0], &both[IPA_SUPPORTED][0], "with", 0);
    release(&of);
}

/* Whichever is asked for, a deal without outside support has but one. */
Test(rerun, of_a_deal_without_support_both_are_one) {
    kept_run of = keep("tests/golden/e2e18_noG_trigger");
    ipa_tranche_figures *figures[IPA_N_VARIANTS];
    rerun(&of, (ipa_rerun_options){.skip = {[IPA_SUPPORTED] = true}}, figures);
    cr_assert_not_null(figures[IPA_SUPPORTED]);
    cr_expect_eq(figures[IPA_SUPPORTED], figures[IPA_WITHOUT_SUPPORT]);
    release(&of);
}
