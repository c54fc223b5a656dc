#pragma once
/** Figures and dates as a deal writes them, for deals made in a test.
 *
 *  Knows: decimals, dates; both abort the test when the text is none.
 *  Does not know: YAML, tapes.
 */
#include "engine/deal/deal.h"

ipa_number written_number(const char *text);
ipa_date written_date(const char *text);
