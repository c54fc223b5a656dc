#pragma once
/** What stands beside a deal in the result file: the firms' all-in cost, values of patents.
 *
 *  Knows: the shapes `obligor_costs` and `value` of docs/results.md.
 *  Does not know: the rest of the result file.
 */
#include <jansson.h>

#include "reports/views.h"

/** Firm → what it received, paid, was given, and the rates that makes. */
json_t *ipa_json_value_costs(const ipa_view *view);

/** The value report's file as text. @owner the view's arena. */
ipa_status ipa_json_value_report(const ipa_view *view, const char **text,
                                 ipa_error *error) IPA_MUST_USE;
