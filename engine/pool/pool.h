#pragma once
/** What the pool brings on a block of paths, and in the base case.
 *
 *  Knows: the order factors → sales → defaults → patents → dues → claims, and what each hands on;
 *  the survival of support providers.
 *  Does not know: tranches, who gets the cash.
 */
#include <stdint.h>

#include "engine/block/layout.h"
#include "engine/deal/plan.h"
#include "engine/pool/claims.h"
#include "engine/pool/contracts.h"
#include "engine/pool/pool_model.h"

/** One thread's scratch rows. */
typedef struct ipa_pool ipa_pool;

/** A pool for each thread of a run, on one model. @owner the arena. */
ipa_pool *ipa_pool_create_shared(const ipa_pool_model *model, ipa_arena *arena);

/** The only pool of its plan. @owner the arena. */
ipa_pool *ipa_pool_create(const ipa_plan *plan, ipa_arena *arena);

/** From now on also sets the cash, of all kinds, that each contract brings in each period, and
 *  draws every patent. NULL: no longer. No other figure changes.
 *  @shape contract_cash[n_contracts][n_periods] @units fen */
void ipa_pool_watch(ipa_pool *pool, ipa_row *contract_cash);

/** Simulates paths first_path … first_path + n_paths − 1 (n_paths ≤ IPA_LANES). Allocates nothing.
 */
void ipa_pool_simulate(ipa_pool *pool, uint64_t seed, uint64_t first_path, int n_paths,
                       ipa_collections *collections);

/** The base case on lane 0: nobody defaults, every due is paid, on time; patents live to their
 *  expiry, sales are what is expected of them. */
void ipa_pool_base(ipa_pool *pool, ipa_collections *collections);

/** The same where on lane p the whole pool defaults as period first_period + p begins, and from
 *  n_periods on nobody does; recoveries are what is expected. For a plan whose thresholds are
 *  periods. */
void ipa_pool_base_defaulting(ipa_pool *pool, int first_period, int n_paths,
                              ipa_collections *collections);

/* ---- what stands behind the block simulated last ---- */

const ipa_plan *ipa_pool_plan(const ipa_pool *pool);
const ipa_defaults *ipa_pool_defaults(const ipa_pool *pool);
/** Rows are drawn where something hangs on patents, or when the pool is watched. NULL: the plan has
 *  no patents. */
const ipa_patents *ipa_pool_patents(const ipa_pool *pool);
/** NULL: no contract of the plan is other than plain. */
ipa_contracts *ipa_pool_contracts(const ipa_pool *pool);

/** The claims of one path and what was made of them, by obligor, then contract. Those after a
 *  contract's last due are none. Until the next call. */
const ipa_claim *ipa_pool_claims(ipa_pool *pool, int lane, int *n_claims);

/** The period a contract is settled early in; n_periods: it is not. */
int ipa_pool_prepaid(const ipa_pool *pool, int contract, int lane);

/** Whether the originator bought it back in that period. */
bool ipa_pool_bought(const ipa_pool *pool, int contract, int lane);
