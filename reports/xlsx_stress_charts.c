#include "reports/xlsx_stress_charts.h"

#include <math.h>

#include "reports/words.h"
#include "reports/xlsx_file.h"

enum {
    LOW = 4, /* columns of the sensitivities, without support */
    HIGH = 6,
    NAME = 1, /* columns of the contributions */
    SHARE = 4,
    SHARE_95 = 7,
    SHARE_99 = 10,
    COST = 1, /* columns of the sweep, after the axes */
    LOSS = 2,
    MOST_BARS = 20,
    SUMMARY_BARS = 10
};

/* Pixels. */
enum {
    BAR = 18,
    FRAME = 100, /* around the bars: title, axis, legend */
    LEAST_WIDE = 860,
    MOST_WIDE = 1300,
    FRONTIER_HIGH = 460,
    GAP = 4, /* from the row above, which may end a page */
    ROW = 20 /* an empty row */
};
static const double POINTS = 0.75; /* of a pixel */

static const lxw_color_t LOW_COLOUR = 0x9DC3E6, HIGH_COLOUR = 0x1F3864, REST_COLOUR = 0xA6A6A6,
                         WORST_COLOUR = 0xC55A11;

static const char *say(const ipa_view *view, const char *zh, const char *en) {
    return view->language == IPA_LANGUAGE_EN ? en : zh;
}

/* ---- where numbers stand ---- */

static ipa_xlsx_range copied(const ipa_xlsx_stress_source *source, int column, int first, int n) {
    ipa_arena *arena = source->view->arena;
    const ipa_table_column *head = &source->table->columns[column];
    const char *name = say(source->view, head->name_zh, head->name_en);
    if (head->format == IPA_FORMAT_TEXT) {
        const char **texts = IPA_NEW_ARRAY(arena, n, const char *);
        for (int row = 0; row < n; row++)
            texts[row] = ipa_table_at(source->table, first + row, column)->text;
        return ipa_xlsx_data_texts(source->data, name, texts, n);
    }
    double *numbers = IPA_NEW_ARRAY(arena, n, double);
    for (int row = 0; row < n; row++) {
        const ipa_table_cell *cell = ipa_table_at(source->table, first + row, column);
        numbers[row] = cell->kind == IPA_CELL_NUMBER ? cell->number : NAN;
    }
    return ipa_xlsx_data_numbers(source->data, name, numbers, n, head->format);
}

static ipa_xlsx_range range_of(const ipa_xlsx_stress_source *source, int column, int first, int n) {
    if (source->data != NULL)
        return copied(source, column, first, n);
    IPA_ASSERT(source->page != NULL);
    return (ipa_xlsx_range){.sheet = source->page->name,
                            .first_row = source->place.first_row + first,
                            .last_row = source->place.first_row + first + n - 1,
                            .column = column,
                            .head_row = source->place.head_row};
}

static const ipa_xlsx_style *style_of(const ipa_xlsx_stress_source *source) {
    const ipa_xlsx_page *page = source->data != NULL ? source->data->page : source->page;
    IPA_ASSERT(page != NULL);
    return page->style;
}

static void begin_block(const ipa_xlsx_stress_source *source, const char *title) {
    if (source->data != NULL)
        ipa_xlsx_data_block(source->data, title);
}

static lxw_chart_series *add_series(lxw_chart *chart, ipa_xlsx_range x, ipa_xlsx_range y,
                                    const char *name) {
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_categories(series, x.sheet, (lxw_row_t)x.first_row, (lxw_col_t)x.column,
                                (lxw_row_t)x.last_row, (lxw_col_t)x.column);
    chart_series_set_values(series, y.sheet, (lxw_row_t)y.first_row, (lxw_col_t)y.column,
                            (lxw_row_t)y.last_row, (lxw_col_t)y.column);
    chart_series_set_name(series, name);
    return series;
}

/* ---- bars ---- */

