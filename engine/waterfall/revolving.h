#pragma once
/** Revolving purchases: cash spent on replacement assets, and what these bring.
 *
 *  Knows: what is offered, which entities live when on each path, the periods to come.
 *  Does not know: when a step buys (its `when` and `limit` say so), the assets of the cut-off date.
 *
 *  A purchase writes the dues, claims and recoveries of all later periods at once: which entities
 *  live when is known. Nothing reads them before their period.
 */
#include "engine/waterfall/state.h"

/** Nothing is bought yet; the collections of the run become the pool's and what purchases bring. */
void ipa_revolving_start(ipa_waterfall *waterfall);

/** Adds what purchases bring in this period to the collections of the run. */
void ipa_revolving_open(ipa_waterfall *waterfall);

/** Spends the step's cash, up to its room, on what is offered, in its order: an asset in whole or
 *  in part, the constant form without end, while some of its entities live. Nothing once a trigger
 *  stops it, or the pool has been called. */
void ipa_revolving_buy(ipa_waterfall *waterfall, const ipa_step *step);
