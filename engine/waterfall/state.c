#include "engine/waterfall/state.h"

#include <math.h>

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
    waterfall->due = ipa_layout_rows(arena, waterfall->n_payables);
    waterfall->paid = ipa_layout_rows(arena, waterfall->n_payables);
    waterfall->arrears = ipa_layout_rows(arena, waterfall->n_payables);
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

ipa_waterfall *ipa_state_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_waterfall *waterfall = IPA_NEW(arena, ipa_waterfall);
    waterfall->plan = plan;
    waterfall->forecast = IPA_NEW_ARRAY(arena, IPA_N_COLLECTION_KINDS * plan->n_periods, double);
    create_payables(waterfall, arena);
    create_stack(waterfall, arena);
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
        {&waterfall->opening, plan->n_tranches},
        {&waterfall->floor, plan->n_tranches},
        {&waterfall->accreted, plan->n_tranches},
        {&waterfall->drawn, plan->n_support},
        {&waterfall->reimbursed, plan->n_support},
        {&waterfall->draws, plan->n_support},
        {&waterfall->drawn_today, plan->n_support},
        {&waterfall->based, plan->n_fees},
        {&waterfall->accrued, plan->n_fees},
        {&waterfall->fell, plan->n_fees},
        {&waterfall->interest_owed, plan->n_support},
        {&waterfall->interest_due, plan->n_support},
        {&waterfall->interest_paid, plan->n_support},
        {&waterfall->times, plan->n_triggers},
        {&waterfall->on, plan->n_triggers},
        {&waterfall->next, plan->n_triggers},
        {&waterfall->collected, IPA_N_COLLECTION_KINDS},
        {&waterfall->kept, 1},
        {&waterfall->pending, 1},
        {&waterfall->live, 1},
        {&waterfall->running, 1},
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
    ipa_kernels_fill(waterfall->endless->lane, INFINITY);
    create_purchases(waterfall, arena);
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
    zero(waterfall->arrears, waterfall->n_payables);
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
    for (int t = 0; t < plan->n_tranches; t++)
        ipa_kernels_fill(waterfall->balance[t].lane, plan->tranches[t].original);
    for (int p = 0; p < IPA_LANES; p++)
        waterfall->live->lane[p] = p < waterfall->collections->n_paths ? 1.0 : 0.0;
}

void ipa_state_standing(const ipa_waterfall *waterfall, double *standing) {
    ipa_kernels_fill(standing, 0);
    for (int t = 0; t < waterfall->plan->n_tranches; t++)
        if (!waterfall->plan->tranches[t].is_residual)
            ipa_kernels_add(standing, waterfall->balance[t].lane);
}

void ipa_state_final(const ipa_waterfall *waterfall, double *final) {
    ipa_state_standing(waterfall, final);
    const double *exhausted = waterfall->collections->exhausted->lane;
    const double *called = waterfall->called->lane;
    const double *pending = waterfall->pending->lane;
    const double k = waterfall->k;
    const double last = waterfall->k == waterfall->plan->n_periods - 1 ? 1.0 : 0.0;
    for (int p = 0; p < IPA_LANES; p++) {
        double over = k >= exhausted[p] && !(pending[p] > 0) ? 1.0 : 0.0;
        over = k >= called[p] ? 1.0 : over;
        over = final[p] <= 0 ? over : 0.0;
        final[p] = over > last ? over : last;
    }
}
