#pragma once
/** Systematic factors of a block of paths: over the whole life of the deal, and period by period.
 *
 *  Knows: correlating independent normals by a Cholesky factor; period shocks that add up to the
 *  whole-life value; the Student-t mixing variable.
 *  Does not know: who loads on the factors. @source model 2.1, 2.2, 3.1
 */
#include "engine/block/lanes.h"
#include "engine/math/quantile_table.h"
#include "engine/random/draw.h"

typedef struct ipa_factors {
    int n_factors;
    const double *cholesky;  /**< lower triangle of C, n × n, row-major */
    const uint32_t *streams; /**< hashes of the factors' names */
    int n_periods;           /**< of period shocks; 0: none are drawn */
    const double *weights;   /**< w [n_periods], |w| = 1, w[0] ≥ 0 */
} ipa_factors;

/** Z = L·z: correlated standard normals, one a factor and path.
 *  @shape z[n_factors][IPA_LANES]; lanes from n_paths on are set to 0. */
void ipa_factors_draw(const ipa_factors *factors, uint64_t seed, uint64_t first_path, int n_paths,
                      double *z);

/** ε, the period shocks given the whole-life values Z of ipa_factors_draw: independent standard
 *  normals over the periods, correlated by C across the factors, with Σ w[k]·ε[k] = Z. The
 *  Householder reflection that takes e₁ to w, of (Z, η₁ …), η correlated like Z. Allocates nothing.
 *  @shape whole_life[n_factors][IPA_LANES], shocks[n_factors][n_periods][IPA_LANES]; lanes from
 *  n_paths on are 0 where those of whole_life are. @source model 2.2 */
void ipa_factors_shocks(const ipa_factors *factors, uint64_t seed, uint64_t first_path, int n_paths,
                        const double *whole_life, double *shocks);

/** √(ν/W), W chi-square with ν degrees of freedom, one a path: times a Gaussian latent variable it
 *  is Student's t. `chi_square` is the table of W.
 *  @shape scale[n_paths]. */
void ipa_factors_mixing(const ipa_quantile_table *chi_square, double degrees_of_freedom,
                        uint64_t seed, uint64_t first_path, int n_paths, double *scale);
