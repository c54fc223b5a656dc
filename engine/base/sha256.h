#pragma once
/** SHA-256: the fingerprint that says which inputs a result came from.
 *
 *  Knows: FIPS 180-4.
 *  Does not know: files, what is fingerprinted.
 */
#include <stddef.h>
#include <stdint.h>

enum { IPA_SHA256_TEXT = 65 }; /**< bytes of the hexadecimal text and its NUL */

typedef struct ipa_sha256 {
    uint32_t state[8];
    uint64_t n_bytes;
    unsigned char block[64];
} ipa_sha256;

ipa_sha256 ipa_sha256_make(void);

void ipa_sha256_add(ipa_sha256 *hash, const void *bytes, size_t n_bytes);

/** The digest in lower-case hexadecimal of all that was added; returns `text`. `hash` can go on
 *  being added to. */
const char *ipa_sha256_text(const ipa_sha256 *hash, char text[IPA_SHA256_TEXT]);
