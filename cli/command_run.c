#include "cli/commands.h"
#include "cli/deck_run.h"
#include "cli/decks.h"
#include "cli/progress.h"
#include "cli/report_files.h"
#include "cli/require.h"
#include "cli/run_info.h"
#include "engine/simulate/simulation.h"
#include "reports/json_run.h"
#include "reports/summary.h"
#include "reports/workbook.h"

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
    const ipa_report_files files = {ipa_workbook_write, ipa_json_run_report, ipa_summary_text,
                                    ipa_view_entries, ipa_n_view_entries};
    ipa_status status = IPA_OK;
    ipa_error error = {0};
    ipa_loaded loaded;
    ipa_result *result = NULL;
    ipa_stress_result *stress = NULL;
    ipa_deck **decks = NULL;
    const ipa_overlay_base base = {.path = options->operand,
                                   .overrides = options->overrides,
                                   .n_overrides = options->n_overrides,
                                   .laws = ipa_laws_create(arena)};
    IPA_TRY(ipa_run_info_check(options, &error));
    IPA_TRY(ipa_report_files_check(options, arena, &error));
    IPA_TRY(ipa_commands_load(options, arena, &loaded, &error));
    IPA_TRY(ipa_require_check(options, loaded.plan, &error));
    IPA_TRY(ipa_decks_load(options, &base, loaded.deal, arena, &decks, &error));
    IPA_TRY(simulate(options, &loaded, arena, &result, &error));
    ipa_run_info info = ipa_run_info_make(options, &loaded.findings, arena);
    if (options->n_decks > 0)
        IPA_TRY(ipa_deck_run(options, &(ipa_deck_job){&loaded, decks, &info, result}, arena,
                             &stress, &error));
    ipa_view view = ipa_run_info_view(options, &loaded, result, &info, arena);
    ipa_patent_values *values;
    IPA_TRY(value_patents(options, &view, &values, &error));
    view.value = values;
    view.stress = stress;
    IPA_TRY(ipa_report_files_write(&files, options, &view, &error));
    return ipa_require_judge(options, result, arena) ? IPA_EXIT_DONE : IPA_EXIT_REQUIREMENT;
out:
    return ipa_commands_fail(&error);
}
