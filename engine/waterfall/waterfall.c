#include "engine/waterfall/waterfall.h"

#include <string.h>

#include "engine/waterfall/call.h"
#include "engine/waterfall/dues.h"
#include "engine/waterfall/interest.h"
#include "engine/waterfall/revolving.h"
#include "engine/waterfall/rounding.h"
#include "engine/waterfall/servicer.h"
#include "engine/waterfall/state.h"
#include "engine/waterfall/steps.h"
#include "engine/waterfall/triggers.h"

ipa_waterfall *ipa_waterfall_create(const ipa_plan *plan, ipa_arena *arena) {
    return ipa_state_create(plan, arena);
}

ipa_payments ipa_waterfall_payments(const ipa_plan *plan, ipa_arena *arena) {
    ipa_payments rows = ipa_layout_payments(arena, (ipa_payments){
                                                       .n_periods = plan->n_periods,
                                                       .n_tranches = plan->n_tranches,
                                                       .n_fees = plan->n_fees,
                                                       .n_support = plan->n_support,
                                                       .n_triggers = plan->n_triggers,
                                                       .n_accounts = plan->n_accounts,
                                                       .n_ledgers = plan->n_ledgers,
                                                       .n_servicers = plan->servicer != NULL,
                                                   });
    if (plan->may_buy)
        rows.revolving = ipa_layout_revolving(arena, plan->n_periods);
    return rows;
}

void ipa_waterfall_set_forecast(ipa_waterfall *waterfall, const double *forecast) {
    memcpy(waterfall->forecast, forecast,
           (size_t)(IPA_N_COLLECTION_KINDS * waterfall->plan->n_periods) * sizeof *forecast);
}

/* Money arrives in whole fen where the deal rounds, and so expressions see it. */
static void round_collected(ipa_waterfall *waterfall, int kind) {
    ipa_row *rounded = &waterfall->reached[kind];
    if (waterfall->collected[kind] != rounded)
        *rounded = *waterfall->collected[kind];
    for (int p = 0; p < waterfall->collections->n_paths; p++)
        rounded->lane[p] = ipa_rounding_nearest(rounded->lane[p]);
    waterfall->collected[kind] = rounded;
}

static void collect(ipa_waterfall *waterfall) {
    ipa_row comes;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        if (waterfall->rounding)
            round_collected(waterfall, kind);
        ipa_kernels_collect(
            waterfall->live->lane,
            ipa_call_collected(waterfall, waterfall->collected[kind]->lane, comes.lane),
            waterfall->cash[waterfall->plan->collect[kind]].lane, waterfall->change->lane);
    }
}

/* Balances as they open, nothing paid, the cash of the period in its accounts. */
static void open_date(ipa_waterfall *waterfall, bool any) {
    const ipa_plan *plan = waterfall->plan;
    ipa_state_open(waterfall);
    for (int t = 0; t < plan->n_tranches; t++) {
        ipa_kernels_copy(waterfall->opening[t]->lane, waterfall->balance[t].lane);
        if (plan->tranches[t].n_accreting > 0)
            ipa_kernels_fill(waterfall->accreted[t].lane, 0);
    }
    for (int n = 0; n < waterfall->n_payables && !any; n++)
        ipa_kernels_fill(waterfall->due[n]->lane, 0);
    for (int n = 0; n < plan->n_support; n++) {
        ipa_kernels_fill(waterfall->drawn_today[n].lane, 0);
        ipa_kernels_fill(waterfall->interest_due[n].lane, 0);
        ipa_kernels_fill(waterfall->interest_paid[n].lane, 0);
    }
    ipa_kernels_fill(waterfall->running->lane, IPA_WATERFALL_NORMAL);
    ipa_kernels_fill(waterfall->call_price->lane, 0);
    if (plan->may_buy)
        ipa_revolving_open(waterfall);
    ipa_kernels_sum(waterfall->purses, plan->n_accounts, waterfall->change->lane);
    ipa_servicer_collect(waterfall);
    if (plan->bears_interest)
        ipa_interest_accrue(waterfall);
    if (any)
        collect(waterfall);
    if (plan->bears_interest)
        ipa_interest_credit(waterfall);
}

