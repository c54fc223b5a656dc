#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/math/cholesky.h"
#include "engine/math/correlation.h"

static ipa_correlation_verdict check(int n, const double *c) {
    ipa_correlation_verdict verdict;
    ipa_error error;
    cr_assert_eq(ipa_correlation_check(n, c, &verdict, &error), IPA_OK, "%s", error.message);
    return verdict;
}

static void expect_fault(const double c[9], ipa_correlation_fault fault, int row, int column) {
    const ipa_correlation_verdict verdict = check(3, c);
    cr_expect(verdict.fault == fault && verdict.row == row && verdict.column == column,
              "fault %d at [%d][%d], not %d at [%d][%d]", verdict.fault, verdict.row,
              verdict.column, fault, row, column);
}

Test(correlation, each_fault_is_found_where_it_is) {
    expect_fault((double[9]){1, .2, .3, .2, .99, .4, .3, .4, 1}, IPA_CORRELATION_DIAGONAL, 1, 1);
    expect_fault((double[9]){1, .2, .3, .2, 1, .4, .3, .5, 1}, IPA_CORRELATION_SYMMETRY, 1, 2);
    expect_fault((double[9]){1, .2, 1.3, .2, 1, .4, 1.3, .4, 1}, IPA_CORRELATION_SIZE, 0, 2);
    expect_fault((double[9]){1, .2, .3, .2, 1, NAN, .3, .4, 1}, IPA_CORRELATION_NOT_FINITE, 1, 2);
    cr_expect_eq(check(3, (double[9]){1, .9, .9, .9, 1, .1, .9, .1, 1}).fault,
                 IPA_CORRELATION_INDEFINITE);
}

/* Equal correlations ρ among n: eigenvalues 1 − ρ and 1 + (n − 1) ρ. */
Test(correlation, smallest_eigenvalue_of_equal_correlations) {
    for (int n = 2; n <= 12; n++)
        for (double rho = -1.0 / (n - 1); rho <= 1.0; rho += 0.05) {
            double c[144];
            for (int at = 0; at < n * n; at++)
                c[at] = at % (n + 1) == 0 ? 1.0 : rho;
            const ipa_correlation_verdict verdict = check(n, c);
            cr_assert_eq(verdict.fault, IPA_CORRELATION_SOUND, "n %d, rho %g", n, rho);
            const double smallest = rho > 0 ? 1.0 - rho : 1.0 + (n - 1) * rho;
            cr_assert_float_eq(verdict.smallest_eigenvalue, smallest, 1e-13);
        }
    cr_expect_eq(check(0, NULL).fault, IPA_CORRELATION_SOUND);
}

/* The example of Higham's paper (2002), section 4: its answer to five digits. */
Test(correlation, nearest_of_highams_example) {
    const double a[] = {2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2};
    const double answer[] = {1,      -0.8084, 0.1916, 0.1068,  -0.8084, 1,      -0.6562, 0.1916,
                             0.1916, -0.6562, 1,      -0.8084, 0.1068,  0.1916, -0.8084, 1};
    double x[16], distance;
    cr_assert_eq(ipa_correlation_nearest(4, a, x, &distance, NULL), IPA_OK);
    for (int at = 0; at < 16; at++)
        cr_expect_float_eq(x[at], answer[at], 5.1e-5, "[%d] %.6f", at, x[at]);
    cr_expect_float_eq(distance, 2.1335, 1e-3, "%.6f", distance);
}

/* A repaired matrix is one that the rest of the engine takes, and repairing it again changes
   nothing. No matrix of a thousand in the neighbourhood is nearer. */
Test(correlation, nearest_is_sound_settled_and_nearest) {
    const double broken[] = {1, .9, .9, .9, 1, .1, .9, .1, 1};
    double x[9], again[9], l[9], distance, second;
    cr_assert_eq(ipa_correlation_nearest(3, broken, x, &distance, NULL), IPA_OK);
    cr_expect_eq(check(3, x).fault, IPA_CORRELATION_SOUND);
    cr_expect_eq(ipa_cholesky_factor(3, x, l, NULL, NULL), IPA_OK);
    cr_assert_eq(ipa_correlation_nearest(3, x, again, &second, NULL), IPA_OK);
    cr_expect_lt(second, 1e-10);
    cr_expect_gt(distance, 0.05);
    for (int at = 0; at < 1000; at++) {
        const double move[] = {(at % 10 - 4.5) / 150, (at / 10 % 10 - 4.5) / 150,
                               (at / 100 - 4.5) / 150};
        const double near[] = {1, x[1] + move[0], x[2] + move[1], x[1] + move[0],
                               1, x[5] + move[2], x[2] + move[1], x[5] + move[2],
                               1};
        if (check(3, near).fault != IPA_CORRELATION_SOUND)
            continue;
        double square = 0;
        for (int e = 0; e < 9; e++)
            square += (near[e] - broken[e]) * (near[e] - broken[e]);
        cr_expect_geq(sqrt(square), distance - 1e-9, "%d", at);
    }
}

Test(correlation, a_sound_matrix_is_its_own_nearest) {
    const double c[] = {1, .3, .2, .3, 1, -.5, .2, -.5, 1};
    double x[9], distance;
    cr_assert_eq(ipa_correlation_nearest(3, c, x, &distance, NULL), IPA_OK);
    cr_expect_lt(distance, 1e-11);
    for (int at = 0; at < 9; at++)
        cr_expect_float_eq(x[at], c[at], 1e-12);
}

Test(correlation, a_matrix_without_symmetry_has_no_nearest) {
    const double lopsided[] = {1, .3, .2, 1}, nan[] = {1, NAN, NAN, 1};
    double x[4], distance;
    cr_expect_eq(ipa_correlation_nearest(2, lopsided, x, &distance, NULL), IPA_RANGE);
    cr_expect_eq(ipa_correlation_nearest(2, nan, x, &distance, NULL), IPA_RANGE);
}
