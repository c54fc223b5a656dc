#pragma once
/** Priorities of payments: one verb a step, dues that can be paid, nothing forgotten.
 *
 *  Knows: which keys belong to which verb, the order of steps.
 *  Does not know: expressions (the plan compiles them), amounts.
 */
#include "engine/deal/validate.h"

/** Sets the verb of every step from the key it is written with. */
void ipa_validate_steps_resolve(ipa_deal *deal);

void ipa_validate_steps(const ipa_deal *deal, const ipa_validate_scope *scope);
