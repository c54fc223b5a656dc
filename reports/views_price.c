#include <math.h>
#include <string.h>

#include "engine/base/version.h"
#include "reports/cells.h"
#include "reports/live.h"
#include "reports/price_report.h"
#include "reports/words.h"

/* Columns of the figures and of the flows, as formulas know them. */
enum {
    CASE,
    AT,
    YIELD,
    CLEAN,
    ACCRUED,
    DIRTY,
    SPREAD,
    WAL,
    MACAULAY,
    MODIFIED,
    CONVEXITY,
    DV01,
    PAR_COUPON
};
enum { FLOW_CASE, FLOW_DATE, FLOW_YEARS, FLOW_INTEREST, FLOW_PRINCIPAL, FLOW_CASH, FLOW_FACTORS };
enum { HEAD_WIDTH = 14 };

static const ipa_cells_column FIGURE_COLUMNS[] = {
    {"现金流", "Cash flow", IPA_FORMAT_TEXT},
    {"口径", "At", IPA_FORMAT_TEXT},
    {"收益率", "Yield", IPA_FORMAT_PROBABILITY},
    {"净价", "Clean price", IPA_FORMAT_PER_UNIT},
    {"应计利息", "Accrued", IPA_FORMAT_PER_UNIT},
    {"全价", "Dirty price", IPA_FORMAT_PER_UNIT},
    {"利差（对曲线）", "Spread over the curve", IPA_FORMAT_PROBABILITY},
    {"加权平均期限（年）", "WAL (years)", IPA_FORMAT_NUMBER},
    {"麦考利久期（年）", "Macaulay duration", IPA_FORMAT_NUMBER},
    {"修正久期（年）", "Modified duration", IPA_FORMAT_NUMBER},
    {"凸性", "Convexity", IPA_FORMAT_NUMBER},
    {"基点价值", "DV01", IPA_FORMAT_NUMBER},
    {"平价票面利率", "Coupon at par", IPA_FORMAT_PROBABILITY}};

static const struct {
    const char *zh, *en;
} POINTS[IPA_N_PRICE_POINTS] = {[IPA_PRICE_POINT_MARKET] = {"曲线加利差", "curve + spread"},
                                [IPA_PRICE_POINT_PAR] = {"净价 100", "clean price 100"},
                                [IPA_PRICE_POINT_GRID] = {"收益率", "yield"}},
  GIVENS[IPA_N_PRICE_GIVEN] = {[IPA_PRICE_GIVEN_PRICE] = {"给定净价", "clean price given"},
                               [IPA_PRICE_GIVEN_YIELD] = {"给定收益率", "yield given"},
                               [IPA_PRICE_GIVEN_COUPON] = {"给定票面利率", "coupon given"},
                               [IPA_PRICE_GIVEN_SPREAD] = {"给定利差", "spread given"}};

static const char *point_name(const ipa_view *view, ipa_price_point point) {
    if (point == IPA_PRICE_POINT_GIVEN)
        return ipa_cells_say(view, GIVENS[view->price->terms.given].zh,
                             GIVENS[view->price->terms.given].en);
    return ipa_cells_say(view, POINTS[point].zh, POINTS[point].en);
}

/* ---- places ---- */

static int rank_of(const ipa_price_result *price, int n) {
    return n % price->n_points;
}

static bool is_grid(const ipa_price_result *price, int n) {
    return price->rows[n].point == IPA_PRICE_POINT_GRID;
}

/* Line of a price row in the table it stands in. */
static int line_of(const ipa_price_result *price, int n) {
    int line = 0;
    for (int before = 0; before < n; before++)
        line += is_grid(price, before) == is_grid(price, n);
    return line;
}

static int first_flow(const ipa_price_result *price, int at) {
    int line = 0;
    for (int before = 0; before < at; before++)
        line += price->cases[before].n_flows;
    return line;
}

static const char *sheet_name(const ipa_view *view, ipa_price_sheet sheet) {
    const ipa_view_entry *entry = &ipa_price_report_entries[sheet];
    return ipa_cells_say(view, entry->zh, entry->en);
}

/* `'Flows…'!F6:F17`: a column of a case's flows. */
static const char *flows_of(const ipa_cells *cells, int at, int column) {
    const ipa_price_result *price = cells->view->price;
    const int first = first_flow(price, at);
    return ipa_arena_format(cells->table->arena, "'%s'!%s:%s",
                            sheet_name(cells->view, IPA_PRICE_SHEET_price_flows),
                            ipa_cells_place(cells, column, first),
                            ipa_cells_place(cells, column, first + price->cases[at].n_flows - 1));
}

