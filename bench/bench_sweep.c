/* A thousand structures of the sample deal with a reserve (balances × coupons × reserves ×
 * triggers) on 20,000 paths, with as many threads as there are processors. */
#include <math.h>

#include "bench/bench.h"
#include "scenarios/sweep.h"

enum { N_PATHS = 20000 };

static const char *const deal[] = {
    "accounts=[{id: collection}, {id: reserve, initial: 0, target: \"0\"}]",
    "waterfalls.normal=[{draw: {account: reserve}, for: [vat, manager, custodian, servicer, "
    "agencies, A.interest, A.principal, csdc]}, {draw: shortfall_payer, for: [vat, manager, "
    "custodian, servicer, agencies, A.interest, A.principal, csdc]}, {pay: vat}, {pay: [manager, "
    "custodian, servicer, agencies]}, {pay: A.interest}, {pay: A.principal}, {pay: csdc}, {move: "
    "reserve}, {pay: SUB.residual, when: \"final\"}, {pay: SUB.residual, from: reserve, when: "
    "\"final\"}]"};
static const char *const balances[] = {"86000000", "87000000", "88000000", "89000000", "90000000",
                                       "91000000", "92000000", "93000000", "94000000", "95000000"};
static const char *const coupons[] = {"0.0200", "0.0220", "0.0240", "0.0260", "0.0279",
                                      "0.0300", "0.0320", "0.0340", "0.0360", "0.0380"};
static const char *const reserves[] = {"0", "500000", "1000000", "2000000", "4000000"};
static const char *const triggers[] = {"draws(shortfall_payer) >= 1",
                                       "draws(shortfall_payer) >= 2"};
static const ipa_sweep_axis axes[] = {{"tranches[A].balance", balances, 10},
                                      {"tranches[A].coupon.fixed", coupons, 10},
                                      {"accounts[reserve].initial", reserves, 5},
                                      {"triggers[support_twice].when", triggers, 2}};

static bool stop(const char *what, const ipa_error *error) {
    fprintf(stderr, "%s: %s\n", what, error->message);
    return false;
}

/* Of all threads: what a machine busy with other things does not change. */
static double processor(void) {
    return (double)clock() / CLOCKS_PER_SEC;
}

static bool sweep(const ipa_structure_source *source, ipa_arena *arena) {
    const ipa_sweep_request request = {
        .tranche = "A", .axes = axes, .n_axes = 4, .keep_total = true};
    ipa_stress_sweep *made;
    ipa_error error = {0};
    const double start = bench_now(), processor_start = processor();
    if (ipa_sweep_run(source, &request, arena, &made, &error) != IPA_OK)
        return stop("sweep", &error);
    const double seconds = bench_now() - start, worked = processor() - processor_start;
    int n_efficient = 0, n_made = 0;
    for (int n = 0; n < made->n_structures; n++) {
        n_efficient += made->structures[n].efficient;
        n_made += isfinite(made->structures[n].expected_loss.mean);
    }
    const double path_periods = (double)made->n_structures * N_PATHS * source->deal.plan->n_periods;
    printf("%d structures (%d could be made, %d efficient) on %d paths: %.2f s, %.2f s of "
           "processors: %.2f ns a path-period\n",
           made->n_structures, n_made, n_efficient, N_PATHS, seconds, worked,
           1e9 * worked / path_periods);
    return n_made == made->n_structures && n_efficient > 0;
}

int main(void) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_overlay_base base = {
        .path = IPABS_SOURCE_DIR "/deals/eight-firms", .overrides = deal, .n_overrides = 2};
    const ipa_structure_options options = {.n_paths = N_PATHS, .seed = 20250725};
    ipa_structure_source *source = NULL;
    ipa_error error = {0};
    const double start = bench_now();
    bool done = ipa_structure_open(&base, &options, &source, &error) == IPA_OK;
    if (!done)
        stop("the sample deal", &error);
    printf("collections drawn and kept in %.2f s\n", bench_now() - start);
    done = done && sweep(source, arena);
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
    return done ? 0 : 1;
}
