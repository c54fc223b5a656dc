#include "engine/waterfall/kernels.h"

#include <math.h>
#include <stdint.h>

#include "engine/math/instruction_set.h"

#define LANES for (int p = 0; p < IPA_LANES; p++)

IPA_LANES_INLINE void fill_lanes(double *y, double value) {
    LANES y[p] = value;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_fill, fill_lanes, (double *y, double value), (y, value))

IPA_LANES_INLINE void copy_lanes(double *restrict y, const double *restrict x) {
    LANES y[p] = x[p];
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_copy, copy_lanes, (double *y, const double *x), (y, x))

IPA_LANES_INLINE void add_lanes(double *restrict y, const double *restrict x) {
    LANES y[p] += x[p];
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_add, add_lanes, (double *y, const double *x), (y, x))

IPA_LANES_INLINE void subtract_lanes(double *restrict y, const double *restrict x) {
    LANES y[p] -= x[p];
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_subtract, subtract_lanes, (double *y, const double *x),
                        (y, x))

IPA_LANES_INLINE void repay_lanes(double *restrict balance, const double *restrict amount) {
    LANES {
        const double left = balance[p] - amount[p];
        balance[p] = left <= 1e-12 * amount[p] ? 0 : left; /* what is no number stays none */
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_repay, repay_lanes,
                        (double *balance, const double *amount), (balance, amount))

IPA_LANES_INLINE void scale_lanes(double *y, double factor) {
    LANES y[p] *= factor;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_scale, scale_lanes, (double *y, double factor),
                        (y, factor))

IPA_LANES_INLINE void divide_by_lanes(double *y, double divisor) {
    LANES y[p] /= divisor;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_divide_by, divide_by_lanes, (double *y, double divisor),
                        (y, divisor))

IPA_LANES_INLINE void quotient_lanes(const double *restrict x, double divisor, double *restrict y) {
    LANES y[p] = x[p] / divisor;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_quotient, quotient_lanes,
                        (const double *x, double divisor, double *y), (x, divisor, y))

/* Correctly rounded without a division, which takes twice as long: with 0.01 the double nearest to
 * 1/100, x × 0.01 is less than one unit in the last place away from x ÷ 100 (0.19 halves of one
 * from the constant, one half from the product), and then one step of Newton's with the exact
 * remainder rounds to the nearest (Markstein 1990). Where the remainder is 0, or x not finite, the
 * product stands. */
IPA_LANES_INLINE double hundredth(double x) {
    const double near = x * 0.01, left = fma(-100, near, x), nearest = fma(left, 0.01, near);
    return fabs(left) > 0 ? nearest : near;
}

IPA_LANES_INLINE void yuan_lanes(const double *restrict x, double *restrict y) {
    LANES y[p] = hundredth(x[p]);
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_yuan, yuan_lanes, (const double *x, double *y), (x, y))

IPA_LANES_INLINE void open_yuan_lanes(const double *restrict due, const double *restrict paid,
                                      double *restrict y) {
    LANES {
        const double open = due[p] - paid[p];
        y[p] = hundredth(open > 0 ? open : 0);
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_open_yuan, open_yuan_lanes,
                        (const double *due, const double *paid, double *y), (due, paid, y))

IPA_LANES_INLINE void difference_lanes(const double *restrict x, const double *restrict z,
                                       double *restrict y) {
    LANES y[p] = x[p] - z[p];
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_difference, difference_lanes,
                        (const double *x, const double *z, double *y), (x, z, y))

IPA_LANES_INLINE void cover_lanes(const double *restrict owed, double *restrict y) {
    LANES y[p] = owed[p] > 0 ? y[p] / owed[p] : INFINITY;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_cover, cover_lanes, (const double *owed, double *y),
                        (owed, y))

IPA_LANES_INLINE void accrue_lanes(double *restrict y, const double *restrict x, double factor) {
    LANES y[p] += factor * x[p];
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_accrue, accrue_lanes,
                        (double *y, const double *x, double factor), (y, x, factor))

IPA_LANES_INLINE void positive_lanes(double *y) {
    LANES y[p] = y[p] > 0 ? y[p] : 0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_positive, positive_lanes, (double *y), (y))

IPA_LANES_INLINE void positive_of_lanes(const double *restrict x, double *restrict y) {
    LANES y[p] = x[p] > 0 ? x[p] : 0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_positive_of, positive_of_lanes,
                        (const double *x, double *y), (x, y))

IPA_LANES_INLINE void multiple_lanes(const double *restrict x, double factor, double *restrict y) {
    LANES y[p] = x[p] * factor;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_multiple, multiple_lanes,
                        (const double *x, double factor, double *y), (x, factor, y))

IPA_LANES_INLINE void keep_zero_lanes(const double *restrict x, double *restrict y) {
    LANES y[p] = x[p] == 0 ? y[p] : 0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_keep_zero, keep_zero_lanes,
                        (const double *x, double *y), (x, y))

IPA_LANES_INLINE void transfer_lanes(const double *restrict amount, double *restrict from,
                                     double *restrict to) {
    LANES {
        from[p] -= amount[p];
        to[p] += amount[p];
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_transfer, transfer_lanes,
                        (const double *amount, double *from, double *to), (amount, from, to))

IPA_LANES_INLINE void enter_lanes(const double *restrict mask, const double *restrict asked,
                                  double *restrict ledger, double *restrict entry) {
    LANES {
        const double least = asked[p] > -ledger[p] ? asked[p] : -ledger[p];
        entry[p] = mask[p] != 0 ? least : 0;
        ledger[p] += entry[p];
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_enter, enter_lanes,
                        (const double *mask, const double *asked, double *ledger, double *entry),
                        (mask, asked, ledger, entry))

IPA_LANES_INLINE void least_lanes(double *restrict y, const double *restrict x) {
    LANES y[p] = x[p] < y[p] ? x[p] : y[p];
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_least, least_lanes, (double *y, const double *x),
                        (y, x))

IPA_LANES_INLINE void select_lanes(const double *restrict mask, const double *restrict x,
                                   double *restrict y) {
    LANES y[p] = mask[p] != 0 ? x[p] : y[p];
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_select, select_lanes,
                        (const double *mask, const double *x, double *y), (mask, x, y))

IPA_LANES_INLINE void keep_lanes(const double *restrict mask, double *restrict y) {
    LANES y[p] = mask[p] != 0 ? y[p] : 0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_keep, keep_lanes, (const double *mask, double *y),
                        (mask, y))

IPA_LANES_INLINE void add_where_lanes(const double *restrict mask, const double *restrict x,
                                      double *restrict y) {
    LANES y[p] += mask[p] != 0 ? x[p] : 0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_add_where, add_where_lanes,
                        (const double *mask, const double *x, double *y), (mask, x, y))

IPA_LANES_INLINE void above_lanes(const double *restrict x, double level, double *restrict y) {
    LANES y[p] = x[p] > level ? 1.0 : 0.0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_above, above_lanes,
                        (const double *x, double level, double *y), (x, level, y))

IPA_LANES_INLINE void equal_lanes(const double *restrict x, double level, double *restrict y) {
    LANES y[p] = x[p] == level ? 1.0 : 0.0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_equal, equal_lanes,
                        (const double *x, double level, double *y), (x, level, y))

IPA_LANES_INLINE void open_lanes(const double *restrict due, const double *restrict paid,
                                 double *restrict y) {
    LANES {
        double open = due[p] - paid[p];
        y[p] = open > 0 ? open : 0;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_open, open_lanes,
                        (const double *due, const double *paid, double *y), (due, paid, y))

IPA_LANES_INLINE void above_floor_lanes(const double *restrict live, const double *restrict balance,
                                        const double *restrict floor, double *restrict y) {
    LANES {
        double above = balance[p] - floor[p];
        above = above > 0 ? above : 0;
        y[p] = live[p] != 0 ? above : 0;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_above_floor, above_floor_lanes,
                        (const double *live, const double *balance, const double *floor, double *y),
                        (live, balance, floor, y))

IPA_LANES_INLINE void kept_lanes(const double *restrict mask, const double *restrict x,
                                 double *restrict y) {
    LANES y[p] = mask[p] != 0 ? x[p] : 0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_kept, kept_lanes,
                        (const double *mask, const double *x, double *y), (mask, x, y))

/* Sums of many rows keep eight lanes in a register instead of the whole row in memory. */
enum { STRIP = 8 };
#define STRIPS for (int first = 0; first < IPA_LANES; first += STRIP)
#define STRIP_LANES for (int p = 0; p < STRIP; p++)

IPA_LANES_INLINE void sum_lanes(const ipa_row *const *rows, int n_rows, double *restrict y) {
    STRIPS {
        double sum[STRIP] = {0};
        for (int n = 0; n < n_rows; n++)
            STRIP_LANES sum[p] += rows[n]->lane[first + p];
        STRIP_LANES y[first + p] = sum[p];
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_sum, sum_lanes,
                        (const ipa_row *const *rows, int n_rows, double *y), (rows, n_rows, y))

IPA_LANES_INLINE void subtract_all_lanes(const ipa_row *const *rows, int n_rows,
                                         double *restrict y) {
    STRIPS {
        double left[STRIP];
        STRIP_LANES left[p] = y[first + p];
        for (int n = 0; n < n_rows; n++)
            STRIP_LANES left[p] -= rows[n]->lane[first + p];
        STRIP_LANES y[first + p] = left[p];
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_subtract_all, subtract_all_lanes,
                        (const ipa_row *const *rows, int n_rows, double *y), (rows, n_rows, y))

IPA_LANES_INLINE void interest_lanes(const double *restrict live, const double *restrict on,
                                     const double *restrict arrears, double rate, double on_arrears,
                                     double *restrict y) {
    LANES {
        const double accrued = arrears[p] + rate * on[p];
        const double due = accrued + on_arrears * arrears[p];
        y[p] = live[p] != 0 ? due : 0;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_interest, interest_lanes,
                        (const double *live, const double *on, const double *arrears, double rate,
                         double on_arrears, double *y),
                        (live, on, arrears, rate, on_arrears, y))

IPA_LANES_INLINE void fee_lanes(const double *restrict live, const double *restrict base,
                                double rate, const double *restrict arrears,
                                double *restrict accrued, double *restrict due) {
    LANES {
        double falls = (live[p] != 0 ? base[p] : 0) * rate;
        accrued[p] = falls;
        due[p] = falls + (live[p] != 0 ? arrears[p] : 0);
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_fee, fee_lanes,
                        (const double *live, const double *base, double rate, const double *arrears,
                         double *accrued, double *due),
                        (live, base, rate, arrears, accrued, due))

IPA_LANES_INLINE void collect_lanes(const double *restrict live, const double *restrict comes,
                                    double *restrict cash, double *restrict change) {
    LANES {
        const double now = live[p] != 0 ? comes[p] : 0;
        cash[p] += now;
        change[p] += now;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_collect, collect_lanes,
                        (const double *live, const double *comes, double *cash, double *change),
                        (live, comes, cash, change))

IPA_LANES_INLINE void running_lanes(const double *restrict live, const double *restrict running,
                                    double kind, double *restrict mask, bool *any) {
    int64_t set = 0;
    LANES {
        const double runs = live[p] != 0 ? 1.0 : 0.0;
        mask[p] = running[p] == kind ? runs : 0;
        set |= mask[p] != 0;
    }
    *any = set != 0;
}
IPA_PER_INSTRUCTION_SET(static, find_running, running_lanes,
                        (const double *live, const double *running, double kind, double *mask,
                         bool *any),
                        (live, running, kind, mask, any))

bool ipa_kernels_running(const double *live, const double *running, double kind, double *mask) {
    bool any;
    find_running(live, running, kind, mask, &any);
    return any;
}

IPA_LANES_INLINE void both_lanes(const double *restrict x, const double *restrict y,
                                 double *restrict both, bool *any) {
    int64_t set = 0;
    LANES {
        both[p] = x[p] != 0 ? y[p] : 0;
        set |= both[p] != 0;
    }
    *any = set != 0;
}
IPA_PER_INSTRUCTION_SET(static, find_both, both_lanes,
                        (const double *x, const double *y, double *both, bool *any),
                        (x, y, both, any))

bool ipa_kernels_both(const double *x, const double *y, double *both) {
    bool any;
    find_both(x, y, both, &any);
    return any;
}

IPA_LANES_INLINE void take_lanes(const double *restrict mask, const double *restrict wanted,
                                 const double *restrict cash, const double *restrict room,
                                 double *restrict amount) {
    LANES {
        double most = wanted[p] < cash[p] ? wanted[p] : cash[p];
        most = room[p] < most ? room[p] : most;
        most = most > 0 ? most : 0;
        amount[p] = mask[p] != 0 ? most : 0;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_take, take_lanes,
                        (const double *mask, const double *wanted, const double *cash,
                         const double *room, double *amount),
                        (mask, wanted, cash, room, amount))

IPA_LANES_INLINE void pay_lanes(const double *restrict mask, const double *restrict wanted,
                                double *restrict cash, double *restrict room, double *restrict paid,
                                double *restrict amount) {
    LANES {
        double most = wanted[p] < cash[p] ? wanted[p] : cash[p];
        most = room[p] < most ? room[p] : most;
        most = most > 0 ? most : 0;
        most = mask[p] != 0 ? most : 0;
        cash[p] -= most;
        room[p] -= most;
        paid[p] += most;
        amount[p] = most;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_pay, pay_lanes,
                        (const double *mask, const double *wanted, double *cash, double *room,
                         double *paid, double *amount),
                        (mask, wanted, cash, room, paid, amount))

IPA_LANES_INLINE void pay_freely_lanes(const double *restrict mask, const double *restrict wanted,
                                       double *restrict cash, double *restrict paid,
                                       double *restrict amount) {
    LANES {
        double most = wanted[p] < cash[p] ? wanted[p] : cash[p];
        most = most > 0 ? most : 0;
        most = mask[p] != 0 ? most : 0;
        cash[p] -= most;
        paid[p] += most;
        amount[p] = most;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_pay_freely, pay_freely_lanes,
                        (const double *mask, const double *wanted, double *cash, double *paid,
                         double *amount),
                        (mask, wanted, cash, paid, amount))

IPA_LANES_INLINE void share_lanes(const double *restrict pot, const double *restrict weight,
                                  const double *restrict total, double *restrict share) {
    LANES {
        double divisor = total[p] > 0 ? total[p] : 1;
        double part = pot[p] * weight[p] / divisor;
        share[p] = pot[p] == total[p] ? weight[p] : part;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_share, share_lanes,
                        (const double *pot, const double *weight, const double *total,
                         double *share),
                        (pot, weight, total, share))

IPA_LANES_INLINE void share_within_lanes(const double *restrict pot, const double *restrict weight,
                                         const double *restrict total, double *restrict share) {
    LANES {
        const double divisor = total[p] > 0 ? total[p] : 1;
        double part = pot[p] * weight[p] / divisor;
        part = weight[p] < part ? weight[p] : part;
        share[p] = pot[p] == total[p] ? weight[p] : part;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_share_within, share_within_lanes,
                        (const double *pot, const double *weight, const double *total,
                         double *share),
                        (pot, weight, total, share))

IPA_LANES_INLINE void pot_lanes(const double *restrict mask, const double *restrict cash,
                                const double *restrict room, const double *restrict total,
                                double *restrict pot) {
    LANES {
        double least = room[p] < cash[p] ? room[p] : cash[p];
        least = total[p] < least ? total[p] : least;
        pot[p] = mask[p] != 0 ? least : 0;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_pot, pot_lanes,
                        (const double *mask, const double *cash, const double *room,
                         const double *total, double *pot),
                        (mask, cash, room, total, pot))

IPA_LANES_INLINE void cap_lanes(const double *restrict yuan, double *restrict fen) {
    LANES fen[p] = yuan[p] > 0 ? yuan[p] * 100 : 0;
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_cap, cap_lanes, (const double *yuan, double *fen),
                        (yuan, fen))

IPA_LANES_INLINE void carry_lanes(const double *restrict due, const double *restrict paid,
                                  double above, double below, double *restrict arrears) {
    LANES {
        double open = due[p] - paid[p];
        arrears[p] = (open > 0 ? above : below) * open;
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_carry, carry_lanes,
                        (const double *due, const double *paid, double above, double below,
                         double *arrears),
                        (due, paid, above, below, arrears))

IPA_LANES_INLINE void worst_lanes(const double *restrict x, double *restrict breach) {
    LANES {
        double size = x[p] < 0 ? -x[p] : x[p];
        breach[p] = size > breach[p] ? size : breach[p];
    }
}
IPA_PER_INSTRUCTION_SET(extern, ipa_kernels_worst, worst_lanes, (const double *x, double *breach),
                        (x, breach))

IPA_LANES_INLINE void any_lanes(const double *mask, bool *any) {
    int64_t set = 0;
    LANES set |= mask[p] != 0;
    *any = set != 0;
}
IPA_PER_INSTRUCTION_SET(static, find_any, any_lanes, (const double *mask, bool *any), (mask, any))

bool ipa_kernels_any(const double *mask) {
    bool any;
    find_any(mask, &any);
    return any;
}
