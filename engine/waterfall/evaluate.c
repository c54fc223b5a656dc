#include "engine/waterfall/evaluate.h"

#include <math.h>

#include "engine/waterfall/dues.h"

#define LANES for (int p = 0; p < IPA_LANES; p++)

/* ---- quantities: one reader each, named as in IPA_QUANTITY_TABLE; money in fen ---- */

#define READER(name)                                                                      \
    static void read_##name(ipa_waterfall *waterfall, const ipa_instruction *instruction, \
                            double *restrict y)

READER(PERIOD) {
    ipa_kernels_fill(y, waterfall->k + 1);
}

READER(FINAL) {
    ipa_state_final(waterfall, y);
}

READER(AFTER) {
    ipa_kernels_fill(y, waterfall->plan->periods[waterfall->k].nominal > instruction->constant);
}

READER(YEARS) {
    const ipa_date closing = waterfall->plan->deal->terms.closing;
    ipa_kernels_fill(y, (waterfall->plan->periods[waterfall->k].nominal - closing) / 365.0);
}

static const double *collected(const ipa_waterfall *waterfall, ipa_collection_kind kind) {
    return waterfall->collections->cash[kind][waterfall->k].lane;
}

READER(COLLECTIONS_INCOME) {
    ipa_kernels_copy(y, collected(waterfall, IPA_COLLECTION_INCOME));
}

READER(COLLECTIONS_PRINCIPAL) {
    ipa_kernels_copy(y, collected(waterfall, IPA_COLLECTION_PRINCIPAL));
}

READER(COLLECTIONS_PREPAYMENT) {
    ipa_kernels_copy(y, collected(waterfall, IPA_COLLECTION_PREPAYMENT));
}

READER(COLLECTIONS_RECOVERY) {
    ipa_kernels_copy(y, collected(waterfall, IPA_COLLECTION_RECOVERY));
}

READER(COLLECTIONS_TOTAL) {
    ipa_kernels_fill(y, 0);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        ipa_kernels_add(y, collected(waterfall, (ipa_collection_kind)kind));
}

READER(POOL_BALANCE) {
    ipa_kernels_copy(y, waterfall->collections->performing[waterfall->k].lane);
}

READER(POOL_ORIGINAL) {
    ipa_kernels_fill(y, waterfall->plan->pool_original);
}

READER(POOL_DEFAULTED) {
    ipa_kernels_copy(y, waterfall->collections->defaulted[waterfall->k].lane);
}

READER(POOL_DELINQUENT) {
    ipa_kernels_copy(y, waterfall->collections->delinquent[waterfall->k].lane);
}

static const double *overdue(const ipa_waterfall *waterfall, ipa_delinquency by) {
    return waterfall->collections->overdue[by][waterfall->k].lane;
}

READER(POOL_DELINQUENT_30) {
    ipa_kernels_copy(y, overdue(waterfall, IPA_DELINQUENCY_30));
}

READER(POOL_DELINQUENT_60) {
    ipa_kernels_copy(y, overdue(waterfall, IPA_DELINQUENCY_60));
}

READER(POOL_DELINQUENT_90) {
    ipa_kernels_copy(y, overdue(waterfall, IPA_DELINQUENCY_90));
}

READER(IP_VALUE) {
    ipa_kernels_copy(y, waterfall->collections->ip_value[waterfall->k].lane);
}

READER(ANNUITIES) {
    ipa_kernels_copy(y, waterfall->collections->annuities[waterfall->k].lane);
}

/* A pool of royalties alone has no principal, and no share of it is lost. */
static double principal_or_endless(const ipa_plan *plan) {
    return plan->pool_original > 0 ? plan->pool_original : INFINITY;
}

READER(CUM_DEFAULT_RATE) {
    read_POOL_DEFAULTED(waterfall, instruction, y);
    ipa_kernels_divide_by(y, principal_or_endless(waterfall->plan));
}

