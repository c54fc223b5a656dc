#pragma once
/** Money as the contracts round it: per unit of a tranche, or to the fen, decided in integers.
 *
 *  Knows: units, the decimals of a unit's interest and principal, fees, shares.
 *  Does not know: lanes, priorities. Amounts are whole fen.
 */
#include "engine/deal/plan.h"

/** What a unit's money is counted in: 10^-decimals of the currency, times the number of units. */
typedef struct ipa_rounding_grid {
    int64_t n_units;
    int decimals;
} ipa_rounding_grid;

ipa_rounding_grid ipa_rounding_interest_grid(const ipa_plan *plan, int t);
ipa_rounding_grid ipa_rounding_principal_grid(const ipa_plan *plan, int t);

/** Interest of a period per unit of balance, and of arrears. */
typedef struct ipa_rounding_accruals {
    ipa_accrual on_balance, on_arrears;
} ipa_rounding_accruals;

/** Those of the plan in period k. */
ipa_rounding_accruals ipa_rounding_accruals_of(const ipa_plan *plan, int t, int k);

/** Interest on a balance, and on arrears at their own rate: each per unit, half up, then times the
 *  units. @units arrears included in what is returned. */
double ipa_rounding_interest(const ipa_plan *plan, int t, ipa_rounding_accruals accruals,
                             double balance, double arrears);

/** Interest that is added to the balance: per unit, half up, as principal is. */
double ipa_rounding_accretion(const ipa_plan *plan, int t, ipa_accrual accrual, double balance);

/** A share of a balance, down per unit. */
double ipa_rounding_part(ipa_rounding_grid grid, double balance, ipa_decimal share);

/** The most that every unit can get alike out of an amount. */
double ipa_rounding_down(ipa_rounding_grid grid, double amount);

/** A fee or tax: base × rate × fraction, half up to the fen; ties of a negative one mirror. */
double ipa_rounding_fee(double base, ipa_decimal rate, ipa_fraction fraction);

/** pot × weight ÷ total, down to the fen. */
double ipa_rounding_share(double pot, double weight, double total);

/** The nearest whole fen of a figure that was computed in doubles (an expression, a recovery). */
double ipa_rounding_nearest(double amount);
