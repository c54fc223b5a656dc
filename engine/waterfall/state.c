#include "engine/waterfall/state.h"

#include <math.h>
#include <string.h>

#include "engine/math/instruction_set.h"
#include "engine/pool/cash_days.h"

static int most_payees(const ipa_plan *plan) {
    int most = 1;
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        for (int s = 0; s < plan->waterfalls[kind].n_steps; s++) {
            const ipa_step *step = &plan->waterfalls[kind].steps[s];
            most = step->n_payees > most ? step->n_payees : most;
            for (int n = 0; n < step->n_payees; n++)
                IPA_ASSERT(step->payees[n].kind != IPA_PAYEE_TRANCHE);
        }
    return most;
}

static const ipa_row **addresses(const ipa_row *rows, int n_rows, ipa_arena *arena) {
    const ipa_row **to = IPA_NEW_ARRAY(arena, n_rows, const ipa_row *);
    for (int n = 0; n < n_rows; n++)
        to[n] = &rows[n];
    return to;
}

static ipa_row **pointers(ipa_arena *arena, int n_rows) {
    ipa_row *rows = ipa_layout_rows(arena, n_rows);
    ipa_row **to = IPA_NEW_ARRAY(arena, n_rows, ipa_row *);
    for (int n = 0; n < n_rows; n++)
        to[n] = &rows[n];
    return to;
}

static bool is_paid(const ipa_waterfall *waterfall, int payable) {
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++) {
        const ipa_plan_waterfall *steps = &waterfall->plan->waterfalls[kind];
        for (int s = 0; s < steps->n_steps; s++)
            for (int n = 0; n < steps->steps[s].n_payees; n++)
                if (ipa_state_payable(waterfall, steps->steps[s].payees[n]) == payable)
                    return true;
    }
    return false;
}

/* What no step pays stays at zero from the start. */
static void find_spent(ipa_waterfall *waterfall, ipa_arena *arena) {
    waterfall->spent = IPA_NEW_ARRAY(arena, waterfall->n_payables, const ipa_row *);
    waterfall->spends = IPA_NEW_ARRAY(arena, waterfall->n_payables, int);
    for (int n = 0; n < waterfall->n_payables; n++)
        if (is_paid(waterfall, n))
            waterfall->spends[waterfall->n_spent++] = n;
}

static void find_standing(ipa_waterfall *waterfall, ipa_arena *arena) {
    waterfall->standing = IPA_NEW_ARRAY(arena, waterfall->plan->n_tranches, const ipa_row *);
    for (int t = 0; t < waterfall->plan->n_tranches; t++)
        if (!waterfall->plan->tranches[t].is_residual)
            waterfall->standing[waterfall->n_standing++] = &waterfall->balance[t];
}

/* A base that looks at dues is not the same once another fee is fixed. */
static bool looks_at_dues(const ipa_program *base) {
    for (int n = 0; n < base->n_instructions; n++)
        if (base->instructions[n].operation == IPA_OPERATION_QUANTITY &&
            (base->instructions[n].quantity == IPA_QUANTITY_COVERAGE ||
             ipa_expression_quantity(base->instructions[n].quantity)->argument ==
                 IPA_ARGUMENT_PAYEE))
            return true;
    return false;
}

static void find_bases(ipa_waterfall *waterfall, ipa_arena *arena) {
    const ipa_plan_fee *fees = waterfall->plan->fees;
    waterfall->bases = IPA_NEW_ARRAY(arena, waterfall->plan->n_fees, const double *);
    waterfall->same_base = IPA_NEW_ARRAY(arena, waterfall->plan->n_fees, int);
    for (int n = 0; n < waterfall->plan->n_fees; n++) {
        waterfall->same_base[n] = -1;
        for (int m = n - 1; m >= 0 && !fees[n].is_amount; m--)
            if (!fees[m].is_amount && strcmp(fees[m].base->text, fees[n].base->text) == 0 &&
                !looks_at_dues(fees[m].base))
                waterfall->same_base[n] = m;
    }
}

static void create_payables(ipa_waterfall *waterfall, ipa_arena *arena) {
    const ipa_plan *plan = waterfall->plan;
    const int counts[IPA_N_PAYABLE_KINDS] = {
        [IPA_PAYEE_FEE] = plan->n_fees,           [IPA_PAYEE_INTEREST] = plan->n_tranches,
        [IPA_PAYEE_PRINCIPAL] = plan->n_tranches, [IPA_PAYEE_RESIDUAL] = plan->n_tranches,
        [IPA_PAYEE_SUPPORT] = plan->n_support,    [IPA_PAYEE_COMMITMENT] = plan->n_support,
    };
    for (int kind = 0; kind < IPA_N_PAYABLE_KINDS; kind++) {
        waterfall->first_payable[kind] = waterfall->n_payables;
        waterfall->n_payables += counts[kind];
    }
    waterfall->due = pointers(arena, waterfall->n_payables);
    waterfall->paid = pointers(arena, waterfall->n_payables);
    waterfall->arrears = pointers(arena, waterfall->n_payables);
    waterfall->assumed = IPA_NEW_ARRAY(arena, waterfall->n_payables, bool);
    waterfall->refreshing = IPA_NEW_ARRAY(arena, plan->n_fees, bool);
}

