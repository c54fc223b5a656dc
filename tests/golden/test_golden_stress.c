/* Levers of a stress on the sample of eight firms, its triggers left out: the shortfall draws of
 * four scenarios, which an independent program in decimals gave when the sample was invented. */
#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/runs.h"

static const char FOLDER[] = "tests/golden/eight_firms_no_triggers";

typedef struct draws {
    double total;
    int first; /* period, from 1; 0: none */
} draws;

static draws draws_under(const char *lever) {
    const char *const overrides[] = {lever, "stress.recovery_multiplier=0"};
    test_run run = run_load_with(FOLDER, overrides, 2);
    draws found = {0, 0};
    run_simulate(&run, 0, 1, 1);
    const double *drawn = run.result->base.support[0].drawn;
    for (int k = 0; k < run.plan->n_periods; k++) {
        found.total += drawn[k];
        if (drawn[k] > 0 && found.first == 0)
            found.first = k + 1;
    }
    run_free(&run);
    return found;
}

static void expect_draws(const char *lever, double total, int first) {
    const draws got = draws_under(lever);
    cr_expect(fabs(got.total - total) < 0.001, "%s: %.2f, not %.2f", lever, got.total, total);
    cr_expect_eq(got.first, first, "%s: first in period %d, not %d", lever, got.first, first);
}

/* The fifth due falls 15 months after the cut-off date, the fourth 12. */
Test(golden_stress, firms_that_stop_paying) {
    expect_draws("stress.obligor_stops={E1: 15}", 7757236.70, 5);
    expect_draws("stress.obligor_stops={E1: 13}", 7757236.70, 5);
    expect_draws("stress.obligor_stops={E1: 2026-10-25}", 7757236.70, 5);
    expect_draws("stress.obligor_stops={E1: 15, E2: 15}", 19081503.06, 5);
    expect_draws("stress.obligor_stops={E1: 15, E2: 2026-10-25}", 19081503.06, 5);
    expect_draws("stress.obligor_stops={E7: 3, E8: 1}", 8208965.55, 1);
}

Test(golden_stress, the_largest_firms_stop_paying) {
    const draws one = draws_under("stress={largest_obligors: 1, largest_default_months: 15}");
    const draws two = draws_under("stress={largest_obligors: 2, largest_default_months: 15}");
    cr_expect(fabs(one.total - 7757236.70) < 0.001, "%.2f", one.total);
    cr_expect(fabs(two.total - 19081503.06) < 0.001, "%.2f", two.total);
}

Test(golden_stress, everybody_pays_nine_tenths) {
    expect_draws("stress.collections_haircut=10%", 4867246.47, 1);
}

Test(golden_stress, no_lever_no_draw) {
    expect_draws("stress.pd_multiplier=3", 0, 0);
    expect_draws("stress.collections_haircut=0", 0, 0);
}
