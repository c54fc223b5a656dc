/* Values of patents by hand, as a spreadsheet would have them: relief from royalty, profit split,
 * the split of income by weight and survival, annual fees, the renewal model, scores. */
#include "engine/simulate/patent_value.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/deal/patent_life.h"
#include "engine/math/normal.h"
#include "tests/support/folders.h"

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

/* P1 lasts to 2035, P2 (a utility model) to 2028, P3 is in no contract, P4 is pending. */
static void begin(void) {
    arena = ipa_arena_create();
    folder = folder_create();
    write("obligors.csv", "id,name,hazard\nE1,One,0.03\n");
    write("contracts.csv",
          "id,obligor,kind,start,end,frequency,principal,rate,amortisation,royalty_rate,base_sales,"
          "royalty_basis,profile,patents,patent_rule,valuation\n"
          "R1,E1,royalty,2025-01-15,2031-01-15,,,,,0:0.05;6000000:0.03,8000000,period,decay:0.1,"
          "P1;P2,weighted,2000000\n"
          "L1,E1,licence_fee,2025-01-15,2026-01-15,annual,12000000,0.05,bullet,,,,,P4,none,\n");
    write("patents.csv", "id,title,kind,filed,granted,weight,value\n"
                         "P1,One,invention,2015-01-15,2018-01-15,3,1500000\n"
                         "P2,Two,utility_model,2018-01-15,2019-01-15,1,\n"
                         "P3,Three,invention,2020-01-15,2022-01-15,1,100000\n"
                         "P4,Four,invention,2024-01-15,,1,\n");
    write("hazards.csv", "kind,cause,age_from,hazard\n"
                         "invention,lapse,0,0.05\ninvention,obsolete,0,0.02\n"
                         "utility_model,lapse,0,0.1\n");
}
static void end(void) {
    folder_remove(&folder);
    ipa_arena_destroy(arena);
}
TestSuite(patent_value, .init = begin, .fini = end, .timeout = 60);

static const ipa_patent_values *run(const char *sections, long n_paths) {
    const ipa_income_options options = {.n_paths = n_paths, .seed = 7};
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    ipa_patent_values *values = NULL;
    ipa_error error = {0};
    write("deal.yaml", ipa_arena_format(arena, "%s%s", DEAL, sections));
    ipa_status status =
        ipa_deal_read(folder.path, &(ipa_read_options){0}, arena, &findings, &deal, &error);
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, arena, &findings, &plan, &error);
    if (status == IPA_OK)
        status = ipa_patent_value_run(plan, &options, arena, &values, &error);
    cr_assert_eq(status, IPA_OK, "%s\n%s", error.message,
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    return values;
}

/* Years 1, 2, … at their midpoints; the last one cut at `life`. */
static double by_hand(double life, double per_sales, double rate) {
    double sum = 0;
    for (double from = 0; from < life; from += 1) {
        const double to = from + 1 < life ? from + 1 : life, middle = (from + to) / 2;
        sum += (to - from) * 8e6 * exp(-0.1 * middle) * per_sales / pow(1 + rate, middle);
    }
    return sum;
}

Test(patent_value, relief_and_split_until_each_patent_expires) {
    const ipa_patent_values *values = run("valuation:\n"
                                          "  rate: 0.15\n"
                                          "  tax_rate: 0.25\n"
                                          "  relief_from_royalty: {royalty_rate: 0.04}\n"
                                          "  profit_split: {margin: 0.2, share: 0.3}\n",
                                          0);
    const double long_life = (ipa_date_from(2035, 1, 15) - ipa_date_from(2025, 1, 15)) / 365.0;
    const double short_life = (ipa_date_from(2028, 1, 15) - ipa_date_from(2025, 1, 15)) / 365.0;
    const double one = 0.75 * 0.75 * by_hand(long_life, 0.04, 0.15);
    const double two = 0.25 * 0.75 * by_hand(short_life, 0.04, 0.15);
    cr_expect_float_eq(values->patents[0].relief, one, 1e-6);
    cr_expect_float_eq(values->patents[1].relief, two, 1e-6);
    cr_expect_float_eq(values->contracts[0].relief, one + two, 1e-6);
    cr_expect_float_eq(values->patents[0].split, one * 0.2 * 0.3 / 0.04, 1e-6);
    cr_expect(isnan(values->patents[2].relief));
    cr_expect(isnan(values->contracts[1].relief));
}

