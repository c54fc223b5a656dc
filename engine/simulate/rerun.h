#pragma once
/** A plan's waterfall on kept collections: the figures of its notes as a run would give them.
 *
 *  Knows: blocks of a store, threads, tallies merged in block order.
 *  Does not know: how the collections were drawn, why the plan is what it is. Fans, quantiles and
 *  what the pool did are not measured.
 */
#include "engine/simulate/collection_store.h"
#include "engine/simulate/measures.h"
#include "engine/simulate/result.h"

typedef struct ipa_rerun_options {
    int n_threads; /**< 0: one per processor */
    bool rounding; /**< simulation.rounding */
    bool skip[IPA_N_VARIANTS];
} ipa_rerun_options;

/** What the base case of the plan gave, from ipa_base_case_run. */
typedef struct ipa_rerun_base {
    const ipa_path_result *base;
    const double *forecast;
} ipa_rerun_base;

/** Means of every tranche, in both variants unless skipped (NULL then); without outside support
 *  there is one variant, and both are the same array. Bits are those of ipa_simulation_run on the
 *  same paths, for any number of threads.
 *  @shape figures[variant][n_tranches] @owner the arena.
 *  @errors IPA_NONFINITE, IPA_INVARIANT. */
ipa_status ipa_rerun_run(const ipa_plan *plan, ipa_rerun_base base,
                         const ipa_collection_store *store, const ipa_rerun_options *options,
                         ipa_arena *arena, ipa_tranche_figures *figures[IPA_N_VARIANTS],
                         ipa_error *error) IPA_MUST_USE;
