#include "engine/block/layout.h"

#include <criterion/criterion.h>
#include <stdint.h>

/* Rows are there, start at zero, lie on a cache line, and do not overlap: each is filled with its
 * own number and read back. */
static void claim(ipa_row *rows, int n_rows, double mark) {
    cr_assert_eq((uintptr_t)rows % 64, 0);
    for (int row = 0; row < n_rows; row++)
        for (int p = 0; p < IPA_LANES; p++) {
            cr_assert_eq(rows[row].lane[p], 0);
            rows[row].lane[p] = mark;
        }
}

static void expect_claimed(const ipa_row *rows, int n_rows, double mark) {
    for (int row = 0; row < n_rows; row++)
        for (int p = 0; p < IPA_LANES; p++)
            cr_assert_eq(rows[row].lane[p], mark);
}

Test(layout, payments_of_every_item_and_period) {
    ipa_arena *arena = ipa_arena_create();
    ipa_payments rows = ipa_layout_payments(arena, (ipa_payments){.n_periods = 3,
                                                                  .n_tranches = 2,
                                                                  .n_fees = 4,
                                                                  .n_support = 1,
                                                                  .n_triggers = 5,
                                                                  .n_accounts = 6});
    ipa_row *const all[] = {rows.opening,         rows.interest_due,  rows.interest_paid,
                            rows.interest_unpaid, rows.principal_due, rows.principal_paid,
                            rows.residual,        rows.closing,       rows.fee_due,
                            rows.fee_paid,        rows.fee_unpaid,    rows.drawn,
                            rows.reimbursed,      rows.trigger_on,    rows.account,
                            rows.waterfall,       rows.ended,         rows.breach};
    const int n_rows[] = {6, 6, 6, 6, 6, 6, 6, 6, 12, 12, 12, 3, 3, 15, 18, 3, 3, 1};
    for (size_t n = 0; n < sizeof n_rows / sizeof *n_rows; n++)
        claim(all[n], n_rows[n], (double)n + 1);
    for (size_t n = 0; n < sizeof n_rows / sizeof *n_rows; n++)
        expect_claimed(all[n], n_rows[n], (double)n + 1);
    cr_assert_eq(rows.n_triggers, 5);
    ipa_arena_destroy(arena);
}

Test(layout, collections_of_every_kind) {
    ipa_arena *arena = ipa_arena_create();
    ipa_collections rows = ipa_layout_collections(arena, 4, 2, 7);
    ipa_row *const all[] = {rows.cash[0],    rows.cash[1],           rows.cash[2],   rows.cash[3],
                            rows.performing, rows.delinquent,        rows.defaulted, rows.recovered,
                            rows.alive,      rows.obligor_defaulted, rows.exhausted};
    const int n_rows[] = {4, 4, 4, 4, 4, 4, 4, 4, 8, 7, 1};
    for (size_t n = 0; n < sizeof n_rows / sizeof *n_rows; n++)
        claim(all[n], n_rows[n], (double)n + 1);
    for (size_t n = 0; n < sizeof n_rows / sizeof *n_rows; n++)
        expect_claimed(all[n], n_rows[n], (double)n + 1);
    ipa_arena_destroy(arena);
}
