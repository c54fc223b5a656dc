/* Cells and columns of the tapes, set and scaled from outside. */
#include <criterion/criterion.h>

#include "engine/deal/deal.h"

static const char sample[] = IPABS_SOURCE_DIR "/deals/eight-firms";

static ipa_deal *read_with(const char *const *overrides, int n, ipa_arena *arena) {
    ipa_findings findings = ipa_findings_make(arena);
    const ipa_read_options options = {.overrides = overrides, .n_overrides = n};
    ipa_deal *deal = NULL;
    cr_assert_eq(ipa_deal_read(sample, &options, arena, &findings, &deal, NULL), IPA_OK);
    return deal;
}

Test(tape_overrides, a_cell_is_set_and_a_column_scaled) {
    ipa_arena *arena = ipa_arena_create();
    const char *const overrides[] = {"contracts[*].valuation=*1.1",
                                     "contracts[L2].recovery_mean=0.25"};
    const ipa_deal *deal = read_with(overrides, 2, arena);
    cr_expect_float_eq(deal->contracts[0].valuation.value, 57200000, 1e-6);
    cr_expect_float_eq(deal->contracts[7].valuation.value, 18700000, 1e-6);
    cr_expect_eq(deal->contracts[0].recovery_mean.value, 0.15);
    cr_expect_eq(deal->contracts[1].recovery_mean.value, 0.25);
    ipa_arena_destroy(arena);
}

/* Money keeps its two decimals; what comes later works on what stands. */
Test(tape_overrides, they_hold_in_their_order) {
    ipa_arena *arena = ipa_arena_create();
    const char *const overrides[] = {"contracts[L1].valuation=100.01",
                                     "contracts[*].valuation=*0.5"};
    const ipa_deal *deal = read_with(overrides, 2, arena);
    cr_expect_float_eq(deal->contracts[0].valuation.value, 50.01, 1e-9);
    cr_expect_float_eq(deal->contracts[1].valuation.value, 22500000, 1e-6);
    ipa_arena_destroy(arena);
}

Test(tape_overrides, a_column_that_is_not_there_is_added) {
    ipa_arena *arena = ipa_arena_create();
    const char *const overrides[] = {"contracts[*].late_probability=0.05",
                                     "contracts[*].prepay_rate=*2"};
    const ipa_deal *deal = read_with(overrides, 2, arena);
    for (int c = 0; c < deal->n_contracts; c++) {
        cr_expect_eq(deal->contracts[c].late_probability.value, 0.05);
        cr_expect_eq(deal->contracts[c].prepay_rate.value, 0); /* blank stays blank */
    }
    ipa_arena_destroy(arena);
}
