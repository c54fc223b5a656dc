#include "reports/stress_report.h"

#include <math.h>
#include <stdlib.h>

#include "reports/plain.h"
#include "reports/words.h"

const ipa_view_entry ipa_stress_report_entries[IPA_N_STRESS_SHEETS] = {
#define STRESS_ENTRY(sheet, id, zh, en) {sheet, #id, zh, en, ipa_views_##id},
    IPA_STRESS_REPORT_TABLE(STRESS_ENTRY)
#undef STRESS_ENTRY
};

/* ---- structures ---- */

static int rank(const ipa_structure *of) {
    return of->efficient ? 0 : isfinite(of->cost) && isfinite(of->expected_loss.mean) ? 1 : 2;
}

static int by_rank(const void *a, const void *b) {
    const ipa_structure *left = *(const ipa_structure *const *)a,
                        *right = *(const ipa_structure *const *)b;
    if (rank(left) != rank(right))
        return rank(left) - rank(right);
    if (rank(left) < 2 && left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    if (rank(left) < 2 && left->expected_loss.mean != right->expected_loss.mean)
        return left->expected_loss.mean < right->expected_loss.mean ? -1 : 1;
    return left < right ? -1 : left > right;
}

const ipa_structure **ipa_stress_report_structures(const ipa_view *view, int *n_efficient,
                                                   int *n_drawn) {
    const ipa_stress_sweep *of = view->stress->sweep;
    const ipa_structure **sorted =
        IPA_NEW_ARRAY(view->arena, of->n_structures, const ipa_structure *);
    *n_efficient = *n_drawn = 0;
    for (int n = 0; n < of->n_structures; n++) {
        sorted[n] = &of->structures[n];
        *n_efficient += rank(sorted[n]) == 0;
        *n_drawn += rank(sorted[n]) < 2;
    }
    qsort(sorted, (size_t)of->n_structures, sizeof(const ipa_structure *), by_rank);
    return sorted;
}

/* ---- terminal ---- */

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
