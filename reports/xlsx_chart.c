#include "reports/xlsx_chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { N_PALETTE = 8, FAINT = 0xD9D9D9, FADED = 0x595959 };

static const int palette[N_PALETTE] = {0x1F3864, 0x2E75B6, 0x9DC3E6, 0xC55A11,
                                       0xF4B183, 0x548235, 0xA9D18E, 0x7F7F7F};

/* Formats are checked in both languages. */
__attribute__((format_arg(2), format_arg(3))) static const char *
say(const ipa_view *view, const char *zh, const char *en) {
    return view->language == IPA_LANGUAGE_EN ? en : zh;
}

static const char *tranche_name(const ipa_view *view, int t) {
    const ipa_words_pair name = view->deal->tranches[t].name;
    const char *text = say(view, name.zh, name.en);
    return text ? text : view->deal->tranches[t].id;
}

/* Dates on which the deal still runs. */
static int count_dates(const ipa_view *view) {
    int n_dates = view->plan->n_periods;
    while (n_dates > 1 && view->result->base.ended[n_dates - 1])
        n_dates--;
    return n_dates;
}

/* ---- looks ---- */

lxw_chart *ipa_xlsx_chart_make(const ipa_xlsx_style *style, lxw_chart_type type,
                               const char *title) {
    lxw_chart_font heading = {
        .name = IPA_XLSX_FONT, .size = 10, .bold = LXW_TRUE, .color = IPA_XLSX_DARK};
    lxw_chart_font small = {.name = IPA_XLSX_FONT, .size = 8, .bold = LXW_EXPLICIT_FALSE};
    lxw_chart_line grid = {.color = FAINT, .width = 0.5};
    lxw_chart_line frame = {.color = IPA_XLSX_RULE, .width = 0.75};
    lxw_chart *chart = workbook_add_chart(style->book, (uint8_t)type);
    chart_title_set_name(chart, title);
    chart_title_set_name_font(chart, &heading);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_set_font(chart, &small);
    chart_axis_set_num_font(chart->x_axis, &small);
    chart_axis_set_num_font(chart->y_axis, &small);
    chart_axis_set_name_font(chart->x_axis, &small);
    chart_axis_set_name_font(chart->y_axis, &small);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
    chart_chartarea_set_line(chart, &frame);
    return chart;
}

static lxw_chart *make(const ipa_xlsx_data *data, lxw_chart_type type, const char *title) {
    return ipa_xlsx_chart_make(data->page->style, type, title);
}

static lxw_chart_series *add_series(lxw_chart *chart, ipa_xlsx_range x, ipa_xlsx_range y) {
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_categories(series, x.sheet, (lxw_row_t)x.first_row, (lxw_col_t)x.column,
                                (lxw_row_t)x.last_row, (lxw_col_t)x.column);
    chart_series_set_values(series, y.sheet, (lxw_row_t)y.first_row, (lxw_col_t)y.column,
                            (lxw_row_t)y.last_row, (lxw_col_t)y.column);
    chart_series_set_name_range(series, y.sheet, (lxw_row_t)y.head_row, (lxw_col_t)y.column);
    return series;
}

static void fill(lxw_chart_series *series, int color) {
    lxw_chart_fill inside = {.color = (lxw_color_t)color};
    lxw_chart_line edge = {.none = LXW_TRUE};
    chart_series_set_fill(series, &inside);
    chart_series_set_line(series, &edge);
}

static void clear(lxw_chart_series *series) {
    lxw_chart_fill inside = {.none = LXW_TRUE};
    lxw_chart_line edge = {.none = LXW_TRUE};
    chart_series_set_fill(series, &inside);
    chart_series_set_line(series, &edge);
}

static void stroke(lxw_chart_series *series, int color, double width, bool dashed) {
    lxw_chart_line line = {.color = (lxw_color_t)color,
                           .width = (float)width,
                           .dash_type =
                               dashed ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID};
    chart_series_set_line(series, &line);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
}

/* Months stand every few dates. */
static void label_axes(lxw_chart *chart, int n_dates, const char *unit, const char *format) {
    chart_axis_set_interval_unit(chart->x_axis, (uint16_t)(n_dates > 8 ? (n_dates + 5) / 6 : 1));
    chart_axis_set_num_format(chart->y_axis, format);
    chart_axis_set_name(chart->y_axis, unit);
}

