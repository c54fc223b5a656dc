#pragma once
/** Keys of `model.rates` and of `market.discount.nelson_siegel`: how rates move, and a curve's
 * form.
 *
 *  Knows: the rows of the two tables.
 *  Does not know: how a value is read, what the keys mean together (validate_rates does).
 */
#include "engine/deal/fields.h"

extern const ipa_record ipa_fields_rates;
extern const ipa_record ipa_fields_rates_nelson_siegel;
