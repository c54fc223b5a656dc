/* What a servicer's default costs a deal whose debtors never fail: in closed form. */
#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/runs.h"

static const double hazard = 0.3;

/* Years from the cut-off date to a payment date; 0 before the first. */
static double years(const ipa_plan *plan, int k) {
    return k < 0 ? 0 : (plan->periods[k].payment - plan->deal->terms.cutoff) / 365.0;
}

Test(golden_servicer, default_probability_and_expected_loss) {
    test_run run = run_load("tests/golden/servicer");
    run_simulate(&run, 20000, 5, 1);
    const ipa_plan *plan = run.plan;
    const ipa_simulation_result *simulated = run.result->simulation;
    double loss = 0;
    for (int k = 0; k < plan->n_periods; k++) {
        const double died = exp(-hazard * years(plan, k - 1)) - exp(-hazard * years(plan, k));
        const ipa_period *period = &plan->periods[k];
        const double share = (double)(period->collection_end -
                                      ipa_date_add_months(period->collection_end, -3, false)) /
                             (period->collection_end - period->collection_start);
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            loss += died * share * run.result->base.cash[kind][k];
        cr_expect_eq(run.result->base.lost[k], 0);
        cr_expect_eq(run.result->base.delayed[k], 0);
    }
    /* what the last period would have delayed by one never comes */
    const int last = plan->n_periods - 1;
    const double died = exp(-hazard * years(plan, last - 2)) - exp(-hazard * years(plan, last - 1));
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        loss += died * run.result->base.cash[kind][last];
    cr_expect(run_agrees(simulated->servicer_default, 1 - exp(-hazard * years(plan, last)), 4));
    cr_expect(run_agrees(simulated->servicer_loss, loss, 4));
    cr_expect_gt(loss, 1000);
    run_free(&run);
}
