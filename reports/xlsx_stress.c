#include "reports/xlsx_stress.h"

#include "reports/stress_report.h"
#include "reports/xlsx_sheets.h"

ipa_status ipa_xlsx_stress_write(const ipa_view *view, const char *path, ipa_error *error) {
    return ipa_xlsx_sheets_write(view, ipa_stress_report_entries, IPA_N_STRESS_SHEETS, path, error);
}
