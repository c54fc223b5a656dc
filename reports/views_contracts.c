#include <math.h>

#include "reports/cells.h"
#include "reports/plain.h"
#include "reports/words.h"

/* What a contract's dues of the period are expected to bring: each due times the probability that
 * its obligor has survived to it. NaN where more than that decides. @source model 3.2 */
static double expected_of(const ipa_view *view, int c, int k) {
    const ipa_plan_contract *contract = &view->plan->contracts[c];
    const ipa_credit *credit = &view->plan->obligors[contract->obligor].credit;
    double sum = 0;
    for (int n = 0; n < contract->n_dues; n++) {
        const ipa_plan_due *due = &contract->dues[n];
        if (due->period != k)
            continue;
        double years =
            ipa_day_count_years(IPA_DAY_COUNT_ACT_365F, view->deal->terms.cutoff, due->date);
        sum += (due->income + due->principal) / 100 * ipa_plan_survival(credit, years);
    }
    return contract->plain ? sum : NAN;
}

static double expected_pool(const ipa_view *view, int k) {
    double sum = 0;
    for (int c = 0; c < view->plan->n_contracts; c++)
        sum += expected_of(view, c, k);
    return sum;
}

static const ipa_contract_cash *second_look(const ipa_view *view) {
    return view->result->simulation == NULL ? NULL : view->result->simulation->contracts;
}

/* Under tables whose figures stand on fewer paths than the rest of the report. */
static void note_paths(ipa_cells *cells) {
    const ipa_contract_cash *look = second_look(cells->view);
    if (look == NULL)
        return;
    const char *n_paths = ipa_plain_figure(cells->view, (double)look->n_paths, IPA_FORMAT_INTEGER);
    cells->table->note_zh = ipa_arena_format(
        cells->view->arena,
        "逐合同的预期、分位数与概率取自本次模拟的前 %s 条路径；分位数为次序统计量。", n_paths);
    cells->table->note_en = ipa_arena_format(cells->view->arena,
                                             "Expected, percentile and probability figures by "
                                             "contract are of the first %s paths of the run; "
                                             "percentiles are order statistics.",
                                             n_paths);
}

static void spread_cells(ipa_cells *cells, ipa_spread spread) {
    ipa_cells_estimate(cells, spread.mean);
    ipa_cells_number(cells, spread.p05);
    ipa_cells_number(cells, spread.p95);
}

#define PERIOD_COLUMNS                            \
    {"期数", "Period", IPA_FORMAT_INTEGER}, {     \
        "兑付日", "Payment date", IPA_FORMAT_DATE \
    }

static void period_cells(ipa_cells *cells, int k) {
    ipa_cells_number(cells, k + 1);
    ipa_cells_date(cells, cells->view->plan->periods[k].payment);
}

/* ---- the pool ---- */

static const ipa_cells_column COLLECTION_COLUMNS[] = {
    PERIOD_COLUMNS,
    {"归集期末", "Collection to", IPA_FORMAT_DATE},
    {"收入", "Income", IPA_FORMAT_MONEY},
    {"本金", "Principal", IPA_FORMAT_MONEY},
    {"早偿", "Prepayment", IPA_FORMAT_MONEY},
    {"回收", "Recovery", IPA_FORMAT_MONEY},
    {"计划现金流合计", "Scheduled in all", IPA_FORMAT_MONEY},
    {"期末资产池余额", "Pool balance", IPA_FORMAT_MONEY},
    {"预期（解析解，不含回收）", "Expected (closed form, without recoveries)", IPA_FORMAT_MONEY},
    {"预期（模拟，含回收）", "Expected (simulated, with recoveries)", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"5% 分位", "p05", IPA_FORMAT_MONEY},
    {"50% 分位", "p50", IPA_FORMAT_MONEY},
    {"95% 分位", "p95", IPA_FORMAT_MONEY}};

enum { SCHEDULED = 4, EXPECTED, SIMULATED, N_SUMS };

