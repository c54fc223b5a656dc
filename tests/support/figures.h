#pragma once
/** Figures that a script of its own computed, and the path they are to be found on.
 *
 *  Knows: the CSV that tests/golden/scripts write (a column per figure, a row per period), which
 *  figure of a path a column means: `A.interest`, `fee.vat`, `cash.income`, `ledger.pdl`, …
 *  Does not know: how either was computed.
 */
#include "engine/simulate/result.h"

/** Compares every column of a file (from the source tree's root) with the path, to the fen, and
 *  reports each difference. Aborts the test on a column it does not know. */
void figures_agree(const char *file, const ipa_plan *plan, const ipa_path_result *path);
