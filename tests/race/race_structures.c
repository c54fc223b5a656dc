/* Threads that draw kept collections together, and read, judge and run structures on them: the same
 * bits on one thread and on several. Run under the thread sanitizer; a plain main, for Criterion
 * does not run there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/sweep.h"

enum { N_PATHS = 640, N_THREADS = 3 };

static const char *const balances[] = {"90000000", "95000000"};
static const char *const coupons[] = {"0.02", "0.0279", "0.03"};
static const ipa_sweep_axis axes[] = {{"tranches[A].balance", balances, 2},
                                      {"tranches[A].coupon.fixed", coupons, 3}};

/* Drawn and swept with as many threads. */
static ipa_stress_sweep *swept(int n_threads, ipa_arena *arena) {
    const ipa_overlay_base base = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};
    const ipa_structure_options options = {.n_paths = N_PATHS, .seed = 7, .n_threads = n_threads};
    const ipa_sweep_request request = {
        .axes = axes, .n_axes = 2, .keep_total = true, .n_threads = n_threads};
    ipa_structure_source *source = NULL;
    ipa_stress_sweep *sweep = NULL;
    ipa_error error = {0};
    if (ipa_structure_open(&base, &options, &source, &error) != IPA_OK ||
        ipa_sweep_run(source, &request, arena, &sweep, &error) != IPA_OK)
        fprintf(stderr, "%s\n", error.message);
    ipa_structure_close(source);
    return sweep;
}

/* One structure, its blocks shared out. */
static bool rerun(int n_threads, ipa_estimate *price) {
    const ipa_overlay_base base = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};
    const ipa_structure_options options = {.n_paths = N_PATHS, .seed = 7, .n_threads = n_threads};
    const ipa_rerun_options how = {.n_threads = n_threads};
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = NULL;
    ipa_structured made;
    const bool done = ipa_structure_open(&base, &options, &source, NULL) == IPA_OK &&
                      ipa_structure_run(source, NULL, 0, &how, arena, &made, NULL) == IPA_OK;
    if (done)
        *price = made.tranches[IPA_WITHOUT_SUPPORT][0].price;
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
    return done;
}

static bool same(ipa_estimate a, ipa_estimate b) {
    return a.mean == b.mean && a.standard_error == b.standard_error;
}

int main(void) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_stress_sweep *one = swept(1, arena), *several = swept(N_THREADS, arena);
    ipa_estimate prices[2];
    bool agree = one != NULL && several != NULL && rerun(1, &prices[0]) &&
                 rerun(N_THREADS, &prices[1]) && same(prices[0], prices[1]);
    for (int n = 0; agree && n < one->n_structures; n++)
        agree = same(one->structures[n].price, several->structures[n].price) &&
                same(one->structures[n].expected_loss, several->structures[n].expected_loss);
    ipa_arena_destroy(arena);
    printf("%d passed, %d failed\n", agree, !agree);
    return agree ? EXIT_SUCCESS : EXIT_FAILURE;
}
