/* Two vehicles: the trust's and the plan's base case against a script of their own in exact
 * decimals (scripts/eight_firms_trust.py), a trust that must not be noticed, and money that crosses
 * from one to the other on every path. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/runs.h"

#define SAMPLE "deals/eight-firms-trust"

enum { MOST_COLUMNS = 20, MOST_PERIODS = 32, N_PATHS = 4000, SEED = 11 };

static const double FEN = 1e-6; /* in yuan: far below a fen */

/* A file of expected figures: dates are read as 0. */
typedef struct expected {
    int n_columns, n_periods;
    char names[MOST_COLUMNS][32];
    double figures[MOST_PERIODS][MOST_COLUMNS];
} expected;

static expected read_expected(const char *name) {
    static expected of;
    char path[300], line[1024];
    snprintf(path, sizeof path, "%s/%s/expected/%s", IPABS_SOURCE_DIR, SAMPLE, name);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    of = (expected){0};
    cr_assert_not_null(fgets(line, sizeof line, file));
    for (char *at = strtok(line, ",\n"); at; at = strtok(NULL, ",\n"))
        snprintf(of.names[of.n_columns++], sizeof of.names[0], "%s", at);
    while (fgets(line, sizeof line, file)) {
        int column = 0;
        for (char *at = strtok(line, ",\n"); at; at = strtok(NULL, ",\n"), column++)
            of.figures[of.n_periods][column] = strchr(at, '-') ? 0 : strtod(at, NULL);
        of.n_periods++;
    }
    fclose(file);
    return of;
}

static double expected_of(const expected *of, const char *column, int k) {
    for (int n = 0; n < of->n_columns; n++)
        if (strcmp(of->names[n], column) == 0)
            return of->figures[k][n];
    cr_assert_fail("no column %s", column);
    return NAN;
}

static int tranche_named(const ipa_plan *plan, const char *id) {
    int t = 0;
    while (strcmp(plan->tranches[t].id, id) != 0)
        t++;
    return t;
}

static void cash_agrees(const ipa_result *of, const expected *wanted, const char *balance) {
    const ipa_path_result *base = &of->base;
    cr_assert_eq(wanted->n_periods, of->plan->n_periods);
    const ipa_base_tranche *first = &base->tranches[0];
    for (int k = 0; k < wanted->n_periods; k++) {
        char interest[40], principal[40];
        snprintf(interest, sizeof interest, "%s_interest", of->plan->tranches[0].id);
        snprintf(principal, sizeof principal, "%s_principal", of->plan->tranches[0].id);
        const struct {
            const char *column;
            double value;
        } figures[] = {{"days", of->plan->periods[k].days},   {"income", base->cash[0][k]},
                       {"principal", base->cash[1][k]},       {interest, first->interest_paid[k]},
                       {principal, first->principal_paid[k]}, {balance, first->closing[k]},
                       {"closing_cash", base->accounts[0][k]}};
        for (size_t n = 0; n < sizeof figures / sizeof *figures; n++)
            /* interest periods of a deal that has ended mean nothing, but are there */
            cr_expect_float_eq(figures[n].value, expected_of(wanted, figures[n].column, k), FEN,
                               "%s in period %d: %.4f", figures[n].column, k + 1, figures[n].value);
        for (int n = 0; n < of->plan->n_fees; n++)
            cr_expect_float_eq(base->fees[n].paid[k], expected_of(wanted, of->plan->fees[n].id, k),
                               FEN, "%s in period %d: %.4f", of->plan->fees[n].id, k + 1,
                               base->fees[n].paid[k]);
    }
}

Test(golden_vehicles, the_base_case_of_both_layers_is_the_scripts_to_the_fen) {
    test_run run = run_load(SAMPLE);
    run_simulate(&run, 0, SEED, 1);
    const expected trust = read_expected("trust.csv");
    cash_agrees(run.result->lower, &trust, "CERT_balance");
    const expected plan = read_expected("plan.csv");
    cash_agrees(run.result, &plan, "A_balance");
    const int sub = tranche_named(run.plan, "SUB");
    for (int k = 0; k < plan.n_periods; k++)
        cr_expect_float_eq(run.result->base.tranches[sub].residual[k],
                           expected_of(&plan, "SUB_residual", k), FEN, "period %d", k + 1);
    run_free(&run);
}

