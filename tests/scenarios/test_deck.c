/* What a deck's lists, products and grids combine to, and where its mistakes are shown. */
#include "scenarios/deck.h"

#include <criterion/criterion.h>
#include <string.h>

static ipa_arena *arena;
static ipa_findings findings;
static const ipa_overlay_base sample = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};

static void set_up(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
}

static void tear_down(void) {
    ipa_arena_destroy(arena);
}

TestSuite(scenarios_deck, .init = set_up, .fini = tear_down);

static ipa_deck *parse(const char *text) {
    return ipa_deck_parse("deck.yaml", text, arena, &findings);
}

static const char *said(void) {
    return ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false);
}

static const char *value_of(const ipa_deck_scenario *scenario, const char *field) {
    const char *value = NULL;
    for (int n = 0; n < scenario->n_overlay; n++)
        if (strcmp(scenario->overlay[n].field, field) == 0) {
            cr_assert_null(value, "%s is there twice", field);
            value = scenario->overlay[n].value;
        }
    return value;
}

Test(scenarios_deck, a_list_is_taken_in_its_order) {
    const ipa_deck *deck = parse("ipabs_deck: 1\n"
                                 "name: {zh: 甲, en: One}\n"
                                 "scenarios:\n"
                                 "  - {name: base}\n"
                                 "  - {name: mild, title: {zh: 轻度, en: Mild}, overlay: "
                                 "{recovery_multiplier: 80%, \"fees[manager].rate\": 0.002}}\n");
    cr_assert_eq(findings.n_items, 0, "%s", said());
    cr_assert(deck->simulated);
    cr_assert_str_eq(deck->name.en, "One");
    cr_assert_eq(deck->n_scenarios, 2);
    cr_assert_eq(deck->scenarios[0].n_overlay, 0);
    cr_assert_str_eq(deck->scenarios[0].title.zh, "base");
    cr_assert_str_eq(deck->scenarios[1].title.zh, "轻度");
    cr_assert_str_eq(value_of(&deck->scenarios[1], "recovery_multiplier"), "80%");
    cr_assert_str_eq(value_of(&deck->scenarios[1], "fees[manager].rate"), "0.002");
    cr_assert_eq(deck->scenarios[1].origins[0].mark.line, 5);
}

Test(scenarios_deck, scenarios_come_with_break_evens_unless_the_deck_says_which) {
    const ipa_deck *usual = parse("scenarios: [{name: base}]\n");
    cr_assert_eq(usual->n_break_even, 2);
    cr_expect_str_eq(usual->break_even[0].id, "collections_haircut");
    cr_expect_str_eq(usual->break_even[1].id, "cumulative_default_rate");
    cr_expect_eq(parse("scenarios: [{name: base}]\nbreak_even: []\n")->n_break_even, 0);
    cr_expect_eq(
        parse("grid: {pd_multiplier: [1, 2]}\nbreak_even: [sales_haircut]\n")->n_break_even, 1);
    cr_expect_eq(parse("sensitivities: {bump: 0.1}\n")->n_break_even, 0);
    cr_assert_eq(findings.n_items, 0, "%s", said());
}

Test(scenarios_deck, its_version_need_not_be_said) {
    const ipa_deck *deck =
        parse("scenarios: [{name: mild, overlay: {recovery_multiplier: 0.8}}]\n");
    cr_assert_eq(findings.n_items, 0, "%s", said());
    cr_assert_eq(deck->n_scenarios, 1);
    cr_assert(!parse("simulated: false\nscenarios: [{name: base}]\n")->simulated);
    cr_assert_null(parse("ipabs_deck: 2\nscenarios: [{name: mild}]\n"));
}

Test(scenarios_deck, a_product_takes_one_of_each_list_and_later_lists_win) {
    const ipa_deck *deck =
        parse("ipabs_deck: 1\n"
              "product:\n"
              "  - [{name: a, overlay: {x: 1, z: 9}}, {name: b, overlay: {x: 2}}]\n"
              "  - [{name: c, overlay: {y: 3}}, {name: d, title: D, overlay: {stress.x: 4}},\n"
              "     {name: e}]\n");
    static const char *const names[] = {"a × c", "a × d", "a × e", "b × c", "b × d", "b × e"};
    static const char *const x[] = {"1", NULL, "1", "2", NULL, "2"};
    cr_assert_eq(findings.n_items, 0, "%s", said());
    cr_assert_eq(deck->n_scenarios, 6);
    for (int n = 0; n < 6; n++) {
        const char *value = value_of(&deck->scenarios[n], "x");
        cr_expect_str_eq(deck->scenarios[n].name, names[n]);
        cr_expect(x[n] == NULL ? value == NULL : strcmp(value, x[n]) == 0, "%s", names[n]);
    }
    cr_expect_str_eq(value_of(&deck->scenarios[1], "stress.x"), "4");
    cr_expect_str_eq(value_of(&deck->scenarios[1], "z"), "9");
    cr_expect_str_eq(deck->scenarios[1].title.en, "a × D");
}

Test(scenarios_deck, a_grid_is_every_combination_of_its_figures) {
    const ipa_deck *deck = parse("ipabs_deck: 1\n"
                                 "grid: {pd_multiplier: [1, 2, 3], recovery_multiplier: [1, 0]}\n");
    cr_assert_eq(findings.n_items, 0, "%s", said());
    cr_assert_eq(deck->n_scenarios, 6);
    cr_assert_str_eq(deck->scenarios[0].name, "pd_multiplier=1, recovery_multiplier=1");
    cr_assert_str_eq(deck->scenarios[5].name, "pd_multiplier=3, recovery_multiplier=0");
    cr_assert_str_eq(value_of(&deck->scenarios[3], "pd_multiplier"), "2");
}

