#include "engine/waterfall/support.h"

#include <math.h>

#include "engine/waterfall/dues.h"
#include "engine/waterfall/trace.h"

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

/* What the support can still give; nothing once its entity or the deal's notes are gone. */
static void find_help(ipa_waterfall *waterfall, int n, double *help) {
    const ipa_plan_support *support = &waterfall->plan->support[n];
    const bool off = support->outside && !waterfall->options.outside_support;
    ipa_kernels_fill(help, off ? 0 : support->cap);
    if (off)
        return;
    if (support->cap < INFINITY)
        ipa_kernels_subtract(help, waterfall->drawn[n].lane);
    if (support->entity >= 0) {
        const int row = support->entity * waterfall->plan->n_periods + waterfall->k;
        ipa_kernels_keep(waterfall->collections->alive[row].lane, help);
    }
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
    if (waterfall->plan->support[n].reimbursed) {
        const ipa_payee reimbursement = {IPA_PAYEE_SUPPORT, n};
        ipa_kernels_add(waterfall->due[ipa_state_payable(waterfall, reimbursement)].lane, amount);
    }
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
