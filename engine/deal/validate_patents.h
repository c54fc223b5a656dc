#pragma once
/** Patents, and what of a contract hangs on them.
 *
 *  Knows: dates each kind of right needs, rules and facilities that need patents.
 *  Does not know: hazards, values.
 */
#include "engine/deal/validate.h"

/** Adds a finding for everything about patents that does not fit together. */
void ipa_validate_patents(const ipa_deal *deal, const ipa_validate_scope *scope);
