#pragma once
/** Terms of fees and supports that have to go together.
 *
 *  Knows: floors and caps, what interest and fees of a support need, what liquidity is for.
 *  Does not know: steps beyond the draws and reimbursements of a support.
 */
#include "engine/deal/validate.h"

void ipa_validate_fees(const ipa_deal *deal, const ipa_validate_scope *scope);
