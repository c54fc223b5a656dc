#pragma once
/** Figures of a deal in fen: the one place where yuan become fen.
 *
 *  Knows: decimals as written.
 *  Does not know: rounding rules; nothing is rounded here.
 */
#include "engine/deal/deal.h"

/** An amount in fen. @ensures the double nearest to the amount written; exact where it has two
 *  decimals at most. */
double ipa_money_fen(ipa_number amount);

/** Whether the amount is a whole number of fen as written. */
bool ipa_money_is_whole_fen(ipa_number amount);
