#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/report_files.h"
#include "cli/run_info.h"
#include "reports/json_value.h"
#include "reports/value_report.h"
#include "reports/xlsx_value.h"

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
    const ipa_report_files files = {ipa_xlsx_value_write, ipa_json_value_report,
                                    ipa_value_report_text, ipa_value_report_entries,
                                    ipa_value_report_n_entries};
    ipa_status status = IPA_OK;
    ipa_error error = {0};
    ipa_loaded loaded;
    ipa_patent_values *values = NULL;
    IPA_TRY(ipa_run_info_check(options, &error));
    IPA_TRY(ipa_report_files_check(options, arena, &error));
    IPA_TRY(ipa_commands_load(options, arena, &loaded, &error));
    IPA_TRY(value(options, &loaded, arena, &values, &error));
    const ipa_run_info info = ipa_run_info_make(options, &loaded.findings, arena);
    ipa_view view = ipa_run_info_view(options, &loaded, NULL, &info, arena);
    view.value = values;
    IPA_TRY(ipa_report_files_write(&files, options, &view, &error));
    return IPA_EXIT_DONE;
out:
    return ipa_commands_fail(&error);
}
