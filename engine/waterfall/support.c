#include "engine/waterfall/support.h"

#include <math.h>

#include "engine/waterfall/dues.h"
#include "engine/waterfall/rounding.h"
#include "engine/waterfall/trace.h"

static double *row_of(ipa_row **rows, const ipa_waterfall *waterfall, ipa_payee_kind kind, int n) {
    return rows[waterfall->first_payable[kind] + n]->lane;
}

static bool is_off(const ipa_waterfall *waterfall, int n) {
    return waterfall->plan->support[n].outside && !waterfall->options.outside_support;
}

static const double *alive(const ipa_waterfall *waterfall, int entity) {
    return waterfall->collections->alive[entity * waterfall->plan->n_periods + waterfall->k].lane;
}

static void add_accrued(const ipa_waterfall *waterfall, const double *amount, ipa_decimal rate,
                        ipa_fraction fraction, double *y) {
    const double per_fen = ipa_decimal_value(rate) * ipa_fraction_value(fraction);
    if (waterfall->rounding)
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            y[p] += ipa_rounding_fee(amount[p], rate, fraction);
    else
        ipa_kernels_accrue(y, amount, per_fen);
}

/* ---- what is owed to it ---- */

static void find_standing(const ipa_waterfall *waterfall, int n, double *standing) {
    ipa_kernels_copy(standing, waterfall->drawn[n].lane);
    ipa_kernels_subtract(standing, waterfall->reimbursed[n].lane);
}

/* What of the cap is not drawn; without a cap, no end of it. */
static void find_undrawn(const ipa_waterfall *waterfall, int n, double *undrawn) {
    const ipa_plan_support *support = &waterfall->plan->support[n];
    ipa_row used;
    ipa_kernels_fill(undrawn, support->cap);
    if (!(support->cap < INFINITY))
        return;
    if (support->revolving)
        find_standing(waterfall, n, used.lane);
    else
        ipa_kernels_copy(used.lane, waterfall->drawn[n].lane);
    ipa_kernels_subtract(undrawn, used.lane);
}

static void fix_fee(ipa_waterfall *waterfall, int n) {
    const ipa_plan_support *support = &waterfall->plan->support[n];
    double *due = row_of(waterfall->due, waterfall, IPA_PAYEE_COMMITMENT, n);
    ipa_row undrawn;
    ipa_kernels_copy(due, row_of(waterfall->arrears, waterfall, IPA_PAYEE_COMMITMENT, n));
    if (support->commitment_rate.mantissa != 0 && !is_off(waterfall, n)) {
        find_undrawn(waterfall, n, undrawn.lane);
        ipa_kernels_positive(undrawn.lane);
        if (support->entity >= 0)
            ipa_kernels_keep(alive(waterfall, support->entity), undrawn.lane);
        add_accrued(waterfall, undrawn.lane, support->commitment_rate,
                    support->commitment[waterfall->k], due);
    }
    ipa_kernels_keep(waterfall->live->lane, due);
}

void ipa_support_fix(ipa_waterfall *waterfall, int n) {
    const ipa_plan_support *support = &waterfall->plan->support[n];
    double *due = row_of(waterfall->due, waterfall, IPA_PAYEE_SUPPORT, n);
    double *owed = waterfall->interest_owed[n].lane;
    ipa_kernels_fill(due, 0);
    if (support->reimbursed)
        find_standing(waterfall, n, due);
    if (support->rate.mantissa != 0) {
        add_accrued(waterfall, due, support->rate, support->fraction[waterfall->k], owed);
        ipa_kernels_add(due, owed);
    }
    ipa_kernels_keep(waterfall->live->lane, due);
    ipa_kernels_copy(waterfall->interest_due[n].lane, owed);
    ipa_kernels_keep(waterfall->live->lane, waterfall->interest_due[n].lane);
    fix_fee(waterfall, n);
}

