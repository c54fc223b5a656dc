#include "reports/live_formula.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ARGUMENTS = 3 };

typedef struct reader {
    const ipa_live_scope *scope;
    const char *at;
} reader;

/** Cells [first row, last row] × [first column, last column] of a table. */
typedef struct range {
    const ipa_table *table;
    int row, column, last_row, last_column;
} range;

/** What stands between a function's brackets: scalars in order, ranges in order, and all figures
 *  taken together. */
typedef struct arguments {
    double values[MOST_ARGUMENTS];
    range ranges[2];
    int n_values, n_ranges;
    double least, most, sum;
    bool all;
} arguments;

static double expression(reader *in);

double ipa_live_formula_round(double x, int decimals) {
    double scale = 1;
    for (int n = 0; n < decimals; n++)
        scale *= 10;
    const double steps = fabs(x) * scale;
    if (steps >= 0x1p52)
        return x;
    return copysign(floor(steps + 0.5 + 4 * DBL_EPSILON * steps) / scale, x);
}

/* ---- references ---- */

static const ipa_table *sheet_at(reader *in) {
    if (*in->at != '\'')
        return in->scope->sheets[in->scope->own].table;
    const char *name = in->at + 1;
    const char *end = strchr(name, '\'');
    IPA_ASSERT(end && end[1] == '!');
    in->at = end + 2;
    for (int n = 0; n < in->scope->n_sheets; n++) {
        const char *known = in->scope->sheets[n].name;
        if (strlen(known) == (size_t)(end - name) && memcmp(known, name, strlen(known)) == 0)
            return in->scope->sheets[n].table;
    }
    IPA_ASSERT(!"a sheet that is not live");
    return NULL;
}

static void place_at(reader *in, int *row, int *column) {
    *column = 0;
    in->at += *in->at == '$';
    for (; isupper((unsigned char)*in->at); in->at++)
        *column = 26 * *column + (*in->at - 'A' + 1);
    in->at += *in->at == '$';
    char *end;
    *row = (int)strtol(in->at, &end, 10) - in->scope->first_row;
    IPA_ASSERT(*column > 0 && end > in->at);
    in->at = end;
    (*column)--;
}

static bool is_reference(const char *at) {
    if (*at == '\'')
        return true;
    at += *at == '$';
    const char *letters = at;
    while (isupper((unsigned char)*at))
        at++;
    return at > letters && (isdigit((unsigned char)*at) || *at == '$');
}

static range range_at(reader *in) {
    range cells = {.table = sheet_at(in)};
    place_at(in, &cells.row, &cells.column);
    cells.last_row = cells.row;
    cells.last_column = cells.column;
    if (*in->at == ':') {
        in->at++;
        place_at(in, &cells.last_row, &cells.last_column);
    }
    return cells;
}

static double figure(const range *cells, int row, int column) {
    return ipa_table_at(cells->table, row, column)->number;
}

/* ---- functions ---- */

static void take(arguments *to, double value) {
    to->least = value < to->least ? value : to->least;
    to->most = value > to->most ? value : to->most;
    to->sum += value;
    to->all = to->all && value != 0;
}

static void take_range(arguments *to, const range *cells) {
    if (to->n_ranges < 2)
        to->ranges[to->n_ranges++] = *cells;
    for (int row = cells->row; row <= cells->last_row; row++)
        for (int column = cells->column; column <= cells->last_column; column++) {
            const ipa_cell_kind kind = ipa_table_at(cells->table, row, column)->kind;
            if (kind == IPA_CELL_NUMBER || kind == IPA_CELL_BOOL)
                take(to, figure(cells, row, column));
        }
}

static arguments arguments_at(reader *in) {
    arguments all = {.least = INFINITY, .most = -INFINITY, .all = true};
    for (in->at++; *in->at != ')'; in->at += *in->at == ',') {
        const char *start = in->at;
        if (is_reference(start)) {
            const range cells = range_at(in);
            if (cells.last_row != cells.row || cells.last_column != cells.column) {
                take_range(&all, &cells);
                continue;
            }
            in->at = start;
        }
        const double value = expression(in);
        if (all.n_values < MOST_ARGUMENTS)
            all.values[all.n_values++] = value;
        take(&all, value);
    }
    in->at++;
    return all;
}

