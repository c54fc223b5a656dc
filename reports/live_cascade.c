#include "reports/live_cascade.h"

#include <math.h>
#include <string.h>

#include "reports/live_steps.h"

#define FORMAT(...) ipa_arena_format(book->arena, __VA_ARGS__)

static const ipa_live_title kind_titles[] = {
    {"收益", "Income"}, {"本金", "Principal"}, {"提前还款", "Prepayment"}, {"回收", "Recovery"}};

/* ---- columns ---- */

static bool ended(const ipa_live_book *book, int k) {
    return book->base->ended[k];
}

static void declare_date(ipa_live_book *book) {
    ipa_live_columns *to = &book->columns;
    const ipa_live_title group = {"兑付日", "Payment date"};
    int n_ran = 0;
    bool ran[IPA_N_WATERFALLS] = {false};
    for (int k = 0; k < book->plan->n_periods; k++)
        ran[book->base->waterfall[k]] |= !ended(book, k);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        n_ran += ran[kind];
    to->period = ipa_live_book_add_column(book, group, (ipa_live_title){"期数", "Period"},
                                          IPA_FORMAT_INTEGER);
    to->date = ipa_live_book_add_column(book, group, (ipa_live_title){"兑付日", "Payment date"},
                                        IPA_FORMAT_DATE);
    to->waterfall = ipa_live_book_add_column(book, group, (ipa_live_title){"分配方式", "Waterfall"},
                                             IPA_FORMAT_TEXT);
    to->days =
        ipa_live_book_add_column(book, group, (ipa_live_title){"天数", "Days"}, IPA_FORMAT_INTEGER);
    to->live = ipa_live_book_add_column(book, group, (ipa_live_title){"存续", "In force"},
                                        IPA_FORMAT_INTEGER);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++) {
        to->ran[kind] = ran[kind] ? to->live : -1;
        if (ran[kind] && n_ran > 1)
            to->ran[kind] = ipa_live_book_add_column(book, group, ipa_live_book_waterfalls[kind],
                                                     IPA_FORMAT_INTEGER);
    }
}

static void declare_cash(ipa_live_book *book) {
    ipa_live_columns *to = &book->columns;
    const ipa_live_title opening = {"期初账户", "Opening accounts"},
                         interest = {"账户利息", "Interest on accounts"},
                         collected = {"归集", "Collections"};
    to->opening = IPA_NEW_ARRAY(book->arena, book->plan->n_accounts, int);
    for (int n = 0; n < book->plan->n_accounts; n++) {
        to->opening[n] = ipa_live_book_add_column(book, opening, ipa_live_book_account(book, n),
                                                  IPA_FORMAT_MONEY);
    }
    to->interest = IPA_NEW_ARRAY(book->arena, book->plan->n_accounts, int);
    for (int n = 0; n < book->plan->n_accounts; n++) {
        const bool bears = book->plan->accounts[n].rate.mantissa != 0;
        to->interest[n] =
            !bears ? -1
                   : ipa_live_book_add_column(book, interest, ipa_live_book_account(book, n),
                                              IPA_FORMAT_MONEY);
    }
    for (int kind = 0; kind < 4; kind++)
        to->cash[kind] =
            ipa_live_book_add_column(book, collected, kind_titles[kind], IPA_FORMAT_MONEY);
    to->collected = ipa_live_book_add_column(book, collected, (ipa_live_title){"合计", "Total"},
                                             IPA_FORMAT_MONEY);
    to->pool = ipa_live_book_add_column(
        book, collected, (ipa_live_title){"资产池余额", "Pool balance"}, IPA_FORMAT_MONEY);
}

/* What fell due before counts for these: it needs a column of its own. */
static void declare_accrual(ipa_live_book *book, ipa_live_title group, int n) {
    ipa_live_columns *to = &book->columns;
    const ipa_plan_fee *fee = &book->plan->fees[n];
    to->fee_based[n] = to->fee_accrued[n] = -1;
    if (fee->per == IPA_PER_PAYMENT)
        return;
    if (fee->cumulative)
        to->fee_based[n] = ipa_live_book_add_column(
            book, group, (ipa_live_title){"累计基数", "Base so far"}, IPA_FORMAT_MONEY);
    if (fee->cumulative || isfinite(fee->cumulative_cap))
        to->fee_accrued[n] = ipa_live_book_add_column(
            book, group, (ipa_live_title){"本期计提", "Accrued"}, IPA_FORMAT_MONEY);
}

