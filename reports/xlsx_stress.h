#pragma once
/** The workbook of the stress report.
 *
 *  Knows: the sheets of reports/stress_report.h.
 *  Does not know: figures.
 */
#include "reports/views.h"

/** Writes the workbook of a view that has run decks. @errors IPA_OUTPUT. */
ipa_status ipa_xlsx_stress_write(const ipa_view *view, const char *path,
                                 ipa_error *error) IPA_MUST_USE;
