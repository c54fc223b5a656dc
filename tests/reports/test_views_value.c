/* Tables of the value report: their formulas hold what they show, totals add up, both languages. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "reports/json_value.h"
#include "reports/value_report.h"
#include "tests/support/folders.h"
#include "tests/support/viewed.h"

static const char *const SETTINGS[] = {
    "valuation.spread=0.1",
    "valuation.tax_rate=0.15",
    "valuation.base_sales={L1: 160000000, L2: 130000000}",
    "valuation.relief_from_royalty={royalty_rate: 0.05, royalty_rates: {L2: 0.04}}",
    "valuation.profit_split={margin: 0.16}",
    "valuation.renewal={mu: 9, sigma: 1.5, decay: 0.1}",
};

static ipa_arena *arena;
static ipa_view view;
static ipa_run_info info = {
    .version = "0", .command = "ipabs value", .as_of = "2026-01-01", .sampler = "philox"};

static void value(const char *folder, const ipa_read_options *read, long n_paths) {
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    ipa_patent_values *values = NULL;
    const ipa_income_options options = {.n_paths = n_paths, .seed = 5};
    ipa_status status = ipa_deal_read(folder, read, arena, &findings, &deal, NULL);
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, arena, &findings, &plan, NULL);
    if (status == IPA_OK)
        status = ipa_patent_value_run(plan, &options, arena, &values, NULL);
    cr_assert_eq(status, IPA_OK, "%s",
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    view = (ipa_view){.deal = deal,
                      .plan = plan,
                      .value = values,
                      .run = &info,
                      .language = IPA_LANGUAGE_EN,
                      .unit = IPA_UNIT_YUAN,
                      .arena = arena};
}

static void begin(void) {
    arena = ipa_arena_create();
    const ipa_read_options read = {.overrides = SETTINGS,
                                   .n_overrides = sizeof SETTINGS / sizeof SETTINGS[0]};
    value(IPABS_SOURCE_DIR "/deals/eight-firms", &read, 640);
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(views_value, .init = begin, .fini = end, .timeout = 60);

static double column_sum(const ipa_table *table, const char *name) {
    double sum = 0;
    for (int row = 0; row < table->n_rows - 1; row++)
        sum += viewed_cell(table, row, name)->number;
    return sum;
}

static void expect_total(const ipa_table *table, const char *name) {
    const ipa_table_cell *total = viewed_cell(table, table->n_rows - 1, name);
    cr_expect_float_eq(total->number, column_sum(table, name), 1e-6, "%s", name);
    cr_expect(total->formula && strncmp(total->formula, "=SUM(", 5) == 0, "%s", name);
}

Test(views_value, every_table_is_there_in_both_languages) {
    for (int n = 0; n < ipa_value_report_n_entries; n++) {
        const ipa_view_entry *entry = &ipa_value_report_entries[n];
        for (int language = IPA_LANGUAGE_ZH; language <= IPA_LANGUAGE_BOTH; language++) {
            view.language = (ipa_language)language;
            const ipa_table *table = entry->make(&view);
            cr_expect_str_eq(table->id, entry->id);
            cr_expect_str_eq(table->title_zh, entry->zh);
            /* The sample has no weights, so no scores. */
            cr_expect_eq(table->n_rows > 0, strcmp(entry->id, "patent_scores") != 0, "%s",
                         entry->id);
            for (int row = 0; row < table->n_rows; row++)
                for (int column = 0; column < table->n_columns; column++)
                    cr_expect(isfinite(ipa_table_at(table, row, column)->number));
        }
    }
}

