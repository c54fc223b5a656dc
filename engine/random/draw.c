#include "engine/random/draw.h"

#include <Random123/philox.h>

#include "engine/block/lanes.h"
#include "engine/math/normal.h"
#include "engine/random/philox.h"

static ipa_philox_block block_at(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                                 uint64_t index) {
    IPA_ASSERT(n_paths >= 0 && n_paths <= IPA_LANES);
    IPA_ASSERT(first_path <= IPA_DRAW_MOST_PATHS - (uint64_t)n_paths);
    IPA_ASSERT(index < IPA_DRAW_MOST_INDICES && stream.purpose < 1u << 16);
    return (ipa_philox_block){.seed = seed,
                              .first_path = first_path,
                              .top = (uint64_t)stream.purpose << 16,
                              .word2 = (uint32_t)(index >> 1),
                              .word3 = stream.id};
}

uint64_t ipa_draw_bits(uint64_t seed, uint64_t path, ipa_stream stream, uint64_t index) {
    IPA_ASSERT(path < IPA_DRAW_MOST_PATHS && index < IPA_DRAW_MOST_INDICES);
    IPA_ASSERT(stream.purpose < 1u << 16);
    const philox4x32_ctr_t counter = {{(uint32_t)path,
                                       (uint32_t)(path >> 32) | stream.purpose << 16,
                                       (uint32_t)(index >> 1), stream.id}};
    const philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    const philox4x32_ctr_t out = philox4x32(counter, key);
    const int half = (int)(index & 1) * 2;
    return (uint64_t)out.v[half] | (uint64_t)out.v[half + 1] << 32;
}

/* (k + ½) / 2⁵² of the upper 52 bits k, exactly: as a mantissa above 1, then 1 − 2⁻⁵³ taken off. */
IPA_LANES_INLINE double uniform_of_bits(uint64_t bits) {
    return ipa_double_from_bits((bits >> 12) | 0x3ff0000000000000u) - (1.0 - 0x1p-53);
}

double ipa_draw_uniform(uint64_t seed, uint64_t path, ipa_stream stream, uint64_t index) {
    return uniform_of_bits(ipa_draw_bits(seed, path, stream, index));
}

double ipa_draw_normal(uint64_t seed, uint64_t path, ipa_stream stream, uint64_t index) {
    return ipa_normal_quantile_of_draw(ipa_draw_uniform(seed, path, stream, index));
}

IPA_LANES_INLINE void uniform_lanes(int n, const uint64_t *restrict bits, double *restrict u) {
    for (int p = 0; p < n; p++)
        u[p] = uniform_of_bits(bits[p]);
}

IPA_LANES_INLINE void normal_lanes(int n, const uint64_t *restrict bits, double *restrict z) {
    for (int p = 0; p < n; p++)
        z[p] = ipa_normal_quantile_of_draw(uniform_of_bits(bits[p]));
}

IPA_PER_INSTRUCTION_SET(static, uniforms_of_bits, uniform_lanes,
                        (int n, const uint64_t *bits, double *u), (n, bits, u))
IPA_PER_INSTRUCTION_SET(static, normals_of_bits, normal_lanes,
                        (int n, const uint64_t *bits, double *z), (n, bits, z))

void ipa_draw_uniforms(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                       uint64_t index, double *u) {
    const ipa_philox_block block = block_at(seed, first_path, n_paths, stream, index);
    uint64_t halves[2][IPA_LANES] IPA_LANES_ALIGNED;
    ipa_philox_lanes(&block, halves[0], halves[1]);
    uniforms_of_bits(n_paths, halves[index & 1], u);
}

void ipa_draw_uniform_pairs(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                            uint64_t pair, double *u) {
    const ipa_philox_block block = block_at(seed, first_path, n_paths, stream, 2 * pair);
    uint64_t halves[2][IPA_LANES] IPA_LANES_ALIGNED;
    ipa_philox_lanes(&block, halves[0], halves[1]);
    uniforms_of_bits(n_paths, halves[0], u);
    uniforms_of_bits(n_paths, halves[1], u + IPA_LANES);
}

void ipa_draw_normals(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                      uint64_t index, double *z) {
    const ipa_philox_block block = block_at(seed, first_path, n_paths, stream, index);
    uint64_t halves[2][IPA_LANES] IPA_LANES_ALIGNED;
    ipa_philox_lanes(&block, halves[0], halves[1]);
    normals_of_bits(n_paths, halves[index & 1], z);
}

void ipa_draw_normal_pairs(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                           uint64_t pair, double *z) {
    const ipa_philox_block block = block_at(seed, first_path, n_paths, stream, 2 * pair);
    uint64_t halves[2][IPA_LANES] IPA_LANES_ALIGNED;
    ipa_philox_lanes(&block, halves[0], halves[1]);
    normals_of_bits(n_paths, halves[0], z);
    normals_of_bits(n_paths, halves[1], z + IPA_LANES);
}

void ipa_draw_normal_rows(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                          int n_rows, double *z) {
    for (int row = 0; row + 1 < n_rows; row += 2)
        ipa_draw_normal_pairs(seed, first_path, n_paths, stream, (uint64_t)row / 2,
                              z + row * IPA_LANES);
    if (n_rows % 2 == 1)
        ipa_draw_normals(seed, first_path, n_paths, stream, (uint64_t)n_rows - 1,
                         z + (n_rows - 1) * IPA_LANES);
}
