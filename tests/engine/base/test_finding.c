#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <string.h>

#include "engine/base/finding.h"
#include "engine/base/text.h"

static ipa_arena *arena;
static ipa_findings findings;

static void open_list(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
}
static void close_list(void) {
    ipa_arena_destroy(arena);
}
TestSuite(finding, .init = open_list, .fini = close_list);

static const char *long_text(void) {
    return ipa_findings_text(&findings, arena, IPA_FORMAT_LONG, false);
}
static const char *short_text(void) {
    return ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false);
}

#define CODE IPA_E0001_FILE_MISSING

static void add(const char *file, int line, int column, int width) {
    ipa_findings_add(&findings, CODE, (ipa_mark){file, line, column, width}, "f", "hint",
                     "message");
}

/* Lines of the long form, from 0. */
static const char *line_of(const char *text, int line) {
    for (; line > 0; line--) {
        text = strchr(text, '\n');
        cr_assert_not_null(text);
        text++;
    }
    return ipa_arena_copy_n(arena, text, strcspn(text, "\n"));
}

/* The table: each code once, in order, its letter its severity, explained by example and remedy. */
Test(finding, codes) {
    for (int code = 0; code < IPA_N_CODES; code++) {
        const ipa_code_entry *entry = ipa_code_lookup((ipa_code)code);
        cr_expect_eq(strlen(entry->code), 5, "%s", entry->code);
        cr_expect_eq(entry->code[0], entry->severity == IPA_ERROR ? 'E' : 'W', "%s", entry->code);
        cr_expect(strspn(entry->code + 1, "0123456789") == 4, "%s", entry->code);
        cr_expect_not_null(strstr(entry->explanation, "Example: "), "%s", entry->code);
        cr_expect_not_null(strstr(entry->explanation, "Remedy: "), "%s", entry->code);
        cr_expect_neq(entry->title[strlen(entry->title) - 1], '.', "%s", entry->code);
        cr_expect(islower(entry->title[0]) || entry->title[0] == '`', "%s", entry->code);
        for (int other = 0; other < code; other++) {
            const ipa_code_entry *earlier = ipa_code_lookup((ipa_code)other);
            cr_expect_str_neq(earlier->code + 1, entry->code + 1);
            cr_expect_str_neq(earlier->name, entry->name);
        }
        cr_expect_eq(ipa_code_by_name(entry->code), entry);
    }
    cr_expect_eq(ipa_code_by_name("e0001"), ipa_code_lookup(IPA_E0001_FILE_MISSING));
    cr_expect_null(ipa_code_by_name("E9999"));
    cr_expect_null(ipa_code_by_name("E000"));
    cr_expect_null(ipa_code_by_name(""));
}

Test(finding, reads_as_documented) {
    ipa_findings_source(&findings, "deal.yaml",
                        "ipabs: 1\ntranches:\n  - coupon: {fixed: 2.79, day_count: ACT/365F}\n");
    ipa_findings_add(&findings, CODE, (ipa_mark){"deal.yaml", 3, 21, 4}, "tranches[0].coupon.fixed",
                     "write `0.0279` or `2.79%`", "%.2f looks like a percentage", 2.79);
    cr_expect_str_eq(long_text(),
                     "error[E0001]: `tranches[0].coupon.fixed`: 2.79 looks like a percentage\n"
                     " --> deal.yaml:3:21\n"
                     "  |\n"
                     "3 |   - coupon: {fixed: 2.79, day_count: ACT/365F}\n"
                     "  |                     ^^^^ write `0.0279` or `2.79%`\n");
    cr_expect_str_eq(short_text(),
                     "deal.yaml:3:21: error[E0001]: tranches[0].coupon.fixed: 2.79 looks like a "
                     "percentage; write `0.0279` or `2.79%`\n");
}

Test(finding, gutter_grows_with_the_line_number) {
    char text[400] = "";
    memset(text, '\n', 122);
    strcpy(text + 122, "bad");
    ipa_findings_source(&findings, "a.csv", text);
    ipa_findings_add(&findings, CODE, (ipa_mark){"a.csv", 123, 1, 3}, NULL, NULL, "wrong");
    cr_expect_str_eq(long_text(), "error[E0001]: wrong\n"
                                  "   --> a.csv:123:1\n"
                                  "    |\n"
                                  "123 | bad\n"
                                  "    | ^^^\n");
}