static void declare_fees(ipa_live_book *book) {
    ipa_live_columns *to = &book->columns;
    to->fee_rate = IPA_NEW_ARRAY(book->arena, book->plan->n_fees, int);
    to->fee_due = IPA_NEW_ARRAY(book->arena, book->plan->n_fees, int);
    to->fee_unpaid = IPA_NEW_ARRAY(book->arena, book->plan->n_fees, int);
    to->fee_based = IPA_NEW_ARRAY(book->arena, book->plan->n_fees, int);
    to->fee_accrued = IPA_NEW_ARRAY(book->arena, book->plan->n_fees, int);
    for (int n = 0; n < book->plan->n_fees; n++) {
        const ipa_plan_fee *fee = &book->plan->fees[n];
        const ipa_live_title group = ipa_live_book_payee(book, (ipa_payee){IPA_PAYEE_FEE, n});
        to->fee_rate[n] =
            fee->is_amount ? ipa_live_book_add_column(
                                 book, group, (ipa_live_title){"金额", "Amount"}, IPA_FORMAT_MONEY)
                           : ipa_live_book_add_column(book, group, (ipa_live_title){"费率", "Rate"},
                                                      IPA_FORMAT_PROBABILITY);
        declare_accrual(book, group, n);
        to->fee_due[n] = -1;
        if (fee->per != IPA_PER_PAYMENT)
            to->fee_due[n] = ipa_live_book_add_column(book, group, (ipa_live_title){"应付", "Due"},
                                                      IPA_FORMAT_MONEY);
    }
}

static void declare_end(ipa_live_book *book) {
    ipa_live_columns *to = &book->columns;
    const ipa_live_title unpaid = {"税费未付", "Fees unpaid"},
                         closing = {"期末账户", "Closing accounts"};
    for (int n = 0; n < book->plan->n_fees; n++) {
        const ipa_payee fee = {IPA_PAYEE_FEE, n};
        to->fee_unpaid[n] = ipa_live_book_add_column(book, unpaid, ipa_live_book_payee(book, fee),
                                                     IPA_FORMAT_MONEY);
    }
    to->closing = IPA_NEW_ARRAY(book->arena, book->plan->n_accounts, int);
    for (int n = 0; n < book->plan->n_accounts; n++) {
        to->closing[n] = ipa_live_book_add_column(book, closing, ipa_live_book_account(book, n),
                                                  IPA_FORMAT_MONEY);
    }
}

void ipa_live_cascade_declare(ipa_live_book *book) {
    declare_date(book);
    declare_cash(book);
    declare_fees(book);
    ipa_live_steps_declare(book);
    declare_end(book);
    for (int k = 0; k < book->plan->n_periods; k++)
        ipa_table_add_row(book->tables[IPA_LIVE_WATERFALL]);
}

/* ---- entering ---- */

static void put(ipa_live_book *book, int k, int column, const char *formula, double engine) {
    ipa_live_book_enter(book, IPA_LIVE_WATERFALL, k, column,
                        formula ? FORMAT("=%s", formula) : NULL, engine);
}

static void input(ipa_live_book *book, int k, int column, double figure) {
    ipa_live_book_input(book, IPA_LIVE_WATERFALL, k, column, figure);
}

static void open_date(ipa_live_book *book, int k) {
    const ipa_live_columns *to = &book->columns;
    const bool live = !ended(book, k);
    const ipa_waterfall_kind kind = book->base->waterfall[k];
    ipa_table *table = book->tables[IPA_LIVE_WATERFALL];
    ipa_table_number(ipa_table_at(table, k, to->period), k + 1);
    ipa_table_number(ipa_table_at(table, k, to->date), book->plan->periods[k].payment);
    ipa_table_text(ipa_table_at(table, k, to->waterfall),
                   live ? ipa_live_book_word(book, ipa_live_book_waterfalls[kind].zh,
                                             ipa_live_book_waterfalls[kind].en)
                        : ipa_live_book_word(book, "已终止", "Ended"));
    input(book, k, to->days, book->plan->periods[k].days);
    input(book, k, to->live, live);
    for (int n = 0; n < IPA_N_WATERFALLS; n++)
        if (to->ran[n] >= 0 && to->ran[n] != to->live)
            input(book, k, to->ran[n], live && n == (int)kind);
}

