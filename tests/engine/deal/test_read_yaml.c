#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "engine/deal/read_yaml.h"

static ipa_arena *arena;
static ipa_findings findings;

static void set_up(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
}

static void tear_down(void) {
    ipa_arena_destroy(arena);
}

TestSuite(read_yaml, .init = set_up, .fini = tear_down);

static ipa_node *parse(const char *text) {
    return ipa_read_yaml(text, strlen(text), (ipa_mark){"deal.yaml", 1, 1, 1}, arena, &findings);
}

static void expect_code(ipa_code code, int line, int column) {
    cr_assert_eq(findings.n_items, 1, "%zu findings", findings.n_items);
    cr_assert_eq(findings.items[0].code, code, "%s", findings.items[0].message);
    cr_assert_eq(findings.items[0].mark.line, line);
    cr_assert_eq(findings.items[0].mark.column, column, "column %d", findings.items[0].mark.column);
}

Test(read_yaml, keys_keep_their_order_and_places) {
    const ipa_node *root = parse("名: {zh: 甲, en: \"A b\"}\nlist:\n  - 2.79%\n  - ~\n");
    cr_assert_eq(findings.n_items, 0);
    cr_assert_eq(root->n_items, 2);
    cr_assert_str_eq(root->items[0]->key, "名");
    const ipa_node *en = ipa_node_get(root->items[0], "en");
    cr_assert_str_eq(en->text, "A b");
    cr_assert(en->quoted);
    cr_assert_eq(en->mark.line, 1);
    cr_assert_eq(en->mark.column, 16); /* characters, not bytes */
    cr_assert_eq(en->mark.width, 5);
    cr_assert_eq(en->key_mark.column, 12);
    const ipa_node *list = ipa_node_get(root, "list");
    cr_assert_str_eq(list->items[0]->text, "2.79%");
    cr_assert_str_eq(ipa_node_path(list->items[0], arena), "list[0]");
    cr_assert_str_eq(ipa_node_path(en, arena), "名.en");
    cr_assert_not(ipa_node_given(list->items[1]), "a null is a blank");
}

Test(read_yaml, a_quoted_null_is_text) {
    cr_assert(ipa_node_given(ipa_node_get(parse("a: \"\"\n"), "a")));
}

Test(read_yaml, of_a_double_key_the_first_counts) {
    const ipa_node *root = parse("a: 1\nb: {c: 2}\nb: {c: 3}\na: [4]\n");
    cr_assert_eq(findings.n_items, 2);
    cr_assert_eq(findings.items[0].code, IPA_E0103_DUPLICATE_KEY);
    cr_assert_eq(findings.items[0].mark.line, 3);
    cr_assert_eq(root->n_items, 2);
    cr_assert_str_eq(ipa_node_get(root, "a")->text, "1");
    cr_assert_str_eq(ipa_node_get(ipa_node_get(root, "b"), "c")->text, "2");
}

Test(read_yaml, refuses_what_has_no_meaning_in_a_deal) {
    static const struct {
        const char *text;
        ipa_code code;
        int line, column;
    } rows[] = {
        {"a: [1, 2\n", IPA_E0101_YAML_SYNTAX, 2, 1},
        {"a: *b\n", IPA_E0113_YAML_ALIAS, 1, 4},
        {"*b : 1\n", IPA_E0113_YAML_ALIAS, 1, 1},
        {"a: !!int 3\n", IPA_E0115_YAML_FEATURE, 1, 4},
        {"? [a]\n: 1\n", IPA_E0115_YAML_FEATURE, 1, 3},
        {"a: 1\n---\nb: 2\n", IPA_E0115_YAML_FEATURE, 2, 1},
        {"", IPA_E0101_YAML_SYNTAX, 0, 0},
        {"# only\n", IPA_E0101_YAML_SYNTAX, 0, 0},
    };
    for (size_t n = 0; n < sizeof rows / sizeof rows[0]; n++) {
        findings = ipa_findings_make(arena);
        cr_assert_null(parse(rows[n].text), "%s", rows[n].text);
        expect_code(rows[n].code, rows[n].line, rows[n].column);
    }
}

Test(read_yaml, depth_64_is_read_and_65_is_not) {
    char text[200] = "";
    for (int n = 0; n < IPA_YAML_MAX_DEPTH; n++)
        strcat(text, "[");
    for (int n = 0; n < IPA_YAML_MAX_DEPTH; n++)
        strcat(text, "]");
    cr_assert_not_null(parse(text));
    memmove(text + 1, text, strlen(text) + 1);
    strcat(text, "]");
    cr_assert_null(parse(text));
    expect_code(IPA_E0114_YAML_LIMIT, 1, 65);
}

Test(read_yaml, too_many_values_end_the_reading) {
    size_t n_text = 2 * (size_t)IPA_YAML_MAX_NODES + 16;
    char *text = ipa_arena_alloc(arena, n_text, 1);
    text[0] = '[';
    for (size_t n = 1; n + 1 < n_text; n += 2)
        memcpy(text + n, "1,", 2);
    cr_assert_null(
        ipa_read_yaml(text, n_text - 1, (ipa_mark){"deal.yaml", 1, 1, 1}, arena, &findings));
    cr_assert_eq(findings.items[0].code, IPA_E0114_YAML_LIMIT);
}

/* A value from the command line stands where it is shown. */
Test(read_yaml, a_piece_of_a_line_has_that_lines_places) {
    const char *text = "{student_t: 6}";
    const ipa_node *root =
        ipa_read_yaml(text, strlen(text), (ipa_mark){"--set", 3, 22, 1}, arena, &findings);
    const ipa_node *degrees = ipa_node_get(root, "student_t");
    cr_assert_eq(degrees->mark.line, 3);
    cr_assert_eq(degrees->mark.column, 34);
    cr_assert_str_eq(degrees->mark.file, "--set");
}

Test(read_yaml, too_many_keys_end_the_reading) {
    char *text = ipa_arena_alloc(arena, 20000, 1);
    char *to = text;
    for (int n = 0; n <= IPA_YAML_MAX_KEYS; n++)
        to += sprintf(to, "k%d: 1\n", n);
    cr_assert_null(parse(text));
    expect_code(IPA_E0114_YAML_LIMIT, IPA_YAML_MAX_KEYS + 1, 1);
}
