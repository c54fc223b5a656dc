#include "engine/random/factors.h"

#include <math.h>
#include <string.h>

#include "engine/math/instruction_set.h"

/* In place, from the last factor up, because Z[f] needs z of the factors before it alone. */
IPA_LANES_INLINE void correlate_lanes(int n, const double *restrict cholesky, double *restrict z) {
    for (int f = n - 1; f >= 0; f--) {
        const double *row = cholesky + f * n;
        double *restrict out = z + f * IPA_LANES;
        for (int p = 0; p < IPA_LANES; p++)
            out[p] *= row[f];
        for (int g = 0; g < f; g++)
            for (int p = 0; p < IPA_LANES; p++)
                out[p] = fma(row[g], z[g * IPA_LANES + p], out[p]);
    }
}

IPA_PER_INSTRUCTION_SET(static, correlate, correlate_lanes,
                        (int n, const double *cholesky, double *z), (n, cholesky, z))

void ipa_factors_draw(const ipa_factors *factors, uint64_t seed, uint64_t first_path, int n_paths,
                      double *z) {
    memset(z, 0, sizeof *z * (size_t)factors->n_factors * IPA_LANES);
    for (int f = 0; f < factors->n_factors; f++) {
        const ipa_stream stream = {IPA_PURPOSE_FACTOR, factors->streams[f]};
        ipa_draw_normals(seed, first_path, n_paths, stream, 0, z + f * IPA_LANES);
    }
    correlate(factors->n_factors, factors->cholesky, z);
}

void ipa_factors_mixing(const ipa_quantile_table *chi_square, double degrees_of_freedom,
                        uint64_t seed, uint64_t first_path, int n_paths, double *scale) {
    const ipa_stream stream = {IPA_PURPOSE_CHI_SQUARE, 0};
    ipa_draw_normals(seed, first_path, n_paths, stream, 0, scale);
    ipa_quantile_table_at(chi_square, n_paths, scale, scale);
    for (int p = 0; p < n_paths; p++)
        scale[p] = sqrt(degrees_of_freedom / scale[p]);
}
