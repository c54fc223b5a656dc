#pragma once
/** What each kind of contract needs, and what means nothing to it.
 *
 *  Knows: the columns of royalties and of fixed dues, guarantors of obligors.
 *  Does not know: dates, dues written out (validate_pool does), patents.
 */
#include "engine/deal/validate.h"

/** Adds a finding for every contract whose columns do not fit its kind. */
void ipa_validate_contracts(const ipa_deal *deal, const ipa_validate_scope *scope);
