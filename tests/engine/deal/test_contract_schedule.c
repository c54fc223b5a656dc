#include "engine/deal/contract_schedule.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
TestSuite(contract_schedule, .init = begin, .fini = end);

static ipa_deal_contract contract(const char *principal, const char *rate,
                                  ipa_contract_amortisation amortisation, const char *start,
                                  const char *end_date) {
    return (ipa_deal_contract){.id = "L",
                               .start = written_date(start),
                               .end = written_date(end_date),
                               .frequency = IPA_FREQUENCY_QUARTERLY,
                               .principal = written_number(principal),
                               .rate = written_number(rate),
                               .amortisation = amortisation};
}

static ipa_plan_due *dues_of(const ipa_deal *deal, const ipa_deal_contract *source, int *n_dues) {
    ipa_plan_due *dues = ipa_contract_schedule_dues(deal, source, arena, &findings, n_dues);
    cr_assert(dues != NULL && findings.n_items == 0, "%s",
              ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    return dues;
}

/* The eight contracts of the sample deal, as its tapes write them. */
static const struct {
    const char *principal, *rate;
    ipa_contract_amortisation amortisation;
    double payment; /* level payment in yuan */
} sample[] = {
    {"20000000", "0.0470", IPA_CONTRACT_LEVEL, 1796683.52},
    {"18000000", "0.0485", IPA_CONTRACT_LEVEL, 1620829.93},
    {"15000000", "0.0490", IPA_CONTRACT_LEVEL, 1351752.18},
    {"12000000", "0.0500", IPA_CONTRACT_EQUAL_PRINCIPAL, 0},
    {"10000000", "0.0510", IPA_CONTRACT_LEVEL, 903999.34},
    {"10000000", "0.0490", IPA_CONTRACT_EQUAL_PRINCIPAL, 0},
    {"8000000", "0.0520", IPA_CONTRACT_LEVEL, 724333.42},
    {"7000000", "0.0530", IPA_CONTRACT_SCHEDULE, 0},
};

/* 5% of the principal eleven times, the rest at the end. */
static void write_out_l8(ipa_deal *deal, ipa_deal_due *rows) {
    static const char *const incomes[] = {"92750.00", "88112.50", "83475.00", "78837.50",
                                          "74200.00", "69562.50", "64925.00", "60287.50",
                                          "55650.00", "51012.50", "46375.00", "41737.50"};
    for (int k = 0; k < 12; k++)
        rows[k] =
            (ipa_deal_due){.contract.id = "L",
                           .due = ipa_date_add_months(written_date("2025-07-25"), 3 * k + 3, false),
                           .principal = written_number(k < 11 ? "350000.00" : "3150000.00"),
                           .income = written_number(incomes[k]),
                           .loss = written_number("0")};
    deal->dues = rows;
    deal->n_dues = 12;
}

Test(contract_schedule, the_sample_pays_its_base_case_to_the_fen) {
    double income[12] = {0}, principal[12] = {0};
    ipa_deal deal = {0};
    ipa_deal_due rows[12];
    write_out_l8(&deal, rows);
    for (size_t c = 0; c < COUNT(sample); c++) {
        ipa_deal_contract source = contract(sample[c].principal, sample[c].rate,
                                            sample[c].amortisation, "2025-07-25", "2028-07-25");
        int n_dues;
        ipa_plan_due *dues = dues_of(&deal, &source, &n_dues);
        cr_assert_eq(n_dues, 12);
        double repaid = 0;
        for (int k = 0; k < 12; k++) {
            cr_assert_eq(dues[k].date, ipa_date_add_months(source.start, 3 * k + 3, false));
            if (sample[c].payment > 0 && k < 11)
                cr_assert_eq(dues[k].income + dues[k].principal, round(100 * sample[c].payment),
                             "contract %zu, due %d", c + 1, k);
            repaid += dues[k].principal;
            cr_assert_eq(dues[k].outstanding, 100 * source.principal.value - repaid);
            income[k] += dues[k].income;
            principal[k] += dues[k].principal;
        }
        cr_assert_eq(dues[11].outstanding, 0);
    }
    FILE *file = fopen(IPABS_SOURCE_DIR "/deals/eight-firms/expected/base.csv", "r");
    cr_assert(file != NULL);
    char line[512];
    cr_assert(fgets(line, sizeof line, file) != NULL);
    int n_rows = 0;
    double total = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        double expected_income, expected_principal;
        cr_assert_eq(
            sscanf(line, "%*d,%*[^,],%*[^,],%*d,%lf,%lf", &expected_income, &expected_principal),
            2);
        cr_expect_eq(income[n_rows], round(100 * expected_income), "row %d", n_rows + 1);
        cr_expect_eq(principal[n_rows], round(100 * expected_principal), "row %d", n_rows + 1);
        total += income[n_rows++];
    }
    fclose(file);
    cr_assert_eq(n_rows, 12);
    cr_assert_eq(total, 834935586, "all income of the sample: 8,349,355.86");
}

