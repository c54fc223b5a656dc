#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"
#define RICH "tests/reports/rich_pool"

Test(views_assets, contracts_and_royalties_of_a_rich_pool) {
    viewed *of = viewed_create(RICH, 0, IPA_LANGUAGE_EN);
    const ipa_table *terms = ipa_views_contract_terms(&of->view);
    const ipa_table *security = ipa_views_contract_security(&of->view);
    cr_assert_eq(terms->n_rows, 3);
    cr_assert_eq(security->n_rows, 3);
    int loan = viewed_row(terms, "L1", NULL), royalty = viewed_row(terms, "Y1", NULL);
    cr_assert_str_eq(viewed_text(terms, loan, "Frequency"), "quarterly");
    cr_assert_str_eq(viewed_text(security, loan, "When patents fall away"), "payable in any event");
    cr_assert_eq(viewed_number(terms, loan, "Early end, hazard a year"), 0.1);
    cr_assert_eq(viewed_number(terms, loan, "Fee on it"), 0.02);
    cr_assert_eq(viewed_number(terms, loan, "Probability of a late due"), 0.3);
    cr_assert_str_eq(viewed_text(security, loan, "Facility"), "province");
    cr_assert_eq(viewed_cell(terms, royalty, "Principal")->kind, IPA_CELL_BLANK);
    cr_assert_eq(viewed_number(security, royalty, "Patents"), 3);
    const ipa_table *royalties = ipa_views_royalty_terms(&of->view);
    cr_assert_eq(royalties->n_rows, 1);
    cr_assert_str_eq(viewed_text(royalties, 0, "Rate (by tiers of sales)"),
                     "5%; from 20,000,000.00 yuan: 4%");
    cr_assert_eq(viewed_number(royalties, 0, "Minimum"), 500000);
    cr_assert_str_eq(viewed_text(royalties, 0, "Shape of sales"), "growth 3% a year");
    cr_assert_str_eq(viewed_text(royalties, 0, "Driven by"), "Software");
    cr_assert_eq(viewed_number(royalties, 0, "Volatility of the factor"), 0.2);
    cr_assert_eq(viewed_number(royalties, 0, "Reporting lag (months)"), 1);
    viewed_free(of);
}

Test(views_assets, who_stands_in_after_a_default) {
    viewed *of = viewed_create(RICH, 0, IPA_LANGUAGE_EN);
    const ipa_table *facilities = ipa_views_facility_terms(&of->view);
    cr_assert_eq(facilities->n_rows, 1);
    cr_assert_eq(viewed_number(facilities, 0, "Cap per obligor"), 3e6);
    cr_assert_eq(viewed_number(facilities, 0, "Contracts that name it"), 2);
    cr_assert_eq(viewed_number(facilities, 0, "Of them, that qualify"), 1);
    const ipa_table *guarantors = ipa_views_guarantor_terms(&of->view);
    cr_assert_eq(guarantors->n_rows, 1);
    cr_assert_str_eq(viewed_text(guarantors, 0, "Obligor"), "E1");
    cr_assert_eq(viewed_number(guarantors, 0, "Share of the claim less deposit"), 0.4);
    const ipa_table *disposal = ipa_views_disposal_terms(&of->view);
    cr_assert_eq(viewed_number(disposal, viewed_row(disposal, "Fee of the exchange", NULL), "Term"),
                 0.02);
    int buyer = viewed_row(
        disposal, "Buy-back by (in place of a disposal, if it lives at the period's end)", NULL);
    cr_assert_str_eq(viewed_text(disposal, buyer, "Term"), "originator");
    cr_assert_eq(viewed_number(disposal, disposal->n_rows - 1, "Term"), 3);
    viewed_free(of);
}
