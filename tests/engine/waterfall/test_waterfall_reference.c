/* The engine against the slow reference on random deals. The whole comparison, 2,000 deals, is in
 * test_waterfall_reference_slow.c. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/runs.h"
#include "tests/support/waterfall_agreement.h"

/* IPABS_DEAL=n looks at one deal only; IPABS_KEEP_DEALS=1 leaves its folder. */
Test(waterfall_reference, random_deals) {
    waterfall_agreement agreement = {0};
    const char *only = getenv("IPABS_DEAL");
    const uint64_t first = only ? strtoull(only, NULL, 10) : 1, last = only ? first : 150;
    for (uint64_t seed = first; seed <= last; seed++)
        waterfall_agreement_random(seed, 16, &agreement);
    cr_expect_eq(agreement.n_wrong, 0, "%ld of %ld paths", agreement.n_wrong, agreement.n_paths);
    const long seen[] = {agreement.n_called,      agreement.n_ledgers, agreement.n_accreted,
                         agreement.n_commitments, agreement.n_trapped, agreement.n_interest,
                         agreement.n_in_kind,     agreement.n_lost,    agreement.n_delayed,
                         agreement.n_bought,      agreement.n_layers};
    for (size_t n = 0; n < sizeof seen / sizeof seen[0] && only == NULL; n++)
        cr_expect_gt(seen[n], 0, "kind of figure %zu", n);
    cr_expect_leq(agreement.n_ties, agreement.n_paths / 500, "%ld", agreement.n_ties);
}

Test(waterfall_reference, sample_deals) {
    static const char *const deals[] = {"deals/credit-abs",
                                        "deals/supply-chain-revolving",
                                        "tests/golden/revolving",
                                        "deals/eight-firms",
                                        "deals/eight-firms-trust",
                                        "deals/entrusted-loans",
                                        "deals/leaseback",
                                        "deals/pledge-loans",
                                        "deals/royalty-pool",
                                        "deals/supply-chain",
                                        "deals/technology-contracts",
                                        "deals/trust-loan",
                                        "tests/golden/every_tranche",
                                        "tests/golden/split_accounts",
                                        "tests/golden/servicer"};
    waterfall_agreement agreement = {0};
    for (size_t n = 0; n < sizeof deals / sizeof deals[0]; n++) {
        test_run run = run_load(deals[n]);
        waterfall_agreement_compare(deals[n], run.plan, 64, &agreement);
        run_free(&run);
    }
    cr_expect_eq(agreement.n_wrong, 0);
}
