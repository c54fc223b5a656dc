#pragma once
/** The steps of a priority of payments: pay, move, draw, ledger, call.
 *
 *  Knows: when, limit and amount; sequential and pro rata; what a unit can be paid.
 *  Does not know: which waterfall runs, when a date begins and ends.
 */
#include "engine/waterfall/state.h"

/** Runs the waterfall's steps in the lanes of the mask.
 *
 *  `limit` caps the whole step. `amount` is paid in place of what is due: principal never above the
 *  balance, anything else never above what is unpaid; over a list it is the step's total, handed
 *  down in order, or shared by what is due (by balances where nothing is). In a sequential list a
 *  tranche gets principal only once every tranche named before it for principal stands at zero. */
void ipa_steps_run(ipa_waterfall *waterfall, ipa_waterfall_kind kind, const ipa_row *mask);
