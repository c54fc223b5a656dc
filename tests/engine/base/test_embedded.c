#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/embedded.h"

/* The file in the source tree is the witness for the copy in the library. */
static void same_as_source(const ipa_embedded *file) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", IPABS_SOURCE_DIR, file->name);
    FILE *source = fopen(path, "rb");
    cr_assert_not_null(source, "%s", path);
    char *bytes = malloc(file->size + 1);
    cr_assert_eq(fread(bytes, 1, file->size + 1, source), file->size, "%s", path);
    cr_expect_arr_eq(bytes, file->bytes, file->size, "%s", path);
    cr_expect_eq(file->bytes[file->size], '\0', "%s", path);
    free(bytes);
    fclose(source);
}

Test(embedded, every_file_is_the_file_of_the_source_tree) {
    const ipa_embedded *first;
    size_t n = ipa_embedded_list("", &first);
    cr_assert_eq(n, ipa_embedded_table_size);
    cr_assert_gt(n, 0);
    for (size_t at = 0; at < n; at++)
        same_as_source(first + at);
}

Test(embedded, names_ascend_so_that_halving_finds_each) {
    for (size_t at = 0; at < ipa_embedded_table_size; at++) {
        const ipa_embedded *file = &ipa_embedded_table[at];
        if (at > 0)
            cr_expect_lt(strcmp(file[-1].name, file->name), 0, "%s", file->name);
        size_t size = 0;
        cr_expect_eq(ipa_embedded_file(file->name, &size), file->bytes);
        cr_expect_eq(size, file->size);
    }
}

Test(embedded, the_sample_deal_and_the_tables_are_inside) {
    static const char *const names[] = {"deals/eight-firms/deal.yaml",
                                        "deals/eight-firms/obligors.csv",
                                        "engine/deal/tables/pd_idealised.csv"};
    for (size_t at = 0; at < sizeof names / sizeof *names; at++)
        cr_expect_not_null(ipa_embedded_file(names[at], NULL), "%s", names[at]);
}

Test(embedded, a_list_holds_its_folder_and_nothing_else) {
    const ipa_embedded *first;
    size_t n = ipa_embedded_list("deals/eight-firms/", &first);
    cr_assert_gt(n, 3);
    for (size_t at = 0; at < n; at++)
        cr_expect_eq(strncmp(first[at].name, "deals/eight-firms/", 18), 0, "%s", first[at].name);
    cr_expect_eq(ipa_embedded_list("no such folder/", &first), 0);
}

Test(embedded, an_unknown_name_gives_nothing) {
    static const char *const names[] = {"",
                                        "deals",
                                        "deals/eight-firms/",
                                        "zzz",
                                        "deals/eight-firms/deal.yam",
                                        "deals/eight-firms/deal.yamlx"};
    for (size_t at = 0; at < sizeof names / sizeof *names; at++)
        cr_expect_null(ipa_embedded_file(names[at], NULL), "%s", names[at]);
}
