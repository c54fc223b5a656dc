#include "engine/waterfall/notes.h"

#include <math.h>

#include "engine/waterfall/evaluate.h"
#include "engine/waterfall/rounding.h"

static double *due_of(ipa_waterfall *waterfall, ipa_payee_kind kind, int t) {
    return waterfall->due[waterfall->first_payable[kind] + t].lane;
}

/* ---- interest ---- */

/* What interest is on: the opening balance, or the notional in fen. */
static void find_principal(ipa_waterfall *waterfall, int t, double *y) {
    const ipa_program *notional = waterfall->plan->tranches[t].notional;
    if (!notional) {
        ipa_kernels_copy(y, waterfall->opening[t].lane);
        return;
    }
    ipa_kernels_cap(ipa_evaluate(waterfall, notional), y);
    for (int p = 0; p < waterfall->collections->n_paths && waterfall->rounding; p++)
        y[p] = ipa_rounding_nearest(y[p]);
}

static void fix_interest(ipa_waterfall *waterfall, int t) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    const int k = waterfall->k;
    double *due = due_of(waterfall, IPA_PAYEE_INTEREST, t);
    const double *arrears =
        waterfall->arrears[waterfall->first_payable[IPA_PAYEE_INTEREST] + t].lane;
    ipa_row on;
    find_principal(waterfall, t, on.lane);
    if (waterfall->rounding) {
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            due[p] = ipa_rounding_interest(waterfall->plan, t, k, on.lane[p], arrears[p]);
    } else {
        ipa_kernels_copy(due, arrears);
        ipa_kernels_accrue(due, on.lane, ipa_plan_accrual_value(ipa_plan_accrual(tranche, k)));
        ipa_kernels_accrue(due, arrears, ipa_plan_accrual_value(ipa_plan_arrears(tranche, k)));
    }
    ipa_kernels_keep(waterfall->live->lane, due);
}

/* Interest is added to the balance, and none is due. */
static void accrete(ipa_waterfall *waterfall, int t) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    const double *opening = waterfall->opening[t].lane;
    double *added = waterfall->accreted[t].lane;
    if (waterfall->rounding) {
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            added[p] = ipa_rounding_accretion(waterfall->plan, t, waterfall->k, opening[p]);
    } else {
        ipa_kernels_copy(added, opening);
        ipa_kernels_scale(added, ipa_plan_accrual_value(ipa_plan_accrual(tranche, waterfall->k)));
    }
    ipa_kernels_keep(waterfall->live->lane, added);
    ipa_kernels_add(waterfall->balance[t].lane, added);
    ipa_kernels_fill(due_of(waterfall, IPA_PAYEE_INTEREST, t), 0);
}

/* ---- principal ---- */

/* What is handed back falls due besides what the amortisation says; what differs from par is paid
 * with the interest. */
static void hand_back(ipa_waterfall *waterfall, int t) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    const ipa_rounding_grid grid = ipa_rounding_principal_grid(waterfall->plan, t);
    const double share = ipa_decimal_value(tranche->put_share);
    const double premium = ipa_decimal_value(tranche->put_premium);
    double *due = due_of(waterfall, IPA_PAYEE_INTEREST, t);
    double *floor = waterfall->floor[t].lane;
    const double *opening = waterfall->opening[t].lane;
    ipa_row back;
    ipa_row beside;
    for (int p = 0; p < IPA_LANES; p++) {
        back.lane[p] = share * opening[p];
        beside.lane[p] = premium * back.lane[p];
    }
    for (int p = 0; p < waterfall->collections->n_paths && waterfall->rounding; p++) {
        back.lane[p] = ipa_rounding_part(grid, opening[p], tranche->put_share);
        beside.lane[p] = ipa_rounding_fee(back.lane[p], tranche->put_premium, (ipa_fraction){1, 1});
    }
    ipa_kernels_add_where(waterfall->live->lane, beside.lane, due);
    ipa_kernels_least(floor, opening);
    ipa_kernels_subtract(floor, back.lane);
    ipa_kernels_positive(floor);
}

static double balance_left(const ipa_plan_tranche *tranche, int k) {
    if (k < tranche->n_locked)
        return INFINITY;
    if (tranche->is_residual || tranche->amortisation == IPA_AMORTISATION_RESIDUAL ||
        (tranche->amortisation == IPA_AMORTISATION_BULLET && k < tranche->expected_final_period))
        return tranche->n_accreting > 0 ? INFINITY : tranche->original;
    return tranche->amortisation == IPA_AMORTISATION_SCHEDULE ? tranche->scheduled_balance[k] : 0;
}

/* Principal due is kept as the balance above which everything is due: a tranche that is to be
 * repaid in full then ends at exactly zero, in however many parts it is paid. */
static void fix_principal(ipa_waterfall *waterfall, int t) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    double *floor = waterfall->floor[t].lane;
    ipa_kernels_fill(floor, balance_left(tranche, waterfall->k));
    if (tranche->is_put && waterfall->k == tranche->put_period)
        hand_back(waterfall, t);
    double *due = due_of(waterfall, IPA_PAYEE_PRINCIPAL, t);
    ipa_kernels_copy(due, waterfall->balance[t].lane);
    ipa_kernels_subtract(due, floor);
    ipa_kernels_keep(waterfall->live->lane, due);
}

void ipa_notes_fix(ipa_waterfall *waterfall) {
    const ipa_plan *plan = waterfall->plan;
    for (int t = 0; t < plan->n_tranches; t++)
        if (waterfall->k >= plan->tranches[t].n_accreting)
            fix_interest(waterfall, t);
    for (int t = 0; t < plan->n_tranches; t++) {
        if (waterfall->k < plan->tranches[t].n_accreting)
            accrete(waterfall, t);
        fix_principal(waterfall, t);
    }
}
