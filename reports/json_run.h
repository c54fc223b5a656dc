#pragma once
/** The result file of a run.
 *
 *  Knows: the shape of the result file (docs/results.md).
 *  Does not know: how a figure came to be, where the text is written.
 */
#include <jansson.h>

#include "reports/views.h"

/** The whole file as text. @owner the arena. */
ipa_status ipa_json_run_report(const ipa_view *view, const char **text,
                               ipa_error *error) IPA_MUST_USE;

/** The parts `base` and `simulation` of the file. */
json_t *ipa_json_run_base(const ipa_view *view);
json_t *ipa_json_run_simulation(const ipa_view *view);
