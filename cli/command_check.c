#include <stdio.h>

#include "cli/commands.h"

int ipa_commands_check(const ipa_options *options, ipa_arena *arena) {
    ipa_error error = {0};
    ipa_loaded loaded;
    if (ipa_commands_load(options, arena, &loaded, &error) != IPA_OK)
        return ipa_commands_fail(&error);
    if (options->error_format != IPA_FORMAT_JSON)
        printf("%s: %d obligors, %d contracts, %d patents, %d tranches, %d payment dates; "
               "0 errors, %zu warning%s\n",
               options->operand, loaded.deal->n_obligors, loaded.plan->n_contracts,
               loaded.deal->n_patents, loaded.plan->n_tranches, loaded.plan->n_periods,
               loaded.findings.n_warnings, loaded.findings.n_warnings == 1 ? "" : "s");
    return IPA_EXIT_DONE;
}
