#pragma once
/** One path of a block as a result: the base case, a replay.
 *
 *  Knows: rows of collections and payments, the waterfall's trace; fen become the deal's currency.
 *  Does not know: statistics, prices.
 */
#include "engine/pool/pool.h"
#include "engine/simulate/result.h"
#include "engine/waterfall/waterfall.h"

/** The traced lane of a block, period by period. Valuations are left blank (NaN).
 *  @owner the arena. */
ipa_path_result ipa_path_result_of(const ipa_plan *plan, const ipa_collections *collections,
                                   const ipa_payments *payments, const ipa_trace *trace,
                                   ipa_arena *arena);

/** What happened on a lane of the block the pool simulated last. @owner the arena. */
ipa_path_event *ipa_path_result_events(const ipa_plan *plan, ipa_pool *pool, int lane,
                                       ipa_arena *arena, int *n_events);

/** Smallest coverage_gross of a payment date; NaN: nothing is ever paid to the tranche. */
double ipa_path_result_least_coverage(const ipa_base_tranche *of, int n_periods);
