/* The sample deal: 100,000 paths, with and without outside support, all statistics, one thread;
 * beside it the obvious scalar program for the same deal (bench/peer_scalar.h). */
#include "bench/bench.h"
#include "bench/peer_scalar.h"
#include "engine/deal/deal.h"
#include "engine/simulate/simulation.h"

enum { N_PATHS = 100000, N_REPEATS = 5 };

static void simulate(void *context) {
    ipa_arena *arena = ipa_arena_create();
    ipa_result *result;
    ipa_error error = {0};
    const ipa_simulation_options options = {.n_paths = N_PATHS, .seed = 20250725, .n_threads = 1};
    if (ipa_simulation_run(context, &options, arena, &result, &error) != IPA_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    bench_keep(result);
    ipa_arena_destroy(arena);
}

static void naive(void *context) {
    const peer_result result = peer_scalar_run(context, N_PATHS, 20250725);
    bench_keep(&result);
}

/* Both programs are about the same deal: their senior default probabilities agree. */
static void print_both(const ipa_plan *plan) {
    ipa_arena *arena = ipa_arena_create();
    ipa_result *result;
    const ipa_simulation_options options = {.n_paths = N_PATHS, .seed = 20250725};
    const peer_result peer = peer_scalar_run(plan, N_PATHS, 20250725);
    if (ipa_simulation_run(plan, &options, arena, &result, NULL) == IPA_OK) {
        const ipa_tranche_figures *of = result->simulation->tranches;
        printf("%-40s %10.6f +- %.6f, scalar program %.6f\n", "senior default probability",
               of->default_probability.mean, of->default_probability.standard_error,
               peer.default_probability);
    }
    ipa_arena_destroy(arena);
}

int main(void) {
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal;
    ipa_plan *plan;
    ipa_error error = {0};
    if (ipa_deal_read(IPABS_SOURCE_DIR "/deals/eight-firms", NULL, arena, &findings, &deal,
                      &error) != IPA_OK ||
        ipa_plan_resolve(deal, arena, &findings, &plan, &error) != IPA_OK) {
        fprintf(stderr, "the sample deal cannot be read: %s\n", error.message);
        return 1;
    }
    const bench_time ours = bench_run(simulate, plan, N_REPEATS);
    bench_print("sample, 100,000 paths, one thread", ours, N_PATHS, "paths");
    printf("%-40s %10.0f MB\n", "peak memory", bench_peak_mb());
    const bench_time peer = bench_run(naive, plan, N_REPEATS);
    bench_print("scalar program, one variant, no quantiles", peer, N_PATHS, "paths");
    bench_print_ratio("ratio", ours, peer);
    print_both(plan);
    ipa_arena_destroy(arena);
    return 0;
}
