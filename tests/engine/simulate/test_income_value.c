/* Royalties that outlive the deal, valued in closed form: constant sales, a patent that dies at a
 * constant rate, a payer that defaults at a constant rate, a flat discount. */
#include "engine/simulate/income_value.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/folders.h"
#include "tests/support/runs.h"

static const double SALES = 8e6, ROYALTY = 0.05, DEATH = 0.07, DEFAULT = 0.03, RATE = 0.12;

static ipa_arena *arena;
static test_folder folder;

static void write(const char *name, const char *text) {
    folder_write(&folder, name, text, strlen(text));
}

static const char DEAL[] =
    "ipabs: 1\n"
    "deal: {cutoff: 2025-01-15, closing: 2025-01-15, legal_final: 2027-01-15, units: none}\n"
    "calendar: {holidays: WEEKENDS}\n"
    "periods: {first_payment: 2025-04-15, frequency: quarterly}\n"
    "pool: {obligors: obligors.csv, contracts: contracts.csv, patents: patents.csv}\n"
    "tranches: [{id: A, balance: 1000000, amortisation: pass_through}]\n"
    "waterfalls: {normal: [{pay: A.principal}]}\n"
    "market: {discount: {flat: 0.02, compounding: annual}}\n"
    "model: {patents: {hazards: hazards.csv}}\n";

static void begin(void) {
    arena = ipa_arena_create();
    folder = folder_create();
    write("obligors.csv", "id,name,hazard\nE1,One,0.03\n");
    write("contracts.csv",
          "id,obligor,kind,start,end,frequency,principal,amortisation,royalty_rate,base_sales,"
          "royalty_basis,patents,patent_rule,recovery_mean,deposit\n"
          "R1,E1,royalty,2025-01-15,2031-01-15,,,,0.05,8000000,period,P1,all,0.5,200000\n");
    write("patents.csv", "id,title,kind,filed,granted,value\n"
                         "P1,One,invention,2020-01-15,2022-01-15,3000000\n");
    write("hazards.csv", "kind,cause,age_from,hazard\ninvention,lapse,0,0.07\n");
}
static void end(void) {
    folder_remove(&folder);
    ipa_arena_destroy(arena);
}
TestSuite(income_value, .init = begin, .fini = end, .timeout = 60);

