#include "engine/waterfall/steps.h"

#include "engine/waterfall/call.h"
#include "engine/waterfall/dues.h"
#include "engine/waterfall/evaluate.h"
#include "engine/waterfall/revolving.h"
#include "engine/waterfall/rounding.h"
#include "engine/waterfall/support.h"
#include "engine/waterfall/trace.h"
#include "engine/waterfall/triggers.h"

static void cap_of(ipa_waterfall *waterfall, const ipa_program *program, double *fen) {
    ipa_evaluate_cap(waterfall, program, fen);
    if (waterfall->rounding)
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            fen[p] = ipa_rounding_nearest(fen[p]);
}

/* ---- pay ---- */

/* The most a payee may take in this step, cash apart. */
static void find_ceiling(ipa_waterfall *waterfall, const ipa_step *step, int n, double *ceiling) {
    const ipa_payee payee = step->payees[n];
    if (payee.kind == IPA_PAYEE_RESIDUAL)
        ipa_kernels_copy(ceiling, waterfall->cash[step->from].lane);
    else if (payee.kind == IPA_PAYEE_PRINCIPAL && step->amount)
        ipa_kernels_copy(ceiling, waterfall->balance[payee.index].lane);
    else
        ipa_dues_unpaid(waterfall, payee, ceiling);
    ipa_triggers_trap(waterfall, payee, ceiling);
}

/* What is paid in full is paid as it stands; else every unit of a tranche gets alike, and a fee or
 * the residual whole fen. */
static void round_down(ipa_waterfall *waterfall, ipa_payee payee, const double *full) {
    double *amount = waterfall->amount->lane;
    ipa_row unpaid;
    ipa_rounding_grid grid = {1, 2};
    if (payee.kind == IPA_PAYEE_INTEREST)
        grid = ipa_rounding_interest_grid(waterfall->plan, payee.index);
    if (payee.kind == IPA_PAYEE_PRINCIPAL)
        grid = ipa_rounding_principal_grid(waterfall->plan, payee.index);
    ipa_dues_unpaid(waterfall, payee, unpaid.lane);
    for (int p = 0; p < waterfall->collections->n_paths; p++)
        if (amount[p] > 0 && amount[p] != full[p] && amount[p] != unpaid.lane[p])
            amount[p] = ipa_rounding_down(grid, amount[p]);
}

/* Takes what is wanted out of cash and what is left of the step's room, and adds it to `to`. */
static void pass_on(ipa_waterfall *waterfall, const double *wanted, double *cash, double *to) {
    const double *mask = waterfall->mask->lane;
    double *amount = waterfall->amount->lane;
    if (waterfall->room == waterfall->endless)
        ipa_kernels_pay_freely(mask, wanted, cash, to, amount);
    else
        ipa_kernels_pay(mask, wanted, cash, waterfall->room->lane, to, amount);
}

/* Pays one payee up to `wanted`, out of the step's cash and what is left of its room. */
static void pay_one(ipa_waterfall *waterfall, const ipa_step *step, int n, const double *wanted) {
    const ipa_payee payee = step->payees[n];
    double *cash = waterfall->cash[step->from].lane;
    double *room = waterfall->room->lane;
    double *amount = waterfall->amount->lane;
    double *paid = waterfall->paid[ipa_state_payable(waterfall, payee)]->lane;
    if (waterfall->rounding || waterfall->options.trace) {
        ipa_kernels_take(waterfall->mask->lane, wanted, cash, room, amount);
        if (waterfall->rounding) {
            ipa_row full;
            find_ceiling(waterfall, step, n, full.lane);
            round_down(waterfall, payee, full.lane);
        }
        ipa_trace_add(waterfall, n, (ipa_trace_rows){cash, wanted, room, amount});
        ipa_kernels_subtract(cash, amount);
        ipa_kernels_subtract(room, amount);
        ipa_kernels_add(paid, amount);
    } else { /* the same in one pass: nothing looks at the amount on its way */
        pass_on(waterfall, wanted, cash, paid);
    }
    ipa_dues_credit(waterfall, payee, amount);
}

static int n_principals(const ipa_step *step) {
    int n_found = 0;
    for (int n = 0; n < step->n_payees; n++)
        n_found += step->payees[n].kind == IPA_PAYEE_PRINCIPAL;
    return n_found;
}

