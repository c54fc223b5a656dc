#include "engine/waterfall/rounding.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

static plan_builder *deal_of(double yuan, const char *coupon, ipa_fraction fraction) {
    plan_builder *builder = plan_builder_create(1);
    plan_builder_round(builder);
    ipa_plan_tranche *tranche = plan_builder_tranche(builder, "A", yuan, coupon);
    tranche->fraction[0] = fraction;
    tranche->arrears_rate = tranche->coupon;
    return builder;
}

static double interest(const plan_builder *builder, double balance, double arrears) {
    return ipa_rounding_interest(&builder->plan, 0, ipa_rounding_accruals_of(&builder->plan, 0, 0),
                                 balance, arrears);
}

Test(rounding, interest_of_the_sample_deal) {
    plan_builder *builder = deal_of(95000000, "0.0279", (ipa_fraction){92, 365});
    /* 100 × 0.0279 × 92/365 = 0.70323… a unit, 950,000 units. */
    cr_assert_eq(interest(builder, 95000000e2, 0), 66804000);
    plan_builder_free(builder);
}

Test(rounding, a_tie_of_a_unit_goes_up) {
    /* 100 × 0.0402 × 1/8 = 0.5025 exactly; with three decimals that is a tie. */
    plan_builder *builder = deal_of(10000, "0.0402", (ipa_fraction){1, 8});
    builder->deal.terms.interest_decimals = 3;
    cr_assert_eq(interest(builder, 10000e2, 0), 503 * 10);
    plan_builder_free(builder);
}

Test(rounding, arrears_accrue_a_unit_at_a_time) {
    plan_builder *builder = deal_of(10000, "0.10", (ipa_fraction){1, 4});
    /* 100 units: 2.5000 on the balance; arrears 2.5000 bring 0.0625 more. */
    cr_assert_eq(interest(builder, 10000e2, 25000), 25000 + 25000 + 625);
    plan_builder_free(builder);
}

Test(rounding, fees_decide_ties_in_integers) {
    const ipa_fraction whole = {1, 1};
    const struct {
        double base;
        ipa_decimal rate;
        double fen;
    } cases[] = {
        {201, {5, 1}, 101}, /* 1.005 yuan: a double lies below it */
        {57, {5, 1}, 29},   /* 0.285 */
        {199, {5, 1}, 100}, /* 0.995 */
        {5, {1, 1}, 1},     /* half a fen */
        {4, {1, 1}, 0},
        {-201, {5, 1}, -101}, /* a negative tax mirrors a positive one */
        {123375000, {32621, 6}, 4024616},
    };
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++)
        cr_expect_eq(ipa_rounding_fee(cases[n].base, cases[n].rate, whole), cases[n].fen,
                     "case %zu: %g", n, ipa_rounding_fee(cases[n].base, cases[n].rate, whole));
}

Test(rounding, every_unit_gets_alike) {
    const ipa_rounding_grid grid = {950000, 4}; /* a step is 95 yuan */
    cr_assert_eq(ipa_rounding_down(grid, 9500), 9500);
    cr_assert_eq(ipa_rounding_down(grid, 9499), 0);
    cr_assert_eq(ipa_rounding_down(grid, 28499), 19000);
    const ipa_rounding_grid odd = {333, 4}; /* a step is 3.33 fen: totals go to the fen */
    cr_assert_eq(ipa_rounding_down(odd, 10), 10);
    cr_assert_eq(ipa_rounding_down(odd, 9), 7);
}

Test(rounding, shares_go_down_to_the_fen) {
    cr_assert_eq(ipa_rounding_share(100, 1, 3), 33);
    cr_assert_eq(ipa_rounding_share(1e12, 7e11, 9e11), 777777777777);
}
