#include <criterion/criterion.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#include "engine/math/cholesky.h"
#include "engine/math/normal.h"
#include "tests/support/witness.h"

enum { MOST = IPA_CHOLESKY_MOST_ROWS };

/* A correlation matrix of `rank` latent normals from an arbitrary recurrence. */
static void make_correlation(int n, int rank, uint64_t seed, double *c) {
    static double x[MOST * MOST];
    for (int at = 0; at < n * rank; at++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        x[at] = ipa_normal_quantile(((double)(seed >> 33) + 0.5) / 0x1p31);
    }
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++) {
            double xy = 0, xx = 0, yy = 0;
            for (int g = 0; g < rank; g++) {
                xy += x[row * rank + g] * x[column * rank + g];
                xx += x[row * rank + g] * x[row * rank + g];
                yy += x[column * rank + g] * x[column * rank + g];
            }
            c[row * n + column] = row == column ? 1.0 : xy / sqrt(xx * yy);
        }
}

static void expect_product(int n, const double *l, const double *c, double tolerance) {
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++) {
            double sum = 0.0;
            for (int g = 0; g < n; g++)
                sum += l[row * n + g] * l[column * n + g];
            cr_assert_float_eq(sum, c[row * n + column], tolerance, "%d×%d [%d][%d]", n, n, row,
                               column);
            if (column > row)
                cr_assert_eq(l[row * n + column], 0.0);
        }
}

Test(cholesky, agrees_with_lapack) {
    static double c[MOST * MOST], l[MOST * MOST], theirs[MOST * MOST];
    ipa_witness witness = {0};
    for (int n = 1; n <= MOST; n++) {
        make_correlation(n, n + 3 < MOST ? n + 3 : MOST, (uint64_t)n, c);
        cr_assert_eq(ipa_cholesky_factor(n, c, l, NULL, NULL), IPA_OK, "%d", n);
        expect_product(n, l, c, 1e-13);
        if (n > 50) /* rank short of comfortable: columns near zero, digits lost on both sides */
            continue;
        memcpy(theirs, c, sizeof c);
        cr_assert_eq(LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', n, theirs, n), 0);
        for (int row = 0; row < n; row++)
            for (int column = 0; column <= row; column++)
                witness_compare(&witness, n, l[row * n + column], theirs[row * n + column], 1.0);
    }
    witness_expect(&witness, "Cholesky", 22000, 1e-11);
}

Test(cholesky, dependent_rows_give_zero_columns) {
    static double c[MOST * MOST], l[MOST * MOST];
    for (int rank = 1; rank < 20; rank++) {
        make_correlation(20, rank, (uint64_t)rank, c);
        cr_assert_eq(ipa_cholesky_factor(20, c, l, NULL, NULL), IPA_OK, "rank %d", rank);
        expect_product(20, l, c, 1e-9);
        for (int f = rank; f < 20; f++)
            cr_expect_eq(l[f * 20 + f], 0.0, "rank %d, row %d", rank, f);
    }
    const double ones[] = {1, 1, 1, 1};
    double factor[4];
    cr_assert_eq(ipa_cholesky_factor(2, ones, factor, NULL, NULL), IPA_OK);
    cr_expect(factor[0] == 1 && factor[1] == 0 && factor[2] == 1 && factor[3] == 0);
}

Test(cholesky, refuses_an_indefinite_matrix_and_names_the_row) {
    const double c[] = {1, 0.9, 0.9, 0.9, 1, 0.1, 0.9, 0.1, 1};
    const double beside_zero[] = {1, 1, 0.2, 1, 1, 0.4, 0.2, 0.4, 1};
    double l[9];
    int pivot = -1;
    ipa_error error;
    cr_expect_eq(ipa_cholesky_factor(3, c, l, &pivot, &error), IPA_RANGE);
    cr_expect_eq(pivot, 2);
    cr_expect(strstr(error.message, "row 3"), "%s", error.message);
    cr_expect_eq(ipa_cholesky_factor(3, beside_zero, l, &pivot, NULL), IPA_RANGE);
    cr_expect_eq(pivot, 2);
    cr_expect_eq(ipa_cholesky_factor(MOST + 1, c, l, &pivot, NULL), IPA_RANGE);
    const double nan[] = {NAN};
    cr_expect_eq(ipa_cholesky_factor(1, nan, l, &pivot, NULL), IPA_RANGE);
    cr_expect_eq(pivot, 0);
}

Test(cholesky, works_in_place_and_reads_the_lower_triangle_alone) {
    double c[] = {1, 99, 99, 0.5, 1, 99, 0.25, -0.5, 1}, l[9];
    cr_assert_eq(ipa_cholesky_factor(3, c, l, NULL, NULL), IPA_OK);
    cr_assert_eq(ipa_cholesky_factor(3, c, c, NULL, NULL), IPA_OK);
    cr_expect_arr_eq(c, l, sizeof l);
    cr_expect_float_eq(l[4], sqrt(0.75), 1e-15);
    cr_expect_float_eq(l[7], (-0.5 - 0.125) / sqrt(0.75), 1e-15);
}

/* The hash was recorded from gcc 12 at -O3; -O0, -march=native and clang give the same. */
Test(cholesky, has_the_bits_of_every_machine) {
    double c[30 * 30], l[30 * 30];
    for (int at = 0; at < 30 * 30; at++)
        c[at] = ipa_exp(-0.11 * abs(at / 30 - at % 30));
    cr_assert_eq(ipa_cholesky_factor(30, c, l, NULL, NULL), IPA_OK);
    const uint64_t hash = witness_hash(WITNESS_HASH_START, 30 * 30, l);
    cr_expect_eq(hash, 0x26c4e61d8c89d068u, "0x%llx", (unsigned long long)hash);
}
