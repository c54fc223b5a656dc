#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/deal/folder.h"
#include "tests/support/folders.h"

static ipa_arena *arena;
static ipa_findings findings;
static test_folder made;
static ipa_folder *folder;

static void set_up(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
    made = folder_create();
    cr_assert_eq(ipa_folder_open(made.path, arena, &findings, &folder, NULL), IPA_OK);
}

static void tear_down(void) {
    folder_remove(&made);
    ipa_arena_destroy(arena);
}

TestSuite(folder, .init = set_up, .fini = tear_down);

static const ipa_folder_text *load(const char *name) {
    return ipa_folder_load(folder, name, 1 << 16, (ipa_mark){"deal.yaml", 3, 5, 4}, "pool.x");
}

static void expect_refused(const char *name, ipa_code code) {
    size_t n_before = findings.n_items;
    cr_assert_null(load(name), "%s", name);
    cr_assert_eq(findings.n_items, n_before + 1, "%s", name);
    cr_assert_eq(findings.items[n_before].code, code, "%s: %s", name,
                 findings.items[n_before].message);
}

Test(folder, a_file_is_read_once) {
    const ipa_folder_text *text = load("obligors.csv");
    cr_assert_not_null(text);
    cr_assert(strstr(text->text, "E1,甲公司"));
    folder_write(&made, "obligors.csv", "changed", 7);
    cr_assert_str_eq(load("obligors.csv")->text, text->text);
    cr_assert_eq(findings.n_items, 0);
}

Test(folder, nothing_outside_is_read) {
    static const char *const NAMES[] = {"/etc/passwd", "..",           "../x.csv", "a/../../x.csv",
                                        "sub/..",      "a/b/../c.csv", "./../x",   "//etc/passwd"};
    for (size_t n = 0; n < sizeof NAMES / sizeof NAMES[0]; n++)
        expect_refused(NAMES[n], IPA_E0003_FILE_OUTSIDE);
}

Test(folder, names_with_dots_are_names) {
    folder_write(&made, "..csv", "a\n", 2);
    folder_write(&made, "x..y.csv", "a\n", 2);
    cr_assert_not_null(load("..csv"));
    cr_assert_not_null(load("./x..y.csv"));
}

Test(folder, links_may_stay_inside_but_not_lead_out) {
    char *inside = folder_path(&made, "inside.csv");
    char *outside = folder_path(&made, "outside.csv");
    char *sub = folder_path(&made, "sub");
    cr_assert_eq(symlink("contracts.csv", inside), 0);
    cr_assert_eq(symlink("/etc/hostname", outside), 0);
    cr_assert_eq(symlink("/etc", sub), 0);
    cr_assert_not_null(load("inside.csv"));
    expect_refused("outside.csv", IPA_E0003_FILE_OUTSIDE);
    expect_refused("sub/hostname", IPA_E0003_FILE_OUTSIDE);
    free(inside), free(outside), free(sub);
}

/* A folder whose name only begins like the deal's is another folder. */
Test(folder, a_neighbour_of_like_name_is_outside) {
    char *link = folder_path(&made, "n.csv");
    char neighbour[80];
    snprintf(neighbour, sizeof neighbour, "%s-neighbour", made.path);
    FILE *file = fopen(neighbour, "w");
    cr_assert(file && fputs("a\n", file) >= 0 && fclose(file) == 0);
    cr_assert_eq(symlink(neighbour, link), 0);
    expect_refused("n.csv", IPA_E0003_FILE_OUTSIDE);
    cr_assert_eq(unlink(neighbour), 0);
    free(link);
}

Test(folder, only_regular_files_of_bearable_size) {
    char *sub = folder_path(&made, "sub");
    char *pipe = folder_path(&made, "pipe.csv");
    char *large = folder_path(&made, "large.csv");
    cr_assert_eq(mkdir(sub, 0700), 0);
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    folder_write(&made, "large.csv", "a\n", 2);
    cr_assert_eq(truncate(large, (1 << 16) + 1), 0);
    expect_refused("sub", IPA_E0004_FILE_NOT_REGULAR);
    expect_refused("pipe.csv", IPA_E0004_FILE_NOT_REGULAR);
    expect_refused("large.csv", IPA_E0005_FILE_TOO_LARGE);
    expect_refused("absent.csv", IPA_E0001_FILE_MISSING);
    expect_refused("contracts.csv/x", IPA_E0001_FILE_MISSING);
    expect_refused("C:\\x.csv", IPA_E0009_FILE_PATH);
    free(sub), free(pipe), free(large);
}

Test(folder, what_was_refused_is_not_refused_again) {
    expect_refused("absent.csv", IPA_E0001_FILE_MISSING);
    cr_assert_null(load("absent.csv"));
    cr_assert_eq(findings.n_items, 1);
}

Test(folder, texts_are_text) {
    folder_write(&made, "empty.csv", "", 0);
    folder_write(&made, "blank.csv", " \n\t\r\n", 5);
    folder_write(&made, "bell.csv", "id\n\aE1\n", 7);
    expect_refused("empty.csv", IPA_E0008_FILE_EMPTY);
    expect_refused("blank.csv", IPA_E0008_FILE_EMPTY);
    expect_refused("bell.csv", IPA_E0007_FILE_CONTROL_CHARACTER);
    cr_assert_eq(findings.items[2].mark.line, 2);
    cr_assert_eq(findings.items[2].mark.column, 1);
}
