/* Tables of the price report: formulas that point at their flows, both languages, blanks. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/market/bond.h"
#include "reports/json_price.h"
#include "reports/price_report.h"
#include "scenarios/price.h"
#include "tests/support/viewed.h"

static viewed *of;
static ipa_price_result *price;

static void make(ipa_price_terms terms, ipa_language language) {
    of = viewed_create("deals/eight-firms", 640, language);
    cr_assert_eq(ipa_price_begin(of->view.plan, &terms, of->arena, &price, NULL), IPA_OK);
    cr_assert_eq(ipa_price_add(price, of->view.result, NULL), IPA_OK);
    cr_assert_eq(ipa_price_finish(price, NULL), IPA_OK);
    of->view.price = price;
}
static void begin(void) {
    ipa_bond_quiet_gsl();
}
static void end(void) {
    viewed_free(of);
}
TestSuite(views_price, .init = begin, .fini = end, .timeout = 60);

static const ipa_price_terms PLAIN = {
    .settlement = IPA_NO_DATE, .given = IPA_PRICE_GIVEN_PRICE, .value = 99};

Test(views_price, formulas_point_at_their_flows_and_factors) {
    make(PLAIN, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_price_figures(&of->view);
    const ipa_table_cell *dirty = viewed_cell(table, 0, "Dirty price");
    cr_expect_str_eq(dirty->formula, "=SUMPRODUCT('Flows and discount factors'!F6:F17,"
                                     "'Flows and discount factors'!G6:G17)");
    cr_expect_float_eq(dirty->number, 99, 1e-12);
    cr_expect_str_eq(viewed_cell(table, 0, "Clean price")->formula, "=F6-E6");
    cr_expect_str_eq(viewed_cell(table, 1, "Modified duration")->formula, "=I7/(1+C7/1)");
    const ipa_table *flows = ipa_views_price_flows(&of->view);
    cr_expect_str_eq(viewed_cell(flows, 2, "Cash per 100")->formula, "=D8+E8");
    cr_expect_str_eq(ipa_table_at(flows, 2, 7)->formula, "=(1+'Prices'!C7/1)^(-1*C8)");
    /* the first round yield, on its own sheet */
    cr_expect_str_eq(ipa_table_at(flows, 2, 9)->formula, "=(1+'Price–yield table'!C6/1)^(-1*C8)");
}

/* What the formulas of every row say, computed from the cells they point at. */
Test(views_price, every_row_is_the_sum_of_its_flows) {
    make(PLAIN, IPA_LANGUAGE_ZH);
    const ipa_table *flows = ipa_views_price_flows(&of->view);
    const ipa_table *tables[] = {ipa_views_price_figures(&of->view),
                                 ipa_views_price_yields(&of->view)};
    const int n_figures = price->n_points - 9;
    for (int n = 0; n < price->n_rows; n++) {
        const int rank = n % price->n_points, at = price->rows[n].at;
        const bool grid = rank >= n_figures;
        const ipa_table *table = tables[grid];
        const int line = at * (grid ? 9 : n_figures) + (grid ? rank - n_figures : rank);
        double value = 0, time = 0;
        for (int row = 0; row < flows->n_rows; row++) {
            if (strcmp(ipa_table_at(flows, row, 0)->text, ipa_table_at(table, line, 0)->text) != 0)
                continue;
            const double present = viewed_number(flows, row, "Cash per 100") *
                                   ipa_table_at(flows, row, 6 + rank)->number;
            value += present;
            time += present * viewed_number(flows, row, "Years from settlement");
        }
        cr_expect_float_eq(viewed_number(table, line, "Dirty price"), value, 1e-10);
        cr_expect_float_eq(viewed_number(table, line, "Macaulay duration"), time / value, 1e-11);
    }
}

