#pragma once
/** Exponential and logarithm with the same bits on every machine.
 *
 *  Knows: IEEE double arithmetic and fma; libm's own exp and log differ by CPU in the last bit.
 *  Does not know: errors. Overflow gives infinity, a logarithm below zero NaN, as in C.
 *
 *  The scalar forms are inline so that loops over lanes vectorise; array and scalar forms agree to
 *  the bit. The coefficients are weighted minimax fits made for these ranges in 70-digit arithmetic
 *  (linearised least squares with Lawson weights); their own error is below 1e-17 of the result.
 */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "engine/math/instruction_set.h"

/* ln 2 in two pieces; the first has 20 trailing zero bits, so a multiple of it is exact. */
#define IPA_LN2_HIGH 0x1.62e42fefa0000p-1
#define IPA_LN2_LOW 0x1.cf79abc9e3b39p-40
/* Added to a small double it leaves the nearest integer in the low bits. */
#define IPA_TO_INTEGER 0x1.8p52

#define IPA_EXP_TERMS 10
/* (e^r − 1 − r) / r² on |r| <= ln(2)/2. */
static const double ipa_exp_coefficients[IPA_EXP_TERMS] = {
    0x1.0000000000001p-1,  0x1.555555555554ep-3,  0x1.5555555553d5ap-5,  0x1.11111111141d3p-7,
    0x1.6c16c17891724p-10, 0x1.a01a018d8540ep-13, 0x1.a019b8f1015edp-16, 0x1.71de56633e12cp-19,
    0x1.2891ac979e4afp-22, 0x1.aeb26a4718f96p-26};

#define IPA_LOG_TERMS 7
/* (ln((1+s)/(1−s)) − 2s) / s³ in z = s², for arguments between √½ and √2. */
static const double ipa_log_coefficients[IPA_LOG_TERMS] = {
    0x1.5555555555558p-1, 0x1.9999999995238p-2, 0x1.2492492e03451p-2, 0x1.c71c62cf63b51p-3,
    0x1.7462bac5d532ep-3, 0x1.39fd9aa4f71c0p-3, 0x1.2b61a1c556811p-3};

IPA_LANES_INLINE uint64_t ipa_double_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

IPA_LANES_INLINE double ipa_double_from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/** c[0] + c[1] x + … by Horner's rule, each step one fma. */
IPA_LANES_INLINE double ipa_polynomial(int n_terms, const double *c, double x) {
    double sum = c[n_terms - 1];
#pragma GCC unroll 16
    for (int i = n_terms - 2; i >= 0; i--)
        sum = fma(sum, x, c[i]);
    return sum;
}

/** e^x, to 1 ulp. */
IPA_LANES_INLINE double ipa_exp(double x) {
    double y = x < -750.0 ? -750.0 : x;
    y = y > 710.0 ? 710.0 : y;
    const double shifted = fma(y, 0x1.71547652b82fep+0, IPA_TO_INTEGER);
    const double k = shifted - IPA_TO_INTEGER;
    const double r = fma(k, -IPA_LN2_LOW, fma(k, -IPA_LN2_HIGH, y));
    const double q = ipa_polynomial(IPA_EXP_TERMS, ipa_exp_coefficients, r);
    const double mantissa = fma(r * r, q, r) + 1.0;
    /* 2^k in two factors: k reaches 1024 before overflow and −1082 before underflow, beyond what
       one exponent field holds. */
    const double half_shifted = fma(k, 0.5, IPA_TO_INTEGER);
    const uint64_t half = ipa_double_bits(half_shifted);
    const uint64_t rest = ipa_double_bits(shifted) - half;
    const uint64_t one = 0x3ff0000000000000u;
    return mantissa * ipa_double_from_bits((half << 52) + one) *
           ipa_double_from_bits((rest << 52) + one);
}

/** ln x for a normal positive finite x; anything else gives nonsense. */
IPA_LANES_INLINE double ipa_log_of_normal(double x) {
    const uint64_t root_half = 0x3fe6a09e667f3bcdu;
    const uint64_t bits = ipa_double_bits(x) + (0x3ff0000000000000u - root_half);
    const double m = ipa_double_from_bits((bits & 0x000fffffffffffffu) + root_half);
    const double k = ipa_double_from_bits((bits >> 52) | 0x4330000000000000u) - (0x1p52 + 1023.0);
    const double f = m - 1.0, s = f / (2.0 + f), z = s * s, half_square = 0.5 * f * f;
    const double r = z * ipa_polynomial(IPA_LOG_TERMS, ipa_log_coefficients, z);
    const double low = fma(s, half_square + r, k * IPA_LN2_LOW);
    return fma(k, IPA_LN2_HIGH, f - (half_square - low));
}

/** Natural logarithm, to 1 ulp. */
IPA_LANES_INLINE double ipa_log(double x) {
    const double scaled = x < DBL_MIN ? x * 0x1p54 : x;
    const double shift = x < DBL_MIN ? -54.0 : 0.0;
    const double finite = ipa_log_of_normal(scaled);
    const double low = fma(shift, IPA_LN2_HIGH, fma(shift, IPA_LN2_LOW, finite));
    const double value = x < DBL_MIN ? low : finite;
    const double signless = x > 0.0 ? value : (x == 0.0 ? -INFINITY : NAN);
    return x < INFINITY ? signless : x;
}

/** ln(1 + x), relative accuracy kept for small x. */
IPA_LANES_INLINE double ipa_log1p(double x) {
    const double u = 1.0 + x;
    const double lost = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);
    const double value = ipa_log(u) + lost / u;
    const double finite = x > -1.0 ? value : ipa_log(u);
    return x < INFINITY ? finite : x;
}

/** e^x − 1, relative accuracy kept for small x. */
IPA_LANES_INLINE double ipa_expm1(double x) {
    const double small = x < 0.34 && x > -0.34 ? x : 0.0;
    const double q = ipa_polynomial(IPA_EXP_TERMS, ipa_exp_coefficients, small);
    const double near_zero = fma(small * small, q, small);
    const double far = ipa_exp(x) - 1.0;
    return x < 0.34 && x > -0.34 ? near_zero : far;
}

/** x^y for x > 0, as in discount factors: the relative error is about 1e-16 (1 + |y ln x|). */
IPA_LANES_INLINE double ipa_pow(double x, double y) {
    return ipa_exp(y * ipa_log(x));
}

/** y[i] = e^x[i]; x may be y. */
void ipa_exp_array(int n, const double *x, double *y);
/** y[i] = ln x[i]; x may be y. */
void ipa_log_array(int n, const double *x, double *y);
