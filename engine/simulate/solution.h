#pragma once
/** What a solver found: plain data between those who search and the reports.
 *
 *  Knows: answers, what they reach, what was tried.
 *  Does not know: how it was searched or how it is shown.
 *
 *  Amounts in the deal's currency (yuan), rates and shares as decimals; NaN: there is none.
 */
#include "engine/simulate/requirement.h"
#include "engine/simulate/stress_result.h"

enum { IPA_SOLUTION_MOST = 2 };

/** What kind of figure a value is. */
typedef enum ipa_solution_hint {
    IPA_SOLUTION_NUMBER,
    IPA_SOLUTION_MONEY,
    IPA_SOLUTION_SHARE, /**< shown in % */
    IPA_SOLUTION_PRICE
} ipa_solution_hint;

/** One unknown. */
typedef struct ipa_solution_unknown {
    const char *name;    /**< `coupon`, `balance`, … */
    const char *whose;   /**< `tranche`, `account` or `support` */
    const char *subject; /**< its id */
    ipa_solution_hint hint;
    double value;
    double
        standard_error; /**< of the simulation behind the figure; of two unknowns an upper bound */
    double low, high;   /**< looked for between */
    bool at_end;        /**< the answer is one of them: the target holds up to there */
} ipa_solution_unknown;

/** One target. */
typedef struct ipa_solution_target {
    const char *text;
    const char *tranche, *figure;
    ipa_solution_hint hint;
    ipa_estimate reached; /**< at the answer */
    const char *grade;    /**< reached; NULL: the figure is no grade */
    double least, most;   /**< of the figure over everything that was tried */
} ipa_solution_target;

/** A structure that was looked at. */
typedef struct ipa_solution_try {
    double value[IPA_SOLUTION_MOST];
    ipa_estimate figure[IPA_SOLUTION_MOST];
    bool possible; /**< the deal could be made so */
} ipa_solution_try;

typedef struct ipa_solution {
    ipa_solution_unknown unknowns[IPA_SOLUTION_MOST];
    ipa_solution_target targets[IPA_SOLUTION_MOST];
    int n_unknowns, n_targets;
    bool found;
    const char *reason;           /**< why there is no answer; NULL: there is one */
    ipa_stress_override *overlay; /**< makes the deal the answer [n_overlay] */
    int n_overlay;
    ipa_solution_try *tries; /**< each structure once, in the order they were looked at */
    int n_tries;
    const char *lever; /**< of a break-even; NULL */
    long n_paths;
    unsigned long long seed;
    bool without_support;
} ipa_solution;