static void pay_in_order(ipa_waterfall *waterfall, const ipa_step *step) {
    double *wanted = waterfall->wanted->lane;
    double *open = waterfall->open->lane;
    int n_left = n_principals(step), n_passed = 0;
    for (int n = 0; n < step->n_payees; n++) {
        const ipa_payee payee = step->payees[n];
        find_ceiling(waterfall, step, n, wanted);
        if (payee.kind != IPA_PAYEE_PRINCIPAL) {
            pay_one(waterfall, step, n, wanted);
            continue;
        }
        if (n_passed > 0)
            ipa_kernels_keep(open, wanted);
        pay_one(waterfall, step, n, wanted);
        const double *balance = waterfall->balance[payee.index].lane;
        if (--n_left > 0 && n_passed == 0)
            ipa_kernels_equal(balance, 0, open);
        else if (n_left > 0)
            ipa_kernels_keep_zero(balance, open);
        n_passed++;
    }
}

/* Shares follow what is due; where an amount is paid although nothing is due, the ceilings. */
static void find_weights(ipa_waterfall *waterfall, const ipa_step *step) {
    double *total = waterfall->total->lane;
    for (int pass = 0; pass < 2; pass++) {
        for (int n = 0; n < step->n_payees; n++) {
            double *weight = waterfall->weights[n].lane;
            if (pass == 0 && step->payees[n].kind != IPA_PAYEE_RESIDUAL) {
                ipa_dues_unpaid(waterfall, step->payees[n], weight);
                ipa_triggers_trap(waterfall, step->payees[n], weight);
            } else if (pass == 0) {
                find_ceiling(waterfall, step, n, weight);
            } else {
                find_ceiling(waterfall, step, n, waterfall->wanted->lane);
                ipa_kernels_select(waterfall->scratch->lane, waterfall->wanted->lane, weight);
            }
        }
        ipa_kernels_sum(waterfall->weighed, step->n_payees, total);
        if (!step->amount)
            return;
        ipa_kernels_equal(total, 0, waterfall->scratch->lane);
        if (!ipa_kernels_any(waterfall->scratch->lane))
            return;
    }
}

static void find_share(ipa_waterfall *waterfall, const double *pot, const double *weight,
                       double *share) {
    const double *total = waterfall->total->lane;
    ipa_kernels_share(pot, weight, total, share);
    if (!waterfall->rounding)
        return;
    for (int p = 0; p < waterfall->collections->n_paths; p++)
        if (total[p] > 0 && pot[p] != total[p])
            share[p] = ipa_rounding_share(pot[p], weight[p], total[p]);
}

/* Whether what a payee may take is still its weight when its turn comes: unless it takes what cash
 * there is, an amount, or a share of what others were paid. */
static bool stays_open(const ipa_waterfall *waterfall, const ipa_step *step, int n) {
    const ipa_payee payee = step->payees[n];
    for (int before = 0; before < n; before++)
        if (step->payees[before].kind == payee.kind && step->payees[before].index == payee.index)
            return false;
    return !step->amount && payee.kind != IPA_PAYEE_RESIDUAL &&
           (payee.kind != IPA_PAYEE_FEE ||
            waterfall->plan->fees[payee.index].per != IPA_PER_PAYMENT);
}

static void pay_pro_rata(ipa_waterfall *waterfall, const ipa_step *step) {
    ipa_row pot, ceiling;
    const double *total = waterfall->total->lane;
    double *share = waterfall->wanted->lane;
    find_weights(waterfall, step);
    ipa_kernels_pot(waterfall->mask->lane, waterfall->cash[step->from].lane, waterfall->room->lane,
                    step->amount ? waterfall->endless->lane : total, pot.lane);
    for (int n = 0; n < step->n_payees; n++) {
        const double *weight = waterfall->weights[n].lane;
        if (!waterfall->rounding && stays_open(waterfall, step, n)) {
            ipa_kernels_share_within(pot.lane, weight, total, share);
        } else {
            find_share(waterfall, pot.lane, weight, share);
            find_ceiling(waterfall, step, n, ceiling.lane);
            ipa_kernels_least(share, ceiling.lane);
        }
        pay_one(waterfall, step, n, share);
    }
}

static void pay(ipa_waterfall *waterfall, const ipa_step *step) {
    if (step->amount && step->limit) {
        cap_of(waterfall, step->amount, waterfall->wanted->lane);
        ipa_kernels_least(waterfall->room->lane, waterfall->wanted->lane);
    } else if (step->amount) {
        waterfall->room = waterfall->limited;
        cap_of(waterfall, step->amount, waterfall->room->lane);
    }
    if (step->pro_rata && step->n_payees > 1)
        pay_pro_rata(waterfall, step);
    else
        pay_in_order(waterfall, step);
}

