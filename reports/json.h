#pragma once
/** The result file: JSON with stable names and 17 significant digits.
 *
 *  Knows: the shape of the result file (docs/results.md).
 *  Does not know: how a figure came to be, where the text is written.
 */
#include <jansson.h>

#include "reports/views.h"

/** The whole result file as text. Figures that do not exist are `null`. @owner the arena. */
ipa_status ipa_json_result(const ipa_view *view, const char **text, ipa_error *error) IPA_MUST_USE;

/** The parts `ipabs`, `base` and `simulation` of the file. */
json_t *ipa_json_header(const ipa_view *view);
json_t *ipa_json_base(const ipa_view *view);
json_t *ipa_json_simulation(const ipa_view *view);
