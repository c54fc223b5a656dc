#pragma once
/** The pool once it is called: sold at a price, nothing of it comes in afterwards.
 *
 *  Knows: when each lane's pool was sold, and what of the pool's figures still stands.
 *  Does not know: when a call may be made (its step's `when` says so).
 */
#include "engine/waterfall/state.h"

/** Sells the pool for the step's price, never below 0, unless that has been done before: the price
 *  is cash in. */
void ipa_call_make(ipa_waterfall *waterfall, const ipa_step *step);

/** Of a figure of what the pool holds now: nothing from the call on. */
void ipa_call_keep_held(const ipa_waterfall *waterfall, double *y);

/** Of cash that the pool brings in this period: nothing on the dates after the call. */
void ipa_call_keep_collected(const ipa_waterfall *waterfall, double *y);

/** Likewise of a row that is not to be changed: itself while no lane's pool is called, else in y.
 */
const double *ipa_call_held(const ipa_waterfall *waterfall, const double *x, double *y);
const double *ipa_call_collected(const ipa_waterfall *waterfall, const double *x, double *y);

/** The figure that adds up over the periods, `ago` periods before this one; it stops with the call.
 *  0 before the first. A row of `sums`, or y. @shape sums[n_periods] */
const double *ipa_call_sum(const ipa_waterfall *waterfall, const ipa_row *sums, int ago, double *y);

/** y = 1 where the pool has been called. */
void ipa_call_made(const ipa_waterfall *waterfall, double *y);
