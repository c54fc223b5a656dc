#include <Random123/philox.h>
#include <criterion/criterion.h>

#include "engine/block/lanes.h"
#include "engine/random/philox.h"

/* Counters and keys with every bit in play, paths whose low word overflows inside the block. */
Test(philox, lanes_are_random123) {
    uint64_t state = 88172645463325252u;
    for (int at = 0; at < 2000; at++) {
        uint64_t words[4];
        for (int i = 0; i < 4; i++) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            words[i] = state;
        }
        /* Every third block starts 17 paths before a multiple of 2³². */
        const uint64_t path =
            at % 3 ? words[1] >> 17 : ((words[1] >> 49) + 1) * (UINT64_C(1) << 32) - 17;
        const ipa_philox_block block = {.seed = words[0],
                                        .first_path = path,
                                        .top = (words[2] & 0xffff) << 16,
                                        .word2 = (uint32_t)words[3],
                                        .word3 = (uint32_t)(words[3] >> 32)};
        uint64_t even[IPA_LANES], odd[IPA_LANES];
        ipa_philox_lanes(&block, even, odd);
        for (int p = 0; p < IPA_LANES; p++) {
            const uint64_t lane = block.first_path + (uint64_t)p;
            const philox4x32_ctr_t counter = {{(uint32_t)lane,
                                               (uint32_t)(lane >> 32) | (uint32_t)block.top,
                                               block.word2, block.word3}};
            const philox4x32_key_t key = {{(uint32_t)block.seed, (uint32_t)(block.seed >> 32)}};
            const philox4x32_ctr_t out = philox4x32_R(10, counter, key);
            cr_assert_eq(even[p], out.v[0] | (uint64_t)out.v[1] << 32, "case %d lane %d", at, p);
            cr_assert_eq(odd[p], out.v[2] | (uint64_t)out.v[3] << 32, "case %d lane %d", at, p);
        }
    }
}
