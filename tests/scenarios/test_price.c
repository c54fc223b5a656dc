/* Prices against published figures, an oracle of bonds, and what is worked out by hand here. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/market/bond.h"
#include "scenarios/overlay.h"
#include "scenarios/price.h"
#include "tests/support/oracle.h"
#include "tests/support/runs.h"

static test_run run;
static void load(void) {
    ipa_bond_quiet_gsl();
    run = run_load("deals/eight-firms");
    run_simulate(&run, 0, 1, 1);
}
static void unload(void) {
    run_free(&run);
}
TestSuite(price, .init = load, .fini = unload, .timeout = 120);

static ipa_date day(const char *text) {
    ipa_date date = IPA_NO_DATE;
    cr_assert(ipa_date_parse(text, &date), "%s", text);
    return date;
}

static ipa_status begin_and_add(const ipa_result *of, const ipa_price_terms *terms,
                                ipa_price_result **price, ipa_error *error) {
    ipa_status status = IPA_OK;
    IPA_TRY(ipa_price_begin(of->plan, terms, run.arena, price, error));
    IPA_TRY(ipa_price_add(*price, of, error));
    IPA_TRY(ipa_price_finish(*price, error));
out:
    return status;
}

static ipa_price_result *priced(ipa_price_terms terms) {
    ipa_price_result *price = NULL;
    ipa_error error = {0};
    cr_assert_eq(begin_and_add(run.result, &terms, &price, &error), IPA_OK, "%s", error.message);
    return price;
}

/* The row of what was given, in the base case. */
static ipa_price_row given(ipa_price_given what, double value, ipa_date settlement) {
    const ipa_price_result *price =
        priced((ipa_price_terms){.settlement = settlement, .given = what, .value = value});
    cr_assert_eq(price->rows[0].point, IPA_PRICE_POINT_GIVEN);
    return price->rows[0];
}

static const ipa_price_row *row_of(const ipa_price_result *price, int at, ipa_price_point point) {
    for (int n = 0; n < price->n_rows; n++)
        if (price->rows[n].at == at && price->rows[n].point == point)
            return &price->rows[n];
    cr_assert(false, "no such row");
    return NULL;
}

/* ---- the sample's senior tranche ---- */

Test(price, the_sample_as_published) {
    static const double published[][2] = {{0.02, 101.279666},
                                          {0.025, 100.494939},
                                          {0.0279, 100.045136},
                                          {0.03, 99.721829},
                                          {0.035, 98.960098}};
    for (size_t n = 0; n < sizeof published / sizeof *published; n++) {
        const ipa_price_row row = given(IPA_PRICE_GIVEN_YIELD, published[n][0], IPA_NO_DATE);
        cr_expect_float_eq(row.clean, published[n][1], 5.1e-7);
        cr_expect_eq(row.accrued, 0);
        cr_expect_float_eq(row.wal, 1.6272, 5.1e-5);
    }
    const ipa_price_result *price = priced((ipa_price_terms){
        .settlement = IPA_NO_DATE, .given = IPA_PRICE_GIVEN_YIELD, .value = 0.0279});
    cr_expect_float_eq(price->rows[0].duration, 1.5437, 5.1e-5);
    cr_expect_float_eq(row_of(price, 0, IPA_PRICE_POINT_PAR)->yield, 0.028192, 5.1e-7);
    cr_expect_eq(price->terms.settlement, day("2025-07-25"));
}

Test(price, round_trips_come_back) {
    const ipa_date dates[] = {IPA_NO_DATE, day("2026-05-06"), day("2028-05-06")};
    for (size_t n = 0; n < sizeof dates / sizeof *dates; n++) {
        const ipa_price_row start = given(IPA_PRICE_GIVEN_PRICE, 98.7654321, dates[n]);
        cr_expect_eq(start.clean + start.accrued, start.dirty);
        const ipa_price_row by_yield = given(IPA_PRICE_GIVEN_YIELD, start.yield, dates[n]);
        const ipa_price_row by_spread = given(IPA_PRICE_GIVEN_SPREAD, start.spread, dates[n]);
        cr_expect_float_eq(by_yield.clean, 98.7654321, 1e-9);
        cr_expect_float_eq(by_spread.clean, 98.7654321, 1e-9);
        cr_expect_float_eq(by_yield.spread, start.spread, 1e-12);
        cr_expect_float_eq(by_spread.yield, start.yield, 1e-12);
    }
}

