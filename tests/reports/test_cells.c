#include <criterion/criterion.h>
#include <math.h>

#include "reports/cells.h"

static const ipa_cells_column COLUMNS[] = {
    {"甲", "a", IPA_FORMAT_TEXT}, {"乙", "b", IPA_FORMAT_NUMBER}, {"丙", "c", IPA_FORMAT_NUMBER}};

Test(cells, rows_are_written_left_to_right) {
    ipa_arena *arena = ipa_arena_create();
    ipa_view view = {.language = IPA_LANGUAGE_EN, .arena = arena};
    ipa_cells cells = IPA_CELLS_BEGIN(&view, "audit", COLUMNS);
    cr_assert_str_eq(cells.table->title_en, "Audit");
    ipa_cells_row(&cells);
    ipa_cells_words(&cells, "一", "one");
    ipa_cells_estimate(&cells, (ipa_estimate){1, 0.5});
    ipa_cells_total(&cells);
    ipa_cells_blank(&cells);
    ipa_cells_number(&cells, NAN);
    ipa_cells_formatted(&cells, 2, IPA_FORMAT_MONEY);
    const ipa_table *table = cells.table;
    cr_assert_str_eq(ipa_table_at(table, 0, 0)->text, "one");
    cr_assert_eq(ipa_table_at(table, 0, 2)->number, 0.5);
    cr_assert_eq(ipa_table_at(table, 1, 1)->kind, IPA_CELL_BLANK);
    cr_assert_eq(ipa_table_at(table, 1, 2)->format, IPA_FORMAT_MONEY);
    cr_assert_eq(ipa_table_at(table, 1, 0)->role, IPA_ROLE_TOTAL);
    cr_assert(table->has_total);
    ipa_arena_destroy(arena);
}

Test(cells, a_figure_that_was_not_given_stays_blank) {
    ipa_arena *arena = ipa_arena_create();
    ipa_view view = {.arena = arena};
    ipa_cells cells = IPA_CELLS_BEGIN(&view, "audit", COLUMNS);
    ipa_cells_row(&cells);
    ipa_cells_blank(&cells);
    ipa_cells_given(&cells, (ipa_number){.value = 3, .given = true});
    ipa_cells_given(&cells, (ipa_number){.value = 3});
    cr_assert_eq(ipa_table_at(cells.table, 0, 1)->number, 3);
    cr_assert_eq(ipa_table_at(cells.table, 0, 1)->role, IPA_ROLE_INPUT);
    cr_assert_eq(ipa_table_at(cells.table, 0, 2)->kind, IPA_CELL_BLANK);
    ipa_cells_row(&cells);
    ipa_cells_date(&cells, IPA_NO_DATE);
    cr_assert_eq(ipa_table_at(cells.table, 1, 0)->kind, IPA_CELL_BLANK);
    ipa_arena_destroy(arena);
}
