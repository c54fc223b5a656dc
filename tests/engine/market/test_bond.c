#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/market/bond.h"
#include "engine/market/schedule.h"
#include "tests/support/oracle.h"

enum { MAX_FLOWS = 64 };

static ipa_date day(const char *text) {
    ipa_date date = IPA_NO_DATE;
    cr_assert(ipa_date_parse(text, &date), "%s", text);
    return date;
}

static double years_between(ipa_date from, ipa_date to) {
    return ipa_day_count_years(IPA_DAY_COUNT_ACT_365F, from, to);
}

/* ---- oracle 13 ---- */

static ipa_date row_date(const ipa_oracle_row *row, const char *key) {
    char text[256];
    return day(oracle_text(row, key, text));
}

/* The flows of one of the oracle's bonds after the settlement date; sums principal into `balance`.
 */
static ipa_bond bond_of(const ipa_oracle_row *schedules, size_t n_schedules, const char *name,
                        ipa_date settlement, ipa_bond_flow *flows, double *balance) {
    size_t n_flows = 0;
    *balance = 0;
    for (size_t at = 0; at < n_schedules; at++) {
        const ipa_oracle_row *row = &schedules[at];
        if (strcmp(row->case_id, name) != 0)
            continue;
        ipa_date date = row_date(row, "date");
        cr_assert(date > settlement && n_flows < MAX_FLOWS);
        flows[n_flows++] = (ipa_bond_flow){.years = years_between(settlement, date),
                                           .interest = oracle_parameter(row, "interest"),
                                           .principal = oracle_parameter(row, "principal")};
        *balance += oracle_parameter(row, "principal");
    }
    return (ipa_bond){flows, n_flows};
}

static ipa_compounding row_compounding(const ipa_oracle_row *row) {
    char text[256];
    ipa_compounding compounding;
    cr_assert(ipa_compounding_parse(oracle_text(row, "comp", text), &compounding), "%s", text);
    return compounding;
}

/* What the row asks for, computed by the module. */
static double figure(const ipa_oracle_row *row, const ipa_bond *bond, double accrued) {
    const char *wanted = row->case_id;
    double solved = NAN;
    if (strcmp(wanted, "accrued") == 0)
        return accrued;
    if (strcmp(wanted, "WAL") == 0)
        return ipa_bond_wal(bond);
    if (strcmp(wanted, "yield") == 0) {
        double dirty = oracle_parameter(row, "clean") + accrued;
        cr_assert(ipa_bond_yield(bond, IPA_COMPOUNDING_ANNUAL, dirty, &solved, NULL) == IPA_OK);
        return solved;
    }
    if (strcmp(wanted, "zspread") == 0) {
        ipa_curve flat = ipa_curve_flat(0.021, IPA_COMPOUNDING_CONTINUOUS);
        cr_assert(ipa_bond_spread(bond, &flat, 100 + accrued, &solved, NULL) == IPA_OK);
        return solved;
    }
    ipa_bond_risk risk = ipa_bond_risk_at(bond, row_compounding(row), oracle_parameter(row, "y"));
    if (strcmp(wanted, "dirty") == 0)
        return risk.price;
    if (strcmp(wanted, "clean") == 0)
        return risk.price - accrued;
    if (strcmp(wanted, "macaulay") == 0)
        return risk.macaulay;
    if (strcmp(wanted, "modified") == 0)
        return risk.modified;
    if (strcmp(wanted, "convexity") == 0)
        return risk.convexity;
    cr_assert_str_eq(wanted, "dv01");
    return risk.dv01;
}