READER(CUM_NET_LOSS_RATE) {
    read_POOL_DEFAULTED(waterfall, instruction, y);
    ipa_kernels_subtract(y, waterfall->collections->recovered[waterfall->k].lane);
    ipa_kernels_divide_by(y, principal_or_endless(waterfall->plan));
}

READER(ACCOUNT) {
    ipa_kernels_copy(y, waterfall->cash[instruction->argument.index].lane);
}

READER(BALANCE) {
    ipa_kernels_copy(y, waterfall->balance[instruction->argument.index].lane);
}

READER(OPENING) {
    ipa_kernels_copy(y, waterfall->opening[instruction->argument.index].lane);
}

READER(ORIGINAL) {
    ipa_kernels_fill(y, waterfall->plan->tranches[instruction->argument.index].original);
}

READER(FACTOR) {
    read_BALANCE(waterfall, instruction, y);
    ipa_kernels_divide_by(y, waterfall->plan->tranches[instruction->argument.index].original);
}

static double forecast(const ipa_waterfall *waterfall, ipa_collection_kind kind) {
    return waterfall->forecast[(int)kind * waterfall->plan->n_periods + waterfall->k];
}

READER(FORECAST_INCOME) {
    ipa_kernels_fill(y, forecast(waterfall, IPA_COLLECTION_INCOME));
}

READER(FORECAST_PRINCIPAL) {
    ipa_kernels_fill(y, forecast(waterfall, IPA_COLLECTION_PRINCIPAL));
}

READER(FORECAST_TOTAL) {
    double total = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        total += forecast(waterfall, (ipa_collection_kind)kind);
    ipa_kernels_fill(y, total);
}

READER(GRADE) {
    ipa_kernels_fill(y, waterfall->plan->entities[instruction->argument.index].grade);
}

READER(DUE) {
    ipa_dues_due(waterfall, instruction->argument, y);
}

READER(UNPAID) {
    ipa_dues_unpaid(waterfall, instruction->argument, y);
}

READER(PAID) {
    ipa_dues_paid(waterfall, instruction->argument, y);
}

READER(DRAWS) {
    ipa_kernels_copy(y, waterfall->draws[instruction->argument.index].lane);
}

READER(DRAWN) {
    ipa_kernels_copy(y, waterfall->drawn[instruction->argument.index].lane);
}

READER(ON) {
    ipa_kernels_copy(y, waterfall->on[instruction->argument.index].lane);
}

READER(ALIVE) {
    const int row = instruction->argument.index * waterfall->plan->n_periods + waterfall->k;
    ipa_kernels_copy(y, waterfall->collections->alive[row].lane);
}

/* What covers nothing covers it without limit: no test of being too low holds. */
static void cover(double *restrict y, const double *restrict cash, const double *restrict owed) {
    LANES y[p] = owed[p] > 0 ? (y[p] + cash[p]) / owed[p] : INFINITY;
}

READER(COVERAGE) {
    ipa_row owed, part;
    ipa_kernels_fill(owed.lane, 0);
    for (int t = 0; t <= instruction->argument.index; t++) {
        ipa_dues_due(waterfall, (ipa_payee){IPA_PAYEE_TRANCHE, t}, part.lane);
        ipa_kernels_add(owed.lane, part.lane);
    }
    ipa_kernels_fill(y, 0);
    cover(y, waterfall->cash[waterfall->plan->collection_account].lane, owed.lane);
}

READER(OC) {
    ipa_row owed;
    ipa_kernels_fill(owed.lane, 0);
    for (int t = 0; t <= instruction->argument.index; t++)
        ipa_kernels_add(owed.lane, waterfall->balance[t].lane);
    read_POOL_BALANCE(waterfall, instruction, y);
    cover(y, waterfall->cash[waterfall->plan->collection_account].lane, owed.lane);
}

#undef READER

typedef enum unit { UNIT_PLAIN, UNIT_MONEY } unit;

