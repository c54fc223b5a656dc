#pragma once
/** A royalty as its contract says it: the shape of sales, tiers, minimum and cap, contract years.
 *
 *  Knows: one contract.
 *  Does not know: paths, periods, patents.
 */
#include "engine/deal/deal.h"

/** Sales t years after the cut-off date, as a multiple of the base sales. */
double slow_royalty_profile(const ipa_profile *of, double t);
/** The royalty on sales: tiers, the minimum where it counts, the cap. @units fen */
double slow_royalty_fee(const ipa_deal_contract *contract, double sales, bool with_minimum);
/** Contract year, from 0, in which a date lies. */
int slow_royalty_year(const ipa_deal_contract *contract, ipa_date date);
