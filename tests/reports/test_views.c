#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

static bool has_chinese(const char *text) {
    size_t n_bytes = strlen(text);
    for (size_t at = 0; at < n_bytes;) {
        uint32_t character;
        size_t width = ipa_text_character(text + at, n_bytes - at, &character);
        if (width == 0)
            return false;
        if (character >= 0x4E00 && character <= 0x9FFF)
            return true;
        at += width;
    }
    return false;
}

/* Names of the deal's people and firms are the deal's own words: tables that repeat them. */
static bool repeats_the_deal(const char *id) {
    static const char *const REPEATING[] = {"parties",         "support_terms", "top_obligors",
                                            "obligors",        "obligor_costs", "by_region",
                                            "assumptions",     "glossary",      "patents",
                                            "guarantor_terms", "patent_values", "obligor_holdings"};
    for (size_t n = 0; n < sizeof REPEATING / sizeof REPEATING[0]; n++)
        if (strcmp(REPEATING[n], id) == 0)
            return true;
    return false;
}

static void every_cell_is_sound(const ipa_table *table) {
    for (int row = 0; row < table->n_rows; row++)
        for (int column = 0; column < table->n_columns; column++) {
            const ipa_table_cell *cell = ipa_table_at(table, row, column);
            cr_assert(isfinite(cell->number), "%s %d %d", table->id, row, column);
            if (cell->kind == IPA_CELL_TEXT)
                cr_assert(ipa_text_is_utf8(cell->text, strlen(cell->text), NULL), "%s %d %d",
                          table->id, row, column);
        }
}

static void check_all(long n_paths, ipa_language language) {
    viewed *of = viewed_create(SAMPLE, n_paths, language);
    for (int n = 0; n < ipa_n_view_entries; n++) {
        const ipa_view_entry *entry = &ipa_view_entries[n];
        const ipa_table *table = entry->make(&of->view);
        cr_assert_str_eq(table->id, entry->id);
        cr_assert_str_eq(table->title_zh, entry->zh);
        cr_assert_str_eq(table->title_en, entry->en);
        cr_assert_gt(table->n_columns, 1, "%s", entry->id);
        every_cell_is_sound(table);
        for (int column = 0; column < table->n_columns; column++) {
            cr_assert(!has_chinese(table->columns[column].name_en), "%s", entry->id);
            cr_assert(strlen(table->columns[column].name_zh) > 0, "%s", entry->id);
        }
        if (language == IPA_LANGUAGE_EN && !repeats_the_deal(entry->id))
            for (int cell = 0; cell < table->n_rows * table->n_columns; cell++)
                cr_assert(table->cells[cell].kind != IPA_CELL_TEXT ||
                              !has_chinese(table->cells[cell].text),
                          "%s: %s", entry->id, table->cells[cell].text);
    }
    viewed_free(of);
}

Test(views, every_table_is_sound_in_chinese) {
    check_all(640, IPA_LANGUAGE_ZH);
}

Test(views, every_table_is_sound_in_english_and_speaks_no_chinese) {
    check_all(640, IPA_LANGUAGE_EN);
}

Test(views, every_table_is_sound_without_a_simulation) {
    check_all(0, IPA_LANGUAGE_BOTH);
}

/* A deal with another shape: no support, no fees, a PD table of its own. */
Test(views, every_table_is_sound_on_a_closed_form_deal) {
    viewed *of = viewed_create("tests/golden/e2e17_a", 640, IPA_LANGUAGE_ZH);
    for (int n = 0; n < ipa_n_view_entries; n++)
        every_cell_is_sound(ipa_view_entries[n].make(&of->view));
    viewed_free(of);
}

/* The sample has no such thing. */
static bool is_empty_in_the_sample(const char *id) {
    if (strncmp(id, "vehicle_", 8) == 0)
        return true;
    static const char *const EMPTY[] = {"closing",         "delinquency",    "royalty_terms",
                                        "guarantor_terms", "facility_terms", "ledgers",
                                        "revolving"};
    for (size_t n = 0; n < sizeof EMPTY / sizeof EMPTY[0]; n++)
        if (strcmp(EMPTY[n], id) == 0)
            return true;
    return false;
}

Test(views, every_table_of_the_sample_has_rows_except_what_it_does_not_have) {
    viewed *of = viewed_create(SAMPLE, 640, IPA_LANGUAGE_ZH);
    for (int n = 0; n < ipa_n_view_entries; n++) {
        const ipa_table *table = ipa_view_entries[n].make(&of->view);
        cr_assert_eq(table->n_rows > 0, !is_empty_in_the_sample(table->id), "%s", table->id);
    }
    viewed_free(of);
}

Test(views, ids_are_unique) {
    for (int n = 0; n < ipa_n_view_entries; n++)
        for (int before = 0; before < n; before++)
            cr_assert_str_neq(ipa_view_entries[n].id, ipa_view_entries[before].id);
}
