#include "engine/waterfall/notes.h"

#include <math.h>

#include "engine/waterfall/coupons.h"
#include "engine/waterfall/evaluate.h"
#include "engine/waterfall/rounding.h"

static double *due_of(ipa_waterfall *waterfall, ipa_payee_kind kind, int t) {
    return waterfall->due[waterfall->first_payable[kind] + t]->lane;
}

/* ---- interest ---- */

/* What interest is on: the opening balance, or the notional in fen (in y). */
static const double *find_principal(ipa_waterfall *waterfall, int t, double *y) {
    const ipa_program *notional = waterfall->plan->tranches[t].notional;
    if (!notional)
        return waterfall->opening[t]->lane;
    ipa_evaluate_cap(waterfall, notional, y);
    for (int p = 0; p < waterfall->collections->n_paths && waterfall->rounding; p++)
        y[p] = ipa_rounding_nearest(y[p]);
    return y;
}

/* What is handed back at a put on this date, of each note as much as its decimals show. */
static void handed_back(const ipa_waterfall *waterfall, int t, double *back) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    const ipa_rounding_grid grid = ipa_rounding_principal_grid(waterfall->plan, t);
    const double *opening = waterfall->opening[t]->lane;
    ipa_kernels_copy(back, opening);
    ipa_kernels_scale(back, ipa_decimal_value(tranche->put_share));
    for (int p = 0; p < waterfall->collections->n_paths && waterfall->rounding; p++)
        back[p] = ipa_rounding_part(grid, opening[p], tranche->put_share);
}

static bool is_put_on(const ipa_plan_tranche *tranche, int k) {
    return tranche->is_put && k == tranche->put_period;
}

/* What differs from par is paid with the interest. */
static void add_premium(const ipa_waterfall *waterfall, int t, double *due) {
    const ipa_decimal premium = waterfall->plan->tranches[t].put_premium;
    ipa_row beside;
    handed_back(waterfall, t, beside.lane);
    for (int p = 0; p < waterfall->collections->n_paths && waterfall->rounding; p++)
        beside.lane[p] = ipa_rounding_fee(beside.lane[p], premium, (ipa_fraction){1, 1});
    if (!waterfall->rounding)
        ipa_kernels_scale(beside.lane, ipa_decimal_value(premium));
    ipa_kernels_add(due, beside.lane);
}

/* What a coupon below zero, or a put below par, would take off is not set off against what is open.
 */
static void fix_interest(ipa_waterfall *waterfall, int t) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    double *due = due_of(waterfall, IPA_PAYEE_INTEREST, t);
    const double *open = waterfall->arrears[waterfall->first_payable[IPA_PAYEE_INTEREST] + t]->lane;
    const bool is_put = is_put_on(tranche, waterfall->k);
    ipa_row on;
    ipa_coupons_accrue(waterfall, t, find_principal(waterfall, t, on.lane), open, due);
    if (is_put)
        add_premium(waterfall, t, due);
    if (is_put || ipa_coupons_may_be_negative(waterfall, t)) {
        ipa_row owed = {0};
        ipa_kernels_fill(on.lane, 0);
        ipa_coupons_accrue(waterfall, t, on.lane, open, owed.lane);
        for (int p = 0; p < IPA_LANES; p++)
            due[p] = fmax(due[p], owed.lane[p]);
    }
    if (is_put || waterfall->rounding)
        ipa_kernels_keep(waterfall->live->lane, due);
}

/* Interest is added to the balance, and none is due. */
static void accrete(ipa_waterfall *waterfall, int t) {
    double *added = waterfall->accreted[t].lane;
    ipa_coupons_accrete(waterfall, t, waterfall->opening[t]->lane, added);
    ipa_kernels_positive(added);
    ipa_kernels_keep(waterfall->live->lane, added);
    ipa_kernels_add(waterfall->balance[t].lane, added);
    waterfall->is_shown[t] = false;
    ipa_kernels_fill(due_of(waterfall, IPA_PAYEE_INTEREST, t), 0);
}

/* ---- principal ---- */

/* What is handed back falls due besides what the amortisation says. */
static void hand_back(ipa_waterfall *waterfall, int t) {
    double *floor = waterfall->floor[t].lane;
    ipa_row back;
    handed_back(waterfall, t, back.lane);
    ipa_kernels_least(floor, waterfall->opening[t]->lane);
    ipa_kernels_subtract(floor, back.lane);
    ipa_kernels_positive(floor);
}

static double balance_left(const ipa_plan_tranche *tranche, int k) {
    if (k < tranche->n_locked)
        return INFINITY;
    if (tranche->amortisation == IPA_AMORTISATION_SCHEDULE || tranche->is_put)
        return tranche->scheduled_balance ? tranche->scheduled_balance[k] : 0;
    if (tranche->is_residual || tranche->amortisation == IPA_AMORTISATION_RESIDUAL ||
        (tranche->amortisation == IPA_AMORTISATION_BULLET && k < tranche->expected_final_period))
        return tranche->n_accreting > 0 ? INFINITY : tranche->original;
    return 0;
}

/* Principal due is kept as the balance above which everything is due: a tranche that is to be
 * repaid in full then ends at exactly zero, in however many parts it is paid. */
static void fix_principal(ipa_waterfall *waterfall, int t) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    double *floor = waterfall->floor[t].lane;
    ipa_kernels_fill(floor, balance_left(tranche, waterfall->k));
    if (is_put_on(tranche, waterfall->k))
        hand_back(waterfall, t);
    double *due = due_of(waterfall, IPA_PAYEE_PRINCIPAL, t);
    ipa_kernels_above_floor(waterfall->live->lane, waterfall->balance[t].lane, floor, due);
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
