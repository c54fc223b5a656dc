#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "engine/base/version.h"
#include "engine/market/bond.h"

static int run_command(const ipa_options *options, ipa_arena *arena) {
    static int (*const commands[IPA_N_COMMANDS])(const ipa_options *, ipa_arena *) = {
        [IPA_COMMAND_INIT] = ipa_commands_init,
        [IPA_COMMAND_CHECK] = ipa_commands_check,
        [IPA_COMMAND_RUN] = ipa_commands_run,
        [IPA_COMMAND_PATH] = ipa_commands_path,
        [IPA_COMMAND_VALUE] = ipa_commands_value,
        [IPA_COMMAND_PRICE] = ipa_commands_price,
        [IPA_COMMAND_SOLVE] = ipa_commands_solve,
        [IPA_COMMAND_STRESS] = ipa_commands_stress,
        [IPA_COMMAND_EXPLAIN] = ipa_commands_explain,
        [IPA_COMMAND_VOCABULARY] = ipa_commands_vocabulary,
    };
    return commands[options->command](options, arena);
}

static void print_version(void) {
    size_t n_parts = 0;
    const ipa_version_part *parts = ipa_version_parts(&n_parts);
    printf("ipabs %s (%s)\n", ipa_version(), ipa_version_compiler());
    for (size_t i = 0; i < n_parts; i++)
        printf("  %s %s\n", parts[i].name, parts[i].version);
}

static int dispatch(int argc, char **argv, ipa_arena *arena) {
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        fputs(ipa_options_program_help(arena), argc < 2 ? stderr : stdout);
        return argc < 2 ? IPA_EXIT_USAGE : IPA_EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        print_version();
        return IPA_EXIT_DONE;
    }
    ipa_options options;
    ipa_error error = {0};
    if (ipa_options_read(argc, argv, arena, &options, &error) != IPA_OK)
        return ipa_commands_fail(&error);
    if (options.help) {
        fputs(ipa_options_command_help(options.command, arena), stdout);
        return IPA_EXIT_DONE;
    }
    return run_command(&options, arena);
}

int main(int argc, char **argv) {
    ipa_arena *arena = ipa_arena_create();
    ipa_bond_quiet_gsl();
    int code = dispatch(argc, argv, arena);
    ipa_arena_destroy(arena);
    return code;
}
