/* The sample deal: 100,000 paths, with and without outside support, all statistics, one thread;
 * beside it the obvious scalar program for the same deal (bench/peer_scalar.h), which must find the
 * same figures for its time to mean anything. */
#include "bench/bench.h"
#include "bench/peer_scalar.h"
#include "engine/deal/deal.h"
#include "engine/simulate/simulation.h"

enum { N_PATHS = 100000, N_REPEATS = 5 };

typedef struct bench_sample {
    const ipa_plan *plan;
    ipa_estimate default_probability[PEER_N_VARIANTS], expected_loss[PEER_N_VARIANTS];
    peer_result peer;
} bench_sample;

static void simulate(void *context) {
    bench_sample *sample = context;
    ipa_arena *arena = ipa_arena_create();
    ipa_result *result;
    ipa_error error = {0};
    const ipa_simulation_options options = {.n_paths = N_PATHS, .seed = 20250725, .n_threads = 1};
    if (ipa_simulation_run(sample->plan, &options, arena, &result, &error) != IPA_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    for (int v = 0; v < PEER_N_VARIANTS; v++) {
        const ipa_tranche_figures *senior =
            v == 0 ? result->simulation->tranches : result->simulation->without_support;
        sample->default_probability[v] = senior->default_probability;
        sample->expected_loss[v] = senior->expected_loss;
    }
    ipa_arena_destroy(arena);
}

static void naive(void *context) {
    bench_sample *sample = context;
    sample->peer = peer_scalar_run(sample->plan, N_PATHS, 20250725);
}

/* Two independent samples of one figure. */
static bool agree(const char *what, ipa_estimate ours, double peer) {
    const double errors = fabs(ours.mean - peer) / (sqrt(2) * ours.standard_error);
    printf("%-40s %10.6f and %.6f: %.1f standard errors\n", what, ours.mean, peer, errors);
    return errors < 5;
}

static bool all_agree(const bench_sample *sample) {
    static const char *const names[PEER_N_VARIANTS][2] = {
        {"default probability", "expected loss"},
        {"default probability without support", "expected loss without support"}};
    bool agreed = true;
    for (int v = 0; v < PEER_N_VARIANTS; v++) {
        agreed &=
            agree(names[v][0], sample->default_probability[v], sample->peer.default_probability[v]);
        agreed &= agree(names[v][1], sample->expected_loss[v], sample->peer.expected_loss[v]);
    }
    return agreed;
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
    bench_sample sample = {.plan = plan};
    const bench_time ours = bench_run(simulate, &sample, N_REPEATS);
    bench_print("sample, all statistics, one thread", ours, N_PATHS, "paths");
    printf("%-40s %10.0f MB\n", "peak memory", bench_peak_mb());
    const bench_time peer = bench_run(naive, &sample, N_REPEATS);
    bench_print("scalar program, few statistics", peer, N_PATHS, "paths");
    bench_print_ratio("ratio", ours, peer);
    const bool agreed = all_agree(&sample);
    ipa_arena_destroy(arena);
    return agreed ? 0 : 1;
}
