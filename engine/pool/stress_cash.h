#pragma once
/** What a stress does to everything the pool brings: less of it, later, and in the base case again
 *  in whole fen.
 *
 *  Knows: the haircut and the delay of a plan.
 *  Does not know: where cash comes from, what else a stress changes.
 */
#include "engine/pool/defaults.h"

/** Cuts, delays and, where `rounds`, rounds the cash of a block whose defaults are these: what a
 *  contract with fixed dues pays on a date is a whole number of fen, and so is each kind's sum of a
 *  period. What comes later lies in its account as long as it would have. `contract_cash`:
 *  [n_contracts][n_periods] likewise cut and delayed; NULL: nobody asks. */
void ipa_stress_cash_apply(const ipa_defaults *defaults, bool rounds, ipa_collections *collections,
                           ipa_row *contract_cash);
