#pragma once
/** The shape of a product's sales over time, relative to sales a year at the start.
 *
 *  Knows: constant, growth, decay, Bass diffusion, gamma curve, a table.
 *  Does not know: noise, royalties, the calendar. @source model 4.3
 */
#include "engine/base/status.h"

/* X(enum, name, number of parameters, what it is) */
#define IPA_PROFILE_TABLE(X)                                                                 \
    X(CONSTANT, "constant", 0, "1 at all times")                                             \
    X(GROWTH, "growth", 1, "exp(g t)")                                                       \
    X(DECAY, "decay", 1, "exp(-d t)")                                                        \
    X(BASS, "bass", 2, "rate of adoption of Bass's diffusion, p and q, year 1 scaled to 1")  \
    X(GAMMA, "gamma", 2, "density of a gamma, shape and scale in years, year 1 scaled to 1") \
    X(POINTS, "table", 0, "a file years,multiplier: linear between, flat outside")

typedef enum ipa_profile_kind {
#define IPA_PROFILE_ENUM(id, name, n_parameters, text) IPA_PROFILE_##id,
    IPA_PROFILE_TABLE(IPA_PROFILE_ENUM)
#undef IPA_PROFILE_ENUM
        IPA_N_PROFILES
} ipa_profile_kind;

typedef struct ipa_profile {
    ipa_profile_kind kind;
    double a, b;  /**< its parameters in the order written */
    double first; /**< Bass, gamma: what year 1 sums to before scaling; set by ipa_profile_make */
    const double *years, *multipliers; /**< of a table, ascending [n_points] */
    int n_points;
} ipa_profile;

/** A profile without a table. @errors IPA_RANGE: a parameter that makes no curve (p not above 0,
 *  q below 0, shape or scale not above 0). */
ipa_status ipa_profile_make(ipa_profile_kind kind, double a, double b, ipa_profile *profile,
                            ipa_error *error) IPA_MUST_USE;

/** Sales a year at time `years` ≥ 0, as a multiple. */
double ipa_profile_at(const ipa_profile *profile, double years);
