#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/oracle.h"
#include "tests/support/resolved.h"
#include "tests/support/written.h"

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(resolve_sales, .init = begin, .fini = end);

static void expect_near(double actual, double expected, double relative, const char *what) {
    cr_expect(fabs(actual - expected) <= relative * fabs(expected), "%s: %.17g, not %.17g", what,
              actual, expected);
}

static ipa_number figure(double value) {
    return (ipa_number){.value = value, .given = true};
}

/* Collection ends at these days from the cut-off date: unequal steps that hit 1 … 10 years. */
enum { N_PERIODS = 14 };
static const int days[N_PERIODS] = {1,    100,  365,  730,  1095, 1096,      1460,
                                    1825, 2190, 2555, 2920, 3285, 3285 + 91, 3650};

static ipa_deal *years_deal(void) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_date *dates = IPA_NEW_ARRAY(arena, N_PERIODS, ipa_date);
    for (int k = 0; k < N_PERIODS; k++)
        dates[k] = deal->terms.cutoff + days[k];
    deal->periods.dates = (ipa_date_list){dates, N_PERIODS};
    deal->terms.legal_final = dates[N_PERIODS - 1];
    return deal;
}

static ipa_plan *years_plan(const ipa_deal *deal) {
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_assert_eq(plan->n_periods, N_PERIODS);
    return plan;
}

static int period_at(double years) {
    for (int k = 0; k < N_PERIODS; k++)
        if (days[k] == years * 365)
            return k;
    return -1;
}

/* Moments of state and growth by recursion of the plan's own steps. */
typedef struct moments {
    double state, growth, cross;
} moments;

static moments moments_at(const ipa_plan_process *process, int last) {
    moments m = {0};
    for (int k = 0; k <= last; k++) {
        const double a = process->decay[k], s = process->sd[k];
        const double b = process->grows ? process->gain[k] : 0;
        const double d = process->grows ? process->growth_decay[k] : 0;
        const double g = process->grows ? process->growth_shared[k] : 0;
        const double o = process->grows ? process->growth_own[k] : 0;
        m = (moments){
            .state = a * a * m.state + 2 * a * b * m.cross + b * b * m.growth + s * s,
            .growth = d * d * m.growth + g * g + o * o,
            .cross = d * (a * m.cross + b * m.growth) + s * g,
        };
    }
    return m;
}

static const ipa_plan_process *level(double reversion, double volatility) {
    ipa_deal *deal = years_deal();
    ipa_deal_process *law = resolved_process(deal);
    law->reversion = figure(reversion);
    law->volatility = figure(volatility);
    return &years_plan(deal)->sales[0];
}

Test(resolve_sales, reverting_steps_compose_to_the_closed_variance) {
    static const double laws[][2] = {{0.5, 0.15}, {3, 0.4}, {1e-7, 0.2}, {0, 0.25}, {0.6, 0}};
    for (int n = 0; n < 5; n++) {
        const double reversion = laws[n][0], sigma = laws[n][1];
        const ipa_plan_process *process = level(reversion, sigma);
        cr_assert(process->given && !process->grows && process->gain == NULL);
        for (int k = 0; k < N_PERIODS; k++) {
            const double t = days[k] / 365.0;
            const double variance = reversion > 0
                                        ? sigma * sigma * -expm1(-2 * reversion * t) / 2 / reversion
                                        : sigma * sigma * t;
            expect_near(moments_at(process, k).state, variance, 1e-12, "variance");
            expect_near(process->drift[k], -variance / 2, 1e-14, "drift");
            cr_expect_eq(process->expected[k], 1);
        }
    }
}

