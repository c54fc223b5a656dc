/* Deal folders against exact figures: oracles 15, 17 and 18, and the sample deal to the fen. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/block/layout.h"
#include "tests/support/oracle.h"
#include "tests/support/runs.h"

enum { N_PATHS = 200000 };

/* ---- oracle 15: micro-waterfalls in exact fractions ---- */

static double of_period(const ipa_path_result *base, const ipa_base_tranche *tranche,
                        const char *what, int k) {
    if (strcmp(what, "int") == 0)
        return tranche->interest_paid[k];
    if (strcmp(what, "prin") == 0)
        return tranche->principal_paid[k];
    if (strcmp(what, "bal") == 0)
        return tranche->closing[k];
    if (strcmp(what, "unpaid_int") == 0)
        return tranche->interest_unpaid[k];
    cr_assert_fail("unknown figure %s", what);
    return NAN;
}

static int micro_waterfall(const char *name) {
    char folder[64], prefix[32];
    size_t n_rows;
    int n_checked = 0;
    snprintf(folder, sizeof folder, "tests/golden/oracle15_%s", name);
    snprintf(prefix, sizeof prefix, "%s_", name);
    test_run run = run_load(folder);
    run_simulate(&run, 0, 1, 1);
    ipa_oracle_row *rows = oracle_read("15_waterfall_rational.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        const char *what = rows[n].case_id + strlen(prefix);
        if (strncmp(rows[n].case_id, prefix, strlen(prefix)) != 0 || what[1] != '_')
            continue;
        const char id[2] = {what[0], 0};
        const int k = (int)oracle_parameter(&rows[n], "period") - 1;
        const double got = of_period(
            &run.result->base, &run.result->base.tranches[run_tranche(&run, id)], what + 2, k);
        cr_expect(oracle_agrees(&rows[n], got), "%s period %d: %.17g, not %.17g", rows[n].case_id,
                  k + 1, got, rows[n].value);
        n_checked++;
    }
    free(rows);
    run_free(&run);
    return n_checked;
}

Test(golden, micro_waterfalls_are_exact) {
    cr_expect_eq(micro_waterfall("seq"), 48);
    cr_expect_eq(micro_waterfall("prorata"), 48);
    cr_expect_eq(micro_waterfall("shortfall"), 48);
}

/* ---- oracle 17: pools of licences, turbo ---- */

static ipa_estimate figure_17(const ipa_tranche_figures *of, const char *what, double balance) {
    if (strcmp(what, "EL") == 0)
        return of->expected_loss;
    if (strcmp(what, "PD") == 0)
        return of->default_probability;
    /* PV in the units of the oracle */
    return (ipa_estimate){of->price.mean * balance / 100, of->price.standard_error * balance / 100};
}

/* Mean life with payments at j/4, as the oracle has them. */
static double life_17(const ipa_tranche_figures *of, int n_periods) {
    double time = 0, total = 0;
    for (int k = 0; k < n_periods; k++) {
        time += (k + 1) / 4.0 * of->cashflow[k].mean.mean;
        total += of->cashflow[k].mean.mean;
    }
    return time / total;
}

static void turbo(const char *folder, const char *tag) {
    size_t n_rows;
    int n_checked = 0;
    test_run run = run_load(folder);
    run_simulate(&run, N_PATHS, 17, 0);
    ipa_oracle_row *rows = oracle_read("17_e2e_zero_coupon_turbo.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        const ipa_oracle_row *row = &rows[n];
        const char *end = strchr(row->quantity, ':');
        if (strncmp(row->params, tag, strlen(tag)) != 0 || row->params[strlen(tag)] != ';' || !end)
            continue;
        const int t =
            run_tranche(&run, row->quantity[0] == 'r' ? "R" : (char[2]){row->quantity[0]});
        const ipa_tranche_figures *of = &run.result->simulation->tranches[t];
        const double balance = run.plan->tranches[t].original / 100;
        if (strcmp(row->case_id, "WAL") == 0)
            /* s.e. of the file's WAL: the same ratio up to the length of a quarter */
            cr_expect(
                run_agrees((ipa_estimate){life_17(of, run.plan->n_periods), of->wal.standard_error},
                           row->value, 4),
                "%s %s %s", tag, row->case_id, row->quantity);
        else
            cr_expect(run_agrees(figure_17(of, row->case_id, balance), row->value, 4), "%s %s %s",
                      tag, row->case_id, row->quantity);
        n_checked++;
    }
    cr_expect_eq(n_checked, 12, "%s: %d figures", tag, n_checked);
    free(rows);
    run_free(&run);
}

