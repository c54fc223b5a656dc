#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

/* expected/base.csv: the sample's base case, computed apart. */
enum { N_EXPECTED = 21, N_PERIODS = 12 };
enum {
    PERIOD,
    NOMINAL,
    PAYMENT,
    DAYS,
    INCOME,
    PRINCIPAL,
    COLLECTIONS,
    VAT,
    MANAGER,
    CUSTODIAN,
    SERVICER,
    AGENCIES,
    CSDC,
    INTEREST_PER_UNIT,
    A_INTEREST,
    PRINCIPAL_PER_UNIT,
    A_PRINCIPAL,
    SUPPORT_DRAWN,
    SUB_RESIDUAL,
    CLOSING_CASH,
    A_BALANCE
};

static void read_expected(double expected[N_PERIODS][N_EXPECTED]) {
    FILE *file = fopen(IPABS_SOURCE_DIR "/deals/eight-firms/expected/base.csv", "r");
    char line[512];
    cr_assert_not_null(file);
    cr_assert_not_null(fgets(line, sizeof line, file));
    for (int k = 0; k < N_PERIODS; k++) {
        cr_assert_not_null(fgets(line, sizeof line, file));
        char *at = line;
        for (int column = 0; column < N_EXPECTED; column++) {
            char *end = strchr(at, ',');
            cr_assert_not_null(end);
            *end = '\0';
            expected[k][column] = 0;
            if (column != NOMINAL && column != PAYMENT)
                cr_assert_eq(sscanf(at, "%lf", &expected[k][column]), 1);
            at = end + 1;
        }
    }
    fclose(file);
}

static const double FEN = 1e-6; /* in yuan: far below a fen */

Test(views_cash, tranche_payments_are_the_expected_ones_to_the_fen) {
    double expected[N_PERIODS][N_EXPECTED];
    read_expected(expected);
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_tranche_payments(&of->view);
    cr_assert_eq(table->n_rows, 2 * N_PERIODS + 1);
    for (int k = 0; k < N_PERIODS; k++) {
        cr_assert_eq(viewed_number(table, k, "Period"), k + 1);
        cr_assert_float_eq(viewed_number(table, k, "Interest per unit"),
                           expected[k][INTEREST_PER_UNIT], 1e-9);
        cr_assert_float_eq(viewed_number(table, k, "Interest paid"), expected[k][A_INTEREST], FEN);
        cr_assert_float_eq(viewed_number(table, k, "Principal per unit"),
                           expected[k][PRINCIPAL_PER_UNIT], 1e-9);
        cr_assert_float_eq(viewed_number(table, k, "Principal paid"), expected[k][A_PRINCIPAL],
                           FEN);
        cr_assert_float_eq(viewed_number(table, k, "Closing"), expected[k][A_BALANCE], FEN);
        cr_assert_float_eq(viewed_number(table, k, "Factor"), expected[k][A_BALANCE] / 95e6, 1e-12);
        cr_assert_float_eq(viewed_number(table, N_PERIODS + k, "Residual"),
                           expected[k][SUB_RESIDUAL], FEN);
    }
    double interest = 0;
    for (int k = 0; k < N_PERIODS; k++)
        interest += expected[k][A_INTEREST];
    cr_assert_float_eq(viewed_number(table, 2 * N_PERIODS, "Interest paid"), interest, FEN);
    viewed_free(of);
}

Test(views_cash, accounts_roll_and_end_at_the_expected_cash) {
    double expected[N_PERIODS][N_EXPECTED];
    read_expected(expected);
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_accounts(&of->view);
    cr_assert_eq(table->n_rows, N_PERIODS);
    for (int k = 0; k < N_PERIODS; k++) {
        cr_assert_float_eq(viewed_number(table, k, "Collections in"), expected[k][COLLECTIONS],
                           FEN);
        cr_assert_float_eq(viewed_number(table, k, "Closing"), expected[k][CLOSING_CASH], FEN);
        cr_assert_float_eq(viewed_number(table, k, "Opening"),
                           k == 0 ? 0 : expected[k - 1][CLOSING_CASH], FEN);
    }
    viewed_free(of);
}

Test(views_cash, fees_are_the_expected_ones) {
    static const int COLUMNS[] = {VAT, MANAGER, CUSTODIAN, SERVICER, AGENCIES, CSDC};
    double expected[N_PERIODS][N_EXPECTED], all = 0;
    read_expected(expected);
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_fees(&of->view);
    cr_assert_eq(table->n_rows, 6 * N_PERIODS + 1);
    for (int n = 0; n < 6; n++)
        for (int k = 0; k < N_PERIODS; k++) {
            double paid = viewed_number(table, n * N_PERIODS + k, "Paid");
            cr_assert_float_eq(paid, expected[k][COLUMNS[n]], FEN, "%d %d", n, k);
            all += expected[k][COLUMNS[n]];
        }
    cr_assert_float_eq(viewed_number(table, 6 * N_PERIODS, "Paid"), all, 1e-5);
    cr_assert_str_eq(viewed_text(table, 0, "Tax or fee"), "VAT");
    viewed_free(of);
}

