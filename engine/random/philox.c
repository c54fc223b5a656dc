#include "engine/random/philox.h"

#include <Random123/philox.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "engine/block/lanes.h"
#include "engine/math/instruction_set.h"

#define LOW_WORD UINT64_C(0xffffffff)

typedef uint64_t two_lanes __attribute__((vector_size(16)));
typedef uint64_t four_lanes __attribute__((vector_size(32)));
typedef uint64_t eight_lanes __attribute__((vector_size(64)));

/* 32 × 32 → 64 bits of the low words: one instruction that compilers do not find by themselves. */
#ifdef __x86_64__
#define MULTIPLY_TWO(x, m) ((two_lanes)_mm_mul_epu32((__m128i)(x), _mm_set1_epi64x(m)))
#define MULTIPLY_FOUR(x, m) ((four_lanes)_mm256_mul_epu32((__m256i)(x), _mm256_set1_epi64x(m)))
#define MULTIPLY_EIGHT(x, m) ((eight_lanes)_mm512_mul_epu32((__m512i)(x), _mm512_set1_epi64(m)))
#else
#define MULTIPLY_TWO(x, m) (((x)&LOW_WORD) * (uint64_t)(m))
#endif

/* Each word stands in the low half of a 64-bit lane. What gathers in the upper halves is never
   read: the multiplication ignores it and the output masks it. */
#define PHILOX_LANES(name, target, vector, multiply)                                              \
    target static void name(const ipa_philox_block *block, uint64_t *even, uint64_t *odd) {       \
        enum { WIDTH = sizeof(vector) / sizeof(uint64_t) };                                       \
        for (int p = 0; p < IPA_LANES; p += WIDTH) {                                              \
            vector path = {0};                                                                    \
            for (int lane = 0; lane < WIDTH; lane++)                                              \
                path[lane] = block->first_path + (uint64_t)(p + lane);                            \
            vector w0 = path, w1 = path >> 32 | block->top;                                       \
            vector w2 = (vector){0} + block->word2, w3 = (vector){0} + block->word3;              \
            uint64_t k0 = block->seed & LOW_WORD, k1 = block->seed >> 32;                         \
            for (int round = 0; round < 10; round++) {                                            \
                const vector m0 = multiply(w0, PHILOX_M4x32_0);                                   \
                const vector m1 = multiply(w2, PHILOX_M4x32_1);                                   \
                w0 = m1 >> 32 ^ w1 ^ k0;                                                          \
                w1 = m1;                                                                          \
                w2 = m0 >> 32 ^ w3 ^ k1;                                                          \
                w3 = m0;                                                                          \
                k0 += PHILOX_W32_0;                                                               \
                k1 += PHILOX_W32_1;                                                               \
            }                                                                                     \
            const vector first = (w0 & LOW_WORD) | w1 << 32, second = (w2 & LOW_WORD) | w3 << 32; \
            for (int lane = 0; lane < WIDTH; lane++) {                                            \
                even[p + lane] = first[lane];                                                     \
                odd[p + lane] = second[lane];                                                     \
            }                                                                                     \
        }                                                                                         \
    }
#define ANY_TARGET

#ifdef IPA_TARGET_V4
PHILOX_LANES(eight_at_once, IPA_TARGET_V4, eight_lanes, MULTIPLY_EIGHT)
PHILOX_LANES(four_at_once, IPA_TARGET_V3, four_lanes, MULTIPLY_FOUR)
#endif
PHILOX_LANES(two_at_once, ANY_TARGET, two_lanes, MULTIPLY_TWO)

void ipa_philox_lanes(const ipa_philox_block *block, uint64_t *even, uint64_t *odd) {
#ifdef IPA_TARGET_V4
    if (IPA_HAS_V4)
        eight_at_once(block, even, odd);
    else if (IPA_HAS_V3)
        four_at_once(block, even, odd);
    else
#endif
        two_at_once(block, even, odd);
}
