#include "reports/csv.h"

#include <string.h>

#include "engine/base/builder.h"
#include "engine/market/date.h"
#include "reports/words.h"

/* A text a spreadsheet would take for a formula is made text by a leading apostrophe. */
static void put_field(ipa_builder *out, const char *text) {
    bool looks_like_formula = *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
    bool quote = looks_like_formula || strpbrk(text, ",\"\r\n") != NULL || *text == ' ' ||
                 (*text != '\0' && text[strlen(text) - 1] == ' ');
    if (!quote) {
        ipa_builder_add(out, text);
        return;
    }
    ipa_builder_add(out, looks_like_formula ? "\"'" : "\"");
    for (const char *at = text; *at != '\0'; at++)
        ipa_builder_add_n(out, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
    ipa_builder_add(out, "\"");
}

/* 15 significant digits are what a spreadsheet keeps; more would show the dust of sums in yuan. */
static const char *number_text(ipa_arena *arena, double number) {
    const char *text = ipa_arena_format(arena, "%.15g", number);
    return strcmp(text, "-0") == 0 ? "0" : text;
}

static void put_cell(ipa_builder *out, const ipa_table *table, int row, int column) {
    const ipa_table_cell *cell = ipa_table_at(table, row, column);
    ipa_format format = cell->has_format ? cell->format : table->columns[column].format;
    char date[IPA_DATE_TEXT];
    if (cell->kind == IPA_CELL_TEXT)
        put_field(out, cell->text);
    else if (cell->kind == IPA_CELL_BOOL)
        ipa_builder_add(out, cell->number != 0 ? "TRUE" : "FALSE");
    else if (cell->kind == IPA_CELL_NUMBER && format == IPA_FORMAT_DATE)
        ipa_builder_add(out, ipa_date_format((ipa_date)cell->number, date));
    else if (cell->kind == IPA_CELL_NUMBER)
        ipa_builder_add(out, number_text(out->arena, cell->number));
}

/* Amounts are in the deal's currency, and the head says so. */
static const char *head_of(const ipa_table_column *column, ipa_language language,
                           ipa_arena *arena) {
    bool is_money = column->format == IPA_FORMAT_MONEY;
    const char *zh = ipa_arena_format(arena, "%s%s", column->name_zh, is_money ? "（元）" : "");
    const char *en = ipa_arena_format(arena, "%s%s", column->name_en, is_money ? " (yuan)" : "");
    if (language == IPA_LANGUAGE_BOTH)
        return ipa_arena_format(arena, "%s / %s", zh, en);
    return ipa_words_pick(language, zh, en);
}

static bool same_name(const ipa_table_column *left, const ipa_table_column *right) {
    return strcmp(left->name_zh, right->name_zh) == 0 && strcmp(left->name_en, right->name_en) == 0;
}

/* Programs know columns by their heads: one that occurs again, such as `± s.e.`, also names the
 * column it stands beside. */
static const char *unique_head(const ipa_table *table, int column, ipa_language language,
                               ipa_arena *arena) {
    const char *head = head_of(&table->columns[column], language, arena);
    for (int other = 0; column > 0 && other < table->n_columns; other++)
        if (other != column && same_name(&table->columns[column], &table->columns[other]))
            return ipa_arena_format(arena, "%s %s",
                                    head_of(&table->columns[column - 1], language, arena), head);
    return head;
}

const char *ipa_csv_text(const ipa_table *table, ipa_language language, ipa_arena *arena) {
    ipa_builder out = {.arena = arena};
    ipa_builder_add(&out, "\xEF\xBB\xBF");
    for (int column = 0; column < table->n_columns; column++) {
        ipa_builder_add(&out, column == 0 ? "" : ",");
        put_field(&out, unique_head(table, column, language, arena));
    }
    ipa_builder_add(&out, "\r\n");
    for (int row = 0; row < table->n_rows; row++) {
        for (int column = 0; column < table->n_columns; column++) {
            ipa_builder_add(&out, column == 0 ? "" : ",");
            put_cell(&out, table, row, column);
        }
        ipa_builder_add(&out, "\r\n");
    }
    return out.text;
}
