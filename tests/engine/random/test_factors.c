#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "engine/math/cholesky.h"
#include "engine/math/student.h"
#include "engine/random/factors.h"
#include "tests/support/witness.h"

enum { N_FACTORS = 4, N_BLOCKS = 8192, N_PATHS = N_BLOCKS * IPA_LANES };

static const double correlation[N_FACTORS * N_FACTORS] = {1,  .3, .2, -.4, .3,  1, .5, 0,
                                                          .2, .5, 1,  .1,  -.4, 0, .1, 1};
static const uint32_t streams[N_FACTORS] = {11, 22, 33, 44};

static void factor(double cholesky[N_FACTORS * N_FACTORS]) {
    cr_assert_eq(ipa_cholesky_factor(N_FACTORS, correlation, cholesky, NULL, NULL), IPA_OK);
}

/* Each value is L·z in plain arithmetic from the scalar draws. */
Test(factors, are_the_factor_times_the_draws) {
    double cholesky[N_FACTORS * N_FACTORS], z[N_FACTORS * IPA_LANES];
    factor(cholesky);
    const ipa_factors factors = {N_FACTORS, cholesky, streams};
    for (int n_paths = 1; n_paths <= IPA_LANES; n_paths += 9) {
        ipa_factors_draw(&factors, 5, 640, n_paths, z);
        for (int f = 0; f < N_FACTORS; f++)
            for (int p = 0; p < IPA_LANES; p++) {
                double sum = 0.0;
                for (int g = 0; g <= f && p < n_paths; g++) {
                    const ipa_stream stream = {IPA_PURPOSE_FACTOR, streams[g]};
                    sum += cholesky[f * N_FACTORS + g] *
                           ipa_draw_normal(5, 640 + (uint64_t)p, stream, 0);
                }
                cr_assert_float_eq(z[f * IPA_LANES + p], sum, 1e-14, "factor %d lane %d", f, p);
            }
    }
}

/* Standard errors of a sample covariance of normals: √((1 + c²)/n). */
Test(factors, have_the_correlation_matrix) {
    double cholesky[N_FACTORS * N_FACTORS], z[N_FACTORS * IPA_LANES];
    double cross[N_FACTORS][N_FACTORS] = {{0}}, mean[N_FACTORS] = {0};
    factor(cholesky);
    const ipa_factors factors = {N_FACTORS, cholesky, streams};
    for (int block = 0; block < N_BLOCKS; block++) {
        ipa_factors_draw(&factors, 1, (uint64_t)block * IPA_LANES, IPA_LANES, z);
        for (int f = 0; f < N_FACTORS; f++)
            for (int p = 0; p < IPA_LANES; p++) {
                mean[f] += z[f * IPA_LANES + p] / N_PATHS;
                for (int g = 0; g < N_FACTORS; g++)
                    cross[f][g] += z[f * IPA_LANES + p] * z[g * IPA_LANES + p] / N_PATHS;
            }
    }
    for (int f = 0; f < N_FACTORS; f++) {
        cr_expect_lt(fabs(mean[f]) * sqrt(N_PATHS), 3.5, "mean of %d: %g", f, mean[f]);
        for (int g = 0; g < N_FACTORS; g++) {
            const double c = correlation[f * N_FACTORS + g];
            const double error = (cross[f][g] - c) / sqrt((1 + c * c) / N_PATHS);
            cr_expect_lt(fabs(error), 3.5, "[%d][%d] %g, not %g", f, g, cross[f][g], c);
        }
    }
}

/* A factor that is another one exactly (a singular matrix) is it on every path, to the bit. */
Test(factors, a_dependent_factor_is_the_other) {
    const double ones[] = {1, 1, 1, 1};
    double cholesky[4], z[2 * IPA_LANES];
    cr_assert_eq(ipa_cholesky_factor(2, ones, cholesky, NULL, NULL), IPA_OK);
    const ipa_factors factors = {2, cholesky, streams};
    ipa_factors_draw(&factors, 9, 0, IPA_LANES, z);
    for (int p = 0; p < IPA_LANES; p++)
        cr_expect_eq(z[p], z[IPA_LANES + p]);
}

static int ascending(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Kolmogorov–Smirnov of normal × mixing against Student's t: √n D above 1.95 has probability
   0.001. */
static void expect_student(double nu) {
    static double t[N_PATHS];
    double scale[IPA_LANES], z[IPA_LANES], distance = 0;
    ipa_arena *arena = ipa_arena_create();
    const ipa_quantile_table *chi_square;
    cr_assert_eq(ipa_quantile_table_gamma(arena, 0.5 * nu, 2.0, &chi_square, NULL), IPA_OK);
    for (int first = 0; first < N_PATHS; first += IPA_LANES) {
        const ipa_stream stream = {IPA_PURPOSE_OBLIGOR, 7};
        ipa_draw_normals(3, (uint64_t)first, IPA_LANES, stream, 0, z);
        ipa_factors_mixing(chi_square, nu, 3, (uint64_t)first, IPA_LANES, scale);
        for (int p = 0; p < IPA_LANES; p++)
            t[first + p] = z[p] * scale[p];
    }
    ipa_arena_destroy(arena);
    qsort(t, N_PATHS, sizeof *t, ascending);
    for (int at = 0; at < N_PATHS; at++) {
        const double exact = gsl_cdf_tdist_P(t[at], nu);
        distance =
            fmax(distance, fmax(exact - at / (double)N_PATHS, (at + 1) / (double)N_PATHS - exact));
    }
    cr_expect_lt(sqrt(N_PATHS) * distance, 1.95, "nu %g: %g", nu, sqrt(N_PATHS) * distance);
}

Test(factors, mixing_makes_a_normal_students_t) {
    expect_student(3.0);
    expect_student(5.0);
    expect_student(8.5);
}

Test(factors, mixing_writes_the_paths_asked_for_and_is_the_exact_quantile) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_quantile_table *chi_square;
    cr_assert_eq(ipa_quantile_table_gamma(arena, 2.5, 2.0, &chi_square, NULL), IPA_OK);
    double scale[IPA_LANES] = {0};
    ipa_factors_mixing(chi_square, 5.0, 3, 100, 10, scale);
    for (int p = 0; p < 10; p++) {
        const double u =
            ipa_draw_uniform(3, 100 + (uint64_t)p, (ipa_stream){IPA_PURPOSE_CHI_SQUARE, 0}, 0);
        cr_expect_float_eq(scale[p], sqrt(5.0 / gsl_cdf_chisq_Pinv(u, 5.0)), 1e-9 * scale[p]);
    }
    cr_expect_eq(scale[10], 0.0);
    ipa_arena_destroy(arena);
}

/* The hash was recorded from gcc 12 at -O3 with AVX-512; -O0, SSE2, AVX2 and clang give the same.
 */
Test(factors, have_the_bits_of_every_machine) {
    double cholesky[N_FACTORS * N_FACTORS], z[N_FACTORS * IPA_LANES];
    factor(cholesky);
    const ipa_factors factors = {N_FACTORS, cholesky, streams};
    uint64_t hash = WITNESS_HASH_START;
    for (int block = 0; block < 32; block++) {
        ipa_factors_draw(&factors, 1, (uint64_t)block * IPA_LANES, IPA_LANES, z);
        hash = witness_hash(hash, N_FACTORS * IPA_LANES, z);
    }
    cr_expect_eq(hash, 0xc4699a25ad3eb1b2u, "0x%llx", (unsigned long long)hash);
}
