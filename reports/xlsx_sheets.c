#include "reports/xlsx_sheets.h"

#include "reports/live.h"
#include "reports/xlsx_file.h"

typedef struct sheets_book {
    const ipa_view *view;
    ipa_xlsx_style style;
    ipa_xlsx_imprint imprint;
    ipa_xlsx_sheets_adorn *adorn;
} sheets_book;

static const char *say(const sheets_book *book, const char *zh, const char *en) {
    return book->view->language == IPA_LANGUAGE_EN ? en : zh;
}

static const char *title_of(const sheets_book *book, const ipa_view_entry *entry) {
    if (book->view->language == IPA_LANGUAGE_BOTH)
        return ipa_arena_format(book->view->arena, "%s  %s", entry->zh, entry->en);
    return say(book, entry->zh, entry->en);
}

static void write_sheet(const sheets_book *book, const ipa_view_entry *entry) {
    ipa_xlsx_page page = {0};
    const ipa_table *table = entry->make(book->view);
    ipa_xlsx_page_begin(&page, &book->style, say(book, entry->zh, entry->en));
    if (table->n_rows > 0) {
        const ipa_xlsx_place place = ipa_xlsx_table_write(&page, table, IPA_XLSX_FIRST_HEAD, false);
        IPA_ASSERT(place.first_row + 1 == IPA_LIVE_FIRST_ROW);
        ipa_xlsx_file_keep_heads_if_long(&page, place);
        if (book->adorn != NULL)
            book->adorn(book->view, entry, &page, place);
    } else {
        ipa_xlsx_page_text(&page, IPA_XLSX_FIRST_HEAD, 0,
                           say(book, "本次运行无此内容。", "This run has nothing to show here."),
                           book->style.faces[IPA_XLSX_FACE_NOTE]);
    }
    ipa_xlsx_file_paper(&page, false);
    ipa_xlsx_page_end(&page, title_of(book, entry), &book->imprint);
}

ipa_status ipa_xlsx_sheets_write_adorned(const ipa_view *view, const ipa_view_entry *entries,
                                         int n_entries, ipa_xlsx_sheets_adorn *adorn,
                                         const char *path, ipa_error *error) {
    ipa_status status = IPA_OK;
    lxw_workbook *file = NULL;
    IPA_TRY(ipa_xlsx_file_open(path, &file, error));
    const sheets_book book = {.view = view,
                              .style = ipa_xlsx_format_make(file, view->language, view->unit),
                              .imprint = ipa_xlsx_file_imprint(view),
                              .adorn = adorn};
    ipa_xlsx_file_describe(file, view, book.imprint.deal);
    for (int n = 0; n < n_entries; n++)
        write_sheet(&book, &entries[n]);
    IPA_TRY(ipa_xlsx_file_close(path, file, error));
out:
    return status;
}

ipa_status ipa_xlsx_sheets_write(const ipa_view *view, const ipa_view_entry *entries, int n_entries,
                                 const char *path, ipa_error *error) {
    return ipa_xlsx_sheets_write_adorned(view, entries, n_entries, NULL, path, error);
}