static void run_waterfalls(ipa_waterfall *waterfall) {
    ipa_row mask;
    ipa_triggers_choose(waterfall, waterfall->running->lane);
    ipa_triggers_any(waterfall, IPA_EFFECT_TRAP, waterfall->trapped->lane);
    ipa_kernels_keep(waterfall->live->lane, waterfall->running->lane);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++) {
        if (ipa_kernels_running(waterfall->live->lane, waterfall->running->lane, kind, mask.lane))
            ipa_steps_run(waterfall, (ipa_waterfall_kind)kind, &mask);
    }
}

/* Cash there was and came in, less what went out and what is there now, from the figures that are
 * handed on rather than from the steps. */
static void measure_breach(ipa_waterfall *waterfall) {
    double *change = waterfall->change->lane;
    double *there = waterfall->scratch->lane;
    ipa_kernels_add(change, waterfall->call_price->lane);
    if (waterfall->plan->may_buy)
        ipa_kernels_subtract(change, waterfall->payments->revolving.bought[waterfall->k].lane);
    for (int n = 0; n < waterfall->plan->n_support; n++)
        ipa_kernels_add(change, waterfall->drawn_today[n].lane);
    ipa_kernels_subtract_all(waterfall->spent, waterfall->n_spent, change);
    ipa_kernels_sum(waterfall->purses, waterfall->plan->n_accounts, there);
    ipa_kernels_subtract(change, there);
    ipa_kernels_keep(waterfall->live->lane, change);
    ipa_kernels_worst(change, waterfall->payments->breach->lane);
}

static double *row_of(const ipa_waterfall *waterfall, ipa_row *rows, int item) {
    return rows[item * waterfall->plan->n_periods + waterfall->k].lane;
}

static void record_tranche(ipa_waterfall *waterfall, int t) {
    const ipa_payments *to = waterfall->payments;
    if (waterfall->plan->tranches[t].n_accreting > 0)
        ipa_kernels_copy(row_of(waterfall, to->accreted, t), waterfall->accreted[t].lane);
    ipa_kernels_copy(row_of(waterfall, to->closing, t), waterfall->balance[t].lane);
}

static void record_support(ipa_waterfall *waterfall, int n) {
    const ipa_payments *to = waterfall->payments;
    const ipa_payee fee = {IPA_PAYEE_COMMITMENT, n}, back = {IPA_PAYEE_SUPPORT, n};
    ipa_kernels_copy(row_of(waterfall, to->drawn, n), waterfall->drawn_today[n].lane);
    ipa_kernels_copy(row_of(waterfall, to->reimbursed, n),
                     waterfall->paid[ipa_state_payable(waterfall, back)]->lane);
    ipa_kernels_subtract(row_of(waterfall, to->reimbursed, n), waterfall->interest_paid[n].lane);
    ipa_kernels_copy(row_of(waterfall, to->draw_interest_due, n), waterfall->interest_due[n].lane);
    ipa_kernels_copy(row_of(waterfall, to->draw_interest_paid, n),
                     waterfall->interest_paid[n].lane);
    ipa_dues_due(waterfall, fee, row_of(waterfall, to->commitment_due, n));
}

static void record(ipa_waterfall *waterfall) {
    const ipa_plan *plan = waterfall->plan;
    const ipa_payments *to = waterfall->payments;
    for (int t = 0; t < plan->n_tranches; t++)
        record_tranche(waterfall, t);
    for (int n = 0; n < plan->n_fees; n++) {
        const ipa_payee fee = {IPA_PAYEE_FEE, n};
        ipa_dues_due(waterfall, fee, row_of(waterfall, to->fee_due, n));
        ipa_dues_unpaid(waterfall, fee, row_of(waterfall, to->fee_unpaid, n));
    }
    for (int n = 0; n < plan->n_support; n++)
        record_support(waterfall, n);
    for (int n = 0; n < plan->n_triggers; n++)
        ipa_kernels_kept(waterfall->live->lane, waterfall->on[n].lane,
                         row_of(waterfall, to->trigger_on, n));
    for (int n = 0; n < plan->n_accounts; n++)
        ipa_kernels_copy(row_of(waterfall, to->account, n), waterfall->cash[n].lane);
    for (int n = 0; n < plan->n_accounts && plan->bears_interest; n++)
        ipa_kernels_copy(row_of(waterfall, to->account_interest, n), waterfall->interest[n].lane);
    for (int n = 0; n < plan->n_ledgers; n++)
        ipa_kernels_copy(row_of(waterfall, to->ledger, n), waterfall->ledger[n].lane);
    if (plan->may_be_called) {
        ipa_kernels_copy(row_of(waterfall, to->call_price, 0), waterfall->call_price->lane);
        ipa_call_made(waterfall, row_of(waterfall, to->called, 0));
    }
    ipa_kernels_equal(waterfall->live->lane, 0, row_of(waterfall, to->ended, 0));
}

