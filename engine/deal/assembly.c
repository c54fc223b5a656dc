#include "engine/deal/assembly.h"

#include <math.h>

#include "engine/deal/operation.h"

void ipa_assembly_push(ipa_assembly *assembly, ipa_instruction instruction) {
    IPA_PUSH(assembly->arena, assembly->code, assembly->n_code, instruction);
}

void ipa_assembly_constant(ipa_assembly *assembly, double value) {
    ipa_assembly_push(assembly,
                      (ipa_instruction){.operation = IPA_OPERATION_CONSTANT, .constant = value});
}

/* In postfix order an operand is a constant exactly when its last instruction is one, so folding
 * looks at the tail only. */
ipa_assembled ipa_assembly_operate(ipa_assembly *assembly, ipa_operation operation) {
    double operands[IPA_MOST_OPERANDS];
    const int n_operands = ipa_operation_operands(operation);
    if (assembly->n_code < n_operands)
        return IPA_ASSEMBLED; /* only after an error */
    const ipa_instruction *tail = assembly->code + assembly->n_code - n_operands;
    const ipa_instruction *last = assembly->code + assembly->n_code - 1;
    const bool by_zero = operation == IPA_OPERATION_DIVIDE &&
                         last->operation == IPA_OPERATION_CONSTANT && last->constant == 0;
    bool constant = true;
    for (int n = 0; n < n_operands; n++) {
        constant = constant && tail[n].operation == IPA_OPERATION_CONSTANT;
        operands[n] = tail[n].constant;
    }
    if (!constant) {
        ipa_assembly_push(assembly, (ipa_instruction){.operation = operation});
        return by_zero ? IPA_ASSEMBLED_DIVISION_BY_ZERO : IPA_ASSEMBLED;
    }
    const double value = ipa_operation_apply(operation, operands);
    assembly->n_code -= n_operands;
    ipa_assembly_constant(assembly, value);
    return by_zero           ? IPA_ASSEMBLED_DIVISION_BY_ZERO
           : isfinite(value) ? IPA_ASSEMBLED
                             : IPA_ASSEMBLED_NOT_FINITE;
}

void ipa_assembly_rotate(ipa_assembly *assembly, int first, int middle) {
    const int n_moved = middle - first;
    for (int n = 0; n < n_moved; n++)
        ipa_assembly_push(assembly, assembly->code[first + n]);
    assembly->n_code -= n_moved;
    for (int n = first; n < assembly->n_code; n++)
        assembly->code[n] = assembly->code[n + n_moved];
}

int ipa_assembly_depth(const ipa_assembly *assembly) {
    int depth = 0, deepest = 0;
    for (int n = 0; n < assembly->n_code; n++) {
        depth += 1 - ipa_operation_operands(assembly->code[n].operation);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}
