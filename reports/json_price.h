#pragma once
/** The price file: JSON with stable names and 17 significant digits.
 *
 *  Knows: the shape `price` of docs/results.md.
 *  Does not know: how a figure came to be.
 */
#include "reports/views.h"

/** The file as text. Figures that do not exist are `null`. @owner the view's arena. */
ipa_status ipa_json_price_report(const ipa_view *view, const char **text,
                                 ipa_error *error) IPA_MUST_USE;
