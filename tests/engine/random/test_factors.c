#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    const ipa_factors factors = {.n_factors = N_FACTORS, .cholesky = cholesky, .streams = streams};
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
    const ipa_factors factors = {.n_factors = N_FACTORS, .cholesky = cholesky, .streams = streams};
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
    const ipa_factors factors = {.n_factors = 2, .cholesky = cholesky, .streams = streams};
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
    const ipa_factors factors = {.n_factors = N_FACTORS, .cholesky = cholesky, .streams = streams};
    uint64_t hash = WITNESS_HASH_START;
    for (int block = 0; block < 32; block++) {
        ipa_factors_draw(&factors, 1, (uint64_t)block * IPA_LANES, IPA_LANES, z);
        hash = witness_hash(hash, N_FACTORS * IPA_LANES, z);
    }
    cr_expect_eq(hash, 0xc4699a25ad3eb1b2u, "0x%llx", (unsigned long long)hash);
}

/* ---- period shocks ---- */

enum { MOST_PERIODS = 41 };

typedef struct life {
    double cholesky[N_FACTORS * N_FACTORS], weights[MOST_PERIODS];
    double whole[N_FACTORS * IPA_LANES], shocks[N_FACTORS * MOST_PERIODS * IPA_LANES];
    ipa_factors factors;
} life;

static life *live(int n_factors, const double *correlations, int n_periods) {
    static life made;
    made.factors = (ipa_factors){.n_factors = n_factors,
                                 .cholesky = made.cholesky,
                                 .streams = streams,
                                 .n_periods = n_periods,
                                 .weights = made.weights};
    cr_assert_eq(ipa_cholesky_factor(n_factors, correlations, made.cholesky, NULL, NULL), IPA_OK);
    for (int k = 0; k < n_periods; k++)
        made.weights[k] = 1 / sqrt(n_periods);
    return &made;
}

static void draw(life *of, uint64_t seed, uint64_t first_path, int n_paths) {
    ipa_factors_draw(&of->factors, seed, first_path, n_paths, of->whole);
    ipa_factors_shocks(&of->factors, seed, first_path, n_paths, of->whole, of->shocks);
}

static double shock(const life *of, int f, int k, int p) {
    return of->shocks[(f * of->factors.n_periods + k) * IPA_LANES + p];
}

static void expect_sums(const life *of, int n_paths) {
    const int n = of->factors.n_periods;
    for (int f = 0; f < of->factors.n_factors; f++)
        for (int p = 0; p < n_paths; p++) {
            double sum = 0;
            for (int k = 0; k < n; k++)
                sum += of->weights[k] * shock(of, f, k, p);
            cr_assert_float_eq(sum, of->whole[f * IPA_LANES + p], 1e-13, "%d periods", n);
        }
}

Test(factors, shocks_add_up_to_the_whole_life_value) {
    static const int n_periods[] = {1, 2, 3, 4, 7, 12, 20, 40, 41};
    for (size_t n = 0; n < sizeof n_periods / sizeof *n_periods; n++)
        for (int n_paths = 64; n_paths > 0; n_paths -= 21) {
            life *of = live(N_FACTORS, correlation, n_periods[n]);
            draw(of, 3, 128, n_paths);
            expect_sums(of, n_paths);
            for (int f = 0; f < N_FACTORS; f++)
                for (int k = 0; k < n_periods[n]; k++)
                    for (int p = n_paths; p < IPA_LANES; p++)
                        cr_assert_eq(shock(of, f, k, p), 0);
        }
}

/* Other weights than equal ones: |w| = 1 and w[0] not below 0 is all that is asked. */
Test(factors, shocks_take_any_weights) {
    life *of = live(2, (double[]){1, 0.5, 0.5, 1}, 4);
    static const double tried[][4] = {{0.5, -0.5, 0.5, -0.5}, {1, 0, 0, 0}, {0, 0.6, 0, 0.8}};
    for (size_t n = 0; n < sizeof tried / sizeof *tried; n++) {
        for (int k = 0; k < 4; k++)
            of->weights[k] = tried[n][k];
        draw(of, 3, 0, IPA_LANES);
        expect_sums(of, IPA_LANES);
    }
}

/* The reflection H·x = x − 2v(v'x)/(v'v), v = e₁ − w, written out on scalar draws. */
Test(factors, shocks_are_the_reflection_of_the_draws) {
    enum { N = 7 };
    life *of = live(N_FACTORS, correlation, N);
    draw(of, 11, 6400, IPA_LANES);
    for (int f = 0; f < N_FACTORS; f++)
        for (int p = 0; p < IPA_LANES; p++) {
            double x[N] = {of->whole[f * IPA_LANES + p]}, v[N], along = 0, length = 0;
            for (int k = 1; k < N; k++)
                for (int g = 0; g <= f; g++)
                    x[k] +=
                        of->cholesky[f * N_FACTORS + g] *
                        ipa_draw_normal(11, 6400 + (uint64_t)p,
                                        (ipa_stream){IPA_PURPOSE_SHOCK, streams[g]}, (uint64_t)k);
            for (int k = 0; k < N; k++) {
                v[k] = (k == 0) - of->weights[k];
                along += v[k] * x[k];
                length += v[k] * v[k];
            }
            for (int k = 0; k < N; k++)
                cr_assert_float_eq(shock(of, f, k, p), x[k] - 2 * v[k] * along / length, 1e-13);
        }
}

