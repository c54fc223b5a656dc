#pragma once
/** What a solver may look for: coupon, balance, reserve, support cap, over-collateralisation.
 *
 *  Knows: which fields of the deal make the value of each, in whole steps (units of notes, fen,
 *  a hundred-millionth of a coupon), and between which values it can lie.
 *  Does not know: figures, the search.
 */
#include "engine/simulate/solution.h"
#include "scenarios/overlay.h"

/* X(enum, name, whose, the best of several answers is the largest). */
#define IPA_UNKNOWN_TABLE(X)                        \
    X(COUPON, "coupon", "tranche", false)           \
    X(BALANCE, "balance", "tranche", true)          \
    X(RESERVE, "reserve", "account", false)         \
    X(SUPPORT_CAP, "support_cap", "support", false) \
    X(OVERCOLLATERALISATION, "overcollateralisation", "tranche", true)

typedef enum ipa_unknown_kind {
#define IPA_UNKNOWN_ENUM(id, name, subject, largest) IPA_UNKNOWN_##id,
    IPA_UNKNOWN_TABLE(IPA_UNKNOWN_ENUM)
#undef IPA_UNKNOWN_ENUM
        IPA_N_UNKNOWNS
} ipa_unknown_kind;

/** One unknown of a deal, in whole steps. */
typedef struct ipa_unknown {
    ipa_unknown_kind kind;
    const char *subject; /**< id */
    int index;           /**< of the tranche, account or support */
    double step;         /**< of the deal's currency, or of the coupon */
    int decimals;        /**< of a step */
    int64_t low, high;   /**< steps */
    bool prefers_high;
} ipa_unknown;

typedef struct ipa_unknown_options {
    const char *subject; /**< NULL: the only one, or the account named `reserve` */
    bool keep_total;     /**< the residual tranche takes the difference */
    double low, high;    /**< of the value; NaN: as far as it can be */
} ipa_unknown_options;

/** −1 where the word names none. */
int ipa_unknown_kind_named(const char *word);
const char *ipa_unknown_name(ipa_unknown_kind kind);
/** `tranche`, `account` or `support`. */
const char *ipa_unknown_whose(ipa_unknown_kind kind);

/** @errors IPA_RANGE: no such tranche, account or support; nothing between the ends. */
ipa_status ipa_unknown_of(ipa_unknown_kind kind, const ipa_unknown_options *options,
                          const ipa_plan *plan, ipa_unknown *unknown,
                          ipa_error *error) IPA_MUST_USE;

/** What is shown and answered: the coupon, an amount, pool ÷ notes. */
double ipa_unknown_value(const ipa_unknown *unknown, const ipa_plan *plan, int64_t steps);

/** Unknowns of one deal that are set together. */
typedef struct ipa_unknown_set {
    const ipa_plan *plan; /**< of the deal as it stands */
    bool keep_total;
    ipa_unknown items[IPA_SOLUTION_MOST];
    int n_items;
} ipa_unknown_set;

/** The overrides that give the unknowns these values; returns how many. @shape steps[n_items]
 *  @owner the arena. */
int ipa_unknown_overlay(const ipa_unknown_set *set, const int64_t *steps, ipa_arena *arena,
                        ipa_stress_override **overlay);
