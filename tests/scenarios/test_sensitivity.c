/* A tornado's bars against runs of their own with the same overrides, and against closed forms. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "scenarios/sensitivity.h"
#include "tests/support/runs.h"

enum { N_PATHS = 4000, SEED = 17 };

static const ipa_overlay_base sample = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};
static const ipa_simulation_options paths = {.n_paths = N_PATHS, .seed = SEED, .n_threads = 2};
static ipa_arena *arena;

static void start(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(sensitivity, .init = start, .fini = end);

static ipa_stress_result run(const char *const *fields, int n_fields) {
    const ipa_sensitivity_ask ask = {
        .bump = 0.1, .fields = fields, .n_fields = n_fields, .tranche = 0};
    ipa_stress_result to = {0};
    cr_assert_eq(ipa_sensitivity_run(&sample, &ask, &paths, arena, &to, NULL), IPA_OK);
    return to;
}

static const ipa_tranche_figures *figures(const ipa_stress_override *change, int n, int variant) {
    ipa_overlaid of;
    ipa_result *result = NULL;
    cr_assert_eq(ipa_overlay_apply(&sample, change, n, arena, &of, NULL), IPA_OK);
    cr_assert_eq(ipa_simulation_run(of.plan, &paths, arena, &result, NULL), IPA_OK);
    return variant == IPA_SUPPORTED ? &result->simulation->tranches[0]
                                    : &result->simulation->without_support[0];
}

/* Sums are taken in another order: a few units in the last place. */
static void expect_estimate(ipa_estimate got, ipa_estimate wanted, double scale) {
    cr_expect_float_eq(got.mean, wanted.mean, 1e-12 * scale);
    cr_expect_float_eq(got.standard_error, wanted.standard_error, 1e-9 * scale);
}

Test(sensitivity, a_bar_is_what_runs_of_their_own_say) {
    const char *const fields[] = {"contracts[*].recovery_mean"};
    const ipa_stress_result got = run(fields, 1);
    cr_assert_eq(got.n_sensitivities, 1);
    const ipa_stress_override low = {"contracts[*].recovery_mean", "*0.9"};
    for (int v = 0; v < IPA_N_VARIANTS; v++) {
        const ipa_tranche_figures *still = figures(NULL, 0, v), *moved = figures(&low, 1, v);
        const ipa_sensitivity *bar = &got.sensitivities[0];
        expect_estimate(bar->loss[v][0], moved->expected_loss, 1);
        expect_estimate(bar->price[v][0], moved->price, 100);
        cr_expect_float_eq(bar->loss_change[v][0].mean,
                           moved->expected_loss.mean - still->expected_loss.mean, 1e-12);
        cr_expect_float_eq(bar->price_change[v][0].mean, moved->price.mean - still->price.mean,
                           1e-10);
    }
}

/* The same paths: the change is far more exact than either figure. */
Test(sensitivity, common_paths_make_changes_exact) {
    const char *const fields[] = {"curve_shift"};
    const ipa_stress_result got = run(fields, 1);
    cr_assert_eq(got.n_sensitivities, 1);
    const ipa_sensitivity *bar = &got.sensitivities[0];
    cr_expect_lt(bar->price_change[IPA_WITHOUT_SUPPORT][1].standard_error,
                 0.2 * bar->price[IPA_WITHOUT_SUPPORT][1].standard_error);
    cr_expect_eq(bar->loss_change[IPA_SUPPORTED][1].mean, 0); /* a loss is not discounted */
    /* half a percent for about 1.6 years of a price of about 100 */
    cr_expect(bar->price_change[IPA_SUPPORTED][1].mean < -0.7 &&
              bar->price_change[IPA_SUPPORTED][1].mean > -0.9);
}

Test(sensitivity, every_assumption_is_moved_and_the_largest_comes_first) {
    int n = 0;
    ipa_overlaid of;
    cr_assert_eq(ipa_overlay_apply(&sample, NULL, 0, arena, &of, NULL), IPA_OK);
    const ipa_assumption *all = ipa_assumptions_of(of.deal, 0.1, NULL, 0, arena, &n);
    static const char *const wanted[] = {"pd_multiplier", "contracts[*].recovery_cost",
                                         "fees[0].rate", "market.spreads.A",
                                         "entities[0].loadings.macro"};
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
        bool found = false;
        for (int i = 0; i < n; i++)
            found |= strcmp(all[i].field, wanted[w]) == 0;
        cr_expect(found, "%s", wanted[w]);
    }
    static const char *const some[] = {"pd_multiplier", "contracts[*].recovery_mean",
                                       "fees[0].rate"};
    const ipa_stress_result got = run(some, 3);
    cr_assert_eq(got.n_sensitivities, 3);
    cr_expect_str_eq(got.sensitivities[0].field, "pd_multiplier");
    cr_expect_gt(got.n_contributions, 8);
}
