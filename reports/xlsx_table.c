#include "reports/xlsx_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

enum { EXCEL_EPOCH = 25569 /**< serial day of 1970-01-01 in a workbook */ };

bool ipa_xlsx_table_has_groups(const ipa_table *table) {
    for (int column = 0; column < table->n_columns; column++)
        if (table->columns[column].group_zh || table->columns[column].group_en)
            return true;
    return false;
}

static bool same(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static int head_width(const char *text) {
    int widest = 0;
    for (const char *line = text; *line;) {
        const size_t n_bytes = strcspn(line, "\n");
        const int width = ipa_text_width(line, n_bytes);
        widest = width > widest ? width : widest;
        line += n_bytes + (line[n_bytes] == '\n');
    }
    return widest;
}

/* Heads wrap to two lines; a long text wraps, so that one cell does not push the rest off paper. */
static void write_heads(ipa_xlsx_page *page, const ipa_table *table, int row) {
    char buffer[256];
    int lines = 1;
    for (int column = 0; column < table->n_columns; column++) {
        const ipa_table_column *head = &table->columns[column];
        const char *text = ipa_xlsx_page_words(page->style, head->name_zh, head->name_en, buffer);
        const int by_format = ipa_xlsx_format_width(head->format);
        const int width = head_width(text);
        int wanted = head->width ? head->width : by_format;
        if (wanted < (width + 1) / 2 + 2)
            wanted = (width + 1) / 2 + 2;
        ipa_xlsx_page_widen(page, page->left + column, wanted);
        lines = width + 1 > wanted ? 2 : lines;
        ipa_xlsx_page_text(page, row, page->left + column, text,
                           page->style->faces[IPA_XLSX_FACE_HEAD]);
    }
    if (page->style->language == IPA_LANGUAGE_BOTH)
        lines *= 2;
    worksheet_set_row(page->sheet, (lxw_row_t)row, 6 + 13.0 * lines, NULL);
}

static void write_groups(ipa_xlsx_page *page, const ipa_table *table, int row) {
    lxw_format *format = page->style->faces[IPA_XLSX_FACE_GROUP];
    char buffer[256];
    for (int column = 0, end; column < table->n_columns; column = end) {
        const ipa_table_column *head = &table->columns[column];
        for (end = column + 1; end < table->n_columns; end++)
            if (!same(head->group_zh, table->columns[end].group_zh) ||
                !same(head->group_en, table->columns[end].group_en))
                break;
        if (!head->group_zh && !head->group_en)
            continue;
        const char *text = ipa_xlsx_page_words(page->style, head->group_zh, head->group_en, buffer);
        if (end == column + 1)
            ipa_xlsx_page_text(page, row, page->left + column, text, format);
        else
            worksheet_merge_range(page->sheet, (lxw_row_t)row, (lxw_col_t)(page->left + column),
                                  (lxw_row_t)row, (lxw_col_t)(page->left + end - 1), text, format);
    }
    worksheet_set_row(page->sheet, (lxw_row_t)row,
                      page->style->language == IPA_LANGUAGE_BOTH ? 30 : 18, NULL);
}

/* A truth is written as a number that is shown as TRUE or FALSE: a workbook made here cannot keep
 * the value of a logical formula, and readers would not agree on what it was. */
static void write_truth(ipa_xlsx_page *page, int row, int column, const ipa_table_cell *cell,
                        lxw_format *format) {
    const char *test = cell->formula + (*cell->formula == '=');
    const size_t size = strlen(test) + sizeof "=IF(,1,0)";
    char *formula = malloc(size);
    IPA_ASSERT(formula);
    snprintf(formula, size, "=IF(%s,1,0)", test);
    worksheet_write_formula_num(page->sheet, (lxw_row_t)row, (lxw_col_t)column, formula, format,
                                cell->number);
    free(formula);
}

static void write_formula(ipa_xlsx_page *page, int row, int column, const ipa_table_cell *cell,
                          lxw_format *format) {
    if (cell->kind == IPA_CELL_BOOL)
        write_truth(page, row, column, cell, format);
    else if (cell->kind == IPA_CELL_TEXT)
        worksheet_write_formula_str(page->sheet, (lxw_row_t)row, (lxw_col_t)column, cell->formula,
                                    format, cell->text);
    else
        worksheet_write_formula_num(page->sheet, (lxw_row_t)row, (lxw_col_t)column, cell->formula,
                                    format, cell->number);
}

static void write_cell(ipa_xlsx_page *page, int row, int column, ipa_table_cell cell,
                       ipa_format kind) {
    lxw_format *format = page->style->cells[kind][cell.role];
    if (kind == IPA_FORMAT_DATE && cell.kind == IPA_CELL_NUMBER)
        cell.number += EXCEL_EPOCH;
    if (cell.formula && cell.kind != IPA_CELL_BLANK)
        write_formula(page, row, column, &cell, format);
    else if (cell.kind == IPA_CELL_TEXT)
        ipa_xlsx_page_text(page, row, column, cell.text, format);
    else if (cell.kind == IPA_CELL_NUMBER)
        ipa_xlsx_page_number(page, row, column, cell.number, format);
    else if (cell.kind == IPA_CELL_BOOL)
        worksheet_write_boolean(page->sheet, (lxw_row_t)row, (lxw_col_t)column, cell.number != 0,
                                format);
    else
        worksheet_write_blank(page->sheet, (lxw_row_t)row, (lxw_col_t)column, format);
}

/* A text in a column of figures (a note, `none`) keeps the text's format. */
static ipa_format kind_of(const ipa_table *table, const ipa_table_cell *cell, int column) {
    if (cell->has_format)
        return cell->format;
    return cell->kind == IPA_CELL_TEXT ? IPA_FORMAT_TEXT : table->columns[column].format;
}

/* Lines a text takes in the widest column, which it gets when it is long; cells are set smaller
 * than the characters that columns are measured in. */
static int count_lines(const char *text) {
    int lines = 0;
    for (const char *line = text; *line;) {
        const size_t n_bytes = strcspn(line, "\n");
        lines += 1 + ipa_text_width(line, n_bytes) / (IPA_XLSX_WIDEST + 3);
        line += n_bytes + (line[n_bytes] == '\n');
    }
    return lines;
}

static void write_row(ipa_xlsx_page *page, const ipa_table *table, int n, int row) {
    const bool total = table->has_total && n == table->n_rows - 1;
    int lines = 1;
    for (int column = 0; column < table->n_columns; column++) {
        ipa_table_cell cell = *ipa_table_at(table, n, column);
        if (total)
            cell.role = IPA_ROLE_TOTAL;
        const ipa_format kind = kind_of(table, &cell, column);
        if (cell.kind == IPA_CELL_TEXT) {
            ipa_xlsx_page_widen(page, page->left + column, head_width(cell.text) + 3);
            const int own = count_lines(cell.text);
            lines = own > lines ? own : lines;
        } else
            ipa_xlsx_page_widen(page, page->left + column, ipa_xlsx_format_width(kind));
        write_cell(page, row, page->left + column, cell, kind);
    }
    if (lines > 1) /* no higher than a workbook allows */
        worksheet_set_row(page->sheet, (lxw_row_t)row, lines < 32 ? 3 + 12.5 * lines : 409, NULL);
}

/* A title runs on over its neighbours, in one line. */
static void write_title(ipa_xlsx_page *page, const ipa_table *table, int row) {
    char buffer[256], line[256];
    snprintf(line, sizeof line, "%s",
             ipa_xlsx_page_words(page->style, table->title_zh, table->title_en, buffer));
    char *end = strchr(line, '\n');
    if (end)
        *end = ' ';
    ipa_xlsx_page_text(page, row, page->left, line, page->style->faces[IPA_XLSX_FACE_SUBTITLE]);
}

/* In one line that runs on over empty cells, two where the report has two languages. */
static void write_note(ipa_xlsx_page *page, const ipa_table *table) {
    const ipa_language language = page->style->language;
    const char *const lines[] = {language == IPA_LANGUAGE_EN ? NULL : table->note_zh,
                                 language == IPA_LANGUAGE_ZH ? NULL : table->note_en};
    for (size_t n = 0; n < sizeof lines / sizeof *lines; n++)
        if (lines[n])
            ipa_xlsx_page_text(page, page->next_row++, page->left, lines[n],
                               page->style->faces[IPA_XLSX_FACE_NOTE]);
}

ipa_xlsx_place ipa_xlsx_table_write(ipa_xlsx_page *page, const ipa_table *table, int head_row,
                                    bool titled) {
    const bool grouped = ipa_xlsx_table_has_groups(table);
    if (titled)
        write_title(page, table, head_row - (grouped ? 2 : 1));
    if (grouped)
        write_groups(page, table, head_row - 1);
    write_heads(page, table, head_row);
    for (int n = 0; n < table->n_rows; n++)
        write_row(page, table, n, head_row + 1 + n);
    page->next_row = head_row + 1 + table->n_rows;
    write_note(page, table);
    return (ipa_xlsx_place){.head_row = head_row,
                            .first_row = head_row + 1,
                            .last_row = head_row + table->n_rows,
                            .last_column = page->left + table->n_columns - 1};
}

const ipa_table *ipa_xlsx_table_turn(const ipa_table *table, ipa_language language) {
    const ipa_table_column *first = &table->columns[0];
    ipa_table *turned = ipa_table_create(table->arena, table->id, table->title_zh, table->title_en);
    ipa_table_add_column(turned, first->name_zh, first->name_en, IPA_FORMAT_TEXT);
    for (int n = 0; n < table->n_rows; n++) {
        const char *name = ipa_table_at(table, n, 0)->text;
        ipa_table_add_column(turned, name ? name : "", name ? name : "", IPA_FORMAT_MONEY);
    }
    for (int column = 1; column < table->n_columns; column++) {
        const ipa_table_column *head = &table->columns[column];
        ipa_table_cell *row = ipa_table_add_row(turned);
        ipa_table_text(&row[0], language == IPA_LANGUAGE_EN ? head->name_en : head->name_zh);
        for (int n = 0; n < table->n_rows; n++) {
            row[n + 1] = *ipa_table_at(table, n, column);
            row[n + 1].format = kind_of(table, &row[n + 1], column);
            row[n + 1].has_format = true;
            row[n + 1].role = IPA_ROLE_OUTPUT;
        }
    }
    return turned;
}
