#pragma once
/** Whether what may happen to a deal fits together: cures of triggers, the servicer, repurchases.
 *
 *  Knows: the rules and their findings.
 *  Does not know: when any of it happens.
 */
#include "engine/deal/validate.h"

void ipa_validate_events(const ipa_deal *deal, const ipa_validate_scope *scope);
