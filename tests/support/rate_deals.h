#pragma once
/** The golden deal of floating coupons, with another model of rates.
 *
 *  Knows: its folder; overrides as `--set` would give them.
 *  Does not know: what is tested.
 */
#include "engine/deal/plan.h"

#define RATE_DEAL "tests/golden/floating_rates"

/** The deal's plan under the overrides, NULL-ended; aborts the test on a finding. */
const ipa_plan *rate_deal(ipa_arena *arena, const char *const *overrides);
