#include <math.h>

#include "reports/cells.h"
#include "reports/live.h"
#include "reports/value_report.h"
#include "reports/words.h"

/* Views of a report that values nothing are empty tables. */
static bool is_valued(const ipa_view *view) {
    return view->value != NULL;
}

static double expected_of(const ipa_income *income) {
    return isfinite(income->expected.mean) ? income->expected.mean : income->base;
}

/* ---- contracts ---- */

static const ipa_cells_column CONTRACT_COLUMNS[] = {
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"付款企业", "Payer", IPA_FORMAT_TEXT},
    {"合同类型", "Kind", IPA_FORMAT_TEXT},
    {"到期日", "End", IPA_FORMAT_DATE},
    {"收益法：基准", "Income approach: base case", IPA_FORMAT_MONEY},
    {"收益法：期望", "Income approach: expected", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"5% 分位", "5% quantile", IPA_FORMAT_MONEY},
    {"中位数", "Median", IPA_FORMAT_MONEY},
    {"95% 分位", "95% quantile", IPA_FORMAT_MONEY},
    {"期望÷基准", "Expected ÷ base", IPA_FORMAT_RATE},
    {"评估值", "Appraisal", IPA_FORMAT_MONEY},
    {"期望÷评估值", "Expected ÷ appraisal", IPA_FORMAT_RATE}};
enum { CONTRACT_BASE = 4, CONTRACT_EXPECTED = 5, CONTRACT_APPRAISAL = 11 };

static void contract_names(ipa_cells *cells, int c) {
    const ipa_view *view = cells->view;
    const ipa_plan_contract *contract = &view->plan->contracts[c];
    ipa_cells_row(cells);
    ipa_cells_text(cells, contract->source->id);
    ipa_cells_text(cells, view->deal->obligors[contract->obligor].name);
    ipa_cells_text(
        cells, ipa_words_of(view->language, IPA_WORDS_CONTRACT_KIND, (int)contract->source->kind));
}

static void income_cells(ipa_cells *cells, const ipa_income *income) {
    ipa_cells_number(cells, expected_of(income));
    ipa_cells_number(cells, income->expected.standard_error);
    ipa_cells_number(cells, income->p05);
    ipa_cells_number(cells, income->p50);
    ipa_cells_number(cells, income->p95);
    ipa_cells_ratio(cells, CONTRACT_EXPECTED, CONTRACT_BASE);
}

ipa_table *ipa_views_contract_values(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "contract_values", CONTRACT_COLUMNS);
    if (!is_valued(view))
        return cells.table;
    for (int c = 0; c < view->plan->n_contracts; c++) {
        const ipa_contract_value *value = &view->value->contracts[c];
        contract_names(&cells, c);
        ipa_cells_date(&cells, view->plan->contracts[c].source->end);
        ipa_cells_number(&cells, value->income.base);
        income_cells(&cells, &value->income);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_number(&cells, value->appraisal);
        cells.role = IPA_ROLE_OUTPUT;
        if (value->pays_for_ip)
            ipa_cells_ratio(&cells, CONTRACT_EXPECTED, CONTRACT_APPRAISAL);
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计（分位数为整体）", "Total (joint quantiles)");
    cells.column = CONTRACT_BASE;
    ipa_cells_sum(&cells);
    income_cells(&cells, &view->value->income.pool);
    ipa_cells_sum(&cells);
    return cells.table;
}

static const ipa_cells_column METHOD_COLUMNS[] = {
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"付款企业", "Payer", IPA_FORMAT_TEXT},
    {"合同类型", "Kind", IPA_FORMAT_TEXT},
    {"收益法：期望", "Income approach: expected", IPA_FORMAT_MONEY},
    {"许可费节省法", "Relief from royalty", IPA_FORMAT_MONEY},
    {"利润分成法", "Profit split", IPA_FORMAT_MONEY},
    {"官方年费现值", "Official annual fees (PV)", IPA_FORMAT_MONEY},
    {"基准年销售额", "Sales a year assumed", IPA_FORMAT_MONEY},
    {"许可费率", "Royalty rate assumed", IPA_FORMAT_PROBABILITY},
    {"营业利润率", "Margin assumed", IPA_FORMAT_PROBABILITY},
    {"许可费合计÷备案均价", "Licence fees ÷ mean recorded", IPA_FORMAT_MULTIPLE}};
enum { METHOD_FIRST = 3, METHOD_LAST = 6 };

static void method_row(ipa_cells *cells, int c) {
    const ipa_contract_value *value = &cells->view->value->contracts[c];
    const bool sells = value->terms.base_sales > 0;
    contract_names(cells, c);
    ipa_cells_number(cells, expected_of(&value->income));
    ipa_cells_number(cells, value->relief);
    ipa_cells_number(cells, value->split);
    ipa_cells_number(cells, value->annuities);
    cells->role = sells ? IPA_ROLE_INPUT : IPA_ROLE_OUTPUT;
    ipa_cells_number(cells, sells ? value->terms.base_sales : NAN);
    if (sells && value->terms.by_tiers)
        ipa_cells_words(cells, "合同分档", "the contract's tiers");
    else
        ipa_cells_number(cells, sells ? value->terms.royalty_rate : NAN);
    ipa_cells_number(cells, sells ? value->terms.margin : NAN);
    cells->role = IPA_ROLE_OUTPUT;
    ipa_cells_number(cells, value->fee_multiple);
}

