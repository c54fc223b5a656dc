#include "engine/math/normal.h"

#define MILLS_TERMS 10
/* (1 − Φ(x)) / φ(x) on [0, 39]; relative error 5.1e-17. */
static const double mills_over[MILLS_TERMS] = {
    0x1.40d931ff62705p+0,  0x1.f14332e3c95fdp+0, 0x1.7d3d331aabb4dp+0, 0x1.73632a5c3813ep-1,
    0x1.f5a7a8d2adc85p-3,  0x1.e533f502014dbp-5, 0x1.4fffa664be285p-7, 0x1.42628552c3787p-10,
    0x1.87de4f11db8e3p-14, 0x1.d279f88bb8bb7p-19};
static const double mills_under[MILLS_TERMS + 1] = {
    0x1.0000000000000p+0,  0x1.2c821d2b94cbfp+1,  0x1.47dcffe30880ap+1, 0x1.b6ef21ee8b981p+0,
    0x1.90789d84d6567p-1,  0x1.0522d509b87c5p-2,  0x1.ef38759728d81p-5, 0x1.530f62fcbf846p-7,
    0x1.434bc24fe90efp-10, 0x1.87de4f11b538fp-14, 0x1.d279f88bbea7ap-19};

/* φ(x). The part of x² that rounding drops is put back: at x = 37 it is 14 digits down. */
IPA_LANES_INLINE double density(double x) {
    const double square = x * x;
    const double dropped = fma(x, x, -square);
    return 0x1.9884533d43651p-2 * ipa_exp(-0.5 * square) * fma(-0.5, dropped, 1.0);
}

IPA_LANES_INLINE double cdf(double x) {
    const double size = x < 0.0 ? -x : x;
    /* Beyond 39 the tail is below the smallest double. */
    const double a = size > 39.0 ? 39.0 : size;
    const double mills = ipa_polynomial(MILLS_TERMS, mills_over, a) /
                         ipa_polynomial(MILLS_TERMS + 1, mills_under, a);
    const double tail = density(a) * mills;
    const double value = x < 0.0 ? tail : 1.0 - tail;
    return x == x ? value : x;
}

double ipa_normal_density(double x) {
    const double size = x < 0.0 ? -x : x;
    return x == x ? density(size > 40.0 ? 40.0 : size) : x;
}

double ipa_normal_cdf(double x) {
    return cdf(x);
}

/* Where no draw can fall: below 2⁻⁵³ by Newton's method on ln Φ, which is concave, from the left
   of the root, so that the steps never overshoot. */
static double quantile_beyond_draws(double u) {
    if (!(u > 0.0) || u >= 1.0)
        return u == 0.0 ? -INFINITY : u == 1.0 ? INFINITY : NAN;
    const double target = ipa_log(u);
    double z = -sqrt(-2.0 * target);
    if (z < -38.0)
        z = -38.0;
    for (int i = 0; i < 8; i++) {
        const double tail = cdf(z);
        z -= (ipa_log(tail) - target) * (tail / density(-z));
    }
    return z;
}

IPA_LANES_INLINE int is_a_draw(double u) {
    return u >= 0x1p-53 && u < 1.0;
}

double ipa_normal_quantile(double u) {
    return is_a_draw(u) ? ipa_normal_quantile_of_draw(u) : quantile_beyond_draws(u);
}

IPA_LANES_INLINE void cdf_lanes(int n, const double *x, double *y) {
    for (int i = 0; i < n; i++)
        y[i] = cdf(x[i]);
}

IPA_LANES_INLINE void quantile_lanes(int n, const double *restrict u, double *restrict z) {
    for (int i = 0; i < n; i++)
        z[i] = ipa_normal_quantile_of_draw(is_a_draw(u[i]) ? u[i] : 0.5);
}

IPA_PER_INSTRUCTION_SET(extern, ipa_normal_cdf_array, cdf_lanes,
                        (int n, const double *x, double *y), (n, x, y))
IPA_PER_INSTRUCTION_SET(static, quantile_of_draws, quantile_lanes,
                        (int n, const double *u, double *z), (n, u, z))

void ipa_normal_quantile_array(int n, const double *u, double *z) {
    quantile_of_draws(n, u, z);
    for (int i = 0; i < n; i++)
        if (!is_a_draw(u[i]))
            z[i] = quantile_beyond_draws(u[i]);
}
