#pragma once
/** Operations of expressions on the lanes of a block.
 *
 *  Knows: what each operation of the language computes, on rows and on figures alike in all lanes.
 *  Does not know: quantities, units, the order of a program.
 */
#include "engine/block/layout.h"
#include "engine/deal/expression.h"

/** A figure of a block of paths: a row, or one number where it is the same in every lane, so that a
 *  test of the date alone touches no row. */
typedef struct ipa_value {
    const double *lane; /**< NULL: `alike` in all lanes */
    double alike;
} ipa_value;

/** How many operands an operation takes off the stack; 0 for those that push. */
static inline int ipa_operations_operands(ipa_operation operation) {
    static const signed char n_operands[IPA_N_OPERATIONS] = {
#define IPA_OPERATIONS_ROW(name, symbol, operands) operands,
        IPA_OPERATION_TABLE(IPA_OPERATIONS_ROW)
#undef IPA_OPERATIONS_ROW
    };
    return n_operands[operation];
}

/** The result of an operation on its operands, in the order they are written. Where it is a row it
 *  is `row`, which no operand may be. The same bits whether an operand is alike or a row. */
ipa_value ipa_operations_apply(ipa_operation operation, const ipa_value *operands, double *row);