static void collection_row(ipa_cells *cells, int k, double sums[N_SUMS]) {
    const ipa_view *view = cells->view;
    const ipa_path_result *base = &view->result->base;
    const ipa_simulation_result *simulation = view->result->simulation;
    double scheduled = 0, expected = expected_pool(view, k);
    ipa_cells_row(cells);
    period_cells(cells, k);
    ipa_cells_date(cells, view->plan->periods[k].collection_end);
    for (int kind = 0; kind < 4; kind++) {
        ipa_cells_number(cells, base->cash[kind][k]);
        scheduled += base->cash[kind][k];
        sums[kind] += base->cash[kind][k];
    }
    ipa_cells_number(cells, scheduled);
    ipa_cells_number(cells, base->pool_balance[k]);
    ipa_cells_number(cells, expected);
    sums[SCHEDULED] += scheduled;
    sums[EXPECTED] += expected;
    if (simulation == NULL)
        return;
    sums[SIMULATED] += simulation->collections[k].mean.mean;
    ipa_cells_estimate(cells, simulation->collections[k].mean);
    for (int level = 1; level <= 5; level += 2) /* p05, p50, … p95 stand at 1, 3, 5 */
        ipa_cells_number(cells, simulation->collections[k].percentile[level]);
}

/* All periods are shown: recoveries go on after the base case has ended. */
ipa_table *ipa_views_collections(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "collections", COLLECTION_COLUMNS);
    double sums[N_SUMS] = {0};
    for (int k = 0; k < view->plan->n_periods; k++)
        collection_row(&cells, k, sums);
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = 3;
    for (int n = 0; n <= SCHEDULED; n++)
        ipa_cells_number(&cells, sums[n]);
    ipa_cells_blank(&cells);
    ipa_cells_number(&cells, sums[EXPECTED]);
    if (view->result->simulation != NULL)
        ipa_cells_number(&cells, sums[SIMULATED]);
    return cells.table;
}

static const ipa_cells_column DELINQUENCY_COLUMNS[] = {
    PERIOD_COLUMNS,
    {"归集期末", "Collection to", IPA_FORMAT_DATE},
    {"逾期未付（模拟均值）", "Late (simulated mean)", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"其中：逾期 31 至 60 天", "Of it, 31 to 60 days", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"其中：逾期 61 至 90 天", "Of it, 61 to 90 days", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"其中：逾期 90 天以上", "Of it, over 90 days", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"占基准情形资产池余额", "Share of the base case's pool balance", IPA_FORMAT_RATE}};

/* Without a contract that can be late there is nothing to show. */
ipa_table *ipa_views_delinquency(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "delinquency", DELINQUENCY_COLUMNS);
    const ipa_simulation_result *simulation = view->result->simulation;
    if (simulation == NULL || simulation->pool_series[IPA_POOL_SERIES_delinquent] == NULL)
        return cells.table;
    for (int k = 0; k < view->plan->n_periods; k++) {
        ipa_cells_row(&cells);
        period_cells(&cells, k);
        ipa_cells_date(&cells, view->plan->periods[k].collection_end);
        for (int n = IPA_POOL_SERIES_delinquent; n <= IPA_POOL_SERIES_delinquent_90; n++)
            ipa_cells_estimate(&cells, simulation->pool_series[n][k]);
        ipa_cells_number(&cells, simulation->pool_series[IPA_POOL_SERIES_delinquent][k].mean /
                                     view->result->base.pool_balance[k]);
    }
    cells.table->note_zh = "其余逾期款项逾期不超过 30 天。";
    cells.table->note_en = "What is late besides is late by at most 30 days.";
    return cells.table;
}

/* ---- contract by contract ---- */

static const ipa_cells_column TOTAL_COLUMNS[] = {
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"债务人", "Obligor", IPA_FORMAT_TEXT},
    {"合同类型", "Kind", IPA_FORMAT_TEXT},
    {"计划合计（基准情形）", "Scheduled in all (base case)", IPA_FORMAT_MONEY},
    {"预期（模拟，含回收）", "Expected (simulated, with recoveries)", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"5% 分位", "p05", IPA_FORMAT_MONEY},
    {"95% 分位", "p95", IPA_FORMAT_MONEY},
    {"预期÷计划", "Expected ÷ scheduled", IPA_FORMAT_RATE},
    {"提前终止概率（模拟）", "Probability of an early end (simulated)", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY}};

static double base_total(const ipa_view *view, int c) {
    double sum = 0;
    for (int k = 0; k < view->plan->n_periods; k++)
        sum += view->result->contract_base[c * view->plan->n_periods + k];
    return sum;
}

static void contract_cells(ipa_cells *cells, int c) {
    const ipa_plan_contract *contract = &cells->view->plan->contracts[c];
    ipa_cells_row(cells);
    ipa_cells_text(cells, contract->source->id);
    ipa_cells_text(cells, cells->view->deal->obligors[contract->obligor].id);
}