/* 5% of the first six million of a year's sales and 3% of the rest: until sales fall to six. */
Test(patent_value, without_a_rate_the_contracts_own_tiers_count) {
    const ipa_patent_values *values = run("valuation: {rate: 0.15}\n", 0);
    const double life = (ipa_date_from(2028, 1, 15) - ipa_date_from(2025, 1, 15)) / 365.0;
    double sum = 0;
    for (double from = 0; from < life; from += 1) {
        const double to = from + 1 < life ? from + 1 : life, middle = (from + to) / 2;
        const double sales = 8e6 * exp(-0.1 * middle);
        const double royalty = sales > 6e6 ? 0.05 * 6e6 + 0.03 * (sales - 6e6) : 0.05 * sales;
        sum += (to - from) * royalty / pow(1.15, middle);
    }
    cr_expect_float_eq(values->patents[1].relief, 0.25 * sum, 1e-6);
    cr_expect(isnan(values->patents[1].split));
    cr_expect(values->contracts[0].terms.by_tiers);
}

Test(patent_value, a_contract_may_have_sales_and_rates_of_its_own) {
    const ipa_patent_values *values =
        run("valuation:\n"
            "  rate: 0\n"
            "  base_sales: {L1: 1000000}\n"
            "  relief_from_royalty: {royalty_rate: 0.04, royalty_rates: {L1: 0.1}}\n",
            0);
    const ipa_deal_patent *pending = &values->plan->deal->patents[3];
    const double life = (ipa_patent_life_expiry(pending) - ipa_date_from(2025, 1, 15)) / 365.0;
    /* a pending application counts with its chance, 0.55 */
    cr_expect_float_eq(values->contracts[1].relief, 0.55 * 1e6 * 0.1 * life, 1e-4);
    cr_expect_float_eq(values->contracts[1].terms.royalty_rate, 0.1, 1e-15);
    cr_expect_float_eq(values->contracts[0].terms.royalty_rate, 0.04, 1e-15);
}

/* Sales 20% down and a further decay of 5% make of the profile's 10% one of 15%. */
Test(patent_value, a_stress_of_sales_is_one_of_what_the_ip_saves) {
    const ipa_patent_values *values = run("stress: {sales_haircut: 20%, royalty_decay: 5%}\n"
                                          "valuation:\n"
                                          "  rate: 0.15\n"
                                          "  relief_from_royalty: {royalty_rate: 0.04}\n"
                                          "  profit_split: {margin: 0.2, share: 0.3}\n",
                                          0);
    const double life = (ipa_date_from(2028, 1, 15) - ipa_date_from(2025, 1, 15)) / 365.0;
    double sum = 0;
    for (double from = 0; from < life; from += 1) {
        const double to = from + 1 < life ? from + 1 : life, middle = (from + to) / 2;
        sum += (to - from) * 0.8 * 8e6 * exp(-0.15 * middle) / pow(1.15, middle);
    }
    cr_expect_float_eq(values->patents[1].relief, 0.25 * 0.04 * sum, 1e-6);
    cr_expect_float_eq(values->patents[1].split, 0.25 * 0.06 * sum, 1e-6);
}

Test(patent_value, income_is_split_by_weight_and_survival) {
    const ipa_patent_values *values = run("valuation: {rate: 0.15}\n", 4000);
    const ipa_plan *longer = values->income.plan;
    double one = 0, two = 0;
    for (int k = 0; k < longer->n_periods; k++) {
        const ipa_date date = longer->periods[k].collection_end;
        const double years = (date - ipa_date_from(2025, 1, 15)) / 365.0;
        one += 0.75 * values->income.by_period[k] * exp(-0.07 * years);
        if (date < ipa_date_from(2028, 1, 15))
            two += 0.25 * values->income.by_period[k] * exp(-0.1 * years);
    }
    const double all = values->contracts[0].income.expected.mean;
    cr_expect_float_eq(values->patents[0].income, all * one / (one + two), 1e-6);
    cr_expect_float_eq(values->patents[1].income, all * two / (one + two), 1e-6);
    cr_expect_float_eq(values->patents[0].income + values->patents[1].income, all, 1e-6);
    cr_expect_float_eq(values->patents[3].income, values->contracts[1].income.expected.mean, 1e-6);
    cr_expect(isnan(values->patents[2].income));
    cr_expect_str_eq(values->patents[0].contract, "R1");
    cr_expect_null(values->patents[2].contract);
}

Test(patent_value, appraisals_are_held_against_the_income) {
    const ipa_patent_values *values = run("valuation: {rate: 0.15, appraisal_band: 0.2}\n", 0);
    const ipa_deal *deal = values->plan->deal;
    cr_expect_float_eq(values->patents[0].appraisal, 1500000, 1e-9);
    cr_expect(isnan(values->patents[1].appraisal));
    cr_expect_float_eq(values->contracts[0].patents_appraisal, 1500000, 1e-9);
    cr_expect(ipa_patent_value_is_off(deal, 1.21, 1));
    cr_expect_not(ipa_patent_value_is_off(deal, 1.19, 1));
    cr_expect(ipa_patent_value_is_off(deal, 0.79, 1));
    cr_expect_not(ipa_patent_value_is_off(deal, NAN, 1));
    cr_expect_not(ipa_patent_value_is_off(deal, 1, NAN));
    /* 12,600,000 are still to be paid on L1 */
    cr_expect_float_eq(values->contracts[1].fee_multiple, 12.6e6 / 3.21e6, 1e-12);
    cr_expect(isnan(values->contracts[0].fee_multiple));
}