Test(resolve_sales, variances_are_those_of_oracles_7_and_8) {
    size_t n_rows;
    int n_seen = 0;
    ipa_oracle_row *rows = oracle_read("08_ou_meanreverting.csv", &n_rows);
    for (size_t row = 0; row < n_rows; row++) {
        const bool variance = strcmp(rows[row].case_id, "ou_var") == 0;
        const bool covariance = strcmp(rows[row].case_id, "ou_cov") == 0;
        const double t = variance ? oracle_parameter(&rows[row], "t") : 1;
        if ((!variance && !covariance) || period_at(t) < 0)
            continue;
        const ipa_plan_process *process =
            level(oracle_parameter(&rows[row], "kappa"), oracle_parameter(&rows[row], "sigma"));
        double value = moments_at(process, period_at(t)).state;
        for (int k = period_at(1) + 1; covariance && k <= period_at(3); k++)
            value *= process->decay[k]; /* Cov[X_1, X_3] */
        expect_near(value, rows[row].value, 1e-12, rows[row].params);
        n_seen++;
    }
    cr_expect_geq(n_seen, 4);
    free(rows);
    rows = oracle_read("07_gbm_royalty.csv", &n_rows);
    n_seen = 0;
    for (size_t row = 0; row < n_rows; row++) {
        if (strcmp(rows[row].case_id, "var") != 0 && strcmp(rows[row].case_id, "cov") != 0)
            continue;
        const bool at_one = oracle_has(&rows[row], "t") && !oracle_has(&rows[row], "s");
        const double t = oracle_parameter(&rows[row], "t"),
                     s = at_one ? t : oracle_parameter(&rows[row], "s");
        if (period_at(s) < 0)
            continue;
        const ipa_plan_process *process = level(0, oracle_parameter(&rows[row], "sigma"));
        const double mean = pow(oracle_parameter(&rows[row], "S0"), 2) *
                            exp(oracle_parameter(&rows[row], "mu") * (s + t));
        expect_near(mean * expm1(moments_at(process, period_at(s)).state), rows[row].value, 1e-12,
                    rows[row].params);
        n_seen++;
    }
    cr_expect_geq(n_seen, 4);
    free(rows);
}

/* ---- growth ---- */

typedef struct growth_law {
    double initial, mean, reversion, volatility, correlation, sigma;
} growth_law;

static const ipa_plan_process *growing(growth_law law) {
    ipa_deal *deal = years_deal();
    ipa_deal_process *process = resolved_process(deal);
    process->grows = true;
    process->volatility = figure(law.sigma);
    process->growth_initial = figure(law.initial);
    process->growth_mean = figure(law.mean);
    process->growth_reversion = figure(law.reversion);
    process->growth_volatility = figure(law.volatility);
    process->growth_correlation = figure(law.correlation);
    return &years_plan(deal)->sales[0];
}

Test(resolve_sales, growth_that_reverts_is_oracle_8) {
    size_t n_rows;
    int n_seen = 0;
    ipa_oracle_row *rows = oracle_read("08_ou_meanreverting.csv", &n_rows);
    for (size_t row = 0; row < n_rows; row++) {
        const ipa_oracle_row *at = &rows[row];
        static const char *const figures[] = {"growth_mean_lnS", "growth_var_lnS", "growth_mean_S",
                                              "growth_sd_S"};
        int which = 0;
        while (which < 4 && strcmp(at->case_id, figures[which]) != 0)
            which++;
        if (which == 4)
            continue;
        const int k = period_at(oracle_parameter(at, "t"));
        cr_assert_geq(k, 0);
        const ipa_plan_process *process =
            growing((growth_law){oracle_parameter(at, "g0"), oracle_parameter(at, "gbar"),
                                 oracle_parameter(at, "kg"), oracle_parameter(at, "eta"),
                                 oracle_parameter(at, "rho"), oracle_parameter(at, "sigmaS")});
        const double s0 = oracle_parameter(at, "S0"), variance = moments_at(process, k).state;
        const double mean = s0 * process->expected[k];
        const double values[] = {log(s0) + process->drift[k], variance, mean,
                                 mean * sqrt(expm1(variance))};
        expect_near(values[which], at->value, 1e-12, at->case_id);
        n_seen++;
    }
    cr_expect_eq(n_seen, 12);
    free(rows);
}

/* ∫₀^t (σ² + 2ρση·B + η²·B²) du, B(u) = (1 − e^{−κu})/κ, by Simpson's rule. */
static double variance_by_quadrature(growth_law law, double t) {
    enum { STEPS = 4000 };
    double sum = 0;
    for (int n = 0; n <= STEPS; n++) {
        const double u = t * n / STEPS;
        const double b = law.reversion > 0 ? -expm1(-law.reversion * u) / law.reversion : u;
        const double value = law.sigma * law.sigma +
                             2 * law.correlation * law.sigma * law.volatility * b +
                             law.volatility * law.volatility * b * b;
        sum += value * (n == 0 || n == STEPS ? 1 : n % 2 == 1 ? 4 : 2);
    }
    return sum * t / STEPS / 3;
}

