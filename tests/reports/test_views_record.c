#include <criterion/criterion.h>
#include <string.h>

#include "engine/base/version.h"
#include "tests/support/viewed.h"

Test(views_record, audit_names_what_the_run_rests_on) {
    viewed *of = viewed_create("deals/eight-firms", 640, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_audit(&of->view);
    const struct {
        const char *item, *content;
    } expected[] = {{"Version", "0.0.0-test"},
                    {"Compiler", ipa_version_compiler()},
                    {"Fingerprint of the inputs (SHA-256)", of->view.deal->sha256},
                    {"Seed", "20250725"},
                    {"Sampler", "philox"},
                    {"Command", "ipabs run sample"},
                    {"Time of the run", "2025-07-25"}};
    for (size_t n = 0; n < sizeof expected / sizeof expected[0]; n++) {
        int row = viewed_row(table, expected[n].item, NULL);
        cr_assert_geq(row, 0, "%s", expected[n].item);
        cr_assert_str_eq(viewed_text(table, row, "Content"), expected[n].content);
    }
    cr_assert_eq(viewed_number(table, viewed_row(table, "Simulated paths", NULL), "Content"), 640);
    size_t n_parts;
    ipa_version_parts(&n_parts);
    int n_libraries = 0;
    for (int row = 0; row < table->n_rows; row++)
        n_libraries += strcmp(viewed_text(table, row, "Item"), "Library") == 0;
    cr_assert_eq(n_libraries, (int)n_parts);
    viewed_free(of);
}

Test(views_record, glossary_has_both_languages_and_one_meaning) {
    viewed *of = viewed_create("deals/eight-firms", 0, IPA_LANGUAGE_ZH);
    const ipa_table *chinese = ipa_views_glossary(&of->view);
    cr_assert_geq(chinese->n_rows, 60);
    int row = viewed_row(chinese, "违约概率", "Default probability");
    cr_assert_geq(row, 0);
    cr_assert_str_eq(viewed_text(chinese, row, "Meaning"), "该档未能按时足额兑付的概率");
    viewed_free(of);
}