/* A loan is repaid by its debtor: the pledged patent earns nothing by it. */
Test(patent_value, a_pledge_has_no_part_of_the_loans_cash) {
    folder_replace(&folder, "contracts.csv", "L1,E1,licence_fee", "L1,E1,loan");
    const ipa_patent_values *values = run("valuation: {rate: 0.15}\n", 0);
    cr_expect_not(values->contracts[1].pays_for_ip);
    cr_expect_gt(values->contracts[1].income.base, 0);
    cr_expect(isnan(values->patents[3].income));
    cr_expect(values->contracts[0].pays_for_ip);
    cr_expect(isnan(values->contracts[1].fee_multiple));
}

/* P2's fees fall due on 15 January of 2025 (year 8), 2026 and 2027 (years 9 and 10). */
Test(patent_value, annual_fees_to_the_end_of_the_right) {
    const ipa_patent_values *values = run("valuation: {rate: 0.1}\n", 0);
    const ipa_date today = ipa_date_from(2025, 1, 15);
    const double year9 = (ipa_date_from(2026, 1, 15) - today) / 365.0;
    const double year10 = (ipa_date_from(2027, 1, 15) - today) / 365.0;
    cr_expect_float_eq(values->patents[1].annuities,
                       1200 + 2000 * (pow(1.1, -year9) + pow(1.1, -year10)), 1e-9);
    cr_expect_float_eq(values->contracts[0].annuities,
                       values->patents[0].annuities + values->patents[1].annuities, 1e-9);
}

Test(patent_value, the_renewal_model_stands_beside_the_hazards) {
    const ipa_patent_values *none = run("valuation: {rate: 0.1}\n", 0);
    const ipa_patent_values *values =
        run("valuation: {rate: 0.1, renewal: {mu: 9, sigma: 1.5, decay: 0.1}}\n", 0);
    cr_expect(isnan(none->patents[0].renewal_survival));
    /* From year 11 (begun on the cut-off date) to year 17, begun on the contract's last day. */
    const double years = (ipa_date_from(2031, 1, 15) - ipa_date_from(2025, 1, 15)) / 365.0;
    const ipa_patent_renewal law = {9, 1.5, 0.9};
    const double now = ipa_patent_life_renewal(IPA_PATENT_INVENTION, &law, 11);
    const double then = ipa_patent_life_renewal(IPA_PATENT_INVENTION, &law, 17);
    cr_expect_float_eq(values->patents[0].renewal_survival, then / now, 1e-12);
    cr_expect_float_eq(values->patents[0].lapse_survival, exp(-0.05 * years), 1e-12);
    cr_expect_float_eq(values->patents[0].survival, exp(-0.07 * years), 1e-12);
}

Test(patent_value, scores_are_the_users_weights_times_the_users_scores) {
    write("indicators.csv", "一级指标,二级指标,权重\n"
                            "法律,稳定性,0.2\nlegal,scope,0.3\ntechnical,own,0.1\n"
                            "economic,market_use,0.4\n");
    write("scores.csv", "patent,indicator,score\n"
                        "P1,stability,80\nP1,保护范围,60\nP1,own,50\nP1,市场应用情况,90\n"
                        "P2,stability,70\nP2,scope,70\nP2,own,70\n");
    const ipa_patent_values *values =
        run("valuation: {rate: 0.1, indicators: indicators.csv, scores: scores.csv}\n", 0);
    const ipa_patent_scored *one = &values->scores[0], *two = &values->scores[1];
    cr_expect_float_eq(one->total, 0.2 * 80 + 0.3 * 60 + 0.1 * 50 + 0.4 * 90, 1e-12);
    cr_expect_float_eq(one->levels[IPA_LEVEL_LEGAL], (0.2 * 80 + 0.3 * 60) / 0.5, 1e-12);
    cr_expect_float_eq(one->levels[IPA_LEVEL_TECHNICAL], 50, 1e-12);
    cr_expect_float_eq(two->levels[IPA_LEVEL_LEGAL], 70, 1e-12);
    cr_expect(isnan(two->levels[IPA_LEVEL_ECONOMIC]));
    cr_expect(isnan(two->total));
    cr_expect(isnan(values->scores[2].total));
}

Test(patent_value, without_weights_there_is_no_score) {
    cr_expect_null(run("", 0)->scores);
}
