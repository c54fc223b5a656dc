#include "engine/deal/plan.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/credit.h"
#include "engine/math/normal.h"
#include "tests/support/written.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static ipa_arena *arena;
static ipa_findings findings;
static void begin(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(plan, .init = begin, .fini = end);

static const char *said(void) {
    return ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false);
}

static ipa_deal *read_deal(const char *folder) {
    ipa_deal *deal = NULL;
    ipa_error error = {0};
    findings = ipa_findings_make(arena);
    const char *path = ipa_arena_format(arena, "%s/%s", IPABS_SOURCE_DIR, folder);
    ipa_status status =
        ipa_deal_read(path, &(ipa_read_options){0}, arena, &findings, &deal, &error);
    cr_assert_eq(status, IPA_OK, "%s: %s\n%s", folder, error.message, said());
    return deal;
}

static ipa_deal *sample(void) {
    return read_deal("deals/eight-firms");
}

static ipa_plan *resolve(const ipa_deal *deal) {
    ipa_plan *plan = NULL;
    ipa_error error = {0};
    ipa_status status = ipa_plan_resolve(deal, arena, &findings, &plan, &error);
    cr_assert_eq(status, IPA_OK, "%s\n%s", error.message, said());
    return plan;
}

static void expect_finding(const ipa_deal *deal, ipa_code code, const char *field,
                           const char *message) {
    ipa_plan *plan = NULL;
    findings = ipa_findings_make(arena);
    cr_assert_eq(ipa_plan_resolve(deal, arena, &findings, &plan, NULL), IPA_FINDINGS);
    cr_assert_eq(findings.n_errors, 1, "%s", said());
    cr_expect_eq(findings.items[0].code, code, "%s", said());
    cr_expect_str_eq(findings.items[0].field, field, "%s", findings.items[0].field);
    cr_expect_str_eq(findings.items[0].message, message, "%s", findings.items[0].message);
}

static void expect_near(double actual, double expected, double relative, const char *what) {
    cr_expect(fabs(actual - expected) <= relative * fabs(expected), "%s: %.17g, not %.17g", what,
              actual, expected);
}

/* A row of the sample's expected base case; amounts in yuan. */
typedef struct expected_row {
    ipa_date nominal, payment;
    int days;
    double income, principal, senior_balance;
} expected_row;

static int read_expected(expected_row *rows) {
    FILE *file = fopen(IPABS_SOURCE_DIR "/deals/eight-firms/expected/base.csv", "r");
    cr_assert(file != NULL);
    char line[512], nominal[16], payment[16];
    cr_assert(fgets(line, sizeof line, file) != NULL);
    int n_rows = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        expected_row *row = &rows[n_rows++];
        int n_read = sscanf(line,
                            "%*d,%10[^,],%10[^,],%d,%lf,%lf,%*f,%*f,%*f,%*f,%*f,%*f,%*f,%*f,%*f,%*"
                            "f,%*f,%*f,%*f,%*f,%lf",
                            nominal, payment, &row->days, &row->income, &row->principal,
                            &row->senior_balance);
        cr_assert_eq(n_read, 6);
        row->nominal = written_date(nominal);
        row->payment = written_date(payment);
    }
    fclose(file);
    return n_rows;
}

Test(plan, the_sample_has_its_periods_and_its_cash_to_the_fen) {
    ipa_deal *deal = sample();
    deal->calendar.holidays = "WEEKENDS";
    ipa_plan *plan = resolve(deal);
    expected_row rows[20];
    cr_assert_eq(read_expected(rows), 12);
    cr_assert_eq(plan->n_periods, 20);
    cr_expect(!plan->calendar_uncovered, "weekends are known for ever");
    double income[21] = {0}, principal[21] = {0}, event_income[21] = {0};
    for (int c = 0; c < plan->n_contracts; c++)
        for (int d = 0; d < plan->contracts[c].n_dues; d++) {
            const ipa_plan_due *due = &plan->contracts[c].dues[d];
            income[due->period] += due->income;
            principal[due->period] += due->principal;
        }
    for (int i = 0; i < plan->n_obligors; i++)
        for (int e = 0; e < plan->obligors[i].n_events; e++)
            event_income[plan->obligors[i].events[e].period] += plan->obligors[i].events[e].income;
    for (int k = 0; k < 12; k++) {
        const ipa_period *period = &plan->periods[k];
        cr_expect_eq(period->nominal, rows[k].nominal, "row %d", k + 1);
        cr_expect_eq(period->payment, rows[k].payment, "row %d", k + 1);
        cr_expect_eq(period->days, rows[k].days, "row %d", k + 1);
        cr_expect_eq(income[k], round(100 * rows[k].income), "row %d", k + 1);
        cr_expect_eq(principal[k], round(100 * rows[k].principal), "row %d", k + 1);
        cr_expect_eq(event_income[k], income[k], "row %d", k + 1);
        cr_expect_eq(plan->tranches[0].scheduled_balance[k], round(100 * rows[k].senior_balance),
                     "row %d", k + 1);
    }
    for (int k = 12; k <= 20; k++)
        cr_expect(income[k] == 0 && principal[k] == 0 && event_income[k] == 0);
    cr_expect_eq(plan->pool_original, 1e10);
}

