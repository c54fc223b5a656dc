/* Reports under a stress say so, first of all. */
#include "reports/levers_text.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/runs.h"
#include "tests/support/viewed.h"

static ipa_view view_of(const test_run *run, ipa_language language) {
    static const ipa_run_info info = {.version = "", .command = "", .as_of = "", .sampler = ""};
    return (ipa_view){.deal = run->plan->deal,
                      .plan = run->plan,
                      .result = run->result,
                      .run = &info,
                      .language = language,
                      .unit = IPA_UNIT_YUAN,
                      .arena = run->arena};
}

static test_run load(const char *override) {
    return run_load_with("deals/eight-firms", &override, override ? 1 : 0);
}

Test(levers_text, says_values_with_their_units) {
    test_run run = load("stress={pd_multiplier: 2.5, obligor_stops: {E1: 15, all: 40}, "
                        "default_timing: [0.5, 0.5], collections_haircut: 10%}");
    const ipa_view english = view_of(&run, IPA_LANGUAGE_EN),
                   chinese = view_of(&run, IPA_LANGUAGE_ZH);
    cr_expect_str_eq(ipa_levers_text_value(&english, IPA_LEVER_PD_MULTIPLIER), "2.5 times");
    cr_expect_str_eq(ipa_levers_text_value(&english, IPA_LEVER_OBLIGOR_STOPS),
                     "E1: 15, all: 40 months");
    cr_expect_str_eq(ipa_levers_text_value(&english, IPA_LEVER_DEFAULT_TIMING), "0.5, 0.5");
    cr_expect_str_eq(ipa_levers_text_all(&english),
                     "Haircut on collections 10%; Multiple of default probabilities 2.5 times; "
                     "Obligors that default E1: 15, all: 40 months");
    cr_expect_str_eq(ipa_levers_text_all(&chinese),
                     "回款折扣 10%；违约概率倍数 2.5 倍；指定企业违约 E1: 15, all: 40 个月");
    run_free(&run);
}

Test(levers_text, says_nothing_without_a_stress) {
    test_run run = load(NULL), neutral = load("stress={pd_multiplier: 1}");
    const ipa_view view = view_of(&run, IPA_LANGUAGE_EN),
                   at_rest = view_of(&neutral, IPA_LANGUAGE_EN);
    cr_expect_null(ipa_levers_text_all(&view));
    cr_expect_null(ipa_levers_text_all(&at_rest));
    run_free(&run);
    run_free(&neutral);
}

Test(levers_text, levers_stand_first_among_the_assumptions) {
    test_run run = load("stress={recovery_lag_months: 6, key_patents_months: 3}");
    run_simulate(&run, 0, 1, 1);
    const ipa_view view = view_of(&run, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_assumptions(&view);
    cr_expect_eq(viewed_row(table, "Recoveries later by", NULL), 0);
    cr_expect_str_eq(viewed_text(table, 0, "Value"), "6 months");
    cr_expect_str_eq(viewed_text(table, 0, "Mark"), "under stress");
    cr_expect_geq(viewed_row(table, "stress.recovery_lag_months", NULL), 0);
    cr_expect_geq(viewed_row(table, "stress.key_patents_months", NULL), 0);
    cr_expect_eq(viewed_row(table, "stress.collections_haircut", NULL), -1, "a default is shown");
    const ipa_table *facts = ipa_views_deal_facts(&view);
    cr_expect_geq(viewed_row(facts, "Under stress", "Recoveries later by 6 months"), 0);
    run_free(&run);
}