/* Notes that pay the coupon at par are worth par but for the rounding of interest to 0.0001 per
 * unit on twelve dates. */
Test(price, the_coupon_at_par_makes_par) {
    const ipa_overlay_base deal = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};
    const double par =
        row_of(priced((ipa_price_terms){.settlement = IPA_NO_DATE}), 0, IPA_PRICE_POINT_MARKET)
            ->par_coupon;
    const char *field = NULL;
    ipa_overlaid changed;
    cr_assert_eq(ipa_price_coupon_field(run.plan->deal, 0, run.arena, &field, NULL), IPA_OK);
    const ipa_stress_override coupon = ipa_overlay_number(field, par, run.arena);
    cr_assert_eq(ipa_overlay_apply(&deal, &coupon, 1, run.arena, &changed, NULL), IPA_OK);
    run.plan = changed.plan;
    run_simulate(&run, 0, 1, 1);
    const ipa_price_row row = given(IPA_PRICE_GIVEN_COUPON, par, IPA_NO_DATE);
    cr_expect_float_eq(row.clean, 100, 6e-4);
    cr_expect_float_eq(row.par_coupon, par, 1e-12);
    cr_expect_float_eq(row.spread, 0.0115, 1e-15);
}

/* On a settlement date in its life: what is left of it, by hand. */
Test(price, between_two_dates_by_hand) {
    const ipa_date settlement = day("2026-05-06");
    const ipa_base_tranche *of = &run.result->base.tranches[0];
    const ipa_price_result *price = priced((ipa_price_terms){.settlement = settlement});
    const ipa_price_row *market = row_of(price, 0, IPA_PRICE_POINT_MARKET);
    const ipa_curve *curve = &run.plan->curve;
    cr_assert_eq(curve->compounding, IPA_COMPOUNDING_CONTINUOUS);
    double at_curve = 0, at_yield = 0, time = 0;
    for (int k = 3; k < run.plan->n_periods; k++) {
        const double cash = 100 * (of->interest_paid[k] + of->principal_paid[k]) / of->closing[2];
        const double start = (settlement - day("2025-07-25")) / 365.0;
        const double years = (run.plan->periods[k].nominal - settlement) / 365.0;
        const double forward =
            ipa_curve_discount(curve, start + years, 0) / ipa_curve_discount(curve, start, 0);
        at_curve += cash * forward * exp(-0.0115 * years);
        at_yield += cash * pow(1 + market->yield, -years);
        time += years * of->principal_paid[k] / of->closing[2];
    }
    cr_expect_float_eq(price->cases[0].balance, of->closing[2], 1e-6);
    cr_expect_float_eq(market->accrued, 100 * 0.0279 * (settlement - day("2026-04-25")) / 365.0,
                       1e-12);
    cr_expect_float_eq(market->dirty, at_curve, 1e-9);
    cr_expect_float_eq(market->dirty, at_yield, 1e-9);
    cr_expect_float_eq(market->clean, market->dirty - market->accrued, 1e-12);
    cr_expect_float_eq(market->wal, time, 1e-12);
}

/* The third date, 2026-04-25, is a Saturday paid on Monday: settled on the Sunday, times to payment
 * dates still count it, with its whole coupon, and a day of the next. */
Test(price, a_payment_that_is_still_on_its_way) {
    const ipa_date sunday = day("2026-04-26");
    const ipa_base_tranche *of = &run.result->base.tranches[0];
    const ipa_price_result *nominal = priced((ipa_price_terms){.settlement = sunday});
    const ipa_price_result *paid =
        priced((ipa_price_terms){.settlement = sunday, .on_payment_dates = true});
    cr_expect_float_eq(nominal->rows[0].accrued, 100 * 0.0279 * 1 / 365.0, 1e-12);
    cr_expect_float_eq(paid->cases[0].balance, of->opening[2], 1e-6);
    cr_expect_eq(paid->cases[0].flows[0].date, day("2026-04-27"));
    cr_expect_float_eq(paid->rows[0].accrued,
                       100 * 0.0279 * (90 + of->closing[2] / of->opening[2]) / 365.0, 1e-9);
}