Test(bond, figures_of_five_bonds_as_quantlib_has_them, .init = ipa_bond_quiet_gsl) {
    size_t n_rows;
    size_t n_schedules;
    ipa_oracle_row *rows = oracle_read("13_bond_279_act365f.csv", &n_rows);
    ipa_oracle_row *schedules = oracle_read("13_bond_schedules.csv", &n_schedules);
    cr_assert(n_rows == 320 && n_schedules == 55);
    for (size_t at = 0; at < n_rows; at++) {
        ipa_bond_flow flows[MAX_FLOWS];
        char name[256];
        double balance;
        ipa_date settlement = row_date(&rows[at], "settle");
        ipa_bond bond = bond_of(schedules, n_schedules, oracle_text(&rows[at], "bond", name),
                                settlement, flows, &balance);
        cr_assert(bond.n_flows > 0);
        cr_assert_float_eq(balance, 100, 1e-12);
        double accrued =
            ipa_bond_accrued(balance, oracle_parameter(&rows[at], "coupon"), IPA_DAY_COUNT_ACT_365F,
                             row_date(&rows[at], "issue"), settlement);
        double actual = figure(&rows[at], &bond, accrued);
        cr_expect(oracle_agrees(&rows[at], actual), "%s %s: %.17g, not %.17g", rows[at].case_id,
                  rows[at].params, actual, rows[at].value);
    }
    free(schedules);
    free(rows);
}

/* Dates and interest of those bonds, built from schedule and day count. */
Test(bond, interest_and_dates_of_the_five_bonds) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("13_bond_schedules.csv", &n_rows);
    size_t k = 0;
    double balance = 100;
    ipa_date last = IPA_NO_DATE;
    for (size_t at = 0; at < n_rows; at++) {
        ipa_date issue = day("2025-03-20");
        if (at == 0 || strcmp(rows[at].case_id, rows[at - 1].case_id) != 0) {
            k = 0;
            balance = 100;
            last = issue;
        }
        bool annual = strstr(rows[at].case_id, "annual") != NULL;
        ipa_schedule dues = ipa_schedule_dues(
            issue, day("2031-03-20"), annual ? IPA_FREQUENCY_ANNUAL : IPA_FREQUENCY_QUARTERLY);
        ipa_date date = ipa_schedule_date(&dues, k++);
        double interest = ipa_bond_accrued(balance, 0.0279, IPA_DAY_COUNT_ACT_365F, last, date);
        double principal = oracle_parameter(&rows[at], "principal");
        cr_assert(date == row_date(&rows[at], "date"));
        cr_assert_float_eq(interest, oracle_parameter(&rows[at], "interest"), 1e-12);
        cr_assert(oracle_agrees(&rows[at], interest + principal));
        balance -= principal;
        last = date;
    }
    cr_assert(n_rows == 55);
    free(rows);
}

/* ---- the sample deal's senior tranche ---- */

/* Per 100 of balance, from the expected base case; on nominal or on weekend-rolled dates. */
static ipa_bond sample_senior(ipa_bond_flow *flows, bool rolled) {
    const double balance = 95000000;
    const ipa_date closing = day("2025-07-25");
    FILE *file = fopen(IPABS_SOURCE_DIR "/deals/eight-firms/expected/base.csv", "r");
    cr_assert(file != NULL);
    char line[1024];
    size_t n_flows = 0;
    cr_assert(fgets(line, sizeof line, file) != NULL);
    while (fgets(line, sizeof line, file) != NULL) {
        char nominal[IPA_DATE_TEXT];
        char payment[IPA_DATE_TEXT];
        double interest;
        double principal;
        cr_assert(sscanf(line,
                         "%*d,%10[0-9-],%10[0-9-],%*d,%*f,%*f,%*f,%*f,%*f,%*f,%*f,%*f,%*f,%*f,%lf,"
                         "%*f,%lf,",
                         nominal, payment, &interest, &principal) == 4);
        flows[n_flows++] = (ipa_bond_flow){
            .years = years_between(closing, day(rolled ? payment : nominal)),
            .interest = 100 * interest / balance,
            .principal = 100 * principal / balance,
        };
    }
    fclose(file);
    cr_assert(n_flows == 12);
    return (ipa_bond){flows, n_flows};
}