Test(factors, one_period_s_shock_is_the_whole_life_value) {
    life *of = live(N_FACTORS, correlation, 1);
    draw(of, 3, 0, IPA_LANES);
    for (int at = 0; at < N_FACTORS * IPA_LANES; at++)
        cr_expect_eq(of->shocks[at], of->whole[at]);
}

/* 256 equal cells of Φ(ε) in every period: chi-square, 255 degrees of freedom, tail 1e-5. */
static void expect_normal(const life *of, const long counts[][256], long n_paths) {
    for (int k = 0; k < of->factors.n_periods; k++) {
        double distance = 0;
        for (int cell = 0; cell < 256; cell++)
            distance +=
                pow((double)counts[k][cell] - (double)n_paths / 256, 2) * 256.0 / (double)n_paths;
        cr_expect_lt(distance, gsl_cdf_chisq_Qinv(1e-5, 255), "period %d: %g", k, distance);
    }
}

/* Correlation C between factors in one period, none between periods: 4 standard errors, which for
   the few hundred pairs here a right program passes with probability 0.98; the seed is fixed. */
static void expect_cross(const life *of, const double *cross, int n_rows, long n_paths) {
    const int n = of->factors.n_periods;
    for (int a = 0; a < n_rows; a++)
        for (int b = 0; b <= a; b++) {
            const double c = a % n == b % n ? correlation[a / n * N_FACTORS + b / n] : 0;
            const double error =
                (cross[a * n_rows + b] / (double)n_paths - c) / sqrt((1 + c * c) / (double)n_paths);
            cr_expect_lt(fabs(error), 4, "rows %d and %d: %g errors", a, b, error);
        }
}

Test(factors, shocks_are_independent_normals_over_time_correlated_across) {
    enum { N = 5, N_ROWS = N_FACTORS * N };
    static long counts[N][256];
    static double cross[N_ROWS * N_ROWS];
    life *of = live(N_FACTORS, correlation, N);
    for (int block = 0; block < N_BLOCKS / 2; block++) {
        draw(of, 4, (uint64_t)block * IPA_LANES, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++) {
            for (int k = 0; k < N; k++)
                counts[k][(int)(256 * gsl_cdf_ugaussian_P(shock(of, 3, k, p)))]++;
            for (int a = 0; a < N_ROWS; a++)
                for (int b = 0; b <= a; b++)
                    cross[a * N_ROWS + b] +=
                        of->shocks[a * IPA_LANES + p] * of->shocks[b * IPA_LANES + p];
        }
    }
    expect_normal(of, (const long(*)[256])counts, N_PATHS / 2);
    expect_cross(of, cross, N_ROWS, N_PATHS / 2);
}

/* Uncorrelated, a factor more at the front changes nobody else's shocks; nor does a period's row
   depend on how many paths are drawn. */
Test(factors, another_factor_changes_no_shocks) {
    enum { N = 6, SIZE = N * IPA_LANES };
    static const uint32_t more[] = {99, 11, 22};
    double few[2 * SIZE];
    life *of = live(2, (double[]){1, 0, 0, 1}, N);
    draw(of, 4, 64, IPA_LANES);
    memcpy(few, of->shocks, sizeof few);
    of = live(3, (double[]){1, 0, 0, 0, 1, 0, 0, 0, 1}, N);
    of->factors.streams = more;
    draw(of, 4, 64, IPA_LANES);
    cr_expect_arr_eq(of->shocks + SIZE, few, sizeof few);
    draw(of, 4, 70, 1);
    cr_expect_eq(shock(of, 1, 3, 0), few[3 * IPA_LANES + 6]);
}

/* Recorded as above. */
Test(factors, shocks_have_the_bits_of_every_machine) {
    life *of = live(N_FACTORS, correlation, 20);
    uint64_t hash = WITNESS_HASH_START;
    for (int block = 0; block < 8; block++) {
        draw(of, 1, (uint64_t)block * IPA_LANES, IPA_LANES);
        hash = witness_hash(hash, N_FACTORS * 20 * IPA_LANES, of->shocks);
    }
    cr_expect_eq(hash, 0x985a3480f6d6f66fu, "0x%llx", (unsigned long long)hash);
}
