#include "engine/waterfall/evaluate.h"

#include <math.h>

#include "engine/waterfall/call.h"
#include "engine/waterfall/dues.h"

/* ---- quantities: one reader each, named as in IPA_QUANTITY_TABLE; money in fen. What stands in a
 * row of the state is answered by that row; what is computed goes into `y` ---- */

#define READER(name)                                                                           \
    static ipa_value read_##name(ipa_waterfall *waterfall, const ipa_instruction *instruction, \
                                 double *y)

static ipa_value alike(double value) {
    return (ipa_value){NULL, value};
}

static ipa_value row_of(const double *lane) {
    return (ipa_value){lane, 0};
}

READER(PERIOD) {
    return alike(waterfall->k + 1);
}

READER(FINAL) {
    ipa_state_final(waterfall, y);
    return row_of(y);
}

READER(AFTER) {
    return alike(waterfall->plan->periods[waterfall->k].nominal > instruction->constant);
}

READER(YEARS) {
    const ipa_date closing = waterfall->plan->deal->terms.closing;
    return alike((waterfall->plan->periods[waterfall->k].nominal - closing) / 365.0);
}

READER(YEAR_FRACTION) {
    return alike(waterfall->plan->periods[waterfall->k].days / 365.0);
}

static ipa_value collected(const ipa_waterfall *waterfall, ipa_collection_kind kind, double *y) {
    return row_of(ipa_call_collected(waterfall, waterfall->collected[kind]->lane, y));
}

READER(COLLECTIONS_INCOME) {
    return collected(waterfall, IPA_COLLECTION_INCOME, y);
}

READER(COLLECTIONS_PRINCIPAL) {
    return collected(waterfall, IPA_COLLECTION_PRINCIPAL, y);
}

READER(COLLECTIONS_PREPAYMENT) {
    return collected(waterfall, IPA_COLLECTION_PREPAYMENT, y);
}

READER(COLLECTIONS_RECOVERY) {
    return collected(waterfall, IPA_COLLECTION_RECOVERY, y);
}

READER(COLLECTIONS_TOTAL) {
    ipa_kernels_fill(y, 0);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        ipa_kernels_add(y, waterfall->collected[kind]->lane);
    ipa_call_keep_collected(waterfall, y);
    return row_of(y);
}

/* What the pool holds at the period's end. */
static ipa_value held(const ipa_waterfall *waterfall, const ipa_row *rows, double *y) {
    return row_of(ipa_call_held(waterfall, rows[waterfall->k].lane, y));
}

READER(POOL_BALANCE) {
    return held(waterfall, waterfall->collections->performing, y);
}

READER(POOL_ORIGINAL) {
    return alike(ipa_plan_pool_original(waterfall->plan));
}

READER(POOL_PURCHASED) {
    return row_of(waterfall->purchased->lane);
}

READER(POOL_DEFAULTED) {
    return row_of(ipa_call_sum(waterfall, waterfall->collections->defaulted, 0, y));
}

READER(POOL_NEW_DEFAULTS) {
    ipa_row now, before;
    const ipa_row *sums = waterfall->collections->defaulted;
    ipa_kernels_difference(ipa_call_sum(waterfall, sums, 0, now.lane),
                           ipa_call_sum(waterfall, sums, 1, before.lane), y);
    return row_of(y);
}

READER(POOL_DELINQUENT) {
    return held(waterfall, waterfall->collections->delinquent, y);
}

READER(POOL_DELINQUENT_30) {
    return held(waterfall, waterfall->collections->overdue[IPA_DELINQUENCY_30], y);
}

READER(POOL_DELINQUENT_60) {
    return held(waterfall, waterfall->collections->overdue[IPA_DELINQUENCY_60], y);
}

READER(POOL_DELINQUENT_90) {
    return held(waterfall, waterfall->collections->overdue[IPA_DELINQUENCY_90], y);
}

READER(IP_VALUE) {
    return held(waterfall, waterfall->collections->ip_value, y);
}

READER(ANNUITIES) {
    return row_of(
        ipa_call_collected(waterfall, waterfall->collections->annuities[waterfall->k].lane, y));
}

/* A pool of royalties alone has no principal, and no share of it is lost. */
static double principal_or_endless(const ipa_plan *plan) {
    return plan->pool_original > 0 ? plan->pool_original : INFINITY;
}

READER(CUM_DEFAULT_RATE) {
    ipa_row defaulted;
    ipa_kernels_quotient(
        ipa_call_sum(waterfall, waterfall->collections->defaulted, 0, defaulted.lane),
        principal_or_endless(waterfall->plan), y);
    return row_of(y);
}

