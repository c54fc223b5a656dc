#include <criterion/criterion.h>
#include <string.h>

#include "engine/base/builder.h"

Test(builder, grows_and_keeps_what_it_has) {
    ipa_arena *arena = ipa_arena_create();
    ipa_builder builder = {.arena = arena};
    for (int n = 0; n < 1000; n++) {
        ipa_builder_add(&builder, "资产");
        ipa_builder_add_n(&builder, "ab|cd", 2);
        ipa_builder_add(&builder, "");
    }
    cr_assert_eq(builder.n_text, 8000);
    cr_assert_eq(strlen(builder.text), 8000);
    for (int n = 0; n < 1000; n++)
        cr_assert_eq(memcmp(builder.text + 8 * n, "资产ab", 8), 0);
    ipa_arena_destroy(arena);
}
