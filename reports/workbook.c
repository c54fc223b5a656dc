#include "reports/workbook.h"

#include "reports/xlsx_book.h"

ipa_status ipa_workbook_write(const ipa_view *view, const char *path, ipa_error *error) {
    return ipa_xlsx_book_write(view, path, error);
}
