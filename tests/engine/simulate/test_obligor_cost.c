/* A firm's all-in cost by hand: fees and subsidies of each year written out, rates by a slow
 * bisection of this file. */
#include "engine/simulate/obligor_cost.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/folders.h"

static ipa_arena *arena;
static test_folder folder;
static void begin(void) {
    arena = ipa_arena_create();
    folder = folder_create();
}
static void end(void) {
    folder_remove(&folder);
    ipa_arena_destroy(arena);
}
TestSuite(obligor_cost, .init = begin, .fini = end);

static const char OBLIGORS[] = "id,name,hazard\nE1,One,0.02\nE2,Two,0.02\n";
/* One firm borrows 1,000,000 at 6% for three years, the other 400,000 twice, a year apart. */
static const char CONTRACTS[] =
    "id,obligor,kind,start,end,frequency,principal,rate,amortisation,valuation\n"
    "L1,E1,loan,2025-01-15,2028-01-15,annual,1000000,0.06,bullet,2500000\n"
    "L2,E2,loan,2025-01-15,2027-01-15,annual,400000,0.05,bullet,\n"
    "L3,E2,loan,2026-01-15,2027-01-15,annual,400000,0.05,bullet,\n";

static void write(const char *name, const char *text) {
    folder_write(&folder, name, text, strlen(text));
}

static const ipa_plan *load(const char *sections) {
    static const char HEAD[] =
        "ipabs: 1\n"
        "deal: {cutoff: 2025-01-15, closing: 2025-01-15, legal_final: 2028-07-15}\n"
        "calendar: {holidays: WEEKENDS}\n"
        "periods: {first_payment: 2025-07-15, frequency: semiannual}\n"
        "pool: {obligors: obligors.csv, contracts: contracts.csv}\n"
        "tranches: [{id: A, balance: 1000000, amortisation: pass_through}]\n"
        "waterfalls: {normal: [{pay: A.principal}]}\n";
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    ipa_error error = {0};
    write("obligors.csv", OBLIGORS);
    write("contracts.csv", CONTRACTS);
    write("deal.yaml", ipa_arena_format(arena, "%s%s", HEAD, sections));
    ipa_status status =
        ipa_deal_read(folder.path, &(ipa_read_options){0}, arena, &findings, &deal, &error);
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, arena, &findings, &plan, &error);
    cr_assert_eq(status, IPA_OK, "%s\n%s", error.message,
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    return plan;
}

/* amounts[t] at t years of 365 days and a leap day in 2028: years as ACT/365F has them. */
static double rate_of(const double *amounts, const double *years, int n) {
    double low = -0.9, high = 5;
    for (int step = 0; step < 2000; step++) {
        double middle = (low + high) / 2, sum = 0;
        for (int t = 0; t < n; t++)
            sum += amounts[t] / pow(1 + middle, years[t]);
        if (sum > 0) /* money today is worth more than what is repaid */
            high = middle;
        else
            low = middle;
    }
    return (low + high) / 2;
}

Test(obligor_cost, a_bullet_loan_costs_its_rate) {
    const ipa_obligor_costs costs = ipa_obligor_cost_all(load(""), arena);
    const ipa_obligor_cost *one = &costs.items[0];
    cr_assert_eq(costs.n_items, 2);
    cr_assert_eq(one->n_years, 3);
    cr_expect_float_eq(one->received, 1000000, 1e-9);
    cr_expect_float_eq(one->principal, 1000000, 1e-9);
    cr_expect_float_eq(one->income, 180000, 1e-9);
    cr_expect_float_eq(one->cost, 0.06, 1e-12);
    cr_expect_float_eq(one->cost_unsubsidised, one->cost, 0);
    cr_expect_float_eq(one->contract_rate, one->cost, 0);
}