/* ---- move ---- */

static void move(ipa_waterfall *waterfall, const ipa_step *step) {
    double *wanted = waterfall->wanted->lane;
    double *amount = waterfall->amount->lane;
    double *from = waterfall->cash[step->from].lane;
    double *to = waterfall->cash[step->to].lane;
    const ipa_program *target = waterfall->plan->accounts[step->to].target;
    const bool fills = !step->limit && target;
    if (fills) {
        cap_of(waterfall, target, waterfall->total->lane);
        ipa_kernels_open(waterfall->total->lane, to, wanted);
    }
    if (!waterfall->options.trace && from != to) { /* in one pass: nobody asks what was wanted */
        pass_on(waterfall, fills ? wanted : waterfall->endless->lane, from, to);
        return;
    }
    if (!fills)
        ipa_kernels_copy(wanted, from);
    ipa_kernels_take(waterfall->mask->lane, wanted, from, waterfall->room->lane, amount);
    ipa_trace_add(waterfall, -1, (ipa_trace_rows){from, wanted, waterfall->room->lane, amount});
    if (from != to)
        ipa_kernels_transfer(amount, from, to);
}

/* ---- ledger ---- */

static void enter_ledger(ipa_waterfall *waterfall, const ipa_step *step) {
    double *entry = waterfall->amount->lane;
    double *ledger = waterfall->ledger[step->ledger].lane;
    ipa_row own, before;
    const double *asked = ipa_evaluate_fen(waterfall, step->amount, own.lane);
    if (waterfall->rounding || asked == ledger) {
        if (asked != own.lane)
            ipa_kernels_copy(own.lane, asked);
        for (int p = 0; p < waterfall->collections->n_paths && waterfall->rounding; p++)
            own.lane[p] = ipa_rounding_nearest(own.lane[p]);
        asked = own.lane;
    }
    if (waterfall->options.trace)
        ipa_kernels_copy(before.lane, ledger);
    ipa_kernels_enter(waterfall->mask->lane, asked, ledger, entry);
    ipa_trace_add(waterfall, -1,
                  (ipa_trace_rows){before.lane, entry, waterfall->room->lane, entry});
}

/* ---- all ---- */

static void (*const verbs[])(ipa_waterfall *waterfall, const ipa_step *step) = {
    [IPA_VERB_PAY] = pay,
    [IPA_VERB_MOVE] = move,
    [IPA_VERB_DRAW] = ipa_support_draw,
    [IPA_VERB_LEDGER] = enter_ledger,
    [IPA_VERB_BUY] = ipa_revolving_buy,
    [IPA_VERB_CALL] = ipa_call_make,
};

/* The lanes in which the step acts; false: none. */
static bool find_mask(ipa_waterfall *waterfall, const ipa_step *step, const ipa_row *lanes) {
    waterfall->mask = lanes;
    if (!step->when)
        return true;
    const ipa_value when = ipa_evaluate_value(waterfall, step->when);
    bool any = when.alike != 0;
    if (when.lane || !any) {
        waterfall->mask = waterfall->acting;
        if (when.lane)
            any = ipa_kernels_both(when.lane, lanes->lane, waterfall->acting->lane);
        else
            ipa_kernels_fill(waterfall->acting->lane, 0);
    }
    ipa_trace_skip(waterfall, step, lanes->lane);
    return any;
}

static void run_step(ipa_waterfall *waterfall, const ipa_step *step, const ipa_row *lanes) {
    if (!find_mask(waterfall, step, lanes))
        return;
    waterfall->room = step->limit ? waterfall->limited : waterfall->endless;
    if (step->limit)
        cap_of(waterfall, step->limit, waterfall->room->lane);
    verbs[step->verb](waterfall, step);
}

void ipa_steps_run(ipa_waterfall *waterfall, ipa_waterfall_kind kind, const ipa_row *mask) {
    const ipa_plan_waterfall *steps = &waterfall->plan->waterfalls[kind];
    waterfall->kind = kind;
    for (int s = 0; s < steps->n_steps; s++) {
        waterfall->s = s;
        run_step(waterfall, &steps->steps[s], mask);
    }
}
