#include "tests/support/slow_expression.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ARGUMENTS = 24, LONGEST_NAME = 64 };

typedef struct text {
    slow_reader *reader;
    const char *whole, *at;
} text;

static double condition(text *of);

static void skip_blanks(text *of) {
    while (isspace((unsigned char)*of->at))
        of->at++;
}

static bool takes(text *of, const char *sign) {
    skip_blanks(of);
    const size_t n = strlen(sign);
    if (strncmp(of->at, sign, n) != 0)
        return false;
    if (isalpha((unsigned char)sign[0]) && (isalnum((unsigned char)of->at[n]) || of->at[n] == '_'))
        return false;
    of->at += n;
    return true;
}

static void must_take(text *of, const char *sign) {
    cr_assert(takes(of, sign), "`%s` is expected at `%s` of `%s`", sign, of->at, of->whole);
}

void slow_expression_compared(slow_reader *reader, double left, double right) {
    const double size = fmax(1, fmax(fabs(left), fabs(right)));
    if ((left != right || left != 0) && isfinite(size))
        reader->nearest = fmin(reader->nearest, fabs(left - right) / size);
}

/* ---- functions: every argument is computed, then one of them is chosen ---- */

/** A date between quotes; false where an expression stands. */
static bool take_date(text *of, char date[LONGEST_NAME]) {
    skip_blanks(of);
    if (*of->at != '"' && *of->at != '\'')
        return false;
    const char *end = strchr(of->at + 1, *of->at);
    cr_assert_not_null(end, "%s", of->whole);
    snprintf(date, LONGEST_NAME, "%.*s", (int)(end - of->at - 1), of->at + 1);
    of->at = end + 1;
    return true;
}

static int arguments(text *of, double value[MOST_ARGUMENTS]) {
    int n = 0;
    must_take(of, "(");
    do {
        char date[LONGEST_NAME];
        cr_assert_lt(n, MOST_ARGUMENTS);
        value[n++] =
            take_date(of, date) ? of->reader->after(of->reader->world, date) : condition(of);
    } while (takes(of, ","));
    must_take(of, ")");
    return n;
}

static bool function(text *of, const char *name, double *result) {
    double value[MOST_ARGUMENTS];
    if (strcmp(name, "abs") == 0) {
        arguments(of, value);
        *result = fabs(value[0]);
    } else if (strcmp(name, "if") == 0) {
        arguments(of, value);
        *result = value[0] != 0 ? value[1] : value[2];
    } else if (strcmp(name, "min") == 0 || strcmp(name, "max") == 0) {
        const int n = arguments(of, value);
        *result = value[0];
        for (int at = 1; at < n; at++)
            if (name[1] == 'i' ? value[at] < *result : value[at] > *result)
                *result = value[at];
    } else if (strcmp(name, "stepped") == 0) {
        const int n = arguments(of, value);
        *result = value[0];
        for (int at = 1; at + 1 < n; at += 2)
            *result = value[at] != 0 ? value[at + 1] : *result;
    } else {
        return false;
    }
    return true;
}

static double named(text *of) {
    char name[LONGEST_NAME], argument[LONGEST_NAME] = "";
    int n = 0;
    while (isalnum((unsigned char)*of->at) || *of->at == '_' || *of->at == '.') {
        cr_assert_lt(n, LONGEST_NAME - 1);
        name[n++] = *of->at++;
    }
    name[n] = '\0';
    double value;
    if (function(of, name, &value))
        return value;
    if (takes(of, "(")) {
        for (n = 0; *of->at != ')'; of->at++)
            if (!strchr(" \"'", *of->at))
                argument[n++] = *of->at;
        argument[n] = '\0';
        must_take(of, ")");
    }
    return of->reader->quantity(of->reader->world, name, argument);
}

/* ---- grammar, loosest last ---- */

static double operand(text *of) {
    if (takes(of, "-"))
        return -operand(of);
    if (takes(of, "(")) {
        const double value = condition(of);
        must_take(of, ")");
        return value;
    }
    if (isdigit((unsigned char)*of->at) || *of->at == '.') {
        char *end;
        const double value = strtod(of->at, &end);
        of->at = end;
        return value;
    }
    cr_assert(isalpha((unsigned char)*of->at), "`%s` of `%s`", of->at, of->whole);
    return named(of);
}

static double product(text *of) {
    double value = operand(of);
    for (;;)
        if (takes(of, "*"))
            value *= operand(of);
        else if (takes(of, "/"))
            value /= operand(of);
        else
            return value;
}

static double sum(text *of) {
    double value = product(of);
    for (;;)
        if (takes(of, "+"))
            value += product(of);
        else if (takes(of, "-"))
            value -= product(of);
        else
            return value;
}

static double comparison(text *of) {
    const double left = sum(of);
    static const char *const signs[] = {"<=", ">=", "==", "!=", "<", ">"};
    for (int sign = 0; sign < 6; sign++)
        if (takes(of, signs[sign])) {
            const double right = sum(of);
            slow_expression_compared(of->reader, left, right);
            const bool results[] = {left <= right, left >= right, left == right, left != right,
                                    left<right, left> right};
            return results[sign];
        }
    return left;
}

static double negation(text *of) {
    return takes(of, "not") ? (double)(negation(of) == 0) : comparison(of);
}

static double conjunction(text *of) {
    double value = negation(of);
    while (takes(of, "and")) {
        const double right = negation(of);
        value = value != 0 && right != 0;
    }
    return value;
}

static double condition(text *of) {
    double value = conjunction(of);
    while (takes(of, "or")) {
        const double right = conjunction(of);
        value = value != 0 || right != 0;
    }
    return value;
}

double slow_expression(slow_reader *reader, const char *expression) {
    text of = {reader, expression, expression};
    const double value = condition(&of);
    skip_blanks(&of);
    cr_assert_eq(*of.at, '\0', "`%s` is left of `%s`", of.at, expression);
    return value;
}
