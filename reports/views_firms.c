#include <math.h>

#include "engine/simulate/obligor_cost.h"
#include "reports/cells.h"
#include "reports/words.h"

static const char *firm_of(const ipa_view *view, const ipa_obligor_cost *cost) {
    return view->deal->obligors[cost->obligor].id;
}

/* ---- a row a firm ---- */

static const ipa_cells_column COST_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"取得资金", "Received", IPA_FORMAT_MONEY},
    {"归还本金", "Principal paid", IPA_FORMAT_MONEY},
    {"利息/许可费", "Interest or licence fees paid", IPA_FORMAT_MONEY},
    {"另付费用", "Fees paid beside", IPA_FORMAT_MONEY},
    {"财政补贴", "Subsidies", IPA_FORMAT_MONEY},
    {"净成本", "Net cost", IPA_FORMAT_MONEY},
    {"合同成本（年化）", "Contract cost (annual)", IPA_FORMAT_PROBABILITY},
    {"补贴前综合成本（年化）", "All-in cost before subsidies (annual)", IPA_FORMAT_PROBABILITY},
    {"补贴后综合成本（年化）", "All-in cost (annual)", IPA_FORMAT_PROBABILITY}};

ipa_table *ipa_views_obligor_costs(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "obligor_costs", COST_COLUMNS);
    const ipa_obligor_costs costs = ipa_obligor_cost_all(view->plan, view->arena);
    double sums[6] = {0};
    for (int n = 0; n < costs.n_items; n++) {
        const ipa_obligor_cost *cost = &costs.items[n];
        const double amounts[] = {cost->received, cost->principal, cost->income,
                                  cost->fees,     cost->subsidies, cost->net};
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, firm_of(view, cost));
        ipa_cells_text(&cells, view->deal->obligors[cost->obligor].name);
        for (size_t a = 0; a < IPA_CELLS_COUNT(amounts); a++) {
            ipa_cells_number(&cells, amounts[a]);
            sums[a] += amounts[a];
        }
        ipa_cells_number(&cells, cost->contract_rate);
        ipa_cells_number(&cells, cost->cost_unsubsidised);
        ipa_cells_number(&cells, cost->cost);
    }
    if (costs.n_items == 0)
        return cells.table;
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    ipa_cells_blank(&cells);
    for (size_t a = 0; a < IPA_CELLS_COUNT(sums); a++)
        ipa_cells_number(&cells, sums[a]);
    return cells.table;
}

/* ---- a row a firm's year, a column an item ---- */

static const ipa_cells_column YEAR_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},
    {"年度", "Year", IPA_FORMAT_INTEGER},
    {"年初（不含）", "From (excluded)", IPA_FORMAT_DATE},
    {"年末（含）", "To (included)", IPA_FORMAT_DATE},
    {"年初欠款", "Owed as the year begins", IPA_FORMAT_MONEY},
    {"取得资金", "Received", IPA_FORMAT_MONEY},
    {"归还本金", "Principal paid", IPA_FORMAT_MONEY},
    {"利息/许可费", "Interest or licence fees paid", IPA_FORMAT_MONEY}};

static void add_item(ipa_cells *cells, const ipa_deal_firm_item *item) {
    const char *zh = ipa_words_fee(IPA_LANGUAGE_ZH, item->id);
    const char *en = ipa_words_fee(IPA_LANGUAGE_EN, item->id);
    ipa_cells_column_add(cells, ipa_words_name(IPA_LANGUAGE_ZH, item->name, zh),
                         ipa_words_name(IPA_LANGUAGE_EN, item->name, en), IPA_FORMAT_MONEY);
}

static void year_row(ipa_cells *cells, const ipa_obligor_cost *cost, int y) {
    const ipa_deal *deal = cells->view->deal;
    const ipa_obligor_year *year = &cost->years[y];
    ipa_cells_row(cells);
    ipa_cells_text(cells, firm_of(cells->view, cost));
    ipa_cells_number(cells, y + 1);
    ipa_cells_date(cells, year->start);
    ipa_cells_date(cells, year->end);
    ipa_cells_number(cells, year->opening);
    ipa_cells_number(cells, year->received);
    ipa_cells_number(cells, year->principal);
    ipa_cells_number(cells, year->income);
    for (int n = 0; n < deal->n_obligor_fees; n++)
        ipa_cells_number(cells, year->fee[n]);
    for (int n = 0; n < deal->n_subsidies; n++)
        ipa_cells_number(cells, year->subsidy[n]);
    ipa_cells_number(cells, year->principal + year->income + year->fees - year->subsidies);
}

ipa_table *ipa_views_obligor_years(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "obligor_years", YEAR_COLUMNS);
    const ipa_obligor_costs costs = ipa_obligor_cost_all(view->plan, view->arena);
    for (int n = 0; n < view->deal->n_obligor_fees; n++)
        add_item(&cells, &view->deal->obligor_fees[n]);
    for (int n = 0; n < view->deal->n_subsidies; n++)
        add_item(&cells, &view->deal->subsidies[n]);
    ipa_cells_column_add(&cells, "当年净支出", "Net payment of the year", IPA_FORMAT_MONEY);
    for (int n = 0; n < costs.n_items; n++)
        for (int y = 0; y < costs.items[n].n_years; y++)
            year_row(&cells, &costs.items[n], y);
    return cells.table;
}
