#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/require.h"
#include "cli/run_info.h"
#include "engine/simulate/simulation.h"
#include "reports/csv.h"
#include "reports/json.h"
#include "reports/summary.h"
#include "reports/workbook.h"

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
    ipa_status status = ipa_workbook_write(view, temporary, error);
    if (status == IPA_OK)
        return ipa_output_commit(temporary, path, error);
    ipa_output_discard(temporary);
    return status;
}

static ipa_status write_csv(const ipa_view *view, const char *folder, ipa_error *error) {
    ipa_status status = IPA_OK;
    for (int i = 0; i < ipa_n_view_entries; i++) {
        const ipa_view_entry *entry = &ipa_view_entries[i];
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
    IPA_TRY(ipa_json_result(view, &json, error));
    if (options->output != NULL)
        IPA_TRY(write_workbook(view, options->output, error));
    if (options->csv != NULL)
        IPA_TRY(write_csv(view, options->csv, error));
    if (options->json != NULL)
        IPA_TRY(ipa_output_text(options->json, json, view->arena, error));
    /* The result file on standard output must be the only thing there. */
    if (!options->quiet && (options->json == NULL || strcmp(options->json, "-") != 0))
        IPA_TRY(ipa_output_text("-", ipa_summary_text(view), view->arena, error));
out:
    return status;
}

static ipa_status simulate(const ipa_options *options, const ipa_loaded *loaded, ipa_arena *arena,
                           ipa_result **result, ipa_error *error) {
    const ipa_deal_simulation *asked = &loaded->deal->simulation;
    ipa_progress progress = ipa_progress_start((ipa_when)options->progress);
    ipa_simulation_options run = {
        .n_paths = options->paths >= 0 ? (long)options->paths : asked->n_paths,
        .seed = options->seed >= 0 ? (unsigned long long)options->seed : asked->seed,
        .n_threads = options->threads > 0 ? (int)options->threads : 0,
        .rounding = asked->rounding,
        .progress = ipa_progress_report,
        .context = &progress,
    };
    ipa_status status = ipa_simulation_run(loaded->plan, &run, arena, result, error);
    ipa_progress_finish(&progress);
    return status;
}

/* Values of the patents for the report, on fewer paths than the notes are priced on: their sheet
 * stays empty where the contracts cannot be valued to their ends. */
static ipa_status value_patents(const ipa_options *options, const ipa_view *view,
                                ipa_patent_values **values, ipa_error *error) {
    enum { MOST_PATHS = 10000 };
    const ipa_simulation_result *simulation = view->result->simulation;
    const long n_paths = simulation ? simulation->n_paths : 0;
    const ipa_income_options run = {
        .n_paths = n_paths < MOST_PATHS ? n_paths : MOST_PATHS,
        .seed = simulation ? simulation->seed : view->deal->simulation.seed,
    };
    *values = NULL;
    if (view->deal->n_patents == 0 || (options->output == NULL && options->csv == NULL))
        return IPA_OK;
    const ipa_status status = ipa_patent_value_run(view->plan, &run, view->arena, values, error);
    if (status == IPA_LIMIT)
        *values = NULL;
    return status == IPA_LIMIT ? IPA_OK : status;
}

int ipa_commands_run(const ipa_options *options, ipa_arena *arena) {
    ipa_status status = IPA_OK;
    ipa_error error = {0};
    ipa_loaded loaded;
    ipa_result *result = NULL;
    IPA_TRY(ipa_run_info_check(options, &error));
    IPA_TRY(check_outputs(options, arena, &error));
    IPA_TRY(ipa_commands_load(options, arena, &loaded, &error));
    IPA_TRY(ipa_require_check(options, loaded.plan, &error));
    IPA_TRY(simulate(options, &loaded, arena, &result, &error));
    ipa_run_info info = ipa_run_info_make(options, &loaded.findings, arena);
    ipa_view view = ipa_run_info_view(options, &loaded, result, &info, arena);
    ipa_patent_values *values;
    IPA_TRY(value_patents(options, &view, &values, &error));
    view.value = values;
    IPA_TRY(write_outputs(options, &view, &error));
    return ipa_require_judge(options, result, arena) ? IPA_EXIT_DONE : IPA_EXIT_REQUIREMENT;
out:
    return ipa_commands_fail(&error);
}
