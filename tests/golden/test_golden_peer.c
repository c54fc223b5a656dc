/* The sample deal against the obvious scalar program of the benchmark: another generator, loops
 * over one path at a time, the priority of payments written out in C. */
#include <criterion/criterion.h>
#include <math.h>

#include "bench/peer_scalar.h"
#include "tests/support/runs.h"

enum { N_PATHS = 200000 };

/* Two independent samples of one figure. */
static void expect_agreement(const char *what, int variant, ipa_estimate ours, double peer) {
    const double error = sqrt(2) * ours.standard_error;
    cr_expect_leq(fabs(ours.mean - peer), 4 * error, "%s, variant %d: %.9g and %.9g ± %.2g", what,
                  variant, ours.mean, peer, error);
}

Test(golden_peer, sample_deal) {
    test_run run = run_load("deals/eight-firms");
    run_simulate(&run, N_PATHS, 20250725, 0);
    const peer_result peer = peer_scalar_run(run.plan, N_PATHS, 5);
    const int a = run_tranche(&run, "A");
    const ipa_tranche_figures *figures[] = {&run.result->simulation->tranches[a],
                                            &run.result->simulation->without_support[a]};
    for (int v = 0; v < PEER_N_VARIANTS; v++) {
        const ipa_tranche_figures *of = figures[v];
        expect_agreement("default probability", v, of->default_probability,
                         peer.default_probability[v]);
        expect_agreement("expected loss", v, of->expected_loss, peer.expected_loss[v]);
        for (int k = 0; k < run.plan->n_periods; k++) {
            ipa_estimate cash = of->cashflow[k].mean;
            cash.standard_error += 1e-6; /* certain cash is the same up to the last bits */
            expect_agreement("cash", v, cash, peer.cash[v][k] / 100);
        }
        for (int n = 0; n < 3; n++) {
            /* the peer's own noise: as wide again as our interval */
            const double wide = of->var[n].high - of->var[n].low;
            cr_expect_geq(peer.var[v][n], of->var[n].low - wide - 1e-9, "VaR %d", n);
            cr_expect_leq(peer.var[v][n], of->var[n].high + wide + 1e-9, "VaR %d", n);
        }
    }
    run_free(&run);
}
