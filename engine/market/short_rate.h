#pragma once
/** One-factor short rates: what a zero bond costs while the rate wanders, and how it wanders.
 *
 *  Knows: Vasicek, dx = a(b − x)dt + σ dW, and Cox-Ingersoll-Ross, dx = a(b − x)dt + σ√x dW; how
 *  either is fitted to a curve (Hull-White, CIR++); a step of the state and of the discount it
 *  earns, lane by lane, with the same bits on every machine.
 *  Does not know: dates, reference rates, random numbers (normals are given).
 *
 *  A fitted model is the plain one plus a shift of the short rate in time alone, so that its zero
 *  bonds cost what the curve says. The shift need not be known: bonds of the plain model are
 *  multiplied by fit(T) ÷ fit(t). @source model 8; Brigo and Mercurio, Interest Rate Models (2006),
 *  chapter 3
 */
#include <stdbool.h>

#include "engine/market/curve.h"

typedef enum ipa_short_rate_law {
    IPA_SHORT_RATE_GAUSSIAN,
    IPA_SHORT_RATE_SQUARE_ROOT
} ipa_short_rate_law;

/* X(enum, name in a deal, law, fitted to the curve, what it is) */
#define IPA_SHORT_RATE_TABLE(X)                                                    \
    X(VASICEK, "vasicek", GAUSSIAN, false, "Vasicek, not fitted to the curve")     \
    X(HULL_WHITE, "hull_white", GAUSSIAN, true, "Hull-White, fitted to the curve") \
    X(CIR, "cir", SQUARE_ROOT, false, "Cox-Ingersoll-Ross, not fitted")            \
    X(CIR_FITTED, "cir++", SQUARE_ROOT, true, "CIR++, fitted to the curve")

typedef enum ipa_short_rate_kind {
#define IPA_SHORT_RATE_ENUM(id, name, law, fitted, text) IPA_SHORT_RATE_##id,
    IPA_SHORT_RATE_TABLE(IPA_SHORT_RATE_ENUM)
#undef IPA_SHORT_RATE_ENUM
        IPA_N_SHORT_RATES
} ipa_short_rate_kind;

ipa_short_rate_law ipa_short_rate_law_of(ipa_short_rate_kind kind);
bool ipa_short_rate_is_fitted(ipa_short_rate_kind kind);

/** The plain law. The square-root law wants mean, volatility and initial above 0. */
typedef struct ipa_short_rate {
    ipa_short_rate_law law;
    double reversion, mean, volatility, initial;
} ipa_short_rate;

/** A zero bond as e^{log_scale − slope·x}, x the state. */
typedef struct ipa_short_rate_bond {
    double log_scale, slope;
} ipa_short_rate_bond;

/** The bond that pays 1 after `years`. */
ipa_short_rate_bond ipa_short_rate_bond_of(const ipa_short_rate *rate, double years);

/** Its price today. */
double ipa_short_rate_price(const ipa_short_rate *rate, double years);

/** Mean and variance of the state after `years`. */
double ipa_short_rate_expected(const ipa_short_rate *rate, double years);
double ipa_short_rate_variance(const ipa_short_rate *rate, double years);

/** The curve's discount factor ÷ the plain model's: times it, the model prices the curve. */
double ipa_short_rate_fit(const ipa_short_rate *rate, const ipa_curve *curve, double years);

/** A step in time, ready for many lanes. */
typedef struct ipa_short_rate_step {
    ipa_short_rate_law law;
    double decay, drift; /**< mean of the next state = drift + decay·x */
    double sd;           /**< Gaussian: of the next state */
    double spread_drift; /**< square root: variance = spread_drift + spread·x */
    double spread;
    double half;              /**< years ÷ 2 */
    ipa_short_rate_bond bond; /**< over the step */
    double shared, own;       /**< Gaussian: of the integral, with the state and apart from it */
} ipa_short_rate_step;

ipa_short_rate_step ipa_short_rate_step_of(const ipa_short_rate *rate, double years);

/** Longest step, in years, of the square-root law that keeps its laws as tests/…/test_short_rate
 *  checks them; the Gaussian law is exact over any step. */
#define IPA_SHORT_RATE_LONGEST_STEP (1.0 / 12)

/** Moves the state of each lane over a step, and multiplies (adds in logs) what 1 paid at its end
 *  is worth on the path: −∫x. Gaussian: the exact joint law of state and integral. Square root:
 *  Andersen's quadratic-exponential law, whose first two moments given the state before are exact
 *  (so those of every date are); the discount of a step has exactly the bond's price as its mean.
 *  @shape normals[2][width], the second row for the Gaussian integral alone; state[n],
 *  log_discount[n]; n at most width. @source L. Andersen, Efficient simulation of the Heston
 *  stochastic volatility model (2008), sections 3.2 and 4.2 */
void ipa_short_rate_move(const ipa_short_rate_step *step, int n, int width, const double *normals,
                         double *state, double *log_discount);
