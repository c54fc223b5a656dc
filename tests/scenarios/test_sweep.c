/* Every structure of a grid is the structure run alone. */
#include "scenarios/sweep.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/simulate/simulation.h"

enum { N_PATHS = 1000, SEED = 5 };

static const ipa_overlay_base sample = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};

static const char *const balances[] = {"80000000", "90000000", "95000000"};
static const char *const coupons[] = {"0.02", "0.0279"};
static const char *const tests[] = {"draws(shortfall_payer) >= 1", "draws(shortfall_payer) >= 2"};
static const ipa_sweep_axis axes[] = {{"tranches[A].balance", balances, 3},
                                      {"tranches[A].coupon.fixed", coupons, 2},
                                      {"triggers[support_twice].when", tests, 2}};

static ipa_structure_source *open_source(ipa_arena *arena, long n_paths) {
    const ipa_structure_options options = {.n_paths = n_paths, .seed = SEED};
    ipa_structure_source *source = NULL;
    cr_assert_eq(ipa_structure_open(&sample, &options, &source, NULL), IPA_OK);
    return source;
}

static ipa_stress_sweep *swept(const ipa_structure_source *source, ipa_sweep_request request,
                               ipa_arena *arena) {
    ipa_stress_sweep *sweep = NULL;
    ipa_error error = {0};
    cr_assert_eq(ipa_sweep_run(source, &request, arena, &sweep, &error), IPA_OK, "%s",
                 error.message);
    return sweep;
}

/* Bits, NaN included. */
static bool same_bits(const void *a, const void *b, size_t n_bytes) {
    return memcmp(a, b, n_bytes) == 0;
}

static void same(const ipa_structure *a, const ipa_structure *b, int n) {
    cr_expect(same_bits(&a->cost, &b->cost, sizeof a->cost), "cost of %d", n);
    cr_expect(same_bits(&a->expected_loss, &b->expected_loss, sizeof a->expected_loss),
              "loss of %d", n);
    cr_expect(
        same_bits(&a->default_probability, &b->default_probability, sizeof a->default_probability),
        "PD of %d", n);
    cr_expect(same_bits(&a->price, &b->price, sizeof a->price), "price of %d", n);
    cr_expect(same_bits(&a->coverage, &b->coverage, sizeof a->coverage), "coverage of %d", n);
    cr_expect_eq(a->efficient, b->efficient, "%d", n);
}

Test(scenarios_sweep, same_bits_for_any_number_of_threads) {
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(arena, N_PATHS);
    ipa_sweep_request request = {
        .tranche = "A", .axes = axes, .n_axes = 3, .keep_total = true, .n_threads = 1};
    const ipa_stress_sweep *one = swept(source, request, arena);
    cr_assert_eq(one->n_structures, 12);
    for (request.n_threads = 2; request.n_threads <= 3; request.n_threads++) {
        const ipa_stress_sweep *more = swept(source, request, arena);
        for (int n = 0; n < 12; n++)
            same(&one->structures[n], &more->structures[n], n);
    }
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}

/* The seventh structure, read and run as a deal of its own. */
Test(scenarios_sweep, a_structure_has_the_figures_of_its_run) {
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(arena, N_PATHS);
    const ipa_sweep_request request = {
        .tranche = "A", .axes = axes, .n_axes = 3, .keep_total = true, .without_support = true};
    const ipa_structure *got = &swept(source, request, arena)->structures[6];
    cr_expect_eq(got->values[0], 90000000);
    cr_expect_eq(got->values[1], 0.0279);
    cr_expect(isnan(got->values[2]));
    cr_expect_str_eq(got->written[2], tests[0]);
    const ipa_stress_override overlay[] = {{"tranches[A].balance", "90000000"},
                                           {"tranches[SUB].balance", "10000000"},
                                           {"tranches[A].coupon.fixed", "0.0279"},
                                           {"triggers[support_twice].when", tests[0]}};
    const ipa_simulation_options options = {.n_paths = N_PATHS, .seed = SEED};
    ipa_overlaid of;
    ipa_result *result;
    cr_assert_eq(ipa_overlay_apply(&sample, overlay, 4, arena, &of, NULL), IPA_OK);
    cr_assert_eq(ipa_simulation_run(of.plan, &options, arena, &result, NULL), IPA_OK);
    const ipa_tranche_figures *a = &result->simulation->without_support[0];
    cr_expect(same_bits(&got->expected_loss, &a->expected_loss, sizeof(ipa_estimate)));
    cr_expect(same_bits(&got->price, &a->price, sizeof(ipa_estimate)));
    cr_expect(same_bits(&got->default_probability, &a->default_probability, sizeof(ipa_estimate)));
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}

/* One note with one coupon: its money costs that coupon, but for interest on actual days paid on
 * dates that roll. */
Test(scenarios_sweep, money_costs_its_coupon) {
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(arena, 0);
    const ipa_stress_sweep *got =
        swept(source, (ipa_sweep_request){.axes = axes + 1, .n_axes = 1}, arena);
    cr_assert_eq(got->n_structures, 2);
    cr_expect_float_eq(got->structures[0].cost, 0.02, 1e-4);
    cr_expect_float_eq(got->structures[1].cost, 0.0279, 1e-4);
    cr_expect_gt(got->structures[0].coverage, got->structures[1].coverage);
    cr_expect(isnan(got->structures[0].expected_loss.mean), "nothing was simulated");
    cr_expect_eq(got->kept_bytes, 0);
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}

Test(scenarios_sweep, what_cannot_be_has_no_figures) {
    static const char *const values[] = {"95000000", "95000001"};
    static const ipa_sweep_axis axis = {"tranches[A].balance", values, 2};
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(arena, 64);
    const ipa_stress_sweep *got =
        swept(source, (ipa_sweep_request){.axes = &axis, .n_axes = 1}, arena);
    cr_expect(isfinite(got->structures[0].expected_loss.mean));
    cr_expect(isnan(got->structures[1].expected_loss.mean));
    cr_expect_not(got->structures[1].efficient);
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}

static bool stop(void *context, long done, long total) {
    (void)context;
    return done < total / 2;
}

Test(scenarios_sweep, refuses_and_stops) {
    static const char *const values[] = {"1"};
    static const ipa_sweep_axis pool = {"stress.pd_multiplier", values, 1},
                                empty = {"tranches[A].balance", values, 0};
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(arena, 64);
    ipa_stress_sweep *sweep = NULL;
    ipa_error error = {0};
    const ipa_sweep_request wrong[] = {{.axes = &pool, .n_axes = 1},
                                       {.axes = &empty, .n_axes = 1},
                                       {.tranche = "Z", .axes = axes, .n_axes = 1}};
    for (int n = 0; n < 3; n++)
        cr_expect_eq(ipa_sweep_run(source, &wrong[n], arena, &sweep, &error), IPA_RANGE, "%d", n);
    const ipa_sweep_request stopped = {.axes = axes, .n_axes = 3, .n_threads = 2, .progress = stop};
    cr_expect_eq(ipa_sweep_run(source, &stopped, arena, &sweep, &error), IPA_INTERRUPTED);
    cr_expect_null(sweep);
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}
