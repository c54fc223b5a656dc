#pragma once
/** What fees and taxes let fall due on a date.
 *
 *  Knows: rates and bases, days, floors and caps, what fell due before, interest on arrears.
 *  Does not know: cash, priorities, tranches.
 */
#include "engine/waterfall/state.h"

/** Fixes every fee of the date, in the order of the deal; a base that several have is worked out
 *  once. */
void ipa_fees_fix_all(ipa_waterfall *waterfall);

/** Sets the due of a fee: what accrues on this date within its limits, what is carried from the
 *  date before, and interest on that. A fee that is due `per: payment` may be fixed again. */
void ipa_fees_fix(ipa_waterfall *waterfall, int n);

/** Carries what is unpaid, or too little, to the next date as the deal says, and counts what fell
 *  due. */
void ipa_fees_carry(ipa_waterfall *waterfall, int n);