/* ---- a trust that takes nothing ---- */

static void expect_same(const char *what, ipa_estimate a, ipa_estimate b) {
    cr_expect_float_eq(a.mean, b.mean, 1e-12 * (1 + fabs(b.mean)), "%s: %.15g, not %.15g", what,
                       a.mean, b.mean);
}

Test(golden_vehicles, a_trust_that_takes_nothing_is_not_noticed) {
    test_run none = run_load("tests/golden/vehicle_none");
    test_run through = run_load("tests/golden/vehicle_through");
    run_simulate(&none, N_PATHS, SEED, 1);
    run_simulate(&through, N_PATHS, SEED, 2);
    const ipa_simulation_result *a = through.result->simulation, *b = none.result->simulation;
    for (int variant = 0; variant < 2; variant++)
        for (int t = 0; t < none.plan->n_tranches; t++) {
            const ipa_tranche_figures *x = variant ? &a->without_support[t] : &a->tranches[t];
            const ipa_tranche_figures *y = variant ? &b->without_support[t] : &b->tranches[t];
            expect_same("expected loss", x->expected_loss, y->expected_loss);
            expect_same("default probability", x->default_probability, y->default_probability);
            expect_same("price", x->price, y->price);
            expect_same("life", x->wal, y->wal);
        }
    expect_same("default rate", a->default_rate, b->default_rate);
    expect_same("loss rate", a->loss_rate, b->loss_rate);
    expect_same("draws", a->expected_draw[0], b->expected_draw[0]);
    cr_expect_gt(b->expected_draw[0].mean, 0);
    cr_expect_gt(b->tranches[0].expected_loss.mean, 0);
    run_free(&none);
    run_free(&through);
}

/* ---- a trust that buys, below a servicer that may default ---- */

#define BOUGHT                                                                        \
    "pool.replacement={entities: [payer], term_months: 12, rate: 0.06, price: 0.97, " \
    "recovery_mean: 0.3, recovery_lag_months: 6}"
#define PAYERS                                                                         \
    "entities=[{id: collector, hazard: 0.1, loadings: {macro: 0.5}}, {id: guarantor, " \
    "rating: Ba1, loadings: {macro: 0.5}}, {id: payer, hazard: 0.2, loadings: {macro: 0.4}}]"
#define BUY "{buy: assets, limit: 0.6 * collections.total, when: period <= 3}"
#define ABOVE                                                                      \
    "{draw: topup, for: [A.interest]}, {pay: [vat, manager]}, {pay: A.interest}, " \
    "{pay: A.principal}, {pay: SUB.residual, when: \"final or balance(A) <= 0\"}"
/* What is bought is no income of the plan's, so that a tax on collections would tell. */
#define UNTAXED "fees[vat].rate=0"

static test_run buying(bool through) {
    const char *const overrides[] = {BOUGHT, PAYERS, UNTAXED,
                                     through ? "vehicles[trust].waterfalls.normal=[" BUY
                                               ", {pay: CERT.residual}]"
                                             : "waterfalls.normal=[" BUY ", " ABOVE "]"};
    return run_load_with(through ? "tests/golden/vehicle_through" : "tests/golden/vehicle_none",
                         overrides, 4);
}

Test(golden_vehicles, a_trust_that_only_buys_is_not_noticed) {
    test_run none = buying(false), through = buying(true);
    run_simulate(&none, N_PATHS, SEED, 1);
    run_simulate(&through, N_PATHS, SEED, 2);
    const ipa_simulation_result *a = through.result->simulation, *b = none.result->simulation;
    for (int t = 0; t < none.plan->n_tranches; t++) {
        expect_same("expected loss", a->tranches[t].expected_loss, b->tranches[t].expected_loss);
        expect_same("default probability", a->tranches[t].default_probability,
                    b->tranches[t].default_probability);
        expect_same("price", a->tranches[t].price, b->tranches[t].price);
    }
    expect_same("draws", a->expected_draw[0], b->expected_draw[0]);
    expect_same("default rate", a->default_rate, b->default_rate);
    expect_same("what the servicer loses", through.result->lower->simulation->servicer_loss,
                b->servicer_loss);
    cr_expect_gt(b->servicer_loss.mean, 0);
    cr_expect_gt(b->tranches[0].expected_loss.mean, 0);
    cr_expect_gt(none.result->base.revolving.bought[0], 0);
    run_free(&none);
    run_free(&through);
}

