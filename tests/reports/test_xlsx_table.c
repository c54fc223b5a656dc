#include "reports/xlsx_table.h"

#include <criterion/criterion.h>

static ipa_table *small(ipa_arena *arena) {
    ipa_table *table = ipa_table_create(arena, "small", "小", "Small");
    ipa_table_add_column(table, "档次", "Tranche", IPA_FORMAT_TEXT);
    ipa_table_add_column(table, "规模", "Size", IPA_FORMAT_MONEY);
    ipa_table_add_column(table, "票面", "Coupon", IPA_FORMAT_RATE);
    for (int n = 0; n < 2; n++) {
        ipa_table_cell *row = ipa_table_add_row(table);
        ipa_table_text(&row[0], n == 0 ? "A" : "SUB");
        ipa_table_number(&row[1], n == 0 ? 95 : 5);
        if (n == 0)
            ipa_table_number(&row[2], 0.0279);
    }
    return table;
}

Test(xlsx_table, a_turned_table_keeps_every_figure_and_its_format) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_table *turned = ipa_xlsx_table_turn(small(arena), IPA_LANGUAGE_EN);
    cr_assert_eq(turned->n_columns, 3);
    cr_assert_eq(turned->n_rows, 2);
    cr_expect_str_eq(turned->columns[0].name_en, "Tranche");
    cr_expect_str_eq(turned->columns[2].name_zh, "SUB");
    cr_expect_str_eq(ipa_table_at(turned, 0, 0)->text, "Size");
    cr_expect_eq(ipa_table_at(turned, 0, 1)->number, 95);
    cr_expect_eq(ipa_table_at(turned, 0, 2)->number, 5);
    cr_expect_eq(ipa_table_at(turned, 0, 2)->format, IPA_FORMAT_MONEY);
    cr_expect_eq(ipa_table_at(turned, 1, 1)->number, 0.0279);
    cr_expect_eq(ipa_table_at(turned, 1, 1)->format, IPA_FORMAT_RATE);
    cr_expect_eq(ipa_table_at(turned, 1, 2)->kind, IPA_CELL_BLANK);
    ipa_arena_destroy(arena);
}

Test(xlsx_table, groups_are_seen_in_either_language) {
    ipa_arena *arena = ipa_arena_create();
    ipa_table *table = small(arena);
    cr_expect_not(ipa_xlsx_table_has_groups(table));
    table->columns[2].group_en = "Interest";
    cr_expect(ipa_xlsx_table_has_groups(table));
    ipa_arena_destroy(arena);
}

Test(xlsx_table, a_table_says_where_it_stands) {
    ipa_arena *arena = ipa_arena_create();
    lxw_workbook *file = workbook_new("/dev/null");
    const ipa_xlsx_style style = ipa_xlsx_format_make(file, IPA_LANGUAGE_BOTH, IPA_UNIT_YUAN);
    ipa_xlsx_page page;
    ipa_xlsx_page_begin(&page, &style, "一");
    page.left = 4;
    const ipa_xlsx_place place = ipa_xlsx_table_write(&page, small(arena), 7, true);
    cr_expect_eq(place.head_row, 7);
    cr_expect_eq(place.first_row, 8);
    cr_expect_eq(place.last_row, 9);
    cr_expect_eq(place.last_column, 6);
    cr_expect_eq(page.next_row, 10);
    cr_expect_eq(page.n_columns, 7);
    cr_expect_geq(page.widths[5], ipa_xlsx_format_width(IPA_FORMAT_MONEY));
    workbook_close(file);
    ipa_arena_destroy(arena);
}

/* A long text in a table of three columns, on a sheet of eight. */
Test(xlsx_table, long_texts_spread_over_columns_that_others_need) {
    ipa_arena *arena = ipa_arena_create();
    lxw_workbook *file = workbook_new("/dev/null");
    const ipa_xlsx_style style = ipa_xlsx_format_make(file, IPA_LANGUAGE_ZH, IPA_UNIT_YUAN);
    ipa_xlsx_page page;
    ipa_table *table = small(arena);
    ipa_table_text(ipa_table_at(table, 0, 0), "forty characters, of which twenty too many");
    ipa_xlsx_page_begin(&page, &style, "一");
    page.widest = 20;
    page.n_spread = 8;
    ipa_xlsx_table_measure(&page, table);
    const ipa_xlsx_place place = ipa_xlsx_table_write(&page, table, 4, true);
    cr_expect_eq(page.widths[0], 20);
    cr_expect_eq(place.last_column, 5); /* 45 characters: 20, and 25 in three columns more */
    const double one_line = place.height;
    page.n_spread = 0;
    cr_expect_eq(ipa_xlsx_table_write(&page, table, 20, true).last_column, 2);
    cr_expect_gt(ipa_xlsx_table_write(&page, table, 40, true).height, one_line);
    workbook_close(file);
    ipa_arena_destroy(arena);
}