Test(obligor_cost, fees_and_subsidies_by_year_with_their_caps) {
    const ipa_plan *plan = load("subsidies:\n"
                                "  - {id: district, rate: 0.5, cap: 25000}\n"
                                "  - {id: city, base: fees, rate: 0.4, cap: 15000, per: obligor}\n"
                                "obligor_fees:\n"
                                "  - {id: guarantee, rate: 0.01, base: balance}\n"
                                "  - {id: appraisal, amount: 8000, per: once}\n"
                                "  - {id: insurance, rate: 0.002, base: valuation}\n"
                                "  - {id: service, rate: 0.05, base: interest}\n");
    const ipa_obligor_costs costs = ipa_obligor_cost_all(plan, arena);
    const ipa_obligor_cost *one = &costs.items[0];
    /* guarantee 10,000, insurance 5,000, service 3,000 a year; appraisal once */
    const double fees[] = {26000, 18000, 18000};
    const double city[] = {10400, 4600, 0};
    for (int y = 0; y < 3; y++) {
        cr_expect_float_eq(one->years[y].fees, fees[y], 1e-9);
        cr_expect_float_eq(one->years[y].subsidy[0], 25000, 1e-9);
        cr_expect_float_eq(one->years[y].subsidy[1], city[y], 1e-9);
    }
    cr_expect_float_eq(one->fees, 62000, 1e-9);
    cr_expect_float_eq(one->subsidies, 90000, 1e-9);
    cr_expect_float_eq(one->net, 180000 + 62000 - 90000, 1e-9);
    const double years[] = {0, 1, 2, 3};
    const double without[] = {1000000 - 23000, -60000 - 15000 - 3000, -60000 - 15000 - 3000,
                              -1000000 - 60000 - 3000};
    double with[4];
    for (int t = 0; t < 4; t++)
        with[t] = without[t] + (t > 0 ? 25000 + city[t - 1] : 0);
    cr_expect_float_eq(one->cost_unsubsidised, rate_of(without, years, 4), 1e-12);
    cr_expect_float_eq(one->cost, rate_of(with, years, 4), 1e-12);
    cr_expect_float_eq(one->contract_rate, 0.06, 1e-12);
    cr_expect_lt(one->cost, one->cost_unsubsidised);
}

Test(obligor_cost, money_received_in_a_later_year_counts_from_then) {
    const ipa_plan *plan = load("obligor_fees:\n"
                                "  - {id: guarantee, rate: 0.01, base: balance}\n"
                                "  - {id: service, rate: 0.01}\n"
                                "  - {id: entry, rate: 0.02, per: once}\n");
    const ipa_obligor_costs costs = ipa_obligor_cost_all(plan, arena);
    const ipa_obligor_cost *two = &costs.items[1];
    cr_assert_eq(two->n_years, 2);
    cr_expect_float_eq(two->years[0].opening, 400000, 1e-9);
    cr_expect_float_eq(two->years[1].opening, 800000, 1e-9);
    cr_expect_float_eq(two->years[0].fee[0], 4000, 1e-9);
    cr_expect_float_eq(two->years[1].fee[0], 8000, 1e-9);
    cr_expect_float_eq(two->years[0].fee[1], 4000, 1e-9);
    cr_expect_float_eq(two->years[1].fee[1], 8000, 1e-9);
    cr_expect_float_eq(two->years[0].fee[2], 16000, 1e-9);
    cr_expect_float_eq(two->years[1].fee[2], 0, 1e-9);
    const double years[] = {0, 1, 2};
    const double flows[] = {400000 - 24000, 400000 - 20000 - 16000, -840000};
    cr_expect_float_eq(two->cost, rate_of(flows, years, 3), 1e-12);
}

Test(obligor_cost, no_rate_where_no_rate_gives_it) {
    const ipa_obligor_flow gift[] = {{0, 100}, {1, 5}};
    const ipa_obligor_flow loan[] = {{0, 100}, {1, -110}};
    cr_expect(isnan(ipa_obligor_cost_rate(gift, 2)));
    cr_expect(isnan(ipa_obligor_cost_rate(NULL, 0)));
    cr_expect_float_eq(ipa_obligor_cost_rate(loan, 2), 0.1, 1e-14);
}