/* ---- how yields are quoted ---- */

static ipa_price_row quoted(ipa_price_quote quote, ipa_date settlement) {
    return priced((ipa_price_terms){.settlement = settlement,
                                    .quote = quote,
                                    .given = IPA_PRICE_GIVEN_PRICE,
                                    .value = 99})
        ->rows[0];
}

Test(price, one_price_in_every_quote) {
    const double annual = quoted(IPA_PRICE_QUOTE_ANNUAL, IPA_NO_DATE).yield;
    const ipa_price_row quarterly = quoted(IPA_PRICE_QUOTE_QUARTERLY, IPA_NO_DATE);
    const ipa_price_row coupon = quoted(IPA_PRICE_QUOTE_COUPON, IPA_NO_DATE);
    const ipa_price_row continuous = quoted(IPA_PRICE_QUOTE_CONTINUOUS, IPA_NO_DATE);
    cr_expect_float_eq(pow(1 + quarterly.yield / 4, 4) - 1, annual, 1e-11);
    cr_expect_float_eq(pow(1 + quoted(IPA_PRICE_QUOTE_SEMIANNUAL, IPA_NO_DATE).yield / 2, 2) - 1,
                       annual, 1e-11);
    cr_expect_float_eq(pow(1 + quoted(IPA_PRICE_QUOTE_MONTHLY, IPA_NO_DATE).yield / 12, 12) - 1,
                       annual, 1e-11);
    cr_expect_float_eq(exp(continuous.yield) - 1, annual, 1e-11);
    cr_expect_eq(coupon.yield, quarterly.yield, "the sample pays quarterly");
    cr_expect_float_eq(continuous.duration, continuous.duration_macaulay, 1e-12);
    cr_expect_float_eq(quarterly.duration * (1 + quarterly.yield / 4), quarterly.duration_macaulay,
                       1e-12);
}

/* One payment F at t: P = F/(1 + yt), so y = (F/P − 1)/t, −P'/P = t/(1 + yt), P''/P = 2t²/(1+yt)².
 */
Test(price, a_simple_yield_of_the_last_payment) {
    const ipa_date settlement = day("2028-05-06");
    const ipa_price_result *price = priced((ipa_price_terms){.settlement = settlement,
                                                             .quote = IPA_PRICE_QUOTE_SIMPLE,
                                                             .given = IPA_PRICE_GIVEN_PRICE,
                                                             .value = 99.9});
    const ipa_price_row row = price->rows[0];
    const double t = (day("2028-07-25") - settlement) / 365.0;
    const ipa_price_flow flow = price->cases[0].flows[0];
    cr_assert_eq(price->cases[0].n_flows, 1);
    cr_expect_float_eq(row.yield, ((flow.interest + flow.principal) / row.dirty - 1) / t, 1e-11);
    cr_expect_float_eq(row.duration, t / (1 + row.yield * t), 1e-12);
    cr_expect_float_eq(row.convexity, 2 * row.duration * row.duration, 1e-12);
    cr_expect_float_eq(row.dv01, row.dirty * row.duration * 1e-4, 1e-12);
    const ipa_price_row *grid = row_of(price, 0, IPA_PRICE_POINT_GRID);
    cr_expect_float_eq(grid->dirty, (flow.interest + flow.principal) / (1 + grid->yield * t),
                       1e-10);
    ipa_price_result *several = NULL;
    ipa_error error = {0};
    const ipa_price_terms early = {.settlement = IPA_NO_DATE, .quote = IPA_PRICE_QUOTE_SIMPLE};
    cr_expect_eq(begin_and_add(run.result, &early, &several, &error), IPA_RANGE);
    cr_expect(strstr(error.message, "12 are still to come"), "%s", error.message);
}

Test(price, tax_takes_its_share_of_the_interest) {
    const ipa_base_tranche *of = &run.result->base.tranches[0];
    const ipa_price_row row = priced((ipa_price_terms){.settlement = IPA_NO_DATE,
                                                       .holder_tax = 0.25,
                                                       .given = IPA_PRICE_GIVEN_PRICE,
                                                       .value = 99})
                                  ->rows[0];
    double value = 0;
    for (int k = 0; k < run.plan->n_periods; k++)
        value += (0.75 * of->interest_paid[k] + of->principal_paid[k]) / 95e4 *
                 pow(1 + row.after_tax_yield,
                     -(run.plan->periods[k].nominal - day("2025-07-25")) / 365.0);
    cr_expect_float_eq(value, 99, 1e-9);
    cr_expect_lt(row.after_tax_yield, row.yield);
    const ipa_price_row untaxed = given(IPA_PRICE_GIVEN_PRICE, 99, IPA_NO_DATE);
    cr_expect_eq(untaxed.after_tax_yield, untaxed.yield);
}

