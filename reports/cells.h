#pragma once
/** Filling a table left to right: the pen every view writes with.
 *
 *  Knows: the table of views (for titles), columns as rows of an array, the language of a view.
 *  Does not know: what is written.
 */
#include "reports/views.h"

/** A column as a view lists it. */
typedef struct ipa_cells_column {
    const char *zh, *en;
    ipa_format format;
} ipa_cells_column;

/** Where the next cell goes. */
typedef struct ipa_cells {
    const ipa_view *view;
    ipa_table *table;
    ipa_table_cell *row;
    int column;
    ipa_cell_role role; /**< of the cells written next */
} ipa_cells;

/** An empty table named and titled as IPA_VIEW_TABLE has it. The columns' texts are not copied. */
ipa_cells ipa_cells_begin(const ipa_view *view, const char *id, const ipa_cells_column *columns,
                          size_t n_columns);

/** Further columns, before the first row. */
void ipa_cells_column_add(ipa_cells *cells, const char *zh, const char *en, ipa_format format);

/** Starts a row of outputs; a total row is bold and ends the table. */
void ipa_cells_row(ipa_cells *cells);
void ipa_cells_total(ipa_cells *cells);

/** The next cell of the row. Texts are not copied; what is not finite stays blank. */
void ipa_cells_blank(ipa_cells *cells);
void ipa_cells_text(ipa_cells *cells, const char *text);
void ipa_cells_words(ipa_cells *cells, const char *zh, const char *en);
void ipa_cells_number(ipa_cells *cells, double number);
void ipa_cells_formatted(ipa_cells *cells, double number, ipa_format format);
/** A figure of the deal file: blank where it was not given. */
void ipa_cells_given(ipa_cells *cells, ipa_number number);
void ipa_cells_date(ipa_cells *cells, ipa_date date);
void ipa_cells_bool(ipa_cells *cells, bool value);
/** A formula with the value it has. */
void ipa_cells_formula(ipa_cells *cells, const char *formula, double value);

/* Formulas of a table that stands alone on its sheet, its first row IPA_LIVE_FIRST_ROW. */

/** `C7`: a cell of the table, column and row from 0. @owner the table's arena. */
const char *ipa_cells_place(const ipa_cells *cells, int column, int row);
/** In a total row: the sum of the rows above in this column; blank where they are. */
void ipa_cells_sum(ipa_cells *cells);
/** The row's figure in one column over that in another; blank where there is none. */
void ipa_cells_ratio(ipa_cells *cells, int above, int below);
/** Two cells: mean and standard error. */
void ipa_cells_estimate(ipa_cells *cells, ipa_estimate estimate);
void ipa_cells_estimate_formatted(ipa_cells *cells, ipa_estimate estimate, ipa_format format);

/** A text in the view's language. */
const char *ipa_cells_say(const ipa_view *view, const char *zh, const char *en);

#define IPA_CELLS_COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define IPA_CELLS_BEGIN(view, id, columns) \
    ipa_cells_begin((view), (id), (columns), IPA_CELLS_COUNT(columns))
