#pragma once
/** What the notes are owed on a payment date: interest, principal, what is added to balances.
 *
 *  Knows: coupons by period, notionals, accretion, amortisation, lockouts, is_put.
 *  Does not know: fees, cash, priorities.
 */
#include "engine/waterfall/state.h"

/** Fixes interest and principal due of every tranche on its opening balance, and adds to balances
 *  what accretes. Notionals see the balances as the date opened. */
void ipa_notes_fix(ipa_waterfall *waterfall);
