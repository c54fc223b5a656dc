#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

#include "engine/math/beta.h"
#include "engine/math/elementary.h"
#include "engine/math/gamma.h"
#include "engine/math/normal.h"
#include "engine/math/quantile_table.h"
#include "tests/support/witness.h"

enum { N = 20011 };

static ipa_arena *arena;
static void open_arena(void) {
    gsl_set_error_handler_off();
    arena = ipa_arena_create();
}
static void close_arena(void) {
    ipa_arena_destroy(arena);
}
TestSuite(quantile_table, .init = open_arena, .fini = close_arena);

static const double shapes[] = {0.02, 0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 10.0, 400.0, 1e5};
static const double shares[][2] = {{0.924, 1.716}, {0.02, 0.05}, {0.1, 0.1},
                                   {0.5, 0.5},     {1.0, 1.0},   {0.3, 4.0},
                                   {2.0, 3.0},     {30.0, 70.0}, {2e4, 1e4}};
enum { N_SHAPES = sizeof shapes / sizeof *shapes, N_SHARES = sizeof shares / sizeof *shares };

/* Not on the nodes, not in their middles. */
static double score(int i) {
    return -8.5 + 17.0 * i / (N - 1);
}

static const ipa_quantile_table *gamma_table(double shape, double scale) {
    const ipa_quantile_table *table = NULL;
    cr_assert_eq(ipa_quantile_table_gamma(arena, shape, scale, &table, NULL), IPA_OK);
    return table;
}

static const ipa_quantile_table *beta_table(double a, double b) {
    const ipa_quantile_table *table = NULL;
    cr_assert_eq(ipa_quantile_table_beta(arena, a, b, &table, NULL), IPA_OK);
    return table;
}

Test(quantile_table, gamma_has_nine_digits_of_the_exact_inverse) {
    ipa_witness witness = {0};
    for (int s = 0; s < N_SHAPES; s++) {
        const ipa_quantile_table *table = gamma_table(shapes[s], 3.0);
        for (int i = 0; i < N; i++) {
            const double z = score(i);
            const double log_x =
                ipa_gamma_log_quantile(shapes[s], ipa_normal_cdf(z), ipa_normal_cdf(-z));
            witness_compare(&witness, z, ipa_quantile_table_one(table, z), 3.0 * exp(log_x),
                            1e-300);
        }
    }
    witness_expect(&witness, "gamma table", N_SHAPES * N, 1e-9);
}

Test(quantile_table, beta_has_nine_digits_of_the_exact_inverse_at_both_ends) {
    ipa_witness lower = {0}, upper = {0};
    for (int s = 0; s < N_SHARES; s++) {
        const double a = shares[s][0], b = shares[s][1];
        const ipa_quantile_table *table = beta_table(a, b), *mirror = beta_table(b, a);
        for (int i = 0; i < N; i++) {
            const double z = score(i);
            const double y = ipa_beta_logit_quantile(a, b, ipa_normal_cdf(z), ipa_normal_cdf(-z));
            witness_compare(&lower, z, ipa_quantile_table_one(table, z), 1 / (1 + exp(-y)), 1e-300);
            witness_compare(&upper, z, ipa_quantile_table_one(mirror, -z), 1 / (1 + exp(y)),
                            1e-300);
        }
    }
    witness_expect(&lower, "beta table", N_SHARES * N, 1e-9);
    witness_expect(&upper, "mirrored beta table", N_SHARES * N, 1e-9);
}

Test(quantile_table, agrees_with_gsl) {
    ipa_witness chi_square = {0}, recovery = {0};
    const ipa_quantile_table *five = gamma_table(2.5, 2.0), *beta = beta_table(0.924, 1.716);
    for (int i = 1; i < N; i++) {
        const double p = (double)i / N, z = ipa_normal_quantile(p);
        witness_compare(&chi_square, p, ipa_quantile_table_one(five, z), gsl_cdf_chisq_Pinv(p, 5.0),
                        0);
        witness_compare(&recovery, p, ipa_quantile_table_one(beta, z),
                        gsl_cdf_beta_Pinv(p, 0.924, 1.716), 0);
    }
    witness_expect(&chi_square, "chi-square", N - 1, 1e-9);
    witness_expect(&recovery, "recovery", N - 1, 1e-9);
}

