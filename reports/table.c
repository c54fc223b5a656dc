#include "reports/table.h"

#include <math.h>
#include <string.h>

ipa_table *ipa_table_create(ipa_arena *arena, const char *id, const char *title_zh,
                            const char *title_en) {
    ipa_table *table = IPA_NEW(arena, ipa_table);
    *table = (ipa_table){.arena = arena, .id = id, .title_zh = title_zh, .title_en = title_en};
    return table;
}

int ipa_table_add_column(ipa_table *table, const char *name_zh, const char *name_en,
                         ipa_format format) {
    IPA_ASSERT(table->n_rows == 0);
    ipa_table_column column = {.name_zh = name_zh, .name_en = name_en, .format = format};
    IPA_PUSH(table->arena, table->columns, table->n_columns, column);
    return table->n_columns - 1;
}

ipa_table_cell *ipa_table_add_row(ipa_table *table) {
    if (table->n_rows == table->capacity) {
        int capacity = table->capacity == 0 ? 16 : 2 * table->capacity;
        size_t width = (size_t)table->n_columns;
        ipa_table_cell *cells =
            IPA_NEW_ARRAY(table->arena, (size_t)capacity * width, ipa_table_cell);
        if (table->n_rows > 0)
            memcpy(cells, table->cells, (size_t)table->n_rows * width * sizeof *cells);
        table->cells = cells;
        table->capacity = capacity;
    }
    table->n_rows++;
    return ipa_table_at(table, table->n_rows - 1, 0);
}

ipa_table_cell *ipa_table_at(const ipa_table *table, int row, int column) {
    IPA_ASSERT(row >= 0 && row < table->n_rows && column >= 0 && column < table->n_columns);
    return &table->cells[(size_t)row * (size_t)table->n_columns + (size_t)column];
}

static bool is_blank(const ipa_table *table, int column) {
    for (int n = 0; n < table->n_rows; n++)
        if (ipa_table_at(table, n, column)->kind != IPA_CELL_BLANK)
            return false;
    return true;
}

static bool has_formulas(const ipa_table *table) {
    for (int n = 0; n < table->n_rows * table->n_columns; n++)
        if (table->cells[n].formula != NULL)
            return true;
    return false;
}

const ipa_table *ipa_table_without_blanks(const ipa_table *table) {
    if (table->n_rows == 0 || has_formulas(table))
        return table;
    ipa_table *without = IPA_NEW(table->arena, ipa_table);
    int *kept = IPA_NEW_ARRAY(table->arena, table->n_columns, int);
    *without = *table;
    without->columns = NULL;
    without->n_columns = without->n_rows = without->capacity = 0;
    for (int column = 0; column < table->n_columns; column++) {
        if (is_blank(table, column))
            continue;
        kept[without->n_columns] = column;
        IPA_PUSH(table->arena, without->columns, without->n_columns, table->columns[column]);
    }
    for (int n = 0; n < table->n_rows; n++) {
        ipa_table_cell *row = ipa_table_add_row(without);
        for (int column = 0; column < without->n_columns; column++)
            row[column] = *ipa_table_at(table, n, kept[column]);
    }
    return without;
}

void ipa_table_text(ipa_table_cell *cell, const char *text) {
    cell->kind = text == NULL || *text == '\0' ? IPA_CELL_BLANK : IPA_CELL_TEXT;
    cell->text = text;
}

void ipa_table_number(ipa_table_cell *cell, double number) {
    cell->kind = isfinite(number) ? IPA_CELL_NUMBER : IPA_CELL_BLANK;
    cell->number = isfinite(number) ? number : 0;
}

void ipa_table_formula(ipa_table_cell *cell, const char *formula, double value) {
    ipa_table_number(cell, value);
    cell->formula = formula;
}

void ipa_table_bool(ipa_table_cell *cell, bool value) {
    cell->kind = IPA_CELL_BOOL;
    cell->number = value ? 1 : 0;
}
