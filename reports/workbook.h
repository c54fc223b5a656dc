#pragma once
/** The deal report: every sheet of the workbook `run` writes.
 *
 *  Knows: which sheets there are, in which order.
 *  Does not know: figures (views make the tables), cells and fonts (xlsx_* do).
 */
#include "reports/views.h"

/** Writes the workbook to `path` (the caller renames it into place).
 *  @errors IPA_OUTPUT. */
ipa_status ipa_workbook_write(const ipa_view *view, const char *path,
                              ipa_error *error) IPA_MUST_USE;
