#pragma once
/** The efficient frontier of structures: cost against expected loss.
 *
 *  Knows: when one structure is better than another.
 *  Does not know: how figures came about.
 */
#include "engine/simulate/stress_result.h"

/** Marks the structures that none beats: none costs less at no more expected loss, or loses less at
 *  no more cost. Those without figures are not efficient; equals are so together. */
void ipa_frontier_mark(ipa_structure *structures, int n_structures);
