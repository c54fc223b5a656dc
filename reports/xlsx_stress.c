#include "reports/xlsx_stress.h"

#include "reports/stress_report.h"
#include "reports/xlsx_sheets.h"
#include "reports/xlsx_stress_charts.h"

enum { WIDE = 860, HIGH = 380, ROW = 20 /* pixels */, GAP = 1 };

/* Below what stands there, on a page of its own where the page before it is full. */
static void place_chart(ipa_xlsx_page *page, lxw_chart *chart, int high) {
    if (chart == NULL)
        return;
    lxw_chart_options options = {.x_scale = WIDE / 480.0,
                                 .y_scale = high / 288.0,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    const int row = page->next_row + GAP;
    ipa_xlsx_page_break(page, row);
    worksheet_insert_chart_opt(page->sheet, (lxw_row_t)row, 0, chart, &options);
    page->next_row = row + high / ROW + 1;
}

static void draw_parts(const ipa_xlsx_stress_source *source) {
    static const ipa_contribution_kind kinds[] = {
        IPA_CONTRIBUTION_OBLIGOR, IPA_CONTRIBUTION_INDUSTRY, IPA_CONTRIBUTION_PATENT};
    for (size_t n = 0; n < sizeof kinds / sizeof *kinds; n++)
        place_chart(source->page, ipa_xlsx_stress_charts_parts(source, kinds[n]),
                    ipa_xlsx_stress_charts_height(
                        2 * ipa_xlsx_stress_charts_count(source->view, (int)kinds[n])));
}

static void adorn(const ipa_view *view, const ipa_view_entry *entry, ipa_xlsx_page *page,
                  ipa_xlsx_place place) {
    const ipa_xlsx_stress_source source = {
        .view = view, .table = entry->make(view), .page = page, .place = place};
    switch ((int)(entry - ipa_stress_report_entries)) {
    case IPA_STRESS_SHEET_stress_heat:
        ipa_xlsx_stress_charts_colour(page, source.table, place);
        break;
    case IPA_STRESS_SHEET_stress_sensitivities:
        place_chart(page, ipa_xlsx_stress_charts_tornado(&source, IPA_XLSX_STRESS_MOST_BARS),
                    ipa_xlsx_stress_charts_height(ipa_xlsx_stress_charts_count(view, -1)));
        break;
    case IPA_STRESS_SHEET_stress_contributions:
        draw_parts(&source);
        break;
    case IPA_STRESS_SHEET_stress_sweep:
        place_chart(page, ipa_xlsx_stress_charts_frontier(&source), HIGH);
        break;
    default:
        break;
    }
}

ipa_status ipa_xlsx_stress_write(const ipa_view *view, const char *path, ipa_error *error) {
    return ipa_xlsx_sheets_write_adorned(view, ipa_stress_report_entries, IPA_N_STRESS_SHEETS,
                                         adorn, path, error);
}
