#pragma once
/** The workbook of the price report.
 *
 *  Knows: the sheets of reports/price_report.h.
 *  Does not know: figures.
 */
#include "reports/views.h"

/** Writes the workbook of a view that prices something. @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_price_write(const ipa_view *view, const char *path,
                                ipa_error *error) IPA_MUST_USE;
