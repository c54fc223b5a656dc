#pragma once
/** The expressions of a deal, judged with everything else.
 *
 *  Knows: where expressions stand, and whether a number or a condition is due there.
 *  Does not know: the language (expression does), what an expression is for.
 */
#include "engine/deal/validate.h"

/** Adds a finding for every expression that cannot be compiled. Without all the names an expression
 *  may use nothing is judged: what is wrong with the names has been said. */
void ipa_validate_expressions(const ipa_deal *deal, const ipa_validate_scope *scope);
