#pragma once
/** Readers of coupons that change: `[[2025-07-25, 0.0279], …]`, indices by name, schedules in
 * files.
 *
 *  Knows: the forms these values may take.
 *  Does not know: which rate holds in a period, what stands in the files.
 */
#include "engine/deal/bind.h"

/** Reads pairs of a date and a rate, dates rising. */
ipa_bind_reader ipa_bind_coupon_steps;

/** Reads a mapping from names to the levels of an index. */
ipa_bind_reader ipa_bind_coupon_indices;

/** Reads `{schedule: FILE}` into a tranche. */
void ipa_bind_coupon_schedule(ipa_bind *bind, const ipa_node *file, ipa_deal_tranche *tranche);