Test(plan, collection_and_interest_periods_join) {
    ipa_deal *deal = sample();
    deal->periods.collection_lag_days = 10;
    deal->calendar.adjusted = true;
    ipa_plan *plan = resolve(deal);
    ipa_date collection = written_date("2025-07-25"), accrual = written_date("2025-07-25");
    for (int k = 0; k < plan->n_periods; k++) {
        const ipa_period *period = &plan->periods[k];
        cr_expect_eq(period->collection_start, collection);
        cr_expect_eq(period->collection_end, period->nominal - 10);
        cr_expect_eq(period->accrual_start, accrual);
        cr_expect_eq(period->accrual_end, period->payment);
        cr_expect_eq(period->years_from_closing,
                     (period->payment - written_date("2025-07-25")) / 365.0);
        cr_expect_eq(plan->tranches[0].fraction[k].numerator * 365,
                     (period->accrual_end - accrual) * plan->tranches[0].fraction[k].denominator);
        collection = period->collection_end;
        accrual = period->accrual_end;
    }
    cr_expect(plan->calendar_uncovered, "the exchanges' holidays of 2030 are not known");
    /* a due on the nominal date falls into the next collection period */
    cr_expect_eq(plan->contracts[0].dues[0].date, written_date("2025-10-25"));
    cr_expect_eq(plan->contracts[0].dues[0].period, 1);
}

Test(plan, dates_fall_into_half_open_collection_periods) {
    ipa_plan *plan = resolve(sample());
    cr_expect_eq(ipa_plan_period(plan, written_date("2025-07-25")), -1);
    cr_expect_eq(ipa_plan_period(plan, written_date("2025-07-26")), 0);
    cr_expect_eq(ipa_plan_period(plan, written_date("2025-10-25")), 0);
    cr_expect_eq(ipa_plan_period(plan, written_date("2025-10-26")), 1);
    cr_expect_eq(ipa_plan_period(plan, written_date("2030-07-25")), 19);
    cr_expect_eq(ipa_plan_period(plan, written_date("2030-07-26")), 20);
}

Test(plan, recoveries_arrive_after_their_lag_or_are_lost) {
    ipa_plan *plan = resolve(sample());
    for (int k = 0; k <= 20; k++) /* 18 months are six quarters */
        cr_expect_eq(plan->contracts[0].recovery_period[k], k + 6 < 20 ? k + 6 : 20, "%d", k);
    cr_expect_eq(ipa_plan_recovery_period(plan, 3, 0), 3);
    cr_expect_eq(ipa_plan_recovery_period(plan, 3, 3), 4);
    cr_expect_eq(ipa_plan_recovery_period(plan, 3, 3.02), 5, "a day late is a period late");
    cr_expect_eq(ipa_plan_recovery_period(plan, 3, 2.98), 4);
    cr_expect_eq(ipa_plan_recovery_period(plan, 0, 1e9), 20);
    cr_expect_eq(ipa_plan_recovery_period(plan, 0, NAN), 20);
    cr_expect_eq(ipa_plan_recovery_period(plan, 20, 0), 20);
}