Test(views_value, contracts_and_patents_add_up_to_the_same) {
    const ipa_table *contracts = ipa_views_contract_values(&view);
    const ipa_table *methods = ipa_views_contract_methods(&view);
    const ipa_table *patents = ipa_views_patent_values(&view);
    expect_total(contracts, "Income approach: base case");
    expect_total(patents, "Income approach: base case");
    expect_total(patents, "Income approach: expected");
    expect_total(methods, "Relief from royalty");
    expect_total(patents, "Relief from royalty");
    expect_total(patents, "Profit split");
    cr_expect_float_eq(column_sum(contracts, "Income approach: expected"),
                       column_sum(patents, "Income approach: expected"), 1e-4);
    cr_expect_float_eq(column_sum(methods, "Profit split"), column_sum(patents, "Profit split"),
                       1e-4);
    cr_expect_float_eq(column_sum(methods, "Official annual fees (PV)"),
                       column_sum(ipa_views_patent_lives(&view), "Official annual fees (PV)"),
                       1e-4);
    /* the pool's mean is that of its parts */
    cr_expect_float_eq(viewed_number(contracts, contracts->n_rows - 1, "Income approach: expected"),
                       column_sum(contracts, "Income approach: expected"), 1e-4);
}

Test(views_value, ratios_are_formulas_of_their_row) {
    const ipa_table *patents = ipa_views_patent_values(&view);
    const ipa_table_cell *ratio = viewed_cell(patents, 2, "Expected ÷ appraisal");
    cr_expect_str_eq(ratio->formula, "=H8/K8");
    cr_expect_float_eq(ratio->number,
                       viewed_number(patents, 2, "Income approach: expected") /
                           viewed_number(patents, 2, "Appraisal"),
                       1e-15);
    const ipa_table *check = ipa_views_appraisal_check(&view);
    cr_assert_eq(check->n_rows, view.plan->n_contracts + view.deal->n_patents);
    const ipa_table_cell *within = viewed_cell(check, 0, "Within");
    cr_expect_str_eq(within->formula, "=AND(E6>=F6,E6<=G6)");
    cr_expect_eq(within->number, fabs(viewed_number(check, 0, "Ratio") - 1) <= 0.3);
}

Test(views_value, years_add_up_to_the_contracts) {
    const ipa_table *years = ipa_views_value_years(&view);
    const ipa_table *contracts = ipa_views_contract_values(&view);
    for (int row = 0; row < years->n_rows - 1; row++) {
        double sum = 0;
        for (int column = 2; column < years->n_columns; column++)
            sum += ipa_table_at(years, row, column)->number;
        cr_expect_float_eq(viewed_number(years, row, "Total"), sum, 1e-6);
        cr_expect_float_eq(sum, viewed_number(contracts, row, "Income approach: expected"), 1e-4);
    }
    cr_expect_str_eq(years->columns[years->n_columns - 1].name_en, "2028");
}

Test(views_value, what_was_assumed_and_where_it_is_from) {
    const ipa_table *methods = ipa_views_value_methods(&view);
    const int spread = viewed_row(methods, "All methods", "Spread over the curve");
    const int share = viewed_row(methods, "Profit split", "Share of the profit");
    cr_assert(spread >= 0 && share >= 0);
    cr_expect_float_eq(viewed_number(methods, spread, "Figure"), 0.1, 1e-15);
    cr_expect_str_eq(viewed_text(methods, spread, "From"), "the deal");
    cr_expect_float_eq(viewed_number(methods, share, "Figure"), 0.25, 1e-15);
    cr_expect_str_eq(viewed_text(methods, share, "From"), "default");
    value(IPABS_SOURCE_DIR "/deals/eight-firms", NULL, 0);
    methods = ipa_views_value_methods(&view);
    cr_expect(
        strstr(viewed_text(methods, viewed_row(methods, "All methods", "Spread over the curve"),
                           "What it means"),
               "no risk premium"));
}

