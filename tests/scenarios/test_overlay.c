/* A changed deal is the deal as its author would have written the change. */
#include <criterion/criterion.h>

#include "scenarios/overlay.h"

static const ipa_overlay_base sample = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};

Test(scenarios_overlay, a_field_is_changed_and_the_rest_stands) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_stress_override change[] = {{"tranches[A].balance", "94000000"},
                                          ipa_overlay_number("fees[manager].rate", 0.002, arena)};
    ipa_overlaid of;
    cr_assert_eq(ipa_overlay_apply(&sample, change, 2, arena, &of, NULL), IPA_OK);
    cr_assert_eq(of.plan->tranches[0].original, 94000000e2);
    cr_assert_eq(of.plan->tranches[1].original, 5000000e2);
    cr_assert_eq(of.deal->n_overrides, 2);
    ipa_arena_destroy(arena);
}

Test(scenarios_overlay, an_override_that_names_nothing_is_a_finding) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_stress_override change[] = {{"tranches[A].balanse", "94000000"}};
    ipa_overlaid of;
    cr_assert_eq(ipa_overlay_apply(&sample, change, 1, arena, &of, NULL), IPA_FINDINGS);
    cr_assert_eq(of.findings.n_errors, 1);
    ipa_arena_destroy(arena);
}

Test(scenarios_overlay, a_word_without_a_dot_is_a_lever) {
    ipa_arena *arena = ipa_arena_create();
    cr_assert_str_eq(ipa_overlay_field("pd_multiplier", arena), "stress.pd_multiplier");
    cr_assert_str_eq(ipa_overlay_field("market.valuation_date", arena), "market.valuation_date");
    ipa_arena_destroy(arena);
}
