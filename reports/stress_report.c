#include "reports/stress_report.h"

#include "reports/plain.h"
#include "reports/words.h"

const ipa_view_entry ipa_stress_report_entries[IPA_N_STRESS_SHEETS] = {
#define STRESS_ENTRY(sheet, id, zh, en) {sheet, #id, zh, en, ipa_views_##id},
    IPA_STRESS_REPORT_TABLE(STRESS_ENTRY)
#undef STRESS_ENTRY
};

enum { MOST_ROWS = 60 };

static void add(ipa_plain *plain, const ipa_view_entry *entry) {
    const ipa_table *table = entry->make(plain->view);
    if (table->n_rows == 0)
        return;
    ipa_table shown = *ipa_table_without_blanks(table);
    shown.n_rows = shown.n_rows < MOST_ROWS ? shown.n_rows : MOST_ROWS;
    ipa_plain_heading(plain, entry->zh, entry->en);
    ipa_plain_table(plain, &shown);
    if (shown.n_rows < table->n_rows)
        ipa_plain_add(
            plain, "  … %d %s\n", table->n_rows - shown.n_rows,
            ipa_words_pick(plain->view->language, "行见工作簿", "more rows in the workbook"));
}

/* The heat map is the table of tranches again, in colours. */
static bool is_read(int sheet) {
    return sheet != IPA_STRESS_SHEET_stress_heat && sheet != IPA_STRESS_SHEET_stress_overlays &&
           sheet != IPA_STRESS_SHEET_stress_audit;
}

const char *ipa_stress_report_text(const ipa_view *view) {
    ipa_plain plain = ipa_plain_begin(view);
    const ipa_stress_result *of = view->stress;
    ipa_plain_add(&plain, "%s · %s\n", ipa_words_name(view->language, view->deal->terms.name, ""),
                  ipa_words_name(view->language, of->title, of->deck));
    for (int n = 0; n < IPA_N_STRESS_SHEETS; n++)
        if (is_read(n))
            add(&plain, &ipa_stress_report_entries[n]);
    return plain.out.text;
}
