#include "engine/market/short_rate.h"

#include <math.h>

#include "engine/base/status.h"
#include "engine/math/elementary.h"
#include "engine/math/instruction_set.h"
#include "engine/math/normal.h"
#include "engine/math/reverting.h"

static const struct {
    ipa_short_rate_law law;
    bool fitted;
} KINDS[] = {
#define IPA_SHORT_RATE_ROW(id, name, law, fitted, text) {IPA_SHORT_RATE_##law, fitted},
    IPA_SHORT_RATE_TABLE(IPA_SHORT_RATE_ROW)
#undef IPA_SHORT_RATE_ROW
};

ipa_short_rate_law ipa_short_rate_law_of(ipa_short_rate_kind kind) {
    return KINDS[kind].law;
}

bool ipa_short_rate_is_fitted(ipa_short_rate_kind kind) {
    return KINDS[kind].fitted;
}

/* ---- bonds ---- */

/* Variance of the integral of the Gaussian state. */
static double integral_variance(const ipa_short_rate *rate, double years) {
    const double x = rate->reversion * years, sigma = rate->volatility;
    return sigma * sigma * years * years * years * ipa_reverting_twice(x);
}

static ipa_short_rate_bond gaussian_bond(const ipa_short_rate *rate, double years) {
    const double x = rate->reversion * years;
    return (ipa_short_rate_bond){.slope = years * ipa_reverting_mean(x),
                                 .log_scale = integral_variance(rate, years) / 2 -
                                              rate->mean * years * x * ipa_reverting_once(x)};
}

/* With γ = √(a² + 2σ²), h = γ − a and u = 1 − e^{−γT}, written so that h is no difference and no
 * exponential grows: ln of the scale is −(2ab/σ²)(hT/2 + ln(1 − hu/2γ)). */
static ipa_short_rate_bond square_root_bond(const ipa_short_rate *rate, double years) {
    const double a = rate->reversion, square = rate->volatility * rate->volatility;
    const double gamma = sqrt(a * a + 2 * square), h = 2 * square / (gamma + a);
    const double u = -ipa_expm1(-gamma * years);
    const double rest = ipa_log1p(-h * u / (2 * gamma)) / square;
    return (ipa_short_rate_bond){
        .slope = 2 * u / (2 * gamma - h * u),
        .log_scale = -2 * a * rate->mean * (years / (gamma + a) + rest),
    };
}

ipa_short_rate_bond ipa_short_rate_bond_of(const ipa_short_rate *rate, double years) {
    return rate->law == IPA_SHORT_RATE_GAUSSIAN ? gaussian_bond(rate, years)
                                                : square_root_bond(rate, years);
}

double ipa_short_rate_price(const ipa_short_rate *rate, double years) {
    const ipa_short_rate_bond bond = ipa_short_rate_bond_of(rate, years);
    return ipa_exp(bond.log_scale - bond.slope * rate->initial);
}

double ipa_short_rate_fit(const ipa_short_rate *rate, const ipa_curve *curve, double years) {
    return ipa_curve_discount(curve, years, 0) / ipa_short_rate_price(rate, years);
}

/* ---- the state ---- */

double ipa_short_rate_expected(const ipa_short_rate *rate, double years) {
    const double decay = ipa_exp(-rate->reversion * years);
    return rate->mean + (rate->initial - rate->mean) * decay;
}

double ipa_short_rate_variance(const ipa_short_rate *rate, double years) {
    const ipa_short_rate_step step = ipa_short_rate_step_of(rate, years);
    return rate->law == IPA_SHORT_RATE_GAUSSIAN ? step.sd * step.sd
                                                : step.spread_drift + step.spread * rate->initial;
}

ipa_short_rate_step ipa_short_rate_step_of(const ipa_short_rate *rate, double years) {
    const double x = rate->reversion * years, square = rate->volatility * rate->volatility;
    const double decay = ipa_exp(-x), gain = years * ipa_reverting_mean(x);
    ipa_short_rate_step step = {
        .law = rate->law,
        .decay = decay,
        .drift = -rate->mean * ipa_expm1(-x),
        .bond = ipa_short_rate_bond_of(rate, years),
        .half = years / 2,
    };
    if (rate->law == IPA_SHORT_RATE_GAUSSIAN) {
        step.sd = sqrt(square * years * ipa_reverting_mean(2 * x));
        step.shared = step.sd > 0 ? square * gain * gain / 2 / step.sd : 0;
        const double rest = integral_variance(rate, years) - step.shared * step.shared;
        step.own = rest > 0 ? sqrt(rest) : 0;
    } else {
        step.spread = square * decay * gain;
        step.spread_drift = rate->mean * square * rate->reversion * gain * gain / 2;
    }
    return step;
}

/* ---- lanes ---- */

