#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/tape.h"
#include "engine/market/date.h"
#include "reports/csv.h"
#include "tests/support/viewed.h"

static ipa_table *table_of(ipa_arena *arena) {
    ipa_table *table = ipa_table_create(arena, "t", "表", "table");
    ipa_table_add_column(table, "名称", "Name", IPA_FORMAT_TEXT);
    ipa_table_add_column(table, "金额", "Amount", IPA_FORMAT_MONEY);
    ipa_table_add_column(table, "日期", "Date", IPA_FORMAT_DATE);
    ipa_table_add_column(table, "是否", "Flag", IPA_FORMAT_CHECK);
    return table;
}

static void add(ipa_table *table, const char *text, double amount, ipa_date date, bool flag) {
    ipa_table_cell *row = ipa_table_add_row(table);
    ipa_table_text(&row[0], text);
    ipa_table_number(&row[1], amount);
    ipa_table_number(&row[2], date);
    ipa_table_bool(&row[3], flag);
}

Test(csv, whole_text) {
    ipa_arena *arena = ipa_arena_create();
    ipa_table *table = table_of(arena);
    add(table, "甲, \"乙\"", 0.1, ipa_date_from(2025, 10, 27), true);
    add(table, "", NAN, ipa_date_from(2026, 1, 26), false);
    cr_assert_str_eq(ipa_csv_text(table, IPA_LANGUAGE_ZH, arena),
                     "\xEF\xBB\xBF名称,金额（元）,日期,是否\r\n"
                     "\"甲, \"\"乙\"\"\",0.1,2025-10-27,TRUE\r\n"
                     ",,2026-01-26,FALSE\r\n");
    cr_assert_eq(strncmp(ipa_csv_text(table, IPA_LANGUAGE_EN, arena),
                         "\xEF\xBB\xBFName,Amount (yuan),Date,Flag\r\n", 33),
                 0);
    cr_assert_eq(strncmp(ipa_csv_text(table, IPA_LANGUAGE_BOTH, arena), "\xEF\xBB\xBF名称 / Name,",
                         strlen("\xEF\xBB\xBF名称 / Name,")),
                 0);
    ipa_arena_destroy(arena);
}

Test(csv, a_text_is_never_a_formula) {
    static const char *const TEXTS[] = {"=1+1", "+1", "-1", "@a", "\ta", "=\"a\",b"};
    static const char *const FIELDS[] = {"\"'=1+1\"", "\"'+1\"",  "\"'-1\"",
                                         "\"'@a\"",   "\"'\ta\"", "\"'=\"\"a\"\",b\""};
    for (size_t n = 0; n < sizeof TEXTS / sizeof TEXTS[0]; n++) {
        ipa_arena *arena = ipa_arena_create();
        ipa_table *table = table_of(arena);
        add(table, TEXTS[n], -1.5, 0, true);
        const char *text = ipa_csv_text(table, IPA_LANGUAGE_EN, arena);
        const char *row = strchr(text, '\n') + 1;
        cr_assert_eq(strncmp(row, FIELDS[n], strlen(FIELDS[n])), 0, "%s", row);
        cr_assert_not_null(strstr(row, ",-1.5,")); /* a number keeps its sign */
        ipa_arena_destroy(arena);
    }
}

Test(csv, numbers_keep_fifteen_digits) {
    static const double NUMBERS[] = {1.0 / 3, 1e-300, 123456789012.34,
                                     -0.0,    2e22,   8941181.719999999};
    for (size_t n = 0; n < sizeof NUMBERS / sizeof NUMBERS[0]; n++) {
        ipa_arena *arena = ipa_arena_create();
        ipa_table *table = table_of(arena);
        add(table, "x", NUMBERS[n], 0, true);
        const char *text = ipa_csv_text(table, IPA_LANGUAGE_EN, arena);
        double read = strtod(strstr(text, "\nx,") + 3, NULL);
        cr_assert_leq(fabs(read - NUMBERS[n]), 5e-15 * fabs(NUMBERS[n]), "%.17g", NUMBERS[n]);
        ipa_arena_destroy(arena);
    }
}

/* The reader of tapes reads every table of the sample back: as many rows, the same texts. */
Test(csv, every_table_of_the_sample_reads_back) {
    viewed *of = viewed_create("deals/eight-firms", 640, IPA_LANGUAGE_ZH);
    for (int n = 0; n < ipa_n_view_entries; n++) {
        ipa_table *table = ipa_view_entries[n].make(&of->view);
        const char *text = ipa_csv_text(table, IPA_LANGUAGE_ZH, of->arena) + 3;
        ipa_findings findings = ipa_findings_make(of->arena);
        ipa_tape *tape = ipa_tape_parse(table->id, text, strlen(text), of->arena, &findings);
        cr_assert_eq(findings.n_items, 0, "%s", table->id);
        for (size_t column = 0; column < tape->n_columns; column++) /* every head once */
            cr_assert_eq(ipa_tape_column(tape, tape->header[column].text), (int)column, "%s: %s",
                         table->id, tape->header[column].text);
        cr_assert_eq(tape->n_columns, (size_t)table->n_columns, "%s", table->id);
        cr_assert_eq(tape->n_rows, (size_t)table->n_rows, "%s", table->id);
        for (int row = 0; row < table->n_rows; row++)
            for (int column = 0; column < table->n_columns; column++) {
                const ipa_table_cell *cell = ipa_table_at(table, row, column);
                const char *read = ipa_tape_cell(tape, (size_t)row, (size_t)column)->text;
                if (cell->kind == IPA_CELL_TEXT)
                    cr_assert_str_eq(read, cell->text, "%s", table->id);
                cr_assert_eq(cell->kind == IPA_CELL_BLANK, *read == '\0', "%s", table->id);
            }
    }
    viewed_free(of);
}