/* ---- figures ---- */

/* The formulas of one row, from its flows and the factors in its column. */
typedef struct row_formulas {
    const char *dirty, *clean, *wal, *macaulay, *modified, *convexity, *dv01;
} row_formulas;

static row_formulas formulas_of(const ipa_cells *cells, int n) {
    const ipa_price_result *price = cells->view->price;
    ipa_arena *arena = cells->table->arena;
    const int at = price->rows[n].at, line = line_of(price, n);
    const char *years = flows_of(cells, at, FLOW_YEARS), *cash = flows_of(cells, at, FLOW_CASH);
    const char *factors = flows_of(cells, at, FLOW_FACTORS + rank_of(price, n));
    const char *principal = flows_of(cells, at, FLOW_PRINCIPAL);
    const char *dirty = ipa_cells_place(cells, DIRTY, line);
    const char *yield = ipa_cells_place(cells, YIELD, line);
    const char *life = ipa_cells_place(cells, MACAULAY, line);
    const char *modified = ipa_cells_place(cells, MODIFIED, line);
    const int per_year = ipa_compounding_per_year(price->compounding);
    const char *second =
        ipa_arena_format(arena, "SUMPRODUCT(%s,%s,%s,%s)", years, years, cash, factors);
    row_formulas of = {
        .dirty = ipa_arena_format(arena, "=SUMPRODUCT(%s,%s)", cash, factors),
        .clean = ipa_arena_format(arena, "=%s-%s", dirty, ipa_cells_place(cells, ACCRUED, line)),
        .wal = ipa_arena_format(arena, "=SUMPRODUCT(%s,%s)/SUM(%s)", years, principal, principal),
        .macaulay =
            ipa_arena_format(arena, "=SUMPRODUCT(%s,%s,%s)/%s", years, cash, factors, dirty),
        .dv01 = ipa_arena_format(arena, "=%s*%s*0.0001", dirty, modified)};
    if (price->terms.quote == IPA_PRICE_QUOTE_SIMPLE) {
        of.modified = ipa_arena_format(arena, "=%s/(1+%s*%s)", life, yield, life);
        of.convexity = ipa_arena_format(arena, "=2*%s*%s", modified, modified);
    } else if (per_year == 0) {
        of.modified = ipa_arena_format(arena, "=%s", life);
        of.convexity = ipa_arena_format(arena, "=%s/%s", second, dirty);
    } else {
        of.modified = ipa_arena_format(arena, "=%s/(1+%s/%d)", life, yield, per_year);
        of.convexity = ipa_arena_format(arena, "=(%s/%s+%s/%d)/(1+%s/%d)^2", second, dirty, life,
                                        per_year, yield, per_year);
    }
    return of;
}

static void figure_row(ipa_cells *cells, int n) {
    const ipa_price_row *row = &cells->view->price->rows[n];
    ipa_cells_row(cells);
    ipa_cells_text(cells, ipa_price_report_case(cells->view, row->at));
    ipa_cells_text(cells, point_name(cells->view, row->point));
    ipa_cells_number(cells, row->yield);
    if (isfinite(row->yield) && isfinite(row->dirty)) {
        const row_formulas live = formulas_of(cells, n);
        ipa_cells_formula(cells, live.clean, row->clean);
        ipa_cells_number(cells, row->accrued);
        ipa_cells_formula(cells, live.dirty, row->dirty);
        ipa_cells_number(cells, row->spread);
        if (isfinite(row->wal))
            ipa_cells_formula(cells, live.wal, row->wal);
        else
            ipa_cells_blank(cells);
        ipa_cells_formula(cells, live.macaulay, row->duration_macaulay);
        ipa_cells_formula(cells, live.modified, row->duration);
        ipa_cells_formula(cells, live.convexity, row->convexity);
        ipa_cells_formula(cells, live.dv01, row->dv01);
    } else {
        const double known[] = {row->clean, row->accrued, row->dirty, row->spread, row->wal,
                                NAN,        NAN,          NAN,        NAN};
        for (size_t figure = 0; figure < IPA_CELLS_COUNT(known); figure++)
            ipa_cells_number(cells, known[figure]);
    }
    ipa_cells_number(cells, row->par_coupon);
    if (cells->view->price->terms.holder_tax > 0)
        ipa_cells_number(cells, row->after_tax_yield);
}