Test(contract_schedule, level_payments_round_half_up) {
    for (size_t c = 0; c < COUNT(sample); c++)
        if (sample[c].payment > 0)
            cr_expect_eq(
                ipa_contract_schedule_level_payment(100 * written_number(sample[c].principal).value,
                                                    written_number(sample[c].rate).exact, 4, 12),
                round(100 * sample[c].payment));
    /* without income a level payment is a plain division, its tie decided in integers */
    ipa_decimal zero = {0, 0};
    cr_expect_eq(ipa_contract_schedule_level_payment(101, zero, 4, 2), 51);
    cr_expect_eq(ipa_contract_schedule_level_payment(100, zero, 4, 3), 33);
    cr_expect_eq(ipa_contract_schedule_level_payment(7, zero, 12, 2), 4);
    /* one period: everything and its income; 100.00 × 1.0125 = 101.25 */
    cr_expect_eq(ipa_contract_schedule_level_payment(10000, written_number("0.05").exact, 4, 1),
                 10125);
}

/* A due's income is balance × rate ÷ 4; 40.00 × 0.0005 ÷ 4 = 0.005 is a tie and goes up. */
Test(contract_schedule, income_ties_go_up) {
    ipa_deal_contract source =
        contract("40.00", "0.0005", IPA_CONTRACT_BULLET, "2025-01-31", "2025-07-31");
    int n_dues;
    ipa_plan_due *dues = dues_of(&(ipa_deal){0}, &source, &n_dues);
    cr_assert_eq(n_dues, 2);
    cr_expect_eq(dues[0].date, written_date("2025-04-30"), "the month's end is clipped");
    cr_expect_eq(dues[0].income, 1);
    cr_expect_eq(dues[0].principal, 0);
    cr_expect_eq(dues[1].date, written_date("2025-07-31"), "and the day of the month comes back");
    cr_expect_eq(dues[1].principal, 4000);
}

Test(contract_schedule, bullet_and_interest_only_repay_at_the_end) {
    static const ipa_contract_amortisation kinds[] = {IPA_CONTRACT_BULLET,
                                                      IPA_CONTRACT_INTEREST_ONLY};
    for (size_t at = 0; at < COUNT(kinds); at++) {
        ipa_deal_contract source =
            contract("1000000", "0.048", kinds[at], "2025-03-20", "2026-03-20");
        int n_dues;
        ipa_plan_due *dues = dues_of(&(ipa_deal){0}, &source, &n_dues);
        cr_assert_eq(n_dues, 4);
        for (int k = 0; k < 4; k++) {
            cr_expect_eq(dues[k].income, 1200000);
            cr_expect_eq(dues[k].principal, k < 3 ? 0 : 100000000);
            cr_expect_eq(dues[k].outstanding, k < 3 ? 100000000 : 0);
        }
    }
}

/* 2025-03-20 to 2026-05-05: four quarters, then 46 of the 92 days to 2026-06-20. */
Test(contract_schedule, the_income_of_a_stub_is_its_share_of_a_period) {
    ipa_deal_contract source =
        contract("1000000", "0.04", IPA_CONTRACT_BULLET, "2025-03-20", "2026-05-05");
    int n_dues;
    ipa_plan_due *dues = dues_of(&(ipa_deal){0}, &source, &n_dues);
    cr_assert_eq(n_dues, 5);
    cr_expect_eq(dues[3].income, 1000000);
    cr_expect_eq(dues[4].date, written_date("2026-05-05"));
    cr_expect_eq(dues[4].income, 500000);
    cr_expect_eq(dues[4].principal, 100000000);
}

Test(contract_schedule, a_contract_shorter_than_a_period_is_one_stub) {
    ipa_deal_contract source =
        contract("1000000", "0.04", IPA_CONTRACT_LEVEL, "2025-03-20", "2025-05-05");
    int n_dues;
    ipa_plan_due *dues = dues_of(&(ipa_deal){0}, &source, &n_dues);
    cr_assert_eq(n_dues, 1);
    cr_expect_eq(dues[0].income, 500000);
    cr_expect_eq(dues[0].principal, 100000000);
}

