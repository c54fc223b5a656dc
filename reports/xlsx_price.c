#include "reports/xlsx_price.h"

#include "reports/price_report.h"
#include "reports/xlsx_sheets.h"

ipa_status ipa_xlsx_price_write(const ipa_view *view, const char *path, ipa_error *error) {
    return ipa_xlsx_sheets_write(view, ipa_price_report_entries, IPA_N_PRICE_SHEETS, path, error);
}
