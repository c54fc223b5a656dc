#include "reports/cells.h"

#include <string.h>

#include "reports/live.h"
#include "reports/price_report.h"
#include "reports/solve_report.h"
#include "reports/stress_report.h"
#include "reports/value_report.h"
#include "reports/words.h"

const char *ipa_cells_say(const ipa_view *view, const char *zh, const char *en) {
    return ipa_words_pick(view->language, zh, en);
}

static const ipa_view_entry *entry_of(const char *id) {
    for (int n = 0; n < ipa_n_view_entries; n++)
        if (strcmp(ipa_view_entries[n].id, id) == 0)
            return &ipa_view_entries[n];
    for (int n = 0; n < ipa_value_report_n_entries; n++)
        if (strcmp(ipa_value_report_entries[n].id, id) == 0)
            return &ipa_value_report_entries[n];
    for (int n = 0; n < IPA_N_PRICE_SHEETS; n++)
        if (strcmp(ipa_price_report_entries[n].id, id) == 0)
            return &ipa_price_report_entries[n];
    for (int n = 0; n < IPA_N_SOLVE_SHEETS; n++)
        if (strcmp(ipa_solve_report_entries[n].id, id) == 0)
            return &ipa_solve_report_entries[n];
    for (int n = 0; n < IPA_N_STRESS_SHEETS; n++)
        if (strcmp(ipa_stress_report_entries[n].id, id) == 0)
            return &ipa_stress_report_entries[n];
    return NULL;
}

ipa_cells ipa_cells_begin(const ipa_view *view, const char *id, const ipa_cells_column *columns,
                          size_t n_columns) {
    const ipa_view_entry *entry = entry_of(id);
    IPA_ASSERT(entry != NULL);
    ipa_table *table = ipa_table_create(view->arena, id, entry->zh, entry->en);
    for (size_t n = 0; n < n_columns; n++)
        ipa_table_add_column(table, columns[n].zh, columns[n].en, columns[n].format);
    return (ipa_cells){.view = view, .table = table};
}

void ipa_cells_column_add(ipa_cells *cells, const char *zh, const char *en, ipa_format format) {
    ipa_table_add_column(cells->table, zh, en, format);
}

void ipa_cells_row(ipa_cells *cells) {
    cells->row = ipa_table_add_row(cells->table);
    cells->column = 0;
    cells->role = IPA_ROLE_OUTPUT;
    for (int n = 0; n < cells->table->n_columns; n++)
        cells->row[n].role = IPA_ROLE_OUTPUT;
}

void ipa_cells_total(ipa_cells *cells) {
    ipa_cells_row(cells);
    cells->role = IPA_ROLE_TOTAL;
    cells->table->has_total = true;
    for (int n = 0; n < cells->table->n_columns; n++)
        cells->row[n].role = IPA_ROLE_TOTAL;
}

static ipa_table_cell *next(ipa_cells *cells) {
    IPA_ASSERT(cells->row != NULL && cells->column < cells->table->n_columns);
    ipa_table_cell *cell = &cells->row[cells->column++];
    cell->role = cells->role;
    return cell;
}

void ipa_cells_blank(ipa_cells *cells) {
    next(cells);
}

void ipa_cells_text(ipa_cells *cells, const char *text) {
    ipa_table_text(next(cells), text);
}

void ipa_cells_words(ipa_cells *cells, const char *zh, const char *en) {
    ipa_cells_text(cells, ipa_cells_say(cells->view, zh, en));
}

void ipa_cells_number(ipa_cells *cells, double number) {
    ipa_table_number(next(cells), number);
}

void ipa_cells_formatted(ipa_cells *cells, double number, ipa_format format) {
    ipa_table_cell *cell = next(cells);
    ipa_table_number(cell, number);
    cell->has_format = true;
    cell->format = format;
}

void ipa_cells_given(ipa_cells *cells, ipa_number number) {
    ipa_table_cell *cell = next(cells);
    if (!number.given)
        return;
    ipa_table_number(cell, number.value);
    if (cell->role == IPA_ROLE_OUTPUT)
        cell->role = IPA_ROLE_INPUT;
}

void ipa_cells_date(ipa_cells *cells, ipa_date date) {
    ipa_table_cell *cell = next(cells);
    if (date == IPA_NO_DATE)
        return;
    ipa_table_number(cell, date);
    cell->has_format = true;
    cell->format = IPA_FORMAT_DATE;
}

void ipa_cells_bool(ipa_cells *cells, bool value) {
    ipa_table_bool(next(cells), value);
}

void ipa_cells_formula(ipa_cells *cells, const char *formula, double value) {
    ipa_table_formula(next(cells), formula, value);
}

const char *ipa_cells_place(const ipa_cells *cells, int column, int row) {
    return ipa_arena_format(cells->table->arena, "%s%d",
                            ipa_live_column(column, cells->table->arena), IPA_LIVE_FIRST_ROW + row);
}

void ipa_cells_sum(ipa_cells *cells) {
    const ipa_table *table = cells->table;
    const int column = cells->column, last = table->n_rows - 2;
    double sum = 0;
    bool any = false;
    for (int row = 0; row <= last; row++) {
        sum += ipa_table_at(table, row, column)->number;
        any = any || ipa_table_at(table, row, column)->kind == IPA_CELL_NUMBER;
    }
    if (!any) {
        ipa_cells_blank(cells);
        return;
    }
    ipa_cells_formula(cells,
                      ipa_arena_format(table->arena, "=SUM(%s:%s)",
                                       ipa_cells_place(cells, column, 0),
                                       ipa_cells_place(cells, column, last)),
                      sum);
}

void ipa_cells_ratio(ipa_cells *cells, int above, int below) {
    const double numerator = cells->row[above].number, denominator = cells->row[below].number;
    const int row = cells->table->n_rows - 1;
    if (cells->row[above].kind != IPA_CELL_NUMBER || !(denominator > 0)) {
        ipa_cells_blank(cells);
        return;
    }
    ipa_cells_formula(cells,
                      ipa_arena_format(cells->table->arena, "=%s/%s",
                                       ipa_cells_place(cells, above, row),
                                       ipa_cells_place(cells, below, row)),
                      numerator / denominator);
}

void ipa_cells_estimate(ipa_cells *cells, ipa_estimate estimate) {
    ipa_cells_number(cells, estimate.mean);
    ipa_cells_number(cells, estimate.standard_error);
}

void ipa_cells_estimate_formatted(ipa_cells *cells, ipa_estimate estimate, ipa_format format) {
    ipa_cells_formatted(cells, estimate.mean, format);
    ipa_cells_formatted(cells, estimate.standard_error, format);
}
