#include <stdio.h>

#include "cli/commands.h"
#include "engine/base/text.h"

int ipa_commands_explain(const ipa_options *options, ipa_arena *arena) {
    (void)arena;
    const ipa_code_entry *entry = ipa_code_by_name(options->operand);
    if (entry != NULL) {
        printf("%s (%s): %s\n\n%s\n", entry->code,
               entry->severity == IPA_ERROR ? "error" : "warning", entry->title,
               entry->explanation);
        return IPA_EXIT_DONE;
    }
    const char *codes[IPA_N_CODES];
    for (int c = 0; c < IPA_N_CODES; c++)
        codes[c] = ipa_code_lookup((ipa_code)c)->code;
    int nearest = ipa_text_nearest(options->operand, codes, IPA_N_CODES);
    fprintf(stderr, "ipabs: no finding has the code `%s`%s%s%s\n", options->operand,
            nearest >= 0 ? "; did you mean `" : "", nearest >= 0 ? codes[nearest] : "",
            nearest >= 0 ? "`?" : "");
    return IPA_EXIT_USAGE;
}
