/* Every lever on every sample deal: it runs, no cash is lost between the steps, and a lever that
 * can only take does. */
#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/runs.h"
#include "tests/support/samples.h"

enum { N_PATHS = 192, FEWEST_DEALS = 8 };

/** What a lever does to the cash of the base case, as far as its sign is certain. */
typedef enum effect { ANY, SAME, LESS } effect;

typedef struct lever_case {
    const char *lever;
    effect on_base;
} lever_case;

/* Waterfalls may call, trap and end a deal by what was collected, so that only the pool is
 * compared. */
static const lever_case CASES[] = {
    {"stress.collections_haircut=10%", LESS},
    {"stress.collections_delay=1", LESS},
    {"stress.cumulative_default_rate=8%", ANY},
    {"stress={cumulative_default_rate: 8%, default_timing: front}", ANY},
    {"stress={cumulative_default_rate: 8%, default_timing: [0, 0.4, 0.6]}", ANY},
    {"stress.pd_multiplier=3", SAME},
    {"stress.entity_pd_multiplier=3", SAME},
    {"stress.obligor_stops={all: 15}", LESS},
    {"stress={largest_obligors: 2, largest_default_months: 6}", LESS},
    {"stress.recovery_multiplier=0.3", SAME},
    {"stress.recovery_multiplier=5", SAME},
    {"stress.recovery_lag_months=6", SAME},
    {"stress.sales_haircut=20%", LESS},
    {"stress.royalty_decay=5%", LESS},
    {"stress.patent_hazard_multiplier=3", SAME},
    {"stress.patents_lost={all: 12}", LESS},
    {"stress={key_patents: 2, key_patents_months: 12}", LESS},
    {"stress={key_technologies: 1, key_technologies_months: 12}", LESS},
    {"stress={season_haircut: 50%, season_to_months: 24}", LESS},
    {"stress.prepayment_multiplier=3", SAME},
    {"stress.late_probability=10%", SAME},
    {"stress.curve_shift=1%", SAME},
    {"stress.index_shift=1%", SAME},
    {"stress.factor_shock={all: -2}", LESS},
    {"stress.correlation_multiplier=1.5", SAME},
    {"stress.support_off=all", SAME},
    {"stress.entity_defaults={all: 12}", ANY},
};

static double pool_cash(const test_run *run) {
    const ipa_result *of = run->result->lower ? run->result->lower : run->result;
    double sum = 0;
    for (int kind = 0; kind < 4; kind++)
        for (int k = 0; k < of->plan->n_periods; k++) {
            sum += of->base.cash[kind][k];
            cr_assert(isfinite(of->base.cash[kind][k]) && of->base.cash[kind][k] >= 0);
        }
    return sum;
}

static void expect_case(const char *folder, const lever_case *one, double before, bool compares) {
    test_run run = run_load_with(folder, &one->lever, 1);
    run_simulate(&run, N_PATHS, 5, 0);
    const ipa_simulation_result *simulation = run.result->simulation;
    const double after = pool_cash(&run);
    cr_expect_eq(simulation->nonfinite, 0, "%s under %s", folder, one->lever);
    cr_expect_lt(simulation->cash_conservation_max_abs, 1e-6, "%s under %s: %g", folder, one->lever,
                 simulation->cash_conservation_max_abs);
    /* sums of doubles in yuan; where nothing depends on a lever the cash is the same */
    if (one->on_base == LESS && compares)
        cr_expect_leq(after, before + 1e-3, "%s under %s: %.2f, before %.2f", folder, one->lever,
                      after, before);
    if (one->on_base == SAME && compares)
        cr_expect_float_eq(after, before, 1e-3, "%s under %s: %.2f, before %.2f", folder,
                           one->lever, after, before);
    run_free(&run);
}

Test(stress_levers, run_on_every_sample_deal) {
    static sample samples[SAMPLES_MOST];
    const int n_deals = samples_list(samples);
    cr_assert_geq(n_deals, FEWEST_DEALS);
    for (int n = 0; n < n_deals; n++) {
        const char *folder = samples[n].folder;
        test_run plain = run_load(folder);
        run_simulate(&plain, 0, 1, 1);
        const double before = pool_cash(&plain);
        /* what is collected after a call, or from what was bought, is another matter */
        const bool compares = !plain.plan->may_be_called && !plain.plan->may_buy;
        for (size_t at = 0; at < sizeof CASES / sizeof *CASES; at++)
            expect_case(folder, &CASES[at], before, compares);
        run_free(&plain);
    }
}
