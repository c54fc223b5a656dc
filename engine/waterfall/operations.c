#include "engine/waterfall/operations.h"

#include "engine/math/instruction_set.h"
#include "engine/waterfall/kernels.h"

#define LANES for (int p = 0; p < IPA_LANES; p++)

/* ---- one and two operands, y and x: on two rows, with one of them alike, with both ---- */

#define UNARY(name, result)                                                                      \
    IPA_LANES_INLINE void name##_row(const double *restrict left, double *restrict out) {        \
        LANES {                                                                                  \
            const double y = left[p];                                                            \
            out[p] = (result);                                                                   \
        }                                                                                        \
    }                                                                                            \
    IPA_PER_INSTRUCTION_SET(static, apply_##name, name##_row, (const double *left, double *out), \
                            (left, out))                                                         \
    static double alike_##name(double y) {                                                       \
        return (result);                                                                         \
    }

#define BINARY(name, result)                                                                     \
    IPA_LANES_INLINE void name##_rows(const double *restrict left, const double *restrict right, \
                                      double *restrict out) {                                    \
        LANES {                                                                                  \
            const double y = left[p], x = right[p];                                              \
            out[p] = (result);                                                                   \
        }                                                                                        \
    }                                                                                            \
    IPA_LANES_INLINE void name##_left(const double *restrict left, double x,                     \
                                      double *restrict out) {                                    \
        LANES {                                                                                  \
            const double y = left[p];                                                            \
            out[p] = (result);                                                                   \
        }                                                                                        \
    }                                                                                            \
    IPA_LANES_INLINE void name##_right(double y, const double *restrict right,                   \
                                       double *restrict out) {                                   \
        LANES {                                                                                  \
            const double x = right[p];                                                           \
            out[p] = (result);                                                                   \
        }                                                                                        \
    }                                                                                            \
    IPA_PER_INSTRUCTION_SET(static, rows_##name, name##_rows,                                    \
                            (const double *left, const double *right, double *out),              \
                            (left, right, out))                                                  \
    IPA_PER_INSTRUCTION_SET(static, left_##name, name##_left,                                    \
                            (const double *left, double x, double *out), (left, x, out))         \
    IPA_PER_INSTRUCTION_SET(static, right_##name, name##_right,                                  \
                            (double y, const double *right, double *out), (y, right, out))       \
    static double alike_##name(double y, double x) {                                             \
        return (result);                                                                         \
    }

#define UNARIES(X)         \
    X(NEGATE, -y)          \
    X(ABS, y < 0 ? -y : y) \
    X(NOT, 1.0 - y)

#define BINARIES(X)                      \
    X(ADD, y + x)                        \
    X(SUBTRACT, y - x)                   \
    X(MULTIPLY, y *x)                    \
    X(DIVIDE, y / x)                     \
    X(MIN, x < y ? x : y)                \
    X(MAX, x > y ? x : y)                \
    X(LESS, y < x ? 1.0 : 0.0)           \
    X(LESS_EQUAL, y <= x ? 1.0 : 0.0)    \
    X(GREATER, y > x ? 1.0 : 0.0)        \
    X(GREATER_EQUAL, y >= x ? 1.0 : 0.0) \
    X(EQUAL, y == x ? 1.0 : 0.0)         \
    X(NOT_EQUAL, y != x ? 1.0 : 0.0)     \
    X(AND, y *x)                         \
    X(OR, y > x ? y : x)

UNARIES(UNARY)
BINARIES(BINARY)

static const struct {
    void (*row)(const double *left, double *out);
    double (*alike)(double y);
} unaries[IPA_N_OPERATIONS] = {
#define UNARY_ROW(name, result) [IPA_OPERATION_##name] = {apply_##name, alike_##name},
    UNARIES(UNARY_ROW)
#undef UNARY_ROW
};

static const struct {
    void (*rows)(const double *left, const double *right, double *out);
    void (*left)(const double *left, double x, double *out);
    void (*right)(double y, const double *right, double *out);
    double (*alike)(double y, double x);
} binaries[IPA_N_OPERATIONS] = {
#define BINARY_ROW(name, result) \
    [IPA_OPERATION_##name] = {rows_##name, left_##name, right_##name, alike_##name},
    BINARIES(BINARY_ROW)
#undef BINARY_ROW
};

static ipa_value one(double alike) {
    return (ipa_value){NULL, alike};
}

static ipa_value apply_unary(ipa_operation operation, ipa_value y, double *row) {
    if (!y.lane)
        return one(unaries[operation].alike(y.alike));
    unaries[operation].row(y.lane, row);
    return (ipa_value){row, 0};
}

static ipa_value apply_binary(ipa_operation operation, ipa_value y, ipa_value x, double *row) {
    if (!y.lane && !x.lane)
        return one(binaries[operation].alike(y.alike, x.alike));
    if (!x.lane)
        binaries[operation].left(y.lane, x.alike, row);
    else if (!y.lane)
        binaries[operation].right(y.alike, x.lane, row);
    else
        binaries[operation].rows(y.lane, x.lane, row);
    return (ipa_value){row, 0};
}

/* ---- three: the condition y, what holds where it does and where not ---- */

IPA_LANES_INLINE void if_rows(const double *restrict y, const double *restrict x,
                              const double *restrict z, double *restrict out) {
    LANES out[p] = y[p] != 0 ? x[p] : z[p];
}
IPA_PER_INSTRUCTION_SET(static, choose, if_rows,
                        (const double *y, const double *x, const double *z, double *out),
                        (y, x, z, out))

static const double *spread(ipa_value of, ipa_row *row) {
    if (of.lane)
        return of.lane;
    ipa_kernels_fill(row->lane, of.alike);
    return row->lane;
}

static ipa_value apply_if(ipa_value y, ipa_value x, ipa_value z, double *row) {
    ipa_row then, otherwise;
    if (y.lane) {
        choose(y.lane, spread(x, &then), spread(z, &otherwise), row);
        return (ipa_value){row, 0};
    }
    const ipa_value chosen = y.alike != 0 ? x : z;
    if (!chosen.lane)
        return chosen;
    ipa_kernels_copy(row, chosen.lane);
    return (ipa_value){row, 0};
}

/* ---- all ---- */

ipa_value ipa_operations_apply(ipa_operation operation, const ipa_value *operands, double *row) {
    if (unaries[operation].row)
        return apply_unary(operation, operands[0], row);
    if (binaries[operation].rows)
        return apply_binary(operation, operands[0], operands[1], row);
    IPA_ASSERT(operation == IPA_OPERATION_IF);
    return apply_if(operands[0], operands[1], operands[2], row);
}
