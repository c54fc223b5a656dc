#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/normal.h"
#include "tests/support/bivariate.h"
#include "tests/support/oracle.h"
#include "tests/support/witness.h"

enum { N = 100000 };

/* The oracle's p is a decimal; near 1 the double nearest to it is another quantile, and how far
   another is the width of the double over the density. */
static int quantile_agrees(const ipa_oracle_row *row) {
    const double p = oracle_parameter(row, "p"), z = ipa_normal_quantile(p);
    const double width = p > 0.5 ? 0x1p-54 / ipa_normal_density(z) : 0.0;
    return fabs(z - row->value) <= row->relative * fabs(row->value) + width;
}

static int check_row(const ipa_oracle_row *row) {
    if (strcmp(row->case_id, "Phi") == 0)
        cr_expect(oracle_agrees(row, ipa_normal_cdf(oracle_parameter(row, "x"))), "Phi %s",
                  row->params);
    else if (strcmp(row->case_id, "PhiInv") == 0)
        cr_expect(quantile_agrees(row), "PhiInv %s", row->params);
    else if (strncmp(row->quantity, "Phi2", 4) == 0)
        cr_expect(
            oracle_agrees(row, bivariate_cdf(oracle_parameter(row, "a"), oracle_parameter(row, "b"),
                                             oracle_parameter(row, "rho"))),
            "Phi2 %s", row->params);
    else
        return 0;
    return 1;
}

Test(normal, oracles) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("00_special_functions.csv", &n_rows);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++)
        n_checked += check_row(&rows[at]);
    cr_expect_eq(n_checked, 21);
    free(rows);
}

Test(normal, cdf_keeps_thirteen_digits_to_the_far_tail) {
    ipa_witness witness = {0};
    for (int i = 0; i <= N; i++) {
        const double x = -37.5 + 46.0 * i / N;
        const double exact = (double)(0.5L * erfcl(-(long double)x / sqrtl(2.0L)));
        witness_compare(&witness, x, ipa_normal_cdf(x), exact, 0);
    }
    witness_expect(&witness, "normal cdf", N, 1e-13);
}

Test(normal, density_is_the_slope) {
    ipa_witness witness = {0};
    for (int i = 0; i <= N; i++) {
        const double x = -37.0 + 74.0 * i / N;
        const double exact = (double)(expl(-0.5L * x * x) / sqrtl(2.0L * M_PIl));
        witness_compare(&witness, x, ipa_normal_density(x), exact, 0);
    }
    witness_expect(&witness, "normal density", N, 1e-15);
}

Test(normal, quantile_agrees_with_gsl) {
    ipa_witness middle = {0}, low = {0}, high = {0}, near_half = {0};
    for (int i = 0; i < N; i++) {
        const double u = (i + 0.5) / N;
        witness_compare(&middle, u, ipa_normal_quantile(u), gsl_cdf_ugaussian_Pinv(u), 0);
        const double tail = exp(-708.0 + 707.0 * i / N);
        witness_compare(&low, tail, ipa_normal_quantile(tail), gsl_cdf_ugaussian_Pinv(tail), 0);
        const double top = 1.0 - ldexp(1.0 + i, -53);
        witness_compare(&high, top, ipa_normal_quantile(top), gsl_cdf_ugaussian_Pinv(top), 0);
        const double close = 0.5 + (i - N / 2) * 0x1p-50;
        witness_compare(&near_half, close, ipa_normal_quantile(close),
                        gsl_cdf_ugaussian_Pinv(close), 0);
    }
    witness_expect(&middle, "quantile", N, 1e-12);
    witness_expect(&low, "quantile in the lower tail", N, 1e-12);
    witness_expect(&high, "quantile in the upper tail", N, 1e-12);
    witness_expect(&near_half, "quantile near one half", N, 1e-12);
}

Test(normal, quantile_is_odd_and_ends_at_infinity) {
    for (int i = 1; i < 1 << 12; i++) {
        const double u = ldexp(i, -13);
        cr_assert_eq(ipa_normal_quantile(u), -ipa_normal_quantile(1.0 - u), "%.17g", u);
    }
    cr_expect_eq(ipa_normal_quantile(0.5), 0.0);
    cr_expect_eq(ipa_normal_quantile(0.0), -INFINITY);
    cr_expect_eq(ipa_normal_quantile(1.0), INFINITY);
    cr_expect(isnan(ipa_normal_quantile(-0.1)) && isnan(ipa_normal_quantile(1.1)));
    cr_expect(isnan(ipa_normal_quantile(NAN)));
    cr_expect_eq(ipa_normal_cdf(-INFINITY), 0.0);
    cr_expect_eq(ipa_normal_cdf(INFINITY), 1.0);
    cr_expect_eq(ipa_normal_cdf(0.0), 0.5);
    cr_expect(isnan(ipa_normal_cdf(NAN)) && isnan(ipa_normal_density(NAN)));
}

/* The hash was recorded from gcc 12 at -O3 with AVX-512; -O0, SSE2, AVX2 and clang give the same.
 */
Test(normal, arrays_have_the_bits_of_scalars_and_of_every_machine) {
    enum { n = 4099 };
    static double u[n], z[n], back[n];
    for (int i = 0; i < n; i++)
        u[i] = i < 200 ? ldexp(1.0, -300 + i) : i < 2000 ? i / 2000.0 : 1.0 - ldexp(i, -24);
    ipa_normal_quantile_array(n, u, z);
    ipa_normal_cdf_array(n, z, back);
    for (int i = 0; i < n; i++) {
        cr_assert_eq(witness_bits(z[i]), witness_bits(ipa_normal_quantile(u[i])), "%.17g", u[i]);
        cr_assert_eq(witness_bits(back[i]), witness_bits(ipa_normal_cdf(z[i])), "%.17g", z[i]);
    }
    const uint64_t hash = witness_hash(witness_hash(WITNESS_HASH_START, n, z), n, back);
    cr_expect_eq(hash, 0xcb022170391f179bu, "0x%llx", (unsigned long long)hash);
}