/* Amounts in ten thousand, for an axis has little room. */
static void label_amounts(const ipa_view *view, lxw_chart *chart, int n_dates) {
    label_axes(chart, n_dates, say(view, "万元", "10,000 yuan"), "#,##0");
}

static ipa_xlsx_range add_months(const ipa_view *view, ipa_xlsx_data *data, int n_dates) {
    ipa_date *dates = IPA_NEW_ARRAY(view->arena, n_dates, ipa_date);
    for (int k = 0; k < n_dates; k++)
        dates[k] = view->plan->periods[k].payment;
    return ipa_xlsx_data_months(data, say(view, "兑付月", "Month"), dates, n_dates);
}

/* The sheet's head says yuan; this block is in the unit of the chart's axis. */
static void begin_amounts(const ipa_view *view, ipa_xlsx_data *data, const char *title) {
    ipa_xlsx_data_block(data,
                        ipa_arena_format(view->arena, "%s%s", title,
                                         say(view, "（单位：万元）", " (unit: 10,000 yuan)")));
}

/* A column in ten thousands, out of yuan. */
static ipa_xlsx_range add_amounts(const ipa_view *view, ipa_xlsx_data *data, const char *head,
                                  const double *yuan, int n_dates) {
    double *amounts = IPA_NEW_ARRAY(view->arena, n_dates, double);
    for (int k = 0; k < n_dates; k++)
        amounts[k] = yuan[k] / 10000;
    return ipa_xlsx_data_numbers(data, head, amounts, n_dates, IPA_FORMAT_NUMBER);
}

/* ---- fans ---- */

enum { P05 = 1, P25 = 2, P50 = 3, P75 = 4, P95 = 5 };

/* A fan is a stacked area: its lowest percentile unfilled, on it the widths up to the next one. */
static lxw_chart *make_fan(const ipa_view *view, ipa_xlsx_data *data, const char *title,
                           const ipa_fan *fan) {
    static const struct {
        int from, to, color;
        const char *name;
    } bands[] = {{-1, P05, -1, "p05"},
                 {P05, P25, 0xBDD7EE, "p05–p25"},
                 {P25, P50, 0x5B9BD5, "p25–p50"},
                 {P50, P75, 0x2E75B6, "p50–p75"},
                 {P75, P95, 0x9DC3E6, "p75–p95"}};
    int n_dates = view->plan->n_periods; /* recoveries may come after the base case has ended */
    while (n_dates > count_dates(view) && !(fan[n_dates - 1].percentile[P95] > 0))
        n_dates--;
    double *width = IPA_NEW_ARRAY(view->arena, n_dates, double);
    begin_amounts(view, data, title);
    const ipa_xlsx_range months = add_months(view, data, n_dates);
    lxw_chart *chart = make(data, LXW_CHART_AREA_STACKED, title);
    for (size_t n = 0; n < sizeof bands / sizeof *bands; n++) {
        for (int k = 0; k < n_dates; k++)
            width[k] = fan[k].percentile[bands[n].to] -
                       (bands[n].from < 0 ? 0 : fan[k].percentile[bands[n].from]);
        lxw_chart_series *series =
            add_series(chart, months, add_amounts(view, data, bands[n].name, width, n_dates));
        if (bands[n].color < 0)
            clear(series);
        else
            fill(series, bands[n].color);
    }
    int16_t unnamed[] = {0, -1};
    chart_legend_delete_series(chart, unnamed);
    label_amounts(view, chart, n_dates);
    return chart;
}

static void total_cash(const ipa_view *view, double *total, int n_dates) {
    for (int k = 0; k < n_dates; k++) {
        total[k] = 0;
        for (int kind = 0; kind < 4; kind++)
            total[k] += view->result->base.cash[kind][k];
    }
}

lxw_chart *ipa_xlsx_chart_collections(const ipa_view *view, ipa_xlsx_data *data, int tranche) {
    (void)tranche;
    if (view->result->simulation)
        return make_fan(view, data,
                        say(view, "归集现金流（模拟分位）", "Collections (simulated percentiles)"),
                        view->result->simulation->collections);
    const char *title = say(view, "归集现金流（基准）", "Collections (base case)");
    const int n_dates = count_dates(view);
    double *total = IPA_NEW_ARRAY(view->arena, n_dates, double);
    total_cash(view, total, n_dates);
    begin_amounts(view, data, title);
    const ipa_xlsx_range months = add_months(view, data, n_dates);
    lxw_chart *chart = make(data, LXW_CHART_COLUMN, title);
    fill(add_series(chart, months,
                    add_amounts(view, data, say(view, "归集", "Collections"), total, n_dates)),
         palette[1]);
    label_amounts(view, chart, n_dates);
    return chart;
}

