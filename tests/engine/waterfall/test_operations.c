#include "engine/waterfall/operations.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { MOST_OPERANDS = 3 };

static bool same_bits(double x, double y) {
    return memcmp(&x, &y, sizeof x) == 0;
}

/* Figures that meet each other equal, in either order, as conditions, and as zeros. */
static const double figures[] = {0, 1, -1, 0.1, 0.3, 1e9, -7.25, 2.5};
enum { N_FIGURES = sizeof figures / sizeof *figures };

/* Operand n of case `of`: a row of that figure, or the figure alone where bit n of `alike` is set.
 */
static ipa_value operand(int of, int n, unsigned alike, ipa_row *row) {
    const double figure = figures[(of / (int)pow(N_FIGURES, n)) % N_FIGURES];
    for (int p = 0; p < IPA_LANES; p++)
        row->lane[p] = figure;
    return (alike >> n & 1) != 0 ? (ipa_value){NULL, figure} : (ipa_value){row->lane, 0};
}

static double lane_of(ipa_value value, int p) {
    return value.lane ? value.lane[p] : value.alike;
}

/* The result on rows, which every other form must give too. */
static void expect_alike(ipa_operation operation, int of, unsigned alike) {
    const int n_operands = ipa_operations_operands(operation);
    ipa_row rows[2][MOST_OPERANDS], results[2];
    ipa_value operands[2][MOST_OPERANDS], value[2];
    for (int form = 0; form < 2; form++) {
        for (int n = 0; n < n_operands; n++)
            operands[form][n] = operand(of, n, form == 0 ? 0 : alike, &rows[form][n]);
        value[form] = ipa_operations_apply(operation, operands[form], results[form].lane);
    }
    cr_expect_eq(value[0].lane, results[0].lane);
    for (int p = 0; p < IPA_LANES; p += IPA_LANES - 1)
        cr_expect(same_bits(lane_of(value[0], p), lane_of(value[1], p)) ||
                      (isnan(lane_of(value[0], p)) && isnan(lane_of(value[1], p))),
                  "operation %d, case %d, alike %u: %a and %a", (int)operation, of, alike,
                  lane_of(value[0], p), lane_of(value[1], p));
    if (alike + 1 == 1U << n_operands)
        cr_expect_null(value[1].lane, "a figure of figures is a figure");
}

Test(operations, an_operand_alike_in_all_lanes_is_worth_a_row) {
    for (int operation = 0; operation < IPA_N_OPERATIONS; operation++) {
        const int n_operands = ipa_operations_operands((ipa_operation)operation);
        for (int of = 0; of < (int)pow(N_FIGURES, n_operands) && n_operands > 0; of++)
            for (unsigned alike = 1; alike < 1U << n_operands; alike++)
                expect_alike((ipa_operation)operation, of, alike);
    }
}

Test(operations, results_are_what_their_names_say) {
    const struct {
        ipa_operation operation;
        double operands[MOST_OPERANDS], result;
    } cases[] = {
        {IPA_OPERATION_ADD, {2, 3}, 5},      {IPA_OPERATION_SUBTRACT, {2, 3}, -1},
        {IPA_OPERATION_MULTIPLY, {2, 3}, 6}, {IPA_OPERATION_DIVIDE, {3, 2}, 1.5},
        {IPA_OPERATION_NEGATE, {2}, -2},     {IPA_OPERATION_MIN, {2, 3}, 2},
        {IPA_OPERATION_MAX, {2, 3}, 3},      {IPA_OPERATION_ABS, {-2}, 2},
        {IPA_OPERATION_LESS, {2, 2}, 0},     {IPA_OPERATION_LESS_EQUAL, {2, 2}, 1},
        {IPA_OPERATION_GREATER, {3, 2}, 1},  {IPA_OPERATION_GREATER_EQUAL, {1, 2}, 0},
        {IPA_OPERATION_EQUAL, {2, 2}, 1},    {IPA_OPERATION_NOT_EQUAL, {2, 2}, 0},
        {IPA_OPERATION_AND, {1, 0}, 0},      {IPA_OPERATION_OR, {1, 0}, 1},
        {IPA_OPERATION_NOT, {1}, 0},         {IPA_OPERATION_IF, {1, 4, 5}, 4},
        {IPA_OPERATION_IF, {0, 4, 5}, 5},
    };
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        ipa_value operands[MOST_OPERANDS];
        ipa_row row;
        for (int at = 0; at < MOST_OPERANDS; at++)
            operands[at] = (ipa_value){NULL, cases[n].operands[at]};
        const ipa_value value = ipa_operations_apply(cases[n].operation, operands, row.lane);
        cr_expect_eq(lane_of(value, 0), cases[n].result, "case %zu", n);
    }
}
