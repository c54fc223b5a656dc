#pragma once
/** Target default rates by grade, and how far a tranche's critical default rate stands above them
 *  (model 9.3).
 *
 *  Knows: multipliers and target probabilities by grade and asset class, two methods.
 *  Does not know: how a critical default rate is found, decks.
 */
#include "engine/simulate/stress_result.h"

/* Grades of the Chinese scale: multiplier of the base default rate for mature classes and for small
 * firms; target default probabilities of retail, corporate, small-firm and lease pools. 0: the
 * table has none. Parameters of a public rating program for Chinese ABS, not an agency's
 * publication: a deal's own judgement may replace the base rate, never these figures by name of an
 * agency. X(grade, mature, small, retail, corporate, sme, lease) */
#define IPA_TARGET_RATES_TABLE(X)                       \
    X("AAA", 5.0, 20.5, 0.001, 0.0002, 0.0002, 0.0006)  \
    X("AAA-", 4.8, 18.9, 0.003, 0.0004, 0.0003, 0.0012) \
    X("AA+", 4.5, 17.0, 0.007, 0.0009, 0.0005, 0.0022)  \
    X("AA", 4.1, 16.3, 0.010, 0.0011, 0.0008, 0.0027)   \
    X("AA-", 3.7, 14.0, 0.015, 0.0017, 0.0011, 0.0035)  \
    X("A+", 3.3, 12.9, 0.020, 0.0041, 0.0018, 0.0099)   \
    X("A", 3.0, 11.8, 0.028, 0.0053, 0.0024, 0.0114)    \
    X("A-", 2.7, 10.5, 0, 0.0082, 0.0036, 0.0184)       \
    X("BBB+", 2.5, 9.5, 0.042, 0, 0, 0.0231)            \
    X("BBB", 2.3, 5.5, 0.050, 0, 0, 0.046)              \
    X("BBB-", 2.0, 0, 0.077, 0, 0, 0.0537)              \
    X("BB+", 1.8, 5.0, 0.11, 0, 0, 0.0796)              \
    X("BB", 1.5, 4.5, 0.17, 0, 0, 0)                    \
    X("BB-", 1.2, 4.0, 0.26, 0, 0, 0)

/* X(name, column of the multiplier, column of the probability) */
#define IPA_TARGET_CLASS_TABLE(X)   \
    X(retail, mature, retail)       \
    X(corporate, mature, corporate) \
    X(sme, small, sme)              \
    X(lease, mature, lease)

/** Names of the classes, ended by NULL. */
extern const char *const ipa_target_rates_classes[];

/** What a deck says of the targets. NaN: it says nothing. */
typedef struct ipa_target_ask {
    const char *class_name;
    double base_rate; /**< of cumulative default; not given: what the pool's curves expect */
    double mu,
        sigma; /**< of ln(cumulative default rate); not given: by moments of the simulation */
} ipa_target_ask;

/** The cumulative default rate that the obligors' curves expect of the pool: Σ principal that is
 *  outstanding when they default ÷ original. NaN: the pool has no principal. */
double ipa_target_rates_expected(const ipa_plan *plan);

/** Targets, and the distance of each tranche but the residual ones from them; `critical` holds the
 *  break-even rows of `cumulative_default_rate`, by tranche. Fills `targets` … `protection` of the
 *  result. @owner the arena. */
void ipa_target_rates_fill(const ipa_target_ask *ask, const ipa_break_even *critical,
                           ipa_arena *arena, ipa_stress_result *to);