/* ---- loss-adjusted ---- */

Test(price, the_mean_cash_is_priced_as_it_is) {
    run_simulate(&run, 5000, 7, 1);
    const ipa_price_result *price = priced((ipa_price_terms){.settlement = IPA_NO_DATE,
                                                             .on_payment_dates = true,
                                                             .given = IPA_PRICE_GIVEN_PRICE,
                                                             .value = 100});
    const ipa_simulation_result *simulated = run.result->simulation;
    const ipa_tranche_figures *means[] = {&simulated->tranches[0], &simulated->without_support[0]};
    cr_assert_eq(price->n_cases, 3);
    cr_expect_eq(price->n_rows, 3 * price->n_points);
    for (int n = 0; n < 2; n++) {
        const ipa_price_row *row = row_of(price, n + 1, IPA_PRICE_POINT_GIVEN);
        const ipa_price_row *market = row_of(price, n + 1, IPA_PRICE_POINT_MARKET);
        cr_expect_float_eq(row->yield, means[n]->loss_adjusted_yield, 1e-10);
        cr_expect_float_eq(market->dirty, means[n]->price.mean, 1e-8);
        cr_expect_float_eq(row->wal, means[n]->wal.mean, 2e-3);
        cr_expect(isnan(row->par_coupon), "another coupon moves the means");
    }
    cr_expect_lt(row_of(price, 2, IPA_PRICE_POINT_MARKET)->clean,
                 row_of(price, 1, IPA_PRICE_POINT_MARKET)->clean);
}

Test(price, a_scenario_adds_its_cases) {
    ipa_price_result *price = NULL;
    const ipa_price_terms terms = {.settlement = IPA_NO_DATE};
    cr_assert_eq(ipa_price_begin(run.plan, &terms, run.arena, &price, NULL), IPA_OK);
    cr_assert_eq(ipa_price_add(price, run.result, NULL), IPA_OK);
    ipa_price_add_scenario(price, run.result, &run.result->base, "same", (ipa_words_pair){0});
    cr_assert_eq(ipa_price_finish(price, NULL), IPA_OK);
    cr_assert_eq(price->n_cases, 3, "a scenario's base case is there without support too");
    cr_assert_eq(price->n_rows, 3 * price->n_points);
    for (int n = 0; n < price->n_points; n++) {
        cr_expect_eq(price->rows[n].clean, price->rows[price->n_points + n].clean);
        cr_expect_eq(price->rows[n].yield, price->rows[price->n_points + n].yield);
    }
    cr_expect_str_eq(price->cases[1].scenario, "same");
    cr_expect_eq(price->cases[2].kind, IPA_PRICE_KIND_BASE_WITHOUT_SUPPORT);
    cr_expect_float_eq(price->rows[price->n_points].par_coupon, price->rows[0].par_coupon, 1e-15);
    cr_expect(isnan(price->rows[2 * price->n_points].par_coupon));
}

/* ---- the residual tranche ---- */

Test(price, what_is_left_is_priced_without_a_coupon) {
    const int sub = run_tranche(&run, "SUB");
    const ipa_base_tranche *of = &run.result->base.tranches[sub];
    const ipa_price_row row = priced((ipa_price_terms){.tranche = sub,
                                                       .settlement = IPA_NO_DATE,
                                                       .given = IPA_PRICE_GIVEN_PRICE,
                                                       .value = 90})
                                  ->rows[0];
    double value = 0;
    for (int k = 0; k < run.plan->n_periods; k++)
        value += of->residual[k] / 5e4 *
                 pow(1 + row.yield, -(run.plan->periods[k].nominal - day("2025-07-25")) / 365.0);
    cr_expect_float_eq(value, 90, 1e-9);
    cr_expect(isnan(row.par_coupon));
    const char *field;
    ipa_error error = {0};
    cr_expect_eq(ipa_price_coupon_field(run.plan->deal, sub, run.arena, &field, &error), IPA_RANGE);
    cr_expect(strstr(error.message, "has no coupon"), "%s", error.message);
}

