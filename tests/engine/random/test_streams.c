#include <criterion/criterion.h>
#include <stdio.h>

#include "engine/random/streams.h"

/* The test vectors of FNV's authors. */
Test(streams, hash_is_fnv_1a) {
    cr_expect_eq(ipa_streams_hash(""), 0x811c9dc5u);
    cr_expect_eq(ipa_streams_hash("a"), 0xe40c292cu);
    cr_expect_eq(ipa_streams_hash("foobar"), 0xbf9cf968u);
}

/* "costarring" and "liquid", "declinate" and "macallums" are known collisions of this hash. */
Test(streams, a_collision_is_found_and_named) {
    ipa_arena *arena = ipa_arena_create();
    const char *ids[] = {"macro", "liquid", "C01", "costarring", "C02"};
    int pair[2] = {-1, -1};
    cr_assert_eq(ipa_streams_hash("liquid"), ipa_streams_hash("costarring"));
    cr_expect(ipa_streams_collide(arena, 5, ids, pair));
    cr_expect(pair[0] == 1 && pair[1] == 3, "%d %d", pair[0], pair[1]);
    const char *turned[] = {"macallums", "x", "declinate"};
    cr_expect(ipa_streams_collide(arena, 3, turned, pair));
    cr_expect(pair[0] == 0 && pair[1] == 2, "%d %d", pair[0], pair[1]);
    cr_expect_not(ipa_streams_collide(arena, 3, ids, pair));
    ipa_arena_destroy(arena);
}

/* The same id twice is the reader's business: it is one thing, with one stream. */
Test(streams, repetition_is_no_collision) {
    ipa_arena *arena = ipa_arena_create();
    const char *ids[] = {"macro", "macro", "macro"};
    int pair[2];
    cr_expect_not(ipa_streams_collide(arena, 3, ids, pair));
    cr_expect_not(ipa_streams_collide(arena, 0, NULL, pair));
    const char *hidden[] = {"liquid", "liquid", "costarring", "liquid"};
    cr_expect(ipa_streams_collide(arena, 4, hidden, pair));
    cr_expect_neq(pair[0], pair[1]);
    ipa_arena_destroy(arena);
}

Test(streams, ten_thousand_contracts_do_not_collide) {
    enum { n = 10000 };
    static char text[n][16];
    static const char *ids[n];
    for (int at = 0; at < n; at++) {
        snprintf(text[at], sizeof text[at], "C%05d", at);
        ids[at] = text[at];
    }
    ipa_arena *arena = ipa_arena_create();
    int pair[2];
    cr_expect_not(ipa_streams_collide(arena, n, ids, pair));
    ipa_arena_destroy(arena);
}

/* Purposes are part of every recorded result. */
Test(streams, purposes_keep_their_numbers_and_fit_in_sixteen_bits) {
    cr_expect_eq(IPA_PURPOSE_FACTOR, 1);
    cr_expect_eq(IPA_PURPOSE_CHI_SQUARE, 2);
    cr_expect_eq(IPA_PURPOSE_OBLIGOR, 3);
    cr_expect_eq(IPA_PURPOSE_ENTITY, 4);
    cr_expect_eq(IPA_PURPOSE_RECOVERY, 5);
    cr_expect_eq(IPA_PURPOSE_RECOVERY_LAG, 6);
    const int numbers[] = {
#define NUMBER(name, number, text) number,
        IPA_PURPOSE_TABLE(NUMBER)
#undef NUMBER
    };
    for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++) {
        cr_expect(numbers[at] > 0 && numbers[at] < 1 << 16);
        for (size_t before = 0; before < at; before++)
            cr_expect_neq(numbers[at], numbers[before]);
    }
}
