#include "tests/support/figures.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WITHIN 1e-6 /* yuan: far below a fen */

enum { MOST_COLUMNS = 64, MOST_BYTES = 4096 };

typedef struct subject {
    const ipa_plan *plan;
    const ipa_path_result *path;
} subject;

typedef double reader(subject of, const char *name, int k);

/* ---- by the name of something ---- */

#define INDEX(items, n_items, wanted)                             \
    int at = 0;                                                   \
    while (at < (n_items) && strcmp((items)[at].id, wanted) != 0) \
        at++;                                                     \
    cr_assert_lt(at, n_items, "no `%s`", wanted)

static double fee(subject of, const char *name, int k) {
    INDEX(of.plan->fees, of.plan->n_fees, name);
    return of.path->fees[at].paid[k];
}

static double cash(subject of, const char *name, int k) {
    INDEX(of.plan->accounts, of.plan->n_accounts, name);
    return of.path->accounts[at][k];
}

static double ledger(subject of, const char *name, int k) {
    INDEX(of.plan->ledgers, of.plan->n_ledgers, name);
    return of.path->ledgers[at][k];
}

static double collected(subject of, const char *name, int k) {
    static const char *const kinds[] = {"income", "principal", "prepayment", "recovery"};
    int kind = 0;
    while (kind < 4 && strcmp(kinds[kind], name) != 0)
        kind++;
    cr_assert_lt(kind, 4, "no collections of `%s`", name);
    return of.path->cash[kind][k];
}

static double drawn(subject of, const char *name, int k) {
    INDEX(of.plan->support, of.plan->n_support, name);
    return of.path->support[at].drawn[k];
}

static double trigger(subject of, const char *name, int k) {
    INDEX(of.plan->triggers, of.plan->n_triggers, name);
    return of.path->triggers[at][k];
}

static double tranche(subject of, const char *id, const char *what, int k) {
    INDEX(of.plan->tranches, of.plan->n_tranches, id);
    const ipa_base_tranche *found = &of.path->tranches[at];
    const struct {
        const char *name;
        const double *values;
    } series[] = {{"interest", found->interest_paid},
                  {"principal", found->principal_paid},
                  {"residual", found->residual},
                  {"balance", found->closing}};
    for (size_t n = 0; n < sizeof series / sizeof *series; n++)
        if (strcmp(series[n].name, what) == 0)
            return series[n].values[k];
    cr_assert_fail("no figure `%s` of a tranche", what);
    return NAN;
}

static const struct {
    const char *prefix;
    reader *read;
} NAMED[] = {{"fee", fee},     {"cash", cash},      {"ledger", ledger}, {"collected", collected},
             {"drawn", drawn}, {"trigger", trigger}};

/* ---- by themselves ---- */

static double figure(subject of, const char *column, int k) {
    const ipa_path_result *path = of.path;
    char prefix[32];
    const char *dot = strchr(column, '.');
    if (strcmp(column, "days") == 0)
        return of.plan->periods[k].days;
    if (strcmp(column, "pool") == 0)
        return path->pool_balance[k];
    if (strcmp(column, "bought") == 0)
        return path->revolving.bought[k];
    if (strcmp(column, "call") == 0)
        return path->called == k ? path->call_price : 0;
    if (strcmp(column, "waterfall") == 0)
        return path->ended[k] ? 0 : (double)path->waterfall[k];
    cr_assert(dot && dot - column < (long)sizeof prefix, "no figure `%s`", column);
    memcpy(prefix, column, (size_t)(dot - column));
    prefix[dot - column] = 0;
    for (size_t n = 0; n < sizeof NAMED / sizeof *NAMED; n++)
        if (strcmp(NAMED[n].prefix, prefix) == 0)
            return NAMED[n].read(of, dot + 1, k);
    return tranche(of, prefix, dot + 1, k);
}

/* ---- the file ---- */

static int split(char *line, char **cells) {
    int n = 0;
    for (char *cell = strtok(line, ",\n"); cell; cell = strtok(NULL, ",\n")) {
        cr_assert_lt(n, MOST_COLUMNS);
        cells[n++] = cell;
    }
    return n;
}

void figures_agree(const char *file, const ipa_plan *plan, const ipa_path_result *path) {
    char name[300], head[MOST_BYTES], line[MOST_BYTES];
    char *columns[MOST_COLUMNS], *cells[MOST_COLUMNS];
    const subject of = {plan, path};
    int k = 0;
    cr_assert_lt(snprintf(name, sizeof name, "%s/%s", IPABS_SOURCE_DIR, file), (int)sizeof name);
    FILE *from = fopen(name, "r");
    cr_assert_not_null(from, "%s", name);
    cr_assert_not_null(fgets(head, sizeof head, from));
    const int n_columns = split(head, columns);
    for (; fgets(line, sizeof line, from); k++) {
        cr_assert_eq(split(line, cells), n_columns, "%s: period %d", file, k + 1);
        cr_assert_lt(k, plan->n_periods);
        for (int n = 0; n < n_columns; n++) {
            if (strcmp(columns[n], "period") == 0 || strcmp(columns[n], "nominal") == 0)
                continue;
            const double got = figure(of, columns[n], k);
            cr_expect_float_eq(got, strtod(cells[n], NULL), WITHIN,
                               "%s, period %d: %s %.4f, not %s", file, k + 1, columns[n], got,
                               cells[n]);
        }
    }
    fclose(from);
    cr_expect_eq(k, plan->n_periods, "%s: %d periods", file, k);
}
