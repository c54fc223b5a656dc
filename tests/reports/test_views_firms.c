#include <criterion/criterion.h>
#include <math.h>

#include "engine/simulate/obligor_cost.h"
#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

Test(views_firms, costs_add_up_by_firm_and_by_year) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *costs = ipa_views_obligor_costs(&of->view);
    const ipa_table *years = ipa_views_obligor_years(&of->view);
    static const char *const COLUMNS[] = {"Received", "Principal paid",
                                          "Interest or licence fees paid"};
    cr_assert_eq(costs->n_rows, of->view.plan->n_obligors + 1);
    for (size_t n = 0; n < sizeof COLUMNS / sizeof COLUMNS[0]; n++) {
        double by_firm = 0, by_year = 0;
        for (int row = 0; row < costs->n_rows - 1; row++)
            by_firm += viewed_number(costs, row, COLUMNS[n]);
        for (int row = 0; row < years->n_rows; row++)
            by_year += viewed_number(years, row, COLUMNS[n]);
        cr_expect_float_eq(by_firm, viewed_number(costs, costs->n_rows - 1, COLUMNS[n]), 1e-6);
        cr_expect_float_eq(by_year, by_firm, 1e-6);
    }
    cr_expect_float_eq(viewed_number(costs, costs->n_rows - 1, "Received"), 1e8, 1e-6);
    viewed_free(of);
}

/* The sample's firms bear no fees: a quarterly rate of r/4 is (1 + r/4)^4 − 1 a year, but for days.
 */
Test(views_firms, without_fees_a_firm_pays_its_contract_rate) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *costs = ipa_views_obligor_costs(&of->view);
    for (int row = 0; row < costs->n_rows - 1; row++) {
        const ipa_plan_obligor *obligor = &of->view.plan->obligors[row];
        const double rate = of->view.plan->contracts[obligor->contracts[0]].source->rate.value;
        cr_expect_float_eq(viewed_number(costs, row, "All-in cost (annual)"),
                           pow(1 + rate / 4, 4) - 1, 2e-4);
        cr_expect_eq(viewed_number(costs, row, "Contract cost (annual)"),
                     viewed_number(costs, row, "All-in cost (annual)"));
    }
    viewed_free(of);
}
