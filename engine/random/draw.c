#include "engine/random/draw.h"

#include <Random123/philox.h>
#include <string.h>

#include "engine/block/lanes.h"
#include "engine/math/normal.h"

/* The counter of an address; lanes of a block differ in the path alone. */
typedef struct address {
    uint64_t seed, first_path;
    uint32_t purpose, id, half_index;
} address;

static address address_of(uint64_t seed, uint64_t first_path, ipa_stream stream, uint64_t index) {
    return (address){.seed = seed,
                     .first_path = first_path,
                     .purpose = stream.purpose,
                     .id = stream.id,
                     .half_index = (uint32_t)(index >> 1)};
}

uint64_t ipa_draw_bits(uint64_t seed, uint64_t path, ipa_stream stream, uint64_t index) {
    IPA_ASSERT(path < IPA_DRAW_MOST_PATHS && index < IPA_DRAW_MOST_INDICES);
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

/* The same generator over all lanes of a block, ten rounds a lane in registers: Random123's own
   code is not vectorised by compilers. Both 64-bit halves of the output. */
IPA_LANES_INLINE void philox_lanes(const address *a, uint64_t *restrict even,
                                   uint64_t *restrict odd) {
    const uint64_t first = a->first_path;
    const uint32_t top = a->purpose << 16;
    for (int p = 0; p < IPA_LANES; p++) {
        const uint64_t path = first + (uint64_t)p;
        uint32_t w0 = (uint32_t)path, w1 = (uint32_t)(path >> 32) | top;
        uint32_t w2 = a->half_index, w3 = a->id;
        uint32_t k0 = (uint32_t)a->seed, k1 = (uint32_t)(a->seed >> 32);
#pragma GCC unroll 10
        for (int round = 0; round < 10; round++) {
            const uint64_t m0 = (uint64_t)w0 * PHILOX_M4x32_0;
            const uint64_t m1 = (uint64_t)w2 * PHILOX_M4x32_1;
            w0 = (uint32_t)(m1 >> 32) ^ w1 ^ k0;
            w1 = (uint32_t)m1;
            w2 = (uint32_t)(m0 >> 32) ^ w3 ^ k1;
            w3 = (uint32_t)m0;
            k0 += PHILOX_W32_0;
            k1 += PHILOX_W32_1;
        }
        even[p] = (uint64_t)w0 | (uint64_t)w1 << 32;
        odd[p] = (uint64_t)w2 | (uint64_t)w3 << 32;
    }
}

IPA_LANES_INLINE void uniform_lanes(const address *a, int is_odd, double *restrict u) {
    uint64_t bits[2][IPA_LANES] IPA_LANES_ALIGNED;
    philox_lanes(a, bits[0], bits[1]);
    for (int p = 0; p < IPA_LANES; p++)
        u[p] = uniform_of_bits(bits[is_odd][p]);
}

IPA_LANES_INLINE void normal_lanes(const address *a, int is_odd, double *restrict z) {
    double u[IPA_LANES] IPA_LANES_ALIGNED;
    uniform_lanes(a, is_odd, u);
    for (int p = 0; p < IPA_LANES; p++)
        z[p] = ipa_normal_quantile_of_draw(u[p]);
}

IPA_LANES_INLINE void pair_lanes(const address *a, double *restrict z) {
    uint64_t bits[2 * IPA_LANES] IPA_LANES_ALIGNED;
    philox_lanes(a, bits, bits + IPA_LANES);
    for (int p = 0; p < 2 * IPA_LANES; p++)
        z[p] = ipa_normal_quantile_of_draw(uniform_of_bits(bits[p]));
}

IPA_PER_INSTRUCTION_SET(static, block_of_uniforms, uniform_lanes,
                        (const address *a, int is_odd, double *u), (a, is_odd, u))
IPA_PER_INSTRUCTION_SET(static, block_of_normals, normal_lanes,
                        (const address *a, int is_odd, double *z), (a, is_odd, z))
IPA_PER_INSTRUCTION_SET(static, block_of_pairs, pair_lanes, (const address *a, double *z), (a, z))

static void check_block(uint64_t first_path, int n_paths, uint64_t index) {
    IPA_ASSERT(n_paths >= 0 && n_paths <= IPA_LANES);
    IPA_ASSERT(first_path <= IPA_DRAW_MOST_PATHS - (uint64_t)n_paths);
    IPA_ASSERT(index < IPA_DRAW_MOST_INDICES);
}

void ipa_draw_uniforms(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                       uint64_t index, double *u) {
    check_block(first_path, n_paths, index);
    double block[IPA_LANES] IPA_LANES_ALIGNED;
    const address a = address_of(seed, first_path, stream, index);
    block_of_uniforms(&a, (int)(index & 1), block);
    memcpy(u, block, sizeof *u * (size_t)n_paths);
}

void ipa_draw_normals(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                      uint64_t index, double *z) {
    check_block(first_path, n_paths, index);
    double block[IPA_LANES] IPA_LANES_ALIGNED;
    const address a = address_of(seed, first_path, stream, index);
    block_of_normals(&a, (int)(index & 1), block);
    memcpy(z, block, sizeof *z * (size_t)n_paths);
}

void ipa_draw_normal_pairs(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                           uint64_t pair, double *z) {
    check_block(first_path, n_paths, 2 * pair);
    double block[2 * IPA_LANES] IPA_LANES_ALIGNED;
    const address a = address_of(seed, first_path, stream, 2 * pair);
    block_of_pairs(&a, block);
    memcpy(z, block, sizeof *z * (size_t)n_paths);
    memcpy(z + IPA_LANES, block + IPA_LANES, sizeof *z * (size_t)n_paths);
}
