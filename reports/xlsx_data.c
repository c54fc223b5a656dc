#include "reports/xlsx_data.h"

#include <string.h>

void ipa_xlsx_data_begin(ipa_xlsx_data *data, ipa_xlsx_page *page) {
    *data = (ipa_xlsx_data){.page = page, .block_row = page->next_row};
}

void ipa_xlsx_data_block(ipa_xlsx_data *data, const char *title) {
    if (data->column > 0)
        data->page->next_row += 1;
    data->block_row = data->page->next_row;
    data->column = 0;
    ipa_xlsx_page_text(data->page, data->block_row, 0, title,
                       data->page->style->faces[IPA_XLSX_FACE_SUBTITLE]);
}

static ipa_xlsx_range begin_column(ipa_xlsx_data *data, const char *head, int n_cells) {
    ipa_xlsx_page *page = data->page;
    const ipa_xlsx_range range = {.sheet = page->name,
                                  .head_row = data->block_row + 1,
                                  .first_row = data->block_row + 2,
                                  .last_row = data->block_row + 1 + n_cells,
                                  .column = data->column++};
    ipa_xlsx_page_text(page, range.head_row, range.column, head,
                       page->style->faces[IPA_XLSX_FACE_HEAD]);
    worksheet_set_row(page->sheet, (lxw_row_t)range.head_row, 32, NULL);
    ipa_xlsx_page_widen(page, range.column, 15);
    if (page->next_row <= range.last_row)
        page->next_row = range.last_row + 1;
    return range;
}

ipa_xlsx_range ipa_xlsx_data_numbers(ipa_xlsx_data *data, const char *head, const double *numbers,
                                     int n_numbers, ipa_format format) {
    const ipa_xlsx_range range = begin_column(data, head, n_numbers);
    for (int n = 0; n < n_numbers; n++)
        ipa_xlsx_page_number(data->page, range.first_row + n, range.column, numbers[n],
                             data->page->style->cells[format][IPA_ROLE_OUTPUT]);
    return range;
}

ipa_xlsx_range ipa_xlsx_data_texts(ipa_xlsx_data *data, const char *head, const char *const *texts,
                                   int n_texts) {
    const ipa_xlsx_range range = begin_column(data, head, n_texts);
    for (int n = 0; n < n_texts; n++)
        ipa_xlsx_page_text(data->page, range.first_row + n, range.column, texts[n],
                           data->page->style->cells[IPA_FORMAT_TEXT][IPA_ROLE_OUTPUT]);
    return range;
}

ipa_xlsx_range ipa_xlsx_data_months(ipa_xlsx_data *data, const char *head, const ipa_date *dates,
                                    int n_dates) {
    const ipa_xlsx_range range = begin_column(data, head, n_dates);
    for (int n = 0; n < n_dates; n++) {
        char text[IPA_DATE_TEXT];
        ipa_date_format(dates[n], text);
        text[strlen("2025-10")] = '\0';
        ipa_xlsx_page_text(data->page, range.first_row + n, range.column, text,
                           data->page->style->cells[IPA_FORMAT_TEXT][IPA_ROLE_OUTPUT]);
    }
    return range;
}
