#pragma once
/** Keys of what stands beside a deal: valuation, subsidies, the firms' own fees.
 *
 *  Knows: the keys, their kinds and meanings, where they go.
 *  Does not know: how anything is valued.
 */
#include "engine/deal/fields.h"

extern const ipa_record ipa_fields_valuation;              /**< `valuation` */
extern const ipa_record ipa_fields_valuation_subsidies;    /**< an item of `subsidies` */
extern const ipa_record ipa_fields_valuation_obligor_fees; /**< an item of `obligor_fees` */
