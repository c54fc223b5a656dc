#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/beta.h"
#include "tests/support/oracle.h"
#include "tests/support/witness.h"

enum { N = 5000 };

static void no_abort(void) {
    gsl_set_error_handler_off();
}
TestSuite(beta, .init = no_abort);

static const double laws[][2] = {{0.924, 1.716}, {0.5, 0.5}, {1.0, 1.0},  {2.0, 3.0}, {0.2, 5.0},
                                 {5.0, 0.2},     {1.3, 9.0}, {20.0, 4.0}, {0.1, 0.3}, {30.0, 70.0}};
enum { N_LAWS = sizeof laws / sizeof *laws };

Test(beta, oracles) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("00_special_functions.csv", &n_rows);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++)
        if (strcmp(rows[at].case_id, "betainc") == 0) {
            const ipa_oracle_row *row = &rows[at];
            const double value = ipa_beta_cdf(
                oracle_parameter(row, "a"), oracle_parameter(row, "b"), oracle_parameter(row, "x"));
            cr_expect(oracle_agrees(row, value), "%s: %.17g", row->params, value);
            n_checked++;
        }
    cr_expect_eq(n_checked, 3);
    free(rows);
}

/* Oracle 12 is met by the figures that a recovery rate is drawn from. */
static int check_recovery(const ipa_oracle_row *row) {
    const double mean = oracle_parameter(row, "mean"), sd = oracle_parameter(row, "sd");
    double a, b, ours;
    cr_assert_eq(ipa_beta_from_moments(mean, sd, &a, &b, NULL), IPA_OK);
    if (strcmp(row->case_id, "alpha") == 0)
        ours = a;
    else if (strcmp(row->case_id, "beta") == 0)
        ours = b;
    else if (strcmp(row->case_id, "cdf") == 0)
        ours = ipa_beta_cdf(a, b, oracle_parameter(row, "x"));
    else if (strcmp(row->case_id, "quantile") == 0)
        ours = ipa_beta_quantile(a, b, oracle_parameter(row, "p"));
    else if (strcmp(row->case_id, "limited") == 0) {
        const double x = oracle_parameter(row, "x");
        ours = mean * ipa_beta_cdf(a + 1.0, b, x) + x * (1.0 - ipa_beta_cdf(a, b, x));
    } else
        return 0;
    cr_expect(oracle_agrees(row, ours), "%s %s: %.17g, not %.17g", row->case_id, row->params, ours,
              row->value);
    return 1;
}

Test(beta, recovery_oracles) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("12_beta_recovery.csv", &n_rows);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++)
        n_checked += check_recovery(&rows[at]);
    cr_expect_eq(n_checked, 4 + 4 + 16 + 12 + 16);
    free(rows);
}

Test(beta, cdf_and_quantile_agree_with_gsl) {
    ipa_witness cdf = {0}, quantile = {0};
    for (int law = 0; law < N_LAWS; law++)
        for (int i = 1; i < N; i++) {
            const double x = (double)i / N, a = laws[law][0], b = laws[law][1];
            const double theirs = gsl_cdf_beta_P(x, a, b);
            witness_compare(&cdf, x, ipa_beta_cdf(a, b, x), theirs, 1e-290);
            const double inverse = gsl_cdf_beta_Pinv(x, a, b);
            witness_compare(&quantile, x, ipa_beta_quantile(a, b, x), inverse, 1e-290);
        }
    witness_expect(&cdf, "beta cdf", N_LAWS * (N - 1), 1e-12);
    witness_expect(&quantile, "beta quantile", N_LAWS * (N - 1), 1e-12);
}

