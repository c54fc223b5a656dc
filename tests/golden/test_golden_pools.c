/* Loss of the notes on pools of joint defaults, each written down as a deal and run, against the
 * exact laws of oracles 02 (one factor), 03 (names unlike one another), 04 (Student-t) and 06 (a
 * global and a sector factor). One year, one due, notes repaid in order: a note between the
 * attachment points A and D loses min(max(L − A, 0), D − A)/(D − A). */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/folders.h"
#include "tests/support/oracle.h"
#include "tests/support/runs.h"

enum { N_PATHS = 60000, MOST_NAMES = 120, MOST_NOTES = 8, TEXT = 1 << 15 };

typedef struct name {
    double p, macro, sector; /**< probability of default; loadings */
    int group;               /**< whose sector factor */
    double units;            /**< of 1,000,000 */
} name;

typedef struct pool {
    name names[MOST_NAMES];
    int n_names, n_groups;
    double degrees; /**< 0: Gaussian */
    double recovery;
    double attach[MOST_NOTES], detach[MOST_NOTES], exact[MOST_NOTES]; /**< junior first */
    int n_notes;
} pool;

/* ---- a pool as a deal ---- */

static void write_text(const test_folder *folder, const char *file, const char *text) {
    folder_write(folder, file, text, strlen(text));
}

static void write_tapes(const test_folder *folder, const pool *of) {
    char *obligors = malloc(TEXT), *contracts = malloc(TEXT);
    int at = sprintf(obligors, "id,pd_curve,loadings\n");
    int to = sprintf(contracts, "id,obligor,kind,start,end,frequency,principal,amortisation,"
                                "recovery_mean\n");
    for (int i = 0; i < of->n_names; i++) {
        const name *who = &of->names[i];
        char curve[64], file[32];
        snprintf(file, sizeof file, "pd%d.csv", (int)lround(who->p * 1000));
        snprintf(curve, sizeof curve, "years,cumulative_pd\n1,%.6f\n", who->p);
        write_text(folder, file, curve);
        at += sprintf(obligors + at, "E%d,%s,macro:%.12f;s%d:%.12f\n", i, file, who->macro,
                      who->group, who->sector);
        to += sprintf(contracts + to,
                      "C%d,E%d,receivable,2025-01-01,2026-01-01,annual,%.0f,bullet,%.6f\n", i, i,
                      who->units * 1e6, of->recovery);
    }
    write_text(folder, "obligors.csv", obligors);
    write_text(folder, "contracts.csv", contracts);
    free(obligors);
    free(contracts);
}

static void write_deal(const test_folder *folder, const pool *of) {
    double units = 0;
    char *text = malloc(TEXT);
    for (int i = 0; i < of->n_names; i++)
        units += of->names[i].units;
    int at =
        sprintf(text, "ipabs: 1\n"
                      "deal: {cutoff: 2025-01-01, closing: 2025-01-01, legal_final: 2026-01-01,"
                      " units: none}\n"
                      "calendar: {holidays: NONE, roll: none}\n"
                      "periods: {dates: [2026-01-01]}\n"
                      "pool: {obligors: obligors.csv, contracts: contracts.csv}\n"
                      "market: {discount: {flat: 0}}\ntranches:\n");
    for (int t = of->n_notes - 1; t >= 0; t--)
        at += sprintf(text + at, "  - {id: T%d, balance: %.6f, amortisation: pass_through}\n", t,
                      (of->detach[t] - of->attach[t]) * units * 1e6);
    at += sprintf(text + at, "waterfalls: {normal: [{pay: [");
    for (int t = of->n_notes - 1; t >= 0; t--)
        at += sprintf(text + at, "T%d.principal%s", t, t > 0 ? ", " : "");
    at += sprintf(text + at, "]}]}\nmodel:\n  factors: [macro");
    for (int g = 0; g < of->n_groups; g++)
        at += sprintf(text + at, ", s%d", g);
    if (of->degrees > 0)
        sprintf(text + at, "]\n  default: {copula: {student_t: %g}}\n", of->degrees);
    else
        sprintf(text + at, "]\n");
    write_text(folder, "deal.yaml", text);
    free(text);
}