READER(CUM_NET_LOSS_RATE) {
    ipa_row defaulted, recovered;
    ipa_kernels_difference(
        ipa_call_sum(waterfall, waterfall->collections->defaulted, 0, defaulted.lane),
        ipa_call_sum(waterfall, waterfall->collections->recovered, 0, recovered.lane), y);
    ipa_kernels_divide_by(y, principal_or_endless(waterfall->plan));
    return row_of(y);
}

READER(ACCOUNT) {
    return row_of(waterfall->cash[instruction->argument.index].lane);
}

READER(LEDGER) {
    return row_of(waterfall->ledger[instruction->argument.index].lane);
}

READER(BALANCE) {
    return row_of(waterfall->balance[instruction->argument.index].lane);
}

READER(OPENING) {
    return row_of(waterfall->opening[instruction->argument.index]->lane);
}

READER(ORIGINAL) {
    return alike(waterfall->plan->tranches[instruction->argument.index].original);
}

READER(FACTOR) {
    const int t = instruction->argument.index;
    ipa_kernels_quotient(waterfall->balance[t].lane, waterfall->plan->tranches[t].original, y);
    return row_of(y);
}

static double forecast(const ipa_waterfall *waterfall, ipa_collection_kind kind) {
    return waterfall->forecast[(int)kind * waterfall->plan->n_periods + waterfall->k];
}

READER(FORECAST_INCOME) {
    return alike(forecast(waterfall, IPA_COLLECTION_INCOME));
}

READER(FORECAST_PRINCIPAL) {
    return alike(forecast(waterfall, IPA_COLLECTION_PRINCIPAL));
}

READER(FORECAST_TOTAL) {
    double total = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        total += forecast(waterfall, (ipa_collection_kind)kind);
    return alike(total);
}

READER(GRADE) {
    return alike(waterfall->plan->entities[instruction->argument.index].grade[waterfall->k]);
}

READER(DUE) {
    ipa_dues_due(waterfall, instruction->argument, y);
    return row_of(y);
}

READER(UNPAID) {
    ipa_dues_unpaid(waterfall, instruction->argument, y);
    return row_of(y);
}

READER(PAID) {
    ipa_dues_paid(waterfall, instruction->argument, y);
    return row_of(y);
}

READER(DRAWS) {
    return row_of(waterfall->draws[instruction->argument.index].lane);
}

READER(DRAWN) {
    return row_of(waterfall->drawn[instruction->argument.index].lane);
}

READER(ON) {
    return row_of(waterfall->on[instruction->argument.index].lane);
}

READER(ALIVE) {
    const int row = instruction->argument.index * waterfall->plan->n_periods + waterfall->k;
    return row_of(waterfall->collections->alive[row].lane);
}

/* ---- ratios to what is owed down to a tranche ---- */

READER(COVERAGE) {
    ipa_row owed, part;
    ipa_kernels_fill(owed.lane, 0);
    for (int t = 0; t <= instruction->argument.index; t++) {
        ipa_dues_due(waterfall, (ipa_payee){IPA_PAYEE_TRANCHE, t}, part.lane);
        ipa_kernels_add(owed.lane, part.lane);
    }
    ipa_kernels_copy(y, waterfall->cash[waterfall->plan->collection_account].lane);
    ipa_kernels_cover(owed.lane, y);
    return row_of(y);
}

READER(OC) {
    ipa_row owed;
    ipa_kernels_fill(owed.lane, 0);
    for (int t = 0; t <= instruction->argument.index; t++)
        ipa_kernels_add(owed.lane, waterfall->balance[t].lane);
    ipa_kernels_copy(y, read_POOL_BALANCE(waterfall, instruction, y).lane);
    ipa_kernels_add(y, waterfall->cash[waterfall->plan->collection_account].lane);
    ipa_kernels_cover(owed.lane, y);
    return row_of(y);
}

#undef READER

typedef enum unit { UNIT_PLAIN, UNIT_MONEY } unit;

static const struct {
    ipa_value (*read)(ipa_waterfall *waterfall, const ipa_instruction *instruction, double *y);
    unit unit;
} quantities[IPA_N_QUANTITIES] = {
#define QUANTITY_ROW(name, text, argument, type, unit, doc) {read_##name, UNIT_##unit},
    IPA_QUANTITY_TABLE(QUANTITY_ROW)
#undef QUANTITY_ROW
};

/* ---- the stack: every place has two rows, so that a result never overwrites its operand ---- */

static double *free_row(const ipa_waterfall *waterfall, int place, const double *taken) {
    double *first = waterfall->stack[2 * place].lane;
    return first == taken ? waterfall->stack[2 * place + 1].lane : first;
}

