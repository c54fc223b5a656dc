#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "reports/plain.h"

static ipa_view view_of(ipa_arena *arena, ipa_language language, ipa_unit unit) {
    return (ipa_view){.language = language, .unit = unit, .arena = arena};
}

Test(plain, figures) {
    ipa_arena *arena = ipa_arena_create();
    ipa_view yuan = view_of(arena, IPA_LANGUAGE_ZH, IPA_UNIT_YUAN);
    ipa_view wan = view_of(arena, IPA_LANGUAGE_EN, IPA_UNIT_WAN);
    const struct {
        const ipa_view *view;
        double number;
        ipa_format format;
        const char *text;
    } cases[] = {{&yuan, 1234567.891, IPA_FORMAT_MONEY, "1,234,567.89"},
                 {&yuan, -1234.5, IPA_FORMAT_MONEY, "-1,234.50"},
                 {&yuan, -0.001, IPA_FORMAT_MONEY, "0.00"},
                 {&yuan, 999.999, IPA_FORMAT_MONEY, "1,000.00"},
                 {&wan, 95e6, IPA_FORMAT_MONEY, "9,500.00"},
                 {&yuan, 0.0279, IPA_FORMAT_RATE, "2.79%"},
                 {&yuan, 0.00012345, IPA_FORMAT_PROBABILITY, "0.0123%"},
                 {&yuan, 1.5, IPA_FORMAT_MULTIPLE, "1.5000倍"},
                 {&wan, 1.5, IPA_FORMAT_MULTIPLE, "1.5000x"},
                 {&yuan, 100000, IPA_FORMAT_INTEGER, "100,000"},
                 {&yuan, 20388, IPA_FORMAT_DATE, "2025-10-27"},
                 {&yuan, NAN, IPA_FORMAT_MONEY, "-"},
                 {&yuan, INFINITY, IPA_FORMAT_RATE, "-"}};
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++)
        cr_assert_str_eq(ipa_plain_figure(cases[n].view, cases[n].number, cases[n].format),
                         cases[n].text);
    cr_assert_str_eq(
        ipa_plain_estimate(&yuan, (ipa_estimate){0.01, 0.0002}, IPA_FORMAT_PROBABILITY),
        "1.0000% ± 0.0200%");
    ipa_arena_destroy(arena);
}

/* Every line of a table with Chinese text ends in the same column where its last cell is a figure.
 */
Test(plain, columns_line_up_by_display_width) {
    ipa_arena *arena = ipa_arena_create();
    ipa_view view = view_of(arena, IPA_LANGUAGE_ZH, IPA_UNIT_YUAN);
    ipa_table *table = ipa_table_create(arena, "t", "", "");
    ipa_table_add_column(table, "名称", "name", IPA_FORMAT_TEXT);
    ipa_table_add_column(table, "金额", "amount", IPA_FORMAT_MONEY);
    static const char *const NAMES[] = {"优先级", "SUB", "甲a乙"};
    for (int n = 0; n < 3; n++) {
        ipa_table_cell *row = ipa_table_add_row(table);
        ipa_table_text(&row[0], NAMES[n]);
        ipa_table_number(&row[1], n == 0 ? 1e8 : 5);
    }
    ipa_plain plain = ipa_plain_begin(&view);
    ipa_plain_table(&plain, table);
    int n_lines = 0, width = -1;
    for (const char *line = plain.out.text; *line != '\0';) {
        size_t n_bytes = strcspn(line, "\n");
        int this_width = ipa_text_width(line, n_bytes);
        cr_assert(width < 0 || this_width == width, "%.*s", (int)n_bytes, line);
        width = this_width;
        line += n_bytes + 1;
        n_lines++;
    }
    cr_assert_eq(n_lines, 4);
    cr_assert_not_null(strstr(plain.out.text, "金额（元）"));
    ipa_arena_destroy(arena);
}
