#pragma once
/** The numbers behind the charts: columns of the chart data sheet.
 *
 *  Knows: where the next block of columns goes, and the range each one takes.
 *  Does not know: charts.
 *
 *  A block is a title, heads, and columns that stand side by side; blocks stand below one another.
 */
#include "reports/xlsx_page.h"

/** The sheet while it is filled. */
typedef struct ipa_xlsx_data {
    ipa_xlsx_page *page;
    int block_row; /**< of the block's title */
    int column;    /**< next free of the block */
} ipa_xlsx_data;

/** A column's cells, as charts name them. */
typedef struct ipa_xlsx_range {
    const char *sheet;
    int first_row, last_row, column;
    int head_row;
} ipa_xlsx_range;

void ipa_xlsx_data_begin(ipa_xlsx_data *data, ipa_xlsx_page *page);

/** Starts a block below the last one. */
void ipa_xlsx_data_block(ipa_xlsx_data *data, const char *title);

/** A column of numbers under a head; what is not finite stays blank. */
ipa_xlsx_range ipa_xlsx_data_numbers(ipa_xlsx_data *data, const char *head, const double *numbers,
                                     int n_numbers, ipa_format format);

/** A column of names, as categories. */
ipa_xlsx_range ipa_xlsx_data_texts(ipa_xlsx_data *data, const char *head, const char *const *texts,
                                   int n_texts);

/** Payment dates, `2025-10`, as categories. */
ipa_xlsx_range ipa_xlsx_data_months(ipa_xlsx_data *data, const char *head, const ipa_date *dates,
                                    int n_dates);
