#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/market/profile.h"
#include "tests/support/oracle.h"
#include "tests/support/witness.h"

static ipa_profile made(ipa_profile_kind kind, double a, double b) {
    ipa_profile profile;
    cr_assert_eq(ipa_profile_make(kind, a, b, &profile, NULL), IPA_OK);
    return profile;
}

/* The integral over (from, to] by Simpson's rule. */
static double total(const ipa_profile *profile, double from, double to) {
    enum { PARTS = 2000 };
    double sum = 0;
    for (int n = 0; n <= PARTS; n++) {
        const double weight = n == 0 || n == PARTS ? 1 : n % 2 == 1 ? 4 : 2;
        sum += weight * ipa_profile_at(profile, from + (to - from) * n / PARTS);
    }
    return sum * (to - from) / (3 * PARTS);
}

Test(profile, constant_growth_and_decay_are_exponentials) {
    const ipa_profile constant = made(IPA_PROFILE_CONSTANT, 0, 0);
    const ipa_profile growth = made(IPA_PROFILE_GROWTH, 0.03, 0);
    const ipa_profile decay = made(IPA_PROFILE_DECAY, 0.12, 0);
    for (double years = 0; years < 25; years += 0.37) {
        cr_expect_eq(ipa_profile_at(&constant, years), 1);
        cr_expect_float_eq(ipa_profile_at(&growth, years), exp(0.03 * years), 4e-15);
        cr_expect_float_eq(ipa_profile_at(&decay, years), exp(-0.12 * years), 1e-15);
    }
    cr_expect_eq(ipa_profile_at(&growth, 0), 1);
}

/* The oracle's rates are of a market of m; year 1 brings it F(1) of that. */
Test(profile, bass_rates_are_the_oracle_s_relative_to_its_first_year) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("10_bass_scurve.csv", &n_rows);
    ipa_witness witness = {0};
    double first = NAN;
    for (size_t at = 0; at < n_rows; at++) {
        const ipa_oracle_row *row = &rows[at];
        if (strcmp(row->case_id, "bass_cum") == 0 && oracle_parameter(row, "t") == 1)
            first = row->value;
        const bool rate = strcmp(row->case_id, "bass_rate") == 0;
        const bool peak = strcmp(row->case_id, "bass_peak_rate") == 0;
        if (!rate && !peak)
            continue;
        const double p = oracle_parameter(row, "p"), q = oracle_parameter(row, "q");
        const ipa_profile profile = made(IPA_PROFILE_BASS, p, q);
        const double years = rate ? oracle_parameter(row, "t") : log(q / p) / (p + q);
        witness_compare(&witness, years, ipa_profile_at(&profile, years), row->value / first, 0);
        cr_expect_float_eq(profile.first, first / oracle_parameter(row, "m"), 1e-14);
    }
    witness_expect(&witness, "Bass", 21, 2e-13);
    free(rows);
}

Test(profile, bass_years_are_the_oracle_s) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("10_bass_scurve.csv", &n_rows);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++) {
        const ipa_oracle_row *row = &rows[at];
        if (strcmp(row->case_id, "bass_period") != 0)
            continue;
        const ipa_profile profile =
            made(IPA_PROFILE_BASS, oracle_parameter(row, "p"), oracle_parameter(row, "q"));
        const double year = oracle_parameter(row, "i");
        const double sold = total(&profile, year - 1, year) * profile.first;
        cr_expect_float_eq(sold * oracle_parameter(row, "m"), row->value, 1e-11 * row->value);
        n_checked++;
    }
    cr_expect_eq(n_checked, 12);
    free(rows);
}

/* Without imitation the rate is exponential: p e^{−pt} / (1 − e^{−p}). Far out it is e^{−(p+q)t}
   and never a NaN. */
Test(profile, bass_at_its_limits) {
    const ipa_profile innovators = made(IPA_PROFILE_BASS, 0.2, 0);
    for (double years = 0; years < 30; years += 1.7)
        cr_expect_float_eq(ipa_profile_at(&innovators, years),
                           0.2 * exp(-0.2 * years) / (1 - exp(-0.2)), 1e-14);
    const ipa_profile steep = made(IPA_PROFILE_BASS, 1e-8, 30);
    cr_expect_eq(ipa_profile_at(&steep, 1000), 0);
    cr_expect_float_eq(ipa_profile_at(&steep, 0), 1e-8 / steep.first, 1e-20 / steep.first);
    cr_expect_float_eq(total(&steep, 0, 1), 1, 1e-6);
}