/* Of the integral the mean given x is slope·x less what the bond's scale holds besides its
 * variance: −ln E[e^{−∫}] = slope·x − log_scale = mean − variance/2. */
IPA_LANES_INLINE void move_gaussian_lanes(const ipa_short_rate_step *step, int n,
                                          const double *restrict z, const double *restrict rest,
                                          double *restrict state, double *restrict log_discount) {
    const double variance = fma(step->shared, step->shared, step->own * step->own);
    const double level = step->bond.log_scale - variance / 2;
    for (int p = 0; p < n; p++) {
        const double integral =
            fma(step->bond.slope, state[p], fma(step->shared, z[p], step->own * rest[p])) - level;
        log_discount[p] -= integral;
        state[p] = fma(step->decay, state[p], fma(step->sd, z[p], step->drift));
    }
}

/* Above this ratio of variance to squared mean no square of a normal has both moments; between 1
 * and 2 either form does. */
#define SPLIT 1.5

/* Wherever the state is not near 0: x' = scale·(shift + z)². With w = half, E[e^{−w·x'}] =
 * e^{−w·scale·shift² ÷ (1 + 2w·scale)} ÷ √(1 + 2w·scale); e^{−w·x'} over it, times the bond, is the
 * discount of the step. */
IPA_LANES_INLINE void move_square_lanes(const ipa_short_rate_step *step, int n,
                                        const double *restrict z, double *restrict state,
                                        double *restrict log_discount) {
    const double w = step->half;
    for (int p = 0; p < n; p++) {
        const double m = fma(step->decay, state[p], step->drift);
        const double ratio = fma(step->spread, state[p], step->spread_drift) / (m * m);
        const double two = 2.0 / (ratio < SPLIT ? ratio : SPLIT);
        const double shift_square = two - 1.0 + sqrt(two) * sqrt(two - 1.0);
        const double scale = m / (1.0 + shift_square);
        const double root = sqrt(shift_square) + z[p];
        const double next = scale * root * root;
        const double grown = fma(2.0 * w, scale, 1.0);
        const double log_mean = -w * scale * shift_square / grown - 0.5 * ipa_log_of_normal(grown);
        const double log_bond = fma(-step->bond.slope, state[p], step->bond.log_scale);
        const bool here = ratio <= SPLIT;
        log_discount[p] += here ? log_bond - w * next - log_mean : 0;
        state[p] = here ? next : state[p];
    }
}

IPA_PER_INSTRUCTION_SET(static, move_gaussian, move_gaussian_lanes,
                        (const ipa_short_rate_step *step, int n, const double *z,
                         const double *rest, double *state, double *log_discount),
                        (step, n, z, rest, state, log_discount))
IPA_PER_INSTRUCTION_SET(static, move_square, move_square_lanes,
                        (const ipa_short_rate_step *step, int n, const double *z, double *state,
                         double *log_discount),
                        (step, n, z, state, log_discount))

static double ratio_of(const ipa_short_rate_step *step, double state) {
    const double m = fma(step->decay, state, step->drift);
    return fma(step->spread, state, step->spread_drift) / (m * m);
}

/* Near 0: nothing with probability p, else exponential with rate β: E[e^{−w·x'}] = p + β(1 − p) ÷
 * (β + w). */
static void move_exponential(const ipa_short_rate_step *step, double z, double *state,
                             double *log_discount) {
    const double m = fma(step->decay, *state, step->drift), ratio = ratio_of(step, *state);
    const double p = (ratio - 1.0) / (ratio + 1.0), beta = (1.0 - p) / m;
    const double above = ipa_normal_cdf(-z);
    const double next = above < 1.0 - p ? ipa_log((1.0 - p) / above) / beta : 0;
    const double mean = p + beta * (1.0 - p) / (beta + step->half);
    *log_discount +=
        step->bond.log_scale - step->bond.slope * *state - step->half * next - ipa_log(mean);
    *state = next;
}

enum { MOST_LANES = 64 };

static void move_square_root(const ipa_short_rate_step *step, int n, const double *z, double *state,
                             double *log_discount) {
    int near[MOST_LANES] = {0}, n_near = 0;
    IPA_ASSERT(n <= MOST_LANES);
    for (int p = 0; p < n; p++) {
        near[n_near] = p;
        n_near += ratio_of(step, state[p]) > SPLIT;
    }
    move_square(step, n, z, state, log_discount);
    for (int at = 0; at < n_near; at++)
        move_exponential(step, z[near[at]], &state[near[at]], &log_discount[near[at]]);
}

void ipa_short_rate_move(const ipa_short_rate_step *step, int n, int width, const double *normals,
                         double *state, double *log_discount) {
    if (step->law == IPA_SHORT_RATE_GAUSSIAN)
        move_gaussian(step, n, normals, normals + width, state, log_discount);
    else
        move_square_root(step, n, normals, state, log_discount);
}
