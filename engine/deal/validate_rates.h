#pragma once
/** What has to hold in `model.rates`: which figures belong to which law.
 *
 *  Knows: the kinds of short rates and what each needs.
 *  Does not know: the curve they are fitted to, how references are looked up.
 */
#include "engine/deal/validate.h"

void ipa_validate_rates(const ipa_deal *deal, const ipa_validate_scope *scope);