static ipa_table *figures(const ipa_view *view, ipa_price_sheet sheet) {
    const bool grid = sheet == IPA_PRICE_SHEET_price_yields;
    ipa_cells cells = IPA_CELLS_BEGIN(view, ipa_price_report_entries[sheet].id, FIGURE_COLUMNS);
    if (view->price->terms.holder_tax > 0)
        ipa_cells_column_add(&cells, "税后收益率", "After-tax yield", IPA_FORMAT_PROBABILITY);
    cells.table->columns[PAR_COUPON].width = HEAD_WIDTH;
    cells.table->note_zh =
        "每百元指结算日余额的每百元；价格、期限、久期与凸性由现金流与折现因子重算，"
        "收益率、利差与平价票面利率为求解结果。";
    cells.table->note_en =
        "Per 100 of the balance on the settlement date. Prices, life, durations and convexity "
        "recalculate from flows and factors; solved yields, spreads and coupons are figures.";
    for (int n = 0; n < view->price->n_rows; n++)
        if (is_grid(view->price, n) == grid)
            figure_row(&cells, n);
    return cells.table;
}

ipa_table *ipa_views_price_figures(const ipa_view *view) {
    return figures(view, IPA_PRICE_SHEET_price_figures);
}

ipa_table *ipa_views_price_yields(const ipa_view *view) {
    return figures(view, IPA_PRICE_SHEET_price_yields);
}

/* ---- flows ---- */

static const ipa_cells_column FLOW_COLUMNS[] = {
    {"现金流", "Cash flow", IPA_FORMAT_TEXT},
    {"日期", "Date", IPA_FORMAT_DATE},
    {"距结算日（年）", "Years from settlement", IPA_FORMAT_NUMBER},
    {"利息（每百元）", "Interest per 100", IPA_FORMAT_PER_UNIT},
    {"本金（每百元）", "Principal per 100", IPA_FORMAT_PER_UNIT},
    {"合计（每百元）", "Cash per 100", IPA_FORMAT_PER_UNIT}};

static const char *yield_cell(const ipa_cells *cells, int n) {
    const ipa_price_result *price = cells->view->price;
    const ipa_price_sheet sheet =
        is_grid(price, n) ? IPA_PRICE_SHEET_price_yields : IPA_PRICE_SHEET_price_figures;
    return ipa_arena_format(cells->table->arena, "'%s'!%s", sheet_name(cells->view, sheet),
                            ipa_cells_place(cells, YIELD, line_of(price, n)));
}

static void factor(ipa_cells *cells, int n, double years) {
    const ipa_price_result *price = cells->view->price;
    const double yield = price->rows[n].yield;
    const int per_year = ipa_compounding_per_year(price->compounding);
    ipa_arena *arena = cells->table->arena;
    const char *rate = yield_cell(cells, n);
    const char *time = ipa_cells_place(cells, FLOW_YEARS, cells->table->n_rows - 1);
    if (!isfinite(yield) || !isfinite(price->rows[n].dirty))
        ipa_cells_blank(cells);
    else if (price->terms.quote == IPA_PRICE_QUOTE_SIMPLE)
        ipa_cells_formula(cells, ipa_arena_format(arena, "=1/(1+%s*%s)", rate, time),
                          1 / (1 + yield * years));
    else if (per_year == 0)
        ipa_cells_formula(cells, ipa_arena_format(arena, "=EXP(-%s*%s)", rate, time),
                          ipa_compounding_discount(price->compounding, yield, years));
    else
        ipa_cells_formula(
            cells, ipa_arena_format(arena, "=(1+%s/%d)^(-%d*%s)", rate, per_year, per_year, time),
            ipa_compounding_discount(price->compounding, yield, years));
}

static void flow_row(ipa_cells *cells, int at, const ipa_price_flow *flow) {
    const ipa_price_result *price = cells->view->price;
    const int line = cells->table->n_rows;
    ipa_cells_row(cells);
    ipa_cells_text(cells, ipa_price_report_case(cells->view, at));
    ipa_cells_date(cells, flow->date);
    ipa_cells_number(cells, flow->years);
    ipa_cells_number(cells, flow->interest);
    ipa_cells_number(cells, flow->principal);
    ipa_cells_formula(cells,
                      ipa_arena_format(cells->table->arena, "=%s+%s",
                                       ipa_cells_place(cells, FLOW_INTEREST, line),
                                       ipa_cells_place(cells, FLOW_PRINCIPAL, line)),
                      flow->interest + flow->principal);
    for (int rank = 0; rank < price->n_points; rank++)
        factor(cells, at * price->n_points + rank, flow->years);
}

