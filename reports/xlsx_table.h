#pragma once
/** A table on a sheet: heads, cells, widths.
 *
 *  Knows: how a table of reports/table.h is laid out in rows and columns.
 *  Does not know: which table it is.
 */
#include "reports/xlsx_page.h"

/** Where a table stands; rows and columns from 0. */
typedef struct ipa_xlsx_place {
    int head_row, first_row, last_row; /**< last_row < first_row: no rows */
    int last_column;
    double height; /**< points from its topmost row to the end of its note */
} ipa_xlsx_place;

/** Makes the page's columns as wide as the table needs them. Where a sheet holds several tables,
 *  each is measured before the first is written. */
void ipa_xlsx_table_measure(ipa_xlsx_page *page, const ipa_table *table);

/** Writes a table with its heads in row `head_row`, column groups above them where it has some, and
 *  its title above (`titled`). Moves the page's next row below it. */
ipa_xlsx_place ipa_xlsx_table_write(ipa_xlsx_page *page, const ipa_table *table, int head_row,
                                    bool titled);

/** The table on its side: a row becomes a column headed by its first cell. @owner the table's
 * arena.
 */
const ipa_table *ipa_xlsx_table_turn(const ipa_table *table, ipa_language language);

/** Whether a column of the table has a head above its head. */
bool ipa_xlsx_table_has_groups(const ipa_table *table);
