#pragma once
/** What one yuan of a date is worth on the valuation date to whoever values the patents.
 *
 *  Knows: the deal's valuation rate, or its curve and spread.
 *  Does not know: what is discounted.
 */
#include "engine/deal/plan.h"

/** Years from the valuation date, ACT/365F; negative before it. */
double ipa_value_rate_years(const ipa_plan *plan, ipa_date date);

/** Discount factor: a flat annual rate where the deal gives one, else the market curve and the
 *  spread. */
double ipa_value_rate_discount(const ipa_plan *plan, double years);