Test(bond, the_sample_s_senior_tranche_as_published, .init = ipa_bond_quiet_gsl) {
    ipa_bond_flow flows[MAX_FLOWS];
    ipa_bond nominal = sample_senior(flows, false);
    static const struct {
        double yield, price;
    } rows[] = {{0.02, 101.279666},
                {0.025, 100.494939},
                {0.0279, 100.045136},
                {0.03, 99.721829},
                {0.035, 98.960098}};
    for (size_t at = 0; at < sizeof rows / sizeof *rows; at++) {
        cr_expect_float_eq(ipa_bond_price(&nominal, IPA_COMPOUNDING_ANNUAL, rows[at].yield),
                           rows[at].price, 5.1e-7);
        double yield;
        cr_assert(ipa_bond_yield(&nominal, IPA_COMPOUNDING_ANNUAL, rows[at].price, &yield, NULL) ==
                  IPA_OK);
        cr_expect_float_eq(yield, rows[at].yield, 5e-9);
    }
    double par;
    cr_assert(ipa_bond_yield(&nominal, IPA_COMPOUNDING_ANNUAL, 100, &par, NULL) == IPA_OK);
    cr_expect_float_eq(par, 0.028192, 5.1e-7);
    ipa_bond_risk risk = ipa_bond_risk_at(&nominal, IPA_COMPOUNDING_ANNUAL, 0.0279);
    cr_expect_float_eq(risk.modified, 1.5437, 5.1e-5);
    cr_expect_float_eq(ipa_bond_wal(&nominal), 1.6272, 5.1e-5);
    ipa_bond_flow rolled_flows[MAX_FLOWS];
    ipa_bond rolled = sample_senior(rolled_flows, true);
    cr_expect_float_eq(ipa_bond_wal(&rolled), 1.6295, 5.1e-5);
}

/* ---- properties ---- */

static const ipa_bond_flow plain_flows[] = {
    {0.5, 1.5, 0}, {1, 1.5, 20}, {1.5, 1.2, 0}, {2, 1.2, 80}};
static const ipa_bond plain = {plain_flows, 4};

Test(bond, yields_come_back_from_prices_negative_ones_too, .init = ipa_bond_quiet_gsl) {
    for (int at = 0; at < IPA_N_COMPOUNDINGS; at++)
        for (double wanted = -0.6; wanted < 3; wanted += 0.117) {
            ipa_compounding compounding = (ipa_compounding)at;
            double price = ipa_bond_price(&plain, compounding, wanted);
            double found;
            cr_assert(ipa_bond_yield(&plain, compounding, price, &found, NULL) == IPA_OK);
            cr_assert_float_eq(found, wanted, 1e-12);
        }
}

Test(bond, spreads_come_back_from_values_negative_ones_too, .init = ipa_bond_quiet_gsl) {
    static const double years[] = {0.25, 1, 5};
    static const double rates[] = {0.03, 0.01, 0.02};
    for (int at = 0; at < IPA_N_COMPOUNDINGS; at++) {
        ipa_curve curve = ipa_curve_through(years, rates, 3, (ipa_compounding)at);
        for (double wanted = -0.5; wanted < 2; wanted += 0.083) {
            double value = ipa_bond_value(&plain, &curve, wanted);
            double found;
            cr_assert(ipa_bond_spread(&plain, &curve, value, &found, NULL) == IPA_OK);
            cr_assert_float_eq(found, wanted, 1e-12);
        }
    }
}

Test(bond, a_bill_of_a_day_and_a_distant_payment_have_yields, .init = ipa_bond_quiet_gsl) {
    static const ipa_bond_flow bill_flow[] = {{1.0 / 365, 0, 100}};
    static const ipa_bond_flow far_flow[] = {{50, 0, 100}};
    const ipa_bond bill = {bill_flow, 1};
    const ipa_bond far = {far_flow, 1};
    double yield;
    cr_assert(ipa_bond_yield(&bill, IPA_COMPOUNDING_CONTINUOUS, 95, &yield, NULL) == IPA_OK);
    cr_assert_float_eq(yield, -365 * log(0.95), 1e-10);
    cr_assert(ipa_bond_yield(&bill, IPA_COMPOUNDING_CONTINUOUS, 105, &yield, NULL) == IPA_OK);
    cr_assert_float_eq(yield, -365 * log(1.05), 1e-10);
    cr_assert(ipa_bond_yield(&far, IPA_COMPOUNDING_ANNUAL, 1000, &yield, NULL) == IPA_OK);
    cr_assert_float_eq(yield, pow(10, -1.0 / 50) - 1, 1e-13);
}