Test(contract_schedule, equal_principal_never_repays_more_than_is_owed) {
    ipa_deal_contract source =
        contract("0.10", "0.05", IPA_CONTRACT_EQUAL_PRINCIPAL, "2020-01-01", "2025-01-01");
    int n_dues;
    ipa_plan_due *dues = dues_of(&(ipa_deal){0}, &source, &n_dues);
    cr_assert_eq(n_dues, 20);
    double repaid = 0;
    for (int k = 0; k < n_dues; k++) {
        repaid += dues[k].principal;
        cr_expect(dues[k].outstanding >= 0 && dues[k].principal >= 0);
    }
    cr_expect_eq(repaid, 10);
}

Test(contract_schedule, rows_on_one_date_are_one_due_and_order_does_not_matter) {
    ipa_deal_due rows[] = {{.contract.id = "L",
                            .due = written_date("2026-01-05"),
                            .principal = written_number("40"),
                            .income = written_number("1.005"),
                            .loss = written_number("0")},
                           {.contract.id = "M",
                            .due = written_date("2025-02-05"),
                            .principal = written_number("7"),
                            .income = written_number("7"),
                            .loss = written_number("0")},
                           {.contract.id = "L",
                            .due = written_date("2025-02-05"),
                            .principal = written_number("10.25"),
                            .income = written_number("0.01"),
                            .loss = written_number("0")},
                           {.contract.id = "L",
                            .due = written_date("2026-01-05"),
                            .principal = written_number("19.75"),
                            .income = written_number("2"),
                            .loss = written_number("30")}};
    ipa_deal deal = {.dues = rows, .n_dues = 4};
    ipa_deal_contract source =
        contract("100", "0", IPA_CONTRACT_SCHEDULE, "2025-01-01", "2026-01-05");
    int n_dues;
    ipa_plan_due *dues = dues_of(&deal, &source, &n_dues);
    cr_assert_eq(n_dues, 2);
    cr_expect_eq(dues[0].date, written_date("2025-02-05"));
    cr_expect_eq(dues[0].principal, 1025);
    cr_expect_eq(dues[0].outstanding, 8975);
    cr_expect_eq(dues[1].income, 300.5, "half a fen stays half a fen");
    cr_expect_eq(dues[1].principal, 5975);
    cr_expect_eq(dues[1].written_off, 3000);
    cr_expect_eq(dues[1].outstanding, 0);
}

static void expect_finding(const ipa_deal *deal, const ipa_deal_contract *source, ipa_code code,
                           const char *message) {
    findings = ipa_findings_make(arena);
    int n_dues;
    cr_assert_null(ipa_contract_schedule_dues(deal, source, arena, &findings, &n_dues));
    cr_assert_eq(findings.n_items, 1);
    cr_expect_eq(findings.items[0].code, code);
    cr_expect_str_eq(findings.items[0].message, message, "%s", findings.items[0].message);
    cr_expect_str_eq(findings.items[0].field, "contracts[L]");
}

Test(contract_schedule, what_is_no_schedule_is_said) {
    ipa_deal_due rows[] = {{.contract.id = "L",
                            .due = written_date("2025-02-05"),
                            .principal = written_number("99.99"),
                            .income = written_number("0"),
                            .loss = written_number("0")},
                           {.contract.id = "L",
                            .due = written_date("2025-03-05"),
                            .principal = written_number("0.02"),
                            .income = written_number("0"),
                            .loss = written_number("0")}};
    ipa_deal one = {.dues = rows, .n_dues = 1}, two = {.dues = rows, .n_dues = 2}, none = {0};
    ipa_deal_contract written =
        contract("100", "0", IPA_CONTRACT_SCHEDULE, "2025-01-01", "2026-01-05");
    expect_finding(&one, &written, IPA_E0404_SCHEDULE_SUM,
                   "contract `L`: its dues repay 0.01 yuan less than its principal of 100.00");
    expect_finding(&two, &written, IPA_E0404_SCHEDULE_SUM,
                   "contract `L`: its dues repay 0.01 yuan more than its principal of 100.00");
    expect_finding(&none, &written, IPA_E0404_SCHEDULE_SUM,
                   "contract `L`: schedule.csv has no due of it");
    ipa_deal_contract backward =
        contract("100", "0", IPA_CONTRACT_LEVEL, "2025-01-01", "2025-01-01");
    expect_finding(&none, &backward, IPA_E0403_DATE_ORDER,
                   "contract `L`: it ends before its first due");
    ipa_deal_contract crumbs =
        contract("100.005", "0", IPA_CONTRACT_LEVEL, "2025-01-01", "2026-01-01");
    expect_finding(&none, &crumbs, IPA_E0453_CONTRACT_FEN,
                   "contract `L`: its principal is no whole number of fen");
}
