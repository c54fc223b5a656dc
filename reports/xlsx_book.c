#include "reports/xlsx_book.h"

#include <stdio.h>

#include "reports/live.h"
#include "reports/xlsx_chart.h"
#include "reports/xlsx_file.h"
#include "reports/xlsx_stress_charts.h"
#include "reports/xlsx_table.h"

enum {
    SUMMARY = 1,
    WATERFALL = 8,
    PAYMENTS = 9,
    SIMULATION = 15,
    CHECKS = 21,
    CHART_DATA = 22,
    VEHICLE_TERMS = 25, /**< the first of a vehicle's */
    LAST_SHEET = 28,
    N_CHARTS = 6,
    CHART_HEIGHT = 290, /**< pixels */
    ROW_HEIGHT = 20     /**< pixels, of an empty row */
};

typedef struct report {
    const ipa_view *view;
    ipa_xlsx_style style;
    ipa_xlsx_page contents, *pages; /**< [LAST_SHEET + 1] by number; name NULL: no such sheet */
    ipa_xlsx_data data;
    ipa_xlsx_imprint imprint;
} report;

static ipa_view_function *const live_tables[LAST_SHEET + 1] = {
    [WATERFALL] = ipa_live_waterfall,
    [PAYMENTS] = ipa_live_payments,
    [CHECKS] = ipa_live_checks,
};

/* Formats are checked in both languages. */
__attribute__((format_arg(2), format_arg(3))) static const char *
say(const report *book, const char *zh, const char *en) {
    return book->view->language == IPA_LANGUAGE_EN ? en : zh;
}

static const char *title_of(const report *book, int number) {
    const char *zh = ipa_live_sheet_name(number, IPA_LANGUAGE_ZH);
    const char *en = ipa_live_sheet_name(number, IPA_LANGUAGE_EN);
    if (book->view->language == IPA_LANGUAGE_BOTH)
        return ipa_arena_format(book->view->arena, "%s  %s", zh, en);
    return say(book, zh, en);
}

/* ---- sheets ---- */

static bool has_sheet(const report *book, int number) {
    if (number >= VEHICLE_TERMS && book->view->plan->lower == NULL)
        return false;
    if (live_tables[number] || number == CHART_DATA)
        return true;
    for (int n = 0; n < ipa_n_view_entries; n++)
        if (ipa_view_entries[n].sheet == number)
            return true;
    for (int n = 0; book->view->stress != NULL && n < IPA_N_STRESS_SHEETS; n++)
        if (ipa_stress_report_entries[n].sheet == number &&
            ipa_stress_report_entries[n].make(book->view)->n_rows > 0)
            return true;
    return false;
}

static void add_tabs(report *book) {
    ipa_xlsx_page_begin(&book->contents, &book->style, say(book, "目录", "Contents"));
    for (int number = 1; number <= LAST_SHEET; number++)
        if (has_sheet(book, number))
            ipa_xlsx_page_begin(&book->pages[number], &book->style,
                                ipa_live_sheet_name(number, book->view->language));
}

static void write_live(report *book, int number) {
    const ipa_table *table = live_tables[number](book->view);
    ipa_xlsx_page *page = &book->pages[number];
    const ipa_xlsx_place place = ipa_xlsx_table_write(page, table, IPA_XLSX_FIRST_HEAD, false);
    IPA_ASSERT(place.first_row + 1 == IPA_LIVE_FIRST_ROW);
    ipa_xlsx_file_keep_heads(page, place, number == CHECKS ? 0 : 3);
    if (number == CHECKS && table->n_rows > 0) {
        book->imprint.passed = ipa_table_at(table, 0, 2)->number != 0;
        book->imprint.master =
            ipa_arena_format(book->view->arena, "'%s'!$C$%d", page->name, IPA_LIVE_FIRST_ROW);
    }
}

enum { MOST_TABLES = 32, WIDEST_OF_SEVERAL = 20, WIDEST_OF_SUMMARY = 28 };

/** Tables of a sheet. */
typedef struct shown {
    const ipa_table *tables[MOST_TABLES];
    int n_tables;
    int stress[IPA_N_STRESS_SHEETS]; /**< where a table of the stress report stands; −1: not here */
} shown;

/* Formulas of the stress report know places of its own workbook. */
static void drop_formulas(ipa_table *table) {
    for (int n = 0; n < table->n_rows * table->n_columns; n++)
        table->cells[n].formula = NULL;
}

/* Columns that are blank for this deal are left out. */
static bool add_table(report *book, const ipa_view_entry *entry, int number, shown *to) {
    if (entry->sheet != number)
        return false;
    ipa_table *table = entry->make(book->view);
    if (entry >= ipa_stress_report_entries &&
        entry < ipa_stress_report_entries + IPA_N_STRESS_SHEETS)
        drop_formulas(table);
    if (table->n_rows == 0 || to->n_tables == MOST_TABLES)
        return false;
    to->tables[to->n_tables++] = ipa_table_without_blanks(table);
    return true;
}

