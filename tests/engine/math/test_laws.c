/* A law is tabulated once, and as if it had been asked for alone. */
#include <criterion/criterion.h>

#include "engine/math/laws.h"

Test(laws, one_table_for_one_law) {
    ipa_arena *arena = ipa_arena_create();
    ipa_laws *laws = ipa_laws_create(arena);
    const ipa_quantile_table *first = NULL, *again = NULL, *other = NULL, *alone = NULL;
    cr_assert_eq(ipa_laws_beta(laws, 1.2, 6.8, &first, NULL), IPA_OK);
    cr_assert_eq(ipa_laws_beta(laws, 1.2, 6.8, &again, NULL), IPA_OK);
    cr_assert_eq(ipa_laws_gamma(laws, 1.2, 6.8, &other, NULL), IPA_OK);
    cr_expect_eq(first, again);
    cr_expect_neq(first, other);
    cr_assert_eq(ipa_quantile_table_beta(arena, 1.2, 6.8, &alone, NULL), IPA_OK);
    for (double z = -8; z <= 8; z += 0.25)
        cr_expect_eq(ipa_quantile_table_one(first, z), ipa_quantile_table_one(alone, z));
    ipa_arena_destroy(arena);
}

Test(laws, what_is_no_law_is_refused_and_not_kept) {
    ipa_arena *arena = ipa_arena_create();
    ipa_laws *laws = ipa_laws_create(arena);
    const ipa_quantile_table *table = NULL;
    cr_expect_eq(ipa_laws_gamma(laws, -1, 1, &table, NULL), IPA_RANGE);
    cr_expect_eq(ipa_laws_gamma(laws, -1, 1, &table, NULL), IPA_RANGE);
    cr_expect_null(table);
    ipa_arena_destroy(arena);
}
