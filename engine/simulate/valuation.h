#pragma once
/** Prices and yields of a tranche's flows, seen from the valuation date.
 *
 *  Knows: flows on payment dates, ACT/365F from the valuation date; only those after it count.
 *  Does not know: how the flows came about.
 */
#include "engine/simulate/result.h"

/** A tranche's balance on the valuation date in the base case: what prices are per 100 of. */
double ipa_valuation_balance(const ipa_plan *plan, const ipa_base_tranche *tranche);

/** Figures of the base case: price at curve + spread, annual effective yield at that price, its
 *  durations and convexity, accrued interest per 100, life from closing. */
ipa_valuation ipa_valuation_of(const ipa_plan *plan, int tranche, const ipa_base_tranche *of);

/** Annual effective yield of a tranche's mean cash flow at its issue price: `closing.proceeds`, or
 *  par. @shape cashflow[n_periods]. @ensures NaN when no yield gives the price. */
double ipa_valuation_loss_adjusted(const ipa_plan *plan, int tranche, double balance,
                                   const ipa_fan *cashflow);
