/* A deal with every kind of tranche and coupon, to the fen, against a script of its own. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/runs.h"

static const char FOLDER[] = "tests/golden/every_tranche";

typedef struct expected_row {
    int period;
    char tranche[8];
    double interest_due, interest_paid, principal_paid, accreted, residual, closing, fee;
} expected_row;

static bool read_row(FILE *file, expected_row *row) {
    return fscanf(file, "%d,%7[^,],%lf,%lf,%lf,%lf,%lf,%lf,%lf ", &row->period, row->tranche,
                  &row->interest_due, &row->interest_paid, &row->principal_paid, &row->accreted,
                  &row->residual, &row->closing, &row->fee) == 9;
}

static void expect_row(const test_run *run, const expected_row *row) {
    const int k = row->period - 1;
    const ipa_base_tranche *got = &run->result->base.tranches[run_tranche(run, row->tranche)];
    const struct {
        const char *what;
        double got, expected;
    } figures[] = {{"interest due", got->interest_due[k], row->interest_due},
                   {"interest paid", got->interest_paid[k], row->interest_paid},
                   {"principal paid", got->principal_paid[k], row->principal_paid},
                   {"accreted", got->accreted[k], row->accreted},
                   {"residual", got->residual[k], row->residual},
                   {"closing", got->closing[k], row->closing}};
    for (size_t n = 0; n < sizeof figures / sizeof *figures; n++)
        cr_expect_float_eq(figures[n].got, figures[n].expected, 1e-6, "%s %d %s: %.2f, not %.2f",
                           row->tranche, row->period, figures[n].what, figures[n].got,
                           figures[n].expected);
    if (strcmp(row->tranche, "SUB") == 0)
        cr_expect_float_eq(run->result->base.fees[0].paid[k], row->fee, 1e-6);
}

Test(golden_tranches, every_kind_to_the_fen) {
    test_run run = run_load(FOLDER);
    run_simulate(&run, 0, 1, 1);
    char path[256];
    char header[256];
    expected_row row;
    int n_rows = 0;
    snprintf(path, sizeof path, "%s/%s/expected.csv", IPABS_SOURCE_DIR, FOLDER);
    FILE *file = fopen(path, "r");
    cr_assert(file && fgets(header, sizeof header, file));
    for (; read_row(file, &row); n_rows++)
        expect_row(&run, &row);
    fclose(file);
    cr_assert_eq(n_rows, 8 * 7);
    run_free(&run);
}

/* The licence's last 200,000 falls due after the deal has ended; nothing defaults on any path. */
Test(golden_tranches, what_performs_at_the_end_is_handed_over) {
    test_run run = run_load(FOLDER);
    run_simulate(&run, 64, 1, 1);
    for (int t = 0; t < run.plan->n_tranches; t++) {
        const double expected = t == run_tranche(&run, "SUB") ? 200000 : 0;
        const ipa_estimate simulated = run.result->simulation->tranches[t].in_kind;
        cr_expect_eq(run.result->base.tranches[t].in_kind, expected);
        cr_expect(simulated.mean == expected && simulated.standard_error == 0);
    }
    run_free(&run);
}

/* Unrounded, the same deal is off by what rounding each unit can lose: the two ways of computing
 * a payment agree. */
Test(golden_tranches, paths_are_not_rounded_and_agree) {
    test_run run = run_load(FOLDER);
    run_simulate(&run, 64, 1, 1);
    for (int t = 0; t < run.plan->n_tranches; t++)
        for (int k = 0; k < run.plan->n_periods; k++) {
            const ipa_base_tranche *base = &run.result->base.tranches[t];
            const double cash =
                base->interest_paid[k] + base->principal_paid[k] + base->residual[k];
            const double mean = run.result->simulation->tranches[t].cashflow[k].mean.mean;
            const double units = base->opening[0] > 0 ? base->opening[0] / 100 : 1;
            cr_expect(fabs(mean - cash) < 0.004 * units + 20, "%s %d: %g, not %g",
                      run.plan->tranches[t].id, k + 1, mean, cash);
        }
    run_free(&run);
}

/* A tranche without principal has no price per 100 of it, nor a yield; its neighbours have. */
Test(golden_tranches, one_without_a_price_does_not_stop_the_others) {
    test_run run = run_load(FOLDER);
    run_simulate(&run, 64, 1, 1);
    for (int t = 0; t < run.plan->n_tranches; t++) {
        const ipa_valuation *of = &run.result->base.tranches[t].valuation;
        const bool priced = strcmp(run.plan->tranches[t].id, "IO") != 0;
        cr_expect_eq(isfinite(of->price), priced, "%s", run.plan->tranches[t].id);
        cr_expect_eq(isfinite(of->yield), priced);
        cr_expect_eq(isfinite(run.result->simulation->tranches[t].price.mean), priced);
    }
    run_free(&run);
}
