/* Standard errors are right: over 200 seeds the 95% interval holds the exact figure in about 190.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/oracle.h"
#include "tests/support/runs.h"

enum { N_SEEDS = 200, N_PATHS = 20000 };

static double exact(const char *case_id, const char *quantity_start, const char *tag) {
    size_t n_rows;
    double value = NAN;
    ipa_oracle_row *rows = oracle_read("17_e2e_zero_coupon_turbo.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, case_id) == 0 &&
            strncmp(rows[n].quantity, quantity_start, strlen(quantity_start)) == 0 &&
            strncmp(rows[n].params, tag, strlen(tag)) == 0)
            value = rows[n].value;
    free(rows);
    cr_assert(isfinite(value));
    return value;
}

static int inside(ipa_estimate estimate, double value) {
    return fabs(estimate.mean - value) <= 1.959963984540054 * estimate.standard_error;
}

/* 190 expected; 4 binomial standard errors are 12.3, and no more than all 200 can be inside. */
static void expect_coverage(const char *what, int n_inside) {
    const double error = sqrt(N_SEEDS * 0.95 * 0.05);
    cr_expect_float_eq(n_inside, 0.95 * N_SEEDS, 4 * error, "%s: %d of %d intervals hold it", what,
                       n_inside, N_SEEDS);
    cr_log_info("%s: %d of %d", what, n_inside, N_SEEDS);
}

static void coverage(const char *folder, const char *tag) {
    test_run run = run_load(folder);
    const int b = run_tranche(&run, "B");
    const double el = exact("EL", "B", tag), pd = exact("PD", "B", tag), pv = exact("PV", "B", tag);
    const double balance = run.plan->tranches[b].original / 100;
    int n_el = 0, n_pd = 0, n_price = 0;
    run_free(&run);
    for (int seed = 1; seed <= N_SEEDS; seed++) {
        run = run_load(folder);
        run_simulate(&run, N_PATHS, (unsigned long long)seed, 0);
        const ipa_tranche_figures *of = &run.result->simulation->tranches[b];
        n_el += inside(of->expected_loss, el);
        n_pd += inside(of->default_probability, pd);
        n_price += inside(of->price, 100 * pv / balance);
        run_free(&run);
    }
    expect_coverage("expected loss", n_el);
    expect_coverage("default probability", n_pd);
    expect_coverage("price", n_price);
}

Test(coverage, gaussian) {
    coverage("tests/golden/e2e17_a", "E2E1a");
}
Test(coverage, student) {
    coverage("tests/golden/e2e17_t", "E2E1t");
}
