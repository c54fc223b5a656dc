#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"
#define RICH "tests/reports/rich_pool"

Test(views_contracts, contracts_add_up_to_the_pool) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *pool = ipa_views_collections(&of->view);
    const ipa_table *contracts = ipa_views_contract_collections(&of->view);
    int last = contracts->n_rows - 1, n_periods = of->view.plan->n_periods;
    cr_assert_eq(last, 8 * 12);
    cr_assert_eq(pool->n_rows, n_periods + 1);
    cr_assert_float_eq(viewed_number(contracts, last, "Scheduled principal"), 1e8, 1e-4);
    cr_assert_float_eq(viewed_number(contracts, last, "Scheduled in all"),
                       viewed_number(pool, n_periods, "Scheduled in all"), 1e-4);
    cr_assert_float_eq(viewed_number(contracts, last, "Expected (closed form, without recoveries)"),
                       viewed_number(pool, n_periods, "Expected (closed form, without recoveries)"),
                       1e-4);
    viewed_free(of);
}

/* Written-out dues of L8, each times the chance that a B1 firm has survived to it. */
Test(views_contracts, expected_cash_of_a_contract_is_its_dues_times_survival) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_contract_collections(&of->view);
    int row = viewed_row(table, "L8", "E8");
    cr_assert_geq(row, 0);
    cr_assert_float_eq(viewed_number(table, row, "Scheduled in all"), 442750, 1e-6);
    const ipa_pd_table *pd = &of->view.deal->pd_table;
    int grade = 0;
    while (strcmp(pd->grades[grade], "B1") != 0)
        grade++;
    double survival = pow(1 - pd->cumulative[grade * pd->n_years], 92.0 / 365);
    cr_assert_float_eq(viewed_number(table, row, "Expected (closed form, without recoveries)"),
                       442750 * survival, 1e-4);
    cr_assert_float_eq(viewed_number(table, row, "Outstanding"), 6650000, 1e-6);
    viewed_free(of);
}

/* The simulated mean (less recoveries) agrees with the closed form within sampling error. */
Test(views_contracts, simulated_collections_agree_with_the_closed_form_before_recoveries_arrive) {
    viewed *of = viewed_create(SAMPLE, 64000, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_collections(&of->view);
    int error = viewed_column(table, "± s.e.");
    for (int k = 0; k < 4; k++) { /* recoveries take 18 months */
        double closed = viewed_number(table, k, "Expected (closed form, without recoveries)");
        double mean = viewed_number(table, k, "Expected (simulated, with recoveries)");
        cr_assert_lt(fabs(mean - closed), 4 * ipa_table_at(table, k, error)->number, "%d", k + 1);
    }
    viewed_free(of);
}

/* On as few paths as this the second look has seen all of them. */
Test(views_contracts, simulated_totals_are_those_of_the_periods) {
    viewed *of = viewed_create(RICH, 1000, IPA_LANGUAGE_EN);
    const ipa_table *totals = ipa_views_contract_totals(&of->view);
    const ipa_table *rows = ipa_views_contract_collections(&of->view);
    const ipa_table *pool = ipa_views_collections(&of->view);
    const char *mean = "Expected (simulated, with recoveries)";
    int last = totals->n_rows - 1;
    cr_assert_eq(last, 3);
    for (int c = 0; c < last; c++) {
        double sum = 0, base = 0;
        for (int row = 0; row < rows->n_rows - 1; row++)
            if (strcmp(viewed_text(rows, row, "Contract"), viewed_text(totals, c, "Contract")) ==
                0) {
                sum += viewed_number(rows, row, mean);
                base += viewed_number(rows, row, "Scheduled in all");
                cr_assert_leq(viewed_number(rows, row, "p05"), viewed_number(rows, row, "p95"));
            }
        cr_assert_float_eq(viewed_number(totals, c, mean), sum, 1e-6);
        cr_assert_float_eq(viewed_number(totals, c, "Scheduled in all (base case)"), base, 1e-6);
        cr_assert_float_eq(viewed_number(totals, c, "Expected ÷ scheduled"), sum / base, 1e-12);
    }
    cr_assert_float_eq(viewed_number(totals, last, mean),
                       viewed_number(pool, pool->n_rows - 1, mean), 1e-6);
    cr_assert(strstr(totals->note_en, "the first 1,000 paths"), "%s", totals->note_en);
    cr_assert(strstr(totals->note_zh, "前 1,000 条路径"), "%s", totals->note_zh);
    viewed_free(of);
}

/* Of a contract that can end early, be late or hang on a patent no closed form is shown. */
Test(views_contracts, a_closed_form_stands_only_where_there_is_one) {
    viewed *of = viewed_create(RICH, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_contract_collections(&of->view);
    for (int row = 0; row < table->n_rows; row++)
        cr_assert_eq(viewed_cell(table, row, "Expected (closed form, without recoveries)")->kind,
                     IPA_CELL_BLANK);
    int royalty = viewed_row(table, "Y1", NULL);
    cr_assert_eq(viewed_cell(table, royalty, "Scheduled income")->kind, IPA_CELL_BLANK);
    viewed_free(of);
}

Test(views_contracts, delinquency_by_days_is_part_of_what_is_late) {
    static const char *const BUCKETS[] = {"Of it, 31 to 60 days", "Of it, 61 to 90 days",
                                          "Of it, over 90 days"};
    viewed *of = viewed_create(RICH, 1000, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_delinquency(&of->view);
    cr_assert_eq(table->n_rows, of->view.plan->n_periods);
    double most = 0;
    for (int k = 0; k < table->n_rows; k++) {
        double parts = 0;
        for (int n = 0; n < 3; n++)
            parts += viewed_number(table, k, BUCKETS[n]);
        cr_assert_leq(parts, viewed_number(table, k, "Late (simulated mean)") + 1e-6);
        most = fmax(most, parts);
    }
    cr_assert_gt(most, 0);
    /* the one late date of the first period is 31 July, with the period's end, or 30 April */
    cr_assert_eq(viewed_number(table, 0, BUCKETS[0]), 0);
    cr_assert_eq(viewed_number(table, 0, BUCKETS[1]), 0);
    cr_assert_gt(viewed_number(table, 0, BUCKETS[2]), 0);
    viewed_free(of);
}
