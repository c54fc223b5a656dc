#include "engine/base/sha256.h"

#include <stdio.h>
#include <string.h>

/* FIPS 180-4 section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the
 * first 64 primes. */
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

static void absorb(uint32_t state[8], const unsigned char block[64]) {
    uint32_t w[64];
    for (int n = 0; n < 16; n++)
        w[n] = (uint32_t)block[4 * n] << 24 | (uint32_t)block[4 * n + 1] << 16 |
               (uint32_t)block[4 * n + 2] << 8 | block[4 * n + 3];
    for (int n = 16; n < 64; n++) {
        uint32_t s0 = rotate(w[n - 15], 7) ^ rotate(w[n - 15], 18) ^ w[n - 15] >> 3;
        uint32_t s1 = rotate(w[n - 2], 17) ^ rotate(w[n - 2], 19) ^ w[n - 2] >> 10;
        w[n] = w[n - 16] + s0 + w[n - 7] + s1;
    }
    uint32_t v[8];
    memcpy(v, state, sizeof v);
    for (int n = 0; n < 64; n++) {
        uint32_t s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t one = v[7] + s1 + choice + K[n] + w[n];
        uint32_t s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
        uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += one;
        v[0] = one + s0 + majority;
    }
    for (int n = 0; n < 8; n++)
        state[n] += v[n];
}

ipa_sha256 ipa_sha256_make(void) {
    return (ipa_sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                  0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void ipa_sha256_add(ipa_sha256 *hash, const void *bytes, size_t n_bytes) {
    const unsigned char *from = bytes;
    for (size_t n = 0; n < n_bytes; n++) {
        hash->block[hash->n_bytes++ % 64] = from[n];
        if (hash->n_bytes % 64 == 0)
            absorb(hash->state, hash->block);
    }
}

const char *ipa_sha256_text(const ipa_sha256 *hash, char text[IPA_SHA256_TEXT]) {
    ipa_sha256 last = *hash;
    uint64_t n_bits = hash->n_bytes * 8;
    static const unsigned char PADDING[64] = {0x80};
    size_t n_padding = 1 + (119 - (size_t)(hash->n_bytes % 64)) % 64;
    ipa_sha256_add(&last, PADDING, n_padding);
    unsigned char length[8];
    for (int n = 0; n < 8; n++)
        length[n] = (unsigned char)(n_bits >> (56 - 8 * n));
    ipa_sha256_add(&last, length, sizeof length);
    for (int n = 0; n < 8; n++)
        snprintf(text + 8 * n, 9, "%08x", last.state[n]);
    return text;
}