Test(plan, obligors_know_when_being_alive_matters) {
    ipa_plan *plan = resolve(sample());
    cr_assert_eq(plan->n_obligors, 8);
    const ipa_plan_obligor *e1 = &plan->obligors[0];
    cr_assert_eq(e1->n_events, 20, "twelve dues lie on collection ends, eight more ends follow");
    cr_expect_eq(e1->principal, 2e9);
    expect_near(e1->credit.idiosyncratic, sqrt(1 - 0.35 * 0.35 - 0.25 * 0.25), 1e-15, "ξ");
    cr_expect_eq(e1->credit.loadings[0], 0.35);
    cr_expect_eq(e1->credit.loadings[1], 0.25);
    cr_expect_eq(e1->credit.loadings[2], 0);
    /* 2026-07-25 is 365 days after the cut-off date: the table's first year, Ba1 */
    expect_near(e1->events[3].threshold, ipa_normal_quantile(0.0087), 1e-12, "year 1");
    expect_near(e1->events[7].threshold, ipa_normal_quantile(0.0202), 1e-12, "year 2");
    for (int e = 1; e < e1->n_events; e++)
        cr_expect(e1->events[e].threshold >= e1->events[e - 1].threshold);
    cr_expect_eq(e1->legal_final_threshold, e1->events[19].threshold);
    double years = (written_date("2030-07-25") - written_date("2025-07-25")) / 365.0;
    expect_near(ipa_normal_cdf(e1->legal_final_threshold),
                1 - ipa_plan_survival(&e1->credit, years), 1e-11, "PD at the legal final");
}

Test(plan, a_claim_is_what_was_outstanding_after_the_due_before) {
    ipa_plan *plan = resolve(sample());
    const ipa_plan_contract *l8 = &plan->contracts[7]; /* 5% eleven times, then 45% */
    cr_expect_eq(l8->claim[0], 700000000);
    cr_expect_eq(l8->claim[1], 665000000);
    cr_expect_eq(l8->claim[11], 315000000);
    cr_expect_eq(l8->claim[12], 0);
    cr_expect_eq(l8->claim[19], 0);
    cr_expect(l8->recovery != NULL && l8->lag == NULL);
    cr_expect_eq(l8->recovery_mean, 0.15);
    cr_expect_eq(l8->recovery_cost, 0.10);
}

Test(plan, dues_before_the_cutoff_are_gone_and_dues_off_the_grid_are_events) {
    ipa_deal *deal = sample();
    deal->terms.cutoff = written_date("2025-11-01");
    deal->terms.closing = written_date("2025-11-10");
    deal->periods.first_payment = written_date("2026-02-10");
    deal->terms.legal_final = written_date("2030-08-10");
    for (int c = 0; c < deal->n_contracts; c++)
        if (strcmp(deal->contracts[c].id, "L8") != 0)
            deal->contracts[c].ineligible = "not needed here";
    ipa_plan *plan = resolve(deal);
    cr_assert_eq(plan->n_contracts, 1);
    const ipa_plan_contract *l8 = &plan->contracts[0];
    cr_expect_str_eq(l8->source->id, "L8");
    cr_expect_eq(l8->obligor, 7);
    cr_expect_eq(l8->n_dues, 11);
    cr_expect_eq(l8->principal, 665000000, "what was due in October belongs to nobody here");
    cr_expect_eq(plan->pool_original, 665000000);
    const ipa_plan_obligor *e8 = &plan->obligors[7];
    cr_expect_eq(e8->n_events, 11 + plan->n_periods);
    cr_expect_eq(e8->events[0].date, written_date("2026-01-25"));
    cr_expect_eq(e8->events[0].principal, 35000000);
    cr_expect_eq(e8->events[1].date, written_date("2026-02-10"));
    cr_expect_eq(e8->events[1].principal, 0);
    cr_expect_eq(l8->claim[0], 665000000);
    cr_expect_eq(l8->claim[1], 630000000);
    cr_expect_eq(l8->claim[2], 630000000);
    cr_expect_eq(plan->obligors[0].n_contracts, 0);
    /* the first interest period runs from closing, fees of the collection period as well */
    cr_expect_eq(plan->periods[0].days, 92);
}