Test(beta, quantile_inverts_the_cdf_at_both_ends) {
    static const double wide[][2] = {{0.01, 0.01}, {0.5, 0.5}, {0.924, 1.716},
                                     {3.0, 50.0},  {1e3, 1e3}, {1e5, 0.5}};
    ipa_witness lower = {0}, upper = {0};
    for (size_t law = 0; law < sizeof wide / sizeof *wide; law++)
        for (int i = 1; i <= N; i++) {
            const double p = exp(-650.0 * i / N), a = wide[law][0], b = wide[law][1];
            const double left = ipa_beta_logit_quantile(a, b, p, 1.0 - p);
            witness_compare(&lower, p, ipa_beta_log_cdf_of_logit(a, b, left), log(p), 1.0);
            const double right = ipa_beta_logit_quantile(a, b, 1.0 - p, p);
            witness_compare(&upper, p, ipa_beta_log_cdf_of_logit(b, a, -right), log(p), 1.0);
        }
    witness_expect(&lower, "lower end", 6 * N, 1e-12);
    witness_expect(&upper, "upper end", 6 * N, 1e-12);
}

/* Beta(1, b) and beta(a, 1) have closed forms. */
Test(beta, powers) {
    ipa_witness witness = {0};
    for (int i = 1; i < N; i++) {
        const double x = (double)i / N;
        witness_compare(&witness, x, ipa_beta_cdf(2.7, 1.0, x), pow(x, 2.7), 0);
        witness_compare(&witness, x, ipa_beta_cdf(1.0, 3.4, x), -expm1(3.4 * log1p(-x)), 0);
        witness_compare(&witness, x, ipa_beta_quantile(2.7, 1.0, x), pow(x, 1 / 2.7), 0);
    }
    witness_expect(&witness, "powers", 3 * (N - 1), 1e-13);
}

Test(beta, moments_outside_the_domain_are_refused) {
    static const double wrong[][2] = {{0.35, 0.0},  {0.35, -0.1}, {0.0, 0.1}, {1.0, 0.1},
                                      {0.35, 0.48}, {0.5, 0.5},   {NAN, 0.1}, {0.5, NAN}};
    double a, b;
    ipa_error error;
    for (size_t at = 0; at < sizeof wrong / sizeof *wrong; at++)
        cr_expect_eq(ipa_beta_from_moments(wrong[at][0], wrong[at][1], &a, &b, &error), IPA_RANGE,
                     "%zu", at);
    cr_expect(strstr(error.message, "standard deviation"), "%s", error.message);
    cr_assert_eq(ipa_beta_from_moments(0.35, 0.47, &a, &b, NULL), IPA_OK);
    cr_expect_float_eq(a / (a + b), 0.35, 1e-15);
    cr_expect_float_eq(sqrt(a * b / (a + b + 1.0)) / (a + b), 0.47, 1e-14);
}

Test(beta, ends) {
    cr_expect_eq(ipa_beta_cdf(2.0, 3.0, 0.0), 0.0);
    cr_expect_eq(ipa_beta_cdf(2.0, 3.0, 1.0), 1.0);
    cr_expect_eq(ipa_beta_quantile(2.0, 3.0, 0.0), 0.0);
    cr_expect_eq(ipa_beta_quantile(2.0, 3.0, 1.0), 1.0);
    cr_expect(isnan(ipa_beta_cdf(2.0, 3.0, NAN)) && isnan(ipa_beta_quantile(2.0, 3.0, NAN)));
}

/* The hash was recorded from gcc 12 at -O3; -O0, -march=native and clang give the same. */
Test(beta, has_the_bits_of_every_machine) {
    uint64_t hash = WITNESS_HASH_START;
    for (int law = 0; law < N_LAWS; law++)
        for (int i = 1; i < 100; i++) {
            const double x = ipa_beta_quantile(laws[law][0], laws[law][1], i / 100.0);
            const double values[] = {x, ipa_beta_cdf(laws[law][0], laws[law][1], x)};
            hash = witness_hash(hash, 2, values);
        }
    cr_expect_eq(hash, 0xde72af26210b8450u, "0x%llx", (unsigned long long)hash);
}
