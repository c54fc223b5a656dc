#pragma once
/** Rates on simulated paths, resolved: when the short rate is looked at, what coupons make of it.
 *
 *  Knows: the dates of a deal and of its vehicle in one list, so that both see the same path; the
 *  bonds behind a reference rate; how a coupon is rounded, capped and floored.
 *  Does not know: random numbers, paths. @source model 8
 */
#include <stdint.h>

#include "engine/market/date.h"
#include "engine/market/short_rate.h"

/** The path of the short rate, from the valuation date: shared by a deal and its vehicle. */
typedef struct ipa_plan_short_rate {
    ipa_short_rate rate;
    ipa_date start; /**< the valuation date */
    int n_dates;
    const ipa_date *dates;            /**< [n_dates], ascending, after `start` */
    const ipa_short_rate_step *steps; /**< [n_dates] from the date before */
    /** Shocks of the factors (model 2): over one collection period the rate's shocks z[n] =
     *  part[n]·Σ β[f]·ε[f] + ζ[n] − kept·part[n]·Σ part[m]·ζ[m] are independent standard normals,
     *  and part[n] of the factors' shock, the share of the period's variance, falls on date n. */
    int n_factors, n_periods;   /**< of the plan that holds the contracts */
    const double *loadings;     /**< [n_factors]; NULL: the rate goes its own way */
    const double *cholesky;     /**< of the factors */
    const double *factor_shift; /**< [n_factors] of whole-life factors; NULL: none */
    const uint32_t *streams;    /**< [n_factors] */
    const double *weights;      /**< [n_periods]: model 2.2 */
    const int *period;          /**< [n_dates]; −1: outside the collection periods */
    const double *part;         /**< [n_dates] */
    const double *kept;         /**< [n_dates], the same for all dates of a period */
} ipa_plan_short_rate;

/** What a reference rate becomes on one reset date: `beside` + (1 − last bond) ÷ Σ accrual × bond,
 *  the simple or par rate of its tenor. */
typedef struct ipa_plan_reset {
    int date;      /**< of the short rate's */
    double beside; /**< the index's own level less the curve's rate of that tenor: kept on paths */
    int n_bonds;
    const ipa_short_rate_bond *bonds; /**< [n_bonds] fitted where the model is */
    const double *accrual;            /**< [n_bonds] years */
} ipa_plan_reset;

/** A coupon that floats on paths. Figures of the coupon are whole multiples of 10^−scale, exact in
 *  doubles. */
typedef struct ipa_plan_floating {
    int n_resets;
    const ipa_plan_reset *resets;
    const int *reset; /**< [n_periods] the one that holds; −1: certain, the plan's coupon */
    int scale;
    double unit;                /**< 10^scale */
    double index_unit;          /**< 10^decimals of the reference rate */
    double per_index_unit;      /**< unit ÷ index_unit */
    double spread, least, most; /**< × unit; ∓infinity: no floor, no cap */
} ipa_plan_floating;

typedef struct ipa_plan_rates {
    const ipa_plan_short_rate *path;
    const ipa_plan_floating *const *floating; /**< [n_tranches]; NULL: the plan's coupons */
    const int *payment; /**< [n_periods] date that discounts; −1: not after the valuation date;
                           NULL: paths are discounted on the curve */
    const double *log_price; /**< [n_periods] of the plain model's bond to that date */
} ipa_plan_rates;
