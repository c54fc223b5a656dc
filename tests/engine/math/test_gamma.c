#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/elementary.h"
#include "engine/math/gamma.h"
#include "tests/support/oracle.h"
#include "tests/support/witness.h"

enum { N = 5000 };

static void no_abort(void) {
    gsl_set_error_handler_off();
}
TestSuite(gamma, .init = no_abort);

/* Where GSL itself keeps 1e-13: 1/2 to 100 (its own error reaches 1e-10 at 1e4). */
static const double shapes[] = {0.5, 0.924, 1.0, 1.5, 2.5, 3.0, 4.0, 10.0, 33.3, 100.0};
enum { N_SHAPES = sizeof shapes / sizeof *shapes };

Test(gamma, oracles) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("00_special_functions.csv", &n_rows);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++)
        if (strcmp(rows[at].case_id, "gammainc_P") == 0) {
            const double a = oracle_parameter(&rows[at], "a"), x = oracle_parameter(&rows[at], "x");
            cr_expect(oracle_agrees(&rows[at], ipa_gamma_cdf(a, x)), "%s", rows[at].params);
            n_checked++;
        }
    cr_expect_eq(n_checked, 3);
    free(rows);
}

Test(gamma, log_agrees_with_the_long_double_one) {
    ipa_witness witness = {0};
    for (int i = 0; i <= 20 * N; i++) {
        const double x = exp(-12.0 + 30.0 * i / (20 * N));
        witness_compare(&witness, x, ipa_gamma_log(x), (double)lgammal(x), 1.0);
    }
    witness_expect(&witness, "ln gamma", 20 * N, 1e-14);
}

Test(gamma, both_tails_agree_with_gsl) {
    ipa_witness lower = {0}, upper = {0};
    for (int s = 0; s < N_SHAPES; s++)
        for (int i = 0; i <= N; i++) {
            const double a = shapes[s];
            const double x = a * exp((-8.0 + 11.0 * i / N) / sqrt(a < 1.0 ? 1.0 : a));
            witness_compare(&lower, x, ipa_gamma_cdf(a, x), gsl_sf_gamma_inc_P(a, x), 1e-290);
            witness_compare(&upper, x, ipa_gamma_tail(a, x), gsl_sf_gamma_inc_Q(a, x), 1e-290);
        }
    witness_expect(&lower, "P", N_SHAPES * N, 1e-12);
    witness_expect(&upper, "Q", N_SHAPES * N, 1e-12);
}

Test(gamma, chi_square_quantile_agrees_with_gsl) {
    ipa_witness witness = {0};
    for (int s = 0; s < N_SHAPES; s++)
        for (int i = 1; i < N; i++) {
            const double p = (double)i / N;
            witness_compare(&witness, p, 2.0 * ipa_gamma_quantile(shapes[s], p),
                            gsl_cdf_chisq_Pinv(p, 2.0 * shapes[s]), 0);
        }
    witness_expect(&witness, "chi-square quantile", N_SHAPES * (N - 1), 1e-12);
}

/* Far out GSL is no witness; the distribution function, checked above, is. */
Test(gamma, quantile_inverts_the_cdf_in_both_tails) {
    static const double wide[] = {0.02, 0.1, 0.5, 2.5, 40.0, 1e3, 1e5};
    ipa_witness lower = {0}, upper = {0};
    for (size_t s = 0; s < sizeof wide / sizeof *wide; s++)
        for (int i = 1; i <= N; i++) {
            const double p = exp(-650.0 * i / N), a = wide[s];
            const double left = exp(ipa_gamma_log_quantile(a, p, 1.0 - p));
            if (left > 1e-290)
                witness_compare(&lower, p, ipa_gamma_cdf(a, left), p, 0);
            const double right = exp(ipa_gamma_log_quantile(a, 1.0 - p, p));
            witness_compare(&upper, p, ipa_gamma_tail(a, right), p, 0);
        }
    witness_expect(&lower, "P of its quantile", 4 * N, 3e-11);
    witness_expect(&upper, "Q of its quantile", 7 * N, 3e-11);
}

Test(gamma, an_exponential_is_a_gamma_of_shape_one) {
    ipa_witness tail = {0}, quantile = {0}, half = {0};
    for (int i = 1; i < N; i++) {
        const double x = 700.0 * i / N, p = (double)i / N;
        witness_compare(&tail, x, ipa_gamma_tail(1.0, x), exp(-x), 0);
        witness_compare(&quantile, p, ipa_gamma_quantile(1.0, p), -log1p(-p), 0);
        witness_compare(&half, x, ipa_gamma_tail(0.5, x), erfc(sqrt(x)), 1e-300);
    }
    witness_expect(&tail, "exponential tail", N - 1, 2e-13);
    witness_expect(&quantile, "exponential quantile", N - 1, 1e-13);
    witness_expect(&half, "shape one half", N - 1, 1e-12);
}

Test(gamma, ends) {
    cr_expect_eq(ipa_gamma_cdf(2.0, 0.0), 0.0);
    cr_expect_eq(ipa_gamma_tail(2.0, -1.0), 1.0);
    cr_expect_eq(ipa_gamma_cdf(2.0, INFINITY), 1.0);
    cr_expect_eq(ipa_gamma_quantile(2.0, 0.0), 0.0);
    cr_expect_eq(ipa_gamma_quantile(2.0, 1.0), INFINITY);
    cr_expect(isnan(ipa_gamma_cdf(2.0, NAN)) && isnan(ipa_gamma_quantile(2.0, NAN)));
}

/* The hash was recorded from gcc 12 at -O3; -O0, -march=native and clang give the same. */
Test(gamma, has_the_bits_of_every_machine) {
    uint64_t hash = WITNESS_HASH_START;
    for (int s = 0; s < N_SHAPES; s++)
        for (int i = 1; i < 100; i++) {
            const double x = ipa_gamma_quantile(shapes[s], i / 100.0);
            const double values[] = {x, ipa_gamma_cdf(shapes[s], x), ipa_gamma_tail(shapes[s], x)};
            hash = witness_hash(hash, 3, values);
        }
    cr_expect_eq(hash, 0x9797f57ec12d2647u, "0x%llx", (unsigned long long)hash);
}
