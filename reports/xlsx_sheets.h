#pragma once
/** A workbook with one table to a sheet, so that formulas know their places.
 *
 *  Knows: how such a sheet is laid out.
 *  Does not know: which tables there are.
 */
#include "reports/views.h"
#include "reports/xlsx_table.h"

/** What is added to a sheet once its table stands: a chart. */
typedef void ipa_xlsx_sheets_adorn(const ipa_view *view, const ipa_view_entry *entry,
                                   ipa_xlsx_page *page, ipa_xlsx_place place);

/** Writes the workbook, its sheets named and ordered as the entries. @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_sheets_write(const ipa_view *view, const ipa_view_entry *entries, int n_entries,
                                 const char *path, ipa_error *error) IPA_MUST_USE;

/** The same with something added to sheets. @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_sheets_write_adorned(const ipa_view *view, const ipa_view_entry *entries,
                                         int n_entries, ipa_xlsx_sheets_adorn *adorn,
                                         const char *path, ipa_error *error) IPA_MUST_USE;
