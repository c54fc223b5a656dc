#include <criterion/criterion.h>
#include <math.h>

#include "engine/math/reverting.h"

/* The definitions in long double, where they keep enough digits. */
static long double mean(long double x) {
    return -expm1l(-x) / x;
}

Test(reverting, averages_are_their_definitions) {
    for (double x = 1e-2; x < 200; x *= 1.01) {
        const double once = (double)((1 - mean(x)) / x);
        const double twice = (double)((1 - 2 * mean(x) + mean(2.0L * x)) / ((long double)x * x));
        cr_expect_float_eq(ipa_reverting_mean(x), (double)mean(x), 1e-15, "mean %g", x);
        cr_expect_float_eq(ipa_reverting_once(x), once, 2e-15, "once %g", x);
        cr_expect_float_eq(ipa_reverting_twice(x), twice, 1e-13, "twice %g", x);
    }
}

Test(reverting, keep_their_digits_where_nothing_reverts) {
    cr_expect_eq(ipa_reverting_mean(0), 1);
    cr_expect_eq(ipa_reverting_once(0), 0.5);
    cr_expect_float_eq(ipa_reverting_twice(0), 1.0 / 3, 1e-16);
    cr_expect_float_eq(ipa_reverting_once(1e-9), 0.5 - 1e-9 / 6, 1e-16);
    cr_expect_float_eq(ipa_reverting_twice(1e-9), 1.0 / 3 - 1e-9 / 4, 1e-16);
}