Test(finding, carets_line_up_under_chinese_text) {
    ipa_findings_source(&findings, "obligors.csv",
                        "编号,名称,行业\r\nE1,深圳某某科技有限公司,制造\r\n");
    add("obligors.csv", 2, 4, 10); /* the name */
    add("obligors.csv", 2, 15, 2); /* the sector */
    const char *text = long_text();
    cr_expect_str_eq(line_of(text, 3), "2 | E1,深圳某某科技有限公司,制造");
    cr_expect_str_eq(line_of(text, 4), "  |    ^^^^^^^^^^^^^^^^^^^^ hint");
    cr_expect_str_eq(line_of(text, 10), "  |                         ^^^^ hint");
    const char *line = line_of(text, 9);
    const char *before = strstr(line, "制造");
    cr_expect_eq(ipa_text_width(line, (size_t)(before - line)), strcspn(line_of(text, 10), "^"));
}

Test(finding, combining_marks_and_tabs) {
    ipa_findings_source(&findings, "a", "\tk:\tcafe\xCC\x81 x\n");
    add("a", 1, 11, 1); /* x: tab, k, colon, tab, c a f e accent, blank */
    const char *text = long_text();
    cr_expect_str_eq(line_of(text, 3), "1 |     k:  cafe\xCC\x81 x");
    cr_expect_str_eq(line_of(text, 4), "  |              ^ hint");
}

Test(finding, marks_at_the_edges_of_a_line) {
    ipa_findings_source(&findings, "a", "abc\n\nlast");
    add("a", 1, 4, 0);   /* behind the end */
    add("a", 1, 2, 100); /* runs over several lines */
    add("a", 2, 1, 3);   /* an empty line */
    add("a", 3, 99, 2);  /* a column that is not there */
    add("a", 3, 2147483647, 2147483647);
    add("a", 4, 1, 1); /* a line that is not there */
    add("a", 3, 0, 0); /* the whole line */
    add("a", 0, 0, 0); /* the whole file */
    const char *text = long_text();
    cr_expect_str_eq(line_of(text, 4), "  |    ^ hint");
    cr_expect_str_eq(line_of(text, 10), "  |  ^^ hint");
    cr_expect_str_eq(line_of(text, 15), "2 | ");
    cr_expect_str_eq(line_of(text, 16), "  | ^ hint");
    cr_expect_str_eq(line_of(text, 22), "  |     ^ hint");
    cr_expect_str_eq(line_of(text, 28), "  |     ^ hint");
    cr_expect_str_eq(line_of(text, 31), " --> a:4:1");
    cr_expect_str_eq(line_of(text, 32), "  = hint");
    cr_expect_str_eq(line_of(text, 35), " --> a:3");
    cr_expect_str_eq(line_of(text, 37), "3 | last");
    cr_expect_str_eq(line_of(text, 38), "  = hint");
    cr_expect_str_eq(line_of(text, 41), " --> a");
    cr_expect_str_eq(line_of(text, 42), "  = hint");
}

Test(finding, line_ends_of_three_kinds) {
    ipa_findings_source(&findings, "a", "one\r\ntwo\rthree\nfour\r\n\r\nsix");
    static const char *const lines[] = {"one", "two", "three", "four", "", "six"};
    for (int n = 0; n < 6; n++)
        add("a", n + 1, 1, 1);
    const char *text = long_text();
    for (int n = 0; n < 6; n++)
        cr_expect_str_eq(line_of(text, 6 * n + 3),
                         ipa_arena_format(arena, "%d | %s", n + 1, lines[n]));
}

/* Wherever the mark lies in a long line of single and double width, what is underlined is what is
 * meant, and the line stays short. */
