#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

Test(views_summary, capital_structure_of_the_sample) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_capital_structure(&of->view);
    cr_assert_eq(table->n_rows, 3);
    cr_assert(table->has_total);
    cr_assert_str_eq(viewed_text(table, 0, "Name"), "优先级");
    cr_assert_eq(viewed_number(table, 0, "Size"), 95e6);
    cr_assert_float_eq(viewed_number(table, 0, "Share"), 0.95, 1e-15);
    cr_assert_float_eq(viewed_number(table, 0, "Credit support (share below)"), 0.05, 1e-15);
    cr_assert_eq(viewed_number(table, 1, "Credit support (share below)"), 0);
    cr_assert_eq(viewed_number(table, 0, "Coupon"), 0.0279);
    cr_assert_eq(viewed_number(table, 0, "Expected final"), ipa_date_from(2028, 7, 25));
    cr_assert_eq(viewed_number(table, 1, "Expected final"), ipa_date_from(2030, 7, 25));
    cr_assert_eq(viewed_number(table, 2, "Size"), 1e8);
    const ipa_simulation_result *simulation = of->view.result->simulation;
    for (int t = 0; t < 2; t++) {
        cr_assert_eq(viewed_number(table, t, "PD with support"),
                     simulation->tranches[t].default_probability.mean);
        cr_assert_eq(viewed_number(table, t, "EL without support"),
                     simulation->without_support[t].expected_loss.mean);
        cr_assert_leq(viewed_number(table, t, "PD with support"),
                      viewed_number(table, t, "PD without support"));
    }
    int column = viewed_column(table, "PD without support");
    cr_assert_eq(ipa_table_at(table, 0, column + 1)->number,
                 simulation->without_support[0].default_probability.standard_error);
    cr_assert_str_eq(viewed_text(table, 0, "Rating without support, by PD"),
                     simulation->without_support[0].rating.by_pd);
    viewed_free(of);
}

/* WAL of the senior tranche by hand: Σ t·principal ÷ Σ principal on the payment dates. */
Test(views_summary, life_of_the_senior_tranche) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    double above = 0, below = 0;
    for (int k = 0; k < 12; k++) {
        double principal = k < 11 ? 7916635.00 : 7917015.00;
        double days = of->view.plan->periods[k].payment - ipa_date_from(2025, 7, 25);
        above += principal * days / 365;
        below += principal;
    }
    const ipa_table *table = ipa_views_capital_structure(&of->view);
    cr_assert_float_eq(viewed_number(table, 0, "WAL (years)"), above / below, 1e-12);
    viewed_free(of);
}

Test(views_summary, without_a_simulation_the_risk_stays_blank) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_capital_structure(&of->view);
    cr_assert_eq(viewed_cell(table, 0, "PD with support")->kind, IPA_CELL_BLANK);
    viewed_free(of);
}

Test(views_summary, lowest_coverage_is_the_first_period_of_the_sample) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_key_coverage(&of->view);
    cr_assert_float_eq(viewed_number(table, 0, "Lowest coverage"), 1.042111, 5e-7);
    cr_assert_eq(viewed_number(table, 0, "In period"), 1);
    cr_assert_eq(viewed_cell(table, 1, "Lowest coverage")->kind, IPA_CELL_BLANK);
    cr_assert_float_eq(viewed_number(table, 0, "Principal in all"), 95e6, 1e-6);
    cr_assert_float_eq(viewed_number(table, 1, "Residual in all"), 8241064.03, 1e-6);
    viewed_free(of);
}

Test(views_summary, facts_speak_the_language) {
    viewed *of = viewed_create(SAMPLE, 640, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_deal_facts(&of->view);
    int row = viewed_row(table, "Deal", NULL);
    cr_assert_geq(row, 0);
    cr_assert_str_eq(viewed_text(table, row, "Content"), "Eight-Firm IP ABS (synthetic)");
    cr_assert_eq(viewed_number(table, viewed_row(table, "Pool principal", NULL), "Content"), 1e8);
    cr_assert_eq(viewed_number(table, viewed_row(table, "Items of IP", NULL), "Content"), 75);
    cr_assert_eq(viewed_number(table, viewed_row(table, "Simulated paths", NULL), "Content"), 640);
    cr_assert_eq(viewed_row(table, "产品名称", NULL), -1);
    viewed_free(of);
}
