#pragma once
/** Instructions of an expression in postfix order, constants folded as they come.
 *
 *  Knows: operations and how many figures each takes off the stack.
 *  Does not know: text, names, findings.
 */
#include "engine/base/arena.h"
#include "engine/deal/expression.h"

typedef struct ipa_assembly {
    ipa_arena *arena;
    ipa_instruction *code;
    int n_code;
} ipa_assembly;

/** What became of an operation that was added. */
typedef enum ipa_assembled {
    IPA_ASSEMBLED,
    IPA_ASSEMBLED_DIVISION_BY_ZERO, /**< its divisor is the constant 0 */
    IPA_ASSEMBLED_NOT_FINITE        /**< its constants leave the range of numbers */
} ipa_assembled;

void ipa_assembly_push(ipa_assembly *assembly, ipa_instruction instruction);
void ipa_assembly_constant(ipa_assembly *assembly, double value);

/** Adds an operation on what stands last; of constants alone its value stands in its place. */
ipa_assembled ipa_assembly_operate(ipa_assembly *assembly, ipa_operation operation);

/** Puts the instructions from `middle` on before those from `first` on. */
void ipa_assembly_rotate(ipa_assembly *assembly, int first, int middle);

/** The most figures that stand at once. */
int ipa_assembly_depth(const ipa_assembly *assembly);