static lxw_chart *make_bars(const ipa_xlsx_stress_source *source, const char *title,
                            const char *format) {
    lxw_chart *chart = ipa_xlsx_chart_make(style_of(source), LXW_CHART_BAR, title);
    lxw_chart_line grid = {.color = 0xD9D9D9, .width = 0.5};
    /* The categories of bars stand on the vertical axis: the first on top, left of negative bars.
     */
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(chart->x_axis, &grid);
    chart_axis_set_num_format(chart->x_axis, format);
    chart_set_series_gap(chart, 40);
    return chart;
}

static void add_bars(lxw_chart *chart, ipa_xlsx_range names, ipa_xlsx_range values,
                     const char *name, lxw_color_t colour) {
    lxw_chart_fill inside = {.color = colour};
    lxw_chart_line edge = {.none = LXW_TRUE};
    lxw_chart_series *series = add_series(chart, names, values, name);
    chart_series_set_fill(series, &inside);
    chart_series_set_line(series, &edge);
}

static double largest(const ipa_table *table, int column, int n_rows) {
    double most = 0;
    for (int row = 0; row < n_rows; row++)
        most = fmax(most, fabs(ipa_table_at(table, row, column)->number));
    return most;
}

/* As many places as tell the marks of the axis apart. */
static const char *axis_format(double most, bool share) {
    if (!share)
        return most >= 0.1 ? "0.00" : "0.0000";
    return most >= 0.05 ? "0%" : most >= 0.0005 ? "0.00%" : "0.0000%";
}

/* NULL: nothing moves. */
static lxw_chart *make_tornado(const ipa_xlsx_stress_source *source, bool is_price, int most_bars) {
    const ipa_view *view = source->view;
    const ipa_stress_result *of = view->stress;
    const int n_bars = of->n_sensitivities < most_bars ? of->n_sensitivities : most_bars;
    const double most =
        fmax(largest(source->table, LOW, n_bars), largest(source->table, HIGH, n_bars));
    if (!(most > 0))
        return NULL;
    const char *tranche = ipa_words_tranche(view->language, view->deal, of->sensitivity_tranche);
    const char *title = ipa_arena_format(
        view->arena, "%s · %s", tranche,
        is_price ? say(view, "价格的敏感性（无增信）", "what moves the price (without support)")
                 : say(view, "预期损失的敏感性（无增信）",
                       "what moves the expected loss (without support)"));
    begin_block(source, title);
    const ipa_xlsx_range names = range_of(source, 0, 0, n_bars);
    lxw_chart *chart = make_bars(source, title, axis_format(most, !is_price));
    const double percent = 100 * of->sensitivity_bump;
    add_bars(chart, names, range_of(source, LOW, 0, n_bars),
             ipa_arena_format(view->arena, "−%.4g%%", percent), LOW_COLOUR);
    add_bars(chart, names, range_of(source, HIGH, 0, n_bars),
             ipa_arena_format(view->arena, "+%.4g%%", percent), HIGH_COLOUR);
    chart_set_series_overlap(chart, 100);
    return chart;
}

static int first_of(const ipa_stress_result *of, ipa_contribution_kind kind) {
    int first = 0;
    while (first < of->n_contributions && of->contributions[first].kind != kind)
        first++;
    return first;
}

static int count_bars(const ipa_stress_result *of, ipa_contribution_kind kind) {
    int n = 0;
    for (int at = 0; at < of->n_contributions; at++)
        n += of->contributions[at].kind == kind;
    return n < MOST_BARS ? n : MOST_BARS;
}

