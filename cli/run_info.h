#pragma once
/** What a report says about the run itself: version, command, date.
 *
 *  Knows: the options and the clock.
 *  Does not know: figures.
 */
#include "cli/commands.h"

/** Judges the options that only the report uses. @errors IPA_RANGE. */
ipa_status ipa_run_info_check(const ipa_options *options, ipa_error *error) IPA_MUST_USE;

/** @owner the arena. */
ipa_run_info ipa_run_info_make(const ipa_options *options, const ipa_findings *findings,
                               ipa_arena *arena);

/** The view of a run, in the language and unit asked for or else the deal's. `info` must outlive
 * it. */
ipa_view ipa_run_info_view(const ipa_options *options, const ipa_loaded *loaded,
                           const ipa_result *result, const ipa_run_info *info, ipa_arena *arena);
