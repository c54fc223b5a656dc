#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/folders.h"
#include "tests/support/resolved.h"
#include "tests/support/written.h"

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(resolve_royalty, .init = begin, .fini = end);

static void expect_near(double actual, double expected, double relative, const char *what) {
    cr_expect(fabs(actual - expected) <= relative * fabs(expected), "%s: %.17g, not %.17g", what,
              actual, expected);
}

/* 5% of sales up to 2 million yuan, 4% of what is above; 10 million a year, constant, from
 * 2025-08-31 to 2027-02-10; quarters end on the 25th of January, April, July and October. */
static ipa_deal_contract *royalty(ipa_deal *deal) {
    ipa_deal_contract *contract = resolved_only(deal);
    contract->kind = IPA_CONTRACT_ROYALTY;
    contract->start = written_date("2025-08-31");
    contract->end = written_date("2027-02-10");
    contract->principal = contract->rate = (ipa_number){0};
    contract->n_tiers = 2;
    contract->tiers = IPA_NEW_ARRAY(arena, 2, ipa_deal_tier);
    contract->tiers[0] = (ipa_deal_tier){written_number("0"), written_number("0.05")};
    contract->tiers[1] = (ipa_deal_tier){written_number("2000000"), written_number("0.04")};
    contract->base_sales = written_number("10000000");
    contract->royalty_by_period = true;
    contract->profile = (ipa_profile){.kind = IPA_PROFILE_CONSTANT};
    return contract;
}

/* Days of sales by quarter, and when each due falls with a month to report. */
enum { N_SALES = 7 };
static const int sold_days[N_SALES] = {55, 92, 90, 91, 92, 92, 16};
static const char *const due_dates[N_SALES] = {"2025-11-25", "2026-02-25", "2026-05-25",
                                               "2026-08-25", "2026-11-25", "2027-02-25",
                                               "2027-03-10"};

static double tiered(double yuan) {
    return yuan <= 2e6 ? 0.05 * yuan : 1e5 + 0.04 * (yuan - 2e6);
}

Test(resolve_royalty, sales_of_a_period_are_what_lies_in_the_contract) {
    ipa_deal *deal = resolved_sample(arena);
    royalty(deal)->reporting_lag_months = 1;
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *contract = &plan->contracts[0];
    const ipa_plan_royalty *of = contract->royalty;
    cr_assert(of != NULL && of->n_sales == N_SALES && contract->n_dues == N_SALES);
    cr_expect_eq(of->factor, -1);
    cr_expect(!of->own.given && isinf(of->cap) && of->minimum == 0);
    cr_expect(of->n_tiers == 2 && of->from[1] == 2e8 && of->rate[1] == 0.04);
    for (int n = 0; n < N_SALES; n++) {
        const ipa_plan_due *due = &contract->dues[n];
        const double yuan = 1e7 * sold_days[n] / 365;
        cr_expect_eq(of->sales[n].period, n);
        expect_near(of->sales[n].base, 100 * yuan, 1e-15, "base");
        cr_expect(of->sales[n].opens_year && of->sales[n].closes_year);
        cr_expect_eq(due->date, written_date(due_dates[n]), "due %d", n);
        cr_expect_eq(due->period, n + 1 < 7 ? n + 1 : 6, "due %d", n);
        cr_expect_eq(due->accrual_period, n);
        cr_expect(due->principal == 0 && due->written_off == 0 && due->outstanding == 0);
        cr_expect_eq(due->income, floor(100 * tiered(yuan) + 0.5), "due %d", n);
    }
}

Test(resolve_royalty, nothing_is_owed_but_what_is_sold) {
    ipa_deal *deal = resolved_sample(arena);
    royalty(deal);
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *contract = &plan->contracts[0];
    const ipa_plan_obligor *obligor = &plan->obligors[contract->obligor];
    cr_expect(!contract->plain);
    cr_expect(contract->principal == 0 && plan->pool_original == 0);
    for (int e = 0; e < obligor->n_events; e++)
        cr_expect(contract->claim[e] == 0 && obligor->events[e].income == 0);
    /* without a lag a due falls on the period's end, or on the contract's */
    cr_expect_eq(contract->dues[0].date, plan->periods[0].collection_end);
    cr_expect_eq(contract->dues[0].period, 0);
    cr_expect_eq(contract->dues[6].date, written_date("2027-02-10"));
    cr_expect_eq(obligor->n_events, plan->n_periods + 1);
}