ipa_table *ipa_views_contract_methods(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "contract_methods", METHOD_COLUMNS);
    if (!is_valued(view))
        return cells.table;
    for (int c = 0; c < view->plan->n_contracts; c++)
        method_row(&cells, c);
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = METHOD_FIRST;
    for (int n = METHOD_FIRST; n <= METHOD_LAST; n++)
        ipa_cells_sum(&cells);
    return cells.table;
}

/* ---- patents ---- */

static const ipa_cells_column PATENT_COLUMNS[] = {
    {"专利", "Patent", IPA_FORMAT_TEXT},
    {"名称", "Title", IPA_FORMAT_TEXT},
    {"类型", "Kind", IPA_FORMAT_TEXT},
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"到期日", "Expires", IPA_FORMAT_DATE},
    {"剩余年限", "Years left", IPA_FORMAT_NUMBER},
    {"收益法：基准", "Income approach: base case", IPA_FORMAT_MONEY},
    {"收益法：期望", "Income approach: expected", IPA_FORMAT_MONEY},
    {"许可费节省法", "Relief from royalty", IPA_FORMAT_MONEY},
    {"利润分成法", "Profit split", IPA_FORMAT_MONEY},
    {"评估值", "Appraisal", IPA_FORMAT_MONEY},
    {"期望÷评估值", "Expected ÷ appraisal", IPA_FORMAT_RATE},
    {"超出容忍区间", "Outside the band", IPA_FORMAT_TEXT}};
enum { PATENT_BASE = 6, PATENT_EXPECTED = 7, PATENT_APPRAISAL = 10 };

static void patent_names(ipa_cells *cells, int j) {
    const ipa_view *view = cells->view;
    const ipa_deal_patent *patent = &view->deal->patents[j];
    ipa_cells_row(cells);
    ipa_cells_text(cells, patent->id);
    ipa_cells_text(cells, patent->title);
    ipa_cells_text(cells, ipa_words_of(view->language, IPA_WORDS_PATENT_KIND, (int)patent->kind));
    ipa_cells_text(cells, view->value->patents[j].contract);
    ipa_cells_date(cells, view->value->patents[j].expires);
    ipa_cells_number(cells, view->value->patents[j].legal_years);
}

static void patent_row(ipa_cells *cells, int j) {
    const ipa_view *view = cells->view;
    const ipa_patent_worth *worth = &view->value->patents[j];
    patent_names(cells, j);
    ipa_cells_number(cells, worth->income_base);
    ipa_cells_number(cells, worth->income);
    ipa_cells_number(cells, worth->relief);
    ipa_cells_number(cells, worth->split);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_number(cells, worth->appraisal);
    cells->role = IPA_ROLE_OUTPUT;
    ipa_cells_ratio(cells, PATENT_EXPECTED, PATENT_APPRAISAL);
    if (ipa_patent_value_is_off(view->deal, worth->income, worth->appraisal))
        ipa_cells_words(cells, "是", "yes");
}

ipa_table *ipa_views_patent_values(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "patent_values", PATENT_COLUMNS);
    if (!is_valued(view) || view->deal->n_patents == 0)
        return cells.table;
    for (int j = 0; j < view->deal->n_patents; j++)
        patent_row(&cells, j);
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = PATENT_BASE;
    for (int n = PATENT_BASE; n <= PATENT_APPRAISAL; n++)
        ipa_cells_sum(&cells);
    return cells.table;
}

static const ipa_cells_column LIFE_COLUMNS[] = {
    {"专利", "Patent", IPA_FORMAT_TEXT},
    {"名称", "Title", IPA_FORMAT_TEXT},
    {"类型", "Kind", IPA_FORMAT_TEXT},
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"到期日", "Expires", IPA_FORMAT_DATE},
    {"剩余年限", "Years left", IPA_FORMAT_NUMBER},
    {"至合同期末有效", "Counts at the contracts' end", IPA_FORMAT_PROBABILITY},
    {"未欠费终止", "Not lapsed by then (hazards)", IPA_FORMAT_PROBABILITY},
    {"续费（维持模型）", "Renewed until then (renewal)", IPA_FORMAT_PROBABILITY},
    {"官方年费现值", "Official annual fees (PV)", IPA_FORMAT_MONEY}};

