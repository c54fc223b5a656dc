#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "engine/deal/vocabulary.h"
#include "engine/simulate/result.h"

static const struct measure {
    const char *name, *text;
} measures[] = {
#define MEASURE(member, text) {#member, text},
    IPA_ESTIMATE_TABLE(MEASURE)
#undef MEASURE
};

/* What a run measures, behind the words a deal may use. */
static bool print_measures(const char *part) {
    bool any = false;
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        if (part != NULL && strstr(measures[i].name, part) == NULL)
            continue;
        printf("%s\n    %s\n    measure of a tranche, with its standard error\n", measures[i].name,
               measures[i].text);
        any = true;
    }
    return any;
}

int ipa_commands_vocabulary(const ipa_options *options, ipa_arena *arena) {
    const char *text =
        ipa_vocabulary_text(arena, options->operand, options->language == IPA_LANGUAGE_ZH);
    fputs(text, stdout);
    if (print_measures(options->operand) || *text != '\0')
        return IPA_EXIT_DONE;
    fprintf(stderr, "ipabs: no word of the deal format or of the results holds `%s`\n",
            options->operand);
    return IPA_EXIT_USAGE;
}
