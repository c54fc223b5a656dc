#pragma once
/** Mergeable statistics of many figures over paths: count, means, squared deviations, covariances.
 *
 *  Knows: sums in one fixed order, and how two parts of a sample become one (Chan, Golub and
 *  LeVeque 1979). Merging blocks in their order gives the same bits for any number of threads.
 *  Does not know: what the figures mean.
 */
#include "engine/block/layout.h"
#include "engine/simulate/result.h"

/** Two figures whose ratio of means is wanted. */
typedef struct ipa_tally_pair {
    int numerator, denominator;
} ipa_tally_pair;

typedef struct ipa_tally {
    int n_figures, n_pairs;
    const ipa_tally_pair *pairs; /**< borrowed */
    long count;
    double *mean, *squares; /**< [n_figures]; squared deviations from the mean, summed */
    double *products;       /**< [n_pairs]; products of deviations, summed */
} ipa_tally;

/** An empty tally. @owner the arena. */
ipa_tally ipa_tally_create(int n_figures, const ipa_tally_pair *pairs, int n_pairs,
                           ipa_arena *arena);

/** Sets the tally to one block. @shape rows[n_figures] */
void ipa_tally_set(ipa_tally *tally, const ipa_row *rows, int n_paths);

/** Adds `part`, whose paths come after those of `tally`. */
void ipa_tally_merge(ipa_tally *tally, const ipa_tally *part);

/** Mean and its standard error, of independent paths. */
ipa_estimate ipa_tally_estimate(const ipa_tally *tally, int figure);

/** Ratio of the means of a pair; the standard error by the delta method.
 *  @ensures NaN where the denominator is zero. */
ipa_estimate ipa_tally_ratio(const ipa_tally *tally, int pair);