Test(golden, gaussian_pools) {
    turbo("tests/golden/e2e17_a", "E2E1a");
    turbo("tests/golden/e2e17_b", "E2E1b");
    turbo("tests/golden/e2e17_c", "E2E1c");
}

Test(golden, student_pool) {
    turbo("tests/golden/e2e17_t", "E2E1t");
}

static void pool_tail(const char *folder, const char *tag) {
    size_t n_rows;
    int n_checked = 0;
    test_run run = run_load(folder);
    run_simulate(&run, N_PATHS, 17, 0);
    const ipa_tranche_figures *of = &run.result->simulation->tranches[0];
    ipa_oracle_row *rows = oracle_read("17_e2e_zero_coupon_turbo.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        const ipa_oracle_row *row = &rows[n];
        if (strncmp(row->params, tag, strlen(tag)) != 0 || row->params[strlen(tag)] != ';' ||
            !oracle_has(row, "a"))
            continue;
        const int i = oracle_parameter(row, "a") < 0.97 ? 0 : 1;
        const double exact = row->value / 240;
        if (strcmp(row->case_id, "VaR") == 0)
            cr_expect(of->var[i].low <= exact + 1e-9 && exact <= of->var[i].high + 1e-9,
                      "%s VaR %g outside [%g, %g]", tag, exact, of->var[i].low, of->var[i].high);
        else
            cr_expect(run_agrees(of->cvar[i], exact, 4), "%s CVaR", tag);
        n_checked++;
    }
    cr_expect_eq(n_checked, 4);
    free(rows);
    run_free(&run);
}

Test(golden, tails_of_the_pool) {
    pool_tail("tests/golden/e2e17_a_pool", "E2E1a");
    pool_tail("tests/golden/e2e17_t_pool", "E2E1t");
}

/* ---- oracle 18: coupons, reserve, early amortisation, recoveries, a guarantor ---- */

static ipa_estimate figure_18(const test_run *run, const char *what) {
    const ipa_simulation_result *of = run->result->simulation;
    const char *under = strrchr(what, '_');
    if (strcmp(what, "P_turbo") == 0)
        return run->plan->n_triggers
                   ? of->trigger_probability[run_trigger(run, "early_amortisation")]
                   : (ipa_estimate){0, 0};
    if (strcmp(what, "PV_equity") == 0)
        return of->tranches[run_tranche(run, "R")].pv;
    const ipa_tranche_figures *tranche = &of->tranches[run_tranche(run, under + 1)];
    if (strncmp(what, "PV_", 3) == 0)
        return tranche->pv;
    if (strncmp(what, "PD_", 3) == 0)
        return tranche->default_probability;
    if (strncmp(what, "EL_", 3) == 0)
        return tranche->expected_principal_loss;
    return tranche->wal;
}

static void enumeration(const char *tag) {
    static const char *const figures[] = {"PV_A", "PD_A", "EL_A",  "WAL_A",     "PV_B",
                                          "PD_B", "EL_B", "WAL_B", "PV_equity", "P_turbo"};
    char folder[64];
    size_t n_rows, n_checked = 0;
    snprintf(folder, sizeof folder, "tests/golden/e2e18_%s", tag);
    test_run run = run_load(folder);
    run_simulate(&run, N_PATHS, 18, 0);
    ipa_oracle_row *rows = oracle_read("18_e2e_waterfall_enumeration.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        if (strncmp(rows[n].params, tag, strlen(tag)) != 0 || rows[n].params[strlen(tag)] != ';')
            continue;
        for (size_t f = 0; f < sizeof figures / sizeof *figures; f++)
            if (strcmp(rows[n].case_id, figures[f]) == 0) {
                cr_expect(run_agrees(figure_18(&run, figures[f]), rows[n].value, 4), "%s %s", tag,
                          figures[f]);
                n_checked++;
            }
    }
    cr_expect_eq(n_checked, sizeof figures / sizeof *figures);
    free(rows);
    run_free(&run);
}

