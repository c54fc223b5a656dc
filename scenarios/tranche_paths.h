#pragma once
/** A tranche's loss and present value on every path, kept so that two deals can be compared path by
 *  path.
 *
 *  Knows: blocks of paths shared out among threads, each to its own places.
 *  Does not know: what is compared.
 */
#include "engine/simulate/measures.h"
#include "engine/simulate/simulation.h"

/** X(name, figure): what is kept. */
typedef enum ipa_tranche_series {
    IPA_TRANCHE_PATHS_LOSS,  /**< ÷ original */
    IPA_TRANCHE_PATHS_PRICE, /**< per 100 of the balance on the valuation date */
    IPA_N_TRANCHE_SERIES
} ipa_tranche_series;

typedef struct ipa_tranche_paths {
    long n_paths;
    double *values; /**< [IPA_N_VARIANTS][IPA_N_TRANCHE_SERIES][n_paths] */
} ipa_tranche_paths;

/** @errors IPA_LIMIT (memory), IPA_INTERRUPTED. @owner ipa_tranche_paths_free. */
ipa_status ipa_tranche_paths_run(const ipa_plan *plan, int tranche,
                                 const ipa_simulation_options *options, ipa_tranche_paths *to,
                                 ipa_error *error) IPA_MUST_USE;
void ipa_tranche_paths_free(ipa_tranche_paths *paths);

const double *ipa_tranche_paths_of(const ipa_tranche_paths *paths, ipa_variant variant,
                                   ipa_tranche_series series);

/** Mean of one series, or of its difference from another (`less`; NULL: none) on the same paths. */
ipa_estimate ipa_tranche_paths_mean(const ipa_tranche_paths *paths, const ipa_tranche_paths *less,
                                    ipa_variant variant, ipa_tranche_series series);