/* ---- what cannot be ---- */

static void expect_refused(ipa_price_terms terms, ipa_status status, const char *words) {
    ipa_price_result *price = NULL;
    ipa_error error = {0};
    cr_expect_eq(begin_and_add(run.result, &terms, &price, &error), status, "%s", words);
    cr_expect(strstr(error.message, words), "%s", error.message);
}

Test(price, wrong_questions_say_why) {
    expect_refused((ipa_price_terms){.settlement = day("2025-07-24")}, IPA_RANGE,
                   "before the valuation date 2025-07-25");
    expect_refused((ipa_price_terms){.settlement = day("2030-07-25")}, IPA_RANGE,
                   "nothing is to come");
    expect_refused((ipa_price_terms){.settlement = day("2029-01-25")}, IPA_RANGE,
                   "nothing of tranche `A` is outstanding");
    expect_refused((ipa_price_terms){.settlement = IPA_NO_DATE, .holder_tax = 1}, IPA_RANGE,
                   "share from 0");
    expect_refused(
        (ipa_price_terms){.settlement = IPA_NO_DATE, .given = IPA_PRICE_GIVEN_PRICE, .value = -1},
        IPA_RANGE, "must be positive");
}

/* A rate of −110% a year discounts nothing. */
Test(price, a_spread_without_a_discount_factor_has_no_price) {
    ((ipa_plan *)run.plan)->curve = ipa_curve_flat(-0.5, IPA_COMPOUNDING_ANNUAL);
    expect_refused((ipa_price_terms){.settlement = IPA_NO_DATE,
                                     .given = IPA_PRICE_GIVEN_SPREAD,
                                     .value = -0.6},
                   IPA_NO_CONVERGENCE, "have no price there");
}

/* A tranche that gets nothing in the base case is worth nothing and has no yield. */
Test(price, nothing_paid_has_no_yield) {
    ipa_base_tranche *a = &run.result->base.tranches[0];
    for (int k = 0; k < run.plan->n_periods; k++)
        a->interest_paid[k] = a->principal_paid[k] = 0;
    expect_refused(
        (ipa_price_terms){.settlement = IPA_NO_DATE, .given = IPA_PRICE_GIVEN_PRICE, .value = 50},
        IPA_NO_CONVERGENCE, "no yield gives the clean price 50");
    cr_expect_eq(given(IPA_PRICE_GIVEN_YIELD, 0.03, IPA_NO_DATE).clean, 0);
    const ipa_price_result *table = priced((ipa_price_terms){.settlement = IPA_NO_DATE});
    cr_expect(isnan(table->rows[0].yield) && isnan(table->rows[0].duration));
    cr_expect_eq(table->rows[0].clean, 0);
}

/* ---- oracle 13: five bonds of 2.79%, on two settlement dates ---- */

enum { MOST = 24 };

/* One of the oracle's bonds as a deal of one tranche. */
typedef struct small_deal {
    ipa_deal deal;
    ipa_deal_tranche written;
    ipa_period periods[MOST];
    ipa_fraction fraction[MOST];
    ipa_plan_tranche tranche;
    ipa_plan plan;
    double opening[MOST], interest[MOST], principal[MOST], closing[MOST], nothing[MOST];
    ipa_base_tranche base;
    ipa_result result;
} small_deal;

static void set_periods(small_deal *to, const ipa_oracle_row *rows, size_t n_rows,
                        const char *bond) {
    ipa_date last = day("2025-03-20");
    double balance = 100;
    for (size_t n = 0; n < n_rows; n++) {
        char text[256];
        if (strcmp(rows[n].case_id, bond) != 0)
            continue;
        const int k = to->plan.n_periods++;
        const ipa_date date = day(oracle_text(&rows[n], "date", text));
        to->periods[k] = (ipa_period){
            .nominal = date, .payment = date, .accrual_start = last, .accrual_end = date};
        to->fraction[k] = ipa_day_count_fraction(IPA_DAY_COUNT_ACT_365F, last, date);
        to->opening[k] = balance;
        to->interest[k] = oracle_parameter(&rows[n], "interest");
        to->principal[k] = oracle_parameter(&rows[n], "principal");
        to->closing[k] = balance -= to->principal[k];
        last = date;
    }
    cr_assert_gt(to->plan.n_periods, 0);
}