/* A residual repays the certificate before it is income. */
Test(golden_vehicles, a_residual_repays_before_it_earns) {
    test_run run = run_load("tests/golden/vehicle_through");
    run_simulate(&run, 0, SEED, 1);
    const ipa_path_result *plan = &run.result->base;
    double balance = 1000000, residual = 0, income = 0;
    for (int k = 0; k < run.plan->n_periods; k++) {
        const double paid = run.result->lower->base.tranches[0].residual[k];
        const double repaid = paid < balance ? paid : balance;
        balance -= repaid;
        residual += paid;
        income += plan->cash[0][k];
        cr_expect_float_eq(plan->cash[1][k], repaid, FEN, "period %d", k + 1);
        cr_expect_float_eq(plan->cash[0][k], paid - repaid, FEN, "period %d", k + 1);
        cr_expect_float_eq(plan->pool_balance[k], balance, FEN, "period %d", k + 1);
    }
    cr_expect_eq(balance, 0);
    cr_expect_gt(income, 10000);
    cr_expect_float_eq(residual, 1000000 + income, FEN);
    run_free(&run);
}

/* ---- money crosses once ---- */

/* What the certificate is paid up to a date, by the trust's own replay. */
static double paid_until(const ipa_plan *trust, const ipa_path_result *path, ipa_date date) {
    const ipa_base_tranche *cert = &path->tranches[0];
    double sum = 0;
    for (int k = 0; k < trust->n_periods; k++)
        if (trust->periods[k].payment <= date)
            sum += cert->interest_paid[k] + cert->principal_paid[k] + cert->residual[k];
    return sum;
}

static void crosses_once(const test_run *run, long path, bool outside_support) {
    const ipa_simulation_options options = {.n_paths = N_PATHS, .seed = SEED};
    ipa_replayed replayed = {0};
    cr_assert_eq(ipa_simulation_replay(run->plan, &options, path, outside_support, run->arena,
                                       &replayed, NULL),
                 IPA_OK);
    const ipa_path_result *plan = replayed.path, *trust = replayed.lower->path;
    double collected = 0;
    for (int k = 0; k < run->plan->n_periods; k++) {
        const ipa_date end = run->plan->periods[k].collection_end;
        for (int kind = 0; kind < 4; kind++)
            collected += plan->cash[kind][k];
        cr_expect_float_eq(collected, paid_until(run->plan->lower, trust, end), 1e-6,
                           "path %ld, period %d", path, k + 1);
        cr_expect_float_eq(plan->pool_balance[k], trust->tranches[0].closing[k], 1e-6,
                           "path %ld, period %d", path, k + 1);
        cr_expect_float_eq(plan->pool_defaulted[k], trust->pool_defaulted[k], 1e-6);
    }
}

Test(golden_vehicles, what_the_trust_pays_is_collected_once_and_in_time) {
    test_run run = run_load(SAMPLE);
    for (long path = 0; path < 50; path++) {
        crosses_once(&run, path, true);
        crosses_once(&run, path, false);
    }
    run_free(&run);
}

Test(golden_vehicles, what_a_trust_that_buys_pays_is_collected_once_and_in_time) {
    test_run run = buying(true);
    for (long path = 0; path < 50; path++)
        crosses_once(&run, path, true);
    run_free(&run);
}

/* The figures of the trust are those of the same trust run by itself. */
Test(golden_vehicles, the_trust_is_run_as_a_deal_of_its_own) {
    test_run run = run_load(SAMPLE), alone = run;
    run_simulate(&run, N_PATHS, SEED, 1);
    alone.plan = run.plan->lower;
    run_simulate(&alone, N_PATHS, SEED, 3);
    expect_same("loss of the certificate", run.result->lower->simulation->tranches[0].expected_loss,
                alone.result->simulation->tranches[0].expected_loss);
    cr_expect_gt(alone.result->simulation->tranches[0].expected_loss.mean, 0);
    run_free(&run);
}