/* What a column of factors discounts at: the point, or the round yield. */
static const char *factor_head(const ipa_view *view, int rank) {
    const ipa_price_row *row = &view->price->rows[rank];
    if (row->point != IPA_PRICE_POINT_GRID)
        return point_name(view, row->point);
    return ipa_arena_format(view->arena, "%.2f%%", 100 * row->yield);
}

ipa_table *ipa_views_price_flows(const ipa_view *view) {
    const ipa_price_result *price = view->price;
    ipa_cells cells = IPA_CELLS_BEGIN(view, "price_flows", FLOW_COLUMNS);
    for (int rank = 0; rank < price->n_points; rank++) {
        const char *name = factor_head(view, rank);
        ipa_cells_column_add(&cells, name, name, IPA_FORMAT_NUMBER);
        cells.table->columns[FLOW_FACTORS + rank].width = HEAD_WIDTH;
        cells.table->columns[FLOW_FACTORS + rank].group_zh = "折现因子";
        cells.table->columns[FLOW_FACTORS + rank].group_en = "Discount factor at";
    }
    for (int at = 0; at < price->n_cases; at++)
        for (int n = 0; n < price->cases[at].n_flows; n++)
            flow_row(&cells, at, &price->cases[at].flows[n]);
    return cells.table;
}

/* ---- basis and audit ---- */

static const ipa_cells_column AUDIT_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                                 {"值", "Value", IPA_FORMAT_TEXT}};

static ipa_cells *head(ipa_cells *cells, const char *zh, const char *en) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    return cells;
}

static void basis_rows(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_price_terms *terms = &view->price->terms;
    const ipa_price_case *base = &view->price->cases[0];
    ipa_cells_text(head(cells, "档次", "Tranche"), view->plan->tranches[terms->tranche].id);
    ipa_cells_date(head(cells, "结算日", "Settlement date"), terms->settlement);
    ipa_cells_formatted(head(cells, "结算日余额（基准情形）", "Balance on it (base case)"),
                        base->balance, IPA_FORMAT_MONEY);
    ipa_cells_text(head(cells, "收益率口径", "Yields"), ipa_price_report_quote(view));
    ipa_cells_words(head(cells, "计时", "Times"),
                    terms->on_payment_dates ? "结算日至实际兑付日，ACT/365F"
                                            : "结算日至名义兑付日，ACT/365F",
                    terms->on_payment_dates ? "settlement to payment dates, ACT/365F"
                                            : "settlement to nominal dates, ACT/365F");
    ipa_cells_formatted(head(cells, "该档利差（对曲线）", "The tranche's spread over the curve"),
                        base->spread, IPA_FORMAT_PROBABILITY);
    ipa_cells_formatted(head(cells, "持有人利息税率", "Holder's tax on interest"),
                        terms->holder_tax, IPA_FORMAT_RATE);
    ipa_cells_words(head(cells, "损失调整", "Loss-adjusted"),
                    "模拟现金流均值按均值余额计；均值余额之减少视为本金",
                    "the mean simulated cash, per 100 of the mean balance; what the mean balance "
                    "falls by counts as principal");
    ipa_cells_words(head(cells, "平价票面利率", "Coupon at par"),
                    "还本不变时，该行折现下净价为 100 的票面利率",
                    "at which the clean price is 100 with the discounting of the row, principal "
                    "as it is");
}

ipa_table *ipa_views_price_audit(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "price_audit", AUDIT_COLUMNS);
    const ipa_price_result *price = view->price;
    basis_rows(&cells);
    ipa_cells_text(head(&cells, "程序版本", "Version"), view->run->version);
    ipa_cells_text(head(&cells, "输入文件指纹（SHA-256）", "Fingerprint of the inputs (SHA-256)"),
                   view->deal->sha256);
    ipa_cells_text(head(&cells, "模拟路径数", "Simulated paths"),
                   ipa_arena_format(view->arena, "%ld", price->n_paths));
    if (price->n_paths > 0)
        ipa_cells_text(head(&cells, "随机种子", "Seed"),
                       ipa_arena_format(view->arena, "%llu", price->seed));
    for (int n = 0; n < view->deal->n_overrides; n++)
        ipa_cells_text(head(&cells, "覆盖输入", "Override"), view->deal->overrides[n]);
    ipa_cells_text(head(&cells, "命令", "Command"), view->run->command);
    ipa_cells_text(head(&cells, "运行时间", "Time of the run"), view->run->as_of);
    return cells.table;
}
