#pragma once
/** The solver's report: which tables it has, what is read on the terminal.
 *
 *  Knows: the order of the sheets and their names.
 *  Does not know: figures (views make the tables), workbooks.
 */
#include "reports/views.h"

/* X(sheet, id, zh, en) → `ipa_table *ipa_views_<id>(const ipa_view *)`. */
#define IPA_SOLVE_REPORT_TABLE(X)             \
    X(1, solve_answers, "求解结果", "Answer") \
    X(2, solve_tries, "试算结构", "Structures tried")

typedef enum ipa_solve_sheet {
#define IPA_SOLVE_SHEET_ENUM(sheet, id, zh, en) IPA_SOLVE_SHEET_##id,
    IPA_SOLVE_REPORT_TABLE(IPA_SOLVE_SHEET_ENUM)
#undef IPA_SOLVE_SHEET_ENUM
        IPA_N_SOLVE_SHEETS
} ipa_solve_sheet;

#define IPA_SOLVE_REPORT_DECLARE(sheet, id, zh, en) ipa_view_function ipa_views_##id;
IPA_SOLVE_REPORT_TABLE(IPA_SOLVE_REPORT_DECLARE)
#undef IPA_SOLVE_REPORT_DECLARE

extern const ipa_view_entry ipa_solve_report_entries[IPA_N_SOLVE_SHEETS];

/** Answer, what it reaches, how sure it is, how to set it; or why there is none. @owner the view's
 *  arena. */
const char *ipa_solve_report_text(const ipa_view *view);

/** The solve file as text. @owner the view's arena. */
ipa_status ipa_solve_report_json(const ipa_view *view, const char **text,
                                 ipa_error *error) IPA_MUST_USE;

/** Writes the workbook. @errors IPA_OUTPUT. */
ipa_status ipa_solve_report_workbook(const ipa_view *view, const char *path,
                                     ipa_error *error) IPA_MUST_USE;
