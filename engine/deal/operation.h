#pragma once
/** The operations of expressions: symbols, operands, precedence, and what each does to figures.
 *
 *  Knows: the table of operations.
 *  Does not know: text, paths.
 */
#include "engine/deal/expression.h"

enum { IPA_PRECEDENCE_COMPARISON = 2 };

const char *ipa_operation_symbol(ipa_operation operation);

/** How many figures it takes: 0 to IPA_MOST_OPERANDS. */
int ipa_operation_operands(ipa_operation operation);

/** Of an operation written between its operands: 0 `or`, 1 `and`, 2 comparisons, 3 sums,
 *  4 products; −1 for all others. */
int ipa_operation_precedence(ipa_operation operation);

/** The result for the figures it takes, in the order they are written. Conditions are 1 and 0. */
double ipa_operation_apply(ipa_operation operation, const double *operands);
