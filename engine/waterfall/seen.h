#pragma once
/** Collections as a deal saw them that may have bought assets, or whose pool may have been called.
 *
 *  Knows: what purchases bring and the dates of the calls, as the payments tell them.
 *  Does not know: why something was bought, why a pool was called.
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** Whether a deal can see other collections than its pool's own. */
bool ipa_seen_differs(const ipa_plan *plan);

/** The collections given, where they cannot differ; else `seen`: what purchases bring is added,
 *  nothing comes after a call and what adds up stands still from it. @shape seen as `from` */
const ipa_collections *ipa_seen_collections(const ipa_plan *plan, const ipa_payments *payments,
                                            const ipa_collections *from, ipa_collections *seen);
