#pragma once
/** The standard normal law, with the same bits on every machine.
 *
 *  Knows: density, distribution function and quantile, scalar and over arrays.
 *  Does not know: random numbers.
 *
 *  Both rationals are minimax fits made for these ranges in 70-digit arithmetic (linearised least
 *  squares with Lawson weights); all coefficients are positive, so no digit is lost in summing.
 */
#include "engine/math/elementary.h"

#define IPA_NORMAL_QUANTILE_TERMS 13
/* Φ⁻¹(u) / (u − ½) as a function of w = −ln(4u(1−u)) on [0, 36.75]; relative error 8.7e-14. */
static const double ipa_normal_quantile_over[IPA_NORMAL_QUANTILE_TERMS] = {
    0x1.40d931ff62731p+1,  0x1.18e6d9620de55p+0,  0x1.432993df6fd7fp-2,  0x1.15e0966da0d9ep-4,
    0x1.6e015985a608fp-7,  0x1.7f914a7abdea1p-10, 0x1.41ff913d550bdp-13, 0x1.acfc7c0d5fc38p-17,
    0x1.bfb1a9987f504p-21, 0x1.66df73631f4c6p-25, 0x1.f5421785c139ap-30, 0x1.4067b09c097e6p-36,
    0x1.31c196866056fp-46};
static const double ipa_normal_quantile_under[IPA_NORMAL_QUANTILE_TERMS - 1] = {
    0x1.0000000000000p+0,  0x1.6857f29f38e0cp-3,  0x1.11a34fcdabf94p-4,  0x1.44f4225716f12p-7,
    0x1.a2b773c8ee730p-10, 0x1.845a2954f9c5fp-13, 0x1.0fe110785b9ccp-16, 0x1.60e645cbaa680p-20,
    0x1.1666ea0626073p-24, 0x1.eebcf1830b805p-29, 0x1.6505d01f494a3p-34, 0x1.4da2adc16f2d9p-42};

/** Φ⁻¹(u) for 2⁻⁵³ <= u <= 1 − 2⁻⁵³, where the uniforms of a draw lie: the form for lane loops. */
IPA_LANES_INLINE double ipa_normal_quantile_of_draw(double u) {
    const double w = -ipa_log_of_normal(4.0 * (u * (1.0 - u)));
    const double over = ipa_polynomial(IPA_NORMAL_QUANTILE_TERMS, ipa_normal_quantile_over, w);
    const double under =
        ipa_polynomial(IPA_NORMAL_QUANTILE_TERMS - 1, ipa_normal_quantile_under, w);
    return (u - 0.5) * (over / under);
}

double ipa_normal_density(double x);

/** Φ(x), the relative error at most 1e-13 as far as x = −37.5. */
double ipa_normal_cdf(double x);

/** Φ⁻¹(u), the relative error at most 1e-12 for every u in (0, 1)
 *  that is not subnormal.
 *  @ensures ±infinity at 1 and 0, NaN outside. */
double ipa_normal_quantile(double u);

/** y[i] = Φ(x[i]); x may be y. */
void ipa_normal_cdf_array(int n, const double *x, double *y);
/** z[i] = Φ⁻¹(u[i]); u is not z. */
void ipa_normal_quantile_array(int n, const double *u, double *z);