ipa_table *ipa_views_contract_totals(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "contract_totals", TOTAL_COLUMNS);
    const ipa_contract_cash *look = second_look(view);
    double all = 0, expected = 0;
    for (int c = 0; c < view->plan->n_contracts; c++) {
        const double base = base_total(view, c);
        contract_cells(&cells, c);
        ipa_cells_text(&cells, ipa_words_of(view->language, IPA_WORDS_CONTRACT_KIND,
                                            (int)view->plan->contracts[c].source->kind));
        ipa_cells_number(&cells, base);
        all += base;
        if (look == NULL)
            continue;
        expected += look->total[c].mean.mean;
        spread_cells(&cells, look->total[c]);
        ipa_cells_number(&cells, look->total[c].mean.mean / base);
        ipa_cells_estimate(&cells, look->prepayment[c]);
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = 3;
    ipa_cells_number(&cells, all);
    if (look != NULL) {
        ipa_cells_number(&cells, expected);
        cells.column = 8;
        ipa_cells_number(&cells, expected / all);
    }
    note_paths(&cells);
    return cells.table;
}

static const ipa_cells_column CONTRACT_COLUMNS[] = {
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"债务人", "Obligor", IPA_FORMAT_TEXT},
    PERIOD_COLUMNS,
    {"计划收入", "Scheduled income", IPA_FORMAT_MONEY},
    {"计划本金", "Scheduled principal", IPA_FORMAT_MONEY},
    {"计划合计", "Scheduled in all", IPA_FORMAT_MONEY},
    {"预期（解析解，不含回收）", "Expected (closed form, without recoveries)", IPA_FORMAT_MONEY},
    {"预期（模拟，含回收）", "Expected (simulated, with recoveries)", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"5% 分位", "p05", IPA_FORMAT_MONEY},
    {"95% 分位", "p95", IPA_FORMAT_MONEY},
    {"剩余本金", "Outstanding", IPA_FORMAT_MONEY}};

enum { INCOME, PRINCIPAL, BASE, CLOSED_FORM, N_FIGURES };

/* What the contract says of a period. @ensures false when nothing falls due in it. */
static bool contracted(const ipa_view *view, int c, int k, double figures[N_FIGURES],
                       double *outstanding) {
    const ipa_plan_contract *contract = &view->plan->contracts[c];
    bool is_due = false;
    *outstanding = contract->principal / 100;
    for (int n = 0; n < contract->n_dues && contract->dues[n].period <= k; n++) {
        const ipa_plan_due *due = &contract->dues[n];
        *outstanding = due->outstanding / 100;
        if (due->period != k)
            continue;
        is_due = true;
        figures[INCOME] += due->income / 100;
        figures[PRINCIPAL] += due->principal / 100;
    }
    figures[BASE] = view->result->contract_base[c * view->plan->n_periods + k];
    figures[CLOSED_FORM] = expected_of(view, c, k);
    if (contract->royalty != NULL) /* what is due depends on sales */
        figures[INCOME] = figures[PRINCIPAL] = NAN;
    return is_due;
}

/* Sums: N_FIGURES, then the simulated mean. Recoveries bring cash when nothing is due any more. */
static void contract_row(ipa_cells *cells, int c, int k, double sums[N_FIGURES + 1]) {
    const ipa_contract_cash *look = second_look(cells->view);
    const ipa_spread *simulated =
        look == NULL ? NULL : &look->cash[c * cells->view->plan->n_periods + k];
    double figures[N_FIGURES] = {0}, outstanding;
    if (!contracted(cells->view, c, k, figures, &outstanding) &&
        (simulated == NULL || !(simulated->mean.mean > 0)))
        return;
    contract_cells(cells, c);
    period_cells(cells, k);
    for (int n = 0; n < N_FIGURES; n++) {
        ipa_cells_number(cells, figures[n]);
        sums[n] += n < BASE && isnan(figures[n]) ? 0 : figures[n];
    }
    if (simulated != NULL) {
        spread_cells(cells, *simulated);
        sums[N_FIGURES] += simulated->mean.mean;
    } else
        cells->column += 4;
    ipa_cells_number(cells, outstanding);
}

ipa_table *ipa_views_contract_collections(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "contract_collections", CONTRACT_COLUMNS);
    double sums[N_FIGURES + 1] = {0};
    for (int c = 0; c < view->plan->n_contracts; c++)
        for (int k = 0; k < view->plan->n_periods; k++)
            contract_row(&cells, c, k, sums);
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = 4;
    for (int n = 0; n < N_FIGURES; n++)
        ipa_cells_number(&cells, sums[n]);
    if (second_look(view) != NULL)
        ipa_cells_number(&cells, sums[N_FIGURES]);
    note_paths(&cells);
    return cells.table;
}
