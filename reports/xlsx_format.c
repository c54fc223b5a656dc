#include "reports/xlsx_format.h"

#include <math.h>

#define PLAIN(text) \
    { text, text, text }

/* Negative red, zero a dash where money stands; a thousand times smaller by `,`, ten thousand times
 * by a point that is only text before the last digit. The values stay yuan. */
static const struct {
    const char *number[IPA_UNIT_YI + 1];
    int width;
} kinds[IPA_XLSX_N_FORMATS] = {
    [IPA_FORMAT_TEXT] = {PLAIN("General"), 10},
    [IPA_FORMAT_INTEGER] = {PLAIN("#,##0;[Red]-#,##0"), 8},
    [IPA_FORMAT_MONEY] = {{"#,##0.00;[Red]-#,##0.00;\"-\"\?\?",
                           "0\\.0,\"万元\";[Red]-0\\.0,\"万元\";\"-\"\?\?",
                           "0\\.00,,\"亿元\";[Red]-0\\.00,,\"亿元\";\"-\"\?\?"},
                          15},
    [IPA_FORMAT_RATE] = {PLAIN("0.00%;[Red]-0.00%"), 9},
    [IPA_FORMAT_PROBABILITY] = {PLAIN("0.0000%;[Red]-0.0000%"), 10},
    [IPA_FORMAT_PER_UNIT] = {PLAIN("0.0000;[Red]-0.0000"), 10},
    [IPA_FORMAT_MULTIPLE] = {PLAIN("0.00\"倍\";[Red]-0.00\"倍\""), 9},
    [IPA_FORMAT_NUMBER] = {PLAIN("#,##0.0000;[Red]-#,##0.0000"), 11},
    [IPA_FORMAT_DATE] = {PLAIN("yyyy-mm-dd"), 11},
    [IPA_FORMAT_CHECK] = {PLAIN("\"TRUE\";\"TRUE\";\"FALSE\""), 9},
};

/* Grouping commas would fall as if the literal point were not there: from a thousand on, the comma
 * is literal as well. Which of the two a cell gets is decided by its value when it is written. */
static const char *const thousands[IPA_UNIT_YI + 1][2] = {
    [IPA_UNIT_WAN] =
        {"[>=9999500]#\\,000\\.0,\"万元\";[<=-9999500][Red]-#\\,000\\.0,\"万元\";0\\.0,"
         "\"万元\"",
         "[>=9999500]#\\,000\\.0,;[<=-9999500][Red]-#\\,000\\.0,;0\\.0,"},
};

/* Where the English report says it otherwise. */
static const char *english(ipa_format format, ipa_unit unit) {
    static const char *const money[] = {
        [IPA_UNIT_WAN] = "0\\.0,;[Red]-0\\.0,;\"-\"\?\?",
        [IPA_UNIT_YI] = "0\\.00,,;[Red]-0\\.00,,;\"-\"\?\?",
    };
    if (format == IPA_FORMAT_MULTIPLE)
        return "0.00\"x\";[Red]-0.00\"x\"";
    return format == IPA_FORMAT_MONEY ? money[unit] : NULL;
}

static const struct {
    int color, background;
    bool bold;
} roles[IPA_XLSX_N_ROLES] = {
    [IPA_ROLE_OUTPUT] = {0x000000, -1, false},     [IPA_ROLE_INPUT] = {0x0000FF, 0xFFFBE0, false},
    [IPA_ROLE_LINK] = {IPA_XLSX_GREEN, -1, false}, [IPA_ROLE_TOTAL] = {0x000000, -1, true},
    [IPA_ROLE_HEAD] = {0x000000, 0xEEF1F7, true},
};

static const struct {
    int size, color, background;
    bool bold, centred, wrapped, underlined;
} faces[IPA_XLSX_N_FACES] = {
    [IPA_XLSX_FACE_TITLE] = {15, IPA_XLSX_DARK, -1, .bold = true},
    [IPA_XLSX_FACE_SUBTITLE] = {11, IPA_XLSX_DARK, -1, .bold = true},
    [IPA_XLSX_FACE_NOTE] = {9, 0x595959, -1, .bold = false},
    [IPA_XLSX_FACE_LINK] = {10, 0x0563C1, -1, .underlined = true},
    [IPA_XLSX_FACE_HEAD] = {9, 0xFFFFFF, IPA_XLSX_DARK, .bold = true, .centred = true,
                            .wrapped = true},
    [IPA_XLSX_FACE_GROUP] = {9, 0xFFFFFF, 0x3B5998, .bold = true, .centred = true, .wrapped = true},
    [IPA_XLSX_FACE_LIGHT] = {9, 0x595959, -1, .bold = true},
    [IPA_XLSX_FACE_PASSED] = {9, IPA_XLSX_GREEN, 0xE2F0D9, .bold = true},
    [IPA_XLSX_FACE_FAILED] = {9, 0xFFFFFF, IPA_XLSX_RED, .bold = true},
};