Test(views_cash, coverage_of_the_first_date_by_hand) {
    viewed *of = viewed_create(SAMPLE, 640, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_coverage(&of->view);
    double paid = 668040.00 + 7916635.00, collected = 8946181.72;
    double fees = 40246.16 + 35917.81 + 2394.52 + 4789.04 + 20000 + 429.23;
    cr_assert_float_eq(viewed_number(table, 0, "Current (÷ paid)"), collected / paid, 1e-12);
    cr_assert_float_eq(viewed_number(table, 0, "Net of taxes and fees (÷ paid)"),
                       (collected - fees) / paid, 1e-12);
    cr_assert_float_eq(viewed_number(table, 0, "Interest coverage (÷ interest due down to it)"),
                       1233750 / 668040.00, 1e-12);
    cr_assert_float_eq(viewed_number(table, 0, "Principal coverage"),
                       (1e8 - 7712431.72) / 87083365.0, 1e-12);
    double second = 8918835.89, second_paid = 612370.00 + 7916635.00;
    cr_assert_float_eq(viewed_number(table, 1, "Cumulative (÷ paid)"),
                       (collected + second) / (paid + second_paid), 1e-12);
    for (int k = 1; k < N_PERIODS; k++)
        cr_assert_leq(viewed_number(table, k, "Lowest so far (÷ paid)"),
                      viewed_number(table, k - 1, "Lowest so far (÷ paid)"));
    cr_assert_leq(viewed_number(table, 0, "p05"), viewed_number(table, 0, "p95"));
    cr_assert_float_eq(viewed_number(table, 0, "On dues (÷ due down to it)"), collected / paid,
                       1e-12);
    viewed_free(of);
}

/* Where cash falls short, coverage on what was paid cannot show it and coverage on dues does. */
Test(views_cash, coverage_on_dues_is_the_one_that_is_simulated_and_shows_a_shortage) {
    viewed *of = viewed_create("tests/golden/e2e18_path_all_default_q4", 64, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_coverage(&of->view);
    int n_short = 0;
    for (int row = 0; row < table->n_rows; row++) {
        const ipa_table_cell *on_dues = viewed_cell(table, row, "On dues (÷ due down to it)");
        const ipa_table_cell *simulated = viewed_cell(table, row, "On dues (simulated mean)");
        if (on_dues->kind == IPA_CELL_BLANK || simulated->kind == IPA_CELL_BLANK)
            continue;
        n_short += on_dues->number < 1;
        cr_assert_float_eq(on_dues->number, simulated->number, 1e-9, "%s, row %d", table->id, row);
    }
    cr_assert_gt(n_short, 0);
    viewed_free(of);
}

Test(views_cash, support_is_not_used_in_the_base_case_but_in_the_simulation) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_support(&of->view);
    int last = table->n_rows - 1;
    cr_assert_eq(table->n_rows, N_PERIODS + 1);
    cr_assert_eq(viewed_number(table, last, "Drawn"), 0);
    cr_assert_eq(viewed_number(table, last, "Probability of a draw (simulated, whole life)"),
                 of->view.result->simulation->draw_probability[0].mean);
    cr_assert_gt(viewed_number(table, last, "Expected draw (simulated, whole life)"), 0);
    viewed_free(of);
}

/* Period 3 of expected.csv of that deal: 3,095.30 of interest and 197.11 of fee; a support that
 * charges neither shows none. */
Test(views_cash, interest_and_fees_of_supports_stand_beside_their_draws) {
    viewed *deal = viewed_create("tests/reports/fees_and_lines", 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_support(&deal->view);
    const int third = 2;
    int total = 0;
    while (ipa_table_at(table, total, 0)->role != IPA_ROLE_TOTAL)
        total++;
    const int margin = total + 1;
    cr_expect_eq(viewed_number(table, third, "Reimbursed"), 284625.54);
    cr_expect_eq(viewed_number(table, third, "Interest due"), 3095.3);
    cr_expect_eq(viewed_number(table, third, "Interest paid"), 3095.3);
    cr_expect_eq(viewed_number(table, third, "Commitment fee due"), 197.11);
    cr_expect_eq(viewed_number(table, third, "Commitment fee paid"), 197.11);
    cr_expect_eq(viewed_number(table, total, "Interest paid"), 3095.3);
    cr_expect_eq(viewed_cell(table, margin, "Interest due")->kind, IPA_CELL_BLANK);
    cr_expect_eq(viewed_cell(table, margin, "Commitment fee paid")->kind, IPA_CELL_BLANK);
    viewed_free(deal);
}

/* expected.csv of the deal: interest of the income account, and the deficiency ledger. */
Test(views_cash, interest_and_ledgers_have_their_columns) {
    static const double interest[] = {6.28, 7.08, 9.56, 1.45}, pdl[] = {0, 0, 18380.89, 14704.75};
    viewed *of = viewed_create("tests/golden/split_accounts", 0, IPA_LANGUAGE_ZH);
    const ipa_table *accounts = ipa_views_accounts(&of->view);
    const ipa_table *ledgers = ipa_views_ledgers(&of->view);
    for (int k = 0; k < 4; k++) {
        cr_expect_float_eq(viewed_number(accounts, k, "Interest"), interest[k], FEN);
        cr_expect_float_eq(viewed_number(ledgers, k, "Closing"), pdl[k], FEN);
        cr_expect_float_eq(viewed_number(ledgers, k, "Opening") +
                               viewed_number(ledgers, k, "Entered"),
                           pdl[k], FEN);
    }
    cr_expect_eq(ledgers->n_rows, 2 * 11);
    viewed_free(of);
}
