#pragma once
/** Who defaults on a block of paths: the latent variables of obligors and support providers.
 *
 *  Knows: loadings on whole-life factors, own normals, the Student-t mixing variable.
 *  Does not know: thresholds, dates, cash. @source model 2.2, 3.1
 */
#include <stdint.h>

#include "engine/block/layout.h"
#include "engine/deal/plan.h"
#include "engine/pool/intensity.h"
#include "engine/random/factors.h"

/** One thread's rows. Lanes from n_paths on are not defined. */
typedef struct ipa_defaults {
    const ipa_plan *plan;
    ipa_factors model;
    uint64_t seed, first_path;
    int n_paths;
    bool is_base;      /**< nothing is drawn: recoveries and their lags are what is expected */
    ipa_row *factors;  /**< Z [n_factors] */
    ipa_row *mixing;   /**< √(ν/W), one row; Student-t only */
    ipa_row *obligors; /**< X [n_obligors], times √(ν/W) for a Student-t copula; in the intensity
                          model default times in years from the cut-off date */
    ipa_row *entities; /**< X [n_entities] likewise */
} ipa_defaults;

/** @owner the arena. */
ipa_defaults *ipa_defaults_create(const ipa_plan *plan, ipa_arena *arena);

/** Whole-life factors of paths first_path … first_path + n_paths − 1, which sales follow from.
 *  Allocates nothing. */
void ipa_defaults_factors(ipa_defaults *defaults, uint64_t seed, uint64_t first_path, int n_paths);

/** Latent variables given the factors. Allocates nothing. `intensity`: NULL under a copula; else
 *  `sales` are of the same block. */
void ipa_defaults_latent(ipa_defaults *defaults, const ipa_intensity *intensity,
                         const ipa_sales *sales);

/** Both, under a copula. */
void ipa_defaults_draw(ipa_defaults *defaults, uint64_t seed, uint64_t first_path, int n_paths);

/** Nobody ever defaults: every latent variable above every threshold. */
void ipa_defaults_none(ipa_defaults *defaults);

/** On lane p every obligor of a plan whose thresholds are periods defaults as period first_period +
 * p begins; from n_periods on nobody does. */
void ipa_defaults_by_period(ipa_defaults *defaults, int first_period, int n_paths);

/** The time of default, years from the cut-off date, that belongs to a latent variable. */
double ipa_defaults_years(const ipa_plan *plan, const ipa_credit *credit, double latent);
