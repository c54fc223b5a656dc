/* The engine against the slow reference: 2,000 deals drawn from the whole grammar, base case and 64
 * paths each, with and without outside support. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/waterfall_agreement.h"

/* Every branch has to have been taken often: a generator that never writes one proves nothing. */
static void expect_variety(const waterfall_agreement *of) {
    const long seen[] = {of->n_paid,    of->n_accelerated, of->n_defaulted, of->n_drawn,
                         of->n_missed,  of->n_reimbursed,  of->n_ended,     of->n_rounded,
                         of->n_called,  of->n_ledgers,     of->n_accreted,  of->n_commitments,
                         of->n_trapped, of->n_interest,    of->n_in_kind,   of->n_lost,
                         of->n_delayed, of->n_bought,      of->n_layers};
    for (size_t n = 0; n < sizeof seen / sizeof seen[0]; n++)
        cr_expect_gt(seen[n], 1000, "kind of figure %zu: only %ld", n, seen[n]);
}

Test(waterfall_reference_slow, two_thousand_random_deals, .timeout = 1800) {
    waterfall_agreement agreement = {0};
    for (uint64_t seed = 1000; seed < 3000; seed++)
        waterfall_agreement_random(seed, 64, &agreement);
    cr_expect_eq(agreement.n_deals, 2000);
    cr_expect_eq(agreement.n_wrong, 0, "%ld of %ld paths", agreement.n_wrong, agreement.n_paths);
    cr_expect_leq(agreement.n_ties, agreement.n_paths / 1000);
    expect_variety(&agreement);
    fprintf(stderr, "%ld deals, %ld paths (%ld on a tie), %ld figures, worst %.2g\n",
            agreement.n_deals, agreement.n_paths, agreement.n_ties, agreement.n_figures,
            agreement.worst);
}
