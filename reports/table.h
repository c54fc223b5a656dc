#pragma once
/** A table: what every writer (workbook, CSV, text) writes and all it knows.
 *
 *  Knows: columns with bilingual heads and formats, cells that are text, numbers, dates or formulas
 *  with their value.
 *  Does not know: results, deals, files.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"

typedef enum ipa_format {
    IPA_FORMAT_TEXT,
    IPA_FORMAT_INTEGER,
    IPA_FORMAT_MONEY,       /**< currency, shown in the report's unit */
    IPA_FORMAT_RATE,        /**< decimal shown in % with two places */
    IPA_FORMAT_PROBABILITY, /**< in % with four places */
    IPA_FORMAT_PER_UNIT,    /**< 0.0000 */
    IPA_FORMAT_MULTIPLE,    /**< 0.00"倍" */
    IPA_FORMAT_NUMBER,      /**< 0.0000 */
    IPA_FORMAT_DATE,        /**< serial day of engine/market/date.h */
    IPA_FORMAT_CHECK        /**< TRUE/FALSE */
} ipa_format;

typedef enum ipa_cell_kind {
    IPA_CELL_BLANK,
    IPA_CELL_TEXT,
    IPA_CELL_NUMBER,
    IPA_CELL_BOOL
} ipa_cell_kind;

/** What kind of figure a cell holds, as modellers colour it. */
typedef enum ipa_cell_role {
    IPA_ROLE_OUTPUT,
    IPA_ROLE_INPUT,
    IPA_ROLE_LINK,
    IPA_ROLE_TOTAL,
    IPA_ROLE_HEAD
} ipa_cell_role;

typedef struct ipa_table_cell {
    ipa_cell_kind kind;
    ipa_cell_role role;
    const char *text;
    double number;       /**< also the cached value of a formula; a bool as 0 or 1 */
    const char *formula; /**< `=…` for the workbook, or NULL */
    bool has_format;     /**< overrides the column's */
    ipa_format format;
} ipa_table_cell;

typedef struct ipa_table_column {
    const char *name_zh, *name_en;
    ipa_format format;
    int width; /**< characters; 0: by format */
    const char *group_zh,
        *group_en; /**< head above the heads, spanning equal neighbours; or NULL */
} ipa_table_column;

typedef struct ipa_table {
    const char *id; /**< file name of the CSV: `tranche_payments` */
    const char *title_zh, *title_en;
    ipa_table_column *columns;
    int n_columns;
    ipa_table_cell *cells; /**< [n_rows][n_columns] */
    int n_rows, capacity;
    bool has_total;                /**< the last row is a total */
    const char *note_zh, *note_en; /**< stands below the table of a sheet; NULL: none */
    ipa_arena *arena;
} ipa_table;

ipa_table *ipa_table_create(ipa_arena *arena, const char *id, const char *title_zh,
                            const char *title_en);
/** @owner texts are not copied. Returns the column's index. */
int ipa_table_add_column(ipa_table *table, const char *name_zh, const char *name_en,
                         ipa_format format);
/** Adds a blank row and returns its cells `[n_columns]`; valid until the next row is added. */
ipa_table_cell *ipa_table_add_row(ipa_table *table);
ipa_table_cell *ipa_table_at(const ipa_table *table, int row, int column);

/** The table without its columns in which no row has anything. One with formulas, which count on
 *  their neighbours' places, stays as it is. @owner the table's arena. */
const ipa_table *ipa_table_without_blanks(const ipa_table *table);

/** Setters; a figure that is not finite becomes a blank cell. */
void ipa_table_text(ipa_table_cell *cell, const char *text);
void ipa_table_number(ipa_table_cell *cell, double number);
void ipa_table_formula(ipa_table_cell *cell, const char *formula, double value);
void ipa_table_bool(ipa_table_cell *cell, bool value);
