#include "reports/xlsx_book.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reports/workbook.h"
#include "tests/support/viewed.h"

/* What the file holds is judged by tests/tools/test_workbook.py. */

static void expect_refused(const char *path) {
    viewed *sample = viewed_create("deals/eight-firms", 0, IPA_LANGUAGE_ZH);
    ipa_error error = {0};
    cr_expect_eq(ipa_workbook_write(&sample->view, path, &error), IPA_OUTPUT);
    cr_expect_eq(error.status, IPA_OUTPUT);
    cr_expect_not_null(strstr(error.message, path), "%s", error.message);
    viewed_free(sample);
}

Test(xlsx_book, what_cannot_be_written_is_said) {
    expect_refused("/no/such/folder/report.xlsx");
}

Test(xlsx_book, a_full_disk_is_said) {
    expect_refused("/dev/full");
}

Test(xlsx_book, every_kind_of_step_makes_a_workbook) {
    char path[] = "/tmp/ipabs-book-XXXXXX";
    close(mkstemp(path));
    viewed *deal = viewed_create("tests/reports/every_step", 100, IPA_LANGUAGE_BOTH);
    ipa_error error = {0};
    cr_expect_eq(ipa_workbook_write(&deal->view, path, &error), IPA_OK, "%s", error.message);
    char magic[3] = "";
    FILE *file = fopen(path, "rb");
    cr_assert_eq(fread(magic, 1, 2, file), 2);
    fclose(file);
    unlink(path);
    cr_expect_str_eq(magic, "PK");
    viewed_free(deal);
}
