#pragma once
/** Whom a step pays and an expression asks about: what an id such as `A.interest` names.
 *
 *  Knows: fees, the dues of a tranche, supports.
 *  Does not know: amounts, steps.
 */
#include "engine/deal/expression.h"

/** Finds the payee an id such as `vat`, `A.interest` or `shortfall_payer` names.
 *  @ensures false for an unknown one. A bare tranche id gives IPA_PAYEE_TRANCHE. */
bool ipa_payee_find(const ipa_deal *deal, const char *id, ipa_payee *payee);
