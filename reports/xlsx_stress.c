#include "reports/xlsx_stress.h"

#include "reports/stress_report.h"
#include "reports/xlsx_sheets.h"
#include "reports/xlsx_stress_charts.h"

static void adorn(const ipa_view *view, const ipa_view_entry *entry, ipa_xlsx_page *page,
                  ipa_xlsx_place place) {
    const ipa_xlsx_stress_source source = {
        .view = view, .table = entry->make(view), .page = page, .place = place};
    ipa_xlsx_stress_charts_adorn(&source, (ipa_stress_sheet)(entry - ipa_stress_report_entries));
}

ipa_status ipa_xlsx_stress_write(const ipa_view *view, const char *path, ipa_error *error) {
    return ipa_xlsx_sheets_write_adorned(view, ipa_stress_report_entries, IPA_N_STRESS_SHEETS,
                                         adorn, path, error);
}
