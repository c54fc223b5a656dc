/* The block code against the slow reference on random pools. The whole comparison, 1,000 pools, is
 * in test_pool_reference_slow.c. */
#include <criterion/criterion.h>

#include "tests/support/pool_agreement.h"
#include "tests/support/runs.h"

Test(pool_reference, random_pools) {
    pool_agreement agreement = {0};
    for (uint64_t seed = 1; seed <= 120; seed++)
        pool_agreement_random(seed, 16, &agreement);
    cr_expect_eq(agreement.n_wrong, 0, "%ld of %ld figures", agreement.n_wrong,
                 agreement.n_figures);
    cr_expect_leq(agreement.n_ties, 1);
}

Test(pool_reference, sample_deal) {
    pool_agreement agreement = {0};
    test_run run = run_load("deals/eight-firms");
    pool_agreement_compare("eight-firms", run.plan, IPA_LANES, &agreement);
    cr_expect_eq(agreement.n_wrong, 0);
    run_free(&run);
}

/* Prepayment, lateness, patents, a buy-back and the repurchase of an ineligible contract. */
Test(pool_reference, a_deal_in_which_everything_happens) {
    pool_agreement agreement = {0};
    test_run run = run_load("tests/golden/replay");
    pool_agreement_compare("replay", run.plan, IPA_LANES, &agreement);
    cr_expect_eq(agreement.n_wrong, 0);
    cr_expect_gt(agreement.n_prepaid, IPA_LANES / 2, "most paths see the repurchase");
    run_free(&run);
}
