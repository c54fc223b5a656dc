#pragma once
/** How cells look: one format for each kind of figure and role, made once a workbook.
 *
 *  Knows: number formats, colours, fonts, the report's language and unit.
 *  Does not know: tables, sheets, figures.
 */
#include <xlsxwriter.h>

#include "engine/deal/deal.h"
#include "reports/table.h"

/** A font that Excel has and LibreOffice replaces by another CJK face. */
#define IPA_XLSX_FONT ((char *)"Microsoft YaHei") /* the library takes no const */

enum {
    IPA_XLSX_DARK = 0x1F3864,
    IPA_XLSX_RULE = 0xBFC5D2,
    IPA_XLSX_GREEN = 0x00713A,
    IPA_XLSX_RED = 0xC00000,
    IPA_XLSX_THOUSANDS = 9999500 /**< yuan that are shown as 1,000.0 ten thousands */
};

/** Formats beside those of table cells. */
typedef enum ipa_xlsx_face {
    IPA_XLSX_FACE_TITLE,    /**< of a sheet */
    IPA_XLSX_FACE_SUBTITLE, /**< of a table */
    IPA_XLSX_FACE_NOTE,
    IPA_XLSX_FACE_LINK,
    IPA_XLSX_FACE_HEAD, /**< column heads */
    IPA_XLSX_FACE_GROUP,
    IPA_XLSX_FACE_LIGHT, /**< the master check */
    IPA_XLSX_FACE_PASSED,
    IPA_XLSX_FACE_FAILED,
    IPA_XLSX_N_FACES
} ipa_xlsx_face;

enum { IPA_XLSX_N_FORMATS = IPA_FORMAT_CHECK + 1, IPA_XLSX_N_ROLES = IPA_ROLE_HEAD + 1 };

typedef struct ipa_xlsx_style {
    lxw_workbook *book;
    ipa_language language;
    ipa_unit unit;
    lxw_format *cells[IPA_XLSX_N_FORMATS][IPA_XLSX_N_ROLES];
    lxw_format *thousands[IPA_XLSX_N_ROLES]; /**< of amounts that need a comma; NULL: none */
    lxw_format *faces[IPA_XLSX_N_FACES];
} ipa_xlsx_style;

/** Every format of a workbook. @owner the workbook. */
ipa_xlsx_style ipa_xlsx_format_make(lxw_workbook *book, ipa_language language, ipa_unit unit);

/** The number format a kind of figure is shown in. */
const char *ipa_xlsx_format_number(ipa_format format, ipa_language language, ipa_unit unit);

/** Of amounts from a thousand of the unit on; NULL: as of the others. */
const char *ipa_xlsx_format_thousands(ipa_language language, ipa_unit unit);

/** The format of a cell that holds the number. */
lxw_format *ipa_xlsx_format_cell(const ipa_xlsx_style *style, ipa_format kind, ipa_cell_role role,
                                 double number);

/** Columns (in characters) a kind of figure needs. */
int ipa_xlsx_format_width(ipa_format format);

/** What the report's amounts are shown in: `元`. */
const char *ipa_xlsx_format_unit(ipa_language language, ipa_unit unit);
