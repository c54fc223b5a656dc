#include "cli/report_files.h"

#include <string.h>

#include "cli/output.h"
#include "reports/csv.h"
#include "reports/stress_report.h"

ipa_status ipa_report_files_check(const ipa_options *options, ipa_arena *arena, ipa_error *error) {
    ipa_status status = IPA_OK;
    IPA_TRY(ipa_output_check(options->output, arena, error));
    IPA_TRY(ipa_output_check(options->json, arena, error));
    if (options->csv != NULL)
        IPA_TRY(ipa_output_folder(options->csv, error));
out:
    return status;
}

static ipa_status write_workbook(const ipa_report_files *files, const ipa_view *view,
                                 const char *path, ipa_error *error) {
    const char *temporary = ipa_output_temporary(path, view->arena);
    const ipa_status status = files->workbook(view, temporary, error);
    if (status == IPA_OK)
        return ipa_output_commit(temporary, path, error);
    ipa_output_discard(temporary);
    return status;
}

static ipa_status write_tables(const ipa_view_entry *entries, int n_entries, const ipa_view *view,
                               const char *folder, ipa_error *error) {
    ipa_status status = IPA_OK;
    for (int n = 0; n < n_entries; n++) {
        const char *path = ipa_arena_format(view->arena, "%s/%s.csv", folder, entries[n].id);
        const char *text = ipa_csv_text(entries[n].make(view), view->language, view->arena);
        IPA_TRY(ipa_output_text(path, text, view->arena, error));
    }
out:
    return status;
}

/* A deck run with the deal adds its tables to the deal's. */
static ipa_status write_csv(const ipa_report_files *files, const ipa_view *view, const char *folder,
                            ipa_error *error) {
    ipa_status status = IPA_OK;
    IPA_TRY(write_tables(files->entries, files->n_entries, view, folder, error));
    if (view->stress != NULL && files->entries != ipa_stress_report_entries)
        IPA_TRY(write_tables(ipa_stress_report_entries, IPA_N_STRESS_SHEETS, view, folder, error));
out:
    return status;
}

ipa_status ipa_report_files_write(const ipa_report_files *files, const ipa_options *options,
                                  const ipa_view *view, ipa_error *error) {
    ipa_status status = IPA_OK;
    const char *json = NULL;
    IPA_TRY(files->json(view, &json, error));
    if (options->output != NULL)
        IPA_TRY(write_workbook(files, view, options->output, error));
    if (options->csv != NULL)
        IPA_TRY(write_csv(files, view, options->csv, error));
    if (options->json != NULL)
        IPA_TRY(ipa_output_text(options->json, json, view->arena, error));
    /* The result file on standard output must be the only thing there. */
    if (!options->quiet && (options->json == NULL || strcmp(options->json, "-") != 0))
        IPA_TRY(ipa_output_text("-", files->text(view), view->arena, error));
out:
    return status;
}
