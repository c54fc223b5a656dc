#include <criterion/criterion.h>
#include <string.h>

#include "reports/json_run.h"
#include "reports/vehicle.h"
#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms-trust"

static int n_vehicle_tables(const viewed *of, bool with_rows) {
    int n = 0;
    for (int i = 0; i < ipa_n_view_entries; i++) {
        const ipa_view_entry *entry = &ipa_view_entries[i];
        if (strncmp(entry->id, "vehicle_", 8) != 0)
            continue;
        const ipa_table *table = entry->make(&of->view);
        cr_expect_str_eq(table->id, entry->id);
        cr_expect_str_eq(table->title_zh, entry->zh);
        n += with_rows ? table->n_rows > 0 : 1;
        for (int cell = 0; cell < table->n_rows * table->n_columns; cell++)
            cr_assert_null(table->cells[cell].formula, "%s points to the deal's sheets", entry->id);
    }
    return n;
}

/* No account terms, support, triggers or closing of its own: five tables have heads alone. */
Test(views_vehicle, the_trust_has_tables_of_its_own) {
    viewed *of = viewed_create(SAMPLE, 640, IPA_LANGUAGE_ZH);
    cr_expect_geq(n_vehicle_tables(of, true), 10);
    cr_expect_eq(n_vehicle_tables(of, false), 16);
    viewed_free(of);
}

Test(views_vehicle, the_trusts_waterfall_ends_with_the_cash_of_its_account) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_vehicle_waterfall(&of->view);
    const ipa_path_result *trust = &of->view.result->lower->base;
    cr_assert_eq(table->n_rows, of->view.plan->lower->n_periods);
    for (int k = 0; k < table->n_rows; k++)
        cr_expect_float_eq(ipa_table_at(table, k, table->n_columns - 1)->number,
                           trust->accounts[0][k], 1e-6, "period %d", k + 1);
    for (int n = 0; n < table->n_columns; n++)
        for (int other = 0; other < n; other++)
            cr_expect_str_neq(table->columns[n].name_en, table->columns[other].name_en);
    viewed_free(of);
}

Test(views_vehicle, the_result_file_has_both) {
    viewed *of = viewed_create(SAMPLE, 640, IPA_LANGUAGE_ZH);
    const char *text = NULL;
    cr_assert_eq(ipa_json_run_report(&of->view, &text, NULL), IPA_OK);
    const char *vehicles = strstr(text, "\"vehicles\"");
    cr_assert_not_null(vehicles);
    cr_expect_not_null(strstr(vehicles, "\"trust\""));
    cr_expect_not_null(strstr(vehicles, "\"CERT\""));
    cr_expect_not_null(strstr(vehicles, "\"expected_loss\""));
    cr_expect_null(strstr(vehicles, "\"SUB\""), "the plan's notes are not the trust's");
    viewed_free(of);
}

Test(views_vehicle, a_deal_without_one_has_heads_alone) {
    viewed *of = viewed_create("deals/eight-firms", 0, IPA_LANGUAGE_ZH);
    ipa_view below;
    const char *text = NULL;
    cr_expect_not(ipa_vehicle_view(&of->view, &below));
    cr_expect_eq(n_vehicle_tables(of, true), 0);
    cr_assert_eq(ipa_json_run_report(&of->view, &text, NULL), IPA_OK);
    cr_expect_null(strstr(text, "\"vehicles\""));
    viewed_free(of);
}
