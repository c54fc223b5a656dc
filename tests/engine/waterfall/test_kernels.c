#include "engine/waterfall/kernels.h"

#include <criterion/criterion.h>
#include <math.h>

typedef double row[IPA_LANES];

/* What must not be looked at is no number; the last lane tells whether a loop goes all the way. */
static void fill(row y, double last, double others) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = p == IPA_LANES - 1 ? last : others;
}

Test(kernels, what_lies_outside_a_mask_is_never_touched) {
    IPA_LANES_ALIGNED row mask, x, y;
    fill(mask, 1, 0);
    fill(x, 5, NAN);
    fill(y, 2, 3);
    ipa_kernels_select(mask, x, y);
    cr_expect(y[0] == 3 && y[IPA_LANES - 1] == 5);
    ipa_kernels_add_where(mask, x, y);
    cr_expect(y[0] == 3 && y[IPA_LANES - 1] == 10);
    ipa_kernels_keep(mask, x);
    cr_expect(x[0] == 0 && x[IPA_LANES - 1] == 5);
}

Test(kernels, take_is_the_least_and_never_negative) {
    const double cases[][5] = {
        /* mask, wanted, cash, room, amount */
        {1, 5, 7, INFINITY, 5}, {1, 9, 7, INFINITY, 7}, {1, 9, 7, 6, 6},
        {1, -1, 7, 6, 0},       {0, 9, 7, 6, 0},        {1, 0, 0, 0, 0},
    };
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        IPA_LANES_ALIGNED row mask, wanted, cash, room, amount;
        fill(mask, cases[n][0], 0);
        fill(wanted, cases[n][1], NAN);
        fill(cash, cases[n][2], NAN);
        fill(room, cases[n][3], NAN);
        ipa_kernels_take(mask, wanted, cash, room, amount);
        cr_expect_eq(amount[IPA_LANES - 1], cases[n][4], "case %zu", n);
        cr_expect_eq(amount[0], 0);
    }
}

Test(kernels, shares_add_up_where_everyone_is_paid) {
    IPA_LANES_ALIGNED row pot, weight, total, share;
    fill(pot, 0.2, 1);
    fill(weight, 0.1, 1);
    fill(total, 0.2, 3);
    ipa_kernels_share(pot, weight, total, share);
    cr_expect_eq(share[IPA_LANES - 1], 0.1);
    cr_expect_eq(share[0], 1.0 / 3);
    fill(pot, 1, 0);
    fill(weight, 0, 0);
    fill(total, 0, 0);
    ipa_kernels_share(pot, weight, total, share);
    cr_expect(share[IPA_LANES - 1] == 0 && share[0] == 0);
}

Test(kernels, a_cap_that_is_no_number_lets_nothing_through) {
    IPA_LANES_ALIGNED row yuan, fen;
    fill(yuan, 1.25, NAN);
    ipa_kernels_cap(yuan, fen);
    cr_expect(fen[IPA_LANES - 1] == 125 && fen[0] == 0);
    fill(yuan, -1, INFINITY);
    ipa_kernels_cap(yuan, fen);
    cr_expect(fen[IPA_LANES - 1] == 0 && isinf(fen[0]));
}

Test(kernels, any_sees_every_lane) {
    IPA_LANES_ALIGNED row mask;
    fill(mask, 0, 0);
    cr_expect_not(ipa_kernels_any(mask));
    for (int p = 0; p < IPA_LANES; p++) {
        fill(mask, 0, 0);
        mask[p] = 1;
        cr_expect(ipa_kernels_any(mask), "lane %d", p);
    }
}

Test(kernels, comparisons_and_sizes) {
    IPA_LANES_ALIGNED row x, y;
    fill(x, -3, 2);
    ipa_kernels_above(x, 0, y);
    cr_expect(y[0] == 1 && y[IPA_LANES - 1] == 0);
    ipa_kernels_equal(x, -3, y);
    cr_expect(y[0] == 0 && y[IPA_LANES - 1] == 1);
    fill(y, 1, 5);
    ipa_kernels_worst(x, y);
    cr_expect(y[0] == 5 && y[IPA_LANES - 1] == 3);
    ipa_kernels_positive(x);
    cr_expect(x[0] == 2 && x[IPA_LANES - 1] == 0);
}
