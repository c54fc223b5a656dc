#pragma once
/** One function a command; each returns the process's exit status.
 *
 *  Knows: exit codes, what goes to which stream.
 *  Does not know: how anything is computed.
 */
#include "cli/options.h"
#include "engine/deal/plan.h"
#include "reports/views.h"

/** Exit codes after sysexits.h, where it has one. */
enum {
    IPA_EXIT_DONE = 0,
    IPA_EXIT_REQUIREMENT = 1,
    IPA_EXIT_USAGE = 2,
    IPA_EXIT_FINDINGS = 65,
    IPA_EXIT_MISSING = 66,
    IPA_EXIT_BROKEN = 70,
    IPA_EXIT_OUTPUT = 73,
    IPA_EXIT_INTERRUPTED = 130
};

int ipa_commands_init(const ipa_options *options, ipa_arena *arena);
int ipa_commands_check(const ipa_options *options, ipa_arena *arena);
int ipa_commands_run(const ipa_options *options, ipa_arena *arena);
int ipa_commands_path(const ipa_options *options, ipa_arena *arena);
int ipa_commands_value(const ipa_options *options, ipa_arena *arena);
int ipa_commands_solve(const ipa_options *options, ipa_arena *arena);
int ipa_commands_price(const ipa_options *options, ipa_arena *arena);
int ipa_commands_stress(const ipa_options *options, ipa_arena *arena);
int ipa_commands_explain(const ipa_options *options, ipa_arena *arena);
int ipa_commands_vocabulary(const ipa_options *options, ipa_arena *arena);

/** The exit code of a failure; prints its message on standard error. */
int ipa_commands_fail(const ipa_error *error);

/** Prints findings on standard error; they are sorted first.
 *  @errors IPA_FINDINGS when some are errors. */
ipa_status ipa_commands_judge(const ipa_options *options, ipa_findings *findings, ipa_arena *arena,
                              ipa_error *error) IPA_MUST_USE;

/** A deal read, judged and resolved, as every command on a deal needs it. */
typedef struct ipa_loaded {
    ipa_deal *deal;
    ipa_plan *plan;
    ipa_findings findings;
} ipa_loaded;

/** Reads, judges and resolves; prints findings on standard error.
 *  @errors IPA_FINDINGS after printing them all, IPA_MISSING. */
ipa_status ipa_commands_load(const ipa_options *options, ipa_arena *arena, ipa_loaded *loaded,
                             ipa_error *error) IPA_MUST_USE;
