#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/market/curve.h"
#include "tests/support/oracle.h"

/* The sample deal's curve. */
static const double knot_years[] = {0.25, 0.5, 1, 2, 3, 5, 10};
static const double knot_rates[] = {0.0140, 0.0142, 0.0145, 0.0150, 0.0155, 0.0165, 0.0180};
enum { N_KNOTS = sizeof knot_years / sizeof *knot_years };

static ipa_curve sample(ipa_compounding compounding) {
    return ipa_curve_through(knot_years, knot_rates, N_KNOTS, compounding);
}

Test(curve, linear_between_knots_and_flat_outside) {
    ipa_curve curve = sample(IPA_COMPOUNDING_CONTINUOUS);
    for (size_t at = 0; at < N_KNOTS; at++)
        cr_assert(ipa_curve_zero_rate(&curve, knot_years[at]) == knot_rates[at]);
    for (size_t at = 1; at < N_KNOTS; at++) {
        double middle = (knot_years[at] + knot_years[at - 1]) / 2;
        cr_assert_float_eq(ipa_curve_zero_rate(&curve, middle),
                           (knot_rates[at] + knot_rates[at - 1]) / 2, 1e-17);
    }
    cr_assert_float_eq(ipa_curve_zero_rate(&curve, 4.5), 0.01625, 1e-17);
    cr_assert(ipa_curve_zero_rate(&curve, 0) == 0.0140);
    cr_assert(ipa_curve_zero_rate(&curve, -1) == 0.0140);
    cr_assert(ipa_curve_zero_rate(&curve, 40) == 0.0180);
}

Test(curve, a_spread_adds_to_the_zero_rate_in_the_curve_s_compounding) {
    ipa_curve continuous = sample(IPA_COMPOUNDING_CONTINUOUS);
    cr_assert_float_eq(ipa_curve_discount(&continuous, 2, 0.0115), exp(-2 * 0.0265), 1e-15);
    ipa_curve annual = sample(IPA_COMPOUNDING_ANNUAL);
    cr_assert_float_eq(ipa_curve_discount(&annual, 2, 0.0115), 1 / (1.0265 * 1.0265), 1e-15);
    cr_assert_float_eq(ipa_curve_discount(&annual, 2, -0.025), 1 / (0.99 * 0.99), 1e-15);
    cr_assert(ipa_curve_discount(&annual, 0, 0.0115) == 1);
}

Test(curve, one_knot_and_a_flat_curve_are_the_same) {
    const double year = 3;
    const double rate = 0.025;
    ipa_curve one = ipa_curve_through(&year, &rate, 1, IPA_COMPOUNDING_ANNUAL);
    ipa_curve flat = ipa_curve_flat(rate, IPA_COMPOUNDING_ANNUAL);
    for (double years = 0; years < 8; years += 0.37)
        cr_assert(ipa_curve_discount(&one, years, 0.01) == ipa_curve_discount(&flat, years, 0.01));
    cr_assert_float_eq(ipa_curve_discount(&flat, 1, 0), 1 / 1.025, 1e-15);
}

Test(curve, forwards_chain_the_discount_factors) {
    for (int at = 0; at < IPA_N_COMPOUNDINGS; at++) {
        ipa_curve curve = sample((ipa_compounding)at);
        double product = 1;
        for (int step = 0; step < 24; step++) {
            double forward = ipa_curve_forward(&curve, 0.25 * step, 0.25 * (step + 1));
            product *= ipa_compounding_discount(curve.compounding, forward, 0.25);
        }
        cr_assert_float_eq(product, ipa_curve_discount(&curve, 6, 0), 1e-14);
    }
    ipa_curve continuous = sample(IPA_COMPOUNDING_CONTINUOUS);
    cr_assert_float_eq(ipa_curve_forward(&continuous, 1, 2), 2 * 0.0150 - 0.0145, 1e-15);
    ipa_curve flat = ipa_curve_flat(0.03, IPA_COMPOUNDING_ANNUAL);
    cr_assert_float_eq(ipa_curve_forward(&flat, 1.5, 1.75), 0.03, 1e-14);
}

Test(curve, the_first_faulty_knot_is_named) {
    ipa_curve sound = sample(IPA_COMPOUNDING_ANNUAL);
    cr_assert(ipa_curve_fault(&sound) == N_KNOTS);
    static const struct {
        double years[3];
        double rates[3];
        size_t fault;
    } rows[] = {
        {{-0.5, 1, 2}, {0.01, 0.02, 0.03}, 0}, {{0, 1, 1}, {0.01, 0.02, 0.03}, 2},
        {{0, 2, 1}, {0.01, 0.02, 0.03}, 2},    {{0, 1, NAN}, {0.01, 0.02, 0.03}, 2},
        {{0, 1, 2}, {0.01, INFINITY, 0}, 1},   {{0, 1, 2}, {0.01, -1, 0}, 1},
        {{0, 1, INFINITY}, {0.01, 0, 0}, 2},   {{0, 1, 2}, {-0.01, 0, 0}, 3},
    };
    for (size_t at = 0; at < sizeof rows / sizeof *rows; at++) {
        ipa_curve curve =
            ipa_curve_through(rows[at].years, rows[at].rates, 3, IPA_COMPOUNDING_ANNUAL);
        cr_expect(ipa_curve_fault(&curve) == rows[at].fault, "row %zu", at);
    }
}

Test(curve, the_form_of_nelson_and_siegel_is_the_oracle_s) {
    size_t n_rows;
    int n_checked = 0;
    ipa_oracle_row *rows = oracle_read("09_vasicek_cir_bonds.csv", &n_rows);
    for (size_t at = 0; at < n_rows; at++) {
        const ipa_oracle_row *row = &rows[at];
        if (strcmp(row->case_id, "nelson_siegel") != 0)
            continue;
        const ipa_curve curve = ipa_curve_nelson_siegel(
            oracle_parameter(row, "b0"), oracle_parameter(row, "b1"), oracle_parameter(row, "b2"),
            oracle_parameter(row, "tau"), IPA_COMPOUNDING_CONTINUOUS);
        const double years = oracle_parameter(row, "t");
        cr_expect(oracle_agrees(row, ipa_curve_zero_rate(&curve, years)), "%s", row->params);
        cr_expect_float_eq(ipa_curve_discount(&curve, years, 0.01),
                           exp(-(row->value + 0.01) * years), 1e-15);
        n_checked++;
    }
    cr_expect_eq(n_checked, 5);
    free(rows);
}

Test(curve, the_form_of_nelson_and_siegel_begins_at_level_and_slope) {
    const ipa_curve curve =
        ipa_curve_nelson_siegel(0.03, -0.012, 0.005, 1.8, IPA_COMPOUNDING_ANNUAL);
    cr_expect_float_eq(ipa_curve_zero_rate(&curve, 0), 0.018, 1e-17);
    cr_expect_float_eq(ipa_curve_zero_rate(&curve, 1e6), 0.03, 1e-7);
    cr_expect_eq(ipa_curve_fault(&curve), 0);
}