static void record_arrears(const ipa_waterfall *waterfall) {
    for (int t = 0; t < waterfall->plan->n_tranches; t++) {
        const ipa_payee interest = {IPA_PAYEE_INTEREST, t};
        ipa_kernels_copy(row_of(waterfall, waterfall->payments->interest_unpaid, t),
                         waterfall->arrears[ipa_state_payable(waterfall, interest)]->lane);
    }
}

/* What still performs where the deal ends goes to the residual tranches as it is. */
static void hand_over(ipa_waterfall *waterfall, const double *final) {
    ipa_row held;
    ipa_kernels_copy(held.lane, waterfall->collections->performing[waterfall->k].lane);
    ipa_call_keep_held(waterfall, held.lane);
    ipa_kernels_keep(final, held.lane);
    ipa_kernels_add_where(waterfall->live->lane, held.lane, waterfall->payments->in_kind->lane);
}

static void close_date(ipa_waterfall *waterfall) {
    const double *final = waterfall->spare->lane;
    ipa_state_final(waterfall, waterfall->spare->lane);
    if (!ipa_kernels_any(final))
        return;
    hand_over(waterfall, final);
    ipa_kernels_keep_zero(final, waterfall->live->lane);
}

static void run_date(ipa_waterfall *waterfall) {
    const bool any = ipa_kernels_any(waterfall->live->lane);
    open_date(waterfall, any);
    if (any) {
        ipa_dues_fix(waterfall);
        ipa_triggers_test(waterfall, false);
        run_waterfalls(waterfall);
        ipa_triggers_test(waterfall, true);
        ipa_triggers_close(waterfall);
        measure_breach(waterfall);
    }
    record(waterfall);
    if (any)
        ipa_dues_carry(waterfall);
    record_arrears(waterfall);
    if (any)
        close_date(waterfall);
}

/* What is only ever taken by the least of what is there cannot fall below zero. */
static void check_signs(const ipa_waterfall *waterfall) {
    for (int p = 0; p < waterfall->collections->n_paths; p++) {
        for (int n = 0; n < waterfall->plan->n_accounts; n++)
            IPA_ASSERT(!(waterfall->cash[n].lane[p] < 0));
        for (int t = 0; t < waterfall->plan->n_tranches; t++)
            IPA_ASSERT(!(waterfall->balance[t].lane[p] < 0));
    }
}

void ipa_waterfall_run(ipa_waterfall *waterfall, const ipa_collections *collections,
                       ipa_waterfall_options options, ipa_payments *payments) {
    waterfall->pool = waterfall->collections = collections;
    waterfall->payments = payments;
    waterfall->options = options;
    waterfall->rounding = options.rounding && waterfall->plan->rounds;
    payments->n_paths = collections->n_paths;
    payments->rounded = waterfall->rounding;
    payments->rates = options.rates;
    ipa_kernels_fill(payments->breach->lane, 0);
    ipa_kernels_fill(payments->in_kind->lane, 0);
    if (waterfall->plan->may_buy)
        ipa_revolving_start(waterfall);
    ipa_state_start(waterfall);
    for (waterfall->k = 0; waterfall->k < waterfall->plan->n_periods; waterfall->k++)
        run_date(waterfall);
    check_signs(waterfall);
}
