/* The table of levers: names, neutral values, what counts as in force. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/deal/fields_stress.h"
#include "engine/deal/levers.h"
#include "tests/support/runs.h"

static const char FOLDER[] = "deals/eight-firms";

Test(levers, every_lever_is_a_field_with_words_in_both_languages) {
    cr_assert_eq(ipa_fields_stress.n_fields, IPA_N_LEVERS);
    for (int n = 0; n < IPA_N_LEVERS; n++) {
        const ipa_lever_traits *lever = &ipa_levers_traits[n];
        const ipa_field *field = ipa_fields_find(&ipa_fields_stress, lever->name);
        cr_assert_not_null(field, "%s", lever->name);
        cr_expect_eq(ipa_levers_find(lever->name), n);
        cr_expect(strlen(lever->zh) > 0 && strlen(lever->en) > 0 && strlen(field->zh) > 0 &&
                  strlen(field->en) > 0);
        for (int m = 0; m < n; m++)
            cr_expect(strcmp(lever->zh, ipa_levers_traits[m].zh) != 0 &&
                      strcmp(lever->en, ipa_levers_traits[m].en) != 0);
    }
    cr_expect_eq(ipa_levers_find("no_such_lever"), -1);
    cr_expect_str_eq(ipa_levers_nearest("colections_haircut"), "collections_haircut");
    cr_expect_str_eq(ipa_levers_unit_text(IPA_LEVER_IN_MONTHS, false), "months");
}

static int n_in_force(const char *override) {
    const char *const overrides[] = {override};
    test_run run = run_load_with(FOLDER, overrides, 1);
    int n = 0;
    for (int lever = 0; lever < IPA_N_LEVERS; lever++)
        n += ipa_levers_in_force(&run.plan->deal->stress, (ipa_lever)lever);
    cr_expect_eq(n > 0, ipa_levers_any(&run.plan->deal->stress));
    run_free(&run);
    return n;
}

Test(levers, neutral_values_are_not_in_force) {
    cr_expect_eq(n_in_force("simulation.seed=1"), 0);
    cr_expect_eq(n_in_force("stress={}"), 0);
    cr_expect_eq(n_in_force("stress={pd_multiplier: 1.0, collections_haircut: 0%, key_patents: 0, "
                            "recovery_multiplier: 1, obligor_stops: {}, support_off: []}"),
                 0);
    /* Times mean something only beside another lever. */
    cr_expect_eq(n_in_force("stress={largest_default_months: 9, key_patents_months: 3, "
                            "season_to_months: 24, default_timing: front}"),
                 0);
}

Test(levers, what_differs_from_neutral_is) {
    cr_expect_eq(n_in_force("stress={pd_multiplier: 1.01, collections_delay: 1, "
                            "obligor_stops: {all: 0}, support_off: all, curve_shift: -1%}"),
                 5);
    /* No default at all is not the deal's own default rate. */
    cr_expect_eq(n_in_force("stress.cumulative_default_rate=0"), 1);
}

Test(levers, its_own_figure_goes_before_that_of_all) {
    ipa_pair items[] = {{.name = "all", .number = {.value = 1}},
                        {.name = "E1", .number = {.value = 2}}};
    const ipa_pairs map = {items, 2}, nothing = {0};
    cr_expect_eq(ipa_levers_of(&map, "E1")->number.value, 2);
    cr_expect_eq(ipa_levers_of(&map, "E2")->number.value, 1);
    cr_expect_null(ipa_levers_of(&nothing, "E1"));
}

Test(levers, months_are_calendar_months) {
    const ipa_date cutoff = ipa_date_from(2025, 8, 31);
    cr_expect_eq(ipa_levers_date(cutoff, 6), ipa_date_from(2026, 2, 28));
    cr_expect_eq(ipa_levers_date(cutoff, 0), cutoff);
}