Test(golden, enumerated_paths) {
    enumeration("noG_trigger");
    enumeration("noG_notrigger");
    enumeration("G_trigger");
}

Test(golden, without_support_is_the_deal_without_its_guarantor) {
    test_run with = run_load("tests/golden/e2e18_G_trigger");
    test_run without = run_load("tests/golden/e2e18_noG_trigger");
    run_simulate(&with, 20000, 18, 1);
    run_simulate(&without, 20000, 18, 1);
    for (int t = 0; t < with.plan->n_tranches; t++) {
        const ipa_tranche_figures *a = &with.result->simulation->without_support[t];
        const ipa_tranche_figures *b = &without.result->simulation->tranches[t];
        cr_expect_eq(a->expected_loss.mean, b->expected_loss.mean);
        cr_expect_eq(a->pv.mean, b->pv.mean);
        cr_expect_eq(a->wal.standard_error, b->wal.standard_error);
    }
    run_free(&with);
    run_free(&without);
}

Test(golden, loss_adjusted_yield) {
    size_t n_rows;
    test_run run = run_load("tests/golden/e2e18_noG_trigger");
    run_simulate(&run, N_PATHS, 18, 0);
    ipa_oracle_row *rows = oracle_read("18_e2e_waterfall_enumeration.csv", &n_rows);
    const double got = run.result->simulation->tranches[run_tranche(&run, "A")].loss_adjusted_yield;
    const ipa_tranche_figures *a = &run.result->simulation->tranches[run_tranche(&run, "A")];
    /* a yield moves by the price's error over the duration, at most the price over WAL */
    const double error = 4 * a->expected_loss.standard_error / a->wal.mean + 1e-9;
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, "yield_A_par") == 0)
            cr_expect_float_eq(got, rows[n].value, 3 * error, "%.12g not %.12g ± %g", got,
                               rows[n].value, error);
    free(rows);
    run_free(&run);
}

static double of_path(const test_run *run, const char *what, int k) {
    const ipa_base_tranche *a = &run->result->base.tranches[run_tranche(run, "A")];
    const ipa_base_tranche *b = &run->result->base.tranches[run_tranche(run, "B")];
    const ipa_base_tranche *r = &run->result->base.tranches[run_tranche(run, "R")];
    const struct {
        const char *name;
        const double *figures;
    } table[] = {{"Ai", a->interest_paid},  {"Ap", a->principal_paid}, {"Bi", b->interest_paid},
                 {"Bp", b->principal_paid}, {"eq", r->residual},       {"A", a->closing},
                 {"B", b->closing}};
    for (size_t n = 0; n < sizeof table / sizeof *table; n++)
        if (strcmp(table[n].name, what) == 0)
            return table[n].figures[k];
    cr_assert_fail("unknown figure %s", what);
    return NAN;
}

