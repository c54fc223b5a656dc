#pragma once
/** What the money costs each firm, all in: what it receives and repays, the fees it bears beside
 *  the deal, the subsidies it is given, in the base case and never in the deal's cash.
 *
 *  Knows: a firm's years, fees and subsidies with their caps, internal rates of return.
 *  Does not know: paths, the waterfall.
 */
#include "engine/deal/plan.h"

/** One year of a firm, (start, end], counted from the day it first receives money. Yuan. */
typedef struct ipa_obligor_year {
    ipa_date start, end;      /**< the last year ends with the last due */
    double opening;           /**< owed as the year begins */
    double received;          /**< in the year; in the first also on its first day */
    double principal, income; /**< paid in the year */
    double fees, subsidies;   /**< of the year, all items together */
    double *fee, *subsidy;    /**< [n_obligor_fees], [n_subsidies] of the deal */
} ipa_obligor_year;

typedef struct ipa_obligor_cost {
    int obligor;
    ipa_obligor_year *years;
    int n_years;
    double received, principal, income, fees, subsidies;
    double net;               /**< income + fees − subsidies: what the money costs in all */
    double cost;              /**< a year, annual effective; NaN where no rate gives it */
    double cost_unsubsidised; /**< the same without subsidies */
    double contract_rate;     /**< the same without fees and subsidies */
} ipa_obligor_cost;

typedef struct ipa_obligor_costs {
    ipa_obligor_cost *items; /**< firms that receive money: not those that only pay royalties */
    int n_items;
} ipa_obligor_costs;

/** Costs of every firm with principal in the pool. @owner the arena. */
ipa_obligor_costs ipa_obligor_cost_all(const ipa_plan *plan, ipa_arena *arena);

/** A dated amount as a firm sees it: received above 0, paid below. */
typedef struct ipa_obligor_flow {
    double years, amount;
} ipa_obligor_flow;

/** The annual effective rate at which the flows are worth nothing.
 *  @ensures NaN where no rate between −99% and 10,000% does. */
double ipa_obligor_cost_rate(const ipa_obligor_flow *flows, int n_flows);
