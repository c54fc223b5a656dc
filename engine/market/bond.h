#pragma once
/** The figures of a bond's remaining cash flow: value, yield, spread, duration, convexity, life.
 *
 *  Knows: flows dated in years from the valuation date, curves, compounding.
 *  Does not know: dates and day counts of the deal, how the flows came about.
 *
 *  Values have the units of the flows; a price per 100 comes from flows per 100 of balance. Prices
 *  here are dirty: clean is dirty less accrued interest.
 */
#include <stddef.h>

#include "engine/base/status.h"
#include "engine/market/curve.h"
#include "engine/market/day_count.h"

typedef struct ipa_bond_flow {
    double years; /**< from the valuation date, not negative */
    double interest, principal;
} ipa_bond_flow;

/** The flows still to come, in any order; borrowed. */
typedef struct ipa_bond {
    const ipa_bond_flow *flows;
    size_t n_flows;
} ipa_bond;

/** How the price answers to the yield. */
typedef struct ipa_bond_risk {
    double price;     /**< dirty */
    double macaulay;  /**< present-value-weighted life, years */
    double modified;  /**< −(dP/dy) / P */
    double convexity; /**< (d²P/dy²) / P */
    double dv01;      /**< fall of the price when the yield rises by one basis point */
} ipa_bond_risk;

/** Keeps GSL from ending the process on an error of its own; call once, first thing in a program.
 */
void ipa_bond_quiet_gsl(void);

/** Value of all flows discounted at the curve plus a spread. */
double ipa_bond_value(const ipa_bond *bond, const ipa_curve *curve, double spread);

/** Dirty price at a yield. */
double ipa_bond_price(const ipa_bond *bond, ipa_compounding compounding, double yield);

/** The yield at which the flows are worth the dirty price; it may be negative.
 *  @errors IPA_RANGE for a price that is not positive and finite; IPA_NO_CONVERGENCE when no yield
 *  gives it. */
ipa_status ipa_bond_yield(const ipa_bond *bond, ipa_compounding compounding, double price,
                          double *yield, ipa_error *error) IPA_MUST_USE;

/** The spread over the curve (in its compounding) at which the flows are worth the dirty price; it
 *  may be negative. @errors as for the yield. */
ipa_status ipa_bond_spread(const ipa_bond *bond, const ipa_curve *curve, double price,
                           double *spread, ipa_error *error) IPA_MUST_USE;

/** Price, durations, convexity and DV01 at a yield, of all flows (interest and principal).
 *  @ensures all zero where the flows are worth nothing. */
ipa_bond_risk ipa_bond_risk_at(const ipa_bond *bond, ipa_compounding compounding, double yield);

/** Weighted average life: the mean time of the principal, by amount actually paid.
 *  @ensures 0 where no principal is paid. */
double ipa_bond_wal(const ipa_bond *bond);

/** Interest earned on the balance since the last interest date, still unpaid at settlement. */
double ipa_bond_accrued(double balance, double coupon, ipa_day_count day_count, ipa_date last,
                        ipa_date settlement);
