#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "engine/base/embedded.h"

/* The expected figures beside a sample are for our tests, not part of a deal. */
static bool belongs_to_deal(const char *name) {
    return strchr(name, '/') == NULL;
}

/** `eight-firms, entrusted-loans, …`: files of one folder follow one another. */
static const char *sample_names(ipa_arena *arena) {
    static const char prefix[] = "deals/";
    const ipa_embedded *files = NULL;
    const size_t n_files = ipa_embedded_list(prefix, &files);
    const char *names = "", *last = "";
    for (size_t i = 0; i < n_files; i++) {
        const char *name = files[i].name + strlen(prefix);
        const size_t length = strcspn(name, "/");
        const bool again = strlen(last) == length && strncmp(name, last, length) == 0;
        if (again || name[length] == '\0')
            continue;
        last = ipa_arena_copy_n(arena, name, length);
        names = ipa_arena_format(arena, "%s%s%s", names, *names ? ", " : "", last);
    }
    return names;
}

static ipa_status write_sample(const char *prefix, const char *folder, ipa_arena *arena,
                               ipa_error *error) {
    const ipa_embedded *files = NULL;
    size_t n_files = ipa_embedded_list(prefix, &files);
    if (n_files == 0)
        return ipa_fail(error, IPA_RANGE, "there is no sample deal of that name; there are: %s",
                        sample_names(arena));
    if (mkdir(folder, 0777) != 0)
        return ipa_fail(error, IPA_OUTPUT, "the folder %s cannot be made: %s", folder,
                        strerror(errno));
    ipa_status status = IPA_OK;
    for (size_t i = 0; i < n_files; i++) {
        const char *name = files[i].name + strlen(prefix);
        if (belongs_to_deal(name))
            IPA_TRY(ipa_output_text(ipa_arena_format(arena, "%s/%s", folder, name), files[i].bytes,
                                    arena, error));
    }
out:
    return status;
}

int ipa_commands_init(const ipa_options *options, ipa_arena *arena) {
    ipa_error error = {0};
    const char *sample = options->sample != NULL ? options->sample : "eight-firms";
    const char *prefix = ipa_arena_format(arena, "deals/%s/", sample);
    if (write_sample(prefix, options->operand, arena, &error) != IPA_OK)
        return ipa_commands_fail(&error);
    printf("%s holds the sample deal %s: edit deal.yaml and the tapes, then\n"
           "  ipabs check %s\n  ipabs run %s -o %s.xlsx\n",
           options->operand, sample, options->operand, options->operand, options->operand);
    return IPA_EXIT_DONE;
}
