/* The block code against the slow reference: 1,000 pools drawn from the whole grammar, base case
 * and 64 paths each. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/pool_agreement.h"

/* Every branch has to have been taken often: a generator that never writes one proves nothing. */
static void expect_variety(const pool_agreement *of) {
    const long seen[] = {of->n_paid[0],    of->n_paid[1],   of->n_paid[2],    of->n_paid[3],
                         of->n_delinquent, of->n_annuities, of->n_overdue[0], of->n_overdue[1],
                         of->n_overdue[2], of->n_ip_values, of->n_defaults,   of->n_dead_patents,
                         of->n_prepaid,    of->n_claims,    of->n_guaranteed, of->n_compensated,
                         of->n_repaid,     of->n_bought,    of->n_days};
    for (size_t n = 0; n < sizeof seen / sizeof seen[0]; n++)
        cr_expect_gt(seen[n], 1000, "kind of figure %zu: only %ld are not zero", n, seen[n]);
}

Test(pool_reference_slow, thousand_random_pools) {
    pool_agreement agreement = {0};
    for (uint64_t seed = 1000; seed < 2000; seed++)
        pool_agreement_random(seed, 64, &agreement);
    cr_expect_eq(agreement.n_wrong, 0, "%ld of %ld figures", agreement.n_wrong,
                 agreement.n_figures);
    cr_expect_eq(agreement.n_pools, 1000);
    cr_expect_lt(agreement.n_ties, agreement.n_paths / 1000);
    expect_variety(&agreement);
    fprintf(stderr, "%ld pools, %ld paths (%ld near a tie), %ld figures, worst %.2g\n",
            agreement.n_pools, agreement.n_paths, agreement.n_ties, agreement.n_figures,
            agreement.worst);
}
