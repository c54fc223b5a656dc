#pragma once
/** Keys of `fees` and `support`: what leaves the deal beside the notes, and who stands behind them.
 *
 *  Knows: the rows of the two tables.
 *  Does not know: how a value is read, what the keys mean together (validate_fees does).
 */
#include "engine/deal/fields.h"

extern const ipa_record ipa_fields_fees;
extern const ipa_record ipa_fields_fees_support;
