#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

Test(views_pool, record_and_funding_dates_are_business_days_before) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_schedule(&of->view);
    cr_assert_eq(table->n_rows, 20);
    /* Saturday 25 October 2025 rolls to Monday 27; the days before are Friday and Thursday. */
    cr_assert_eq(viewed_number(table, 0, "Nominal date"), ipa_date_from(2025, 10, 25));
    cr_assert_eq(viewed_number(table, 0, "Payment date"), ipa_date_from(2025, 10, 27));
    cr_assert_eq(viewed_number(table, 0, "Record date"), ipa_date_from(2025, 10, 24));
    cr_assert_eq(viewed_number(table, 0, "Funding date"), ipa_date_from(2025, 10, 23));
    cr_assert_eq(viewed_number(table, 0, "Interest from (included)"), ipa_date_from(2025, 7, 25));
    cr_assert_eq(viewed_number(table, 0, "Interest to (excluded)"), ipa_date_from(2025, 10, 25));
    cr_assert_eq(viewed_number(table, 0, "Days of interest"), 92);
    cr_assert_eq(viewed_number(table, 19, "Nominal date"), ipa_date_from(2030, 7, 25));
    viewed_free(of);
}

Test(views_pool, stratifications_add_up) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    ipa_view_function *const makers[] = {
        ipa_views_by_industry, ipa_views_by_region,         ipa_views_by_rating, ipa_views_by_kind,
        ipa_views_by_amount,   ipa_views_by_remaining_term, ipa_views_by_rate};
    for (size_t n = 0; n < sizeof makers / sizeof makers[0]; n++) {
        const ipa_table *table = makers[n](&of->view);
        int last = table->n_rows - 1;
        double contracts = 0, principal = 0, share = 0;
        for (int row = 0; row < last; row++) {
            contracts += viewed_number(table, row, "Contracts");
            principal += viewed_number(table, row, "Principal");
            share += viewed_number(table, row, "Share");
        }
        cr_assert_eq(contracts, 8, "%s", table->id);
        cr_assert_eq(principal, 1e8, "%s", table->id);
        cr_assert_float_eq(share, 1, 1e-12, "%s", table->id);
        cr_assert_eq(viewed_number(table, last, "Principal"), 1e8, "%s", table->id);
    }
    viewed_free(of);
}

Test(views_pool, strata_of_the_sample_by_hand) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *industry = ipa_views_by_industry(&of->view);
    cr_assert_str_eq(viewed_text(industry, 0, "Group"), "Aerospace"); /* 20 + 10 + 7 million */
    cr_assert_eq(viewed_number(industry, 0, "Principal"), 37e6);
    cr_assert_eq(viewed_number(industry, 0, "Contracts"), 3);
    const ipa_table *rating = ipa_views_by_rating(&of->view);
    cr_assert_str_eq(viewed_text(rating, 0, "Group"), "Ba1");
    cr_assert_eq(viewed_number(rating, viewed_row(rating, "Ba2", NULL), "Principal"), 43e6);
    const ipa_table *amount = ipa_views_by_amount(&of->view);
    cr_assert_eq(viewed_number(amount, viewed_row(amount, "5 to 10 million", NULL), "Contracts"),
                 4); /* 10, 10, 8 and 7 million: a bound belongs to the group below */
    const ipa_table *term = ipa_views_by_remaining_term(&of->view);
    cr_assert_eq(viewed_row(term, "2 to 3 years", NULL), 0); /* exactly three years */
    const ipa_table *rate = ipa_views_by_rate(&of->view);
    cr_assert_eq(viewed_number(rate, viewed_row(rate, "4.5% to 5%", NULL), "Contracts"), 5);
    viewed_free(of);
}

Test(views_pool, concentration_by_hand) {
    static const double SHARES[] = {0.20, 0.18, 0.15, 0.12, 0.10, 0.10, 0.08, 0.07};
    double herfindahl = 0;
    for (int n = 0; n < 8; n++)
        herfindahl += SHARES[n] * SHARES[n];
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_concentration(&of->view);
    cr_assert_float_eq(viewed_number(table, viewed_row(table, "Herfindahl index", NULL), "Value"),
                       herfindahl, 1e-12);
    cr_assert_float_eq(
        viewed_number(table, viewed_row(table, "Effective number (1 ÷ Herfindahl)", NULL), "Value"),
        1 / herfindahl, 1e-9);
    cr_assert_float_eq(viewed_number(table, viewed_row(table, "Five largest", NULL), "Value"), 0.75,
                       1e-12);
    viewed_free(of);
}

Test(views_pool, top_obligors_fall_and_cumulate_to_the_whole) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_top_obligors(&of->view);
    cr_assert_eq(table->n_rows, 8);
    for (int row = 1; row < 8; row++)
        cr_assert_leq(viewed_number(table, row, "Principal"),
                      viewed_number(table, row - 1, "Principal"));
    cr_assert_float_eq(viewed_number(table, 7, "Cumulative share"), 1, 1e-12);
    viewed_free(of);
}

/* A royalty has no principal: what it brings in the base case stands for it, and the head says so.
 */
Test(views_pool, royalties_are_weighed_by_what_they_bring) {
    viewed *of = viewed_create("tests/reports/rich_pool", 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_by_kind(&of->view);
    const char *head = "Principal (royalties: of the base case)";
    double shown = viewed_number(table, viewed_row(table, "running royalty", NULL), head);
    const ipa_table *totals = ipa_views_contract_totals(&of->view);
    cr_assert_gt(shown, 1e6);
    cr_assert_float_eq(
        shown,
        viewed_number(totals, viewed_row(totals, "Y1", NULL), "Scheduled in all (base case)"),
        1e-6);
    cr_assert_eq(viewed_number(table, viewed_row(table, "loan", NULL), head), 8e6);
    cr_assert_eq(viewed_number(table, viewed_row(table, "licence fee", NULL), head), 6e6);
    cr_assert_float_eq(viewed_number(table, table->n_rows - 1, head), 14e6 + shown, 1e-6);
    const ipa_table *measures = ipa_views_concentration(&of->view);
    cr_assert_float_eq(
        viewed_number(measures, viewed_row(measures, "Largest obligor", NULL), "Value"),
        8e6 / (14e6 + shown), 1e-12);
    viewed_free(of);
}
