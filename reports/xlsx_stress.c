#include "reports/xlsx_stress.h"

#include "reports/stress_report.h"
#include "reports/xlsx_sheets.h"
#include "reports/xlsx_stress_charts.h"

static ipa_stress_sheet sheet_of(const ipa_view_entry *entry) {
    int sheet = 0;
    while (ipa_stress_report_entries[sheet].make != entry->make)
        sheet++;
    return (ipa_stress_sheet)sheet;
}

static void adorn(const ipa_view *view, const ipa_view_entry *entry, ipa_xlsx_page *page,
                  ipa_xlsx_place place) {
    const ipa_xlsx_stress_source source = {
        .view = view, .table = entry->make(view), .page = page, .place = place};
    ipa_xlsx_stress_charts_adorn(&source, sheet_of(entry));
}

/* What a deck did not ask for has no sheet. */
ipa_status ipa_xlsx_stress_write(const ipa_view *view, const char *path, ipa_error *error) {
    ipa_view_entry entries[IPA_N_STRESS_SHEETS];
    int n_entries = 0;
    for (int n = 0; n < IPA_N_STRESS_SHEETS; n++)
        if (ipa_stress_report_entries[n].make(view)->n_rows > 0)
            entries[n_entries++] = ipa_stress_report_entries[n];
    return ipa_xlsx_sheets_write_adorned(view, entries, n_entries, adorn, path, error);
}