static ipa_value read_fen(ipa_waterfall *waterfall, const ipa_instruction *instruction, double *y) {
    return quantities[instruction->quantity].read(waterfall, instruction, y);
}

static ipa_value show_balance(ipa_waterfall *waterfall, int t) {
    if (!waterfall->is_shown[t])
        ipa_kernels_yuan(waterfall->balance[t].lane, waterfall->shown[t].lane);
    waterfall->is_shown[t] = true;
    return row_of(waterfall->shown[t].lane);
}

static ipa_value read_quantity(ipa_waterfall *waterfall, const ipa_instruction *instruction,
                               int place) {
    if (instruction->quantity == IPA_QUANTITY_BALANCE)
        return show_balance(waterfall, instruction->argument.index);
    if (instruction->quantity == IPA_QUANTITY_UNPAID) {
        double *y = free_row(waterfall, place, NULL);
        ipa_dues_unpaid_yuan(waterfall, instruction->argument, y);
        return row_of(y);
    }
    const ipa_value fen = read_fen(waterfall, instruction, free_row(waterfall, place, NULL));
    if (quantities[instruction->quantity].unit != UNIT_MONEY)
        return fen;
    if (!fen.lane)
        return alike(fen.alike / 100);
    double *yuan = free_row(waterfall, place, fen.lane);
    ipa_kernels_yuan(fen.lane, yuan);
    return row_of(yuan);
}

static void push(ipa_waterfall *waterfall, const ipa_instruction *instruction) {
    IPA_ASSERT(waterfall->top < waterfall->n_stack);
    const int place = waterfall->top++;
    waterfall->values[place] = instruction->operation == IPA_OPERATION_CONSTANT
                                   ? alike(instruction->constant)
                                   : read_quantity(waterfall, instruction, place);
}

static void apply(ipa_waterfall *waterfall, ipa_operation operation, int n_operands) {
    const int place = waterfall->top - n_operands;
    ipa_value *operands = &waterfall->values[place];
    operands[0] =
        ipa_operations_apply(operation, operands, free_row(waterfall, place, operands[0].lane));
    waterfall->top = place + 1;
}

ipa_value ipa_evaluate_value(ipa_waterfall *waterfall, const ipa_program *program) {
    const int bottom = waterfall->top;
    for (int n = 0; n < program->n_instructions; n++) {
        const ipa_instruction *instruction = &program->instructions[n];
        const int n_operands = ipa_operations_operands(instruction->operation);
        if (n_operands > 0)
            apply(waterfall, instruction->operation, n_operands);
        else
            push(waterfall, instruction);
    }
    IPA_ASSERT(waterfall->top == bottom + 1);
    waterfall->top = bottom;
    return waterfall->values[bottom];
}

const double *ipa_evaluate(ipa_waterfall *waterfall, const ipa_program *program) {
    const ipa_value value = ipa_evaluate_value(waterfall, program);
    if (value.lane)
        return value.lane;
    double *y = free_row(waterfall, waterfall->top, NULL);
    ipa_kernels_fill(y, value.alike);
    return y;
}

/* An amount that is one figure is taken as it stands: fen ÷ 100 × 100 need not be what it was. */
static bool is_one_amount(const ipa_program *program) {
    const ipa_instruction *only = program->instructions;
    return program->n_instructions == 1 && only->operation == IPA_OPERATION_QUANTITY &&
           quantities[only->quantity].unit == UNIT_MONEY;
}

const double *ipa_evaluate_fen(ipa_waterfall *waterfall, const ipa_program *program, double *y) {
    const bool is_amount = is_one_amount(program);
    const ipa_value value = is_amount ? read_fen(waterfall, program->instructions, y)
                                      : ipa_evaluate_value(waterfall, program);
    if (is_amount && value.lane)
        return value.lane;
    if (value.lane)
        ipa_kernels_multiple(value.lane, 100, y);
    else
        ipa_kernels_fill(y, is_amount ? value.alike : value.alike * 100);
    return y;
}

void ipa_evaluate_cap(ipa_waterfall *waterfall, const ipa_program *program, double *y) {
    ipa_row fen;
    if (is_one_amount(program)) {
        ipa_kernels_positive_of(ipa_evaluate_fen(waterfall, program, fen.lane), y);
        return;
    }
    const ipa_value yuan = ipa_evaluate_value(waterfall, program);
    if (yuan.lane)
        ipa_kernels_cap(yuan.lane, y);
    else
        ipa_kernels_fill(y, yuan.alike > 0 ? yuan.alike * 100 : 0);
}
