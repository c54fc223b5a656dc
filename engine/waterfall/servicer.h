#pragma once
/** The way of the collections through the hands of whoever collects them.
 *
 *  Knows: what a default of the servicer loses of the period in which it is first found dead, and
 *  how long it delays what comes until the debtors have been told to pay to the deal.
 *  Does not know: what the pool brings, who gets the cash.
 */
#include "engine/waterfall/state.h"

/** Sets what of the pool's collections of the date reaches the deal; records what is lost and what
 *  is delayed. Without a servicer: everything.
 *  @ensures over all dates: pool cash = collected + lost, while the deal runs. */
void ipa_servicer_collect(ipa_waterfall *waterfall);

/** y = what of it, a figure of this period's own collections, reaches the deal on this date. What
 *  was delayed arrives on the payment date itself. */
void ipa_servicer_keep(const ipa_waterfall *waterfall, double *y);