void ipa_support_credit(ipa_waterfall *waterfall, int n, const double *amount) {
    ipa_row part;
    ipa_kernels_copy(part.lane, amount);
    ipa_kernels_least(part.lane, waterfall->interest_owed[n].lane);
    ipa_kernels_subtract(waterfall->interest_owed[n].lane, part.lane);
    ipa_kernels_add(waterfall->interest_paid[n].lane, part.lane);
    ipa_kernels_add(waterfall->reimbursed[n].lane, amount);
    ipa_kernels_subtract(waterfall->reimbursed[n].lane, part.lane);
}

void ipa_support_carry(ipa_waterfall *waterfall, int n) {
    ipa_kernels_carry(row_of(waterfall->due, waterfall, IPA_PAYEE_COMMITMENT, n),
                      row_of(waterfall->paid, waterfall, IPA_PAYEE_COMMITMENT, n), 1, 0,
                      row_of(waterfall->arrears, waterfall, IPA_PAYEE_COMMITMENT, n));
}

/* ---- draws ---- */

static void assume(ipa_waterfall *waterfall, const ipa_step *step, bool assumed) {
    for (int n = 0; n < step->n_payees; n++)
        waterfall->assumed[ipa_state_payable(waterfall, step->payees[n])] = assumed;
}

/* A fee on what is paid is part of the lack as if all that is drawn for had been paid already. */
static void find_lack(ipa_waterfall *waterfall, const ipa_step *step, double *lack) {
    ipa_row unpaid;
    assume(waterfall, step, true);
    ipa_kernels_fill(lack, 0);
    for (int n = 0; n < step->n_payees; n++) {
        ipa_dues_unpaid(waterfall, step->payees[n], unpaid.lane);
        ipa_kernels_add(lack, unpaid.lane);
    }
    assume(waterfall, step, false);
    ipa_kernels_subtract(lack, waterfall->cash[step->from].lane);
    ipa_kernels_positive(lack);
}

/* What the support can still give; nothing once it lapsed or its entity or the notes are gone. */
static void find_help(ipa_waterfall *waterfall, int n, double *help) {
    const ipa_plan_support *support = &waterfall->plan->support[n];
    if (is_off(waterfall, n) || waterfall->k >= support->n_open) {
        ipa_kernels_fill(help, 0);
        return;
    }
    find_undrawn(waterfall, n, help);
    if (support->entity >= 0)
        ipa_kernels_keep(alive(waterfall, support->entity), help);
    ipa_state_standing(waterfall, waterfall->spare->lane);
    ipa_kernels_above(waterfall->spare->lane, 0, waterfall->scratch->lane);
    ipa_kernels_keep(waterfall->scratch->lane, help);
}

static void enter_draw(ipa_waterfall *waterfall, int n, const double *amount) {
    double *today = waterfall->drawn_today[n].lane;
    double *draws = waterfall->draws[n].lane;
    for (int p = 0; p < IPA_LANES; p++) {
        double first = today[p] > 0 ? 0.0 : 1.0;
        draws[p] += amount[p] > 0 ? first : 0.0;
    }
    ipa_kernels_add(today, amount);
    ipa_kernels_add(waterfall->drawn[n].lane, amount);
    if (waterfall->plan->support[n].reimbursed)
        ipa_kernels_add(row_of(waterfall->due, waterfall, IPA_PAYEE_SUPPORT, n), amount);
}

void ipa_support_draw(ipa_waterfall *waterfall, const ipa_step *step) {
    double *lack = waterfall->wanted->lane;
    double *amount = waterfall->amount->lane;
    double *from = waterfall->cash[step->from].lane;
    find_lack(waterfall, step, lack);
    double *help = waterfall->total->lane;
    if (step->support >= 0)
        find_help(waterfall, step->support, help);
    else
        ipa_kernels_copy(help, waterfall->cash[step->account].lane);
    ipa_kernels_take(waterfall->mask->lane, lack, help, waterfall->room->lane, amount);
    ipa_trace_add(waterfall, -1, (ipa_trace_rows){from, lack, waterfall->room->lane, amount});
    if (step->support >= 0)
        enter_draw(waterfall, step->support, amount);
    else
        ipa_kernels_subtract(waterfall->cash[step->account].lane, amount);
    ipa_kernels_add(from, amount);
}
