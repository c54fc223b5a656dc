#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/normal.h"
#include "engine/math/student.h"
#include "tests/support/oracle.h"
#include "tests/support/witness.h"

enum { N = 5000 };

static void no_abort(void) {
    gsl_set_error_handler_off();
}
TestSuite(student, .init = no_abort);

/* Where GSL keeps 1e-12 itself. */
static const double freedoms[] = {0.7, 1.0, 2.0, 2.5, 3.0, 4.0, 5.5, 8.0, 13.0, 30.0};
enum { N_FREEDOMS = sizeof freedoms / sizeof *freedoms };

Test(student, oracles) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("00_special_functions.csv", &n_rows);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++) {
        const ipa_oracle_row *row = &rows[at];
        double ours;
        if (strcmp(row->case_id, "t_cdf") == 0)
            ours = ipa_student_cdf(oracle_parameter(row, "nu"), oracle_parameter(row, "x"));
        else if (strcmp(row->case_id, "t_inv") == 0)
            ours = ipa_student_quantile(oracle_parameter(row, "nu"), oracle_parameter(row, "p"));
        else
            continue;
        cr_expect(oracle_agrees(row, ours), "%s %s: %.17g", row->case_id, row->params, ours);
        n_checked++;
    }
    cr_expect_eq(n_checked, 8);
    free(rows);
}

Test(student, cdf_and_quantile_agree_with_gsl) {
    ipa_witness cdf = {0}, quantile = {0};
    for (int f = 0; f < N_FREEDOMS; f++)
        for (int i = 1; i < N; i++) {
            const double nu = freedoms[f], x = 30.0 * (2.0 * i / N - 1.0), p = (double)i / N;
            witness_compare(&cdf, x, ipa_student_cdf(nu, x), gsl_cdf_tdist_P(x, nu), 0);
            /* Below one degree of freedom GSL finds 8 digits or none; at one half it finds 1e-17.
             */
            const double theirs = gsl_cdf_tdist_Pinv(p, nu);
            if (nu >= 1.0 && 2 * i != N)
                witness_compare(&quantile, p, ipa_student_quantile(nu, p), theirs, 0);
        }
    witness_expect(&cdf, "t cdf", N_FREEDOMS * (N - 1), 1e-12);
    witness_expect(&quantile, "t quantile", (N_FREEDOMS - 1) * (N - 2), 1e-12);
}

/* ν = 1 and ν = 2 have closed forms, tails and middle. */
Test(student, closed_forms) {
    ipa_witness cauchy = {0}, two = {0};
    for (int i = 1; i <= N; i++) {
        const double p = exp(-600.0 * i / N) * 0.5;
        witness_compare(&cauchy, p, ipa_student_quantile(1.0, p), -1.0 / tan(M_PI * p), 0);
        const double t = (2.0 * p - 1.0) / sqrt(2.0 * p * (1.0 - p));
        witness_compare(&two, p, ipa_student_quantile(2.0, p), t, 0);
    }
    witness_expect(&cauchy, "Cauchy", N, 1e-12);
    witness_expect(&two, "two degrees of freedom", N, 1e-12);
}

Test(student, quantile_inverts_the_cdf_for_any_freedom) {
    static const double wide[] = {0.1, 0.3, 1.7, 6.0, 99.5, 1e4, 1e7, 9.9e7};
    ipa_witness witness = {0};
    for (size_t f = 0; f < sizeof wide / sizeof *wide; f++)
        for (int i = 1; i <= 500; i++) {
            const double p = 0.5 * exp(-36.0 * i / 500), nu = wide[f];
            witness_compare(&witness, p, ipa_student_cdf(nu, ipa_student_quantile(nu, p)), p, 0);
        }
    witness_expect(&witness, "T of its quantile", 8 * 500, 1e-12);
}

/* On both sides of the switch to the expansion about the normal law the figures are the same. */
Test(student, grows_into_the_normal_without_a_step) {
    ipa_witness cdf = {0}, quantile = {0}, normal = {0};
    for (int i = 1; i < 200; i++) {
        const double p = i / 200.0, x = 0.1 * (i - 100);
        witness_compare(&quantile, p, ipa_student_quantile(1e8, p),
                        ipa_student_quantile(nextafter(1e8, 0), p), 1e-12);
        witness_compare(&cdf, x, ipa_student_cdf(1e8, x), ipa_student_cdf(nextafter(1e8, 0), x), 0);
        witness_compare(&normal, x, ipa_student_cdf(1e18, x), ipa_normal_cdf(x), 0);
    }
    witness_expect(&quantile, "quantile at the switch", 199, 2e-13);
    witness_expect(&cdf, "cdf at the switch", 199, 1e-12);
    witness_expect(&normal, "normal limit", 199, 1e-13);
}

Test(student, is_odd_and_ends_at_infinity) {
    for (int i = 1; i < 512; i++) {
        const double p = ldexp(i, -10);
        cr_assert_eq(ipa_student_quantile(4.5, p), -ipa_student_quantile(4.5, 1.0 - p), "%g", p);
    }
    cr_expect_eq(ipa_student_quantile(4.5, 0.5), 0.0);
    cr_expect_eq(ipa_student_quantile(4.5, 0.0), -INFINITY);
    cr_expect_eq(ipa_student_quantile(4.5, 1.0), INFINITY);
    cr_expect_eq(ipa_student_cdf(4.5, 0.0), 0.5);
    cr_expect(isnan(ipa_student_quantile(4.5, NAN)) && isnan(ipa_student_cdf(4.5, NAN)));
}

/* The hash was recorded from gcc 12 at -O3; -O0, -march=native and clang give the same. */
Test(student, has_the_bits_of_every_machine) {
    uint64_t hash = WITNESS_HASH_START;
    for (int f = 0; f < N_FREEDOMS; f++)
        for (int i = 1; i < 100; i++) {
            const double t = ipa_student_quantile(freedoms[f], i / 100.0);
            const double values[] = {t, ipa_student_cdf(freedoms[f], t)};
            hash = witness_hash(hash, 2, values);
        }
    cr_expect_eq(hash, 0x5f8c5d9eb93037deu, "0x%llx", (unsigned long long)hash);
}
