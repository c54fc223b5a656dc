#include <stdio.h>

#include "cli/commands.h"
#include "engine/deal/vocabulary.h"

int ipa_commands_vocabulary(const ipa_options *options, ipa_arena *arena) {
    const char *text =
        ipa_vocabulary_text(arena, options->operand, options->language == IPA_LANGUAGE_ZH);
    if (*text == '\0') {
        fprintf(stderr, "ipabs: no word of the deal format holds `%s`\n", options->operand);
        return IPA_EXIT_USAGE;
    }
    fputs(text, stdout);
    return IPA_EXIT_DONE;
}