Test(scenarios_deck, parts_come_one_after_another) {
    const ipa_deck *deck = parse("ipabs_deck: 1\n"
                                 "grid: {g: [1]}\n"
                                 "product: [[{name: p}], [{name: q}]]\n"
                                 "scenarios: [{name: s}]\n");
    cr_assert_eq(deck->n_scenarios, 3);
    cr_assert_str_eq(deck->scenarios[0].name, "s");
    cr_assert_str_eq(deck->scenarios[1].name, "p × q");
    cr_assert_str_eq(deck->scenarios[2].name, "g=1");
}

Test(scenarios_deck, ten_thousand_are_run_and_not_one_more) {
    static const char axis[] = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    const char *four = ipa_arena_format(
        arena, "ipabs_deck: 1\ngrid: {a: %s, b: %s, c: %s, d: %s}\n", axis, axis, axis, axis);
    const ipa_deck *deck = parse(four);
    cr_assert_eq(deck->n_scenarios, IPA_DECK_MOST_SCENARIOS);
    cr_assert_eq(findings.n_items, 0);
    parse(ipa_arena_format(arena, "%sscenarios: [{name: one}]\n", four));
    cr_assert_eq(findings.n_errors, 1);
    cr_assert_eq(findings.items[0].code, IPA_E0602_DECK_LARGE);
}

Test(scenarios_deck, a_mistake_in_an_overlay_is_shown_where_it_stands) {
    const ipa_deck *deck = parse("ipabs_deck: 1\n"
                                 "scenarios:\n"
                                 "  - name: one\n"
                                 "    overlay:\n"
                                 "      tranches[A].coupon.fixed: 2.79\n"
                                 "      fees[manager].rat: 0.002\n"
                                 "      tranches[X].balance: 5\n"
                                 "  - {name: two, overlay: {\"tranches[A].balance\": [1, 2]}}\n");
    ipa_plan *plan = NULL;
    ipa_deal *deal = NULL;
    ipa_findings none = ipa_findings_make(arena);
    cr_assert_eq(ipa_deal_read(sample.path, NULL, arena, &none, &deal, NULL), IPA_OK);
    cr_assert_eq(ipa_plan_resolve(deal, arena, &none, &plan, NULL), IPA_OK);
    cr_assert_eq(findings.n_items, 0, "%s", said());
    cr_assert_eq(ipa_deck_judge(deck, &sample, deal, &findings, NULL), IPA_OK);
    ipa_findings_sort(&findings);
    static const struct {
        ipa_code code;
        int line, column;
    } expected[] = {{IPA_E0107_LOOKS_LIKE_PERCENT, 5, 33},
                    {IPA_E0104_UNKNOWN_KEY, 6, 7},
                    {IPA_E0116_OVERRIDE, 7, 7},
                    {IPA_E0102_WRONG_TYPE, 8, 50}};
    cr_assert_eq(findings.n_items, 4, "%s", said());
    for (size_t n = 0; n < 4; n++) {
        cr_expect_eq(findings.items[n].code, expected[n].code, "%s", said());
        cr_expect_eq(findings.items[n].mark.line, expected[n].line, "%s", said());
        cr_expect_eq(findings.items[n].mark.column, expected[n].column, "%s", said());
        cr_expect_str_eq(findings.items[n].mark.file, "deck.yaml");
    }
    cr_expect(strstr(findings.items[1].hint, "`rate`") != NULL);
}

Test(scenarios_deck, what_is_wrong_in_every_combination_is_said_once) {
    const ipa_deck *deck = parse("ipabs_deck: 1\n"
                                 "grid: {\"fees[manager].rate\": [0.001, 7], "
                                 "\"deal.cutofff\": [2025-01-01, 2025-01-02]}\n");
    ipa_deal deal = {.n_tranches = 2};
    cr_assert_eq(ipa_deck_judge(deck, &sample, &deal, &findings, NULL), IPA_OK);
    cr_assert_eq(findings.n_items, 2, "%s", said());
}

Test(scenarios_deck, an_error_elsewhere_names_the_scenario) {
    const ipa_deck *deck =
        parse("ipabs_deck: 1\n"
              "scenarios: [{name: early, overlay: {deal.legal_final: 2025-08-01}}]\n");
    ipa_deal deal = {.n_tranches = 2};
    cr_assert_eq(ipa_deck_judge(deck, &sample, &deal, &findings, NULL), IPA_OK);
    cr_assert_gt(findings.n_errors, 0);
    for (size_t n = 0; n < findings.n_items; n++) {
        cr_expect_str_eq(findings.items[n].mark.file, "deck.yaml", "%s", said());
        cr_expect_eq(findings.items[n].mark.line, 2);
    }
}

Test(scenarios_deck, a_name_that_is_nothing_lists_the_shipped_decks) {
    ipa_deck *deck = NULL;
    ipa_error error = {0};
    int n_names = 0;
    const char **names = ipa_deck_shipped(arena, &n_names);
    cr_assert_eq(ipa_deck_read("no-such-deck", arena, &findings, &deck, &error), IPA_MISSING);
    cr_assert_gt(n_names, 0);
    for (int n = 0; n < n_names; n++) {
        cr_expect(strstr(error.message, names[n]) != NULL, "%s", names[n]);
        cr_expect_eq(ipa_deck_read(names[n], arena, &findings, &deck, &error), IPA_OK);
        cr_expect_eq(findings.n_items, 0, "%s", said());
    }
}
