#pragma once
/** The income approach: what the contracts pay over the rest of their lives, beyond the deal's
 *  legal final, at the valuation rate, in the base case and simulated.
 *
 *  Knows: the deal resolved a second time up to the last due, the pool machine, present values.
 *  Does not know: the waterfall, patents one by one.
 *
 *  What a default would bring (deposit, guarantor, facility, disposal) is left out: it is not
 *  income of the IP. Cash counts at the end of its collection period.
 */
#include "engine/simulate/result.h"

/** Present values in yuan. */
typedef struct ipa_income {
    double base;           /**< every due paid, every patent living to its expiry */
    ipa_estimate expected; /**< simulated; NaN without paths */
    double p05, p50, p95;
} ipa_income;

typedef struct ipa_income_values {
    const ipa_plan *plan; /**< of the extended deal: its contracts are those of the deal's plan */
    long n_paths;
    ipa_income *contracts; /**< [n_contracts] */
    ipa_income pool;       /**< of all contracts together */
    /** [n_contracts][n_periods of `plan`] present value of the period's mean cash, yuan: simulated,
     *  or the base case without paths. */
    double *by_period;
} ipa_income_values;

typedef struct ipa_income_options {
    long n_paths; /**< 0: base case only */
    unsigned long long seed;
    bool (*progress)(void *context, long done, long total); /**< NULL allowed */
    void *context;
} ipa_income_options;

/** Runs it. @errors IPA_LIMIT (memory, or contracts beyond the longest grid), IPA_INTERRUPTED.
 *  @owner the arena. */
ipa_status ipa_income_value_run(const ipa_deal *deal, const ipa_income_options *options,
                                ipa_arena *arena, ipa_income_values *values,
                                ipa_error *error) IPA_MUST_USE;

/** The last period of the extended plan that brings anything; 0 when none does. */
int ipa_income_value_last(const ipa_income_values *values);

/** The deal as the income approach sees it: periods up to the last due, nothing from defaults, no
 *  defaults at all where the valuation says so. @owner the arena. */
ipa_deal *ipa_income_value_deal(const ipa_deal *deal, ipa_arena *arena);
