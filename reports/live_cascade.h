#pragma once
/** Sheet 8: one row per payment date, from the collections down the steps to what is left.
 *
 *  Knows: which columns a deal's waterfalls need, the formulas of collections, fees and accounts.
 *  Does not know: steps (live_steps does), what tranches are owed (sheet 9 does).
 */
#include "reports/live_book.h"

/** Declares the columns and adds a row per date. */
void ipa_live_cascade_declare(ipa_live_book *book);

/** Enters what a date begins with: accounts as they were, collections. */
void ipa_live_cascade_open(ipa_live_book *book, int k);

/** Enters fees, steps and accounts as they close; what tranches are owed is on sheet 9 already. */
void ipa_live_cascade_run(ipa_live_book *book, int k);