static void make(small_deal *to, const ipa_oracle_row *rows, size_t n_rows, const char *bond) {
    *to = (small_deal){.written = {.id = "A", .day_count = IPA_DAY_COUNT_ACT_365F},
                       .tranche = {.id = "A", .coupon = {279, 4}}};
    set_periods(to, rows, n_rows, bond);
    to->tranche.fraction = to->fraction;
    to->deal.tranches = &to->written;
    to->deal.n_tranches = 1;
    to->deal.market.valuation_date = day("2025-03-20");
    to->plan.deal = &to->deal;
    to->plan.periods = to->periods;
    to->plan.tranches = &to->tranche;
    to->plan.n_tranches = 1;
    to->plan.curve = ipa_curve_flat(0.021, IPA_COMPOUNDING_CONTINUOUS);
    to->base = (ipa_base_tranche){.opening = to->opening,
                                  .interest_paid = to->interest,
                                  .principal_paid = to->principal,
                                  .residual = to->nothing,
                                  .accreted = to->nothing,
                                  .closing = to->closing};
    to->result = (ipa_result){.plan = &to->plan, .base = {.tranches = &to->base}};
}

/* What the row asks for, set as a user would. */
static ipa_price_terms terms_of(const ipa_oracle_row *row) {
    char text[256];
    ipa_price_terms terms = {.settlement = day(oracle_text(row, "settle", text)),
                             .given = IPA_PRICE_GIVEN_PRICE,
                             .value = 100};
    if (oracle_has(row, "clean"))
        terms.value = oracle_parameter(row, "clean");
    if (oracle_has(row, "y")) {
        terms.given = IPA_PRICE_GIVEN_YIELD;
        terms.value = oracle_parameter(row, "y");
        oracle_text(row, "comp", text);
        terms.quote = strcmp(text, "continuous") == 0  ? IPA_PRICE_QUOTE_CONTINUOUS
                      : strcmp(text, "quarterly") == 0 ? IPA_PRICE_QUOTE_QUARTERLY
                                                       : IPA_PRICE_QUOTE_ANNUAL;
    }
    return terms;
}

static double figure(const ipa_price_row *row, const char *wanted) {
    const struct {
        const char *name;
        double value;
    } figures[] = {{"accrued", row->accrued},
                   {"WAL", row->wal},
                   {"dirty", row->dirty},
                   {"clean", row->clean},
                   {"yield", row->yield},
                   {"zspread", row->spread},
                   {"macaulay", row->duration_macaulay},
                   {"modified", row->duration},
                   {"convexity", row->convexity},
                   {"dv01", row->dv01}};
    for (size_t n = 0; n < sizeof figures / sizeof *figures; n++)
        if (strcmp(figures[n].name, wanted) == 0)
            return figures[n].value;
    cr_assert(false, "%s", wanted);
    return NAN;
}

Test(price, five_bonds_as_quantlib_has_them) {
    size_t n_rows, n_dates;
    ipa_oracle_row *rows = oracle_read("13_bond_279_act365f.csv", &n_rows);
    ipa_oracle_row *dates = oracle_read("13_bond_schedules.csv", &n_dates);
    cr_assert_eq(n_rows, 320);
    for (size_t n = 0; n < n_rows; n++) {
        char bond[256];
        static small_deal of;
        ipa_price_result *price = NULL;
        ipa_error error = {0};
        const ipa_price_terms terms = terms_of(&rows[n]);
        make(&of, dates, n_dates, oracle_text(&rows[n], "bond", bond));
        cr_assert_eq(begin_and_add(&of.result, &terms, &price, &error), IPA_OK, "%s: %s",
                     rows[n].params, error.message);
        const double actual = figure(&price->rows[0], rows[n].case_id);
        cr_expect(oracle_agrees(&rows[n], actual), "%s %s: %.17g, not %.17g", rows[n].case_id,
                  rows[n].params, actual, rows[n].value);
    }
    free(dates);
    free(rows);
}