static lxw_chart *make_parts(const ipa_xlsx_stress_source *source, ipa_contribution_kind kind) {
    static const struct {
        const char *zh, *en;
    } titles[] = {
        [IPA_CONTRIBUTION_OBLIGOR] = {"债务人对资产池短缺的贡献",
                                      "Obligors' share of the pool's shortfall"},
        [IPA_CONTRIBUTION_INDUSTRY] = {"行业对资产池短缺的贡献",
                                       "Industries' share of the pool's shortfall"},
        [IPA_CONTRIBUTION_PATENT] = {"专利对资产池短缺的贡献",
                                     "Patents' share of the pool's shortfall"},
    };
    const ipa_view *view = source->view;
    const char *title = say(view, titles[kind].zh, titles[kind].en);
    const int n_bars = count_bars(view->stress, kind);
    const int first = first_of(view->stress, kind);
    if (n_bars == 0)
        return NULL;
    begin_block(source, title);
    const ipa_xlsx_range names = range_of(source, NAME, first, n_bars);
    lxw_chart *chart = make_bars(source, title, "0%");
    add_bars(chart, names, range_of(source, SHARE, first, n_bars),
             say(view, "预期短缺", "expected"), LOW_COLOUR);
    add_bars(chart, names, range_of(source, SHARE_95, first, n_bars),
             say(view, "最差5%路径", "worst 5% of paths"), HIGH_COLOUR);
    add_bars(chart, names, range_of(source, SHARE_99, first, n_bars),
             say(view, "最差1%路径", "worst 1% of paths"), WORST_COLOUR);
    return chart;
}

/* ---- the frontier ---- */

static void add_points(const ipa_xlsx_stress_source *source, lxw_chart *chart, int first, int n,
                       bool efficient) {
    const int n_axes = source->view->stress->sweep->n_axes;
    lxw_chart_line joined = {.color = HIGH_COLOUR, .width = 1.5};
    lxw_chart_line hidden = {.none = LXW_TRUE};
    lxw_chart_fill inside = {.color = efficient ? HIGH_COLOUR : REST_COLOUR};
    if (n == 0)
        return;
    const ipa_xlsx_range x = range_of(source, n_axes + COST, first, n);
    lxw_chart_series *series = add_series(chart, x, range_of(source, n_axes + LOSS, first, n),
                                          efficient ? say(source->view, "有效方案", "efficient")
                                                    : say(source->view, "其他方案", "others"));
    chart_series_set_line(series, efficient ? &joined : &hidden);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_size(series, efficient ? 7 : 4);
    chart_series_set_marker_fill(series, &inside);
    chart_series_set_marker_line(series, &hidden);
}

static lxw_chart *make_frontier(const ipa_xlsx_stress_source *source) {
    const ipa_view *view = source->view;
    int n_efficient, n_drawn;
    if (view->stress->sweep == NULL)
        return NULL;
    ipa_stress_report_structures(view, &n_efficient, &n_drawn);
    if (n_drawn == 0)
        return NULL;
    const char *title = ipa_arena_format(
        view->arena, "%s · %s",
        ipa_words_tranche(view->language, view->deal, view->stress->sweep->tranche),
        say(view, "资金成本与预期损失", "cost of money and expected loss"));
    begin_block(source, title);
    lxw_chart *chart =
        ipa_xlsx_chart_make(style_of(source), LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS, title);
    add_points(source, chart, n_efficient, n_drawn - n_efficient, false);
    add_points(source, chart, 0, n_efficient, true);
    chart_axis_set_name(chart->x_axis, say(view, "资金成本（年）", "cost of money a year"));
    chart_axis_set_name(chart->y_axis, say(view, "预期损失", "expected loss"));
    chart_axis_set_num_format(chart->x_axis, "0.00%");
    chart_axis_set_num_format(
        chart->y_axis,
        axis_format(largest(source->table, view->stress->sweep->n_axes + LOSS, n_drawn), true));
    return chart;
}

/* ---- the heat map ---- */

static void colour(const ipa_xlsx_stress_source *source) {
    const ipa_table *table = source->table;
    const ipa_xlsx_place place = source->place;
    /* Fixed, so that two decks and two deals are told apart by their colours. */
    lxw_conditional_format scale = {.type = LXW_CONDITIONAL_3_COLOR_SCALE,
                                    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .min_value = 0,
                                    .mid_value = 0.01,
                                    .max_value = 0.1,
                                    .min_color = 0x63BE7B,
                                    .mid_color = 0xFFEB84,
                                    .max_color = 0xF8696B};
    const int n_figures = table->n_columns - 1;
    if (table->n_rows == 0 || n_figures == 0)
        return;
    worksheet_conditional_format_range(source->page->sheet, (lxw_row_t)place.first_row,
                                       (lxw_col_t)(place.last_column - n_figures + 1),
                                       (lxw_row_t)place.last_row, (lxw_col_t)place.last_column,
                                       &scale);
}

