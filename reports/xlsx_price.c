#include "reports/xlsx_price.h"

#include "reports/price_report.h"
#include "reports/xlsx_sheets.h"

enum { YIELD_COLUMN = 2, CLEAN_COLUMN = 3, HIGH = 300, WIDE = 860, MOST_SERIES = 3 };

static const lxw_color_t colours[MOST_SERIES] = {0x1F3864, 0xC55A11, 0x7F7F7F};

static const char *say(const ipa_view *view, const char *zh, const char *en) {
    return view->language == IPA_LANGUAGE_EN ? en : zh;
}

static lxw_chart *make(const ipa_view *view, const ipa_xlsx_page *page) {
    lxw_chart_font heading = {
        .name = IPA_XLSX_FONT, .size = 10, .bold = LXW_TRUE, .color = IPA_XLSX_DARK};
    lxw_chart_font small = {.name = IPA_XLSX_FONT, .size = 8, .bold = LXW_EXPLICIT_FALSE};
    lxw_chart_line frame = {.color = IPA_XLSX_RULE, .width = 0.75};
    lxw_chart *chart = workbook_add_chart(page->style->book, LXW_CHART_LINE);
    chart_title_set_name(chart,
                         say(view, "净价与收益率（每百元）", "Clean price per 100 by yield"));
    chart_title_set_name_font(chart, &heading);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_set_font(chart, &small);
    chart_axis_set_num_font(chart->x_axis, &small);
    chart_axis_set_num_font(chart->y_axis, &small);
    chart_axis_set_num_format(chart->x_axis, "0.00%");
    chart_axis_set_num_format(chart->y_axis, "0.00");
    /* Prices below 100 lie under the axis of a chart that crosses at nothing. */
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    lxw_chart_line grid = {.color = 0xD9D9D9, .width = 0.5};
    chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
    chart_chartarea_set_line(chart, &frame);
    return chart;
}

/* The yields of the deal as it stands, read off the table's own cells. */
static void draw_yields(const ipa_view *view, const ipa_view_entry *entry, ipa_xlsx_page *page,
                        ipa_xlsx_place place) {
    const ipa_price_result *price = view->price;
    int n_grid = 0;
    for (int n = 0; n < price->n_points; n++)
        n_grid += price->rows[n].point == IPA_PRICE_POINT_GRID;
    if (entry != &ipa_price_report_entries[IPA_PRICE_SHEET_price_yields] || n_grid == 0)
        return;
    lxw_chart *chart = make(view, page);
    for (int at = 0; at < price->n_cases && at < MOST_SERIES; at++) {
        const lxw_row_t first = (lxw_row_t)(place.first_row + at * n_grid);
        const lxw_row_t last = first + (lxw_row_t)n_grid - 1;
        /* Lines that nearly coincide are both seen. */
        lxw_chart_line line = {.color = colours[at],
                               .width = 1.75F,
                               .dash_type =
                                   at == 1 ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID};
        if (price->cases[at].scenario != NULL)
            break;
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        chart_series_set_categories(series, page->name, first, YIELD_COLUMN, last, YIELD_COLUMN);
        chart_series_set_values(series, page->name, first, CLEAN_COLUMN, last, CLEAN_COLUMN);
        chart_series_set_name(series, ipa_price_report_case(view, at));
        chart_series_set_line(series, &line);
        chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
    }
    lxw_chart_options options = {.x_scale = WIDE / 480.0,
                                 .y_scale = HIGH / 288.0,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    worksheet_insert_chart_opt(page->sheet, (lxw_row_t)(page->next_row + 1), 0, chart, &options);
}

ipa_status ipa_xlsx_price_write(const ipa_view *view, const char *path, ipa_error *error) {
    return ipa_xlsx_sheets_write_adorned(view, ipa_price_report_entries, IPA_N_PRICE_SHEETS,
                                         draw_yields, path, error);
}
