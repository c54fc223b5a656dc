#pragma once
/** Whether the block code and the slow reference say the same of a pool, path by path.
 *
 *  Knows: every row of the collections, the cash of each contract, the lives of patents.
 *  Does not know: where the deal came from.
 */
#include "engine/deal/plan.h"
#include "tests/support/slow_pool.h"

/** How much was compared, and how much of it was not zero: a comparison of nothing proves nothing.
 */
typedef struct pool_agreement {
    long n_pools, n_paths, n_ties; /**< paths left out because a comparison came too near a tie */
    long n_figures, n_wrong;
    long n_paid[IPA_N_COLLECTION_KINDS], n_delinquent, n_annuities, n_overdue[IPA_N_DELINQUENCIES],
        n_ip_values, n_defaults, n_dead_patents, n_prepaid, n_claims, n_guaranteed, n_compensated,
        n_repaid, n_bought, n_days;
    double worst; /**< largest difference as a share of the pool's size */
} pool_agreement;

/** Compares the base case and `n_paths` paths (at most a block). Prints the first few differences
 *  with the pool's name. */
void pool_agreement_compare(const char *name, const ipa_plan *plan, int n_paths,
                            pool_agreement *agreement);

/** The random pool of a seed: made, read, resolved, compared, deleted. */
void pool_agreement_random(uint64_t seed, int n_paths, pool_agreement *agreement);