Test(resolve_sales, growth_keeps_its_digits_as_reversion_falls_to_nothing) {
    static const double reversions[] = {0, 1e-12, 1e-6, 1e-3, 0.0999, 0.1001, 0.9, 1.1, 20};
    for (int n = 0; n < 9; n++) {
        const growth_law law = {0.15, 0.02, reversions[n], 0.08, -0.4, 0.2};
        const ipa_plan_process *process = growing(law);
        cr_assert(process->given && process->grows);
        for (int k = 0; k < N_PERIODS; k++) {
            const double t = days[k] / 365.0, x = law.reversion * t;
            const double b = x > 0 ? -expm1(-x) / law.reversion : t;
            const double variance = variance_by_quadrature(law, t);
            const moments m = moments_at(process, k);
            expect_near(m.state, variance, 1e-11, "variance of ln S");
            expect_near(m.growth, 0.0064 * (x > 0 ? -expm1(-2 * x) / 2 / law.reversion : t), 1e-11,
                        "variance of growth");
            const double reverting = 0.0064 * b * b / 2, shared = 0.4 * 0.2 * 0.08 * b;
            cr_expect(fabs(m.cross - (reverting - shared)) <= 1e-12 * (reverting + shared));
            const double drift = (0.02 - 0.02) * t + 0.13 * b;
            expect_near(process->drift[k], drift, 1e-13, "drift");
            expect_near(process->expected[k], exp(drift + variance / 2), 1e-12, "expected");
        }
    }
}

Test(resolve_sales, growth_without_noise_is_certain) {
    const ipa_plan_process *certain = growing((growth_law){0.1, 0.03, 0.5, 0, 0.3, 0});
    const ipa_plan_process *own_only = growing((growth_law){0.1, 0.03, 0.5, 0.05, 0, 0});
    for (int k = 0; k < N_PERIODS; k++) {
        const double t = days[k] / 365.0;
        cr_expect(certain->sd[k] == 0 && certain->growth_shared[k] == 0 &&
                  certain->growth_own[k] == 0);
        expect_near(certain->expected[k], exp(0.03 * t + 0.07 * -expm1(-0.5 * t) / 0.5), 1e-14,
                    "expected");
        cr_expect(own_only->sd[k] > 0 && own_only->growth_shared[k] > 0);
    }
}

/* ---- the deal ---- */

Test(resolve_sales, factors_without_a_process_have_none) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_plan *plan = resolved_plan(deal, arena);
    for (int f = 0; f < plan->n_factors; f++)
        cr_expect(!plan->sales[f].given && plan->sales[f].sd == NULL);
    resolved_process(deal)->factor.id = deal->model.factors[2].id;
    deal->model.sales->volatility = figure(0.2);
    plan = resolved_plan(deal, arena);
    for (int f = 0; f < plan->n_factors; f++)
        cr_expect_eq(plan->sales[f].given, f == 2);
}

Test(resolve_sales, weights_of_a_life_and_lengths_of_periods) {
    ipa_plan *plan = resolved_plan(resolved_sample(arena), arena);
    double square = 0, years = 0;
    for (int k = 0; k < plan->n_periods; k++) {
        cr_expect_eq(plan->whole_life[k], plan->whole_life[0]);
        square += plan->whole_life[k] * plan->whole_life[k];
        years += plan->collection_years[k];
    }
    expect_near(square, 1, 1e-14, "|w|");
    expect_near(plan->collection_years[0], 92 / 365.0, 1e-15, "2025-07-25 to 2025-10-25");
    expect_near(years, 1826 / 365.0, 1e-14, "2025-07-25 to 2030-07-25");
}

Test(resolve_sales, a_contract_has_noise_of_its_own) {
    ipa_deal *deal = years_deal();
    ipa_deal_contract *contract = resolved_only(deal);
    contract->kind = IPA_CONTRACT_ROYALTY;
    contract->principal = figure(0);
    contract->sales_reversion = figure(0.8);
    contract->sales_volatility = figure(0);
    cr_expect(!years_plan(deal)->contracts[0].royalty->own.given);
    contract->sales_volatility = figure(0.3);
    const ipa_plan_process own = years_plan(deal)->contracts[0].royalty->own;
    cr_assert(own.given && !own.grows);
    expect_near(moments_at(&own, period_at(5)).state, 0.09 * -expm1(-8) / 1.6, 1e-12, "five years");
}