Test(views_price, every_quote_has_its_factor) {
    static const struct {
        ipa_price_quote quote;
        const char *factor, *modified, *convexity;
    } quotes[] = {
        {IPA_PRICE_QUOTE_CONTINUOUS, "=EXP(-'Prices'!C6*C6)", "=I6", "SUMPRODUCT"},
        {IPA_PRICE_QUOTE_COUPON, "=(1+'Prices'!C6/4)^(-4*C6)", "=I6/(1+C6/4)", "+I6/4)/(1+C6/4)^2"},
        {IPA_PRICE_QUOTE_SIMPLE, "=1/(1+'Prices'!C6*C6)", "=I6/(1+C6*I6)", "=2*J6*J6"}};
    for (size_t n = 0; n < sizeof quotes / sizeof *quotes; n++) {
        if (n > 0)
            viewed_free(of);
        make((ipa_price_terms){.settlement = 21311, .quote = quotes[n].quote}, IPA_LANGUAGE_EN);
        const ipa_table *table = ipa_views_price_figures(&of->view);
        cr_expect_str_eq(ipa_table_at(ipa_views_price_flows(&of->view), 0, 6)->formula,
                         quotes[n].factor);
        cr_expect_str_eq(viewed_cell(table, 0, "Modified duration")->formula, quotes[n].modified);
        cr_expect(strstr(viewed_cell(table, 0, "Convexity")->formula, quotes[n].convexity), "%s",
                  viewed_cell(table, 0, "Convexity")->formula);
    }
}

Test(views_price, tax_adds_a_column) {
    make((ipa_price_terms){.settlement = IPA_NO_DATE, .holder_tax = 0.2}, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_price_figures(&of->view);
    cr_expect_lt(viewed_number(table, 0, "After-tax yield"), viewed_number(table, 0, "Yield"));
    cr_expect_eq(viewed_cell(table, table->n_rows - 1, "Coupon at par")->kind, IPA_CELL_BLANK,
                 "of means there is none");
}

Test(views_price, every_sheet_in_both_languages) {
    make(PLAIN, IPA_LANGUAGE_BOTH);
    for (int n = 0; n < IPA_N_PRICE_SHEETS; n++) {
        const ipa_view_entry *entry = &ipa_price_report_entries[n];
        const ipa_table *table = entry->make(&of->view);
        cr_expect_str_eq(table->id, entry->id);
        cr_expect_gt(table->n_rows, 0, "%s", entry->id);
        cr_expect_leq(ipa_text_length(entry->en), 31, "sheet names have at most 31 characters");
    }
    of->view.language = IPA_LANGUAGE_ZH;
    const char *zh = ipa_price_report_text(&of->view);
    cr_expect(strstr(zh, "优先级 (A) · 结算日 2025-07-25 · 按名义兑付日 · 年复利（实际年化）"),
              "%s", zh);
    of->view.language = IPA_LANGUAGE_EN;
    const char *en = ipa_price_report_text(&of->view);
    cr_expect(strstr(en, "Senior (A) · settlement 2025-07-25"), "%s", en);
    cr_expect(strstr(en, "clean price given"), "%s", en);
}

Test(views_price, a_scenario_is_named) {
    make(PLAIN, IPA_LANGUAGE_EN);
    cr_assert_eq(ipa_price_begin(of->view.plan, &PLAIN, of->arena, &price, NULL), IPA_OK);
    cr_assert_eq(ipa_price_add(price, of->view.result, NULL), IPA_OK);
    ipa_price_add_scenario(price, of->view.result, &of->view.result->base, "mild",
                           (ipa_words_pair){.zh = "轻度", .en = "Mild"});
    cr_assert_eq(ipa_price_finish(price, NULL), IPA_OK);
    of->view.price = price;
    cr_expect_str_eq(ipa_price_report_case(&of->view, 3), "Mild · base case");
    const char *text = NULL;
    cr_assert_eq(ipa_json_price_report(&of->view, &text, NULL), IPA_OK);
    json_t *root = json_loads(text, 0, NULL);
    const json_t *rows = json_object_get(json_object_get(root, "price"), "rows");
    const json_t *last = json_array_get(rows, json_array_size(rows) - 1);
    cr_expect_str_eq(json_string_value(json_object_get(last, "scenario")), "mild");
    cr_expect_str_eq(json_string_value(json_object_get(last, "case")),
                     "loss_adjusted_without_support");
    cr_expect_str_eq(json_string_value(json_object_get(last, "at")), "grid");
    cr_expect(json_is_null(json_object_get(last, "par_coupon")));
    json_decref(root);
}