/* The base of a fee that is afresh at each step nests inside the expression that asks. */
static void create_stack(ipa_waterfall *waterfall, ipa_arena *arena) {
    waterfall->n_stack = IPA_EXPRESSION_DEPTH * (1 + waterfall->plan->n_fees);
    waterfall->values = IPA_NEW_ARRAY(arena, waterfall->n_stack, ipa_value);
    waterfall->stack = ipa_layout_rows(arena, 2 * waterfall->n_stack);
}

static void create_purchases(ipa_waterfall *waterfall, ipa_arena *arena) {
    if (!waterfall->plan->may_buy)
        return;
    waterfall->whole = ipa_cash_days_collections(waterfall->plan, arena);
    waterfall->offered = ipa_layout_rows(arena, waterfall->plan->n_replacements);
    waterfall->claimed = ipa_layout_rows(arena, 1);
    waterfall->regained = ipa_layout_rows(arena, 1);
}

static void create_rows(ipa_waterfall *waterfall, ipa_arena *arena) {
    const ipa_plan *plan = waterfall->plan;
    const struct {
        ipa_row **row;
        int n_rows;
    } needed[] = {
        {&waterfall->cash, plan->n_accounts},
        {&waterfall->interest, plan->n_accounts},
        {&waterfall->earned, plan->n_accounts},
        {&waterfall->earned_by_credit, plan->n_accounts},
        {&waterfall->earned_before, plan->n_accounts},
        {&waterfall->ledger, plan->n_ledgers},
        {&waterfall->trapped, 1},
        {&waterfall->called, 1},
        {&waterfall->purchased, 1},
        {&waterfall->call_price, 1},
        {&waterfall->balance, plan->n_tranches},
        {&waterfall->shown, plan->n_tranches},
        {&waterfall->floor, plan->n_tranches},
        {&waterfall->accreted, plan->n_tranches},
        {&waterfall->drawn, plan->n_support},
        {&waterfall->reimbursed, plan->n_support},
        {&waterfall->draws, plan->n_support},
        {&waterfall->drawn_today, plan->n_support},
        {&waterfall->base, plan->n_fees},
        {&waterfall->based, plan->n_fees},
        {&waterfall->accrued, plan->n_fees},
        {&waterfall->fell, plan->n_fees},
        {&waterfall->interest_owed, plan->n_support},
        {&waterfall->interest_due, plan->n_support},
        {&waterfall->interest_paid, plan->n_support},
        {&waterfall->times, plan->n_triggers},
        {&waterfall->on, plan->n_triggers},
        {&waterfall->next, plan->n_triggers},
        {&waterfall->reached, IPA_N_COLLECTION_KINDS},
        {&waterfall->kept, 1},
        {&waterfall->pending, 1},
        {&waterfall->live, 1},
        {&waterfall->acting, 1},
        {&waterfall->change, 1},
        {&waterfall->weights, most_payees(plan)},
        {&waterfall->wanted, 1},
        {&waterfall->limited, 1},
        {&waterfall->endless, 1},
        {&waterfall->amount, 1},
        {&waterfall->total, 1},
        {&waterfall->open, 1},
        {&waterfall->scratch, 1},
        {&waterfall->spare, 1},
    };
    for (size_t n = 0; n < sizeof needed / sizeof *needed; n++)
        *needed[n].row = ipa_layout_rows(arena, needed[n].n_rows);
}

ipa_waterfall *ipa_state_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_waterfall *waterfall = IPA_NEW(arena, ipa_waterfall);
    waterfall->plan = plan;
    waterfall->forecast = IPA_NEW_ARRAY(arena, IPA_N_COLLECTION_KINDS * plan->n_periods, double);
    create_payables(waterfall, arena);
    create_stack(waterfall, arena);
    create_rows(waterfall, arena);
    create_purchases(waterfall, arena);
    ipa_kernels_fill(waterfall->endless->lane, INFINITY);
    waterfall->opening = pointers(arena, plan->n_tranches);
    waterfall->is_shown = IPA_NEW_ARRAY(arena, plan->n_tranches, bool);
    waterfall->purses = addresses(waterfall->cash, plan->n_accounts, arena);
    waterfall->weighed = addresses(waterfall->weights, most_payees(plan), arena);
    find_bases(waterfall, arena);
    find_spent(waterfall, arena);
    find_standing(waterfall, arena);
    return waterfall;
}

static void zero(ipa_row *rows, int n_rows) {
    for (int n = 0; n < n_rows; n++)
        ipa_kernels_fill(rows[n].lane, 0);
}

