#pragma once
/** Keys of `pool.replacement`, rows of the table of fields.
 *
 *  Knows: name, kind, default, meaning, place in an ipa_deal_replacement.
 *  Does not know: how a value is read, what is bought when.
 */
#include "engine/deal/fields.h"

extern const ipa_record ipa_fields_replacement;
/** The words for how a replacement asset repays its principal. */
extern const ipa_choice ipa_fields_replacement_amortisations[];