Test(profile, gamma_is_gsl_s_density_over_its_first_year) {
    static const double shapes[] = {0.5, 1, 1.7, 2, 3.5, 9}, scales[] = {0.4, 1, 2.5, 4};
    ipa_witness witness = {0};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (size_t t = 0; t < sizeof scales / sizeof *scales; t++) {
            const ipa_profile profile = made(IPA_PROFILE_GAMMA, shapes[s], scales[t]);
            const double first = gsl_sf_gamma_inc_P(shapes[s], 1 / scales[t]);
            for (double years = 0.02; years < 20; years += 0.31)
                witness_compare(&witness, years, ipa_profile_at(&profile, years),
                                gsl_ran_gamma_pdf(years, shapes[s], scales[t]) / first, 0);
        }
    witness_expect(&witness, "gamma", 1500, 2e-12);
}

Test(profile, gamma_sells_one_in_its_first_year) {
    const ipa_profile early = made(IPA_PROFILE_GAMMA, 2, 1), late = made(IPA_PROFILE_GAMMA, 5, 2);
    cr_expect_float_eq(total(&early, 0, 1), 1, 1e-12);
    cr_expect_float_eq(total(&late, 0, 1), 1, 1e-9);
    cr_expect_eq(ipa_profile_at(&early, 0), 0);
    const ipa_profile plain = made(IPA_PROFILE_GAMMA, 1, 3);
    cr_expect_float_eq(ipa_profile_at(&plain, 0), 1 / 3.0 / (1 - exp(-1 / 3.0)), 1e-15);
}

Test(profile, a_table_is_linear_between_and_flat_outside) {
    static const double years[] = {0.5, 1, 3, 7}, multipliers[] = {1, 2, 1.5, 0};
    const ipa_profile table = {
        .kind = IPA_PROFILE_POINTS, .years = years, .multipliers = multipliers, .n_points = 4};
    static const double expected[][2] = {{0, 1},   {0.5, 1},  {0.75, 1.5}, {1, 2}, {2, 1.75},
                                         {3, 1.5}, {5, 0.75}, {7, 0},      {50, 0}};
    for (size_t at = 0; at < sizeof expected / sizeof *expected; at++)
        cr_expect_float_eq(ipa_profile_at(&table, expected[at][0]), expected[at][1], 1e-15, "%g",
                           expected[at][0]);
    const ipa_profile one = {
        .kind = IPA_PROFILE_POINTS, .years = years, .multipliers = multipliers + 1, .n_points = 1};
    cr_expect_eq(ipa_profile_at(&one, 0), 2);
    cr_expect_eq(ipa_profile_at(&one, 9), 2);
}

static void expect_range(ipa_profile_kind kind, double a, double b) {
    ipa_profile profile;
    ipa_error error;
    cr_expect_eq(ipa_profile_make(kind, a, b, &profile, &error), IPA_RANGE, "%d(%g, %g)", kind, a,
                 b);
    cr_expect_eq(error.status, IPA_RANGE);
    cr_expect_eq(ipa_profile_make(kind, a, b, &profile, NULL), IPA_RANGE);
}

Test(profile, parameters_that_make_no_curve_are_refused) {
    expect_range(IPA_PROFILE_BASS, 0, 0.4);
    expect_range(IPA_PROFILE_BASS, -0.01, 0.4);
    expect_range(IPA_PROFILE_BASS, 0.01, -0.4);
    expect_range(IPA_PROFILE_BASS, NAN, 0.4);
    expect_range(IPA_PROFILE_GAMMA, 0, 1);
    expect_range(IPA_PROFILE_GAMMA, 2, 0);
    expect_range(IPA_PROFILE_GAMMA, 2, -1);
    expect_range(IPA_PROFILE_GAMMA, 2, INFINITY);
    expect_range(IPA_PROFILE_GAMMA, 900, 900); /* nothing sold in year 1 that a double can hold */
    expect_range(IPA_PROFILE_GROWTH, INFINITY, 0);
    expect_range(IPA_PROFILE_DECAY, NAN, 0);
}
