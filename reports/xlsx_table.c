#include "reports/xlsx_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

enum {
    EXCEL_EPOCH = 25569, /**< serial day of 1970-01-01 in a workbook */
    SPREAD_WIDTH = 11,   /**< characters of a column that only continues a text */
    ROW_POINTS = 15,     /**< of a row whose height is not set */
    MOST_POINTS = 409    /**< that a workbook allows */
};

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

/* ---- columns ---- */

/** Which columns of the sheet a table's columns take: a long text takes several where the sheet has
 *  more columns than the table, so that it wraps less and widens no column of other tables. */
typedef struct layout {
    int at[IPA_XLSX_MOST_COLUMNS + 1]; /**< the last: one behind the table */
} layout;

static int span_of(const layout *on, int column) {
    return on->at[column + 1] - on->at[column];
}

static int text_width(const ipa_table *table, int column) {
    int widest = 0;
    for (int n = 0; n < table->n_rows; n++) {
        const ipa_table_cell *cell = ipa_table_at(table, n, column);
        const int width = cell->kind == IPA_CELL_TEXT ? head_width(cell->text) + 3 : 0;
        widest = width > widest ? width : widest;
    }
    return widest;
}

static layout lay_out(const ipa_xlsx_page *page, const ipa_table *table) {
    layout on;
    int spare = page->n_spread - table->n_columns, next = page->left, n_long = 0;
    for (int column = 0; column < table->n_columns; column++)
        n_long += text_width(table, column) > page->widest;
    for (int column = 0; column < table->n_columns; column++) {
        const int excess = text_width(table, column) - page->widest;
        on.at[column] = next++;
        if (excess <= 0)
            continue;
        IPA_ASSERT(n_long > 0);
        int more = spare > 0 ? (spare + n_long - 1) / n_long : 0;
        const int wanted = (excess + SPREAD_WIDTH - 1) / SPREAD_WIDTH;
        more = more < wanted ? more : wanted;
        next += more;
        spare -= more;
        n_long--;
    }
    on.at[table->n_columns] = next;
    return on;
}

static int characters_of(const ipa_xlsx_page *page, const layout *on, int column) {
    int characters = 0;
    for (int n = on->at[column]; n < on->at[column + 1]; n++)
        characters += page->widths[n];
    return characters;
}

static const char *head_of(const ipa_xlsx_page *page, const ipa_table *table, int column,
                           char buffer[256]) {
    const ipa_table_column *head = &table->columns[column];
    return ipa_xlsx_page_words(page->style, head->name_zh, head->name_en, buffer);
}

/* What stands in brackets goes to a line of its own where the head does not fit one line. */
static const char *broken(const char *text, char buffer[256]) {
    const char *bracket = strstr(text, "（");
    if (!bracket || bracket == text || bracket[-1] == '\n')
        return text;
    snprintf(buffer, 256, "%.*s\n%s", (int)(bracket - text), text, bracket);
    return buffer;
}

/* A head may wrap to two lines, what it has in brackets to two more. */
static int wanted_by_head(const ipa_xlsx_page *page, const ipa_table *table, int column) {
    char words[256], buffer[256];
    const int width = head_width(broken(head_of(page, table, column, words), buffer));
    const int own = table->columns[column].width, half = (width + 1) / 2 + 2;
    const int wanted = own ? own : ipa_xlsx_format_width(table->columns[column].format);
    return wanted < half ? half : wanted;
}

/* A text in a column of figures (a note, `none`) keeps the text's format. */
static ipa_format kind_of(const ipa_table *table, const ipa_table_cell *cell, int column) {
    if (cell->has_format)
        return cell->format;
    return cell->kind == IPA_CELL_TEXT ? IPA_FORMAT_TEXT : table->columns[column].format;
}

void ipa_xlsx_table_measure(ipa_xlsx_page *page, const ipa_table *table) {
    const layout on = lay_out(page, table);
    for (int column = 0; column < table->n_columns; column++) {
        const int at = on.at[column];
        for (int n = at + 1; n < on.at[column + 1]; n++)
            ipa_xlsx_page_widen(page, n, SPREAD_WIDTH);
        ipa_xlsx_page_widen(page, at, text_width(table, column));
        ipa_xlsx_page_widen(page, at, wanted_by_head(page, table, column));
        for (int n = 0; n < table->n_rows; n++) {
            const ipa_table_cell *cell = ipa_table_at(table, n, column);
            if (cell->kind != IPA_CELL_TEXT)
                ipa_xlsx_page_widen(page, at, ipa_xlsx_format_width(kind_of(table, cell, column)));
        }
    }
}

/* Lines a text takes in so many characters. */
static int count_lines(const char *text, int characters) {
    int lines = 0;
    IPA_ASSERT(characters > 0);
    for (const char *line = text; *line;) {
        const size_t n_bytes = strcspn(line, "\n");
        const int width = ipa_text_width(line, n_bytes);
        lines += width > characters ? (width + characters - 1) / characters : 1;
        line += n_bytes + (line[n_bytes] == '\n');
    }
    return lines;
}

