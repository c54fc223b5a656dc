#include "engine/math/reverting.h"

#include "engine/math/elementary.h"

/* Below this the differences of the closed forms lose digits, and the series take few terms. */
static const double near_zero = 1;
enum { SERIES_TERMS = 26 };

double ipa_reverting_mean(double x) {
    return x > 0 ? -ipa_expm1(-x) / x : 1;
}

/* Σ (−x)^n ÷ (n+2)! */
double ipa_reverting_once(double x) {
    if (x > near_zero)
        return (1 - ipa_reverting_mean(x)) / x;
    double sum = 0, term = 1 / 2.0;
    for (int n = 0; n < SERIES_TERMS; n++, term *= -x / (n + 2))
        sum += term;
    return sum;
}

/* Σ (−x)^n (2^{n+2} − 2) ÷ (n+3)! */
double ipa_reverting_twice(double x) {
    if (x > near_zero)
        return (1 - 2 * ipa_reverting_mean(x) + ipa_reverting_mean(2 * x)) / (x * x);
    double sum = 0, term = 1 / 6.0, power = 4;
    for (int n = 0; n < SERIES_TERMS; n++, term *= -x / (n + 3), power *= 2)
        sum += term * (power - 2);
    return sum;
}
