#pragma once
/** Expressions over a block: a stack program on rows of lanes.
 *
 *  Knows: every quantity of the vocabulary, how the state of the waterfall answers it.
 *  Does not know: the text of an expression, what its value is used for.
 */
#include "engine/waterfall/state.h"

/** The value of an expression at this point of the date, in all lanes: money in yuan (fen ÷ 100,
 *  correctly rounded), conditions 1 and 0.
 *  @owner the state; holds until the next evaluation, or until what it names changes. */
const double *ipa_evaluate(ipa_waterfall *waterfall, const ipa_program *program);

/** Likewise, as one number where it is the same in all lanes. */
ipa_value ipa_evaluate_value(ipa_waterfall *waterfall, const ipa_program *program);

/** The value of an expression for money, in fen: the row of the figure itself where it names one
 * and no more, else y. */
const double *ipa_evaluate_fen(ipa_waterfall *waterfall, const ipa_program *program, double *y);

/** y = likewise as a cap: never negative, nothing where it is not a number. */
void ipa_evaluate_cap(ipa_waterfall *waterfall, const ipa_program *program, double *y);