const char *ipa_xlsx_format_number(ipa_format format, ipa_language language, ipa_unit unit) {
    const char *number = language == IPA_LANGUAGE_EN ? english(format, unit) : NULL;
    return number ? number : kinds[format].number[unit];
}

int ipa_xlsx_format_width(ipa_format format) {
    return kinds[format].width;
}

const char *ipa_xlsx_format_unit(ipa_language language, ipa_unit unit) {
    static const char *const names[][2] = {
        [IPA_UNIT_YUAN] = {"元", "yuan"},
        [IPA_UNIT_WAN] = {"万元", "10,000 yuan"},
        [IPA_UNIT_YI] = {"亿元", "100 million yuan"},
    };
    return names[unit][language == IPA_LANGUAGE_EN];
}

static lxw_format *make(lxw_workbook *book, int size, int color, int background) {
    lxw_format *format = workbook_add_format(book);
    format_set_font_name(format, IPA_XLSX_FONT);
    format_set_font_size(format, size);
    format_set_font_color(format, (lxw_color_t)color);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (background >= 0)
        format_set_bg_color(format, (lxw_color_t)background);
    return format;
}

const char *ipa_xlsx_format_thousands(ipa_language language, ipa_unit unit) {
    return thousands[unit][language == IPA_LANGUAGE_EN];
}

lxw_format *ipa_xlsx_format_cell(const ipa_xlsx_style *style, ipa_format kind, ipa_cell_role role,
                                 double number) {
    const bool grouped = kind == IPA_FORMAT_MONEY && style->thousands[role] != NULL &&
                         fabs(number) >= IPA_XLSX_THOUSANDS;
    return grouped ? style->thousands[role] : style->cells[kind][role];
}

/* An input shows the digits it was given. */
static const char *number_of(const ipa_xlsx_style *style, ipa_format kind, ipa_cell_role role) {
    return kind == IPA_FORMAT_NUMBER && role == IPA_ROLE_INPUT
               ? "#,##0.00##;[Red]-#,##0.00##"
               : ipa_xlsx_format_number(kind, style->language, style->unit);
}

static lxw_format *make_cell(const ipa_xlsx_style *style, ipa_format kind, ipa_cell_role role,
                             const char *number) {
    lxw_format *format = make(style->book, 9, roles[role].color, roles[role].background);
    format_set_num_format(format, number);
    format_set_border(format, LXW_BORDER_HAIR);
    format_set_border_color(format, IPA_XLSX_RULE);
    if (kind == IPA_FORMAT_TEXT) {
        format_set_text_wrap(format);
        format_set_indent(format, 1);
    }
    if (kind == IPA_FORMAT_CHECK || kind == IPA_FORMAT_DATE)
        format_set_align(format, LXW_ALIGN_CENTER);
    if (roles[role].bold)
        format_set_bold(format);
    if (role == IPA_ROLE_TOTAL) {
        format_set_top(format, LXW_BORDER_THIN);
        format_set_top_color(format, 0x000000);
    }
    return format;
}

static lxw_format *make_face(lxw_workbook *book, ipa_xlsx_face face) {
    lxw_format *format = make(book, faces[face].size, faces[face].color, faces[face].background);
    if (faces[face].bold)
        format_set_bold(format);
    if (faces[face].centred) {
        format_set_align(format, LXW_ALIGN_CENTER);
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, 0xFFFFFF);
    }
    if (faces[face].wrapped)
        format_set_text_wrap(format);
    if (faces[face].underlined)
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    return format;
}

ipa_xlsx_style ipa_xlsx_format_make(lxw_workbook *book, ipa_language language, ipa_unit unit) {
    ipa_xlsx_style style = {.book = book, .language = language, .unit = unit};
    const char *grouped = ipa_xlsx_format_thousands(language, unit);
    for (int kind = 0; kind < IPA_XLSX_N_FORMATS; kind++)
        for (int role = 0; role < IPA_XLSX_N_ROLES; role++)
            style.cells[kind][role] =
                make_cell(&style, (ipa_format)kind, (ipa_cell_role)role,
                          number_of(&style, (ipa_format)kind, (ipa_cell_role)role));
    for (int role = 0; grouped && role < IPA_XLSX_N_ROLES; role++)
        style.thousands[role] = make_cell(&style, IPA_FORMAT_MONEY, (ipa_cell_role)role, grouped);
    for (int face = 0; face < IPA_XLSX_N_FACES; face++)
        style.faces[face] = make_face(book, (ipa_xlsx_face)face);
    return style;
}
