#pragma once
/** Replacement assets: dues on payment dates, something to buy, an end of buying.
 *
 *  Knows: `pool.replacement`, its file of assets, the steps that buy.
 *  Does not know: the plan, cash.
 */
#include "engine/deal/validate.h"

/** `last_payment`: IPA_NO_DATE where the payment dates are not known. */
void ipa_validate_replacement(const ipa_deal *deal, const ipa_validate_scope *scope,
                              ipa_date last_payment);
