/* Stands in while the workbook lands; removed with it. */
#include "reports/workbook.h"

__attribute__((weak)) ipa_status ipa_workbook_write(const ipa_view *view, const char *path,
                                                    ipa_error *error) {
    (void)view;
    (void)path;
    return ipa_fail(error, IPA_OUTPUT, "no workbook yet");
}
