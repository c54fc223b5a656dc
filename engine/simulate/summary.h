#pragma once
/** From tallies and stored paths to the figures of a result.
 *
 *  Knows: the layout of the measures, units (fen become the deal's currency), quantiles, ratings.
 *  Does not know: how paths were made.
 */
#include "engine/simulate/measures.h"
#include "engine/simulate/path_store.h"
#include "engine/simulate/result.h"

typedef struct ipa_summary {
    const ipa_measures *measures;
    const ipa_tally *tally;
    const ipa_path_store *store;
    const ipa_path_result *base;
    ipa_arena *arena;
    double *scratch; /**< [3 × n_paths] */
} ipa_summary;

/** Fills everything but convergence, worst paths and checks. */
void ipa_summary_fill(const ipa_summary *from, ipa_simulation_result *to);

/** What a tally alone tells of a tranche: means, their ratios, the price, the grades. Fans, tails
 *  and the loss-adjusted yield stay empty. `balance` (yuan) is what the price is per 100 of. */
ipa_tranche_figures ipa_summary_means(const ipa_measures *measures, const ipa_tally *tally,
                                      double balance, ipa_variant variant, int tranche,
                                      ipa_arena *arena);

/** One row of the convergence table from the tally so far. */
ipa_convergence_row ipa_summary_convergence(const ipa_measures *measures, const ipa_tally *tally,
                                            double balance, int tranche);