static shown tables_of(report *book, int number) {
    shown all = {.n_tables = 0};
    for (int n = 0; n < ipa_n_view_entries; n++)
        add_table(book, &ipa_view_entries[n], number, &all);
    for (int n = 0; n < IPA_N_STRESS_SHEETS; n++)
        all.stress[n] = book->view->stress != NULL &&
                                add_table(book, &ipa_stress_report_entries[n], number, &all)
                            ? all.n_tables - 1
                            : -1;
    return all;
}

/* Tables that share columns: all are measured before one is written. */
static void write_several(ipa_xlsx_page *page, const shown *all, ipa_xlsx_place *places) {
    double heights[MOST_TABLES];
    int rows[MOST_TABLES];
    page->widest = WIDEST_OF_SEVERAL;
    for (int n = 0; n < all->n_tables; n++)
        if (page->n_spread < all->tables[n]->n_columns)
            page->n_spread = all->tables[n]->n_columns;
    for (int n = 0; n < all->n_tables; n++)
        ipa_xlsx_table_measure(page, all->tables[n]);
    for (int n = 0; n < all->n_tables; n++) {
        const bool grouped = ipa_xlsx_table_has_groups(all->tables[n]);
        rows[n] = n == 0 ? IPA_XLSX_FIRST_HEAD - 1 : page->next_row + 1;
        places[n] = ipa_xlsx_table_write(page, all->tables[n], rows[n] + 1 + grouped, true);
        heights[n] = places[n].height;
    }
    ipa_xlsx_file_breaks(page, rows, heights, all->n_tables);
}

/* Charts point at the chart data: the tables share the sheet's columns. */
static void adorn_stress(report *book, int number, const shown *all, const ipa_xlsx_place *places) {
    for (int n = 0; n < IPA_N_STRESS_SHEETS; n++) {
        if (all->stress[n] < 0)
            continue;
        const ipa_xlsx_stress_source source = {.view = book->view,
                                               .table =
                                                   ipa_stress_report_entries[n].make(book->view),
                                               .page = &book->pages[number],
                                               .place = places[all->stress[n]],
                                               .data = &book->data};
        ipa_xlsx_stress_charts_adorn(&source, (ipa_stress_sheet)n);
    }
}

static void write_tables(report *book, int number) {
    ipa_xlsx_page *page = &book->pages[number];
    ipa_xlsx_place places[MOST_TABLES];
    const shown all = tables_of(book, number);
    if (all.n_tables == 0) {
        ipa_xlsx_page_text(page, IPA_XLSX_FIRST_HEAD, 0,
                           say(book, "本次运行无此内容。", "This run has nothing to show here."),
                           book->style.faces[IPA_XLSX_FACE_NOTE]);
    } else if (all.n_tables == 1) {
        places[0] = ipa_xlsx_table_write(page, all.tables[0], IPA_XLSX_FIRST_HEAD, false);
        ipa_xlsx_file_keep_heads(page, places[0], 1);
    } else {
        write_several(page, &all, places);
    }
    adorn_stress(book, number, &all, places);
}

/* One page: what the deal is on the left, what its tranches are on the right, coverage below. */
static void write_summary(report *book) {
    ipa_xlsx_page *page = &book->pages[SUMMARY];
    const int head = IPA_XLSX_FIRST_HEAD;
    const ipa_view *view = book->view;
    const ipa_table *tranches = ipa_views_capital_structure(view);
    page->widest = WIDEST_OF_SUMMARY;
    const ipa_xlsx_place facts = ipa_xlsx_table_write(page, ipa_views_deal_facts(view), head, true);
    page->left = facts.last_column + 2;
    ipa_xlsx_page_widen(page, page->left - 1, 2);
    ipa_xlsx_table_write(page, ipa_xlsx_table_turn(tranches, view->language), head, true);
    page->left = 0;
    if (page->next_row <= facts.last_row)
        page->next_row = facts.last_row + 1;
    ipa_xlsx_table_write(page, ipa_table_without_blanks(ipa_views_key_coverage(view)),
                         page->next_row + 2, true);
}

/* ---- charts ---- */

