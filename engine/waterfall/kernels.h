#pragma once
/** Lane loops of the waterfall: one row of 64 paths in, one row out.
 *
 *  Knows: arithmetic, comparisons and selection over the lanes of a block; masks are 0 or 1.
 *  Does not know: what a row means. No status, no branches on data, the same bits on any machine.
 *
 *  A lane outside a mask may hold anything, NaN included: it is selected away, never multiplied.
 */
#include <stdbool.h>

#include "engine/block/layout.h"

void ipa_kernels_fill(double *y, double value);
void ipa_kernels_copy(double *y, const double *x);
/** y += x, y −= x, y ×= factor, y ÷= divisor (correctly rounded: fen shown as yuan). */
void ipa_kernels_add(double *y, const double *x);
void ipa_kernels_subtract(double *y, const double *x);
void ipa_kernels_scale(double *y, double factor);
void ipa_kernels_divide_by(double *y, double divisor);
/** balance −= amount; the last bits of an amount's arithmetic (1e-12 of it) are not left owed: they
 *  would keep the notes below from being paid. */
void ipa_kernels_repay(double *balance, const double *amount);
/** y += factor × x. */
void ipa_kernels_accrue(double *y, const double *x, double factor);
/** y = x ÷ divisor, into another row. */
void ipa_kernels_quotient(const double *x, double divisor, double *y);
/** y = x ÷ 100, correctly rounded: fen shown as yuan; of x, or of max(due − paid, 0). */
void ipa_kernels_yuan(const double *x, double *y);
void ipa_kernels_open_yuan(const double *due, const double *paid, double *y);
/** y = x − z. */
void ipa_kernels_difference(const double *x, const double *z, double *y);
/** y = y ÷ owed; what covers nothing covers it without limit: no test of being too low holds. */
void ipa_kernels_cover(const double *owed, double *y);
/** y = factor × x. */
void ipa_kernels_multiple(const double *x, double factor, double *y);
/** y = max(y, 0), or of x. */
void ipa_kernels_positive(double *y);
void ipa_kernels_positive_of(const double *x, double *y);
/** y = min(y, x). */
void ipa_kernels_least(double *y, const double *x);
/** y = mask ? x : y. */
void ipa_kernels_select(const double *mask, const double *x, double *y);
/** y = mask ? y : 0. */
void ipa_kernels_keep(const double *mask, double *y);
/** y += mask ? x : 0. */
void ipa_kernels_add_where(const double *mask, const double *x, double *y);
/** y = 1 where x > level, else 0. */
void ipa_kernels_above(const double *x, double level, double *y);
/** y = 1 where x = level, else 0. */
void ipa_kernels_equal(const double *x, double level, double *y);
/** y = max(due − paid, 0). */
void ipa_kernels_open(const double *due, const double *paid, double *y);
/** y = mask ? x : 0. */
void ipa_kernels_kept(const double *mask, const double *x, double *y);
/** y = Σ rows, in their order, from nothing. */
void ipa_kernels_sum(const ipa_row *const *rows, int n_rows, double *y);
/** y −= rows, one after the other. */
void ipa_kernels_subtract_all(const ipa_row *const *rows, int n_rows, double *y);
/** y = live ? arrears + on × rate + arrears × on_arrears : 0. */
void ipa_kernels_interest(const double *live, const double *on, const double *arrears, double rate,
                          double on_arrears, double *y);
/** What a fee lets fall due: accrued = live ? base × rate : 0, due = live ? accrued + arrears : 0.
 */
void ipa_kernels_fee(const double *live, const double *base, double rate, const double *arrears,
                     double *accrued, double *due);
/** y = live ? max(balance − floor, 0) : 0. */
void ipa_kernels_above_floor(const double *live, const double *balance, const double *floor,
                             double *y);
/** mask = live where running = kind, else 0; whether it is set in any lane. */
bool ipa_kernels_running(const double *live, const double *running, double kind, double *mask);
/** both = y where x, else 0; whether it is set in any lane. */
bool ipa_kernels_both(const double *x, const double *y, double *both);
/** y = x = 0 ? y : 0. */
void ipa_kernels_keep_zero(const double *x, double *y);
/** cash and change grow by what comes in where `live`. */
void ipa_kernels_collect(const double *live, const double *comes, double *cash, double *change);
/** from −= amount, to += amount. */
void ipa_kernels_transfer(const double *amount, double *from, double *to);
/** entry = mask ? asked, or all there is where that takes off more : 0; the ledger grows by it. */
void ipa_kernels_enter(const double *mask, const double *asked, double *ledger, double *entry);
/** amount = mask ? min(wanted, cash, room), never negative : 0. */
void ipa_kernels_take(const double *mask, const double *wanted, const double *cash,
                      const double *room, double *amount);
/** Takes `amount` as above, out of cash and room; paid grows by it. */
void ipa_kernels_pay(const double *mask, const double *wanted, double *cash, double *room,
                     double *paid, double *amount);
/** pot = mask ? min(cash, room, total) : 0. */
void ipa_kernels_pot(const double *mask, const double *cash, const double *room,
                     const double *total, double *pot);
/** Likewise where there is no room to keep to. */
void ipa_kernels_pay_freely(const double *mask, const double *wanted, double *cash, double *paid,
                            double *amount);
/** share = pot × weight ÷ total; the weight itself where the pot is the total; 0 of a total of 0.
 */
void ipa_kernels_share(const double *pot, const double *weight, const double *total, double *share);
/** Likewise, and never above the weight. */
void ipa_kernels_share_within(const double *pot, const double *weight, const double *total,
                              double *share);
/** What an expression gives, as a cap in fen: never negative, nothing where it is not a number. */
void ipa_kernels_cap(const double *yuan, double *fen);
/** arrears = above × what is unpaid, or below × what was due too little. */
void ipa_kernels_carry(const double *due, const double *paid, double above, double below,
                       double *arrears);
/** breach = max(breach, |x|). */
void ipa_kernels_worst(const double *x, double *breach);

/** Whether any lane of the mask is set. */
bool ipa_kernels_any(const double *mask);
