#pragma once
/** The live sheets: tables whose cells are spreadsheet formulas with the engine's figure as their
 *  cached value, so that an auditor can trace each payment from the collections.
 *
 *  Knows: A1 references, the sheets' names, the base case's ledger.
 *  Does not know: workbooks, cell formats, fonts.
 *
 *  Each table stands alone on its sheet: its first data row is row IPA_LIVE_FIRST_ROW, its first
 *  column is A. Sheet names are those of ipa_live_sheet_name, so that formulas can point across.
 */
#include "reports/views.h"

#define IPA_LIVE_FIRST_ROW 6 /* 1-based; above: title, unit, group heads, heads */

/** The name of sheet `number` of the deal report, in the view's language (zh for both). */
const char *ipa_live_sheet_name(int number, ipa_language language);

/** Column name of 0-based column `column`: A, B, … AA. @owner the arena. */
const char *ipa_live_column(int column, ipa_arena *arena);

/** Sheet 8: one row per payment date, a group of columns per step and payee. Column heads carry the
 *  group (`group_zh`, `group_en` of the columns). */
ipa_table *ipa_live_waterfall(const ipa_view *view);

/** Sheet 9: one row per tranche and payment date. */
ipa_table *ipa_live_payments(const ipa_view *view);

/** Sheet 21: one row a check; column C is 1 where it holds and 0 where not (spreadsheets disagree
 * on what a file's TRUE is; IPA_FORMAT_CHECK shows it as TRUE), in row IPA_LIVE_FIRST_ROW for all.
 */
ipa_table *ipa_live_checks(const ipa_view *view);
