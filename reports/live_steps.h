#pragma once
/** The steps of a waterfall as columns and formulas of sheet 8.
 *
 *  Knows: pay (in order, pro rata, with amount and limit), move, draw; rounding down per unit.
 *  Does not know: the rest of the sheet.
 */
#include "reports/live_point.h"

/** Declares the columns of every step of the waterfalls that ran. */
void ipa_live_steps_declare(ipa_live_book *book);

/** Enters the steps of a date; the point moves from their beginning to their end. */
void ipa_live_steps_enter(ipa_live_book *book, ipa_live_point *point);
