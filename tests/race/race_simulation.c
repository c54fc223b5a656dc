/* Threads that share a plan and commit their blocks in order: the same bits on one thread and on
 * four, interrupted runs included. A plain main, for the thread sanitizer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/deal.h"
#include "engine/simulate/simulation.h"

enum { N_PATHS = 4000, N_FIGURES = 6 };

static bool go_on(void *left, long done, long total) {
    return done <= total && --*(int *)left > 0;
}

static const ipa_plan *plan_of(const char *folder, ipa_arena *arena) {
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal;
    ipa_plan *plan;
    ipa_error error = {0};
    if (ipa_deal_read(folder, NULL, arena, &findings, &deal, &error) != IPA_OK ||
        ipa_plan_resolve(deal, arena, &findings, &plan, &error) != IPA_OK) {
        fprintf(stderr, "%s: %s\n", folder, error.message);
        exit(EXIT_FAILURE);
    }
    return plan;
}

static ipa_status run(const ipa_plan *plan, int n_threads, int calls, ipa_arena *arena,
                      double figures[N_FIGURES]) {
    ipa_result *result;
    const ipa_simulation_options options = {.n_paths = N_PATHS,
                                            .seed = 3,
                                            .n_threads = n_threads,
                                            .rounding = true,
                                            .progress = go_on,
                                            .context = &calls};
    ipa_status status = ipa_simulation_run(plan, &options, arena, &result, NULL);
    if (status != IPA_OK)
        return status;
    const ipa_simulation_result *of = result->simulation;
    const ipa_tranche_figures *unsupported =
        of->without_support != NULL ? of->without_support : of->tranches;
    const double all[N_FIGURES] = {of->tranches[0].price.mean,
                                   of->tranches[0].price.standard_error,
                                   unsupported->expected_loss.mean,
                                   unsupported->cvar[2].standard_error,
                                   of->loss_rate.mean,
                                   of->collections[0].percentile[0]};
    memcpy(figures, all, sizeof all);
    return IPA_OK;
}

static bool same_on_one_and_four(const char *folder) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_plan *plan = plan_of(folder, arena);
    double one[N_FIGURES], four[N_FIGURES];
    bool same = run(plan, 1, 1 << 30, arena, one) == IPA_OK &&
                run(plan, 4, 1 << 30, arena, four) == IPA_OK && memcmp(one, four, sizeof one) == 0;
    ipa_arena_destroy(arena);
    return same;
}

static bool stops(const char *folder) {
    ipa_arena *arena = ipa_arena_create();
    double figures[N_FIGURES];
    bool stopped = run(plan_of(folder, arena), 4, 1, arena, figures) == IPA_INTERRUPTED;
    ipa_arena_destroy(arena);
    return stopped;
}

int main(void) {
    const char *const sample = IPABS_SOURCE_DIR "/deals/eight-firms";
    const bool passed[] = {same_on_one_and_four(sample),
                           same_on_one_and_four(IPABS_SOURCE_DIR "/tests/golden/e2e18_G_trigger"),
                           same_on_one_and_four(IPABS_SOURCE_DIR "/deals/royalty-pool"),
                           stops(sample)};
    const int n_all = (int)(sizeof passed / sizeof *passed);
    int n_passed = 0;
    for (int n = 0; n < n_all; n++)
        n_passed += passed[n];
    printf("%d passed, %d failed\n", n_passed, n_all - n_passed);
    return n_passed == n_all ? EXIT_SUCCESS : EXIT_FAILURE;
}
