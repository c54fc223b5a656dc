#pragma once
/** A sheet as a page: head with the master check, columns, paper, footer.
 *
 *  Knows: what every sheet of the report has in common, and how one cell is written safely.
 *  Does not know: tables, charts, figures.
 */
#include "reports/xlsx_format.h"

enum {
    IPA_XLSX_MOST_COLUMNS = 1024,
    IPA_XLSX_WIDEST = 44 /**< characters; longer texts wrap */,
    IPA_XLSX_FIRST_HEAD = 4, /**< row of the first table's heads */
    IPA_XLSX_MOST_BREAKS = 64
};

/** What the heads and footers of all sheets say. */
typedef struct ipa_xlsx_imprint {
    const char *deal;   /**< its name */
    const char *footer; /**< `&L…&R…` */
    const char *master; /**< the master check's cell, absolute, with its sheet; NULL: none */
    bool passed;        /**< its value */
    const char *home;   /**< `internal:'…'!A1`; NULL: none */
} ipa_xlsx_imprint;

typedef struct ipa_xlsx_page {
    const ipa_xlsx_style *style;
    lxw_worksheet *sheet;
    const char *name;
    int next_row; /**< first row that is free */
    int left;     /**< column at which tables begin */
    int n_columns;
    int widest;   /**< characters that a column may take for a text; longer ones wrap */
    int n_spread; /**< columns that a table of fewer may spread its long texts over */
    unsigned char widths[IPA_XLSX_MOST_COLUMNS]; /**< characters */
    lxw_row_t breaks[IPA_XLSX_MOST_BREAKS + 1];  /**< rows that begin a page of paper; then 0 */
    int n_breaks;
} ipa_xlsx_page;

/** Makes the sheet's tab. Tabs stand in the order they are made. */
void ipa_xlsx_page_begin(ipa_xlsx_page *page, const ipa_xlsx_style *style, const char *name);

/** Writes head, column widths, paper, footer: the last thing done to a sheet. */
void ipa_xlsx_page_end(ipa_xlsx_page *page, const char *title, const ipa_xlsx_imprint *imprint);

/** A column is at least this wide. */
void ipa_xlsx_page_widen(ipa_xlsx_page *page, int column, int characters);

/** A new page of paper begins with the row. */
void ipa_xlsx_page_break(ipa_xlsx_page *page, int row);

/** Pixels of the columns so far. */
int ipa_xlsx_page_pixels(const ipa_xlsx_page *page);

/** A text as it stands, whatever it begins with; cut where a cell can hold no more. */
void ipa_xlsx_page_text(ipa_xlsx_page *page, int row, int column, const char *text,
                        lxw_format *format);

/** A number; what is not finite stays blank. */
void ipa_xlsx_page_number(ipa_xlsx_page *page, int row, int column, double number,
                          lxw_format *format);

/** zh, en, or both on two lines, as the report's language says. @owner the caller's buffer. */
const char *ipa_xlsx_page_words(const ipa_xlsx_style *style, const char *zh, const char *en,
                                char buffer[256]);
