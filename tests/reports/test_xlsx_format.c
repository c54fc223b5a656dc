#include "reports/xlsx_format.h"

#include <criterion/criterion.h>

static const char *money(ipa_language language, ipa_unit unit) {
    return ipa_xlsx_format_number(IPA_FORMAT_MONEY, language, unit);
}

Test(xlsx_format, units_are_shown_not_computed) {
    cr_expect_str_eq(money(IPA_LANGUAGE_ZH, IPA_UNIT_YUAN), "#,##0.00;[Red]-#,##0.00;\"-\"\?\?");
    cr_expect_str_eq(money(IPA_LANGUAGE_ZH, IPA_UNIT_WAN),
                     "0\\.0,\"万元\";[Red]-0\\.0,\"万元\";\"-\"\?\?");
    cr_expect_str_eq(money(IPA_LANGUAGE_BOTH, IPA_UNIT_YI),
                     "0\\.00,,\"亿元\";[Red]-0\\.00,,\"亿元\";\"-\"\?\?");
    cr_expect_str_eq(money(IPA_LANGUAGE_EN, IPA_UNIT_YUAN), money(IPA_LANGUAGE_ZH, IPA_UNIT_YUAN));
}

Test(xlsx_format, an_english_report_holds_no_chinese) {
    for (int kind = 0; kind < IPA_XLSX_N_FORMATS; kind++)
        for (int unit = 0; unit <= IPA_UNIT_YI; unit++) {
            const char *text =
                ipa_xlsx_format_number((ipa_format)kind, IPA_LANGUAGE_EN, (ipa_unit)unit);
            cr_assert_not_null(text);
            for (const char *c = text; *c; c++)
                cr_expect_geq(*(const signed char *)c, 0, "format %d: %s", kind, text);
        }
}

Test(xlsx_format, figures_have_the_formats_of_the_report) {
    static const struct {
        ipa_format format;
        const char *begins;
    } rows[] = {{IPA_FORMAT_RATE, "0.00%"},      {IPA_FORMAT_PROBABILITY, "0.0000%"},
                {IPA_FORMAT_PER_UNIT, "0.0000"}, {IPA_FORMAT_MULTIPLE, "0.00\"倍\""},
                {IPA_FORMAT_DATE, "yyyy-mm-dd"}, {IPA_FORMAT_INTEGER, "#,##0"},
                {IPA_FORMAT_CHECK, "\"TRUE\""}};
    for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
        const char *text = ipa_xlsx_format_number(rows[n].format, IPA_LANGUAGE_ZH, IPA_UNIT_YUAN);
        cr_expect_eq(strncmp(text, rows[n].begins, strlen(rows[n].begins)), 0, "%s", text);
    }
}

Test(xlsx_format, thousands_of_ten_thousands_get_their_comma) {
    lxw_workbook *file = workbook_new("/dev/null");
    const ipa_xlsx_style style = ipa_xlsx_format_make(file, IPA_LANGUAGE_ZH, IPA_UNIT_WAN);
    const ipa_cell_role role = IPA_ROLE_OUTPUT;
    lxw_format *plain = style.cells[IPA_FORMAT_MONEY][role], *comma = style.thousands[role];
    cr_assert_neq(plain, comma);
    cr_expect_eq(ipa_xlsx_format_cell(&style, IPA_FORMAT_MONEY, role, 9999499), plain);
    cr_expect_eq(ipa_xlsx_format_cell(&style, IPA_FORMAT_MONEY, role, 9999500), comma);
    cr_expect_eq(ipa_xlsx_format_cell(&style, IPA_FORMAT_MONEY, role, -2e7), comma);
    cr_expect_eq(ipa_xlsx_format_cell(&style, IPA_FORMAT_RATE, role, 2e7),
                 style.cells[IPA_FORMAT_RATE][role]);
    cr_expect_null(ipa_xlsx_format_thousands(IPA_LANGUAGE_ZH, IPA_UNIT_YUAN));
    for (const char *c = ipa_xlsx_format_thousands(IPA_LANGUAGE_EN, IPA_UNIT_WAN); *c; c++)
        cr_expect_geq(*(const signed char *)c, 0);
    workbook_close(file);
}