Test(golden, fixed_paths_are_exact) {
    static const char *const names[] = {"no_default", "two_default_q3_one_q6", "all_default_q4"};
    size_t n_rows, n_checked = 0;
    ipa_oracle_row *rows = oracle_read("18_e2e_waterfall_enumeration.csv", &n_rows);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char folder[64], path[64];
        snprintf(folder, sizeof folder, "tests/golden/e2e18_path_%s", names[i]);
        snprintf(path, sizeof path, "path=%s;", names[i]);
        test_run run = run_load(folder);
        run_simulate(&run, 0, 1, 1);
        for (size_t n = 0; n < n_rows; n++) {
            if (strncmp(rows[n].case_id, "path_", 5) != 0 || !strstr(rows[n].params, path))
                continue;
            const int k = (int)oracle_parameter(&rows[n], "quarter") - 1;
            const double got = of_path(&run, rows[n].case_id + 5, k);
            cr_expect(oracle_agrees(&rows[n], got), "%s %s quarter %d: %.12g, not %.12g", names[i],
                      rows[n].case_id, k + 1, got, rows[n].value);
            n_checked++;
        }
        run_free(&run);
    }
    cr_expect_eq(n_checked, 252, "%zu figures", n_checked);
    free(rows);
}

/* ---- the sample deal ---- */

static double column_of(const test_run *run, const char *name, int k) {
    const ipa_path_result *base = &run->result->base;
    const ipa_base_tranche *a = &base->tranches[run_tranche(run, "A")];
    for (int n = 0; n < run->plan->n_fees; n++)
        if (strcmp(run->plan->fees[n].id, name) == 0)
            return base->fees[n].paid[k];
    const struct {
        const char *name;
        const double *figures;
    } table[] = {{"income", base->cash[IPA_COLLECTION_INCOME]},
                 {"principal", base->cash[IPA_COLLECTION_PRINCIPAL]},
                 {"interest_per_unit", a->interest_per_unit},
                 {"A_interest", a->interest_paid},
                 {"principal_per_unit", a->principal_per_unit},
                 {"A_principal", a->principal_paid},
                 {"support_drawn", base->support[0].drawn},
                 {"SUB_residual", base->tranches[run_tranche(run, "SUB")].residual},
                 {"closing_cash", base->accounts[run->plan->collection_account]},
                 {"A_balance", a->closing},
                 {"coverage_gross", a->coverage_gross}};
    for (size_t n = 0; n < sizeof table / sizeof *table; n++)
        if (strcmp(table[n].name, name) == 0)
            return table[n].figures[k];
    if (strcmp(name, "period") == 0)
        return k + 1;
    if (strcmp(name, "days") == 0)
        return run->plan->periods[k].days;
    if (strcmp(name, "collections") == 0)
        return base->cash[IPA_COLLECTION_INCOME][k] + base->cash[IPA_COLLECTION_PRINCIPAL][k];
    return NAN;
}

static int compare_line(const test_run *run, char *names, char *values, int k) {
    int n_checked = 0;
    char *name, *value;
    while ((name = strsep(&names, ",")) && (value = strsep(&values, ","))) {
        value[strcspn(value, "\r\n")] = 0;
        name[strcspn(name, "\r\n")] = 0;
        if (strcmp(name, "nominal") == 0 || strcmp(name, "payment_weekends_only") == 0)
            continue;
        const double got = column_of(run, name, k);
        if (*value == 0) {
            cr_expect(isnan(got) || got == 0, "%s period %d should be blank", name, k + 1);
            continue;
        }
        /* six decimals in the file; money may differ by a double's last bits of a sum made here */
        const double rounding = strcmp(name, "coverage_gross") == 0 ? 5.1e-7 : 1e-8;
        cr_expect_float_eq(got, strtod(value, NULL), rounding, "%s period %d: %.6f, not %s", name,
                           k + 1, got, value);
        n_checked++;
    }
    return n_checked;
}

Test(golden, sample_to_the_fen) {
    char header[1024], names[1024], line[1024];
    int k = 0, n_checked = 0;
    test_run run = run_load("deals/eight-firms");
    run_simulate(&run, 0, 1, 1);
    FILE *file = fopen(IPABS_SOURCE_DIR "/deals/eight-firms/expected/base.csv", "r");
    cr_assert(file && fgets(header, sizeof header, file));
    for (; fgets(line, sizeof line, file); k++) {
        strcpy(names, header);
        n_checked += compare_line(&run, names, line, k);
    }
    fclose(file);
    cr_expect_geq(k, 12);
    cr_expect_geq(n_checked, 18 * 12);
    run_free(&run);
}
