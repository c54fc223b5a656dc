#pragma once
/** The workbook of the value report: one table to a sheet, so that its formulas know their places.
 *
 *  Knows: the sheets of reports/value_report.h.
 *  Does not know: figures.
 */
#include "reports/views.h"

/** Writes the workbook of a view that values something.
 *  @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_value_write(const ipa_view *view, const char *path,
                                ipa_error *error) IPA_MUST_USE;