Test(finding, long_lines_are_trimmed_around_the_mark) {
    char source[4000] = "";
    for (int n = 0; n < 300; n++)
        strcat(source, n % 3 == 0 ? "知" : n % 3 == 1 ? "a" : "产");
    ipa_findings_source(&findings, "a", source);
    for (int column = 1; column <= 299; column++)
        add("a", 1, column, 2);
    const char *text = long_text();
    for (int column = 1; column <= 299; column++) {
        const char *shown = line_of(text, 6 * (column - 1) + 3);
        const char *carets = line_of(text, 6 * (column - 1) + 4);
        int mark = (int)strcspn(carets, "^");
        int width = (int)strspn(carets + mark, "^");
        int begin = (column - 1) / 3 * 5 + (column % 3 == 2 ? 2 : column % 3 == 0 ? 3 : 0);
        cr_assert_leq(ipa_text_width(shown, strlen(shown)), 4 + 3 + 100 + 3);
        size_t at = 0;
        for (uint32_t character; ipa_text_width(shown, at) < mark;)
            at += ipa_text_character(shown + at, strlen(shown + at), &character);
        const char *meant = column % 3 == 1 ? "知a" : column % 3 == 2 ? "a产" : "产知";
        cr_assert_eq(strncmp(shown + at, meant, strlen(meant)), 0, "column %d: %s", column, shown);
        cr_assert_eq(width, ipa_text_width(meant, strlen(meant)), "column %d", column);
        cr_assert_geq(ipa_text_width(shown, strlen(shown)), 4 + 99, "column %d: %s", column, shown);
        /* 500 columns in all: 40 are kept before the mark and 60 from it on, where there are so
         * many. */
        bool cut_before = strncmp(shown + 4, "...", 3) == 0;
        bool cut_behind = strcmp(shown + strlen(shown) - 3, "...") == 0;
        cr_assert_eq(cut_before, begin > 40, "column %d: %s", column, shown);
        cr_assert_eq(cut_behind, begin < 440, "column %d: %s", column, shown);
    }
}

Test(finding, a_line_nobody_could_read_is_not_shown) {
    char *source = ipa_arena_alloc(arena, 70001, 1);
    memset(source, 'x', 70000);
    ipa_findings_source(&findings, "a", source);
    add("a", 1, 69000, 1);
    cr_expect_str_eq(long_text(), "error[E0001]: `f`: message\n --> a:1:69000\n  = hint\n");
}

Test(finding, an_input_cannot_steer_the_terminal) {
    ipa_findings_source(&findings, "a", "x \033[31m y\xE2\x80\xAE z \xFF\n");
    ipa_findings_add(&findings, CODE, (ipa_mark){"a", 1, 3, 5}, "f\033]0;\a", "h\r\nh",
                     "bad \xC3 \x7F\t\xE2\x80\xAE");
    cr_expect_str_eq(long_text(), "error[E0001]: `f�]0;�`: bad � � �\n"
                                  " --> a:1:3\n"
                                  "  |\n"
                                  "1 | x �[31m y� z �\n"
                                  "  |   ^^^^^ h  h\n");
}

Test(finding, texts_are_copied) {
    char file[] = "a";
    char field[] = "field";
    char hint[] = "hint";
    ipa_findings_add(&findings, CODE, (ipa_mark){file, 1, 2, 3}, field, hint, "%s", field);
    file[0] = field[0] = hint[0] = '?';
    cr_expect_str_eq(short_text(), "a:1:2: error[E0001]: field: field; hint\n");
}

Test(finding, short_form_leaves_out_what_is_not_known) {
    ipa_findings_add(&findings, CODE, (ipa_mark){"a", 0, 0, 0}, NULL, NULL, "m");
    ipa_findings_add(&findings, CODE, (ipa_mark){"a", 7, 0, 0}, "", NULL, "m");
    ipa_findings_add(&findings, CODE, (ipa_mark){NULL, 0, 0, 0}, "x", "h", "m");
    cr_expect_str_eq(short_text(), "a: error[E0001]: m\n"
                                   "a:7: error[E0001]: m\n"
                                   "error[E0001]: x: m; h\n");
    cr_expect_str_eq(long_text(), "error[E0001]: m\n --> a\n\n"
                                  "error[E0001]: m\n --> a:7\n\n"
                                  "error[E0001]: `x`: m\n  = h\n");
}

