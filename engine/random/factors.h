#pragma once
/** Systematic factors of a block of paths over the whole life of the deal.
 *
 *  Knows: correlating independent normals by a Cholesky factor; the Student-t mixing variable.
 *  Does not know: who loads on the factors. @source model 2.1, 2.2, 3.1
 */
#include "engine/block/lanes.h"
#include "engine/math/quantile_table.h"
#include "engine/random/draw.h"

typedef struct ipa_factors {
    int n_factors;
    const double *cholesky;  /**< lower triangle of C, n × n, row-major */
    const uint32_t *streams; /**< hashes of the factors' names */
} ipa_factors;

/** Z = L·z: correlated standard normals, one a factor and path.
 *  @shape z[n_factors][IPA_LANES]; lanes from n_paths on are set to 0. */
void ipa_factors_draw(const ipa_factors *factors, uint64_t seed, uint64_t first_path, int n_paths,
                      double *z);

/** √(ν/W), W chi-square with ν degrees of freedom, one a path: times a Gaussian latent variable it
 *  is Student's t. `chi_square` is the table of W.
 *  @shape scale[n_paths]. */
void ipa_factors_mixing(const ipa_quantile_table *chi_square, double degrees_of_freedom,
                        uint64_t seed, uint64_t first_path, int n_paths, double *scale);
