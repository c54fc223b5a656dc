#pragma once
/** Sales of the industries on a block of paths: period shocks of the factors and what they make of
 *  log sales.
 *
 *  Knows: shocks that agree with the whole-life factors, exact steps of the processes.
 *  Does not know: royalties, who sells what. @source model 2.2, 4.2
 */
#include <stdint.h>

#include "engine/block/layout.h"
#include "engine/deal/plan.h"
#include "engine/random/factors.h"

/** One thread's rows, `[n_factors][n_periods]`: f × n_periods + k. Factors without a process keep
 *  state 0 and multiplier 1. */
typedef struct ipa_sales {
    const ipa_plan *plan;
    ipa_factors model;
    uint64_t seed, first_path; /**< of the block drawn last */
    int n_paths;
    ipa_row *shocks;        /**< ε, with Z = Σ w[k]·ε[k] */
    ipa_row *state;         /**< what is random about log sales, 0 at the cut-off date */
    ipa_row *multiplier;    /**< exp(state + drift), mean `expected` */
    ipa_row *growth_shocks; /**< ζ [n_periods], of one factor at a time */
} ipa_sales;

/** Whether some contract or hazard may depend on sales; if not, nothing needs to be drawn. */
bool ipa_sales_needed(const ipa_plan *plan);

/** @owner the arena. */
ipa_sales *ipa_sales_create(const ipa_plan *plan, ipa_arena *arena);

/** Draws the block whose whole-life factors are given. Allocates nothing.
 *  @shape whole_life[n_factors], correlated by the plan's C. */
void ipa_sales_draw(ipa_sales *sales, uint64_t seed, uint64_t first_path, int n_paths,
                    const ipa_row *whole_life);

/** Sales at their mean: the base case. */
void ipa_sales_expected(ipa_sales *sales);

/** A contract's own noise on the block drawn last. `stream`: hash of the contract's id.
 *  @shape multiplier[n_periods] */
void ipa_sales_own(const ipa_sales *sales, const ipa_plan_process *own, uint32_t stream,
                   ipa_row *multiplier);
