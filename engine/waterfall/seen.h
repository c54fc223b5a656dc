#pragma once
/** Collections as a deal saw them whose pool may have been called.
 *
 *  Knows: the dates of the calls, as the payments tell them.
 *  Does not know: why a pool was called.
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** The collections given, where the plan has no call; else `cut`, in which nothing comes after the
 *  call and what adds up stands still. @shape cut as `from` */
const ipa_collections *ipa_seen_collections(const ipa_plan *plan, const ipa_payments *payments,
                                            const ipa_collections *from, ipa_collections *cut);