static double least(const arguments *from) {
    return from->least;
}

static double most(const arguments *from) {
    return from->most;
}

static double sum(const arguments *from) {
    return from->sum;
}

static double all_hold(const arguments *from) {
    return from->all;
}

static double choose(const arguments *from) {
    return from->values[0] != 0 ? from->values[1] : from->values[2];
}

static double rounded(const arguments *from) {
    return ipa_live_formula_round(from->values[0], (int)from->values[1]);
}

static double whole(const arguments *from) {
    return floor(from->values[0]);
}

static double magnitude(const arguments *from) {
    return fabs(from->values[0]);
}

static double sum_of_products(const arguments *from) {
    const range *x = &from->ranges[0], *y = &from->ranges[1];
    double total = 0;
    for (int row = 0; row <= x->last_row - x->row; row++)
        total += figure(x, x->row + row, x->column) * figure(y, y->row + row, y->column);
    return total;
}

static const struct {
    const char *name;
    double (*value)(const arguments *from);
} functions[] = {
    {"MIN", least},    {"MAX", most},      {"SUM", sum},
    {"AND", all_hold}, {"IF", choose},     {"ROUND", rounded},
    {"INT", whole},    {"ABS", magnitude}, {"SUMPRODUCT", sum_of_products},
};

static double function_at(reader *in) {
    const size_t length = strcspn(in->at, "(");
    for (size_t n = 0; n < sizeof functions / sizeof *functions; n++)
        if (strlen(functions[n].name) == length && memcmp(functions[n].name, in->at, length) == 0) {
            in->at += length;
            const arguments given = arguments_at(in);
            return functions[n].value(&given);
        }
    IPA_ASSERT(!"a function the live sheets do not use");
    return NAN;
}

/* ---- grammar ---- */

static double primary(reader *in) {
    if (*in->at == '-') {
        in->at++;
        return -primary(in);
    }
    if (*in->at == '(') {
        in->at++;
        const double value = expression(in);
        IPA_ASSERT(*in->at == ')');
        in->at++;
        return value;
    }
    if (is_reference(in->at)) {
        const range cell = range_at(in);
        return figure(&cell, cell.row, cell.column);
    }
    if (isupper((unsigned char)*in->at))
        return function_at(in);
    char *end;
    const double value = strtod(in->at, &end);
    IPA_ASSERT(end > in->at);
    in->at = end;
    return value;
}

static double product(reader *in) {
    double value = primary(in);
    while (*in->at == '*' || *in->at == '/') {
        const char sign = *in->at++;
        const double next = primary(in);
        value = sign == '*' ? value * next : value / next;
    }
    return value;
}

static double additive(reader *in) {
    double value = product(in);
    while (*in->at == '+' || *in->at == '-') {
        const char sign = *in->at++;
        const double next = product(in);
        value = sign == '+' ? value + next : value - next;
    }
    return value;
}

static bool sign_at(reader *in, const char *sign) {
    const size_t length = strlen(sign);
    if (strncmp(in->at, sign, length) != 0)
        return false;
    in->at += length;
    return true;
}

static double expression(reader *in) {
    const double left = additive(in);
    if (sign_at(in, "<="))
        return left <= additive(in);
    if (sign_at(in, ">="))
        return left >= additive(in);
    if (sign_at(in, "<>"))
        return left != additive(in);
    if (sign_at(in, "<"))
        return left < additive(in);
    if (sign_at(in, ">"))
        return left > additive(in);
    if (sign_at(in, "="))
        return left == additive(in);
    return left;
}

double ipa_live_formula_value(const ipa_live_scope *scope, const char *formula) {
    reader in = {.scope = scope, .at = formula + 1};
    IPA_ASSERT(*formula == '=');
    const double value = expression(&in);
    IPA_ASSERT(*in.at == '\0');
    return value;
}
