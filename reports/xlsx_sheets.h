#pragma once
/** A workbook with one table to a sheet, so that formulas know their places.
 *
 *  Knows: how such a sheet is laid out.
 *  Does not know: which tables there are.
 */
#include "reports/views.h"

/** Writes the workbook, its sheets named and ordered as the entries. @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_sheets_write(const ipa_view *view, const ipa_view_entry *entries, int n_entries,
                                 const char *path, ipa_error *error) IPA_MUST_USE;
