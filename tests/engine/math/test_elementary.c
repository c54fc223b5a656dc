#include <criterion/criterion.h>
#include <math.h>

#include "engine/math/elementary.h"
#include "tests/support/witness.h"

enum { N = 200000 };

Test(elementary, exp_is_within_an_ulp_of_the_long_double_one) {
    ipa_witness witness = {0};
    for (int i = 0; i <= N; i++) {
        const double x = -708.0 + 1417.5 * i / N;
        witness_compare(&witness, x, ipa_exp(x), (double)expl(x), 0);
    }
    witness_expect(&witness, "exp", N, 2.3e-16);
}

Test(elementary, exp_underflows_gradually) {
    ipa_witness witness = {0};
    for (int i = 0; i <= N; i++) {
        const double x = -746.0 + 40.0 * i / N;
        witness_compare(&witness, x, ipa_exp(x), (double)expl(x), DBL_MIN);
    }
    witness_expect(&witness, "exp below the normal range", N, 3e-16);
}

Test(elementary, log_is_within_an_ulp_of_the_long_double_one) {
    ipa_witness wide = {0}, narrow = {0};
    for (int i = 0; i <= N; i++) {
        const double x = exp(-744.0 + 1453.0 * i / N), y = 0.5 + 1.5 * i / N;
        witness_compare(&wide, x, ipa_log(x), (double)logl(x), 0);
        witness_compare(&narrow, y, ipa_log(y), (double)logl(y), 0);
    }
    witness_expect(&wide, "log", N, 2.3e-16);
    witness_expect(&narrow, "log near one", N, 2.3e-16);
}

Test(elementary, small_arguments_keep_their_digits) {
    ipa_witness log1p_witness = {0}, expm1_witness = {0};
    for (int i = 0; i <= N; i++) {
        const double size = exp(-60.0 + 60.4 * i / N);
        for (int sign = -1; sign <= 1; sign += 2) {
            const double x = sign * size;
            witness_compare(&expm1_witness, x, ipa_expm1(x), (double)expm1l(x), 0);
            if (x > -1.0)
                witness_compare(&log1p_witness, x, ipa_log1p(x), (double)log1pl(x), 0);
        }
    }
    witness_expect(&log1p_witness, "log1p", N, 4.5e-16);
    witness_expect(&expm1_witness, "expm1", 2 * N, 8e-16);
}

Test(elementary, powers_discount) {
    ipa_witness witness = {0};
    for (int i = 0; i <= N; i++) {
        const double years = -40.0 + 80.0 * i / N;
        witness_compare(&witness, years, ipa_pow(1.0279, years), (double)powl(1.0279, years), 0);
    }
    witness_expect(&witness, "pow", N, 4e-16);
}

Test(elementary, ends_of_the_line_are_those_of_c) {
    cr_expect_eq(ipa_exp(0.0), 1.0);
    cr_expect_eq(ipa_exp(-INFINITY), 0.0);
    cr_expect_eq(ipa_exp(-800.0), 0.0);
    cr_expect_eq(ipa_exp(800.0), INFINITY);
    cr_expect_eq(ipa_exp(INFINITY), INFINITY);
    cr_expect_lt(ipa_exp(709.78), INFINITY);
    cr_expect(isnan(ipa_exp(NAN)));
    cr_expect_eq(ipa_log(1.0), 0.0);
    cr_expect_eq(ipa_log(0.0), -INFINITY);
    cr_expect_eq(ipa_log(INFINITY), INFINITY);
    cr_expect(isnan(ipa_log(-1.0)) && isnan(ipa_log(NAN)));
    cr_expect_float_eq(ipa_log(5e-324), -744.44007192138126, 1e-12);
    cr_expect_eq(ipa_log1p(-1.0), -INFINITY);
    cr_expect_eq(ipa_log1p(INFINITY), INFINITY);
    cr_expect(isnan(ipa_log1p(-2.0)) && isnan(ipa_log1p(NAN)));
    cr_expect_eq(ipa_expm1(-INFINITY), -1.0);
    cr_expect(isnan(ipa_expm1(NAN)));
}

/* The hash was recorded from gcc 12 at -O3 with AVX-512; -O0, SSE2, AVX2 and clang give the same.
 */
Test(elementary, arrays_have_the_bits_of_scalars_and_of_every_machine) {
    enum { n = 4099 };
    static double x[n], y[n], z[n];
    for (int i = 0; i < n; i++)
        x[i] = -750.0 + 1465.0 * i / n;
    ipa_exp_array(n, x, y);
    ipa_log_array(n, y, z);
    uint64_t hash = WITNESS_HASH_START;
    for (int i = 0; i < n; i++) {
        cr_assert_eq(witness_bits(y[i]), witness_bits(ipa_exp(x[i])), "exp %.17g", x[i]);
        cr_assert_eq(witness_bits(z[i]), witness_bits(ipa_log(y[i])), "log %.17g", y[i]);
    }
    hash = witness_hash(witness_hash(hash, n, y), n, z);
    cr_expect_eq(hash, 0x89549764120ca570u, "0x%llx", (unsigned long long)hash);
}
