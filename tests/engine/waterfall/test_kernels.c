#include "engine/waterfall/kernels.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

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

/* ÷ 100 without a division gives the bits of the division: amounts, halves of the last place of
 * whole fen, specks, and what is no amount. */
Test(kernels, yuan_are_the_fen_divided_by_a_hundred) {
    IPA_LANES_ALIGNED row fen, paid, yuan, open;
    double x = 1;
    fill(paid, 0, 0);
    for (int n = 0; n < 20000; n++) {
        for (int p = 0; p < IPA_LANES; p++) {
            x = fmod(x * 16807 + 12345, 2147483647);
            fen[p] = ldexp(x - 1e9, (int)fmod(x, 120) - 60) + (p % 2 == 0 ? 0 : round(x));
        }
        ipa_kernels_yuan(fen, yuan);
        ipa_kernels_open_yuan(fen, paid, open);
        for (int p = 0; p < IPA_LANES; p++) {
            const double exact = fen[p] / 100;
            cr_assert(memcmp(&yuan[p], &exact, sizeof exact) == 0, "%a", fen[p]);
            cr_assert_eq(open[p], fen[p] > 0 ? exact : 0, "%a", fen[p]);
        }
    }
    const double others[] = {0.0, -0.0, INFINITY, -INFINITY};
    for (size_t n = 0; n < sizeof others / sizeof *others; n++) {
        const double exact = others[n] / 100;
        fill(fen, others[n], NAN);
        ipa_kernels_yuan(fen, yuan);
        cr_expect(memcmp(&yuan[IPA_LANES - 1], &exact, sizeof exact) == 0, "%a", others[n]);
        cr_expect(isnan(yuan[0]));
    }
}

/* One pass pays what the single steps pay. */
Test(kernels, a_payment_in_one_pass_is_the_same_payment) {
    const double cases[][4] = {
        {1, 5, 7, 6}, {1, 9, 7, 6}, {1, 9, 7, 8}, {1, -1, 7, 6}, {0, 9, 7, 6}};
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        IPA_LANES_ALIGNED row mask, wanted, cash, room, paid, amount, taken;
        fill(mask, cases[n][0], 1);
        fill(wanted, cases[n][1], 3);
        fill(cash, cases[n][2], 4);
        fill(room, cases[n][3], 2);
        fill(paid, 10, 20);
        ipa_kernels_take(mask, wanted, cash, room, taken);
        ipa_kernels_pay(mask, wanted, cash, room, paid, amount);
        cr_expect_arr_eq(amount, taken, sizeof taken);
        const double last = taken[IPA_LANES - 1];
        cr_expect_eq(cash[IPA_LANES - 1], cases[n][2] - last);
        cr_expect_eq(room[IPA_LANES - 1], cases[n][3] - last);
        cr_expect_eq(paid[IPA_LANES - 1], 10 + last);
        cr_expect(cash[0] == 2 && room[0] == 0 && paid[0] == 22);
        ipa_kernels_pay_freely(mask, wanted, cash, paid, amount);
        cr_expect(amount[0] == 2 && cash[0] == 0 && paid[0] == 24);
    }
}

Test(kernels, sums_of_rows_go_in_their_order) {
    ipa_row rows[3];
    const ipa_row *all[] = {&rows[0], &rows[1], &rows[2]};
    IPA_LANES_ALIGNED row y;
    fill(rows[0].lane, 1e16, 1);
    fill(rows[1].lane, 1, 2);
    fill(rows[2].lane, -1e16, 3);
    ipa_kernels_sum(all, 3, y);
    cr_expect(y[0] == 6 && y[IPA_LANES - 1] == 0, "1 is lost in 1e16 when it comes second");
    ipa_kernels_subtract_all(all, 3, y);
    cr_expect(y[0] == 0 && y[IPA_LANES - 1] == 0);
    ipa_kernels_sum(all, 0, y);
    cr_expect(y[0] == 0 && y[IPA_LANES - 1] == 0);
}

Test(kernels, a_ledger_never_falls_below_nothing) {
    IPA_LANES_ALIGNED row mask, asked, ledger, entry;
    fill(mask, 0, 1);
    fill(asked, 4, -5);
    fill(ledger, 3, 3);
    ipa_kernels_enter(mask, asked, ledger, entry);
    cr_expect(entry[0] == -3 && ledger[0] == 0);
    cr_expect(entry[IPA_LANES - 1] == 0 && ledger[IPA_LANES - 1] == 3);
}

Test(kernels, a_waterfall_runs_where_its_deal_lives) {
    IPA_LANES_ALIGNED row live, running, mask;
    fill(live, 1, 0);
    fill(running, 2, 2);
    cr_expect(ipa_kernels_running(live, running, 2, mask));
    cr_expect(mask[0] == 0 && mask[IPA_LANES - 1] == 1);
    cr_expect_not(ipa_kernels_running(live, running, 1, mask));
    cr_expect(mask[0] == 0 && mask[IPA_LANES - 1] == 0);
}
