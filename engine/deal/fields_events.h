#pragma once
/** Fields of what happens to a deal beside its payments: who collects, who buys back, which dates
 *  come before a payment date.
 *
 *  Knows: name, kind, range, default, meaning.
 *  Does not know: how a value is read.
 */
#include "engine/deal/fields.h"

extern const ipa_record ipa_fields_events_servicer;   /**< `servicer`, into the ipa_deal_servicer */
extern const ipa_record ipa_fields_events_repurchase; /**< `pool.repurchase` */
extern const ipa_record ipa_fields_events_offsets;    /**< `periods.offsets` */
