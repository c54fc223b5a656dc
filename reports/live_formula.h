#pragma once
/** The value of a spreadsheet formula, by the arithmetic a spreadsheet does.
 *
 *  Knows: + - * /, comparisons, references across the live sheets, and the functions these use.
 *  Does not know: what a formula is for. Text and blank cells count as nothing.
 */
#include "reports/table.h"

/** A table by the name formulas call its sheet. */
typedef struct ipa_live_sheet {
    const char *name;
    const ipa_table *table;
} ipa_live_sheet;

/** The sheets a formula can refer to, and the one it stands on. Every cell it refers to has its
 *  value already. */
typedef struct ipa_live_scope {
    const ipa_live_sheet *sheets;
    int n_sheets;
    int own;
    int first_row; /**< 1-based, of each table's first data row */
} ipa_live_scope;

/** Conditions are 1 and 0. NaN or infinite where the formula has no value (a division by zero). */
double ipa_live_formula_value(const ipa_live_scope *scope, const char *formula);

/** Half up at the decimals a reader sees: what is a tie but for the last bit of a double is one, as
 *  spreadsheets have it. */
double ipa_live_formula_round(double x, int decimals);