Test(finding, json_holds_every_field) {
    ipa_findings_add(&findings, CODE, (ipa_mark){"池\".csv", 3, 4, 5}, "a\\b", NULL, "坏 \xFF");
    ipa_findings_add(&findings, CODE, (ipa_mark){"b", 0, 0, 0}, NULL, "do", "m");
    json_t *list = json_loads(ipa_findings_text(&findings, arena, IPA_FORMAT_JSON, true), 0, NULL);
    cr_assert_eq(json_array_size(list), 2);
    json_t *expected = json_pack(
        "[{s:s,s:s,s:s,s:i,s:i,s:i,s:s,s:s,s:n},{s:s,s:s,s:s,s:i,s:i,s:i,s:s,s:s,s:s}]", "code",
        "E0001", "severity", "error", "file", "池\".csv", "line", 3, "column", 4, "width", 5,
        "field", "a\\b", "message", "坏 �", "hint", "code", "E0001", "severity", "error", "file",
        "b", "line", 0, "column", 0, "width", 0, "field", "", "message", "m", "hint", "do");
    cr_expect(json_equal(list, expected));
    json_decref(list);
    json_decref(expected);
}

Test(finding, json_of_nothing_is_an_empty_list) {
    cr_expect_str_eq(ipa_findings_text(&findings, arena, IPA_FORMAT_JSON, false), "[]\n");
    cr_expect_str_eq(long_text(), "");
    cr_expect_str_eq(short_text(), "");
}

Test(finding, color_is_only_escapes) {
    ipa_findings_source(&findings, "a", "text");
    add("a", 1, 1, 4);
    const char *plain = long_text();
    const char *color = ipa_findings_text(&findings, arena, IPA_FORMAT_LONG, true);
    char *stripped = ipa_arena_alloc(arena, strlen(color) + 1, 1);
    size_t n = 0;
    for (const char *c = color; *c; c++) {
        if (*c == '\033')
            c += strcspn(c, "m");
        else
            stripped[n++] = *c;
    }
    cr_expect_str_eq(stripped, plain);
    cr_expect_str_neq(color, plain);
    cr_expect_str_eq(ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, true), short_text());
}

Test(finding, sorted_by_file_line_column_and_then_as_added) {
    ipa_findings_source(&findings, "deal.yaml", "");
    ipa_findings_source(&findings, "contracts.csv", "");
    static const struct {
        const char *file;
        int line, column;
    } added[] = {
        {"zz", 1, 1}, {"contracts.csv", 1, 1}, {"deal.yaml", 10, 1}, {"deal.yaml", 9, 5},
        {"aa", 2, 2}, {"deal.yaml", 9, 5},     {"deal.yaml", 9, 1},  {"contracts.csv", 0, 0},
        {"zz", 0, 0}};
    for (int n = 0; n < 9; n++)
        ipa_findings_add(&findings, CODE,
                         (ipa_mark){added[n].file, added[n].line, added[n].column, 0}, NULL, NULL,
                         "%d", n);
    ipa_findings_sort(&findings);
    static const char expected[] = "635271480";
    for (size_t n = 0; n < 9; n++)
        cr_expect_eq(findings.items[n].message[0], expected[n], "place %zu", n);
    cr_expect_eq(findings.n_items, 9);
}

Test(finding, the_1001st_is_counted_only) {
    for (int n = 1; n <= 1001; n++)
        add("a", n, 1, 1);
    cr_expect_eq(findings.n_items, 1000);
    cr_expect_eq(findings.n_errors, 1001);
    cr_expect_eq(findings.n_warnings, 0);
    ipa_findings_sort(&findings);
    cr_expect_eq(findings.items[999].mark.line, 1000);
    const char *text = long_text();
    static const char tail[] = "\n1 more finding is not listed\n";
    cr_expect_str_eq(text + strlen(text) - strlen(tail), tail);
    add("a", 1002, 1, 1);
    cr_expect_not_null(strstr(long_text(), "\n2 more findings are not listed\n"));
}