void ipa_state_start(ipa_waterfall *waterfall) {
    const ipa_plan *plan = waterfall->plan;
    waterfall->top = 0;
    waterfall->any_called = false;
    for (int n = 0; n < waterfall->n_payables; n++)
        ipa_kernels_fill(waterfall->arrears[n]->lane, 0);
    zero(waterfall->drawn, plan->n_support);
    zero(waterfall->reimbursed, plan->n_support);
    zero(waterfall->draws, plan->n_support);
    zero(waterfall->interest_owed, plan->n_support);
    zero(waterfall->based, plan->n_fees);
    zero(waterfall->accrued, plan->n_fees);
    zero(waterfall->fell, plan->n_fees);
    zero(waterfall->times, plan->n_triggers);
    zero(waterfall->on, plan->n_triggers);
    zero(waterfall->next, plan->n_triggers);
    zero(waterfall->pending, 1);
    for (int n = 0; n < plan->n_accounts; n++)
        ipa_kernels_fill(waterfall->cash[n].lane, plan->accounts[n].initial);
    zero(waterfall->earned_before, plan->n_accounts);
    for (int n = 0; n < plan->n_ledgers; n++)
        ipa_kernels_fill(waterfall->ledger[n].lane, plan->ledgers[n].initial);
    ipa_kernels_fill(waterfall->called->lane, plan->n_periods);
    ipa_kernels_fill(waterfall->trapped->lane, 0);
    for (int t = 0; t < plan->n_tranches; t++) {
        ipa_kernels_fill(waterfall->balance[t].lane, plan->tranches[t].original);
        waterfall->is_shown[t] = false;
    }
    for (int p = 0; p < IPA_LANES; p++)
        waterfall->live->lane[p] = p < waterfall->collections->n_paths ? 1.0 : 0.0;
}

void ipa_state_open(ipa_waterfall *waterfall) {
    const ipa_payments *to = waterfall->payments;
    const int k = waterfall->k, n_periods = waterfall->plan->n_periods;
    const struct {
        ipa_payee_kind kind;
        int n_items;
        ipa_row *due, *paid; /* NULL: a row of the state */
    } handed_on[] = {
        {IPA_PAYEE_FEE, to->n_fees, NULL, to->fee_paid},
        {IPA_PAYEE_INTEREST, to->n_tranches, to->interest_due, to->interest_paid},
        {IPA_PAYEE_PRINCIPAL, to->n_tranches, to->principal_due, to->principal_paid},
        {IPA_PAYEE_RESIDUAL, to->n_tranches, NULL, to->residual},
        {IPA_PAYEE_COMMITMENT, to->n_support, NULL, to->commitment_paid},
    };
    for (size_t at = 0; at < sizeof handed_on / sizeof *handed_on; at++)
        for (int n = 0; n < handed_on[at].n_items; n++) {
            const int row = waterfall->first_payable[handed_on[at].kind] + n;
            waterfall->paid[row] = &handed_on[at].paid[n * n_periods + k];
            if (handed_on[at].due)
                waterfall->due[row] = &handed_on[at].due[n * n_periods + k];
        }
    for (int t = 0; t < to->n_tranches; t++)
        waterfall->opening[t] = &to->opening[t * n_periods + k];
    for (int n = 0; n < waterfall->n_spent; n++) {
        ipa_row *paid = waterfall->paid[waterfall->spends[n]];
        waterfall->spent[n] = paid;
        ipa_kernels_fill(paid->lane, 0);
    }
    waterfall->running = &to->waterfall[k];
}

void ipa_state_standing(const ipa_waterfall *waterfall, double *standing) {
    ipa_kernels_sum(waterfall->standing, waterfall->n_standing, standing);
}

IPA_LANES_INLINE void final_lanes(double k, double last, const double *restrict exhausted,
                                  const double *restrict called, const double *restrict pending,
                                  double *restrict final) {
    for (int p = 0; p < IPA_LANES; p++) {
        double over = pending[p] > 0 ? 0.0 : 1.0;
        over = k >= exhausted[p] ? over : 0.0;
        over = k >= called[p] ? 1.0 : over;
        over = final[p] <= 0 ? over : 0.0;
        final[p] = over > last ? over : last;
    }
}
IPA_PER_INSTRUCTION_SET(static, find_final, final_lanes,
                        (double k, double last, const double *exhausted, const double *called,
                         const double *pending, double *final),
                        (k, last, exhausted, called, pending, final))

void ipa_state_final(const ipa_waterfall *waterfall, double *final) {
    ipa_state_standing(waterfall, final);
    find_final(waterfall->k, waterfall->k == waterfall->plan->n_periods - 1 ? 1.0 : 0.0,
               waterfall->collections->exhausted->lane, waterfall->called->lane,
               waterfall->pending->lane, final);
}
