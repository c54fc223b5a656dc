#include "reports/xlsx_value.h"

#include "reports/value_report.h"
#include "reports/xlsx_sheets.h"

ipa_status ipa_xlsx_value_write(const ipa_view *view, const char *path, ipa_error *error) {
    return ipa_xlsx_sheets_write(view, ipa_value_report_entries, ipa_value_report_n_entries, path,
                                 error);
}