Test(views_value, a_score_is_a_formula_of_weights_and_scores) {
    test_folder folder = folder_create();
    static const char PATENTS[] = "id,title,kind,filed,granted\nP1,One,invention,2019-03-01,"
                                  "2021-05-01\nP2,Two,invention,2019-03-01,2021-05-01\n";
    static const char WEIGHTS[] = "level1,indicator,weight\nlegal,stability,0.4\n"
                                  "economic,own,0.35\nlegal,scope,0.25\n";
    static const char SCORES[] = "patent,indicator,score\nP1,scope,60\nP1,stability,90\n"
                                 "P1,own,70\n";
    folder_write(&folder, "patents.csv", PATENTS, sizeof PATENTS - 1);
    folder_write(&folder, "indicators.csv", WEIGHTS, sizeof WEIGHTS - 1);
    folder_write(&folder, "scores.csv", SCORES, sizeof SCORES - 1);
    folder_replace(&folder, "deal.yaml", "contracts: contracts.csv",
                   "contracts: contracts.csv, patents: patents.csv");
    folder_replace(&folder, "deal.yaml", "market:",
                   "valuation: {indicators: indicators.csv, scores: scores.csv}\nmarket:");
    value(folder.path, NULL, 0);
    const ipa_table *scores = ipa_views_patent_scores(&view);
    cr_assert_eq(scores->n_rows, 2); /* the weights and P1: nobody scored P2 */
    cr_expect_str_eq(viewed_cell(scores, 1, "Legal value")->formula, "=(C6*C7+E6*E7)/F6");
    cr_expect_float_eq(viewed_number(scores, 1, "Legal value"), (0.4 * 90 + 0.25 * 60) / 0.65,
                       1e-12);
    cr_expect_str_eq(viewed_cell(scores, 1, "Score")->formula, "=C6*C7+D6*D7+E6*E7");
    cr_expect_float_eq(viewed_number(scores, 1, "Score"), 0.4 * 90 + 0.35 * 70 + 0.25 * 60, 1e-12);
    cr_expect_float_eq(viewed_number(scores, 0, "Score"), 1, 1e-12);
    cr_expect_eq(viewed_cell(scores, 1, "Technical value")->kind, IPA_CELL_BLANK);
    folder_remove(&folder);
}

/* ---- the value file ---- */

/* Under these keys stand ids: the example shows one of several. */
static void compare(const char *key, json_t *expected, json_t *actual) {
    const char *name;
    json_t *one;
    if (!json_is_object(expected)) {
        cr_expect(json_typeof(expected) == json_typeof(actual) || json_is_null(actual) ||
                      (json_is_number(expected) && json_is_number(actual)) ||
                      (json_is_boolean(expected) && json_is_boolean(actual)),
                  "%s", key);
        return;
    }
    const bool ids = strcmp(key, "contracts") == 0 || strcmp(key, "patents") == 0;
    json_object_foreach(expected, name, one) {
        json_t *found = json_object_get(actual, name);
        cr_assert_not_null(found, "`%s` lacks `%s`", key, name);
        compare(name, one, found);
    }
    if (!ids)
        json_object_foreach(actual, name, one)
            cr_expect_not_null(json_object_get(expected, name), "`%s` is not documented", name);
}

Test(views_value, the_file_has_the_documented_shape) {
    const char *text = NULL;
    cr_assert_eq(ipa_json_value_report(&view, &text, NULL), IPA_OK);
    json_t *actual = json_loads(text, 0, NULL);
    size_t n_page = 0;
    char *page = NULL;
    cr_assert_eq(ipa_text_read_file(arena, IPABS_SOURCE_DIR "/docs/results.md", 1 << 20, &page,
                                    &n_page, NULL),
                 IPA_OK);
    const char *from = strstr(strstr(page, "## The value file"), "```json\n") + 8;
    json_t *expected = json_loadb(from, (size_t)(strstr(from, "```") - from), 0, NULL);
    cr_assert(actual && expected);
    compare("the file", expected, actual);
    json_t *contracts = json_object_get(json_object_get(actual, "value"), "contracts");
    cr_assert_eq(json_object_size(contracts), 8);
    json_t *first = json_object_get(contracts, "L1");
    cr_expect_eq(json_number_value(json_object_get(first, "relief_from_royalty")),
                 view.value->contracts[0].relief);
    cr_expect_eq(json_number_value(json_object_get(
                     json_object_get(json_object_get(first, "income"), "expected"), "mean")),
                 view.value->contracts[0].income.expected.mean);
    json_decref(actual);
    json_decref(expected);
}
