/* Break-even levers: the sample's haircut against its published figure, others against the pool's
 * own arithmetic. */
#include <criterion/criterion.h>
#include <math.h>

#include "engine/simulate/base_case.h"
#include "scenarios/break_even.h"
#include "tests/support/runs.h"

#define SAMPLE IPABS_SOURCE_DIR "/deals/eight-firms"

static const ipa_overlay_base sample = {.path = SAMPLE};
static ipa_arena *arena;

static void start(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(break_even, .init = start, .fini = end);

static ipa_break_even *find(const char *lever, const ipa_stress_override *given, int n_given) {
    const ipa_break_even_search search = {&sample, given, n_given, lever};
    ipa_break_even *rows = NULL;
    int n_rows = 0;
    cr_assert_eq(ipa_break_even_find(&search, arena, &rows, &n_rows, NULL), IPA_OK);
    cr_assert_eq(n_rows, 2);
    return rows;
}

/* Worked out in exact decimals by an independent program: 2.8939%. */
Test(break_even, the_haircut_the_sample_bears_alone) {
    const ipa_break_even *senior = &find("collections_haircut", NULL, 0)[0];
    cr_expect_float_eq(senior->timely[IPA_WITHOUT_SUPPORT], 0.028939, 1e-6, "%.9f",
                       senior->timely[IPA_WITHOUT_SUPPORT]);
    cr_expect_eq(senior->timely[IPA_SUPPORTED], INFINITY);
    /* what is late is made up for as long as the whole life brings enough */
    cr_expect_gt(senior->principal[IPA_WITHOUT_SUPPORT], senior->timely[IPA_WITHOUT_SUPPORT]);
}

/* At the value it is told the tranche holds, a hair above it does not. */
static bool is_timely(const char *lever, double value, const ipa_stress_override *given) {
    const ipa_stress_override overlay[] = {ipa_overlay_number(lever, value, arena),
                                           given ? *given : (ipa_stress_override){0}};
    ipa_trial trial;
    ipa_error error = {0};
    cr_assert_eq(ipa_trial_run(&sample, overlay, given ? 2 : 1, arena, &trial, &error), IPA_OK,
                 "%s", error.message);
    const ipa_timeliness *senior = &trial.tranches[IPA_WITHOUT_SUPPORT][0];
    return ipa_timeliness_first_miss(senior) < 0 && senior->charges < 0;
}

Test(break_even, it_is_the_last_value_that_holds) {
    const double haircut = find("collections_haircut", NULL, 0)[0].timely[IPA_WITHOUT_SUPPORT];
    cr_expect(is_timely("collections_haircut", haircut, NULL));
    cr_expect_not(is_timely("collections_haircut", haircut + 1e-8, NULL));
}

/* Nobody defaults in the base case: recoveries matter only where somebody is made to. */
Test(break_even, recoveries_matter_once_something_defaults) {
    const ipa_break_even *alone = &find("recovery_multiplier", NULL, 0)[0];
    cr_expect_eq(alone->timely[IPA_WITHOUT_SUPPORT], -INFINITY);
    const ipa_stress_override given = {"cumulative_default_rate", "0.06"};
    const ipa_break_even *stressed = &find("recovery_multiplier", &given, 1)[0];
    const double critical = stressed->principal[IPA_WITHOUT_SUPPORT];
    cr_expect(isnan(critical) || critical == -INFINITY || (critical > 0 && critical < 1), "%g",
              critical);
}

/* One of eight firms is more than the subordinated 5%; the supporter carries all of them. */
Test(break_even, whole_levers_count) {
    const ipa_break_even *senior = &find("largest_obligors", NULL, 0)[0];
    cr_expect_eq(senior->timely[IPA_WITHOUT_SUPPORT], 0);
    cr_expect_eq(senior->timely[IPA_SUPPORTED], INFINITY);
    cr_expect_eq(find("collections_delay", NULL, 0)[0].timely[IPA_WITHOUT_SUPPORT], 0);
}

Test(break_even, only_its_own_levers_are_known) {
    ipa_break_even *rows;
    int n_rows;
    const ipa_break_even_search search = {&sample, NULL, 0, "pd_multiplier"};
    cr_expect_not(ipa_break_even_knows("pd_multiplier"));
    cr_expect_eq(ipa_break_even_find(&search, arena, &rows, &n_rows, NULL), IPA_RANGE);
    for (const char *const *lever = ipa_break_even_levers; *lever != NULL; lever++)
        cr_expect(ipa_break_even_knows(*lever));
}