/** How many notes were held against their law. */
static int judge(const char *what, const pool *of) {
    test_folder folder = folder_create();
    write_tapes(&folder, of);
    write_deal(&folder, of);
    test_run run = run_load(folder.path);
    run_simulate(&run, N_PATHS, 11, 2);
    for (int t = 0; t < of->n_notes; t++) {
        char id[16];
        snprintf(id, sizeof id, "T%d", t);
        const ipa_estimate got =
            run.result->simulation->tranches[run_tranche(&run, id)].expected_loss;
        cr_expect(run_agrees(got, of->exact[t], 4), "%s, %d names, %g to %g: %g ± %g, not %g", what,
                  of->n_names, of->attach[t], of->detach[t], got.mean, got.standard_error,
                  of->exact[t]);
    }
    run_free(&run);
    folder_remove(&folder);
    return of->n_notes;
}

/* ---- pools from the rows of an oracle ---- */

static void alike(pool *of, int n, double p, double rho) {
    of->n_names = n;
    of->n_groups = 1;
    for (int i = 0; i < n; i++)
        of->names[i] = (name){.p = p, .macro = sqrt(rho), .units = 1};
}

static void one_factor(const ipa_oracle_row *row, pool *of) {
    alike(of, (int)oracle_parameter(row, "n"), oracle_parameter(row, "p"),
          oracle_parameter(row, "rho"));
    of->recovery = oracle_has(row, "LGD") ? 1 - oracle_parameter(row, "LGD") : 0;
    of->degrees = oracle_has(row, "nu") ? oracle_parameter(row, "nu") : 0;
}

static void sectors(const ipa_oracle_row *row, pool *of) {
    char sizes[256], chances[256];
    const char *size = oracle_text(row, "sizes", sizes), *chance = oracle_text(row, "p", chances);
    while (size != NULL && chance != NULL) {
        for (int n = 0; n < atoi(size); n++)
            of->names[of->n_names++] = (name){.p = atof(chance),
                                              .macro = sqrt(oracle_parameter(row, "rg")),
                                              .sector = sqrt(oracle_parameter(row, "rs")),
                                              .group = of->n_groups,
                                              .units = 1};
        of->n_groups++;
        size = strchr(size, '|') ? strchr(size, '|') + 1 : NULL;
        chance = strchr(chance, '|') ? strchr(chance, '|') + 1 : NULL;
    }
}

/* Rows of one pool follow one another, from the first loss up. */
static int judge_rows(const char *file, void (*describe)(const ipa_oracle_row *, pool *)) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read(file, &n_rows);
    pool *of = calloc(1, sizeof *of);
    int n_judged = 0;
    for (size_t n = 0; n <= n_rows; n++) {
        const bool note = n < n_rows && strcmp(rows[n].case_id, "tranche_EL") == 0;
        const bool first = note && oracle_parameter(&rows[n], "A") == 0;
        if ((first || n == n_rows) && of->n_notes > 0)
            n_judged += judge(file, of);
        if (first) {
            memset(of, 0, sizeof *of);
            describe(&rows[n], of);
        }
        if (!note)
            continue;
        of->attach[of->n_notes] = oracle_parameter(&rows[n], "A");
        of->detach[of->n_notes] = oracle_parameter(&rows[n], "D");
        of->exact[of->n_notes++] = rows[n].value;
    }
    free(of);
    free(rows);
    return n_judged;
}

Test(golden_pools, one_gaussian_factor) {
    cr_expect_geq(judge_rows("02_finite_pool_gaussian.csv", one_factor), 16);
}

Test(golden_pools, student_t) {
    cr_expect_geq(judge_rows("04_student_t_copula.csv", one_factor), 12);
}

Test(golden_pools, a_global_and_a_sector_factor) {
    cr_expect_geq(judge_rows("06_multifactor_gaussian.csv", sectors), 6);
}

/* The notes of oracle 03 are given in units of loss of a pool whose names its rows list. */
Test(golden_pools, names_unlike_one_another) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("03_hetero_pool_recursion.csv", &n_rows);
    pool *of = calloc(1, sizeof *of);
    of->n_groups = 1;
    double total = 0;
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, "portfolio") == 0) {
            const double units = oracle_parameter(&rows[n], "units");
            of->names[of->n_names++] = (name){.p = oracle_parameter(&rows[n], "p"),
                                              .macro = sqrt(oracle_parameter(&rows[n], "rho")),
                                              .units = units};
            total += units;
        }
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, "tranche_EL") == 0) {
            of->attach[of->n_notes] = oracle_parameter(&rows[n], "A") / total;
            of->detach[of->n_notes] = oracle_parameter(&rows[n], "D") / total;
            of->exact[of->n_notes++] = rows[n].value;
        }
    cr_expect_eq(of->n_names, 11);
    cr_expect_eq(total, 31);
    cr_expect_geq(judge("oracle 03", of), 3);
    free(of);
    free(rows);
}
