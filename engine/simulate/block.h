#pragma once
/** One thread's workspace: a block of paths from draws to measured figures.
 *
 *  Knows: the order pool → waterfall with and without outside support → measures.
 *  Does not know: other threads, statistics over blocks.
 */
#include "engine/simulate/layers.h"
#include "engine/simulate/measures.h"

typedef struct ipa_block {
    const ipa_measures *measures;
    bool rounding;
    ipa_layers *layers;
    ipa_collections seen; /**< up to a call; only where the plan has one */
    ipa_row *rows;        /**< [measures->n_rows] */
    ipa_tally tally;
    double breach; /**< largest of the block, fen */
} ipa_block;

/** `model` is of the plan that holds the contracts, `forecast` the base case's of both layers.
 *  @owner the arena. */
ipa_block *ipa_block_create(const ipa_measures *measures, const ipa_pool_model *model,
                            const double *forecast, bool rounding, ipa_arena *arena);

/** Simulates and measures a block of paths, both variants on the same collections. Allocates
 *  nothing. */
void ipa_block_run(ipa_block *block, uint64_t seed, uint64_t first_path, int n_paths);

/** What doubles may lose of a path's cash: more is a leak. @units fen */
double ipa_block_most_breach(const ipa_plan *plan);