Test(plan, the_steps_of_the_sample) {
    ipa_plan *plan = resolve(sample());
    static const char *const normal[] = {
        "draw shortfall_payer", "pay vat",         "pay manager, custodian, servicer, agencies",
        "pay A.interest",       "pay A.principal", "pay csdc",
        "pay SUB.residual"};
    const ipa_plan_waterfall *waterfall = &plan->waterfalls[IPA_WATERFALL_NORMAL];
    cr_assert_eq(waterfall->n_steps, 7);
    for (int s = 0; s < 7; s++)
        cr_expect_str_eq(waterfall->steps[s].text, normal[s]);
    cr_expect_eq(waterfall->steps[0].n_payees, 8);
    cr_expect_eq(waterfall->steps[0].payees[5].kind, IPA_PAYEE_INTEREST);
    cr_expect_eq(waterfall->steps[0].support, 0);
    cr_expect_eq(waterfall->steps[0].account, -1);
    cr_expect_eq(waterfall->steps[1].support, -1);
    cr_expect(waterfall->steps[2].pro_rata);
    cr_expect(!waterfall->steps[4].pro_rata);
    cr_expect(waterfall->steps[6].when != NULL && waterfall->steps[5].when == NULL);
    cr_expect(plan->waterfalls[IPA_WATERFALL_ACCELERATED].steps[4].amount != NULL);
    cr_expect_eq(plan->waterfalls[IPA_WATERFALL_DEFAULT].steps,
                 plan->waterfalls[IPA_WATERFALL_ACCELERATED].steps, "a missing one falls back");
    cr_expect_eq(plan->collection_account, 0);
    cr_expect_eq(plan->support[0].entity, 0);
    cr_expect(plan->support[0].outside && isinf(plan->support[0].cap));
    cr_expect_eq(plan->entities[0].grade[0], 6, "A2 is the sixth grade");
    expect_near(plan->entities[0].threshold[19],
                ipa_credit_threshold(&plan->entities[0].credit,
                                     plan->periods[19].years_from_closing, false, 0),
                1e-15, "the payer's last payment date");
    cr_expect_eq(plan->tranches[0].units, 950000);
    cr_expect_eq(plan->tranches[0].expected_final_period, 11);
    cr_expect_eq(plan->tranches[1].expected_final_period, 19);
    cr_expect(plan->tranches[1].is_residual && plan->tranches[1].scheduled_balance == NULL);
    cr_expect_eq(plan->tranches[0].spread, 0.0115);
    cr_expect_eq(plan->n_uses, 0);
}

Test(plan, fees_fall_due_on_dates_and_accrue_over_periods) {
    ipa_deal *deal = sample();
    ipa_date dates[] = {written_date("2025-10-27"), written_date("2025-10-28"),
                        written_date("2026-01-20")};
    deal->terms.cutoff = written_date("2025-07-01");
    deal->periods.collection_lag_days = 5;
    deal->fees[4].due = (ipa_date_list){dates, 3};
    deal->fees[3].accrues_by_collection = true;
    ipa_plan *plan = resolve(deal);
    cr_assert(plan->fees[4].due_count != NULL && plan->fees[3].due_count == NULL);
    cr_expect_eq(plan->fees[4].due_count[0], 1, "2025-10-27 is the payment date");
    cr_expect_eq(plan->fees[4].due_count[1], 2);
    cr_expect_eq(plan->fees[4].due_count[2], 0);
    cr_expect_eq(plan->fees[4].amount, 2000000);
    cr_expect(plan->fees[4].is_amount && !plan->fees[3].is_amount);
    ipa_fraction by_collection = plan->fees[3].fraction[0], by_interest = plan->fees[2].fraction[0];
    cr_expect_eq(by_collection.numerator * 365, 87 * by_collection.denominator,
                 "2025-07-25 to 2025-10-20, not from the cut-off date");
    cr_expect_eq(by_interest.numerator * 365, 92 * by_interest.denominator);
    ipa_date late[] = {written_date("2031-06-30")};
    deal->fees[4].due = (ipa_date_list){late, 1};
    expect_finding(deal, IPA_E0455_FEE_DUE_DATE, "fees[4].due",
                   "`agencies` falls due on 2031-06-30, after the last payment date");
}

