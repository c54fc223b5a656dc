#pragma once
/** The deal report put together: sheets in order, heads, charts, contents.
 *
 *  Knows: which tables and charts stand on which sheet.
 *  Does not know: what the figures mean.
 */
#include "reports/views.h"

/** Writes the workbook. Two runs of the same view write the same bytes while `run->as_of` is given.
 *  @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_book_write(const ipa_view *view, const char *path,
                               ipa_error *error) IPA_MUST_USE;
