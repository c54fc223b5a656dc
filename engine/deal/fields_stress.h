#pragma once
/** What stands under `stress`: one field a lever.
 *
 *  Knows: which rows of the table of levers are read how.
 *  Does not know: what a lever does.
 */
#include "engine/deal/fields.h"

/** Into an ipa_deal_stress. */
extern const ipa_record ipa_fields_stress;
