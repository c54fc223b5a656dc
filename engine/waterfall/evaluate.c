#include "engine/waterfall/evaluate.h"

#include <math.h>

#include "engine/waterfall/call.h"
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

READER(YEAR_FRACTION) {
    ipa_kernels_fill(y, waterfall->plan->periods[waterfall->k].days / 365.0);
}

static void read_collected(const ipa_waterfall *waterfall, ipa_collection_kind kind, double *y) {
    ipa_kernels_copy(y, waterfall->collected[kind].lane);
    ipa_call_keep_collected(waterfall, y);
}

READER(COLLECTIONS_INCOME) {
    read_collected(waterfall, IPA_COLLECTION_INCOME, y);
}

READER(COLLECTIONS_PRINCIPAL) {
    read_collected(waterfall, IPA_COLLECTION_PRINCIPAL, y);
}

READER(COLLECTIONS_PREPAYMENT) {
    read_collected(waterfall, IPA_COLLECTION_PREPAYMENT, y);
}

READER(COLLECTIONS_RECOVERY) {
    read_collected(waterfall, IPA_COLLECTION_RECOVERY, y);
}

READER(COLLECTIONS_TOTAL) {
    ipa_kernels_fill(y, 0);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        ipa_kernels_add(y, waterfall->collected[kind].lane);
    ipa_call_keep_collected(waterfall, y);
}

/* What the pool holds at the period's end. */
static void read_held(const ipa_waterfall *waterfall, const ipa_row *rows, double *y) {
    ipa_kernels_copy(y, rows[waterfall->k].lane);
    ipa_call_keep_held(waterfall, y);
}

READER(POOL_BALANCE) {
    read_held(waterfall, waterfall->collections->performing, y);
}

READER(POOL_ORIGINAL) {
    ipa_kernels_fill(y, ipa_plan_pool_original(waterfall->plan));
}

READER(POOL_PURCHASED) {
    ipa_kernels_copy(y, waterfall->purchased->lane);
}

READER(POOL_DEFAULTED) {
    ipa_call_sum(waterfall, waterfall->collections->defaulted, 0, y);
}

READER(POOL_NEW_DEFAULTS) {
    ipa_row before;
    ipa_call_sum(waterfall, waterfall->collections->defaulted, 0, y);
    ipa_call_sum(waterfall, waterfall->collections->defaulted, 1, before.lane);
    ipa_kernels_subtract(y, before.lane);
}

READER(POOL_DELINQUENT) {
    read_held(waterfall, waterfall->collections->delinquent, y);
}

READER(POOL_DELINQUENT_30) {
    read_held(waterfall, waterfall->collections->overdue[IPA_DELINQUENCY_30], y);
}

READER(POOL_DELINQUENT_60) {
    read_held(waterfall, waterfall->collections->overdue[IPA_DELINQUENCY_60], y);
}

READER(POOL_DELINQUENT_90) {
    read_held(waterfall, waterfall->collections->overdue[IPA_DELINQUENCY_90], y);
}

READER(IP_VALUE) {
    read_held(waterfall, waterfall->collections->ip_value, y);
}

READER(ANNUITIES) {
    ipa_kernels_copy(y, waterfall->collections->annuities[waterfall->k].lane);
    ipa_call_keep_collected(waterfall, y);
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
    ipa_row recovered;
    ipa_call_sum(waterfall, waterfall->collections->recovered, 0, recovered.lane);
    ipa_kernels_subtract(y, recovered.lane);
    ipa_kernels_divide_by(y, principal_or_endless(waterfall->plan));
}

READER(ACCOUNT) {
    ipa_kernels_copy(y, waterfall->cash[instruction->argument.index].lane);
}

READER(LEDGER) {
    ipa_kernels_copy(y, waterfall->ledger[instruction->argument.index].lane);
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
    ipa_kernels_fill(y, waterfall->plan->entities[instruction->argument.index].grade[waterfall->k]);
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

/* ---- operations on the rows on top of the stack, in the order they are written: y, which takes
 * the result, x and z ---- */

#define UNARY(name, result)                       \
    static void apply_##name(ipa_row *operands) { \
        double *restrict y = operands[0].lane;    \
        LANES y[p] = (result);                    \
    }
#define BINARY(name, result)                         \
    static void apply_##name(ipa_row *operands) {    \
        double *restrict y = operands[0].lane;       \
        const double *restrict x = operands[1].lane; \
        LANES y[p] = (result);                       \
    }
#define TERNARY(name, result)                        \
    static void apply_##name(ipa_row *operands) {    \
        double *restrict y = operands[0].lane;       \
        const double *restrict x = operands[1].lane; \
        const double *restrict z = operands[2].lane; \
        LANES y[p] = (result);                       \
    }

BINARY(ADD, y[p] + x[p])
BINARY(SUBTRACT, y[p] - x[p])
BINARY(MULTIPLY, y[p] * x[p])
BINARY(DIVIDE, y[p] / x[p])
UNARY(NEGATE, -y[p])
BINARY(MIN, x[p] < y[p] ? x[p] : y[p])
BINARY(MAX, x[p] > y[p] ? x[p] : y[p])
UNARY(ABS, y[p] < 0 ? -y[p] : y[p])
BINARY(LESS, y[p] < x[p] ? 1.0 : 0.0)
BINARY(LESS_EQUAL, y[p] <= x[p] ? 1.0 : 0.0)
BINARY(GREATER, y[p] > x[p] ? 1.0 : 0.0)
BINARY(GREATER_EQUAL, y[p] >= x[p] ? 1.0 : 0.0)
BINARY(EQUAL, y[p] == x[p] ? 1.0 : 0.0)
BINARY(NOT_EQUAL, y[p] != x[p] ? 1.0 : 0.0)
BINARY(AND, y[p] * x[p])
BINARY(OR, y[p] > x[p] ? y[p] : x[p])
UNARY(NOT, 1.0 - y[p])
TERNARY(IF, y[p] != 0 ? x[p] : z[p])

#undef UNARY
#undef BINARY
#undef TERNARY

/* The two that push have no row function. */
#define apply_CONSTANT NULL
#define apply_QUANTITY NULL

static const struct {
    void (*apply)(ipa_row *operands);
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
            operations[instruction->operation].apply(
                &waterfall->stack[waterfall->top - n_operands]);
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
