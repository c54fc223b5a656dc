#include "cli/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int ipa_commands_fail(const ipa_error *error) {
    static const struct {
        ipa_status status;
        int exit;
    } codes[] = {{IPA_OK, IPA_EXIT_DONE},
                 {IPA_FINDINGS, IPA_EXIT_FINDINGS},
                 {IPA_MISSING, IPA_EXIT_MISSING},
                 {IPA_OUTPUT, IPA_EXIT_OUTPUT},
                 {IPA_INTERRUPTED, IPA_EXIT_INTERRUPTED},
                 {IPA_RANGE, IPA_EXIT_USAGE},
                 {IPA_LIMIT, IPA_EXIT_USAGE}};
    if (error->message[0] != '\0')
        fprintf(stderr, "ipabs: %s\n", error->message);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].status == error->status)
            return codes[i].exit;
    return IPA_EXIT_BROKEN;
}

ipa_status ipa_commands_judge(const ipa_options *options, ipa_findings *findings, ipa_arena *arena,
                              ipa_error *error) {
    bool color = isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL;
    ipa_finding_format format = (ipa_finding_format)options->error_format;
    ipa_findings_sort(findings);
    if (findings->n_items > 0 || format == IPA_FORMAT_JSON)
        fputs(ipa_findings_text(findings, arena, format, color), stderr);
    if (findings->n_errors == 0)
        return IPA_OK;
    return ipa_fail(error, IPA_FINDINGS, "%zu error%s, %zu warning%s; nothing was written",
                    findings->n_errors, findings->n_errors == 1 ? "" : "s", findings->n_warnings,
                    findings->n_warnings == 1 ? "" : "s");
}

static ipa_status read_and_resolve(const ipa_options *options, ipa_arena *arena, ipa_loaded *loaded,
                                   ipa_error *error) {
    ipa_read_options read = {.overrides = options->overrides, .n_overrides = options->n_overrides};
    ipa_status status = IPA_OK;
    IPA_TRY(ipa_deal_read(options->operand, &read, arena, &loaded->findings, &loaded->deal, error));
    IPA_TRY(ipa_plan_resolve(loaded->deal, arena, &loaded->findings, &loaded->plan, error));
out:
    return status;
}

ipa_status ipa_commands_load(const ipa_options *options, ipa_arena *arena, ipa_loaded *loaded,
                             ipa_error *error) {
    *loaded = (ipa_loaded){.findings = ipa_findings_make(arena)};
    const ipa_status status = read_and_resolve(options, arena, loaded, error);
    const ipa_status judged = ipa_commands_judge(options, &loaded->findings, arena, error);
    return status == IPA_FINDINGS ? judged : status;
}
