#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"
#define RICH "tests/reports/rich_pool"

Test(views_obligors, an_obligor_by_hand) {
    viewed *of = viewed_create(SAMPLE, 64000, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_obligors(&of->view);
    const ipa_table *held = ipa_views_obligor_holdings(&of->view);
    cr_assert_eq(table->n_rows, 9);
    cr_assert_eq(held->n_rows, 9);
    cr_assert_str_eq(viewed_text(table, 0, "Industry"), "航空航天");
    cr_assert_eq(viewed_number(table, 0, "Principal"), 20e6);
    cr_assert_eq(viewed_number(held, 0, "Valuation"), 52e6);
    cr_assert_float_eq(viewed_number(held, 0, "Principal ÷ valuation"), 20.0 / 52, 1e-12);
    cr_assert_eq(viewed_number(held, 0, "Inventions") + viewed_number(held, 0, "Utility models"),
                 15);
    cr_assert_float_eq(viewed_number(table, 0, "PD over 3 years (table)"), 0.0313, 1e-12);
    double patents = 0;
    for (int row = 0; row < 8; row++) {
        static const char *const KINDS[] = {"Inventions", "Utility models", "Designs", "Software",
                                            "Trademarks"};
        for (int kind = 0; kind < 5; kind++)
            patents += viewed_cell(held, row, KINDS[kind])->number;
        double table_pd = viewed_number(table, row, "PD to legal final (table)");
        double simulated = viewed_number(table, row, "PD to legal final (simulated)");
        double error = ipa_table_at(table, row, viewed_column(table, "± s.e."))->number;
        cr_assert_lt(fabs(simulated - table_pd), 4.5 * error, "row %d", row);
    }
    cr_assert_eq(patents, 75);
    viewed_free(of);
}

Test(views_obligors, deposits_guarantors_and_pledge_rates_of_a_rich_pool) {
    viewed *of = viewed_create(RICH, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_obligors(&of->view);
    const ipa_table *held = ipa_views_obligor_holdings(&of->view);
    cr_assert_eq(table->n_rows, 4);
    cr_assert_eq(held->n_rows, 4);
    cr_assert_str_eq(viewed_text(table, 0, "Guarantor"), "示例担保");
    cr_assert_eq(viewed_number(table, 0, "Guaranteed share"), 0.4);
    cr_assert_eq(viewed_cell(held, 0, "Principal ÷ valuation")->kind, IPA_CELL_BLANK);
    cr_assert_eq(viewed_number(held, 0, "Inventions"), 2);
    cr_assert_eq(viewed_number(held, 0, "Software"), 1);
    cr_assert_eq(viewed_cell(held, 0, "Trademarks")->kind, IPA_CELL_BLANK);
    cr_assert_eq(viewed_number(held, 1, "Deposits"), 400000);
    cr_assert_float_eq(viewed_number(held, 1, "Principal ÷ valuation"), 0.8, 1e-12);
    cr_assert_eq(viewed_cell(table, 1, "Guarantor")->kind, IPA_CELL_BLANK);
    cr_assert_eq(viewed_number(held, 3, "Valuation"), 27e6);
    cr_assert_float_eq(viewed_number(table, 3, "Share"), 1, 1e-12);
    viewed_free(of);
}
