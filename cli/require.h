#pragma once
/** Stated requirements: `A.expected_loss < 0.001`.
 *
 *  Knows: the options and the standard error.
 *  Does not know: figures and comparisons (engine/simulate/requirement does).
 */
#include "cli/commands.h"

/** Judges the requirements before the run: syntax, tranche, figure. @errors IPA_RANGE. */
ipa_status ipa_require_check(const ipa_options *options, const ipa_plan *plan,
                             ipa_error *error) IPA_MUST_USE;

/** Whether every requirement holds; says on standard error which does not and by how much. */
bool ipa_require_judge(const ipa_options *options, const ipa_result *result, ipa_arena *arena);
