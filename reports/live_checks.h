#pragma once
/** Sheet 21: what must hold between the figures of the other two, tested by the spreadsheet itself.
 *
 *  Knows: conservation of cash, balances, per-unit amounts, agreement with the engine.
 *  Does not know: how any figure came about.
 */
#include "reports/live_book.h"

/** Makes the whole sheet; the other two are done. */
void ipa_live_checks_make(ipa_live_book *book);