Test(plan, bullets_and_unrounded_schedules) {
    ipa_plan *plan = resolve(read_deal("tests/golden/e2e18_noG_trigger"));
    cr_expect(!plan->rounds);
    for (int k = 0; k < 12; k++)
        cr_expect_eq(plan->tranches[0].scheduled_balance[k], k < 9 ? 33000.0 * (9 - k) / 10 : 0);
    cr_expect_eq(plan->tranches[0].arrears_rate.mantissa, plan->tranches[0].coupon.mantissa);
    ipa_deal *deal = read_deal("tests/golden/e2e18_noG_trigger");
    deal->tranches[1].amortisation = IPA_AMORTISATION_BULLET;
    deal->tranches[1].expected_final = written_date("2027-01-01");
    plan = resolve(deal);
    cr_expect_eq(plan->tranches[1].expected_final_period, 7, "the first date not before it");
    for (int k = 0; k < 12; k++)
        cr_expect_eq(plan->tranches[1].scheduled_balance[k], k < 7 ? 9000 : 0);
}

Test(plan, defaults_fall_between_the_same_payments_as_in_the_oracle) {
    ipa_plan *plan = resolve(read_deal("tests/golden/e2e17_a"));
    cr_assert_eq(plan->n_obligors, 20);
    cr_assert_eq(plan->obligors[0].n_events, 12);
    for (int e = 0; e < 12; e++)
        expect_near(ipa_normal_cdf(plan->obligors[0].events[e].threshold),
                    -expm1(-0.06 * (e + 1) / 4), 1e-11, "PD at t_j = j/4");
    for (int k = 0; k < 12; k++)
        expect_near(ipa_curve_discount(&plan->curve, plan->periods[k].years_from_valuation, 0),
                    exp(-0.03 * (k + 1) / 4), 1e-13, "discount factor of t_j");
    expect_near(plan->obligors[0].credit.idiosyncratic, sqrt(0.8), 1e-14, "√(1 − ρ)");
    plan = resolve(read_deal("tests/golden/e2e17_t"));
    cr_expect(plan->student_t && plan->chi_square != NULL);
    cr_expect_eq(plan->degrees_of_freedom, 5);
}

Test(plan, golden_deals_resolve) {
    static const char *const folders[] = {"oracle15_seq",
                                          "oracle15_prorata",
                                          "oracle15_shortfall",
                                          "e2e17_b",
                                          "e2e17_c",
                                          "e2e17_a_pool",
                                          "e2e17_t_pool",
                                          "e2e18_noG_notrigger",
                                          "e2e18_G_trigger",
                                          "e2e18_path_no_default",
                                          "e2e18_path_all_default_q4",
                                          "e2e18_path_two_default_q3_one_q6"};
    for (size_t at = 0; at < COUNT(folders); at++) {
        findings = ipa_findings_make(arena);
        ipa_plan *plan =
            resolve(read_deal(ipa_arena_format(arena, "tests/golden/%s", folders[at])));
        double paid = 0;
        for (int c = 0; c < plan->n_contracts; c++)
            for (int d = 0; d < plan->contracts[c].n_dues; d++)
                paid +=
                    plan->contracts[c].dues[d].principal + plan->contracts[c].dues[d].written_off;
        cr_expect_eq(paid, plan->pool_original, "%s", folders[at]);
    }
    ipa_plan *plan = resolve(read_deal("tests/golden/oracle15_prorata"));
    cr_expect(plan->waterfalls[IPA_WATERFALL_NORMAL].steps[2].pro_rata);
    for (int k = 0; k < 6; k++)
        cr_expect_eq(4 * plan->tranches[0].fraction[k].numerator,
                     plan->tranches[0].fraction[k].denominator);
}

Test(plan, the_closing_opens_the_collection_account) {
    ipa_deal *deal = sample();
    ipa_pair proceeds[] = {{.name = "A", .number = written_number("100.05")},
                           {.name = "SUB", .number = written_number("100")}};
    ipa_deal_upfront upfront[] = {
        {.id = "arranger", .rate = written_number("0.002"), .base = {"original(A)", {0}, "base"}},
        {.id = "legal", .amount = written_number("150000")}};
    deal->closing = (ipa_deal_closing){.given = true,
                                       .proceeds = {proceeds, 2},
                                       .upfront = upfront,
                                       .n_upfront = 2,
                                       .purchase_price = written_number("99500000")};
    ipa_plan *plan = resolve(deal);
    static const double amounts[] = {9504750000, 500000000, -19000000, -15000000, -9950000000};
    cr_assert_eq(plan->n_uses, 5);
    for (int at = 0; at < 5; at++)
        cr_expect_eq(plan->uses[at].amount, amounts[at], "%s: %.17g", plan->uses[at].id,
                     plan->uses[at].amount);
    cr_expect_eq(plan->accounts[0].initial, 20750000);

    deal->closing.purchase_price = written_number("99707500.01");
    expect_finding(deal, IPA_E0451_CLOSING_NEGATIVE, "closing", "the closing lacks 0.01");
    deal->closing.purchase_price = written_number("99500000");
    upfront[0].base.text = "collections.total";
    expect_finding(deal, IPA_E0309_EXPRESSION_TOO_LATE, "base",
                   "`collections.total` is not known on the closing date");
}

