#pragma once
/** Keys of accounts, ledgers and priorities of payments.
 *
 *  Knows: the keys, their kinds and meanings, where they go.
 *  Does not know: what a step does.
 */
#include "engine/deal/fields.h"

extern const ipa_record ipa_fields_waterfall;          /**< `waterfalls` */
extern const ipa_record ipa_fields_waterfall_step;     /**< one step */
extern const ipa_record ipa_fields_waterfall_accounts; /**< an item of `accounts` */
extern const ipa_record ipa_fields_waterfall_ledgers;  /**< an item of `ledgers` */
