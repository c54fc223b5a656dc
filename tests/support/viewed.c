#include "tests/support/viewed.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "engine/simulate/simulation.h"

viewed *viewed_create(const char *folder, long n_paths, ipa_language language) {
    viewed *of = calloc(1, sizeof *of);
    cr_assert_not_null(of);
    of->arena = ipa_arena_create();
    of->findings = ipa_findings_make(of->arena);
    const char *path = ipa_arena_format(of->arena, "%s/%s", IPABS_SOURCE_DIR, folder);
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    ipa_result *result = NULL;
    ipa_error error = {0};
    cr_assert_eq(ipa_deal_read(path, NULL, of->arena, &of->findings, &deal, &error), IPA_OK, "%s",
                 error.message);
    cr_assert_eq(ipa_plan_resolve(deal, of->arena, &of->findings, &plan, &error), IPA_OK, "%s",
                 error.message);
    ipa_simulation_options options = {
        .n_paths = n_paths, .seed = deal->simulation.seed, .n_threads = 1};
    cr_assert_eq(ipa_simulation_run(plan, &options, of->arena, &result, &error), IPA_OK, "%s",
                 error.message);
    const ipa_income_options valued = {.n_paths = n_paths, .seed = deal->simulation.seed};
    ipa_patent_values *values = NULL;
    cr_assert_eq(ipa_patent_value_run(plan, &valued, of->arena, &values, &error), IPA_OK, "%s",
                 error.message);
    of->run = (ipa_run_info){.version = "0.0.0-test",
                             .command = "ipabs run sample",
                             .as_of = "2025-07-25",
                             .sampler = "philox",
                             .findings = &of->findings};
    of->view = (ipa_view){.deal = deal,
                          .plan = plan,
                          .result = result,
                          .value = values,
                          .run = &of->run,
                          .language = language,
                          .unit = IPA_UNIT_YUAN,
                          .arena = of->arena};
    return of;
}

void viewed_free(viewed *of) {
    ipa_arena_destroy(of->arena);
    free(of);
}

int viewed_column(const ipa_table *table, const char *name_en) {
    for (int column = 0; column < table->n_columns; column++)
        if (strcmp(table->columns[column].name_en, name_en) == 0)
            return column;
    cr_assert_fail("%s has no column `%s`", table->id, name_en);
    return -1;
}

const ipa_table_cell *viewed_cell(const ipa_table *table, int row, const char *name_en) {
    return ipa_table_at(table, row, viewed_column(table, name_en));
}

double viewed_number(const ipa_table *table, int row, const char *name_en) {
    const ipa_table_cell *cell = viewed_cell(table, row, name_en);
    cr_assert(cell->kind == IPA_CELL_NUMBER, "%s, row %d, `%s` is no number", table->id, row,
              name_en);
    return cell->number;
}

const char *viewed_text(const ipa_table *table, int row, const char *name_en) {
    const ipa_table_cell *cell = viewed_cell(table, row, name_en);
    return cell->kind == IPA_CELL_TEXT ? cell->text : "";
}

static bool holds(const ipa_table_cell *cell, const char *text) {
    return text == NULL || (cell->kind == IPA_CELL_TEXT && strcmp(cell->text, text) == 0);
}

int viewed_row(const ipa_table *table, const char *first, const char *second) {
    for (int row = 0; row < table->n_rows; row++)
        if (holds(ipa_table_at(table, row, 0), first) &&
            (second == NULL || holds(ipa_table_at(table, row, 1), second)))
            return row;
    return -1;
}