static void place_chart(ipa_xlsx_page *page, lxw_chart *chart, int slot, int first_row) {
    const int width = ipa_xlsx_page_pixels(page) / 2;
    const int rows = CHART_HEIGHT / ROW_HEIGHT + 1;
    lxw_chart_options options = {.x_offset = slot % 2 * width + 2,
                                 .x_scale = (width - 6) / 480.0,
                                 .y_scale = CHART_HEIGHT / 288.0,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    worksheet_insert_chart_opt(page->sheet, (lxw_row_t)(first_row + slot / 2 * rows), 0, chart,
                               &options);
}

/* Where no sensitivities were run the last place shows the senior tranche's cash. */
static void write_summary_charts(report *book) {
    static ipa_xlsx_chart_function *const charts[N_CHARTS] = {
        ipa_xlsx_chart_collections, ipa_xlsx_chart_balances, ipa_xlsx_chart_payees,
        ipa_xlsx_chart_coverage,    ipa_xlsx_chart_losses,   ipa_xlsx_stress_charts_summary};
    ipa_xlsx_page *page = &book->pages[SUMMARY];
    const int first_row = page->next_row + 1;
    int slot = 0;
    for (int n = 0; n < N_CHARTS; n++) {
        lxw_chart *chart = charts[n](book->view, &book->data, 0);
        if (n == N_CHARTS - 1 && !chart)
            chart = ipa_xlsx_chart_tranche(book->view, &book->data, 0);
        if (chart)
            place_chart(page, chart, slot++, first_row);
    }
}

static void write_fans(report *book) {
    ipa_xlsx_page *page = &book->pages[SIMULATION];
    const int first_row = page->next_row + 1;
    if (!book->view->result->simulation)
        return;
    /* Pictures on a page of their own, so that no page ends in the middle of one. */
    ipa_xlsx_page_break(page, first_row);
    int slot = 0;
    lxw_chart *losses = ipa_xlsx_chart_losses(book->view, &book->data, 0);
    if (losses)
        place_chart(page, losses, slot++, first_row);
    for (int t = 0; t < book->view->plan->n_tranches; t++)
        place_chart(page, ipa_xlsx_chart_tranche(book->view, &book->data, t), slot++, first_row);
}

/* ---- contents, heads, paper ---- */

static void write_contents(report *book) {
    ipa_xlsx_page *page = &book->contents;
    lxw_worksheet *sheet = page->sheet;
    lxw_format *const *cells = book->style.cells[IPA_FORMAT_INTEGER];
    const char *const heads[] = {say(book, "编号", "No."), say(book, "工作表", "Sheet")};
    int row = IPA_XLSX_FIRST_HEAD;
    for (int n = 0; n < 2; n++)
        ipa_xlsx_page_text(page, row, n, heads[n], book->style.faces[IPA_XLSX_FACE_HEAD]);
    ipa_xlsx_page_widen(page, 1, 44);
    for (int number = 1; number <= LAST_SHEET; number++) {
        if (!book->pages[number].name)
            continue;
        char link[128];
        row++;
        snprintf(link, sizeof link, "internal:'%s'!A1", book->pages[number].name);
        ipa_xlsx_page_number(page, row, 0, number, cells[IPA_ROLE_OUTPUT]);
        worksheet_write_url_opt(sheet, (lxw_row_t)row, 1, link,
                                book->style.faces[IPA_XLSX_FACE_LINK], title_of(book, number),
                                NULL);
    }
}

static void end_pages(report *book) {
    const char *name = book->contents.name;
    for (int number = 1; number <= LAST_SHEET; number++) {
        ipa_xlsx_page *page = &book->pages[number];
        if (!page->name)
            continue;
        ipa_xlsx_file_paper(page, number == SUMMARY);
        ipa_xlsx_page_end(page, title_of(book, number), &book->imprint);
        worksheet_write_url_opt(
            page->sheet, 2, 0, ipa_arena_format(book->view->arena, "internal:'%s'!A1", name),
            book->style.faces[IPA_XLSX_FACE_LINK], say(book, "← 目录", "← Contents"), NULL);
    }
    ipa_xlsx_file_paper(&book->contents, true);
    ipa_xlsx_page_end(&book->contents, book->imprint.deal, &book->imprint);
}

/* ---- the file ---- */

static void fill(report *book) {
    write_live(book, CHECKS);
    ipa_xlsx_data_begin(&book->data, &book->pages[CHART_DATA]);
    for (int number = 1; number <= LAST_SHEET; number++) {
        if (!book->pages[number].name || number == CHECKS || number == CHART_DATA)
            continue;
        if (live_tables[number])
            write_live(book, number);
        else if (number == SUMMARY)
            write_summary(book);
        else
            write_tables(book, number);
        if (number == SUMMARY)
            write_summary_charts(book);
        if (number == SIMULATION)
            write_fans(book);
    }
    write_contents(book);
    end_pages(book);
    worksheet_activate(book->pages[SUMMARY].sheet);
}

ipa_status ipa_xlsx_book_write(const ipa_view *view, const char *path, ipa_error *error) {
    lxw_workbook *file = NULL;
    ipa_status status = IPA_OK;
    IPA_TRY(ipa_xlsx_file_open(path, &file, error));
    report *made = IPA_NEW(view->arena, report);
    made->view = view;
    made->style = ipa_xlsx_format_make(file, view->language, view->unit);
    made->pages = IPA_NEW_ARRAY(view->arena, LAST_SHEET + 1, ipa_xlsx_page);
    made->imprint = ipa_xlsx_file_imprint(view);
    ipa_xlsx_file_describe(file, view, made->imprint.deal);
    add_tabs(made);
    fill(made);
    IPA_TRY(ipa_xlsx_file_close(path, file, error));
out:
    return status;
}