void ipa_live_cascade_open(ipa_live_book *book, int k) {
    const ipa_live_columns *to = &book->columns;
    const ipa_path_result *base = book->base;
    open_date(book, k);
    for (int n = 0; n < book->plan->n_accounts; n++)
        if (k == 0)
            input(book, k, to->opening[n], book->plan->accounts[n].initial / 100);
        else
            put(book, k, to->opening[n], ipa_live_book_cell(book, k - 1, to->closing[n]),
                base->accounts[n][k - 1]);
    for (int n = 0; n < book->plan->n_accounts; n++)
        if (to->interest[n] >= 0)
            input(book, k, to->interest[n], base->account_interest[n][k]);
    input(book, k, to->pool, base->pool_balance[k]);
    double total = 0;
    for (int kind = 0; kind < 4; kind++) {
        input(book, k, to->cash[kind], base->cash[kind][k]);
        total += base->cash[kind][k];
    }
    put(book, k, to->collected,
        FORMAT("ROUND(SUM(%s:%s),%d)", ipa_live_book_cell(book, k, to->cash[0]),
               ipa_live_book_cell(book, k, to->cash[3]), book->decimals),
        total);
}

static double rate_of(const ipa_plan_fee *fee, int k) {
    if (fee->is_amount)
        return fee->amount / 100;
    return ipa_decimal_value(fee->has_first_rate && k == 0 ? fee->first_rate : fee->rate);
}

/* What accrues on this date, by way of the columns that sum it up; NULL where no formula says. */
static const char *enter_accrual(ipa_live_book *book, ipa_live_point *point, int n) {
    const ipa_live_columns *to = &book->columns;
    const int k = point->k;
    if (to->fee_based[n] >= 0) {
        const char *base = ipa_live_point_base(point, n);
        if (base)
            base = ipa_live_book_join(
                book, k > 0 ? ipa_live_book_cell(book, k - 1, to->fee_based[n]) : NULL, "+",
                FORMAT("ROUND(%s,%d)", base, book->decimals));
        if (!base)
            return NULL;
        put(book, k, to->fee_based[n], base, NAN);
    }
    const char *accrued = ipa_live_point_accrued(point, n);
    if (!accrued || to->fee_accrued[n] < 0)
        return accrued;
    put(book, k, to->fee_accrued[n],
        FORMAT("IF(%s,%s,0)", ipa_live_book_cell(book, k, to->live), accrued), NAN);
    return ipa_live_book_cell(book, k, to->fee_accrued[n]);
}

static void enter_fee(ipa_live_book *book, ipa_live_point *point, int n) {
    const ipa_live_columns *to = &book->columns;
    const ipa_plan_fee *fee = &book->plan->fees[n];
    const int k = point->k;
    input(book, k, to->fee_rate[n], rate_of(fee, k));
    if (to->fee_due[n] < 0)
        return;
    const double due = book->base->fees[n].due[k];
    const char *accrued = enter_accrual(book, point, n);
    put(book, k, to->fee_due[n],
        accrued ? FORMAT("IF(%s,%s%s,0)", ipa_live_book_cell(book, k, to->live), accrued,
                         ipa_live_point_carried(point, n))
                : NULL,
        fee->carry_negative && due == 0 ? NAN : due);
}

/* What is left of a fee; of a tax that may be negative, what is set off against the next. */
static void enter_unpaid(ipa_live_book *book, ipa_live_point *point, int n) {
    const ipa_live_columns *to = &book->columns;
    const ipa_plan_fee *fee = &book->plan->fees[n];
    const int k = point->k;
    const double unpaid = book->base->fees[n].unpaid[k];
    const ipa_payee payee = {IPA_PAYEE_FEE, n};
    const char *due = ipa_live_point_due(point, payee);
    const char *paid = point->paid[ipa_live_point_payable(book->plan, payee)];
    if (paid && strchr(paid, '+'))
        paid = FORMAT("(%s)", paid);
    const char *left = !due   ? NULL
                       : paid ? FORMAT("ROUND(%s-%s,%d)", due, paid, book->decimals)
                              : due;
    if (left && !fee->carry_negative)
        left = FORMAT("MAX(0,%s)", left);
    put(book, k, to->fee_unpaid[n],
        left ? FORMAT("IF(%s,%s,0)", ipa_live_book_cell(book, k, to->live), left) : NULL,
        fee->carry_negative && unpaid == 0 ? NAN : unpaid);
}

void ipa_live_cascade_run(ipa_live_book *book, int k) {
    ipa_live_point point = ipa_live_point_open(book, k);
    for (int n = 0; n < book->plan->n_fees; n++)
        enter_fee(book, &point, n);
    ipa_live_steps_enter(book, &point);
    ipa_live_point_finish(&point);
    for (int n = 0; n < book->plan->n_fees; n++)
        enter_unpaid(book, &point, n);
    for (int n = 0; n < book->plan->n_accounts; n++)
        put(book, k, book->columns.closing[n], ipa_live_point_cash(&point, n),
            book->base->accounts[n][k]);
}
