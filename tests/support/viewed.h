#pragma once
/** A deal read, resolved, run and ready to be shown, and what a test asks of a table.
 *
 *  Knows: the sample deal, deals in folders of tests/golden.
 *  Does not know: what is tested.
 */
#include "reports/views.h"

/** The deal in `folder` (from the source tree's root), simulated; 0 paths: base case only. Aborts
 *  the test when it cannot be read or run. */
typedef struct viewed {
    ipa_arena *arena;
    ipa_view view;
    ipa_run_info run;
    ipa_findings findings;
} viewed;

viewed *viewed_create(const char *folder, long n_paths, ipa_language language);
void viewed_free(viewed *of);

/** Index of the first column with this English head; aborts the test when there is none. */
int viewed_column(const ipa_table *table, const char *name_en);

/** The cell in the row under the English head. */
const ipa_table_cell *viewed_cell(const ipa_table *table, int row, const char *name_en);
/** Its number; aborts the test when it holds none. */
double viewed_number(const ipa_table *table, int row, const char *name_en);
/** Its text; "" when it is blank. */
const char *viewed_text(const ipa_table *table, int row, const char *name_en);

/** The first row whose first cell is the text, and whose second is `second` unless NULL; −1: none.
 */
int viewed_row(const ipa_table *table, const char *first, const char *second);
