#pragma once
/** A report on its way out: workbook, CSV folder, result file, text for the terminal.
 *
 *  Knows: which outputs were asked for, in what order they are written, that each is whole or not
 *  there.
 *  Does not know: what stands in them (the report's own functions do).
 */
#include "cli/options.h"
#include "reports/views.h"

/** What a report consists of. */
typedef struct ipa_report_files {
    ipa_status (*workbook)(const ipa_view *view, const char *path, ipa_error *error);
    ipa_status (*json)(const ipa_view *view, const char **text, ipa_error *error);
    const char *(*text)(const ipa_view *view);
    const ipa_view_entry *entries; /**< its tables, one CSV each [n_entries] */
    int n_entries;
} ipa_report_files;

/** Whether what was asked for can be written, before anything is computed. @errors IPA_OUTPUT. */
ipa_status ipa_report_files_check(const ipa_options *options, ipa_arena *arena,
                                  ipa_error *error) IPA_MUST_USE;

/** Writes what was asked for. */
ipa_status ipa_report_files_write(const ipa_report_files *files, const ipa_options *options,
                                  const ipa_view *view, ipa_error *error) IPA_MUST_USE;
