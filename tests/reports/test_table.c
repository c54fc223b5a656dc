#include "reports/table.h"

#include <criterion/criterion.h>

static ipa_table *three(ipa_arena *arena) {
    ipa_table *table = ipa_table_create(arena, "three", "三", "Three");
    ipa_table_add_column(table, "一", "One", IPA_FORMAT_TEXT);
    ipa_table_add_column(table, "二", "Two", IPA_FORMAT_MONEY);
    ipa_table_add_column(table, "三", "Three", IPA_FORMAT_RATE);
    for (int n = 0; n < 20; n++) {
        ipa_table_cell *row = ipa_table_add_row(table);
        ipa_table_text(&row[0], n == 7 ? "seven" : NULL);
        ipa_table_number(&row[2], 0.1 * n);
    }
    table->has_total = true;
    return table;
}

Test(table, columns_that_hold_nothing_are_left_out) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_table *without = ipa_table_without_blanks(three(arena));
    cr_assert_eq(without->n_columns, 2);
    cr_assert_eq(without->n_rows, 20);
    cr_expect(without->has_total);
    cr_expect_str_eq(without->id, "three");
    cr_expect_str_eq(without->columns[1].name_en, "Three");
    cr_expect_str_eq(ipa_table_at(without, 7, 0)->text, "seven");
    cr_expect_eq(ipa_table_at(without, 6, 0)->kind, IPA_CELL_BLANK);
    cr_expect_eq(ipa_table_at(without, 19, 1)->number, 0.1 * 19);
    ipa_arena_destroy(arena);
}

/* Formulas say where their neighbours stand. */
Test(table, with_formulas_all_columns_stay) {
    ipa_arena *arena = ipa_arena_create();
    ipa_table *table = three(arena);
    ipa_table_formula(ipa_table_at(table, 3, 2), "=C1", 5);
    cr_expect_eq(ipa_table_without_blanks(table), table);
    ipa_arena_destroy(arena);
}