ipa_table *ipa_views_patent_lives(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "patent_lives", LIFE_COLUMNS);
    if (!is_valued(view) || view->deal->n_patents == 0)
        return cells.table;
    for (int j = 0; j < view->deal->n_patents; j++) {
        const ipa_patent_worth *worth = &view->value->patents[j];
        patent_names(&cells, j);
        ipa_cells_number(&cells, worth->survival);
        ipa_cells_number(&cells, worth->lapse_survival);
        ipa_cells_number(&cells, worth->renewal_survival);
        ipa_cells_number(&cells, worth->annuities);
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = cells.table->n_columns - 1;
    ipa_cells_sum(&cells);
    return cells.table;
}

/* ---- against the appraisal ---- */

static const ipa_cells_column CHECK_COLUMNS[] = {
    {"对象", "Of", IPA_FORMAT_TEXT},
    {"编号", "Id", IPA_FORMAT_TEXT},
    {"收益法：期望", "Income approach: expected", IPA_FORMAT_MONEY},
    {"评估值", "Appraisal", IPA_FORMAT_MONEY},
    {"比值", "Ratio", IPA_FORMAT_RATE},
    {"下限", "Lower bound", IPA_FORMAT_RATE},
    {"上限", "Upper bound", IPA_FORMAT_RATE},
    {"在区间内", "Within", IPA_FORMAT_CHECK}};

static void check_row(ipa_cells *cells, const char *id, double value, double appraisal) {
    const ipa_deal *deal = cells->view->deal;
    const double band = deal->valuation.appraisal_band.value;
    const int row = cells->table->n_rows - 1;
    ipa_cells_text(cells, id);
    ipa_cells_number(cells, value);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_number(cells, appraisal);
    cells->role = IPA_ROLE_OUTPUT;
    ipa_cells_ratio(cells, 2, 3);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_number(cells, 1 - band);
    ipa_cells_number(cells, 1 + band);
    cells->role = IPA_ROLE_OUTPUT;
    if (!isfinite(value) || !isfinite(appraisal))
        return;
    ipa_cells_bool(cells, !ipa_patent_value_is_off(deal, value, appraisal));
    ipa_table_at(cells->table, row, cells->column - 1)->formula =
        ipa_arena_format(cells->table->arena, "=AND(%s>=%s,%s<=%s)", ipa_cells_place(cells, 4, row),
                         ipa_cells_place(cells, 5, row), ipa_cells_place(cells, 4, row),
                         ipa_cells_place(cells, 6, row));
}

ipa_table *ipa_views_appraisal_check(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "appraisal_check", CHECK_COLUMNS);
    for (int c = 0; is_valued(view) && c < view->plan->n_contracts; c++) {
        const ipa_contract_value *value = &view->value->contracts[c];
        if (!value->pays_for_ip)
            continue;
        ipa_cells_row(&cells);
        ipa_cells_words(&cells, "合同", "contract");
        check_row(&cells, view->plan->contracts[c].source->id, expected_of(&value->income),
                  value->appraisal);
    }
    for (int j = 0; is_valued(view) && j < view->deal->n_patents; j++) {
        const ipa_patent_worth *worth = &view->value->patents[j];
        ipa_cells_row(&cells);
        ipa_cells_words(&cells, "专利", "patent");
        check_row(&cells, view->deal->patents[j].id, worth->income, worth->appraisal);
    }
    return cells.table;
}

/* ---- by year ---- */

static const ipa_cells_column YEAR_COLUMNS[] = {{"合同", "Contract", IPA_FORMAT_TEXT},
                                                {"合计", "Total", IPA_FORMAT_MONEY}};

static int year_of(const ipa_plan *plan, int k) {
    return ipa_date_split(plan->periods[k].collection_end).year;
}

ipa_table *ipa_views_value_years(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "value_years", YEAR_COLUMNS);
    if (!is_valued(view))
        return cells.table;
    const ipa_plan *longer = view->value->income.plan;
    const int first = year_of(longer, 0);
    const int last = year_of(longer, ipa_income_value_last(&view->value->income));
    for (int year = first; year <= last; year++) {
        const char *head = ipa_arena_format(view->arena, "%d", year);
        ipa_cells_column_add(&cells, head, head, IPA_FORMAT_MONEY);
    }
    for (int c = 0; c < longer->n_contracts; c++) {
        const double *worth = view->value->income.by_period + c * longer->n_periods;
        const int row = cells.table->n_rows;
        double total = 0;
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, longer->contracts[c].source->id);
        ipa_cells_blank(&cells);
        for (int year = first, k = 0; year <= last; year++) {
            double sum = 0;
            for (; k < longer->n_periods && year_of(longer, k) == year; k++)
                sum += worth[k];
            ipa_cells_number(&cells, sum);
            total += sum;
        }
        ipa_table_formula(ipa_table_at(cells.table, row, 1),
                          ipa_arena_format(view->arena, "=SUM(%s:%s)",
                                           ipa_cells_place(&cells, 2, row),
                                           ipa_cells_place(&cells, cells.column - 1, row)),
                          total);
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    for (int column = 1; column < cells.table->n_columns; column++)
        ipa_cells_sum(&cells);
    return cells.table;
}
