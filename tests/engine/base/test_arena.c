#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/arena.h"

Test(arena, pieces_are_aligned_zeroed_and_apart) {
    ipa_arena *arena = ipa_arena_create();
    unsigned char *pieces[400];
    size_t sizes[400];
    for (size_t n = 0; n < 400; n++) {
        sizes[n] = n * n % 977 + (n % 50 == 0 ? 40000 : 0);
        pieces[n] = ipa_arena_alloc(arena, sizes[n], 1);
        cr_assert_not_null(pieces[n]);
        cr_expect_eq((uintptr_t)pieces[n] % 64, 0);
        for (size_t byte = 0; byte < sizes[n]; byte++)
            cr_assert_eq(pieces[n][byte], 0);
        memset(pieces[n], (int)(n % 251) + 1, sizes[n]);
        ipa_arena_format(arena, "%zu", n); /* texts in between do not spoil the alignment */
    }
    for (size_t n = 0; n < 400; n++)
        for (size_t byte = 0; byte < sizes[n]; byte++)
            cr_assert_eq(pieces[n][byte], n % 251 + 1, "piece %zu was overwritten", n);
    ipa_arena_destroy(arena);
    ipa_arena_destroy(NULL);
}

Test(arena, texts) {
    ipa_arena *arena = ipa_arena_create();
    char original[] = "知识产权";
    char *copy = ipa_arena_copy(arena, original);
    original[0] = '?';
    cr_expect_str_eq(copy, "知识产权");
    cr_expect_str_eq(ipa_arena_copy_n(arena, "abcdef", 3), "abc");
    cr_expect_str_eq(ipa_arena_copy_n(arena, NULL, 0), "");
    cr_expect_str_eq(ipa_arena_format(arena, "tranches[%d].%s", 3, "coupon"), "tranches[3].coupon");
    char *longer = ipa_arena_format(arena, "%100000d", 7);
    cr_expect_eq(strlen(longer), 100000);
    cr_expect_str_eq(copy, "知识产权");
    ipa_arena_destroy(arena);
}

Test(arena, pushed_items_stay) {
    ipa_arena *arena = ipa_arena_create();
    int *items = NULL;
    size_t n_items = 0;
    for (int n = 0; n < 10000; n++) {
        IPA_PUSH(arena, items, n_items, 3 * n + 1);
        ipa_arena_copy(arena, "something else in the same chunk");
    }
    cr_assert_eq(n_items, 10000);
    for (int n = 0; n < 10000; n++)
        cr_assert_eq(items[n], 3 * n + 1);
    ipa_arena_destroy(arena);
}

Test(arena, nothing_is_left_of_an_impossible_wish, .exit_code = 1) {
    ipa_arena *arena = ipa_arena_create();
    ipa_arena_alloc(arena, SIZE_MAX / 8, 16);
    ipa_arena_destroy(arena);
}
