#pragma once
/** Sections of the format that a later version computes with: their keys are checked all the same.
 *
 *  Knows: the keys, their kinds and meanings.
 *  Does not know: structs to fill; nothing is kept.
 */
#include "engine/deal/fields.h"

extern const ipa_record ipa_fields_later_servicer; /**< `servicer` */
