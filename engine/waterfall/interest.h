#pragma once
/** Interest that accounts earn.
 *
 *  Knows: days on which cash lay in an account, the rate, when interest is credited.
 *  Does not know: what the cash is for; where collections come from (they say how long they lay).
 */
#include "engine/waterfall/state.h"

/** What each account has earned since the last payment date on the cash that stood there then; to
 *  be called before anything moves. */
void ipa_interest_accrue(ipa_waterfall *waterfall);

/** Adds what the collections have earned, and credits what falls to this date: never more is taken
 *  by a negative rate than the account holds. After the collections are in. */
void ipa_interest_credit(ipa_waterfall *waterfall);
