#include "engine/waterfall/rounding.h"

#include <math.h>

#include "engine/deal/deal.h"

enum { FEN = 2 }; /* places of an amount in the currency */

static const ipa_decimal ONE = {1, 0};
static const ipa_fraction WHOLE = {1, 1};

static ipa_decimal money(double fen) {
    return (ipa_decimal){llround(fen), FEN};
}

/* Interest on a notional has no units: it is whole fen. */
ipa_rounding_grid ipa_rounding_interest_grid(const ipa_plan *plan, int t) {
    if (plan->tranches[t].notional)
        return (ipa_rounding_grid){1, FEN};
    return (ipa_rounding_grid){llround(plan->tranches[t].units),
                               plan->deal->terms.interest_decimals};
}

ipa_rounding_grid ipa_rounding_principal_grid(const ipa_plan *plan, int t) {
    return (ipa_rounding_grid){llround(plan->tranches[t].units),
                               plan->deal->terms.principal_decimals};
}

/* Per unit of what stands: exact, because a balance and arrears are made of whole steps of the grid
 * and were rounded to the fen by less than half a step. */
static ipa_decimal per_unit(ipa_rounding_grid grid, double amount) {
    ipa_fraction share = {1, grid.n_units};
    return (ipa_decimal){ipa_decimal_round_product(money(amount), ONE, share, grid.decimals),
                         grid.decimals};
}

static double all_units(ipa_rounding_grid grid, int64_t steps) {
    ipa_decimal unit = {steps, grid.decimals};
    ipa_decimal n_units = {grid.n_units, 0};
    return (double)ipa_decimal_round_product(unit, n_units, WHOLE, FEN);
}

ipa_rounding_accruals ipa_rounding_accruals_of(const ipa_plan *plan, int t, int k) {
    return (ipa_rounding_accruals){ipa_plan_accrual(&plan->tranches[t], k),
                                   ipa_plan_arrears(&plan->tranches[t], k)};
}

double ipa_rounding_interest(const ipa_plan *plan, int t, ipa_rounding_accruals accruals,
                             double balance, double arrears) {
    const ipa_plan_tranche *tranche = &plan->tranches[t];
    const ipa_rounding_grid grid = ipa_rounding_interest_grid(plan, t);
    const ipa_decimal factor = tranche->notional
                                   ? money(balance)
                                   : per_unit(ipa_rounding_principal_grid(plan, t), balance);
    const ipa_decimal owed = per_unit(grid, arrears);
    const ipa_accrual on_balance = accruals.on_balance, on_arrears = accruals.on_arrears;
    int64_t steps = owed.mantissa;
    steps += ipa_decimal_round_product(factor, on_balance.rate, on_balance.fraction, grid.decimals);
    steps += ipa_decimal_round_product(owed, on_arrears.rate, on_arrears.fraction, grid.decimals);
    return all_units(grid, steps);
}

double ipa_rounding_accretion(const ipa_plan *plan, int t, ipa_accrual accrual, double balance) {
    const ipa_rounding_grid grid = ipa_rounding_principal_grid(plan, t);
    return all_units(grid, ipa_decimal_round_product(per_unit(grid, balance), accrual.rate,
                                                     accrual.fraction, grid.decimals));
}

double ipa_rounding_part(ipa_rounding_grid grid, double balance, ipa_decimal share) {
    return all_units(
        grid, ipa_decimal_floor_product(per_unit(grid, balance), share, WHOLE, grid.decimals));
}

double ipa_rounding_down(ipa_rounding_grid grid, double amount) {
    ipa_fraction share = {1, grid.n_units};
    return all_units(grid, ipa_decimal_floor_product(money(amount), ONE, share, grid.decimals));
}

double ipa_rounding_fee(double base, ipa_decimal rate, ipa_fraction fraction) {
    return (double)ipa_decimal_round_product(money(base), rate, fraction, FEN);
}

double ipa_rounding_share(double pot, double weight, double total) {
    ipa_fraction part = {llround(weight), llround(total)};
    return (double)ipa_decimal_floor_product(money(pot), ONE, part, FEN);
}

double ipa_rounding_nearest(double amount) {
    return round(amount);
}
