#pragma once
/** The short rate on a block of paths, and what it makes of floating coupons and of discounting.
 *
 *  Knows: the plan's dates of the short rate, its shocks beside those of the factors; reference
 *  rates from its bonds, rounded, capped and floored as the coupon says.
 *  Does not know: pools, payments; who discounts what. @source model 8
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** One thread's path of the short rate. */
typedef struct ipa_rates ipa_rates;

/** NULL where the plan's rates are certain. @owner the arena. */
ipa_rates *ipa_rates_create(const ipa_plan *plan, ipa_arena *arena);

/** Draws the short rate on a block. It asks for no draws but its own and, with loadings, the
 *  factors', so that it can be drawn before, after or without the pool. Allocates nothing. */
void ipa_rates_draw(ipa_rates *rates, uint64_t seed, uint64_t first_path, int n_paths);

/** Rows for the coupons and discounts of a plan; all zero where its rates are certain.
 *  @owner the arena. */
ipa_rate_rows ipa_rates_rows(const ipa_plan *plan, ipa_arena *arena);

/** Sets the rows of a plan, or of its vehicle, from the short rate that was drawn last. Lanes not
 *  in use hold finite figures. */
void ipa_rates_read(const ipa_rates *rates, const ipa_plan *plan, ipa_rate_rows *rows);
