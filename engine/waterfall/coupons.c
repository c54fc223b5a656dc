#include "engine/waterfall/coupons.h"

#include "engine/waterfall/rounding.h"

/* The path's own coupons of this date; NULL: the plan's holds on every path. */
static const double *own_coupon(const ipa_waterfall *waterfall, int t) {
    const ipa_rate_rows *rates = waterfall->options.rates;
    if (rates == NULL || rates->coupon == NULL || rates->coupon[t] == NULL ||
        !rates->is_random[t][waterfall->k])
        return NULL;
    return rates->coupon[t][waterfall->k].lane;
}

bool ipa_coupons_may_be_negative(const ipa_waterfall *waterfall, int t) {
    return own_coupon(waterfall, t) != NULL ||
           ipa_plan_accrual(&waterfall->plan->tranches[t], waterfall->k).rate.mantissa < 0;
}

static ipa_accrual accrual_at(const ipa_waterfall *waterfall, int t, double coupon) {
    return (ipa_accrual){.rate =
                             ipa_decimal_from(coupon, waterfall->plan->rates->floating[t]->scale),
                         .fraction = waterfall->plan->tranches[t].fraction[waterfall->k]};
}

static ipa_rounding_accruals rounded_at(const ipa_waterfall *waterfall, int t, const double *own,
                                        int p) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    const int k = waterfall->k;
    if (own == NULL)
        return ipa_rounding_accruals_of(waterfall->plan, t, k);
    const ipa_accrual accrual = accrual_at(waterfall, t, own[p]);
    return (ipa_rounding_accruals){
        accrual, tranche->arrears_at_coupon ? accrual : ipa_plan_arrears(tranche, k)};
}

/* y += x × coupon × fraction. */
static void accrue_own(const double *restrict coupon, double fraction, const double *restrict x,
                       double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += coupon[p] * fraction * x[p];
}

void ipa_coupons_accrue(const ipa_waterfall *waterfall, int t, const double *principal,
                        const double *open, double *due) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    const int k = waterfall->k;
    const double *own = own_coupon(waterfall, t);
    const double fraction = ipa_fraction_value(tranche->fraction[k]);
    if (waterfall->rounding) {
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            due[p] = ipa_rounding_interest(waterfall->plan, t, rounded_at(waterfall, t, own, p),
                                           principal[p], open[p]);
        return;
    }
    const double on_open = ipa_plan_accrual_value(ipa_plan_arrears(tranche, k));
    if (own == NULL) {
        ipa_kernels_interest(waterfall->live->lane, principal, open,
                             ipa_plan_accrual_value(ipa_plan_accrual(tranche, k)), on_open, due);
        return;
    }
    ipa_kernels_copy(due, open);
    accrue_own(own, fraction, principal, due);
    if (tranche->arrears_at_coupon)
        accrue_own(own, fraction, open, due);
    else
        ipa_kernels_accrue(due, open, on_open);
    ipa_kernels_keep(waterfall->live->lane, due);
}

void ipa_coupons_accrete(const ipa_waterfall *waterfall, int t, const double *balance,
                         double *added) {
    const ipa_plan_tranche *tranche = &waterfall->plan->tranches[t];
    const int k = waterfall->k;
    const double *own = own_coupon(waterfall, t);
    if (waterfall->rounding) {
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            added[p] = ipa_rounding_accretion(
                waterfall->plan, t, rounded_at(waterfall, t, own, p).on_balance, balance[p]);
        return;
    }
    ipa_kernels_fill(added, 0);
    if (own != NULL) {
        accrue_own(own, ipa_fraction_value(tranche->fraction[k]), balance, added);
        return;
    }
    ipa_kernels_copy(added, balance);
    ipa_kernels_scale(added, ipa_plan_accrual_value(ipa_plan_accrual(tranche, k)));
}
