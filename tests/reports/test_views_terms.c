#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

Test(views_terms, tranches_of_the_sample) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_tranche_terms(&of->view);
    cr_assert_eq(table->n_rows, 2);
    cr_assert_eq(viewed_number(table, 0, "Units"), 950000);
    cr_assert_eq(viewed_number(table, 0, "Face per unit"), 100);
    cr_assert_str_eq(viewed_text(table, 0, "Day count"), "ACT/365F");
    cr_assert_str_eq(viewed_text(table, 0, "Amortisation"), "固定摊还");
    cr_assert_str_eq(viewed_text(table, 1, "Amortisation"), "剩余收益");
    cr_assert_eq(viewed_number(table, 0, "Discount spread"), 0.0115);
    cr_assert_eq(viewed_number(table, 1, "Discount spread"), 0.06);
    viewed_free(of);
}

Test(views_terms, fees_show_the_rate_or_the_amount) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_fee_terms(&of->view);
    cr_assert_eq(table->n_rows, 6);
    int vat = viewed_row(table, "vat", NULL), agencies = viewed_row(table, "agencies", NULL);
    cr_assert_eq(viewed_number(table, vat, "Rate"), 0.032621);
    cr_assert_str_eq(viewed_text(table, vat, "Tax or fee"), "tax");
    cr_assert_eq(viewed_cell(table, vat, "Amount")->kind, IPA_CELL_BLANK);
    cr_assert_eq(viewed_cell(table, vat, "Negative is set off")->number, 1);
    cr_assert_eq(viewed_number(table, agencies, "Amount"), 20000);
    cr_assert_eq(viewed_cell(table, agencies, "Rate")->kind, IPA_CELL_BLANK);
    cr_assert_str_eq(viewed_text(table, agencies, "Accrues"), "per period");
    viewed_free(of);
}

Test(views_terms, waterfall_in_words) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_waterfall_terms(&of->view);
    cr_assert_eq(table->n_rows, 14); /* seven steps each; the default one is not written */
    cr_assert_str_eq(viewed_text(table, 1, "What is done"), "支付增值税");
    cr_assert_str_eq(viewed_text(table, 2, "What is done"),
                     "支付管理费、托管费、资产服务费、评级与审计费，按比例");
    cr_assert_str_eq(viewed_text(table, 6, "What is done"), "支付次级剩余收益，条件 final");
    cr_assert_str_eq(viewed_text(table, 11, "What is done"), "支付优先级本金，金额 balance(A)");
    viewed_free(of);
    of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    table = ipa_views_waterfall_terms(&of->view);
    cr_assert_str_eq(viewed_text(table, 9, "What is done"),
                     "draw the Shortfall undertaking for Senior interest, Senior principal");
    cr_assert_str_eq(viewed_text(table, 9, "Waterfall"), "accelerated");
    viewed_free(of);
}

Test(views_terms, support_triggers_accounts_and_parties) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *support = ipa_views_support_terms(&of->view);
    cr_assert_str_eq(viewed_text(support, 0, "Its rating"), "A2");
    cr_assert_eq(viewed_cell(support, 0, "Cap (blank: none)")->kind, IPA_CELL_BLANK);
    cr_assert_eq(viewed_cell(support, 0, "In the figures without support")->number, 0);
    const ipa_table *triggers = ipa_views_trigger_terms(&of->view);
    cr_assert_eq(triggers->n_rows, 2);
    cr_assert_str_eq(viewed_text(triggers, 0, "Effect"), "acceleration");
    cr_assert_str_eq(viewed_text(triggers, 1, "Effect"), "event of default");
    const ipa_table *accounts = ipa_views_account_terms(&of->view);
    cr_assert_str_eq(viewed_text(accounts, 0, "Receives"),
                     "income, principal, prepayment, recovery");
    const ipa_table *parties = ipa_views_parties(&of->view);
    cr_assert_eq(parties->n_rows, 5);
    cr_assert_str_eq(viewed_text(parties, 0, "Role"), "Originator");
    viewed_free(of);
}
