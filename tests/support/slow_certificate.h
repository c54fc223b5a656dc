#pragma once
/** A trust's certificate as the pool of the plan above it, on one path.
 *
 *  Knows: what the trust paid on which day, how it stands.
 *  Does not know: what the engine collects.
 */
#include "tests/support/slow_waterfall.h"

/** The tranche of the vehicle that is the deal's pool. */
int slow_certificate_tranche(const ipa_deal *deal);

/** Writes what the plan collects of the trust, on the plan's lane; whom it knows to be alive is the
 *  caller's to set. */
void slow_certificate_collect(slow_waterfall *trust, slow_waterfall *plan, ipa_collections *rows);