Test(resolve_royalty, reporting_clips_to_the_months_end) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_deal_contract *contract = royalty(deal);
    contract->end = written_date("2025-12-31");
    contract->reporting_lag_months = 2;
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_assert_eq(plan->contracts[0].n_dues, 2);
    cr_expect_eq(plan->contracts[0].dues[1].date, written_date("2026-02-28"));
    contract->reporting_lag_months = 60;
    plan = resolved_plan(deal, arena);
    cr_expect_eq(plan->contracts[0].dues[0].period, plan->n_periods, "after the last collection");
    contract->reporting_lag_months = 100000;
    plan = resolved_plan(deal, arena);
    cr_expect_eq(plan->contracts[0].dues[0].date, IPA_DATE_MAX);
}

Test(resolve_royalty, contract_years_run_from_the_start) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_deal_contract *source = royalty(deal);
    source->royalty_by_period = false;
    source->minimum = written_number("450000");
    source->cap = written_number("460000");
    deal->terms.rounds = false;
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *contract = &plan->contracts[0];
    /* the first year ends on 2026-08-31: four periods; the second is cut short by the contract */
    static const bool opens[N_SALES] = {1, 0, 0, 0, 1, 0, 0},
                      closes[N_SALES] = {0, 0, 0, 1, 0, 0, 1};
    double sold = 0, paid = 0;
    for (int n = 0; n < N_SALES; n++) {
        const ipa_plan_sale *sale = &contract->royalty->sales[n];
        cr_expect_eq(sale->opens_year, opens[n], "sale %d", n);
        cr_expect_eq(sale->closes_year, closes[n], "sale %d", n);
        sold = opens[n] ? 0 : sold;
        paid = opens[n] ? 0 : paid;
        sold += 1e7 * sold_days[n] / 365;
        const double fee = fmin(4.6e5, closes[n] ? fmax(4.5e5, tiered(sold)) : tiered(sold));
        expect_near(contract->dues[n].income, 100 * (fee - paid), 1e-12, "due");
        paid = fee;
    }
    /* 8,986,301 yuan sold in the first year are 379,452 of fees: topped up to the minimum */
    expect_near(contract->dues[0].income + contract->dues[1].income + contract->dues[2].income +
                    contract->dues[3].income,
                45000000, 1e-14, "first year");
}

Test(resolve_royalty, a_year_the_deal_does_not_see_to_its_end_has_no_minimum) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_deal_contract *source = royalty(deal);
    source->royalty_by_period = false;
    source->start = deal->terms.cutoff;
    source->minimum = written_number("90000000");
    source->end = written_date("2035-01-01");
    /* the sample's last collection ends on 2030-07-25, its fifth year with it; nine months earlier
       no year ends */
    const ipa_plan_royalty *whole = resolved_plan(deal, arena)->contracts[0].royalty;
    cr_expect(whole->sales[whole->n_sales - 1].closes_year);
    deal->terms.legal_final = written_date("2029-10-25");
    const ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *cut = &plan->contracts[0];
    cr_expect_eq(cut->n_dues, 17);
    cr_expect_not(cut->royalty->sales[16].closes_year);
    expect_near(cut->dues[15].income / 100, 9e7 - tiered(1e7 * (365 - 91) / 365), 1e-9, "trued up");
    expect_near(cut->dues[16].income / 100, tiered(1e7 * 92 / 365), 1e-7, "tiers alone");
}

Test(resolve_royalty, a_cap_leaves_nothing_more_to_pay_this_year) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_deal_contract *source = royalty(deal);
    source->royalty_by_period = false;
    source->cap = written_number("80000");
    ipa_plan *plan = resolved_plan(deal, arena);
    static const double yuan[N_SALES] = {75342.47, 4657.53, 0, 0, 80000, 0, 0};
    for (int n = 0; n < N_SALES; n++)
        cr_expect_eq(plan->contracts[0].dues[n].income, round(100 * yuan[n]), "due %d", n);
}

Test(resolve_royalty, sales_follow_their_profile_and_the_factors_mean) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_deal_contract *source = royalty(deal);
    source->factor.id = "macro";
    source->profile = (ipa_profile){.kind = IPA_PROFILE_DECAY, .a = 0.3};
    deal->terms.rounds = false;
    ipa_deal_process *law = resolved_process(deal);
    law->grows = true;
    law->growth_initial = law->growth_mean = (ipa_number){.value = 0.1, .given = true};
    law->volatility = (ipa_number){.value = 0.2, .given = true};
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *contract = &plan->contracts[0];
    cr_expect_eq(contract->royalty->factor, 0);
    int from = 37; /* days from the cut-off date to 2025-08-31 */
    for (int n = 0; n < N_SALES; n++) {
        const int to = from + sold_days[n];
        const double base = 1e7 * sold_days[n] / 365 * exp(-0.3 * (from + to) / 2.0 / 365);
        expect_near(contract->royalty->sales[n].base, 100 * base, 1e-13, "base");
        const double end_years = (plan->periods[n].collection_end - deal->terms.cutoff) / 365.0;
        expect_near(contract->dues[n].income, 100 * tiered(base * exp(0.1 * end_years)), 1e-12,
                    "income at the mean of sales");
        from = to;
    }
}