Test(bond, risk_is_the_slope_of_the_price) {
    for (int at = 0; at < IPA_N_COMPOUNDINGS; at++) {
        ipa_compounding compounding = (ipa_compounding)at;
        const double step = 1e-4;
        ipa_bond_risk risk = ipa_bond_risk_at(&plain, compounding, 0.03);
        double up = ipa_bond_price(&plain, compounding, 0.03 + step);
        double down = ipa_bond_price(&plain, compounding, 0.03 - step);
        cr_assert_float_eq(risk.price, ipa_bond_price(&plain, compounding, 0.03), 1e-12);
        cr_assert_float_eq(risk.modified, (down - up) / (2 * step) / risk.price, 1e-6);
        cr_assert_float_eq(risk.convexity,
                           (up - 2 * risk.price + down) / (step * step) / risk.price, 1e-4);
        cr_assert_float_eq(risk.dv01, (down - up) / 2, 1e-7);
    }
}

Test(bond, a_price_no_yield_gives_is_said_so, .init = ipa_bond_quiet_gsl) {
    static const ipa_bond_flow now[] = {{0, 0, 100}};
    static const ipa_bond_flow mixed[] = {{0, 0, 50}, {1, 0, 50}};
    const ipa_bond nothing = {NULL, 0};
    const ipa_bond paid_now = {now, 1};
    const ipa_bond half_now = {mixed, 2};
    double yield = 7;
    ipa_error error = {0};
    cr_assert(ipa_bond_yield(&nothing, IPA_COMPOUNDING_ANNUAL, 100, &yield, &error) ==
              IPA_NO_CONVERGENCE);
    cr_assert(error.status == IPA_NO_CONVERGENCE && strstr(error.message, "100") != NULL);
    cr_assert(ipa_bond_yield(&paid_now, IPA_COMPOUNDING_ANNUAL, 90, &yield, &error) ==
              IPA_NO_CONVERGENCE);
    cr_assert(ipa_bond_yield(&paid_now, IPA_COMPOUNDING_CONTINUOUS, 110, &yield, &error) ==
              IPA_NO_CONVERGENCE);
    cr_assert(ipa_bond_yield(&half_now, IPA_COMPOUNDING_ANNUAL, 40, &yield, NULL) ==
              IPA_NO_CONVERGENCE);
    static const double bad[] = {0, -1, NAN, INFINITY};
    for (size_t at = 0; at < 4; at++)
        cr_assert(ipa_bond_yield(&plain, IPA_COMPOUNDING_ANNUAL, bad[at], &yield, &error) ==
                  IPA_RANGE);
    cr_assert(yield == 7);
}

Test(bond, flows_that_are_worth_nothing_have_no_risk) {
    const ipa_bond nothing = {NULL, 0};
    ipa_bond_risk risk = ipa_bond_risk_at(&nothing, IPA_COMPOUNDING_ANNUAL, 0.03);
    cr_assert(risk.price == 0 && risk.modified == 0 && risk.convexity == 0 && risk.dv01 == 0);
    cr_assert(ipa_bond_wal(&nothing) == 0);
    static const ipa_bond_flow interest_only[] = {{1, 5, 0}};
    const ipa_bond strip = {interest_only, 1};
    cr_assert(ipa_bond_wal(&strip) == 0);
    cr_assert(ipa_bond_risk_at(&strip, IPA_COMPOUNDING_ANNUAL, 0.03).macaulay == 1);
}
