#pragma once
/** One path as reports read it: from lane 0's fen to yuan, with the base case's valuation.
 *
 *  Knows: collections, payments and the trace of one lane.
 *  Does not know: other paths.
 */
#include "engine/block/layout.h"
#include "engine/simulate/result.h"
#include "engine/waterfall/waterfall.h"

/** The path in lane `lane`. After the deal has ended every flow, balance and account is zero.
 *  `trace` NULL: no ledger. @owner the arena. */
ipa_path_result ipa_path_result_make(const ipa_plan *plan, const ipa_collections *collections,
                                     const ipa_payments *payments, const ipa_trace *trace, int lane,
                                     ipa_arena *arena);

/** Price at curve + spread of flows after the valuation date, yield at that price, duration,
 *  convexity, WAL from closing (principal only; of the residual tranche what repays its balance).
 *  NaN where a figure does not exist. @errors IPA_NO_CONVERGENCE is told as NaN, not as failure. */
ipa_valuation ipa_path_result_value(const ipa_plan *plan, int tranche, const double *interest,
                                    const double *principal, const double *residual);

/** Annual effective yield of a mean cash flow `[n_periods]` (yuan) at `price` per 100; NaN: none. */
double ipa_path_result_yield(const ipa_plan *plan, int tranche, const double *cash, double price);
