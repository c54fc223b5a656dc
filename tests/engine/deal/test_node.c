#include <criterion/criterion.h>
#include <string.h>

#include "engine/deal/node.h"
#include "engine/deal/read_yaml.h"

static ipa_arena *arena;
static ipa_node *root;

static ipa_node *parse(const char *text) {
    ipa_findings findings = ipa_findings_make(arena);
    return ipa_read_yaml(text, strlen(text), (ipa_mark){"x", 1, 1, 1}, arena, &findings);
}

static void set_up(void) {
    arena = ipa_arena_create();
    root = parse("tranches:\n  - {id: A, coupon: {fixed: 0.03}}\n  - {id: B2, balance: 5}\n"
                 "empty:\nscalar: 1\n");
}

static void tear_down(void) {
    ipa_arena_destroy(arena);
}

TestSuite(node, .init = set_up, .fini = tear_down);

static ipa_status set(const char *path, const char *value, ipa_error *error) {
    return ipa_node_set(root, arena, path, parse(value), error);
}

static const ipa_node *tranche(size_t n) {
    return ipa_node_get(root, "tranches")->items[n];
}

Test(node, get_of_what_is_no_mapping_is_nothing) {
    cr_assert_null(ipa_node_get(NULL, "a"));
    cr_assert_null(ipa_node_get(ipa_node_get(root, "tranches"), "id"));
    cr_assert_not(ipa_node_given(ipa_node_get(root, "empty")));
    cr_assert_eq(ipa_node_mark(tranche(0), "nothing").line, 2);
}

Test(node, a_value_is_replaced_by_index_or_id) {
    cr_assert_eq(set("tranches[0].coupon.fixed", "0.0279", NULL), IPA_OK);
    const ipa_node *fixed = ipa_node_get(ipa_node_get(tranche(0), "coupon"), "fixed");
    cr_assert_str_eq(fixed->text, "0.0279");
    cr_assert(fixed->overridden);
    cr_assert_str_eq(ipa_node_path(fixed, arena), "tranches[0].coupon.fixed");
    cr_assert_eq(set("tranches[B2].balance", "7", NULL), IPA_OK);
    cr_assert_str_eq(ipa_node_get(tranche(1), "balance")->text, "7");
}

Test(node, a_new_key_is_added_with_the_mappings_it_needs) {
    cr_assert_eq(set("empty.deep.er", "{a: 1}", NULL), IPA_OK);
    const ipa_node *added = ipa_node_get(ipa_node_get(ipa_node_get(root, "empty"), "deep"), "er");
    cr_assert_str_eq(ipa_node_get(added, "a")->text, "1");
    cr_assert(ipa_node_get(added, "a")->overridden);
    cr_assert_str_eq(ipa_node_path(ipa_node_get(added, "a"), arena), "empty.deep.er.a");
    cr_assert_eq(set("model.default.copula", "gaussian", NULL), IPA_OK);
    cr_assert_str_eq(
        ipa_node_path(ipa_node_get(ipa_node_get(ipa_node_get(root, "model"), "default"), "copula"),
                      arena),
        "model.default.copula");
}

Test(node, a_path_that_leads_nowhere_is_refused) {
    static const char *const PATHS[] = {"tranches[2].id",
                                        "tranches[X]",
                                        "tranches[]",
                                        "tranches[0",
                                        "scalar.below",
                                        "",
                                        ".a",
                                        "a.",
                                        "a..b",
                                        "tranches[-1]",
                                        "scalar[0]",
                                        "tranches[0]x",
                                        "tranches[99999999999999999999]"};
    for (size_t n = 0; n < sizeof PATHS / sizeof PATHS[0]; n++) {
        ipa_error error = {0};
        cr_expect_eq(set(PATHS[n], "1", &error), IPA_RANGE, "%s", PATHS[n]);
        cr_expect(error.message[0], "%s", PATHS[n]);
    }
    cr_assert_eq(ipa_node_get(root, "tranches")->n_items, 2);
    cr_assert_str_eq(ipa_node_get(root, "scalar")->text, "1");
}

Test(node, a_copy_stands_alone_and_keeps_its_places) {
    ipa_node *copy = ipa_node_copy(tranche(0), arena);
    cr_assert_null(copy->parent);
    cr_assert_eq(copy->mark.line, 2);
    const ipa_node *fixed = ipa_node_get(ipa_node_get(copy, "coupon"), "fixed");
    cr_assert_eq(fixed->mark.column, 29);
    cr_assert_eq(ipa_node_set(copy, arena, "coupon.fixed", parse("0.04"), NULL), IPA_OK);
    cr_assert_str_eq(ipa_node_get(ipa_node_get(tranche(0), "coupon"), "fixed")->text, "0.03");
    cr_assert_not(ipa_node_get(ipa_node_get(tranche(0), "coupon"), "fixed")->overridden);
}

/* Both trees say the same when they are written on one line again. */
Test(node, what_is_written_on_one_line_reads_back) {
    static const char *const texts[] = {
        "2.79%",
        "\"0.03\"",
        "[1, 2, \"3\", ~]",
        "{macro: 0.4, \"a.b[c]\": {x: [1], y: \"two, three\"}}",
        "'say \"so\" \\ there'",
        "-\n  a: 1\n  b: coverage(A) >= 1.2\n- \"line\\nend\"\n",
    };
    for (size_t n = 0; n < sizeof texts / sizeof *texts; n++) {
        const char *once = ipa_node_flow(parse(texts[n]), arena);
        const ipa_node *again = parse(once);
        cr_assert_not_null(again, "%s", once);
        cr_expect_str_eq(ipa_node_flow(again, arena), once);
        cr_expect_null(strchr(once, '\n'));
    }
    cr_expect_str_eq(ipa_node_flow(parse(texts[0]), arena), texts[0]);
    cr_expect_str_eq(ipa_node_flow(parse(texts[2]), arena), texts[2]);
    cr_expect_str_eq(ipa_node_flow(parse(texts[5]), arena),
                     "[{a: 1, b: \"coverage(A) >= 1.2\"}, \"line\\nend\"]");
}
