#pragma once
/** What a running royalty falls due on a block of paths, before patents and defaults.
 *
 *  Knows: tiers, minimum guarantee, cap, contract years and their true-up.
 *  Does not know: sales processes, patents, who has defaulted. @source model 4.2
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** One due for each period of sales. Allocates nothing.
 *  @shape factor[n_periods], own[n_periods]: multipliers of sales, NULL: 1; dues[n_sales]
 *  @units fen */
void ipa_royalty_dues(const ipa_plan_royalty *royalty, const ipa_row *factor, const ipa_row *own,
                      ipa_row *dues);
