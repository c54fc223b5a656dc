#include <string.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/run_info.h"
#include "reports/csv.h"
#include "reports/json_value.h"
#include "reports/value_report.h"
#include "reports/xlsx_value.h"

static ipa_status check_outputs(const ipa_options *options, ipa_arena *arena, ipa_error *error) {
    ipa_status status = IPA_OK;
    IPA_TRY(ipa_output_check(options->output, arena, error));
    IPA_TRY(ipa_output_check(options->json, arena, error));
    if (options->csv != NULL)
        IPA_TRY(ipa_output_folder(options->csv, error));
out:
    return status;
}

static ipa_status write_workbook(const ipa_view *view, const char *path, ipa_error *error) {
    const char *temporary = ipa_output_temporary(path, view->arena);
    const ipa_status status = ipa_xlsx_value_write(view, temporary, error);
    if (status == IPA_OK)
        return ipa_output_commit(temporary, path, error);
    ipa_output_discard(temporary);
    return status;
}

static ipa_status write_csv(const ipa_view *view, const char *folder, ipa_error *error) {
    ipa_status status = IPA_OK;
    for (int n = 0; n < ipa_value_report_n_entries; n++) {
        const ipa_view_entry *entry = &ipa_value_report_entries[n];
        const char *path = ipa_arena_format(view->arena, "%s/%s.csv", folder, entry->id);
        const char *text = ipa_csv_text(entry->make(view), view->language, view->arena);
        IPA_TRY(ipa_output_text(path, text, view->arena, error));
    }
out:
    return status;
}

static ipa_status write_outputs(const ipa_options *options, const ipa_view *view,
                                ipa_error *error) {
    ipa_status status = IPA_OK;
    const char *json = NULL;
    IPA_TRY(ipa_json_value_report(view, &json, error));
    if (options->output != NULL)
        IPA_TRY(write_workbook(view, options->output, error));
    if (options->csv != NULL)
        IPA_TRY(write_csv(view, options->csv, error));
    if (options->json != NULL)
        IPA_TRY(ipa_output_text(options->json, json, view->arena, error));
    if (!options->quiet && (options->json == NULL || strcmp(options->json, "-") != 0))
        IPA_TRY(ipa_output_text("-", ipa_value_report_text(view), view->arena, error));
out:
    return status;
}

static ipa_status value(const ipa_options *options, const ipa_loaded *loaded, ipa_arena *arena,
                        ipa_patent_values **values, ipa_error *error) {
    const ipa_deal_simulation *asked = &loaded->deal->simulation;
    ipa_progress progress = ipa_progress_start((ipa_when)options->progress);
    const ipa_income_options run = {
        .n_paths = options->paths >= 0 ? (long)options->paths : asked->n_paths,
        .seed = options->seed >= 0 ? (unsigned long long)options->seed : asked->seed,
        .progress = ipa_progress_report,
        .context = &progress,
    };
    const ipa_status status = ipa_patent_value_run(loaded->plan, &run, arena, values, error);
    ipa_progress_finish(&progress);
    return status;
}

int ipa_commands_value(const ipa_options *options, ipa_arena *arena) {
    ipa_status status = IPA_OK;
    ipa_error error = {0};
    ipa_loaded loaded;
    ipa_patent_values *values = NULL;
    IPA_TRY(ipa_run_info_check(options, &error));
    IPA_TRY(check_outputs(options, arena, &error));
    IPA_TRY(ipa_commands_load(options, arena, &loaded, &error));
    IPA_TRY(value(options, &loaded, arena, &values, &error));
    const ipa_run_info info = ipa_run_info_make(options, &loaded.findings, arena);
    ipa_view view = ipa_run_info_view(options, &loaded, NULL, &info, arena);
    view.value = values;
    IPA_TRY(write_outputs(options, &view, &error));
    return IPA_EXIT_DONE;
out:
    return ipa_commands_fail(&error);
}
