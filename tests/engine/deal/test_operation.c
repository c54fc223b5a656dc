#include "engine/deal/operation.h"

#include <criterion/criterion.h>
#include <math.h>

static const struct {
    ipa_operation operation;
    double operands[IPA_MOST_OPERANDS], result;
} results[] = {
    {IPA_OPERATION_ADD, {0.1, 0.2}, 0.1 + 0.2},
    {IPA_OPERATION_SUBTRACT, {3, 5}, -2},
    {IPA_OPERATION_MULTIPLY, {3, 5}, 15},
    {IPA_OPERATION_DIVIDE, {3, 4}, 0.75},
    {IPA_OPERATION_NEGATE, {3, 3}, -3},
    {IPA_OPERATION_MIN, {3, 5}, 3},
    {IPA_OPERATION_MIN, {5, 3}, 3},
    {IPA_OPERATION_MAX, {3, 5}, 5},
    {IPA_OPERATION_MAX, {5, 3}, 5},
    {IPA_OPERATION_ABS, {-3, -3}, 3},
    {IPA_OPERATION_ABS, {3, 3}, 3},
    {IPA_OPERATION_LESS, {3, 3}, 0},
    {IPA_OPERATION_LESS, {2, 3}, 1},
    {IPA_OPERATION_LESS_EQUAL, {3, 3}, 1},
    {IPA_OPERATION_LESS_EQUAL, {4, 3}, 0},
    {IPA_OPERATION_GREATER, {3, 3}, 0},
    {IPA_OPERATION_GREATER, {4, 3}, 1},
    {IPA_OPERATION_GREATER_EQUAL, {3, 3}, 1},
    {IPA_OPERATION_GREATER_EQUAL, {2, 3}, 0},
    {IPA_OPERATION_EQUAL, {3, 3}, 1},
    {IPA_OPERATION_EQUAL, {3, 4}, 0},
    {IPA_OPERATION_NOT_EQUAL, {3, 3}, 0},
    {IPA_OPERATION_NOT_EQUAL, {3, 4}, 1},
    {IPA_OPERATION_AND, {1, 1}, 1},
    {IPA_OPERATION_AND, {1, 0}, 0},
    {IPA_OPERATION_OR, {0, 1}, 1},
    {IPA_OPERATION_OR, {0, 0}, 0},
    {IPA_OPERATION_NOT, {0, 0}, 1},
    {IPA_OPERATION_NOT, {1, 1}, 0},
    {IPA_OPERATION_IF, {1, 7, 9}, 7},
    {IPA_OPERATION_IF, {0, 7, 9}, 9},
};

Test(operation, every_operation_does_what_its_sign_says) {
    int n_seen[IPA_N_OPERATIONS] = {0};
    for (size_t at = 0; at < sizeof results / sizeof results[0]; at++) {
        const double *operands = results[at].operands;
        double actual = ipa_operation_apply(results[at].operation, operands);
        cr_expect_eq(actual, results[at].result, "%g %s %g = %g", operands[0],
                     ipa_operation_symbol(results[at].operation), operands[1], actual);
        n_seen[results[at].operation]++;
    }
    for (int operation = IPA_OPERATION_ADD; operation < IPA_N_OPERATIONS; operation++)
        cr_expect(n_seen[operation] > 0, "%s", ipa_operation_symbol((ipa_operation)operation));
}

Test(operation, only_signs_between_two_operands_have_a_precedence) {
    for (int at = 0; at < IPA_N_OPERATIONS; at++) {
        ipa_operation operation = (ipa_operation)at;
        int n_operands = ipa_operation_operands(operation);
        bool between =
            n_operands == 2 && operation != IPA_OPERATION_MIN && operation != IPA_OPERATION_MAX;
        cr_expect_eq(ipa_operation_precedence(operation) >= 0, between, "%s",
                     ipa_operation_symbol(operation));
    }
}
