#pragma once
/** The pool: credit stated once, contracts whose dates and schedules agree, patents.
 *
 *  Knows: obligors, contracts, written-out dues, patents, entities' credit.
 *  Does not know: notes, steps.
 */
#include "engine/deal/validate.h"

/** `last_collection` is the end of the last collection period, IPA_NO_DATE when not known. */
void ipa_validate_pool(const ipa_deal *deal, const ipa_validate_scope *scope,
                       ipa_date last_collection);
