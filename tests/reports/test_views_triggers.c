#include <criterion/criterion.h>
#include <string.h>

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