lxw_chart *ipa_xlsx_chart_tranche(const ipa_view *view, ipa_xlsx_data *data, int tranche) {
    if (!view->result->simulation)
        return NULL;
    const char *title =
        ipa_arena_format(view->arena, say(view, "%s现金流（模拟分位）", "%s cash (percentiles)"),
                         tranche_name(view, tranche));
    return make_fan(view, data, title, view->result->simulation->tranches[tranche].cashflow);
}

/* ---- base case ---- */

lxw_chart *ipa_xlsx_chart_balances(const ipa_view *view, ipa_xlsx_data *data, int tranche) {
    (void)tranche;
    const char *title = say(view, "各档余额（基准）", "Tranche balances (base case)");
    const int n_dates = count_dates(view);
    begin_amounts(view, data, title);
    const ipa_xlsx_range months = add_months(view, data, n_dates);
    lxw_chart *chart = make(data, LXW_CHART_AREA_STACKED, title);
    for (int t = view->plan->n_tranches - 1; t >= 0; t--)
        fill(add_series(chart, months,
                        add_amounts(view, data, tranche_name(view, t),
                                    view->result->base.tranches[t].closing, n_dates)),
             palette[t % N_PALETTE]);
    label_amounts(view, chart, n_dates);
    return chart;
}

typedef struct payees {
    const ipa_view *view;
    ipa_xlsx_data *data;
    lxw_chart *chart;
    ipa_xlsx_range months;
    int n_dates, n_series;
} payees;

static void add_payee(payees *all, const char *head, const double *yuan) {
    bool any = false;
    for (int k = 0; k < all->n_dates; k++)
        any |= yuan[k] != 0;
    if (!any)
        return;
    fill(add_series(all->chart, all->months,
                    add_amounts(all->view, all->data, head, yuan, all->n_dates)),
         palette[all->n_series++ % N_PALETTE]);
}

lxw_chart *ipa_xlsx_chart_payees(const ipa_view *view, ipa_xlsx_data *data, int tranche) {
    (void)tranche;
    const ipa_path_result *base = &view->result->base;
    const char *title = say(view, "现金分配去向（基准）", "Distribution by payee (base case)");
    const int n_dates = count_dates(view);
    double *costs = IPA_NEW_ARRAY(view->arena, n_dates, double);
    begin_amounts(view, data, title);
    payees all = {view, data, NULL, add_months(view, data, n_dates), n_dates, 0};
    all.chart = make(data, LXW_CHART_COLUMN_STACKED, title);
    chart_set_series_gap(all.chart, 40);
    for (int n = 0; n < view->plan->n_fees; n++)
        for (int k = 0; k < n_dates; k++)
            costs[k] += base->fees[n].paid[k];
    for (int t = 0; t < view->plan->n_tranches; t++) {
        const char *name = tranche_name(view, t);
        add_payee(&all, ipa_arena_format(view->arena, say(view, "%s本金", "%s principal"), name),
                  base->tranches[t].principal_paid);
        add_payee(&all, ipa_arena_format(view->arena, say(view, "%s利息", "%s interest"), name),
                  base->tranches[t].interest_paid);
        add_payee(&all, ipa_arena_format(view->arena, say(view, "%s剩余", "%s residual"), name),
                  base->tranches[t].residual);
    }
    add_payee(&all, say(view, "税费", "Taxes and fees"), costs);
    for (int n = 0; n < view->plan->n_support; n++)
        add_payee(&all, view->plan->support[n].id, base->support[n].reimbursed);
    label_amounts(view, all.chart, n_dates);
    return all.chart;
}

/* The level a trigger names when it is as plain as `coverage(A) < 1.1`; else 1, below which the
 * collections do not cover what falls due. */
static double coverage_level(const ipa_plan *plan) {
    for (int n = 0; n < plan->n_triggers; n++) {
        const ipa_program *when = plan->triggers[n].when;
        if (when && when->n_instructions == 3 &&
            when->instructions[0].operation == IPA_OPERATION_QUANTITY &&
            when->instructions[0].quantity == IPA_QUANTITY_COVERAGE &&
            when->instructions[1].operation == IPA_OPERATION_CONSTANT)
            return when->instructions[1].constant;
    }
    return 1;
}

