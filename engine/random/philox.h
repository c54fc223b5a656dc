#pragma once
/** Philox4x32-10 over all lanes of a block at once.
 *
 *  Knows: ten rounds in vector registers, for each x86-64 level; compilers do not vectorise
 *  Random123's own code. Random123 is the witness of every bit.
 *  Does not know: what the counter's words mean, beyond that lanes are neighbouring paths.
 */
#include <stdint.h>

typedef struct ipa_philox_block {
    uint64_t seed;       /**< the key */
    uint64_t first_path; /**< words 0 and 1 of lane 0's counter; lane p adds p */
    uint64_t top;        /**< put above the path in word 1: 32 bits, the lower 16 zero */
    uint32_t word2, word3;
} ipa_philox_block;

/** Both 64-bit halves of the output, for each lane.
 *  @shape even[IPA_LANES], odd[IPA_LANES]. */
void ipa_philox_lanes(const ipa_philox_block *block, uint64_t *even, uint64_t *odd);
