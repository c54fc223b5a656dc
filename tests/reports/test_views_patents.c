#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"
#define RICH "tests/reports/rich_pool"

Test(views_patents, the_register_of_a_rich_pool) {
    viewed *of = viewed_create(RICH, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_patents(&of->view);
    static const char *const STATUS[] = {"in force", "pending",  "in force",
                                         "in force", "in force", "expired"};
    cr_assert_eq(table->n_rows, 6);
    for (int row = 0; row < 6; row++)
        cr_assert_str_eq(viewed_text(table, row, "Status at the cut-off date"), STATUS[row]);
    cr_assert_eq(viewed_number(table, 0, "Expires"), ipa_date_from(2039, 3, 1));
    cr_assert_eq(viewed_number(table, 3, "Expires"), ipa_date_from(2028, 5, 10));
    cr_assert_float_eq(viewed_number(table, 3, "Years left"), 830.0 / 365, 1e-12);
    cr_assert_eq(viewed_number(table, 5, "Years left"), 0);
    cr_assert_eq(viewed_cell(table, 1, "Granted")->kind, IPA_CELL_BLANK);
    cr_assert_str_eq(viewed_text(table, 0, "Contracts"), "Y1");
    cr_assert_str_eq(viewed_text(table, 5, "Contracts"), "");
    cr_assert_str_eq(viewed_text(table, 3, "Pledge or licence registered on"), "not registered");
    cr_assert_eq(viewed_number(table, 4, "Rank of the pledge"), 2);
    const ipa_table *kinds = ipa_views_patents_by_kind(&of->view);
    int invention = viewed_row(kinds, "invention", NULL);
    cr_assert_eq(viewed_number(kinds, invention, "Items"), 2);
    cr_assert_eq(viewed_number(kinds, invention, "Of them, pending"), 1);
    cr_assert_eq(viewed_number(kinds, kinds->n_rows - 1, "Of them, registered"), 5);
    cr_assert_eq(viewed_number(kinds, kinds->n_rows - 1, "Value"), 10.6e6);
    viewed_free(of);
}

/* Column by column: what can only be lost falls, and the simulation says the same. */
Test(views_patents, survival_falls_with_time_and_agrees_with_the_simulation) {
    viewed *of = viewed_create(SAMPLE, 16384, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_patent_survival(&of->view);
    cr_assert_eq(table->n_rows, 75);
    for (int row = 0; row < table->n_rows; row++) {
        double before = 1;
        for (int year = 1; year <= 5; year++) {
            const char *head = ipa_arena_format(of->arena, "End of year %d (closed form)", year);
            double now = viewed_number(table, row, head);
            cr_assert(now < before || now == 0, "%d %d", row, year); /* 0: expired */
            cr_assert_geq(now, 0);
            before = now;
        }
        double exact = viewed_number(table, row, "End of the last collection period (closed form)");
        double simulated =
            viewed_number(table, row, "End of the last collection period (simulated)");
        double error = viewed_number(table, row, "± s.e.");
        cr_assert_leq(fabs(simulated - exact), 4.5 * error + 1e-12, "row %d", row);
    }
    viewed_free(of);
}

Test(views_patents, eligibility_gives_every_reason) {
    viewed *of = viewed_create(RICH, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_eligibility(&of->view);
    static const struct {
        const char *item, *id, *follows;
    } ROWS[] = {{"contract", "L3", "left out of the pool"},
                {"contract", "L1", "no compensation from the facility province"},
                {"IP", "P2", "counts from its grant, probability 55.00%"},
                {"IP", "P3", "counts no longer from then on"},
                {"IP", "P4", "a disposal brings only 50.00%"},
                {"IP", "P5", "counts no longer from then on"},
                {"IP", "P6", "stands in no contract of the pool"}};
    cr_assert_eq(table->n_rows, (int)(sizeof ROWS / sizeof ROWS[0]));
    for (int row = 0; row < table->n_rows; row++) {
        cr_expect_str_eq(viewed_text(table, row, "Item"), ROWS[row].item);
        cr_expect_str_eq(viewed_text(table, row, "Id"), ROWS[row].id);
        cr_expect_str_eq(viewed_text(table, row, "What follows"), ROWS[row].follows);
    }
    cr_expect_str_eq(viewed_text(table, 0, "Finding"), "权属不清"); /* as the tape has it */
    viewed_free(of);
}

Test(views_patents, a_clean_deal_says_so) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_eligibility(&of->view);
    cr_assert_eq(table->n_rows, 1);
    cr_assert_str_eq(viewed_text(table, 0, "Item"), "all");
    viewed_free(of);
}
