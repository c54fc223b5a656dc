/* The senior class of the sample, its flows as the base case has them, priced by hand here. */
#include <criterion/criterion.h>
#include <math.h>

#include "engine/simulate/valuation.h"
#include "tests/support/runs.h"

static test_run run;
static void load(void) {
    run = run_load("deals/eight-firms");
    run_simulate(&run, 0, 1, 1);
}
static void unload(void) {
    run_free(&run);
}
TestSuite(valuation, .init = load, .fini = unload);

static double paid(const ipa_base_tranche *of, int k) {
    return of->interest_paid[k] + of->principal_paid[k] + of->residual[k];
}

/* Value per 100 at an annual yield, and its first two derivatives over it. */
static void at_yield(const ipa_base_tranche *of, double balance, double yield, double value[3]) {
    value[0] = value[1] = value[2] = 0;
    for (int k = 0; k < run.plan->n_periods; k++) {
        const double t = run.plan->periods[k].years_from_valuation;
        const double cash = t > 0 ? 100 * paid(of, k) / balance : 0;
        value[0] += cash * pow(1 + yield, -t);
        value[1] -= t * cash * pow(1 + yield, -t - 1);
        value[2] += t * (t + 1) * cash * pow(1 + yield, -t - 2);
    }
}

static void expect_consistent(int t, double balance) {
    const ipa_base_tranche *of = &run.result->base.tranches[t];
    const ipa_valuation got = of->valuation;
    double price = 0, value[3], time = 0, principal = 0;
    for (int k = 0; k < run.plan->n_periods; k++) {
        const double years = run.plan->periods[k].years_from_valuation;
        if (years > 0)
            price += 100 * paid(of, k) / balance *
                     ipa_curve_discount(&run.plan->curve, years, run.plan->tranches[t].spread);
        time += run.plan->periods[k].years_from_closing * (of->opening[k] - of->closing[k]);
        principal += of->opening[k] - of->closing[k];
    }
    at_yield(of, balance, got.yield, value);
    cr_expect_float_eq(got.price, price, 1e-9);
    cr_expect_float_eq(value[0], price, 1e-8);
    cr_expect_float_eq(got.duration, -value[1] / value[0], 1e-9);
    cr_expect_float_eq(got.duration_macaulay, -value[1] / value[0] * (1 + got.yield), 1e-9);
    cr_expect_float_eq(got.convexity, value[2] / value[0], 1e-8);
    cr_expect_float_eq(got.wal, time / principal, 1e-12);
}

Test(valuation, price_yield_and_duration_belong_together) {
    expect_consistent(run_tranche(&run, "A"), 95e6);
    expect_consistent(run_tranche(&run, "SUB"), 5e6);
    /* by an independent program: 1.6295 years on payment dates */
    cr_expect_float_eq(run.result->base.tranches[0].valuation.wal, 1.6295, 5e-5);
}

/* After the third date: only later flows count, per 100 of what is still outstanding. */
Test(valuation, later_on) {
    ipa_plan *plan = (ipa_plan *)run.plan;
    const double shift = plan->periods[2].years_from_valuation;
    const int days = plan->periods[2].payment - plan->deal->market.valuation_date;
    for (int k = 0; k < plan->n_periods; k++)
        plan->periods[k].years_from_valuation -= shift;
    ((ipa_deal *)plan->deal)->market.valuation_date += days;
    run_simulate(&run, 0, 1, 1);
    const ipa_base_tranche *a = &run.result->base.tranches[0];
    cr_expect_eq(ipa_valuation_balance(plan, a), a->closing[2]);
    expect_consistent(0, a->closing[2]);
    /* interest runs from the nominal date before the valuation date */
    const double accrued =
        100 * 0.0279 * (plan->deal->market.valuation_date - plan->periods[3].accrual_start) / 365.0;
    cr_expect_float_eq(a->valuation.accrued, accrued, 1e-12);
}

Test(valuation, yield_of_the_mean_cash_flow) {
    run_simulate(&run, 20000, 1, 1);
    const ipa_tranche_figures *of = &run.result->simulation->tranches[0];
    double value = 0;
    for (int k = 0; k < run.plan->n_periods; k++)
        value += of->cashflow[k].mean.mean / 95e4 *
                 pow(1 + of->loss_adjusted_yield, -run.plan->periods[k].years_from_valuation);
    cr_expect_float_eq(value, 100, 1e-7);
}

