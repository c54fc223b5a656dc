#pragma once
/** Decks of scenarios in the result file.
 *
 *  Knows: the shape `stress` of docs/results.md.
 *  Does not know: how a figure came to be.
 */
#include <jansson.h>

#include "reports/views.h"

/** A scenario as the file has it, told while its plan and result are there: `view` is of the
 *  changed deal, `unsupported` its base case without outside support. @owner the view's arena. */
const char *ipa_json_stress_scenario(const ipa_view *view, const ipa_stress_scenario *scenario,
                                     const ipa_path_result *unsupported);

/** The object `stress` of a view that has run decks. */
json_t *ipa_json_stress_part(const ipa_view *view);

/** The stress report's file as text. @owner the view's arena. */
ipa_status ipa_json_stress_report(const ipa_view *view, const char **text,
                                  ipa_error *error) IPA_MUST_USE;
