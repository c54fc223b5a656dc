#pragma once
/** What the pool brings on a block of paths, and in the base case.
 *
 *  Knows: obligors' defaults, scheduled dues, recoveries, the survival of support providers.
 *  Does not know: tranches, who gets the cash.
 */
#include <stdint.h>

#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** One thread's scratch rows. */
typedef struct ipa_pool ipa_pool;

/** @owner the arena. */
ipa_pool *ipa_pool_create(const ipa_plan *plan, ipa_arena *arena);

/** Simulates paths first_path … first_path + n_paths − 1 (n_paths ≤ IPA_LANES). Allocates nothing.
 */
void ipa_pool_simulate(ipa_pool *pool, uint64_t seed, uint64_t first_path, int n_paths,
                       ipa_collections *collections);

/** The base case on lane 0: nobody defaults, every due is paid. */
void ipa_pool_base(ipa_pool *pool, ipa_collections *collections);

/** A default on a replayed path. */
typedef struct ipa_pool_event {
    int contract;
    int period;           /**< of default, 0-based */
    double claim;         /**< fen */
    double recovery;      /**< fen, arriving in … */
    int recovery_period;  /**< n_periods: lost */
    double default_years; /**< τ from the cut-off date */
} ipa_pool_event;

/** The defaults of one path of the block just simulated, by contract; those after a contract's last
 *  due bring no claim and are left out. Also `*n_entities` supporter defaults as (contract = −1 −
 *  entity). @owner the arena. */
ipa_pool_event *ipa_pool_events(ipa_pool *pool, int lane, ipa_arena *arena, int *n_events);