/* ---- places ---- */

enum { MOST_CHARTS = 3 };

/** Charts that belong to one table. */
typedef struct pictures {
    lxw_chart *charts[MOST_CHARTS];
    int high[MOST_CHARTS]; /* pixels */
    int n;
} pictures;

static void add_picture(pictures *to, lxw_chart *chart, int high) {
    if (chart == NULL)
        return;
    to->charts[to->n] = chart;
    to->high[to->n++] = high;
}

/* Below the table; one that the rest of a page of paper would cut begins a new one. Below several
 * tables the first begins a page in any case. */
static void place_pictures(const ipa_xlsx_stress_source *source, const pictures *of) {
    ipa_xlsx_page *page = source->page;
    const int pixels = ipa_xlsx_page_pixels(page);
    const int edge = pixels - 2 * GAP;
    const int wide = edge < LEAST_WIDE ? LEAST_WIDE : edge > MOST_WIDE ? MOST_WIDE : edge;
    int rows[MOST_CHARTS + 1] = {source->place.head_row};
    double heights[MOST_CHARTS + 1] = {source->place.height};
    for (int n = 0; n < of->n; n++) {
        lxw_chart_options options = {.y_offset = GAP,
                                     .x_scale = wide / 480.0,
                                     .y_scale = of->high[n] / 288.0,
                                     .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
        rows[n + 1] = page->next_row + 1;
        heights[n + 1] = POINTS * of->high[n];
        worksheet_insert_chart_opt(page->sheet, (lxw_row_t)rows[n + 1], 0, of->charts[n], &options);
        page->next_row = rows[n + 1] + of->high[n] / ROW + 1;
    }
    const int first = source->data != NULL ? 1 : 0;
    if (first == 1 && of->n > 0)
        ipa_xlsx_page_break(page, rows[1]);
    ipa_xlsx_file_breaks(page, rows + first, heights + first, of->n + 1 - first);
}

static void draw_parts(const ipa_xlsx_stress_source *source, pictures *to) {
    static const ipa_contribution_kind kinds[MOST_CHARTS] = {
        IPA_CONTRIBUTION_OBLIGOR, IPA_CONTRIBUTION_INDUSTRY, IPA_CONTRIBUTION_PATENT};
    for (int n = 0; n < MOST_CHARTS; n++)
        add_picture(to, make_parts(source, kinds[n]),
                    FRAME + 2 * BAR * count_bars(source->view->stress, kinds[n]));
}

void ipa_xlsx_stress_charts_adorn(const ipa_xlsx_stress_source *source, ipa_stress_sheet sheet) {
    const int n_moves = source->view->stress->n_sensitivities;
    const int high = FRAME + BAR * (n_moves < MOST_BARS ? n_moves : MOST_BARS);
    pictures all = {.n = 0};
    if (sheet == IPA_STRESS_SHEET_stress_heat)
        colour(source);
    if (sheet == IPA_STRESS_SHEET_stress_sensitivities)
        add_picture(&all, make_tornado(source, false, MOST_BARS), high);
    if (sheet == IPA_STRESS_SHEET_stress_price_moves)
        add_picture(&all, make_tornado(source, true, MOST_BARS), high);
    if (sheet == IPA_STRESS_SHEET_stress_contributions)
        draw_parts(source, &all);
    if (sheet == IPA_STRESS_SHEET_stress_sweep)
        add_picture(&all, make_frontier(source), FRONTIER_HIGH);
    place_pictures(source, &all);
}

/* ---- the summary ---- */

lxw_chart *ipa_xlsx_stress_charts_summary(const ipa_view *view, ipa_xlsx_data *data, int tranche) {
    (void)tranche;
    if (view->stress == NULL)
        return NULL;
    const ipa_xlsx_stress_source source = {
        .view = view, .table = ipa_views_stress_sensitivities(view), .data = data};
    return make_tornado(&source, false, SUMMARY_BARS);
}
