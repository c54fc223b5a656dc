#include <criterion/criterion.h>
#include <string.h>

#include "engine/simulate/simulation.h"
#include "tests/support/viewed.h"

Test(views_triggers, distance_of_the_sample) {
    viewed *of = viewed_create("deals/eight-firms", 640, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_triggers(&of->view);
    cr_assert_eq(table->n_rows, 24);
    cr_assert_str_eq(viewed_text(table, 0, "Measure"), "draws(shortfall_payer) >= 2");
    for (int k = 0; k < 12; k++) {
        cr_assert_eq(viewed_number(table, k, "Value"), 0);
        cr_assert_eq(viewed_number(table, k, "Threshold"), 2);
        cr_assert_eq(viewed_number(table, k, "Distance (positive: not reached)"), 2);
        cr_assert_str_eq(viewed_text(table, k, "State"), "未触发");
    }
    cr_assert_eq(viewed_number(table, 12, "Threshold"), 0.005);
    cr_assert_eq(viewed_number(table, 0, "Probability of ever being on (simulated)"),
                 of->view.result->simulation->trigger_probability[0].mean);
    viewed_free(of);
}

/* A fixture in which firms default without support: the state follows the results. */
Test(views_triggers, state_is_what_the_results_say) {
    viewed *of = viewed_create("tests/golden/e2e18_path_all_default_q4", 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_triggers(&of->view);
    int n_on = 0, row = 0;
    cr_assert_gt(table->n_rows, 0);
    for (int n = 0; n < of->view.plan->n_triggers; n++)
        for (int k = 0; k < of->view.plan->n_periods && !of->view.result->base.ended[k]; k++) {
            bool on = of->view.result->base.triggers[n][k];
            cr_assert_str_eq(viewed_text(table, row++, "State"), on ? "on" : "off");
            n_on += on;
        }
    cr_assert_eq(row, table->n_rows);
    cr_assert_gt(n_on, 0);
    viewed_free(of);
}

/* The sample with other triggers and no effects, base case only. */
static ipa_table *triggers_of(ipa_arena *arena, const char *triggers) {
    ipa_findings findings = ipa_findings_make(arena);
    const char *const overrides[] = {ipa_arena_format(arena, "triggers=[%s]", triggers)};
    const ipa_read_options reading = {.overrides = overrides, .n_overrides = 1};
    const ipa_simulation_options running = {.n_threads = 1};
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    ipa_result *result = NULL;
    const char *path = IPABS_SOURCE_DIR "/deals/eight-firms";
    cr_assert_eq(ipa_deal_read(path, &reading, arena, &findings, &deal, NULL), IPA_OK, "%s",
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    cr_assert_eq(ipa_plan_resolve(deal, arena, &findings, &plan, NULL), IPA_OK);
    cr_assert_eq(ipa_simulation_run(plan, &running, arena, &result, NULL), IPA_OK);
    ipa_view view = {
        .deal = deal, .plan = plan, .result = result, .language = IPA_LANGUAGE_EN, .arena = arena};
    return ipa_views_triggers(&view);
}

/* A curable trigger on one date has no memory: it is on exactly where its distance is negative. The
 * engine's own state thus judges the value shown. Thresholds lie inside each figure's range. */
static void state_follows_distance(const char *when, const char *test) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_table *table = triggers_of(
        arena,
        ipa_arena_format(arena, "{id: t, when: \"%s\", test: %s, curable: true, effect: none}",
                         when, test));
    int n_on = 0;
    cr_assert_eq(table->n_rows, 12);
    for (int row = 0; row < table->n_rows; row++) {
        bool on = strcmp(viewed_text(table, row, "State"), "on") == 0;
        if (viewed_cell(table, row, "Value")->kind == IPA_CELL_BLANK) {
            cr_assert(!on && row == 11, "%s: nothing left to cover only at the end", when);
            continue;
        }
        cr_assert_eq(on, viewed_number(table, row, "Distance (positive: not reached)") < 0,
                     "%s %s, row %d: %.9f", when, test, row, viewed_number(table, row, "Value"));
        n_on += on;
    }
    cr_assert(n_on > 0 && n_on < 12, "%s %s: %d", when, test, n_on);
    ipa_arena_destroy(arena);
}

Test(views_triggers, value_is_the_one_the_engine_tests_before_payment) {
    static const char *const WHEN[] = {"coverage(A) < 1.2",
                                       "oc(A) < 1.1",
                                       "account(collection) > 10000000",
                                       "due(A) < 8300000",
                                       "due(A.interest) < 4e5",
                                       "due(A.principal) > 7916700",
                                       "factor(A) < 0.55",
                                       "balance(A) < 5e7",
                                       "opening(A) < 5e7",
                                       "collections.income < 6e5",
                                       "pool.balance < 5e7",
                                       "collections.total > 8.8e6",
                                       "period > 4",
                                       "years > 1.1"};
    for (size_t n = 0; n < sizeof WHEN / sizeof WHEN[0]; n++)
        state_follows_distance(WHEN[n], "before_payment");
}

Test(views_triggers, value_is_the_one_the_engine_tests_after_payment) {
    static const char *const WHEN[] = {"account(collection) > 1000000",
                                       "oc(A) < 1.1",
                                       "factor(A) < 0.55",
                                       "balance(A) < 5e7",
                                       "opening(A) < 5e7",
                                       "pool.balance < 5e7"};
    for (size_t n = 0; n < sizeof WHEN / sizeof WHEN[0]; n++)
        state_follows_distance(WHEN[n], "after_payment");
}

Test(views_triggers, coverage_before_payment_by_hand) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_table *table =
        triggers_of(arena, "{id: t, when: \"coverage(A) < 1.2\", effect: none}");
    const double due[] = {668040.00 + 7916635.00, 612370.00 + 7916635.00};
    cr_assert_float_eq(viewed_number(table, 0, "Value"), 8946181.72 / due[0], 1e-12);
    cr_assert_float_eq(viewed_number(table, 1, "Value"), (257729.96 + 8918835.89) / due[1], 1e-12);
    ipa_arena_destroy(arena);
}
