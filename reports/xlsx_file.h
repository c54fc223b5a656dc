#pragma once
/** A workbook as a file: begun, described, closed; what its sheets say in heads and footers; paper.
 *
 *  Knows: the library's calls that are the same for every report.
 *  Does not know: which sheets there are.
 */
#include "reports/views.h"
#include "reports/xlsx_table.h"

/** Begins a workbook. @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_file_open(const char *path, lxw_workbook **file, ipa_error *error) IPA_MUST_USE;

/** Writes it. @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_file_close(const char *path, lxw_workbook *file, ipa_error *error) IPA_MUST_USE;

/** Title, fingerprint of the inputs, date: with `run->as_of` two runs write the same bytes. */
void ipa_xlsx_file_describe(lxw_workbook *file, const ipa_view *view, const char *title);

/** The deal's name and the footer; no master check. @owner the view's arena. */
ipa_xlsx_imprint ipa_xlsx_file_imprint(const ipa_view *view);

/** One page upright, or as many across as the columns need. */
void ipa_xlsx_file_paper(ipa_xlsx_page *page, bool one_portrait);

/** Tables below one another, each from its topmost row, with the points it takes: one that the rest
 *  of a page of paper would cut begins a new page. After all are written. */
void ipa_xlsx_file_breaks(ipa_xlsx_page *page, const int *rows, const double *heights,
                          int n_tables);

/** A long table keeps its heads in sight, on screen and on every page. */
void ipa_xlsx_file_keep_heads(ipa_xlsx_page *page, ipa_xlsx_place place, int n_columns);

/** The same on screen; on paper only where the table takes more than a page, for pictures below a
 *  short one need no heads of columns. What a row is about stands on every page across. */
void ipa_xlsx_file_keep_heads_if_long(ipa_xlsx_page *page, ipa_xlsx_place place);
