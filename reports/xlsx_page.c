#include "reports/xlsx_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

enum { MOST_CHARACTERS = 32767, NARROWEST = 11 };

void ipa_xlsx_page_begin(ipa_xlsx_page *page, const ipa_xlsx_style *style, const char *name) {
    *page = (ipa_xlsx_page){.style = style, .name = name};
    page->sheet = workbook_add_worksheet(style->book, name);
    IPA_ASSERT(page->sheet);
    page->next_row = IPA_XLSX_FIRST_HEAD - 1;
    page->widest = IPA_XLSX_WIDEST;
    ipa_xlsx_page_widen(page, 0, NARROWEST);
}

void ipa_xlsx_page_widen(ipa_xlsx_page *page, int column, int characters) {
    IPA_ASSERT(column < IPA_XLSX_MOST_COLUMNS);
    if (characters > page->widest)
        characters = page->widest;
    if (page->widths[column] < characters)
        page->widths[column] = (unsigned char)characters;
    if (page->n_columns <= column)
        page->n_columns = column + 1;
}

void ipa_xlsx_page_break(ipa_xlsx_page *page, int row) {
    if (page->n_breaks < IPA_XLSX_MOST_BREAKS)
        page->breaks[page->n_breaks++] = (lxw_row_t)row;
}

/* Excel's columns: seven pixels a character and a margin of five. */
int ipa_xlsx_page_pixels(const ipa_xlsx_page *page) {
    int pixels = 0;
    for (int column = 0; column < page->n_columns; column++)
        pixels += 7 * page->widths[column] + 5;
    return pixels;
}

void ipa_xlsx_page_text(ipa_xlsx_page *page, int row, int column, const char *text,
                        lxw_format *format) {
    char *cut = NULL;
    if (ipa_text_length(text) > MOST_CHARACTERS) {
        size_t n_bytes = 0;
        uint32_t character;
        /* A character of four bytes counts twice in a workbook. */
        for (int n = 0; n < MOST_CHARACTERS - 1;) {
            const size_t step = ipa_text_character(
                text + n_bytes, strlen(text + n_bytes) > 4 ? 4 : strlen(text + n_bytes),
                &character);
            n += step > 3 ? 2 : 1;
            n_bytes += step;
        }
        cut = strndup(text, n_bytes);
        text = cut;
    }
    worksheet_write_string(page->sheet, (lxw_row_t)row, (lxw_col_t)column, text, format);
    free(cut);
}

void ipa_xlsx_page_number(ipa_xlsx_page *page, int row, int column, double number,
                          lxw_format *format) {
    if (isfinite(number))
        worksheet_write_number(page->sheet, (lxw_row_t)row, (lxw_col_t)column, number, format);
    else
        worksheet_write_blank(page->sheet, (lxw_row_t)row, (lxw_col_t)column, format);
}

const char *ipa_xlsx_page_words(const ipa_xlsx_style *style, const char *zh, const char *en,
                                char buffer[256]) {
    if (style->language == IPA_LANGUAGE_BOTH && zh && en && strcmp(zh, en) != 0) {
        snprintf(buffer, 256, "%s\n%s", zh, en);
        return buffer;
    }
    const char *text = style->language == IPA_LANGUAGE_EN ? en : zh;
    const char *other = style->language == IPA_LANGUAGE_EN ? zh : en;
    return text ? text : other ? other : "";
}

static void write_light(ipa_xlsx_page *page, const ipa_xlsx_imprint *imprint) {
    const ipa_xlsx_style *style = page->style;
    const bool english = style->language == IPA_LANGUAGE_EN;
    const char *good = english ? "Checks: pass" : "校验：通过";
    const char *bad = english ? "Checks: FAIL" : "校验：未过";
    char formula[256];
    snprintf(formula, sizeof formula, "=IF(%s,\"%s\",\"%s\")", imprint->master, good, bad);
    worksheet_write_formula_str(page->sheet, 1, 0, formula, style->faces[IPA_XLSX_FACE_LIGHT],
                                imprint->passed ? good : bad);
    const struct {
        const char *text;
        ipa_xlsx_face face;
    } colours[] = {{good, IPA_XLSX_FACE_PASSED}, {bad, IPA_XLSX_FACE_FAILED}};
    for (int n = 0; n < 2; n++) {
        char criterion[64];
        snprintf(criterion, sizeof criterion, "\"%s\"", colours[n].text);
        lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                       .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
                                       .value_string = criterion,
                                       .format = style->faces[colours[n].face]};
        worksheet_conditional_format_cell(page->sheet, 1, 0, &rule);
    }
}

static void write_head(ipa_xlsx_page *page, const char *title, const ipa_xlsx_imprint *imprint) {
    const ipa_xlsx_style *style = page->style;
    const bool english = style->language == IPA_LANGUAGE_EN;
    char note[512];
    worksheet_set_row(page->sheet, 0, 24, NULL);
    ipa_xlsx_page_text(page, 0, 0, title, style->faces[IPA_XLSX_FACE_TITLE]);
    snprintf(note, sizeof note, english ? "%s · unit: %s" : "%s · 单位：%s", imprint->deal,
             ipa_xlsx_format_unit(style->language, style->unit));
    ipa_xlsx_page_text(page, 1, 1, note, style->faces[IPA_XLSX_FACE_NOTE]);
    if (imprint->master)
        write_light(page, imprint);
}

void ipa_xlsx_page_end(ipa_xlsx_page *page, const char *title, const ipa_xlsx_imprint *imprint) {
    lxw_worksheet *sheet = page->sheet;
    write_head(page, title, imprint);
    for (int column = 0; column < page->n_columns; column++)
        worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column,
                             page->widths[column] ? page->widths[column] : 8, NULL);
    if (page->n_breaks > 0)
        worksheet_set_h_pagebreaks(sheet, page->breaks);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6);
    worksheet_center_horizontally(sheet);
    worksheet_set_footer(sheet, imprint->footer);
}
