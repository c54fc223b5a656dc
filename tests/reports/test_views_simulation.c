#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/words.h"
#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

Test(views_simulation, every_figure_has_its_error_and_both_variants) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_simulation(&of->view);
    const ipa_simulation_result *simulation = of->view.result->simulation;
    int row = viewed_row(table, "A", "Expected loss");
    cr_assert_geq(row, 0);
    cr_assert_eq(viewed_number(table, row, "With support"),
                 simulation->tranches[0].expected_loss.mean);
    cr_assert_eq(viewed_number(table, row, "± s.e."),
                 simulation->tranches[0].expected_loss.standard_error);
    cr_assert_eq(viewed_number(table, row, "Without support"),
                 simulation->without_support[0].expected_loss.mean);
    double low = viewed_number(table, row, "Without support: 95% from");
    double high = viewed_number(table, row, "Without support: 95% to");
    cr_assert_float_eq(
        (high - low) / 2,
        1.959963984540054 * simulation->without_support[0].expected_loss.standard_error, 1e-15);
    int price = viewed_row(table, "A", "Price per 100");
    cr_assert_eq(viewed_cell(table, price, "With support")->format, IPA_FORMAT_PER_UNIT);
    int var = viewed_row(table, "A", "VaR of loss, 99%");
    cr_assert_eq(viewed_number(table, var, "Without support"),
                 simulation->without_support[0].var[1].value);
    cr_assert_eq(viewed_number(table, var, "Without support: 95% to"),
                 simulation->without_support[0].var[1].high);
    cr_assert_geq(viewed_row(table, "Pool", "Cumulative default rate"), 0);
    viewed_free(of);
}

Test(views_simulation, convergence_ends_at_the_run) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_convergence(&of->view);
    cr_assert_eq(table->n_rows, 2 * IPA_N_CONVERGENCE);
    int last = IPA_N_CONVERGENCE - 1;
    cr_assert_eq(viewed_number(table, last, "Paths"), 6400);
    cr_assert_eq(viewed_number(table, last, "Default probability"),
                 of->view.result->simulation->tranches[0].default_probability.mean);
    for (int row = 1; row <= last; row++)
        cr_assert_gt(viewed_number(table, row, "Paths"), viewed_number(table, row - 1, "Paths"));
    viewed_free(of);
}

/* Means agree whichever way paths are summed; the bins hold every path. */
Test(views_simulation, all_collections_add_up) {
    viewed *of = viewed_create("tests/reports/rich_pool", 6400, IPA_LANGUAGE_ZH);
    const ipa_simulation_result *simulation = of->view.result->simulation;
    const ipa_table *table = ipa_views_total_histogram(&of->view);
    const ipa_fan *total = &simulation->total_collections;
    double mean = 0, by_bin = 0;
    for (int k = 0; k < of->view.plan->n_periods; k++)
        mean += simulation->collections[k].mean.mean;
    for (int row = 0; row < table->n_rows; row++)
        by_bin += viewed_number(table, row, "Share of paths") *
                  (viewed_number(table, row, "Collections from") +
                   viewed_number(table, row, "Collections to")) /
                  2;
    const double width =
        viewed_number(table, 0, "Collections to") - viewed_number(table, 0, "Collections from");
    cr_assert_eq(table->n_rows, IPA_N_HISTOGRAM);
    cr_assert_float_eq(viewed_number(table, IPA_N_HISTOGRAM - 1, "Cumulative"), 1, 1e-12);
    cr_assert_float_eq(total->mean.mean, mean, 1e-9 * mean);
    cr_assert_float_eq(by_bin, mean, width);
    cr_assert_lt(total->percentile[1], mean);
    cr_assert_gt(total->percentile[5], mean);
    viewed_free(of);
}

Test(views_simulation, histogram_is_whole) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_loss_histogram(&of->view);
    cr_assert_eq(table->n_rows, IPA_N_HISTOGRAM);
    cr_assert_float_eq(viewed_number(table, IPA_N_HISTOGRAM - 1, "Cumulative"), 1, 1e-12);
    for (int row = 1; row < IPA_N_HISTOGRAM; row++)
        cr_assert_eq(viewed_number(table, row, "Loss rate from"),
                     viewed_number(table, row - 1, "Loss rate to"));
    viewed_free(of);
}

Test(views_simulation, fans_are_ordered) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_cashflow_fans(&of->view);
    static const char *const LEVELS[] = {"p01", "p05", "p25", "p50", "p75", "p95", "p99"};
    cr_assert_eq(table->n_rows, 2 * of->view.plan->n_periods);
    for (int row = 0; row < table->n_rows; row++)
        for (int n = 1; n < IPA_N_FAN; n++)
            cr_assert_leq(viewed_number(table, row, LEVELS[n - 1]),
                          viewed_number(table, row, LEVELS[n]));
    viewed_free(of);
}

Test(views_simulation, worst_paths_come_worst_first_with_their_events) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_worst_paths(&of->view);
    const ipa_simulation_result *simulation = of->view.result->simulation;
    int n_rows = 0;
    for (int n = 0; n < simulation->n_worst; n++)
        n_rows += simulation->worst[n].n_events > 0 ? simulation->worst[n].n_events : 1;
    cr_assert_eq(table->n_rows, n_rows);
    cr_assert_eq(viewed_number(table, 0, "Path"), (double)simulation->worst[0].path + 1);
    const char *loss = "Loss of all tranches but the residual one";
    for (int row = 1; row < n_rows; row++)
        cr_assert_leq(viewed_number(table, row, loss), viewed_number(table, row - 1, loss));
    for (int row = 0, event = 0; event < simulation->worst[0].n_events; row++, event++) {
        const ipa_path_event *told = &simulation->worst[0].events[event];
        cr_assert_str_eq(viewed_text(table, row, "Contract or entity"), told->id);
        cr_assert_str_eq(viewed_text(table, row, "Event"),
                         ipa_words_of(IPA_LANGUAGE_ZH, IPA_WORDS_EVENT, (int)told->kind));
        if (told->kind == IPA_POOL_EVENT_DEFAULT)
            cr_assert_eq(viewed_number(table, row, "Amount"), told->value);
    }
    viewed_free(of);
}

Test(views_simulation, support_and_triggers) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_simulation_support(&of->view);
    cr_assert_eq(table->n_rows, 4); /* one support, two figures; two triggers */
    int row = viewed_row(table, "Shortfall undertaking", "Expected draw");
    cr_assert_eq(viewed_number(table, row, "Value"),
                 of->view.result->simulation->expected_draw[0].mean);
    cr_assert_eq(viewed_cell(table, row, "Value")->format, IPA_FORMAT_MONEY);
    viewed_free(of);
}
