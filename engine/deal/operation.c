#include "engine/deal/operation.h"

static const struct {
    const char *symbol;
    int n_operands;
} operations[IPA_N_OPERATIONS] = {
#define ROW(name, symbol, n_operands) [IPA_OPERATION_##name] = {symbol, n_operands},
    IPA_OPERATION_TABLE(ROW)
#undef ROW
};

const char *ipa_operation_symbol(ipa_operation operation) {
    return operations[operation].symbol;
}

int ipa_operation_operands(ipa_operation operation) {
    return operations[operation].n_operands;
}

int ipa_operation_precedence(ipa_operation operation) {
    switch (operation) {
    case IPA_OPERATION_OR:
        return 0;
    case IPA_OPERATION_AND:
        return 1;
    case IPA_OPERATION_LESS:
    case IPA_OPERATION_LESS_EQUAL:
    case IPA_OPERATION_GREATER:
    case IPA_OPERATION_GREATER_EQUAL:
    case IPA_OPERATION_EQUAL:
    case IPA_OPERATION_NOT_EQUAL:
        return IPA_PRECEDENCE_COMPARISON;
    case IPA_OPERATION_ADD:
    case IPA_OPERATION_SUBTRACT:
        return 3;
    case IPA_OPERATION_MULTIPLY:
    case IPA_OPERATION_DIVIDE:
        return 4;
    default:
        return -1;
    }
}

double ipa_operation_apply(ipa_operation operation, const double *operands) {
    const double left = operands[0];
    const double right = ipa_operation_operands(operation) > 1 ? operands[1] : 0;
    switch (operation) {
    case IPA_OPERATION_ADD:
        return left + right;
    case IPA_OPERATION_SUBTRACT:
        return left - right;
    case IPA_OPERATION_MULTIPLY:
        return left * right;
    case IPA_OPERATION_DIVIDE:
        return left / right;
    case IPA_OPERATION_NEGATE:
        return -left;
    case IPA_OPERATION_MIN:
        return right < left ? right : left;
    case IPA_OPERATION_MAX:
        return right > left ? right : left;
    case IPA_OPERATION_ABS:
        return left < 0 ? -left : left;
    case IPA_OPERATION_LESS:
        return left < right;
    case IPA_OPERATION_LESS_EQUAL:
        return left <= right;
    case IPA_OPERATION_GREATER:
        return left > right;
    case IPA_OPERATION_GREATER_EQUAL:
        return left >= right;
    case IPA_OPERATION_EQUAL:
        return left == right;
    case IPA_OPERATION_NOT_EQUAL:
        return left != right;
    case IPA_OPERATION_AND:
        return left != 0 && right != 0;
    case IPA_OPERATION_OR:
        return left != 0 || right != 0;
    case IPA_OPERATION_NOT:
        return left == 0;
    case IPA_OPERATION_IF:
        return left != 0 ? right : operands[2];
    default:
        return left;
    }
}