Test(quantile_table, rises_with_the_score_and_stays_at_its_ends) {
    for (int s = 0; s < N_SHARES; s++) {
        const ipa_quantile_table *table = beta_table(shares[s][0], shares[s][1]);
        double last = 0.0;
        for (int i = 0; i < N; i++) {
            const double x = ipa_quantile_table_one(table, score(i));
            cr_assert(x >= last && x <= 1.0, "at %g: %.17g after %.17g", score(i), x, last);
            last = x;
        }
        cr_expect_eq(ipa_quantile_table_one(table, 12.0), ipa_quantile_table_one(table, 8.5));
        cr_expect_eq(ipa_quantile_table_one(table, -12.0), ipa_quantile_table_one(table, -8.5));
        cr_expect_eq(ipa_quantile_table_one(table, 8.5), last);
    }
}

Test(quantile_table, what_is_no_score_gives_no_figure) {
    const ipa_quantile_table *tables[] = {gamma_table(2.5, 2.0), beta_table(0.924, 1.716)};
    for (int at = 0; at < 2; at++) {
        double z[] = {0.1, NAN, INFINITY, -INFINITY}, x[4];
        ipa_quantile_table_at(tables[at], 4, z, x);
        cr_expect(isnan(x[1]));
        cr_expect_eq(x[2], ipa_quantile_table_one(tables[at], 8.5));
        cr_expect_eq(x[3], ipa_quantile_table_one(tables[at], -8.5));
    }
}

Test(quantile_table, refuses_what_is_no_law) {
    const ipa_quantile_table *table;
    ipa_error error;
    const double wrong[] = {0.0, -1.0, NAN, INFINITY};
    for (int at = 0; at < 4; at++) {
        cr_expect_eq(ipa_quantile_table_gamma(arena, wrong[at], 1.0, &table, &error), IPA_RANGE);
        cr_expect_eq(ipa_quantile_table_gamma(arena, 1.0, wrong[at], &table, &error), IPA_RANGE);
        cr_expect_eq(ipa_quantile_table_beta(arena, wrong[at], 1.0, &table, &error), IPA_RANGE);
        cr_expect_eq(ipa_quantile_table_beta(arena, 1.0, wrong[at], &table, &error), IPA_RANGE);
    }
    /* A law of two points in all but name. */
    cr_expect_eq(ipa_quantile_table_beta(arena, 1e-4, 1e-4, &table, &error), IPA_NO_CONVERGENCE);
}

/* The hash was recorded from gcc 12 at -O3 with AVX-512; -O0, SSE2, AVX2 and clang give the same.
 */
Test(quantile_table, arrays_have_the_bits_of_scalars_and_of_every_machine) {
    static double z[N], x[N];
    uint64_t hash = WITNESS_HASH_START;
    const ipa_quantile_table *tables[] = {gamma_table(2.5, 2.0), beta_table(0.924, 1.716)};
    for (int at = 0; at < 2; at++) {
        for (int i = 0; i < N; i++)
            z[i] = score(i);
        ipa_quantile_table_at(tables[at], N, z, x);
        for (int i = 0; i < N; i++)
            cr_assert_eq(witness_bits(x[i]),
                         witness_bits(ipa_quantile_table_one(tables[at], z[i])));
        hash = witness_hash(hash, N, x);
        ipa_quantile_table_at(tables[at], N, z, z);
        cr_expect_arr_eq(z, x, sizeof x, "in place");
    }
    cr_expect_eq(hash, 0x7cdcd4859c8033cdu, "0x%llx", (unsigned long long)hash);
}
