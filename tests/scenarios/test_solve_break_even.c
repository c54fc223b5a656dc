/* A break-even is borne; a little more of the lever is not. */
#include "scenarios/solve_break_even.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "scenarios/trial.h"

static const ipa_overlay_base sample = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};

static ipa_solution solved(ipa_solve_break_even_request request, ipa_arena *arena) {
    ipa_solution solution;
    ipa_error error = {0};
    cr_assert_eq(ipa_solve_break_even_run(&sample, &request, arena, &solution, &error), IPA_OK,
                 "%s", error.message);
    return solution;
}

static bool is_timely(double haircut, ipa_arena *arena) {
    const ipa_stress_override overlay = ipa_overlay_number("collections_haircut", haircut, arena);
    ipa_trial trial;
    cr_assert_eq(ipa_trial_run(&sample, &overlay, 1, arena, &trial, NULL), IPA_OK);
    const ipa_timeliness *a = &trial.tranches[IPA_WITHOUT_SUPPORT][0];
    return ipa_timeliness_first_miss(a) < 0 && a->charges < 0;
}

Test(scenarios_solve_break_even, is_the_last_value_that_pays_on_time) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_solution got =
        solved((ipa_solve_break_even_request){.tranche = "A", .without_support = true}, arena);
    cr_assert(got.found);
    cr_expect_str_eq(got.lever, "collections_haircut");
    cr_expect_float_eq(got.unknowns[0].value, 0.028939, 1e-6, "%.8f", got.unknowns[0].value);
    cr_expect_eq(got.unknowns[0].hint, IPA_SOLUTION_SHARE);
    cr_expect(is_timely(got.unknowns[0].value, arena));
    cr_expect_not(is_timely(got.unknowns[0].value + 1e-8, arena));
    cr_assert_eq(got.n_overlay, 1);
    cr_expect_str_eq(got.overlay[0].field, "stress.collections_haircut");
    ipa_arena_destroy(arena);
}

Test(scenarios_solve_break_even, support_without_end_never_breaks) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_solution got = solved((ipa_solve_break_even_request){.tranche = "A"}, arena);
    cr_expect_not(got.found);
    cr_expect_not_null(strstr(got.reason, "at no value"));
    cr_expect(isnan(got.unknowns[0].value));
    ipa_arena_destroy(arena);
}

Test(scenarios_solve_break_even, refuses_what_it_does_not_know) {
    static const ipa_solve_break_even_request wrong[] = {
        {.lever = "collection_haircut"}, {.target = "never"}, {.tranche = "Z"}};
    static const char *const expected[] = {"did you mean collections_haircut",
                                           "timely, timely_interest or principal",
                                           "no tranche `Z`"};
    ipa_arena *arena = ipa_arena_create();
    for (int n = 0; n < 3; n++) {
        ipa_solution solution;
        ipa_error error = {0};
        cr_expect_eq(ipa_solve_break_even_run(&sample, &wrong[n], arena, &solution, &error),
                     IPA_RANGE);
        cr_expect_not_null(strstr(error.message, expected[n]), "%s", error.message);
    }
    ipa_arena_destroy(arena);
}
