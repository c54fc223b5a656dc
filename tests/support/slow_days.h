#pragma once
/** How long what is collected lies with an account that earns, as the page says it.
 *
 *  Knows: the deal's accounts and the dates on which they are credited, payment dates.
 *  Does not know: amounts.
 */
#include "engine/deal/plan.h"

/** Whether the account that receives this kind of collections earns anything. */
bool slow_days_count(const ipa_deal *deal, int kind);

/** Days that money of the kind, there from a date on (closing, if later), has lain with it by
 *  payment date k, or by the day up to which that date credits interest. */
int slow_days_lain(const ipa_plan *plan, int kind, int k, ipa_date date, bool to_credit);
