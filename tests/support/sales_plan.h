#pragma once
/** Plans by hand that hold sales processes and nothing else: what a deal's resolution would fill.
 *
 *  Knows: equal periods (their dates to the day), the exact steps of model 4.2 in plain arithmetic.
 *  Does not know: deals, contracts.
 */
#include "engine/deal/plan.h"

typedef struct sales_plan {
    ipa_arena *arena;
    ipa_plan plan;
    double step; /**< years of a period */
} sales_plan;

/** Log growth that reverts (Schwartz and Moon): volatility of the level, then of growth. */
typedef struct sales_growth {
    double sigma, initial, mean, kappa, eta, rho;
} sales_growth;

/** Factors with correlation C (row-major; NULL: the identity), none with a process yet. @owner
 *  sales_plan_free. */
sales_plan *sales_plan_create(int n_factors, const double *correlation, int n_periods, double step);
void sales_plan_free(sales_plan *of);

/** A process that reverts with kappa (0: a random walk). */
ipa_plan_process sales_plan_process(const sales_plan *of, double kappa, double sigma);
/** kappa above 0. */
ipa_plan_process sales_plan_growing(const sales_plan *of, sales_growth g);
