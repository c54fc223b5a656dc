#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/tape.h"

static ipa_arena *arena;
static ipa_findings findings;

static void set_up(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
}

static void tear_down(void) {
    ipa_arena_destroy(arena);
}

TestSuite(tape, .init = set_up, .fini = tear_down);

static const ipa_tape *parse(const char *text) {
    return ipa_tape_parse("t.csv", text, strlen(text), arena, &findings);
}

static void expect_cell(const ipa_tape *tape, size_t row, size_t column, const char *text) {
    cr_assert_str_eq(ipa_tape_cell(tape, row, column)->text, text, "row %zu column %zu: `%s`", row,
                     column, ipa_tape_cell(tape, row, column)->text);
}

Test(tape, rfc_4180) {
    const ipa_tape *tape = parse("id,name\r\n1,\"a, \"\"b\"\"\"\r\n2,\"two\nlines\"\r\n3,\"\"\r\n");
    cr_assert_eq(findings.n_items, 0);
    cr_assert_eq(tape->n_columns, 2);
    cr_assert_eq(tape->n_rows, 3);
    expect_cell(tape, 0, 1, "a, \"b\"");
    expect_cell(tape, 1, 1, "two\nlines");
    expect_cell(tape, 2, 1, "");
    cr_assert_eq(ipa_tape_cell(tape, 2, 0)->mark.line, 5);
    cr_assert_eq(ipa_tape_column(tape, "name"), 1);
    cr_assert_eq(ipa_tape_column(tape, "nam"), -1);
}

Test(tape, places_count_characters) {
    const ipa_tape *tape = parse("编号,名称,率\nE1 , 甲公司 ,0.5");
    const ipa_cell *cell = ipa_tape_cell(tape, 0, 1);
    expect_cell(tape, 0, 0, "E1");
    expect_cell(tape, 0, 1, "甲公司");
    cr_assert_eq(cell->mark.line, 2);
    cr_assert_eq(cell->mark.column, 6);
    cr_assert_eq(cell->mark.width, 3);
    cr_assert_eq(ipa_tape_cell(tape, 0, 2)->mark.column, 11);
    cr_assert_eq(tape->header[2].mark.column, 7);
}

Test(tape, ideographic_spaces_are_trimmed) {
    expect_cell(parse("a\n\xE3\x80\x80甲 \xE3\x80\x80\n"), 0, 0, "甲");
}

Test(tape, line_ends_of_any_machine) {
    static const char *const TEXTS[] = {"a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n",
                                        "a,b\r1,2\r3,4\r"};
    for (size_t n = 0; n < 3; n++) {
        const ipa_tape *tape = parse(TEXTS[n]);
        cr_assert_eq(tape->n_rows, 2);
        expect_cell(tape, 1, 1, "4");
        cr_assert_eq(ipa_tape_cell(tape, 1, 1)->mark.line, 3);
    }
}

Test(tape, short_rows_are_padded_and_blank_rows_left_out) {
    const ipa_tape *tape = parse("\n,,\na,b,c,,\n1\n,,,,\n\n4,5,6,,,\n");
    cr_assert_eq(findings.n_items, 0);
    cr_assert_eq(tape->n_columns, 3);
    cr_assert_eq(tape->n_rows, 2);
    expect_cell(tape, 0, 2, "");
    expect_cell(tape, 1, 2, "6");
}

Test(tape, more_rows_than_one_allocation) {
    size_t n_rows = 5000;
    char *text = ipa_arena_alloc(arena, 16 * n_rows, 1);
    char *to = text + sprintf(text, "id,v\n");
    for (size_t row = 0; row < n_rows; row++)
        to += sprintf(to, "%zu,%zu\n", row, row * row);
    const ipa_tape *tape = parse(text);
    cr_assert_eq(tape->n_rows, n_rows);
    for (size_t row = 0; row < n_rows; row++)
        cr_assert_eq(atol(ipa_tape_cell(tape, row, 1)->text), (long)(row * row));
}

Test(tape, broken_quoting_is_found_where_it_begins) {
    static const struct {
        const char *text;
        int line, column;
    } rows[] = {
        {"a,b\n1,\"open\n2,3\n", 2, 3},
        {"a,b\n1,\"x\"y\n", 2, 6},
        {"a,b\n1,x\"y\n", 2, 4},
        {"a,b\n1,\"", 2, 3},
    };
    for (size_t n = 0; n < sizeof rows / sizeof rows[0]; n++) {
        findings = ipa_findings_make(arena);
        cr_assert(parse(rows[n].text)->broken);
        cr_assert_eq(findings.n_items, 1);
        cr_assert_eq(findings.items[0].code, IPA_E0201_TAPE_QUOTE);
        cr_assert_eq(findings.items[0].mark.line, rows[n].line);
        cr_assert_eq(findings.items[0].mark.column, rows[n].column, "%s", rows[n].text);
    }
}

Test(tape, a_long_row_and_a_double_column_are_findings) {
    const ipa_tape *tape = parse("a,a\n1,2,3\n4,5\n");
    cr_assert_eq(findings.n_items, 2);
    cr_assert_eq(findings.items[0].code, IPA_E0204_TAPE_COLUMN_TWICE);
    cr_assert_eq(findings.items[1].code, IPA_E0202_TAPE_ROW_LONG);
    cr_assert_eq(tape->n_rows, 1);
    cr_assert(tape->broken);
}

Test(tape, limits) {
    char *text = ipa_arena_alloc(arena, 70000, 1);
    memcpy(text, "a\n", 2);
    memset(text + 2, 'x', 66000);
    parse(text);
    cr_assert_eq(findings.items[0].code, IPA_E0206_TAPE_LIMIT);
    findings = ipa_findings_make(arena);
    memset(text, 0, 70000);
    for (int n = 0; n < 201; n++)
        strcat(text, "c,");
    strcat(text, "d\n");
    parse(text);
    cr_assert_eq(findings.items[0].code, IPA_E0206_TAPE_LIMIT);
}

Test(tape, nothing_is_an_empty_tape) {
    static const char *const TEXTS[] = {"", "\n", ",,\n", "\r\n\r\n"};
    for (size_t n = 0; n < 4; n++) {
        const ipa_tape *tape = parse(TEXTS[n]);
        cr_assert_eq(tape->n_rows, 0);
        cr_assert_eq(tape->n_columns, 0);
    }
    cr_assert_eq(findings.n_items, 0);
}
