#include "tests/support/sales_plan.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "engine/math/cholesky.h"

static void set_grid(sales_plan *of, int n_periods) {
    ipa_plan *plan = &of->plan;
    plan->n_periods = n_periods;
    plan->periods = IPA_NEW_ARRAY(of->arena, n_periods, ipa_period);
    plan->whole_life = IPA_NEW_ARRAY(of->arena, n_periods, double);
    plan->collection_years = IPA_NEW_ARRAY(of->arena, n_periods, double);
    for (int k = 0; k < n_periods; k++) {
        plan->whole_life[k] = 1 / sqrt(n_periods);
        plan->periods[k].collection_start = (ipa_date)lround(365 * k * of->step);
        plan->periods[k].collection_end = (ipa_date)lround(365 * (k + 1) * of->step);
        plan->collection_years[k] = of->step;
    }
}

sales_plan *sales_plan_create(int n_factors, const double *correlation, int n_periods,
                              double step) {
    sales_plan *of = calloc(1, sizeof *of);
    cr_assert_not_null(of);
    of->arena = ipa_arena_create();
    of->step = step;
    ipa_plan *plan = &of->plan;
    plan->arena = of->arena;
    set_grid(of, n_periods);
    plan->n_factors = n_factors;
    plan->factor_streams = IPA_NEW_ARRAY(of->arena, n_factors, uint32_t);
    plan->sales = IPA_NEW_ARRAY(of->arena, n_factors, ipa_plan_process);
    plan->cholesky = IPA_NEW_ARRAY(of->arena, n_factors * n_factors, double);
    double *matrix = IPA_NEW_ARRAY(of->arena, n_factors * n_factors, double);
    for (int f = 0; f < n_factors; f++) {
        plan->factor_streams[f] = 1000 + (uint32_t)f;
        for (int g = 0; g < n_factors; g++)
            matrix[f * n_factors + g] = correlation ? correlation[f * n_factors + g] : f == g;
    }
    plan->correlation = matrix;
    cr_assert_eq(ipa_cholesky_factor(n_factors, matrix, plan->cholesky, NULL, NULL), IPA_OK);
    return of;
}

void sales_plan_free(sales_plan *of) {
    ipa_arena_destroy(of->arena);
    free(of);
}

static double *of_periods(const sales_plan *of, double value) {
    double *values = IPA_NEW_ARRAY(of->arena, of->plan.n_periods, double);
    for (int k = 0; k < of->plan.n_periods; k++)
        values[k] = value;
    return values;
}

/* (1 − e^{−κt})/κ, its limit t at 0. */
static double reverted(double kappa, double t) {
    return kappa > 0 ? (1 - exp(-kappa * t)) / kappa : t;
}

ipa_plan_process sales_plan_process(const sales_plan *of, double kappa, double sigma) {
    double *drift = of_periods(of, 0);
    for (int k = 0; k < of->plan.n_periods; k++)
        drift[k] = -0.5 * sigma * sigma * reverted(2 * kappa, (k + 1) * of->step);
    return (ipa_plan_process){
        .given = true,
        .decay = of_periods(of, exp(-kappa * of->step)),
        .sd = of_periods(of, sigma * sqrt(reverted(2 * kappa, of->step))),
        .drift = drift,
        .expected = of_periods(of, 1),
    };
}

static double level_variance(sales_growth g, double t) {
    const double b = reverted(g.kappa, t), twice = reverted(2 * g.kappa, t);
    return g.sigma * g.sigma * t + g.eta * g.eta / (g.kappa * g.kappa) * (t - 2 * b + twice) +
           2 * g.rho * g.sigma * g.eta / g.kappa * (t - b);
}

ipa_plan_process sales_plan_growing(const sales_plan *of, sales_growth g) {
    double *drift = of_periods(of, 0), *expected = of_periods(of, 1);
    for (int k = 0; k < of->plan.n_periods; k++) {
        const double t = (k + 1) * of->step;
        drift[k] =
            (g.mean - 0.5 * g.sigma * g.sigma) * t + (g.initial - g.mean) * reverted(g.kappa, t);
        expected[k] = exp(drift[k] + 0.5 * level_variance(g, t));
    }
    const double b = reverted(g.kappa, of->step);
    const double covariance = 0.5 * g.eta * g.eta * b * b + g.rho * g.sigma * g.eta * b;
    const double sd = sqrt(level_variance(g, of->step));
    const double growth_variance = g.eta * g.eta * reverted(2 * g.kappa, of->step);
    return (ipa_plan_process){
        .given = true,
        .grows = true,
        .decay = of_periods(of, 1),
        .sd = of_periods(of, sd),
        .drift = drift,
        .expected = expected,
        .gain = of_periods(of, b),
        .growth_decay = of_periods(of, exp(-g.kappa * of->step)),
        .growth_shared = of_periods(of, covariance / sd),
        .growth_own = of_periods(of, sqrt(growth_variance - covariance * covariance / (sd * sd))),
    };
}
