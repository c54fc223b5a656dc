#pragma once
/** A second look at the first paths of a run: what each contract brings, how long each patent
 *  counts.
 *
 *  Knows: the pool alone, contract by contract; means, errors and order statistics over those
 * paths. Does not know: the waterfall, the figures of the run's other paths.
 */
#include "engine/pool/pool_model.h"
#include "engine/simulate/simulation.h"

/** Paths looked at again at most, and the most memory their cash may take. */
#define IPA_CONTRACT_CASH_PATHS 16384
#define IPA_CONTRACT_CASH_BYTES (128L << 20)

/** How many of a run's paths are looked at again: all, up to IPA_CONTRACT_CASH_PATHS and as many as
 *  the memory holds, but a block at least. */
long ipa_contract_cash_paths(const ipa_plan *plan, long n_paths);

/** Cash of every contract and life of every patent on the first paths of the run. The bits do not
 *  depend on the number of threads. @units yuan. @errors IPA_LIMIT, IPA_INTERRUPTED. @owner the
 * arena.
 */
ipa_status ipa_contract_cash_run(const ipa_pool_model *model, const ipa_simulation_options *options,
                                 ipa_arena *arena, ipa_contract_cash **cash,
                                 ipa_error *error) IPA_MUST_USE;

/** Cash of every contract in the base case. @shape [n_contracts][n_periods] @units yuan. @owner the
 *  arena. */
double *ipa_contract_cash_base(const ipa_plan *plan, ipa_arena *arena);
