#include "cli/commands.h"
#include "cli/deck_run.h"
#include "cli/decks.h"
#include "cli/report_files.h"
#include "cli/run_info.h"
#include "reports/json_stress.h"
#include "reports/stress_report.h"
#include "reports/xlsx_stress.h"

static ipa_status check_decks(const ipa_options *options, ipa_arena *arena, ipa_error *error) {
    int n_names = 0;
    const char **names = ipa_deck_shipped(arena, &n_names), *all = "";
    if (options->n_decks > 0)
        return IPA_OK;
    for (int n = 0; n < n_names; n++)
        all = ipa_arena_format(arena, "%s%s%s", all, n > 0 ? ", " : "", names[n]);
    return ipa_fail(error, IPA_RANGE, "stress needs a --deck: a file, or one of %s", all);
}

int ipa_commands_stress(const ipa_options *options, ipa_arena *arena) {
    const ipa_report_files files = {ipa_xlsx_stress_write, ipa_json_stress_report,
                                    ipa_stress_report_text, ipa_stress_report_entries,
                                    IPA_N_STRESS_SHEETS};
    ipa_status status = IPA_OK;
    ipa_error error = {0};
    ipa_loaded loaded;
    ipa_deck **decks = NULL;
    const ipa_overlay_base base = {.path = options->operand,
                                   .overrides = options->overrides,
                                   .n_overrides = options->n_overrides,
                                   .laws = ipa_laws_create(arena)};
    ipa_stress_result *stress = NULL;
    IPA_TRY(ipa_run_info_check(options, &error));
    IPA_TRY(check_decks(options, arena, &error));
    IPA_TRY(ipa_report_files_check(options, arena, &error));
    IPA_TRY(ipa_commands_load(options, arena, &loaded, &error));
    IPA_TRY(ipa_decks_load(options, &base, loaded.deal, arena, &decks, &error));
    const ipa_run_info info = ipa_run_info_make(options, &loaded.findings, arena);
    IPA_TRY(ipa_deck_run(options, &(ipa_deck_job){&loaded, decks, &info, NULL}, arena, &stress,
                         &error));
    ipa_view view = ipa_run_info_view(options, &loaded, stress->unstressed, &info, arena);
    view.stress = stress;
    IPA_TRY(ipa_report_files_write(&files, options, &view, &error));
    return IPA_EXIT_DONE;
out:
    return ipa_commands_fail(&error);
}