Test(plan, what_cannot_be_resolved_is_said) {
    ipa_deal *deal = sample();
    deal->periods.collection_lag_days = 95;
    expect_finding(deal, IPA_E0456_PERIODS, "periods",
                   "the collection period of payment date 2025-10-25 ends before it begins");
    deal = sample();
    deal->terms.closing = written_date("2025-10-25");
    expect_finding(deal, IPA_E0456_PERIODS, "periods",
                   "the interest period of payment date 2025-10-25 ends before it begins");
    deal = sample();
    deal->contracts[2].recovery_sd = written_number("0.40");
    findings = ipa_findings_make(arena);
    ipa_plan *plan;
    cr_expect_eq(ipa_plan_resolve(deal, arena, &findings, &plan, NULL), IPA_FINDINGS);
    cr_expect_eq(findings.items[0].code, IPA_E0552_DISTRIBUTION);
    cr_expect_str_eq(findings.items[0].field, "contracts[L3].recovery_sd");
    deal = sample();
    deal->triggers[0].when.text = "draws(shortfall_payer)";
    expect_finding(deal, IPA_E0303_EXPRESSION_TYPE, deal->triggers[0].when.field,
                   "`draws(shortfall_payer)` is a number where a condition is due");
}

Test(plan, steps_pay_only_what_can_be_paid) {
    static const struct {
        const char *payee, *message;
    } wrong[] = {{"A", "`A` cannot stand here: say what of the tranche is meant: its `.interest`, "
                       "`.principal` or `.residual`"},
                 {"A.residual", "`A.residual` cannot stand here: the tranche does not amortise by "
                                "`residual`"},
                 {"SUB.principal", "`SUB.principal` cannot stand here: the tranche amortises by "
                                   "`residual`, so it is paid as `.residual`"},
                 {"shortfall_payer", "`shortfall_payer` cannot stand here: the support is not "
                                     "`reimbursed`"},
                 {"nobody",
                  "`nobody` cannot stand here: it names no fee, no due of a tranche and no "
                  "support"}};
    for (size_t at = 0; at < COUNT(wrong); at++) {
        ipa_deal *deal = sample();
        ipa_reference *payee = &deal->waterfalls[IPA_WATERFALL_NORMAL].steps[3].payees[0];
        payee->id = wrong[at].payee;
        expect_finding(deal, IPA_E0408_STEP, payee->field, wrong[at].message);
    }
    ipa_deal *deal = sample();
    deal->waterfalls[IPA_WATERFALL_NORMAL].steps[0].payees[0].id = "SUB.residual";
    expect_finding(deal, IPA_E0408_STEP,
                   deal->waterfalls[IPA_WATERFALL_NORMAL].steps[0].payees[0].field,
                   "`SUB.residual` cannot stand here: nothing is drawn for it");
}

Test(plan, an_impossible_correlation_is_refused) {
    ipa_deal *deal = sample();
    int n = deal->model.n_factors;
    double *c = IPA_NEW_ARRAY(arena, n * n, double);
    for (int f = 0; f < n; f++)
        c[f * n + f] = 1;
    c[1] = c[n] = 0.3;
    deal->model.correlation = c;
    ipa_plan *plan = resolve(deal);
    for (int f = 0; f < n; f++)
        for (int g = 0; g <= f; g++) {
            double sum = 0;
            for (int h = 0; h < n; h++)
                sum += plan->cholesky[f * n + h] * plan->cholesky[g * n + h];
            cr_expect(fabs(sum - plan->correlation[f * n + g]) < 1e-15, "L L' = C");
        }
    expect_near(plan->obligors[0].credit.idiosyncratic,
                sqrt(1 - 0.35 * 0.35 - 0.25 * 0.25 - 2 * 0.3 * 0.35 * 0.25), 1e-15, "E1");
    c[1] = c[n] = c[n + 2] = c[2 * n + 1] = 0.9;
    c[2] = c[2 * n] = -0.9;
    expect_finding(deal, IPA_E0501_CORRELATION, "model.correlation",
                   "the matrix is not positive semidefinite: row 3 contradicts the rows above it");
}