Test(resolve_royalty, a_contract_that_never_sells_in_the_deal_has_no_dues) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_deal_contract *source = royalty(deal);
    source->start = written_date("2031-01-01");
    source->end = written_date("2032-01-01");
    cr_expect_eq(resolved_plan(deal, arena)->contracts[0].n_dues, 0);
    source->start = written_date("2020-01-01");
    source->end = deal->terms.cutoff;
    cr_expect_eq(resolved_plan(deal, arena)->contracts[0].n_dues, 0);
}

Test(resolve_royalty, a_year_that_began_before_the_cutoff_counts_from_it) {
    ipa_deal *deal = resolved_sample(arena);
    ipa_deal_contract *source = royalty(deal);
    source->royalty_by_period = false;
    source->start = written_date("2024-10-25");
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_sale *sales = plan->contracts[0].royalty->sales;
    /* the year to 2025-10-25 has one period of sales here, and the next year four */
    static const bool closes[] = {1, 0, 0, 0, 1, 0, 1};
    for (int n = 0; n < N_SALES; n++)
        cr_expect_eq(sales[n].closes_year, closes[n], "sale %d", n);
    expect_near(sales[0].base, 1e9 * 92 / 365, 1e-15, "the whole period");
}

/* The same from tapes: half-years end on 15 January and 15 July, from the cut-off date 2025-01-15.
 */
Test(resolve_royalty, a_deal_as_text_resolves_to_the_same) {
    static const char contracts[] =
        "id,obligor,kind,start,end,royalty_rate,base_sales,minimum,cap,royalty_basis,profile,"
        "factor,"
        "sales_volatility,sales_reversion,reporting_lag_months,patents,patent_rule,prepay_rate,"
        "late_probability\n"
        "L1,E1,royalty,2025-03-01,2026-05-31,0:0.05;2000000:0.04,6000000,200000,250000,year,"
        "decay:0.2,macro,0.3,0.5,1,P1,weighted,0.04,0.1\n";
    static const char patents[] = "id,title,kind,filed,granted,annuity_payer\n"
                                  "P1,一种装置,invention,2019-05-20,2021-05-01,deal\n";
    test_folder folder = folder_create();
    folder_write(&folder, "contracts.csv", contracts, strlen(contracts));
    folder_write(&folder, "patents.csv", patents, strlen(patents));
    folder_replace(&folder, "deal.yaml", "contracts: contracts.csv",
                   "contracts: contracts.csv, patents: patents.csv");
    folder_replace(&folder, "deal.yaml", "factors: [macro, software, medical]",
                   "factors: [macro], sales: {macro: {reversion: 0.5, volatility: 0.15}}");
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    cr_assert_eq(ipa_deal_read(folder.path, &(ipa_read_options){0}, arena, &findings, &deal, NULL),
                 IPA_OK, "%s", ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    const ipa_plan *plan = resolved_plan(deal, arena);
    folder_remove(&folder);
    const ipa_plan_contract *contract = &plan->contracts[0];
    const ipa_plan_royalty *of = contract->royalty;
    cr_assert(of != NULL && of->n_sales == 3 && contract->n_patents == 1);
    cr_expect(of->factor == 0 && of->own.given && plan->sales[0].given);
    cr_expect(of->minimum == 2e7 && of->cap == 2.5e7 && contract->late_probability == 0.1);
    expect_near(contract->prepaid[0], -expm1(-0.04 * 136 / 365), 1e-14, "from 1 March");
    /* days sold from and to, counted from the cut-off date; the year ends on 2026-03-01 */
    static const int from[] = {45, 181, 365}, to[] = {181, 365, 501};
    static const char *const dates[] = {"2025-08-15", "2026-02-15", "2026-06-30"};
    double sold = 0, paid = 0;
    for (int n = 0; n < 3; n++) {
        sold = n == 2 ? 0 : sold;
        paid = n == 2 ? 0 : paid;
        sold += 6e6 * (to[n] - from[n]) / 365 * exp(-0.2 * (from[n] + to[n]) / 730);
        const double fee = fmin(2.5e5, n > 0 ? fmax(2e5, tiered(sold)) : tiered(sold));
        cr_expect_eq(contract->dues[n].date, written_date(dates[n]));
        cr_expect_eq(contract->dues[n].income, floor(100 * (fee - paid) + 0.5), "due %d", n);
        paid = fee;
    }
    /* year 7 of the invention begins on 2025-05-20, year 8 on 2026-05-20 */
    cr_assert(plan->annuity != NULL);
    cr_expect(plan->annuity[0] == 200000 && plan->annuity[1] == 0 && plan->annuity[2] == 200000);
}