/* Where little falls due the coverage is so high that the level of a trigger would be lost. */
enum { MOST_COVERAGE = 5 };

lxw_chart *ipa_xlsx_chart_coverage(const ipa_view *view, ipa_xlsx_data *data, int tranche) {
    (void)tranche;
    const char *title = say(view, "覆盖倍数（基准）", "Coverage (base case)");
    const int n_dates = count_dates(view);
    ipa_xlsx_data_block(data, title);
    const ipa_xlsx_range months = add_months(view, data, n_dates);
    lxw_chart *chart = make(data, LXW_CHART_LINE, title);
    double highest = 0;
    for (int t = 0; t < view->plan->n_tranches; t++) {
        const double *coverage = view->result->base.tranches[t].coverage_gross;
        bool any = false;
        for (int k = 0; k < n_dates; k++) {
            any |= isfinite(coverage[k]);
            highest = coverage[k] > highest ? coverage[k] : highest;
        }
        if (any && !view->plan->tranches[t].is_residual)
            stroke(add_series(chart, months,
                              ipa_xlsx_data_numbers(data, tranche_name(view, t), coverage, n_dates,
                                                    IPA_FORMAT_MULTIPLE)),
                   palette[t % N_PALETTE], 2.25, false);
    }
    if (highest > MOST_COVERAGE)
        chart_axis_set_max(chart->y_axis, MOST_COVERAGE);
    double *level = IPA_NEW_ARRAY(view->arena, n_dates, double);
    for (int k = 0; k < n_dates; k++)
        level[k] = coverage_level(view->plan);
    const char *name = say(view, "触发线", "Trigger level");
    stroke(add_series(chart, months,
                      ipa_xlsx_data_numbers(data, name, level, n_dates, IPA_FORMAT_MULTIPLE)),
           IPA_XLSX_RED, 1.5, true);
    label_axes(chart, n_dates,
               highest > MOST_COVERAGE ? say(view, "倍（5 以上不画）", "times (5 at most)")
                                       : say(view, "倍", "times"),
               "0.00");
    return chart;
}

/* ---- losses ---- */

/* A bar is a thick error bar that goes down to zero from a point without a marker: one scatter
 * chart can then hold bars and lines. */
static void raise_bars(lxw_chart_series *series, int color, double width, bool dashed) {
    lxw_chart_line hidden = {.none = LXW_TRUE};
    lxw_chart_line bar = {.color = (lxw_color_t)color,
                          .width = (float)width,
                          .dash_type =
                              dashed ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID};
    lxw_chart_fill inside = {.color = (lxw_color_t)color};
    chart_series_set_line(series, &hidden);
    chart_series_set_marker_type(series,
                                 dashed ? LXW_CHART_MARKER_DIAMOND : LXW_CHART_MARKER_SQUARE);
    chart_series_set_marker_size(series, dashed ? 5 : 3);
    chart_series_set_marker_fill(series, &inside);
    chart_series_set_marker_line(series, &hidden);
    chart_series_set_error_bars(series->y_error_bars, LXW_CHART_ERROR_BAR_TYPE_PERCENTAGE, 100);
    chart_series_set_error_bars_direction(series->y_error_bars, LXW_CHART_ERROR_BAR_DIR_MINUS);
    chart_series_set_error_bars_endcap(series->y_error_bars, LXW_CHART_ERROR_BAR_NO_CAP);
    chart_series_set_error_bars_line(series->y_error_bars, &bar);
}

static int count_bins(const double *shares) {
    int n_bins = IPA_N_HISTOGRAM;
    while (n_bins > 8 && !(shares[n_bins - 1] > 0))
        n_bins--;
    return n_bins;
}

/** Shares of paths by bin, in the unit of the chart's axis. */
typedef struct bins {
    const char *title, *axis;
    ipa_format format;
    const double *edges, *shares;
    double unit; /**< of the edges */
    int n_bins;
    double top;
} bins;

