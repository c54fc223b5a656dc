#pragma once
/** Whether the terms of each tranche make sense together: coupon, notional, put, schedule.
 *
 *  Knows: what contradicts what, which dates a schedule may use.
 *  Does not know: steps, expressions (they are judged elsewhere).
 */
#include "engine/deal/validate.h"

/** Adds a finding for every contradiction in the terms of tranches and indices. */
void ipa_validate_tranches(const ipa_deal *deal, const ipa_validate_scope *scope);

/** Whether a tranche has interest to pay. */
bool ipa_validate_tranches_earns(const ipa_deal_tranche *tranche);
