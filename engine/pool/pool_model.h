#pragma once
/** A plan's pool as the lane loops want it: made once, const, shared by all threads of a run.
 *
 *  Knows: dues of plain contracts summed by obligor, which contracts are not plain, calibrated
 *  hazards.
 *  Does not know: draws, cash.
 */
#include "engine/deal/plan.h"
#include "engine/pool/intensity.h"

/** A date on which an obligor brings cash, or a period's end with what it then still owes. */
typedef struct ipa_pool_due {
    int period;
    ipa_date date;
    double threshold;
    double income, principal, written_off;
} ipa_pool_due;

typedef struct ipa_pool_end {
    int period;
    double threshold, outstanding;
} ipa_pool_end;

/** An obligor's plain contracts: only dates that bring or owe something. */
typedef struct ipa_pool_obligor {
    ipa_pool_due *dues;
    ipa_pool_end *ends;
    int n_dues, n_ends;
    int last_event;  /**< its last due, or the last event while anything falls due after it; −1:
                        none */
    int last_period; /**< of that due */
    double last_threshold; /**< alive through its last due iff X > this; −∞: no due */
    double claims_below;   /**< a default at X ≤ this may leave claims, of any of its contracts */
} ipa_pool_obligor;

typedef struct ipa_pool_model {
    const ipa_plan *plan;
    ipa_pool_obligor *obligors;
    int *contracts; /**< those that are not plain [n_contracts] */
    int n_contracts;
    const ipa_intensity *intensity; /**< NULL under a copula */
} ipa_pool_model;

/** @owner the arena. */
const ipa_pool_model *ipa_pool_model_create(const ipa_plan *plan, ipa_arena *arena);

/** Enough for the base case, where nobody defaults: hazards are not calibrated. @owner the arena.
 */
const ipa_pool_model *ipa_pool_model_base(const ipa_plan *plan, ipa_arena *arena);