/* ---- rows ---- */

static double set_height(const ipa_xlsx_page *page, int row, double points) {
    points = points > MOST_POINTS ? MOST_POINTS : points;
    worksheet_set_row(page->sheet, (lxw_row_t)row, points, NULL);
    return points;
}

/* The cells that a text is spread over become one, to be written as the first of them. */
static void join(const ipa_xlsx_page *page, const layout *on, int column, int row,
                 lxw_format *format) {
    if (span_of(on, column) > 1)
        worksheet_merge_range(page->sheet, (lxw_row_t)row, (lxw_col_t)on->at[column],
                              (lxw_row_t)row, (lxw_col_t)(on->at[column + 1] - 1), "", format);
}

static double write_heads(ipa_xlsx_page *page, const ipa_table *table, const layout *on, int row) {
    lxw_format *format = page->style->faces[IPA_XLSX_FACE_HEAD];
    char words[256], buffer[256];
    int lines = 1;
    for (int column = 0; column < table->n_columns; column++) {
        const int characters = characters_of(page, on, column);
        const char *text = head_of(page, table, column, words);
        if (head_width(text) > characters)
            text = broken(text, buffer);
        const int own = count_lines(text, characters);
        lines = own > lines ? own : lines;
        join(page, on, column, row, format);
        ipa_xlsx_page_text(page, row, on->at[column], text, format);
    }
    return set_height(page, row, 6 + 13.0 * lines);
}

static double write_groups(ipa_xlsx_page *page, const ipa_table *table, const layout *on, int row) {
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
        const int first = on->at[column], last = on->at[end] - 1;
        if (last > first)
            worksheet_merge_range(page->sheet, (lxw_row_t)row, (lxw_col_t)first, (lxw_row_t)row,
                                  (lxw_col_t)last, text, format);
        else
            ipa_xlsx_page_text(page, row, first, text, format);
    }
    return set_height(page, row, page->style->language == IPA_LANGUAGE_BOTH ? 30 : 18);
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
    lxw_format *format = ipa_xlsx_format_cell(page->style, kind, cell.role, cell.number);
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

static double write_row(ipa_xlsx_page *page, const ipa_table *table, const layout *on, int n,
                        int row) {
    const bool total = table->has_total && n == table->n_rows - 1;
    int lines = 1;
    for (int column = 0; column < table->n_columns; column++) {
        ipa_table_cell cell = *ipa_table_at(table, n, column);
        if (total)
            cell.role = IPA_ROLE_TOTAL;
        const ipa_format kind = kind_of(table, &cell, column);
        if (cell.kind == IPA_CELL_TEXT) {
            /* Cells are set smaller than the characters that columns are measured in. */
            const int own = count_lines(cell.text, characters_of(page, on, column) * 8 / 7);
            lines = own > lines ? own : lines;
        }
        join(page, on, column, row, page->style->cells[kind][cell.role]);
        write_cell(page, row, on->at[column], cell, kind);
    }
    return lines > 1 ? set_height(page, row, 3 + 12.5 * lines) : ROW_POINTS;
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
static double write_note(ipa_xlsx_page *page, const ipa_table *table) {
    const int first_row = page->next_row;
    const ipa_language language = page->style->language;
    const char *const lines[] = {language == IPA_LANGUAGE_EN ? NULL : table->note_zh,
                                 language == IPA_LANGUAGE_ZH ? NULL : table->note_en};
    for (size_t n = 0; n < sizeof lines / sizeof *lines; n++)
        if (lines[n])
            ipa_xlsx_page_text(page, page->next_row++, page->left, lines[n],
                               page->style->faces[IPA_XLSX_FACE_NOTE]);
    return ROW_POINTS * (page->next_row - first_row);
}

ipa_xlsx_place ipa_xlsx_table_write(ipa_xlsx_page *page, const ipa_table *table, int head_row,
                                    bool titled) {
    const bool grouped = ipa_xlsx_table_has_groups(table);
    const layout on = lay_out(page, table);
    double height = titled ? ROW_POINTS : 0;
    ipa_xlsx_table_measure(page, table);
    if (titled)
        write_title(page, table, head_row - (grouped ? 2 : 1));
    if (grouped)
        height += write_groups(page, table, &on, head_row - 1);
    height += write_heads(page, table, &on, head_row);
    for (int n = 0; n < table->n_rows; n++)
        height += write_row(page, table, &on, n, head_row + 1 + n);
    page->next_row = head_row + 1 + table->n_rows;
    height += write_note(page, table);
    return (ipa_xlsx_place){.head_row = head_row,
                            .first_row = head_row + 1,
                            .last_row = head_row + table->n_rows,
                            .last_column = on.at[table->n_columns] - 1,
                            .height = height};
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