static const ipa_deal *load(const char *sections) {
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    ipa_error error = {0};
    write("deal.yaml", ipa_arena_format(arena, "%s%s", DEAL, sections));
    const ipa_status status =
        ipa_deal_read(folder.path, &(ipa_read_options){0}, arena, &findings, &deal, &error);
    cr_assert_eq(status, IPA_OK, "%s\n%s", error.message,
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    return deal;
}

static ipa_income_values run(const ipa_deal *deal, long n_paths) {
    const ipa_income_options options = {.n_paths = n_paths, .seed = 20250115};
    ipa_income_values values;
    ipa_error error = {0};
    cr_assert_eq(ipa_income_value_run(deal, &options, arena, &values, &error), IPA_OK, "%s",
                 error.message);
    return values;
}

/* Σ over quarters of royalty × chance of patent and payer × discount, dates by hand. */
static double closed_form(double death, double default_rate, double rate) {
    const ipa_date start = ipa_date_from(2025, 1, 15);
    double sum = 0;
    for (int k = 1; k <= 24; k++) {
        const ipa_date from = ipa_date_from(2025 + (k - 1) / 4, 1 + 3 * ((k - 1) % 4), 15);
        const ipa_date to = ipa_date_from(2025 + k / 4, 1 + 3 * (k % 4), 15);
        const double years = (to - start) / 365.0, length = (to - from) / 365.0;
        sum +=
            SALES * ROYALTY * length * exp(-(death + default_rate) * years) * pow(1 + rate, -years);
    }
    return sum;
}

Test(income_value, the_base_case_is_every_royalty_to_the_end_of_the_contract) {
    const ipa_income_values values = run(load("valuation: {rate: 0.12}\n"), 0);
    cr_expect_float_eq(values.contracts[0].base, closed_form(0, 0, RATE), 1e-6);
    cr_expect_float_eq(values.pool.base, values.contracts[0].base, 1e-9);
    cr_expect(isnan(values.contracts[0].expected.mean));
    cr_expect_eq(values.plan->n_periods, 24);
}

Test(income_value, the_mean_is_the_closed_form) {
    const ipa_income_values values = run(load("valuation: {rate: 0.12}\n"), 20000);
    const double exact = closed_form(DEATH, DEFAULT, RATE);
    const ipa_income *income = &values.contracts[0];
    cr_expect(run_agrees(income->expected, exact, 4), "%.2f ± %.2f, exact %.2f",
              income->expected.mean, income->expected.standard_error, exact);
    cr_expect_lt(income->expected.standard_error, 0.01 * exact);
    cr_expect_lt(income->p05, income->p50);
    cr_expect_leq(income->p95, income->base + 1e-6);
    double by_period = 0;
    for (int k = 0; k < values.plan->n_periods; k++)
        by_period += values.by_period[k];
    cr_expect_float_eq(by_period, income->expected.mean, 1e-6);
}

Test(income_value, payers_that_do_not_default_leave_the_patents_risk) {
    const ipa_income_values values =
        run(load("valuation: {rate: 0.12, default_risk: false}\n"), 20000);
    const double exact = closed_form(DEATH, 0, RATE);
    cr_expect(run_agrees(values.contracts[0].expected, exact, 4), "%.2f ± %.2f, exact %.2f",
              values.contracts[0].expected.mean, values.contracts[0].expected.standard_error,
              exact);
}

Test(income_value, without_a_rate_the_curve_and_the_spread_discount) {
    const ipa_income_values curve = run(load(""), 0);
    const ipa_income_values spread = run(load("valuation: {spread: 0.10}\n"), 0);
    cr_expect_float_eq(curve.pool.base, closed_form(0, 0, 0.02), 1e-6);
    cr_expect_float_eq(spread.pool.base, closed_form(0, 0, 0.12), 1e-6);
}

Test(income_value, what_a_default_brings_is_no_income) {
    const ipa_income_values with = run(load("valuation: {rate: 0.12}\n"), 2000);
    write("contracts.csv",
          "id,obligor,kind,start,end,frequency,principal,amortisation,royalty_rate,base_sales,"
          "royalty_basis,patents,patent_rule\n"
          "R1,E1,royalty,2025-01-15,2031-01-15,,,,0.05,8000000,period,P1,all\n");
    const ipa_income_values without = run(load("valuation: {rate: 0.12}\n"), 2000);
    cr_expect_eq(with.pool.expected.mean, without.pool.expected.mean);
    cr_expect_eq(with.pool.p05, without.pool.p05);
}

Test(income_value, cash_before_the_valuation_date_is_gone) {
    const ipa_income_values values = run(load("valuation: {rate: 0}\n"), 0);
    folder_replace(&folder, "deal.yaml", "discount: {flat: 0.02, compounding: annual}",
                   "discount: {flat: 0.02}, valuation_date: 2026-01-15");
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    cr_assert_eq(ipa_deal_read(folder.path, NULL, arena, &findings, &deal, NULL), IPA_OK);
    const ipa_income_values later = run(deal, 0);
    cr_expect_float_eq(values.pool.base - later.pool.base, SALES * ROYALTY, 1e-6);
}

/* Written dates go on as they went; the first ones stay. */
Test(income_value, dates_written_out_are_continued) {
    write("deal.yaml", DEAL);
    folder_replace(&folder, "deal.yaml", "{first_payment: 2025-04-15, frequency: quarterly}",
                   "{dates: [2025-07-15, 2026-01-15, 2026-07-15, 2027-01-15]}");
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    cr_assert_eq(ipa_deal_read(folder.path, NULL, arena, &findings, &deal, NULL), IPA_OK, "%s",
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    const ipa_income_values values = run(deal, 0);
    cr_assert_eq(values.plan->n_periods, 12);
    cr_expect_eq(values.plan->periods[1].nominal, ipa_date_from(2026, 1, 15));
    cr_expect_eq(values.plan->periods[4].nominal, ipa_date_from(2027, 7, 15));
    cr_expect_eq(values.plan->periods[11].nominal, ipa_date_from(2031, 1, 15));
}
