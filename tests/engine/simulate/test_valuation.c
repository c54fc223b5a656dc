#include "engine/simulate/valuation.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/runs.h"

static test_run base_of(const char *folder) {
    test_run run = run_load(folder);
    run_simulate(&run, 0, 1, 1);
    return run;
}

static double cash(const ipa_base_tranche *of, int k) {
    return of->interest_paid[k] + of->principal_paid[k] + of->residual[k];
}

/* Price at an annual yield, straight from the definition. */
static double price_at(const test_run *run, const ipa_base_tranche *of, double balance,
                       double yield) {
    double price = 0;
    for (int k = 0; k < run->plan->n_periods; k++)
        if (run->plan->periods[k].years_from_valuation > 0)
            price += 100 / balance * cash(of, k) *
                     pow(1 + yield, -run->plan->periods[k].years_from_valuation);
    return price;
}

/* The senior notes: a life of 1.6295 years on payment dates, worked out outside the engine. */
Test(valuation, senior_notes_of_the_sample) {
    test_run run = base_of("deals/eight-firms");
    const ipa_base_tranche *a = &run.result->base.tranches[run_tranche(&run, "A")];
    const ipa_valuation *value = &a->valuation;
    cr_expect_float_eq(value->wal, 1.6295, 5e-5, "%.6f", value->wal);
    cr_expect_eq(value->accrued, 0);
    cr_expect_float_eq(value->price, price_at(&run, a, 95e6, value->yield), 1e-9);
    run_free(&run);
}

/* Flat curve: the yield is the rate, and price, durations and convexity are sums of powers. */
Test(valuation, on_a_flat_curve) {
    test_run run = base_of("tests/golden/e2e18_path_no_default");
    for (int t = 0; t < 2; t++) {
        const ipa_base_tranche *of = &run.result->base.tranches[t];
        const double balance = run.plan->tranches[t].original / 100, y = exp(0.03) - 1;
        const double h = 1e-4, price = price_at(&run, of, balance, y);
        const double up = price_at(&run, of, balance, y + h),
                     down = price_at(&run, of, balance, y - h);
        cr_expect_float_eq(of->valuation.price, price, 1e-10);
        cr_expect_float_eq(of->valuation.yield, y, 1e-11);
        cr_expect_float_eq(of->valuation.duration, (down - up) / (2 * h * price), 1e-6);
        cr_expect_float_eq(of->valuation.duration_macaulay, of->valuation.duration * (1 + y),
                           1e-10);
        cr_expect_float_eq(of->valuation.convexity, (up + down - 2 * price) / (h * h * price),
                           1e-4);
    }
    run_free(&run);
}

/* Moved a quarter and ten days on: one date is past, ten days of interest have accrued, and prices
 * are per 100 of what is left. */
Test(valuation, between_two_dates) {
    test_run run = base_of("tests/golden/e2e18_path_no_default");
    ipa_plan plan = *run.plan;
    ipa_deal deal = *plan.deal;
    ipa_period *periods = IPA_NEW_ARRAY(run.arena, plan.n_periods, ipa_period);
    memcpy(periods, plan.periods, (size_t)plan.n_periods * sizeof *periods);
    plan.deal = &deal;
    plan.periods = periods;
    deal.market.valuation_date = periods[0].payment + 10;
    for (int k = 0; k < plan.n_periods; k++)
        periods[k].years_from_valuation = (periods[k].payment - deal.market.valuation_date) / 365.0;
    const ipa_base_tranche *a = &run.result->base.tranches[0];
    const ipa_valuation value = ipa_valuation_of(&plan, 0, a);
    cr_expect_float_eq(ipa_valuation_balance(&plan, a), 297, 1e-10);
    cr_expect_float_eq(value.accrued, 2.79 * 10 / 365, 1e-12);
    double price = 0;
    for (int k = 1; k < plan.n_periods; k++)
        price += 100.0 / 297 * cash(a, k) * exp(-0.03 * periods[k].years_from_valuation);
    cr_expect_float_eq(value.price, price, 1e-10);
    cr_expect_float_eq(value.wal, a->valuation.wal, 1e-14, "life runs from closing");
    run_free(&run);
}

Test(valuation, what_is_never_paid_has_no_yield) {
    test_run run = base_of("tests/golden/e2e18_path_no_default");
    ipa_base_tranche nothing = run.result->base.tranches[0];
    double *zero = IPA_NEW_ARRAY(run.arena, run.plan->n_periods, double);
    nothing.interest_paid = nothing.principal_paid = nothing.residual = zero;
    nothing.closing = nothing.opening;
    const ipa_valuation value = ipa_valuation_of(run.plan, 0, &nothing);
    cr_expect_eq(value.price, 0);
    cr_expect(isnan(value.yield) && isnan(value.duration) && isnan(value.convexity));
    run_free(&run);
}

/* The yield of the mean cash flow at par: of certain cash, the yield at which its price is 100. */
Test(valuation, loss_adjusted_yield_of_certain_cash) {
    test_run run = base_of("tests/golden/e2e18_path_no_default");
    const ipa_base_tranche *a = &run.result->base.tranches[0];
    ipa_fan *fans = IPA_NEW_ARRAY(run.arena, run.plan->n_periods, ipa_fan);
    for (int k = 0; k < run.plan->n_periods; k++)
        fans[k].mean.mean = cash(a, k);
    const double yield = ipa_valuation_loss_adjusted(run.plan, 0, 330, fans);
    cr_expect_float_eq(price_at(&run, a, 330, yield), 100, 1e-9);
    cr_expect(isnan(ipa_valuation_loss_adjusted(run.plan, 0, 0, fans)));
    run_free(&run);
}
