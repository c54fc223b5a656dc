#include "engine/waterfall/fees.h"

#include <math.h>

#include "engine/waterfall/evaluate.h"
#include "engine/waterfall/rounding.h"

static double *row_of(ipa_row **rows, const ipa_waterfall *waterfall, int n) {
    return rows[waterfall->first_payable[IPA_PAYEE_FEE] + n]->lane;
}

static ipa_decimal rate_of(const ipa_plan_fee *fee, int k) {
    const ipa_decimal one = {1, 0};
    if (fee->is_amount)
        return one;
    return fee->has_first_rate && k == 0 ? fee->first_rate : fee->rate;
}

static ipa_fraction share_of_year(const ipa_plan_fee *fee, int k) {
    const ipa_fraction whole = {1, 1};
    return fee->per == IPA_PER_YEAR && !fee->due_count ? fee->fraction[k] : whole;
}

/* y = y × rate × fraction, as the deal rounds. */
static void apply(const ipa_waterfall *waterfall, ipa_decimal rate, ipa_fraction fraction,
                  double *y) {
    if (waterfall->rounding)
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            y[p] = ipa_rounding_fee(y[p], rate, fraction);
    else
        ipa_kernels_scale(y, ipa_decimal_value(rate) * ipa_fraction_value(fraction));
}

static const double *find_base(ipa_waterfall *waterfall, int n) {
    const ipa_plan_fee *fee = &waterfall->plan->fees[n];
    double *base = waterfall->base[n].lane;
    if (!fee->is_amount)
        return ipa_evaluate_fen(waterfall, fee->base, base);
    ipa_kernels_fill(base, fee->amount);
    return base;
}

/* The rate on the base of all dates so far, less what fell due before: a base that turns out lower
 * than on earlier dates takes back what it can. */
static void accumulate(ipa_waterfall *waterfall, int n, double *due) {
    const ipa_plan_fee *fee = &waterfall->plan->fees[n];
    double *based = waterfall->based[n].lane;
    IPA_ASSERT(fee->per == IPA_PER_PERIOD);
    for (int p = 0; waterfall->rounding && p < waterfall->collections->n_paths; p++)
        due[p] = ipa_rounding_nearest(due[p]);
    ipa_kernels_add(based, due);
    ipa_kernels_copy(due, based);
    apply(waterfall, fee->rate, share_of_year(fee, waterfall->k), due);
    ipa_kernels_subtract(due, waterfall->fell[n].lane);
    if (!fee->carry_negative)
        ipa_kernels_positive(due);
    ipa_kernels_keep(waterfall->live->lane, due);
}

static bool is_limited(const ipa_plan_fee *fee) {
    return fee->floor > 0 || fee->cap < INFINITY || fee->cumulative_cap < INFINITY;
}

static void limit(const ipa_waterfall *waterfall, int n, double *restrict due) {
    const ipa_plan_fee *fee = &waterfall->plan->fees[n];
    const bool falls = !fee->due_count || fee->due_count[waterfall->k] > 0;
    const double least = fee->floor > 0 && falls ? fee->floor : -INFINITY;
    const double most = fee->cap, in_all = fee->cumulative_cap;
    const double *restrict fell = waterfall->fell[n].lane;
    for (int p = 0; p < IPA_LANES; p++) {
        double left = in_all - fell[p] > 0 ? in_all - fell[p] : 0;
        double x = due[p] < least ? least : due[p];
        x = x > most ? most : x;
        due[p] = x > left ? left : x;
    }
    ipa_kernels_keep(waterfall->live->lane, due);
}

static void accrue(ipa_waterfall *waterfall, int n, const double *base, double *due) {
    const ipa_plan_fee *fee = &waterfall->plan->fees[n];
    const ipa_decimal rate = rate_of(fee, waterfall->k);
    const ipa_fraction fraction = share_of_year(fee, waterfall->k);
    const double times = fee->due_count ? fee->due_count[waterfall->k] : 1;
    ipa_kernels_kept(waterfall->live->lane, base, due);
    if (fee->cumulative)
        accumulate(waterfall, n, due);
    else if (waterfall->rounding)
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            due[p] = times * ipa_rounding_fee(due[p], rate, fraction);
    else
        ipa_kernels_scale(due, ipa_decimal_value(rate) * ipa_fraction_value(fraction) * times);
    if (is_limited(fee))
        limit(waterfall, n, due);
}

/* Simple interest of the period on what is carried into it; what is set off bears none. */
static void add_interest(ipa_waterfall *waterfall, int n, double *due) {
    const ipa_plan_fee *fee = &waterfall->plan->fees[n];
    ipa_row interest;
    if (fee->arrears_rate.mantissa == 0)
        return;
    ipa_kernels_copy(interest.lane, row_of(waterfall->arrears, waterfall, n));
    ipa_kernels_positive(interest.lane);
    apply(waterfall, fee->arrears_rate, fee->arrears_fraction[waterfall->k], interest.lane);
    ipa_kernels_add_where(waterfall->live->lane, interest.lane, due);
}

/* A rate on a base and what is carried, in one pass. */
static void fix_plain(ipa_waterfall *waterfall, int n, const double *base) {
    const ipa_plan_fee *fee = &waterfall->plan->fees[n];
    const double times = fee->due_count ? fee->due_count[waterfall->k] : 1;
    const double rate = ipa_decimal_value(rate_of(fee, waterfall->k)) *
                        ipa_fraction_value(share_of_year(fee, waterfall->k));
    ipa_kernels_fee(waterfall->live->lane, base, rate * times,
                    row_of(waterfall->arrears, waterfall, n), waterfall->accrued[n].lane,
                    row_of(waterfall->due, waterfall, n));
}

static void fix(ipa_waterfall *waterfall, int n, const double *base) {
    const ipa_plan_fee *fee = &waterfall->plan->fees[n];
    double *due = row_of(waterfall->due, waterfall, n);
    if (!waterfall->rounding && !fee->cumulative && !is_limited(fee) &&
        fee->arrears_rate.mantissa == 0) {
        fix_plain(waterfall, n, base);
        return;
    }
    accrue(waterfall, n, base, due);
    ipa_kernels_copy(waterfall->accrued[n].lane, due);
    add_interest(waterfall, n, due);
    ipa_kernels_add_where(waterfall->live->lane, row_of(waterfall->arrears, waterfall, n), due);
}

void ipa_fees_fix(ipa_waterfall *waterfall, int n) {
    fix(waterfall, n, find_base(waterfall, n));
}

void ipa_fees_fix_all(ipa_waterfall *waterfall) {
    for (int n = 0; n < waterfall->plan->n_fees; n++) {
        const int same = waterfall->same_base[n];
        waterfall->bases[n] = same >= 0 ? waterfall->bases[same] : find_base(waterfall, n);
        fix(waterfall, n, waterfall->bases[n]);
    }
}

void ipa_fees_carry(ipa_waterfall *waterfall, int n) {
    const ipa_plan_fee *fee = &waterfall->plan->fees[n];
    if (fee->cumulative || is_limited(fee)) /* who asks what fell due before */
        ipa_kernels_add(waterfall->fell[n].lane, waterfall->accrued[n].lane);
    ipa_kernels_carry(row_of(waterfall->due, waterfall, n), row_of(waterfall->paid, waterfall, n),
                      fee->carry ? 1 : 0, fee->carry_negative ? 1 : 0,
                      row_of(waterfall->arrears, waterfall, n));
}
