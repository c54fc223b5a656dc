#include "engine/random/factors.h"

#include <math.h>
#include <string.h>

#include "engine/math/instruction_set.h"

/* In place, from the last factor up, because row f needs the rows before it alone. A factor's row
   is `width` doubles: its lanes, or its lanes of every period. */
IPA_LANES_INLINE void correlate_lanes(int n, int width, const double *restrict cholesky,
                                      double *restrict z) {
    for (int f = n - 1; f >= 0; f--) {
        const double *row = cholesky + f * n;
        double *restrict out = z + (ptrdiff_t)f * width;
        for (int p = 0; p < width; p++)
            out[p] *= row[f];
        for (int g = 0; g < f; g++)
            for (int p = 0; p < width; p++)
                out[p] = fma(row[g], z[(ptrdiff_t)g * width + p], out[p]);
    }
}

IPA_PER_INSTRUCTION_SET(static, correlate, correlate_lanes,
                        (int n, int width, const double *cholesky, double *z),
                        (n, width, cholesky, z))

/* H·(Z, η) with H = I − 2vv'/v'v, v = e₁ − w: with s = Z − Σ w[k]·η[k]/(1 − w[0]) it is η[k] +
   w[k]·s, and w[0]·Z + Σ w[k]·η[k] in the first place, which is written last for it holds nothing
   yet. */
IPA_LANES_INLINE void reflect_lanes(int n, const double *restrict w, const double *restrict z,
                                    double *restrict shocks) {
    double sum[IPA_LANES] IPA_LANES_ALIGNED = {0}, s[IPA_LANES] IPA_LANES_ALIGNED;
    const double scale = w[0] < 1.0 ? 1.0 / (1.0 - w[0]) : 0.0;
    for (int k = 1; k < n; k++)
        for (int p = 0; p < IPA_LANES; p++)
            sum[p] = fma(w[k], shocks[k * IPA_LANES + p], sum[p]);
    for (int p = 0; p < IPA_LANES; p++) {
        s[p] = fma(-scale, sum[p], z[p]);
        shocks[p] = fma(w[0], z[p], sum[p]);
    }
    for (int k = 1; k < n; k++)
        for (int p = 0; p < IPA_LANES; p++)
            shocks[k * IPA_LANES + p] = fma(w[k], s[p], shocks[k * IPA_LANES + p]);
}

IPA_PER_INSTRUCTION_SET(static, reflect, reflect_lanes,
                        (int n, const double *w, const double *z, double *shocks),
                        (n, w, z, shocks))

void ipa_factors_draw(const ipa_factors *factors, uint64_t seed, uint64_t first_path, int n_paths,
                      double *z) {
    memset(z, 0, sizeof *z * (size_t)factors->n_factors * IPA_LANES);
    for (int f = 0; f < factors->n_factors; f++) {
        const ipa_stream stream = {IPA_PURPOSE_FACTOR, factors->streams[f]};
        ipa_draw_normals(seed, first_path, n_paths, stream, 0, z + f * IPA_LANES);
    }
    correlate(factors->n_factors, IPA_LANES, factors->cholesky, z);
}

void ipa_factors_shocks(const ipa_factors *factors, uint64_t seed, uint64_t first_path, int n_paths,
                        const double *whole_life, double *shocks) {
    const int n = factors->n_factors, width = factors->n_periods * IPA_LANES;
    if (n_paths < IPA_LANES)
        memset(shocks, 0, sizeof *shocks * (size_t)n * (size_t)width);
    for (int f = 0; f < n; f++) {
        const ipa_stream stream = {IPA_PURPOSE_SHOCK, factors->streams[f]};
        /* Row 0 is drawn with row 1 and not used: the whole-life value takes its place. */
        ipa_draw_normal_rows(seed, first_path, n_paths, stream, factors->n_periods,
                             shocks + f * width);
    }
    correlate(n, width, factors->cholesky, shocks);
    for (int f = 0; f < n; f++)
        reflect(factors->n_periods, factors->weights, whole_life + f * IPA_LANES,
                shocks + f * width);
}

void ipa_factors_mixing(const ipa_quantile_table *chi_square, double degrees_of_freedom,
                        uint64_t seed, uint64_t first_path, int n_paths, double *scale) {
    const ipa_stream stream = {IPA_PURPOSE_CHI_SQUARE, 0};
    ipa_draw_normals(seed, first_path, n_paths, stream, 0, scale);
    ipa_quantile_table_at(chi_square, n_paths, scale, scale);
    for (int p = 0; p < n_paths; p++)
        scale[p] = sqrt(degrees_of_freedom / scale[p]);
}
