#pragma once
/** What stands beside a deal fits together: weights and scores, rates and what they apply to.
 *
 *  Knows: sums of weights, indicators of scores, one of rate and amount.
 *  Does not know: how a patent is valued.
 */
#include "engine/deal/validate.h"

/** Adds a finding for everything that does not fit. What could not be read is passed over. */
void ipa_validate_valuation(const ipa_deal *deal, const ipa_validate_scope *scope);