/* Business days before Monday 2025-10-27; the week before holds no holiday. */
Test(plan, dates_before_the_payment_date) {
    static const char *const expected[] = {[IPA_OFFSET_CALCULATION] = "2025-10-16",
                                           [IPA_OFFSET_NOTICE] = "2025-10-17",
                                           [IPA_OFFSET_TRANSFER] = "2025-10-20",
                                           [IPA_OFFSET_FUNDING] = "2025-10-23",
                                           [IPA_OFFSET_RECORD] = "2025-10-24"};
    ipa_deal *deal = sample();
    ipa_plan *plan = resolve(deal);
    for (int n = 0; n < IPA_N_OFFSETS; n++)
        cr_expect_eq(plan->periods[0].before[n], written_date(expected[n]), "%d", n);
    /* The National Day holidays of 2025 close the exchanges from 1 to 8 October. */
    deal->periods.offsets.days[IPA_OFFSET_CALCULATION] = 13;
    plan = resolve(deal);
    cr_expect_eq(plan->periods[0].before[IPA_OFFSET_CALCULATION], written_date("2025-09-30"));
}

/* Grades by nominal date: the rating before the path, each step from its own date on. */
Test(plan, a_path_of_ratings) {
    ipa_deal *deal = sample();
    ipa_deal_rating_step path[] = {{written_date("2026-01-25"), {.id = "Baa1"}},
                                   {written_date("2026-04-26"), {.id = "Aaa"}}};
    deal->entities[0].rating_path = path;
    deal->entities[0].n_rating_path = 2;
    const int *grade = resolve(deal)->entities[0].grade;
    static const int expected[] = {6, 8, 8, 1, 1};
    for (int k = 0; k < 5; k++)
        cr_expect_eq(grade[k], expected[k], "date %d: %d", k, grade[k]);
}

/* Quarterly periods end on 25 October, January, …: of 92 days those since the hand-over before. */
Test(plan, what_lies_with_the_servicer) {
    ipa_deal *deal = sample();
    deal->servicer = (ipa_deal_servicer){.entity = {.id = deal->entities[0].id},
                                         .commingling = true,
                                         .perfection_periods = 2,
                                         .transfer = IPA_FREQUENCY_MONTHLY,
                                         .after_event = IPA_FREQUENCY_SEMIMONTHLY};
    const ipa_plan_servicer *servicer = resolve(deal)->servicer;
    cr_assert_not_null(servicer);
    expect_near(servicer->lost[0], 30.0 / 92, 1e-15, "25 September to 25 October");
    expect_near(servicer->lost_after_event[0], 15.0 / 92, 1e-15, "10 to 25 October");
    expect_near(servicer->lost[1], 31.0 / 92, 1e-15, "25 December to 25 January");
    deal->servicer.transfer = IPA_FREQUENCY_ANNUAL;
    expect_near(resolve(deal)->servicer->lost[0], 1, 1e-15, "never more than the period's own");
    deal->servicer.commingling = false;
    expect_near(resolve(deal)->servicer->lost[0], 0, 1e-15, "kept apart");
}

/* A short first period: 92 days of a quarter, 30 of a first payment a month after closing. */
Test(plan, an_irregular_first_period) {
    ipa_deal *deal = sample();
    deal->periods.first_payment = written_date("2025-08-24");
    deal->periods.frequency = IPA_FREQUENCY_BIMONTHLY;
    deal->tranches[0].amortisation = IPA_AMORTISATION_PASS_THROUGH;
    ipa_plan *plan = resolve(deal);
    cr_expect_eq(plan->periods[0].days, 30);
    cr_expect_eq(plan->periods[1].nominal, written_date("2025-10-24"));
    cr_expect_eq(plan->periods[1].days, 61);
    cr_expect_eq(plan->periods[0].collection_start, deal->terms.cutoff);
}
