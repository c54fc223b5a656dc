#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

Test(views_pricing, grid_is_centred_on_the_price_of_the_model) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_price_grid(&of->view);
    const ipa_valuation *valuation = &of->view.result->base.tranches[0].valuation;
    cr_assert_eq(table->n_rows, 36); /* nine yields, two cash flows, two tranches */
    cr_assert_str_eq(viewed_text(table, 4, "Cash flow"), "base case");
    cr_assert_float_eq(viewed_number(table, 4, "Dirty price per 100"), valuation->price, 1e-9);
    cr_assert_float_eq(viewed_number(table, 4, "Yield (annual, payment dates)"), valuation->yield,
                       1e-12);
    cr_assert_float_eq(viewed_number(table, 4, "Spread over the curve"), 0.0115, 1e-10);
    cr_assert_float_eq(viewed_number(table, 4, "Modified duration (years)"), valuation->duration,
                       1e-9);
    for (int row = 1; row < 9; row++)
        cr_assert_lt(viewed_number(table, row, "Dirty price per 100"),
                     viewed_number(table, row - 1, "Dirty price per 100"));
    viewed_free(of);
}

/* Every price of the grid again, from the expected payments alone. */
Test(views_pricing, prices_by_hand) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_price_grid(&of->view);
    const ipa_base_tranche *tranche = &of->view.result->base.tranches[0];
    for (int row = 0; row < 9; row++) {
        double yield = viewed_number(table, row, "Yield (annual, payment dates)"), value = 0;
        for (int k = 0; k < 12; k++) {
            double days = of->view.plan->periods[k].payment - ipa_date_from(2025, 7, 25);
            value += (tranche->interest_paid[k] + tranche->principal_paid[k]) /
                     pow(1 + yield, days / 365);
        }
        cr_assert_float_eq(viewed_number(table, row, "Dirty price per 100"), 100 * value / 95e6,
                           1e-9);
    }
    viewed_free(of);
}

/* At the coupon the summary gives for par the flows are worth 100. */
Test(views_pricing, coupon_at_par) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_price_summary(&of->view);
    const ipa_base_tranche *tranche = &of->view.result->base.tranches[0];
    double coupon = viewed_number(table, 0, "Coupon at par (same principal)"), value = 0;
    for (int k = 0; k < 12; k++) {
        const ipa_period *period = &of->view.plan->periods[k];
        double discount =
            ipa_curve_discount(&of->view.plan->curve, period->years_from_valuation, 0.0115);
        value += (tranche->principal_paid[k] + tranche->opening[k] * coupon * period->days / 365) *
                 discount;
    }
    cr_assert_float_eq(value, 95e6, 1e-3);
    cr_assert_lt(coupon, 0.0279); /* the set coupon prices above par */
    cr_assert_gt(viewed_number(table, 0, "Price at this coupon per 100"), 100);
    cr_assert_gt(viewed_number(table, 0, "Yield at the issue price"),
                 viewed_number(table, 0, "Yield (annual)"));
    cr_assert_eq(viewed_cell(table, 1, "Coupon at par (same principal)")->kind, IPA_CELL_BLANK);
    viewed_free(of);
}