static lxw_chart *make_bars(const ipa_view *view, ipa_xlsx_data *data, bins *of) {
    double middle[IPA_N_HISTOGRAM], shares[IPA_N_HISTOGRAM];
    of->n_bins = count_bins(of->shares);
    for (int n = 0; n < of->n_bins; n++) {
        middle[n] = (of->edges[n] + of->edges[n + 1]) / 2 / of->unit;
        of->top = of->shares[n] > of->top ? of->shares[n] : of->top;
        shares[n] = of->shares[n] > 0 ? of->shares[n] : NAN; /* a bar of no height has a width */
    }
    ipa_xlsx_data_block(data, of->title);
    const ipa_xlsx_range x = ipa_xlsx_data_numbers(data, of->axis, middle, of->n_bins, of->format);
    const ipa_xlsx_range y = ipa_xlsx_data_numbers(data, say(view, "路径占比", "Share of paths"),
                                                   shares, of->n_bins, IPA_FORMAT_PROBABILITY);
    lxw_chart *chart = make(data, LXW_CHART_SCATTER, of->title);
    raise_bars(add_series(chart, x, y), palette[1], 200.0 / of->n_bins, false);
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_min(chart->x_axis, of->edges[0] / of->unit);
    chart_axis_set_max(chart->x_axis, of->edges[of->n_bins] / of->unit);
    chart_axis_set_min(chart->y_axis, 0);
    return chart;
}

/* A dashed line at a point of the axis, if it lies on it. */
static void mark_point(ipa_xlsx_data *data, lxw_chart *chart, const bins *of, const char *name,
                       double point, int color) {
    const double at = point / of->unit;
    if (point < of->edges[0] || point > of->edges[of->n_bins])
        return;
    const ipa_xlsx_range x = ipa_xlsx_data_numbers(data, of->axis, &at, 1, of->format);
    raise_bars(add_series(chart, x,
                          ipa_xlsx_data_numbers(data, name, &of->top, 1, IPA_FORMAT_PROBABILITY)),
               color, 1.5, true);
}

static int color_of_point(int t) {
    return t == 0 ? IPA_XLSX_RED : palette[3 + t % 5];
}

/* The share of the pool that may be lost before the tranche loses. */
static double attachment(const ipa_plan *plan, int t) {
    double balances = 0;
    for (int u = 0; u <= t; u++)
        balances += plan->tranches[u].original;
    const double cushion = 1 - balances / plan->pool_original;
    return cushion > 0 ? cushion : 0;
}

/* Royalties have no principal to lose: what they bring in all is held against what the tranches
 * are promised down to each. */
static lxw_chart *make_totals(const ipa_view *view, ipa_xlsx_data *data) {
    const ipa_simulation_result *simulation = view->result->simulation;
    bins of = {.title = say(view, "归集总额分布与各档本息累计",
                            "All collections, and what tranches are due down to each"),
               .axis = say(view, "归集总额（万元）", "Collections (10,000 yuan)"),
               .format = IPA_FORMAT_INTEGER,
               .edges = simulation->total_edges,
               .shares = simulation->total_histogram,
               .unit = 10000};
    lxw_chart *chart = make_bars(view, data, &of);
    double due = 0;
    for (int t = 0; t < view->plan->n_tranches; t++) {
        const ipa_base_tranche *tranche = &view->result->base.tranches[t];
        due += tranche->total_interest + tranche->total_principal;
        if (!view->plan->tranches[t].is_residual)
            mark_point(data, chart, &of,
                       ipa_arena_format(view->arena,
                                        say(view, "至%s本息", "interest and principal to %s"),
                                        tranche_name(view, t)),
                       due, color_of_point(t));
    }
    chart_axis_set_num_format(chart->x_axis, "#,##0");
    chart_axis_set_name(chart->x_axis, say(view, "万元", "10,000 yuan"));
    return chart;
}

lxw_chart *ipa_xlsx_chart_losses(const ipa_view *view, ipa_xlsx_data *data, int tranche) {
    (void)tranche;
    const ipa_simulation_result *simulation = view->result->simulation;
    if (!simulation)
        return NULL;
    if (!(view->plan->pool_original > 0))
        return make_totals(view, data);
    bins of = {.title = say(view, "资产池损失率分布与起损点", "Pool losses and attachment points"),
               .axis = say(view, "损失率", "Loss rate"),
               .format = IPA_FORMAT_RATE,
               .edges = simulation->histogram_edges,
               .shares = simulation->histogram,
               .unit = 1};
    lxw_chart *chart = make_bars(view, data, &of);
    for (int t = 0; t < view->plan->n_tranches; t++)
        if (!view->plan->tranches[t].is_residual)
            mark_point(data, chart, &of,
                       ipa_arena_format(view->arena, say(view, "%s起损点", "%s attaches"),
                                        tranche_name(view, t)),
                       attachment(view->plan, t), color_of_point(t));
    chart_axis_set_num_format(chart->x_axis, "0%");
    return chart;
}
