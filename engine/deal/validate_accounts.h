#pragma once
/** Accounts and the cash that passes through them: where collections go, and whether they can
 * leave.
 *
 *  Knows: which accounts the steps of every priority of payments take cash out of.
 *  Does not know: amounts, conditions (a step that may never run counts as one that does).
 */
#include "engine/deal/validate.h"

/** Warns of collections that nothing maps to an account, and of accounts whose cash reaches nobody.
 */
void ipa_validate_accounts(const ipa_deal *deal, const ipa_validate_scope *scope);
