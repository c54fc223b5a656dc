#include <criterion/criterion.h>
#include <string.h>

#include "engine/base/sha256.h"

static const char *digest(const char *text, size_t n_bytes, size_t piece) {
    static char hex[IPA_SHA256_TEXT];
    ipa_sha256 hash = ipa_sha256_make();
    for (size_t at = 0; at < n_bytes; at += piece)
        ipa_sha256_add(&hash, text + at, n_bytes - at < piece ? n_bytes - at : piece);
    return ipa_sha256_text(&hash, hex);
}

/* The examples of NIST's "SHA-256" (csrc.nist.gov, cryptographic standards and guidelines). */
Test(sha256, examples_of_nist) {
    static const struct {
        const char *text, *digest;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
         "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    for (size_t n = 0; n < sizeof rows / sizeof rows[0]; n++)
        for (size_t piece = 1; piece <= 65; piece += 16)
            cr_assert_str_eq(digest(rows[n].text, strlen(rows[n].text), piece), rows[n].digest);
}

Test(sha256, a_million_letters) {
    static char letters[1000000];
    memset(letters, 'a', sizeof letters);
    cr_assert_str_eq(digest(letters, sizeof letters, 977),
                     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

Test(sha256, reading_the_digest_ends_nothing) {
    char first[IPA_SHA256_TEXT];
    char second[IPA_SHA256_TEXT];
    ipa_sha256 hash = ipa_sha256_make();
    ipa_sha256_add(&hash, "ab", 2);
    ipa_sha256_text(&hash, first);
    ipa_sha256_add(&hash, "c", 1);
    cr_assert_str_eq(ipa_sha256_text(&hash, second),
                     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    cr_assert_str_neq(first, second);
}