static const struct {
    void (*read)(ipa_waterfall *waterfall, const ipa_instruction *instruction, double *y);
    unit unit;
} quantities[IPA_N_QUANTITIES] = {
#define QUANTITY_ROW(name, text, argument, type, unit, doc) {read_##name, UNIT_##unit},
    IPA_QUANTITY_TABLE(QUANTITY_ROW)
#undef QUANTITY_ROW
};

static void push_quantity(ipa_waterfall *waterfall, const ipa_instruction *instruction, double *y) {
    quantities[instruction->quantity].read(waterfall, instruction, y);
    if (quantities[instruction->quantity].unit == UNIT_MONEY)
        ipa_kernels_divide_by(y, 100);
}

/* ---- operations: x is the operand on top of the stack, y the one below and the result ---- */

#define OPERATION(name, result)                                              \
    static void apply_##name(double *restrict y, const double *restrict x) { \
        LANES y[p] = (result);                                               \
    }
#define UNARY(name, result)                                                  \
    static void apply_##name(double *restrict y, const double *restrict x) { \
        (void)x;                                                             \
        LANES y[p] = (result);                                               \
    }

OPERATION(ADD, y[p] + x[p])
OPERATION(SUBTRACT, y[p] - x[p])
OPERATION(MULTIPLY, y[p] * x[p])
OPERATION(DIVIDE, y[p] / x[p])
UNARY(NEGATE, -y[p])
OPERATION(MIN, x[p] < y[p] ? x[p] : y[p])
OPERATION(MAX, x[p] > y[p] ? x[p] : y[p])
UNARY(ABS, y[p] < 0 ? -y[p] : y[p])
OPERATION(LESS, y[p] < x[p] ? 1.0 : 0.0)
OPERATION(LESS_EQUAL, y[p] <= x[p] ? 1.0 : 0.0)
OPERATION(GREATER, y[p] > x[p] ? 1.0 : 0.0)
OPERATION(GREATER_EQUAL, y[p] >= x[p] ? 1.0 : 0.0)
OPERATION(EQUAL, y[p] == x[p] ? 1.0 : 0.0)
OPERATION(NOT_EQUAL, y[p] != x[p] ? 1.0 : 0.0)
OPERATION(AND, y[p] * x[p])
OPERATION(OR, y[p] > x[p] ? y[p] : x[p])
UNARY(NOT, 1.0 - y[p])

#undef OPERATION
#undef UNARY

/* The two that push have no row function. */
#define apply_CONSTANT NULL
#define apply_QUANTITY NULL

static const struct {
    void (*apply)(double *y, const double *x);
    int n_operands;
} operations[] = {
#define OPERATION_ROW(name, symbol, operands) {apply_##name, operands},
    IPA_OPERATION_TABLE(OPERATION_ROW)
#undef OPERATION_ROW
};

const double *ipa_evaluate(ipa_waterfall *waterfall, const ipa_program *program) {
    const int bottom = waterfall->top;
    for (int n = 0; n < program->n_instructions; n++) {
        const ipa_instruction *instruction = &program->instructions[n];
        const int n_operands = operations[instruction->operation].n_operands;
        if (n_operands > 0) {
            double *y = waterfall->stack[waterfall->top - n_operands].lane;
            operations[instruction->operation].apply(y, waterfall->stack[waterfall->top - 1].lane);
            waterfall->top -= n_operands - 1;
            continue;
        }
        IPA_ASSERT(waterfall->top < waterfall->n_stack);
        double *y = waterfall->stack[waterfall->top++].lane;
        if (instruction->operation == IPA_OPERATION_CONSTANT)
            ipa_kernels_fill(y, instruction->constant);
        else
            push_quantity(waterfall, instruction, y);
    }
    IPA_ASSERT(waterfall->top == bottom + 1);
    waterfall->top = bottom;
    return waterfall->stack[bottom].lane;
}