Test(valuation, nothing_paid_has_no_yield) {
    ipa_fan *none = IPA_NEW_ARRAY(run.arena, run.plan->n_periods, ipa_fan);
    cr_expect(isnan(ipa_valuation_loss_adjusted(run.plan, 0, 95e6, none)));
    cr_expect(isnan(ipa_valuation_loss_adjusted(run.plan, 0, 0, none)));
}

/* ---- small bonds by hand: years 1, 2, 3, a flat curve of 5% a year ---- */

enum { N_YEARS = 3 };

typedef struct small_bond {
    ipa_deal deal;
    ipa_period periods[N_YEARS];
    ipa_plan_tranche tranche;
    ipa_plan plan;
    double opening[N_YEARS], interest[N_YEARS], principal[N_YEARS], closing[N_YEARS],
        nothing[N_YEARS];
} small_bond;

static ipa_valuation valued(small_bond *of, double original) {
    of->plan = (ipa_plan){.deal = &of->deal,
                          .n_periods = N_YEARS,
                          .periods = of->periods,
                          .n_tranches = 1,
                          .tranches = &of->tranche,
                          .curve = ipa_curve_flat(0.05, IPA_COMPOUNDING_ANNUAL)};
    double balance = original;
    for (int k = 0; k < N_YEARS; k++) {
        of->periods[k].years_from_closing = of->periods[k].years_from_valuation = k + 1;
        of->opening[k] = balance;
        balance -= of->principal[k];
        of->closing[k] = balance;
    }
    const ipa_base_tranche base = {.opening = of->opening,
                                   .interest_paid = of->interest,
                                   .principal_paid = of->principal,
                                   .residual = of->nothing,
                                   .accreted = of->nothing,
                                   .closing = of->closing};
    return ipa_valuation_of(&of->plan, 0, &base);
}

/* 60 of 100 are repaid, 40 after one year and 20 after two; what is never paid has no time. */
Test(small_bonds, life_is_of_the_principal_that_was_repaid) {
    small_bond bond = {.principal = {40, 20, 0}};
    const ipa_valuation got = valued(&bond, 100);
    cr_expect_float_eq(got.wal, (1 * 40 + 2 * 20) / 60.0, 1e-15);
    cr_expect_float_eq(got.price, 40 / 1.05 + 20 / (1.05 * 1.05), 1e-12);
}

/* One flow at T: duration T/(1+y), convexity T(T+1)/(1+y)². */
Test(small_bonds, one_flow_has_the_convexity_of_its_time) {
    small_bond bond = {.principal = {0, 0, 100}};
    const ipa_valuation got = valued(&bond, 100);
    cr_expect_float_eq(got.yield, 0.05, 1e-12);
    cr_expect_float_eq(got.duration, 3 / 1.05, 1e-9);
    cr_expect_float_eq(got.duration_macaulay, 3, 1e-9);
    cr_expect_float_eq(got.convexity, 3 * 4 / (1.05 * 1.05), 1e-9);
}

/* Interest counts in convexity as principal does: a par bond of 5% has
 * Σ t(t+1)·5·v^t/100 + 3·4·v³, over (1+y)². */
Test(small_bonds, convexity_is_of_all_flows) {
    small_bond bond = {.interest = {5, 5, 5}, .principal = {0, 0, 100}};
    const ipa_valuation got = valued(&bond, 100);
    const double v = 1 / 1.05;
    const double second = 2 * 0.05 * v + 6 * 0.05 * v * v + 12 * 1.05 * v * v * v;
    cr_expect_float_eq(got.price, 100, 1e-12);
    cr_expect_float_eq(got.convexity, second * v * v, 1e-9);
}

/* Its yield is below zero: what it pays is less than its price. */
Test(small_bonds, a_negative_spread_and_yield_are_found) {
    small_bond bond = {.principal = {0, 0, 100}, .tranche = {.spread = -0.06}};
    const ipa_valuation got = valued(&bond, 100);
    cr_expect_float_eq(got.price, 100 / (0.99 * 0.99 * 0.99), 1e-11);
    cr_expect_float_eq(got.yield, -0.01, 1e-12);
}

Test(small_bonds, what_is_never_paid_has_no_yield) {
    small_bond bond = {.principal = {0, 0, 0}};
    const ipa_valuation got = valued(&bond, 100);
    cr_expect_eq(got.price, 0);
    cr_expect(isnan(got.yield) && isnan(got.wal) && isnan(got.duration));
}
