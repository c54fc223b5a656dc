/* What counts as missed, on payments made up by hand around the sample's schedule. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/simulate/base_case.h"
#include "engine/simulate/timeliness.h"
#include "tests/support/runs.h"

static test_run run;
static void load(void) {
    run = run_load("deals/eight-firms");
    run_simulate(&run, 0, 1, 1);
}
static void unload(void) {
    run_free(&run);
}
TestSuite(timeliness, .init = load, .fini = unload);

Test(timeliness, the_base_case_is_on_time) {
    for (int t = 0; t < run.plan->n_tranches; t++) {
        const ipa_timeliness got = ipa_timeliness_of(run.plan, t, &run.result->base);
        cr_expect_eq(got.interest, -1);
        cr_expect_eq(got.principal, -1);
        cr_expect_eq(ipa_timeliness_first_miss(&got), -1);
    }
}

Test(timeliness, a_fen_of_interest_is_a_miss_and_half_a_fen_is_none) {
    ipa_base_tranche *senior = &run.result->base.tranches[0];
    senior->interest_unpaid[4] = 0.005;
    senior->interest_unpaid[6] = 0.01;
    senior->interest_unpaid[7] = 250;
    const ipa_timeliness got = ipa_timeliness_of(run.plan, 0, &run.result->base);
    cr_expect_eq(got.interest, 6);
    cr_expect_eq(got.principal, -1);
    cr_expect_eq(got.interest_missed, 250);
    cr_expect_eq(ipa_timeliness_first_miss(&got), 6);
}

Test(timeliness, scheduled_principal_is_due_on_its_date) {
    ipa_base_tranche *senior = &run.result->base.tranches[0];
    senior->interest_unpaid[5] = 1;
    senior->principal_paid[3] -= 100; /* and made up for later */
    const ipa_timeliness got = ipa_timeliness_of(run.plan, 0, &run.result->base);
    cr_expect_eq(got.principal, 3);
    cr_expect_eq(got.interest, 5);
    cr_expect_eq(ipa_timeliness_first_miss(&got), 3);
    cr_expect_eq(got.unpaid, 0);
}

Test(timeliness, what_stands_after_the_expected_final_date_is_late) {
    ipa_base_tranche *senior = &run.result->base.tranches[0];
    const int final = run.plan->tranches[0].expected_final_period;
    const int last = run.plan->n_periods - 1;
    for (int k = final; k <= last; k++)
        senior->closing[k] = 1000;
    senior->interest_unpaid[last] = 10;
    const ipa_timeliness got = ipa_timeliness_of(run.plan, 0, &run.result->base);
    cr_expect_eq(got.principal, final);
    cr_expect_eq(got.principal_left, 1000);
    cr_expect_eq(got.unpaid, 1010);
}

/* The sample pays every yuan without its supporter while everybody pays. */
Test(timeliness, the_base_case_without_support_is_the_same_where_nothing_was_drawn) {
    const ipa_path_result alone = ipa_base_case_unsupported(run.plan, run.arena);
    for (int k = 0; k < run.plan->n_periods; k++) {
        cr_expect_eq(alone.support[0].drawn[k], 0);
        cr_expect_eq(alone.tranches[0].principal_paid[k],
                     run.result->base.tranches[0].principal_paid[k]);
        cr_expect_eq(alone.accounts[0][k], run.result->base.accounts[0][k]);
    }
}

/* The sample's registrar charges what it pays out. */
Test(timeliness, a_fee_on_what_it_is_paid_is_its_own) {
    int fee = 0;
    while (strcmp(run.plan->fees[fee].id, "csdc") != 0)
        fee++;
    run.result->base.fees[fee].unpaid[2] = 0.01;
    run.result->base.fees[0].unpaid[1] = 100; /* the tax is nobody's */
    const ipa_timeliness got = ipa_timeliness_of(run.plan, 0, &run.result->base);
    cr_expect_eq(got.charges, 2);
    cr_expect_eq(ipa_timeliness_first_miss(&got), -1);
}
