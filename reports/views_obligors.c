#include <math.h>

#include "reports/holdings.h"
#include "reports/words.h"

static const ipa_cells_column NAME_COLUMNS[] = {{"代码", "Id", IPA_FORMAT_TEXT},
                                                {"名称", "Name", IPA_FORMAT_TEXT},
                                                {"行业", "Industry", IPA_FORMAT_TEXT},
                                                {"地区", "Region", IPA_FORMAT_TEXT},
                                                {"评级", "Rating", IPA_FORMAT_TEXT}};
static const ipa_cells_column FIGURE_COLUMNS[] = {
    {"占比", "Share", IPA_FORMAT_RATE},
    {"担保人", "Guarantor", IPA_FORMAT_TEXT},
    {"担保比例", "Guaranteed share", IPA_FORMAT_RATE},
    {"三年违约概率（评级表）", "PD over 3 years (table)", IPA_FORMAT_PROBABILITY},
    {"至法定到期违约概率（评级表）", "PD to legal final (table)", IPA_FORMAT_PROBABILITY},
    {"至法定到期违约概率（模拟）", "PD to legal final (simulated)", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"财务情况", "Financials", IPA_FORMAT_TEXT}};

static const ipa_cells_column HOLDING_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"发明（件）", "Inventions", IPA_FORMAT_INTEGER},
    {"实用新型（件）", "Utility models", IPA_FORMAT_INTEGER},
    {"外观设计（件）", "Designs", IPA_FORMAT_INTEGER},
    {"软件著作权（件）", "Software", IPA_FORMAT_INTEGER},
    {"商标（件）", "Trademarks", IPA_FORMAT_INTEGER},
    {"评估值", "Valuation", IPA_FORMAT_MONEY},
    {"质押率", "Principal ÷ valuation", IPA_FORMAT_RATE},
    {"保证金", "Deposits", IPA_FORMAT_MONEY}};

/* Of an obligor, or of all of them. */
typedef struct holding {
    double amount, principal, valuation, deposit;
    int patents[IPA_PATENT_TRADEMARK + 1];
} holding;

static holding holding_of(const ipa_view *view, int i) {
    const ipa_plan_obligor *obligor = &view->plan->obligors[i];
    const bool *held = ipa_holdings_patents(view, i);
    holding sum = {.principal = obligor->principal / 100};
    for (int n = 0; n < obligor->n_contracts; n++) {
        const int c = obligor->contracts[n];
        sum.amount += ipa_holdings_amount(view, c);
        sum.valuation += view->plan->contracts[c].source->valuation.value;
        sum.deposit += view->plan->contracts[c].deposit / 100;
    }
    for (int j = 0; j < view->plan->n_patents; j++)
        sum.patents[view->plan->patents[j].source->kind] += held[j];
    return sum;
}

/* Kinds of which there are none stay blank. */
static void holding_cells(ipa_cells *cells, const holding *of) {
    for (int kind = IPA_PATENT_INVENTION; kind <= IPA_PATENT_TRADEMARK; kind++)
        ipa_cells_number(cells, of->patents[kind] > 0 ? of->patents[kind] : NAN);
    ipa_cells_number(cells, of->valuation > 0 ? of->valuation : NAN);
    ipa_cells_number(cells, of->principal > 0 ? of->principal / of->valuation : NAN);
    ipa_cells_number(cells, of->deposit > 0 ? of->deposit : NAN);
}

static void guarantor_cells(ipa_cells *cells, int i) {
    const ipa_plan_obligor *obligor = &cells->view->plan->obligors[i];
    if (obligor->guarantor < 0) {
        cells->column += 2;
        return;
    }
    const ipa_deal_entity *entity = &cells->view->deal->entities[obligor->guarantor];
    ipa_cells_text(cells, ipa_words_entity(entity));
    ipa_cells_number(cells, obligor->guarantee_share);
}

static void risk_cells(ipa_cells *cells, int i) {
    const ipa_view *view = cells->view;
    const ipa_credit *credit = &view->plan->obligors[i].credit;
    double to_final = ipa_day_count_years(IPA_DAY_COUNT_ACT_365F, view->deal->terms.cutoff,
                                          view->deal->terms.legal_final);
    ipa_cells_number(cells, 1 - ipa_plan_survival(credit, 3));
    ipa_cells_number(cells, 1 - ipa_plan_survival(credit, to_final));
    if (view->result->simulation != NULL)
        ipa_cells_estimate(cells, view->result->simulation->obligor_defaults[i]);
    else
        cells->column += 2;
}

static void obligor_row(ipa_cells *cells, int i, double all) {
    const ipa_view *view = cells->view;
    const ipa_deal_obligor *obligor = &view->deal->obligors[i];
    ipa_cells_row(cells);
    ipa_cells_text(cells, obligor->id);
    ipa_cells_text(cells, obligor->name);
    ipa_cells_text(cells, ipa_words_industry(view->language, obligor->industry));
    ipa_cells_text(cells, obligor->region);
    ipa_cells_text(cells, ipa_holdings_rating(view, &obligor->credit));
    ipa_cells_number(cells, holding_of(view, i).amount);
    ipa_cells_number(cells, holding_of(view, i).amount / all);
    guarantor_cells(cells, i);
    risk_cells(cells, i);
    ipa_cells_text(cells, obligor->financials);
}

static void add_to(holding *sum, const holding *of) {
    sum->amount += of->amount;
    sum->principal += of->principal;
    sum->valuation += of->valuation;
    sum->deposit += of->deposit;
    for (int kind = IPA_PATENT_INVENTION; kind <= IPA_PATENT_TRADEMARK; kind++)
        sum->patents[kind] += of->patents[kind];
}

ipa_table *ipa_views_obligors(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "obligors", NAME_COLUMNS);
    ipa_holdings_column(&cells);
    for (size_t n = 0; n < IPA_CELLS_COUNT(FIGURE_COLUMNS); n++)
        ipa_cells_column_add(&cells, FIGURE_COLUMNS[n].zh, FIGURE_COLUMNS[n].en,
                             FIGURE_COLUMNS[n].format);
    const double all = ipa_holdings_amounts(view);
    for (int i = 0; i < view->plan->n_obligors; i++)
        obligor_row(&cells, i, all);
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = (int)IPA_CELLS_COUNT(NAME_COLUMNS);
    ipa_cells_number(&cells, all);
    ipa_cells_number(&cells, all > 0 ? 1 : NAN);
    return cells.table;
}

/* A patent that stands in contracts of two obligors counts with each of them. */
ipa_table *ipa_views_obligor_holdings(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "obligor_holdings", HOLDING_COLUMNS);
    holding sum = {0};
    for (int i = 0; i < view->plan->n_obligors; i++) {
        const holding of = holding_of(view, i);
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, view->deal->obligors[i].id);
        ipa_cells_text(&cells, view->deal->obligors[i].name);
        holding_cells(&cells, &of);
        add_to(&sum, &of);
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    ipa_cells_blank(&cells);
    holding_cells(&cells, &sum);
    return cells.table;
}
