#include "reports/live_formula.h"

#include <criterion/criterion.h>
#include <math.h>

/* Two sheets from row 6 on: `x` holds 1…6 in two columns, then a blank and a text; `y` one cell. */
static ipa_live_scope make_scope(ipa_arena *arena, ipa_live_sheet *sheets) {
    ipa_table *x = ipa_table_create(arena, "x", "x", "x");
    ipa_table_add_column(x, "a", "a", IPA_FORMAT_NUMBER);
    ipa_table_add_column(x, "b", "b", IPA_FORMAT_NUMBER);
    for (int row = 0; row < 4; row++)
        ipa_table_add_row(x);
    for (int row = 0; row < 3; row++) {
        ipa_table_number(ipa_table_at(x, row, 0), row + 1);
        ipa_table_number(ipa_table_at(x, row, 1), row + 4);
    }
    ipa_table_text(ipa_table_at(x, 3, 1), "7");
    ipa_table *y = ipa_table_create(arena, "y", "y", "y");
    for (int column = 0; column < 28; column++)
        ipa_table_add_column(y, "a", "a", IPA_FORMAT_NUMBER);
    ipa_table_add_row(y);
    ipa_table_number(ipa_table_at(y, 0, 27), 0.5);
    sheets[0] = (ipa_live_sheet){"x", x};
    sheets[1] = (ipa_live_sheet){"各档 兑付", y};
    return (ipa_live_scope){sheets, 2, 0, 6};
}

typedef struct formula_case {
    const char *formula;
    double value;
} formula_case;

Test(live_formula, values) {
    static const formula_case cases[] = {
        {"=1", 1},
        {"=1+2*3", 7},
        {"=(1+2)*3", 9},
        {"=10-4-3", 3},
        {"=24/4/2", 3},
        {"=-A6+5", 4},
        {"=2*-3", -6},
        {"=1e-3*1000", 1},
        {"=A6+B8", 7},
        {"=$A$6+A$7+$A8", 6},
        {"='各档 兑付'!AB6*4", 2},
        {"=SUM(A6:B8)", 21},
        {"=SUM(A6:B9,10)", 31},
        {"=MIN(A6:A9)", 1},
        {"=MIN(3,A6,2)", 1},
        {"=MAX(0,A6-B8)", 0},
        {"=MAX(A6:B8,'各档 兑付'!AB6)", 6},
        {"=SUMPRODUCT(A6:A8,B6:B8)", 32},
        {"=SUMPRODUCT('x'!A6:A8,'x'!A6:A8)", 14},
        {"=IF(A6=1,B6,B7)", 4},
        {"=IF(A6<>1,B6,B7)", 5},
        {"=IF(A9,1,2)", 2},
        {"=IF(A6=0,1,5/A6)", 5},
        {"=IF(AND(A6>=1,B6<=4),1,0)", 1},
        {"=IF(AND(A6>1,B6<5),1,0)", 0},
        {"=ABS(A6-B6)<0.005", 0},
        {"=INT(8174794.19/950000*10000+0.000001)/10000", 8.6050},
        {"=INT(-0.5)", -1},
        {"=ROUND(2.5,0)", 3},
        {"=ROUND(-2.5,0)", -3},
        {"=ROUND(1.005,2)", 1.01},
        {"=ROUND(0.285,2)", 0.29},
        {"=ROUND(1.00499,2)", 1.0},
        {"=ROUND(MIN(A6,B6)/3,4)", 0.3333},
    };
    ipa_arena *arena = ipa_arena_create();
    ipa_live_sheet sheets[2];
    const ipa_live_scope scope = make_scope(arena, sheets);
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++)
        cr_expect_eq(ipa_live_formula_value(&scope, cases[n].formula), cases[n].value, "%s: %.17g",
                     cases[n].formula, ipa_live_formula_value(&scope, cases[n].formula));
    cr_expect_not(isfinite(ipa_live_formula_value(&scope, "=1/A9")));
    ipa_arena_destroy(arena);
}

Test(live_formula, rounding_leaves_what_has_no_more_digits) {
    cr_expect_eq(ipa_live_formula_round(9007199254740993.0, 2), 9007199254740993.0);
    cr_expect_eq(ipa_live_formula_round(-1234567.125, 2), -1234567.13);
    for (int fen = 0; fen < 100000; fen++)
        cr_assert_eq(ipa_live_formula_round(fen / 100.0 + 1e-9, 2), fen / 100.0);
}
