#include "reports/plain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/market/date.h"
#include "reports/words.h"

ipa_plain ipa_plain_begin(const ipa_view *view) {
    return (ipa_plain){.view = view, .out = {.arena = view->arena}};
}

void ipa_plain_add(ipa_plain *plain, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *text = ipa_arena_vformat(plain->view->arena, format, arguments);
    va_end(arguments);
    ipa_builder_add(&plain->out, text);
}

void ipa_plain_heading(ipa_plain *plain, const char *zh, const char *en) {
    ipa_plain_add(plain, "\n%s\n", ipa_words_pick(plain->view->language, zh, en));
}

/* Digits before the point in groups of three. */
static const char *grouped(ipa_arena *arena, double number, int decimals) {
    const char *plain = ipa_arena_format(arena, "%.*f", decimals, fabs(number));
    size_t n_whole = strcspn(plain, "."), n_grouped = 0;
    char *text = ipa_arena_alloc(arena, 1, 2 * strlen(plain) + 2);
    bool is_zero = strspn(plain, "0.") == strlen(plain);
    if (number < 0 && !is_zero)
        text[n_grouped++] = '-';
    for (size_t n = 0; n < n_whole; n++) {
        if (n > 0 && (n_whole - n) % 3 == 0)
            text[n_grouped++] = ',';
        text[n_grouped++] = plain[n];
    }
    strcpy(text + n_grouped, plain + n_whole);
    return text;
}

static const char *date_text(ipa_arena *arena, double number) {
    char text[IPA_DATE_TEXT];
    return ipa_arena_copy(arena, ipa_date_format((ipa_date)number, text));
}

const char *ipa_plain_figure(const ipa_view *view, double number, ipa_format format) {
    if (!isfinite(number))
        return "-";
    switch (format) {
    case IPA_FORMAT_MONEY:
        return grouped(view->arena, number / ipa_words_unit_divisor(view->unit),
                       view->unit == IPA_UNIT_YI ? 4 : 2);
    case IPA_FORMAT_INTEGER:
        return grouped(view->arena, number, 0);
    case IPA_FORMAT_RATE:
        return ipa_arena_format(view->arena, "%.2f%%", 100 * number);
    case IPA_FORMAT_PROBABILITY:
        return ipa_arena_format(view->arena, "%.4f%%", 100 * number);
    case IPA_FORMAT_MULTIPLE:
        return ipa_arena_format(view->arena, "%.4f%s", number,
                                ipa_words_pick(view->language, "倍", "x"));
    case IPA_FORMAT_DATE:
        return date_text(view->arena, number);
    case IPA_FORMAT_CHECK:
        return ipa_words_pick(view->language, number != 0 ? "是" : "否",
                              number != 0 ? "yes" : "no");
    default:
        return grouped(view->arena, number, 4);
    }
}

const char *ipa_plain_estimate(const ipa_view *view, ipa_estimate estimate, ipa_format format) {
    if (!isfinite(estimate.mean))
        return "-";
    return ipa_arena_format(view->arena, "%s ± %s", ipa_plain_figure(view, estimate.mean, format),
                            ipa_plain_figure(view, estimate.standard_error, format));
}

/* ---- tables ---- */

const char *ipa_plain_unit(const ipa_view *view) {
    return ipa_words_of(view->language, IPA_WORDS_UNIT, (int)view->unit);
}

static const char *cell_text(const ipa_view *view, const ipa_table *table, int row, int column) {
    const ipa_table_cell *cell = ipa_table_at(table, row, column);
    if (cell->kind == IPA_CELL_BLANK)
        return table->columns[column].format == IPA_FORMAT_TEXT ? "" : "-";
    if (cell->kind == IPA_CELL_TEXT)
        return cell->text;
    const ipa_format usual = table->columns[column].format;
    ipa_format format = cell->has_format ? cell->format : usual;
    const char *figure = ipa_plain_figure(view, cell->number,
                                          cell->kind == IPA_CELL_BOOL ? IPA_FORMAT_CHECK : format);
    if (format != IPA_FORMAT_MONEY || usual == IPA_FORMAT_MONEY)
        return figure;
    /* the head of a column of all kinds of figures names no unit */
    return ipa_arena_format(view->arena, "%s %s", figure, ipa_plain_unit(view));
}

static const char *head_text(const ipa_view *view, const ipa_table_column *column) {
    const char *name = ipa_words_pick(view->language, column->name_zh, column->name_en);
    if (column->format != IPA_FORMAT_MONEY)
        return name;
    return ipa_arena_format(view->arena, "%s%s%s%s", name,
                            ipa_words_pick(view->language, "（", " ("), ipa_plain_unit(view),
                            ipa_words_pick(view->language, "）", ")"));
}

static int width_of(const char *text) {
    return ipa_text_width(text, strlen(text));
}

/* Nothing is padded behind the last column of a line. */
static void padded(ipa_plain *plain, const char *text, int width, bool to_right, bool is_last) {
    int pad = width - width_of(text);
    ipa_plain_add(plain, "%*s%s", to_right ? pad : 0, "", text);
    if (!is_last)
        ipa_plain_add(plain, "%*s", (to_right ? 0 : pad) + 2, "");
}

static bool is_right(const ipa_table_column *column) {
    return column->format != IPA_FORMAT_TEXT;
}

void ipa_plain_table(ipa_plain *plain, const ipa_table *table) {
    const ipa_view *view = plain->view;
    int *widths = IPA_NEW_ARRAY(view->arena, table->n_columns, int);
    for (int column = 0; column < table->n_columns; column++) {
        widths[column] = width_of(head_text(view, &table->columns[column]));
        for (int row = 0; row < table->n_rows; row++) {
            int width = width_of(cell_text(view, table, row, column));
            widths[column] = width > widths[column] ? width : widths[column];
        }
    }
    for (int row = -1; row < table->n_rows; row++) {
        ipa_plain_add(plain, "  ");
        for (int column = 0; column < table->n_columns; column++) {
            const ipa_table_column *head = &table->columns[column];
            padded(plain, row < 0 ? head_text(view, head) : cell_text(view, table, row, column),
                   widths[column], is_right(head), column == table->n_columns - 1);
        }
        ipa_plain_add(plain, "\n");
    }
}
