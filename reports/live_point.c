#include "reports/live_point.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "engine/deal/operation.h"

#define FORMAT(...) ipa_arena_format(point->book->arena, __VA_ARGS__)

enum { MOST_NESTED = 3 };

int ipa_live_point_payable(const ipa_plan *plan, ipa_payee payee) {
    const int first[] = {
        [IPA_PAYEE_FEE] = 0,
        [IPA_PAYEE_INTEREST] = plan->n_fees,
        [IPA_PAYEE_PRINCIPAL] = plan->n_fees + plan->n_tranches,
        [IPA_PAYEE_RESIDUAL] = plan->n_fees + 2 * plan->n_tranches,
        [IPA_PAYEE_SUPPORT] = plan->n_fees + 3 * plan->n_tranches,
        [IPA_PAYEE_COMMITMENT] = plan->n_fees + 3 * plan->n_tranches + plan->n_support,
    };
    return first[payee.kind] + payee.index;
}

static int count_payables(const ipa_plan *plan) {
    return plan->n_fees + 3 * plan->n_tranches + 2 * plan->n_support;
}

ipa_live_point ipa_live_point_open(ipa_live_book *book, int k) {
    const ipa_plan *plan = book->plan;
    const int n_payables = count_payables(plan);
    ipa_live_point point = {.book = book, .k = k};
    point.cash = IPA_NEW_ARRAY(book->arena, plan->n_accounts, const char *);
    point.paid = IPA_NEW_ARRAY(book->arena, n_payables, const char *);
    point.earlier = IPA_NEW_ARRAY(book->arena, n_payables, const char *);
    point.drawn = IPA_NEW_ARRAY(book->arena, plan->n_support, const char *);
    point.assumed = IPA_NEW_ARRAY(book->arena, n_payables, bool);
    for (int n = 0; n < plan->n_accounts; n++) {
        point.cash[n] = ipa_live_book_cell(book, k, book->columns.opening[n]);
        if (book->columns.interest[n] >= 0)
            point.cash[n] =
                ipa_arena_format(book->arena, "%s+%s", point.cash[n],
                                 ipa_live_book_cell(book, k, book->columns.interest[n]));
        for (int kind = 0; kind < 4; kind++)
            if (plan->collect[kind] == n)
                point.cash[n] =
                    ipa_live_book_join(book, point.cash[n], "+",
                                       ipa_live_book_cell(book, k, book->columns.cash[kind]));
    }
    return point;
}

void ipa_live_point_pay(ipa_live_point *point, ipa_payee payee, const char *cell) {
    const char **paid = &point->paid[ipa_live_point_payable(point->book->plan, payee)];
    *paid = ipa_live_book_join(point->book, *paid, "+", cell);
}

void ipa_live_point_turn(ipa_live_point *point) {
    for (int n = 0; n < count_payables(point->book->plan); n++) {
        point->earlier[n] = ipa_live_book_join(point->book, point->earlier[n], "+", point->paid[n]);
        point->paid[n] = NULL;
    }
}

void ipa_live_point_finish(ipa_live_point *point) {
    ipa_live_point_turn(point);
    for (int n = 0; n < count_payables(point->book->plan); n++)
        point->paid[n] = point->earlier[n];
}

/* `ROUND(x-y,2)`: sums of fen in doubles differ from fen in their last bits. */
static const char *rounded_less(const ipa_live_point *point, const char *x, const char *paid) {
    if (!paid)
        return x;
    char *less = ipa_arena_copy(point->book->arena, paid);
    for (char *sign = strchr(less, '+'); sign; sign = strchr(sign, '+'))
        *sign = '-';
    return FORMAT("ROUND(%s-%s,%d)", x, less, point->book->decimals);
}

const char *ipa_live_point_cash(const ipa_live_point *point, int account) {
    if (!strpbrk(point->cash[account], "+-"))
        return point->cash[account];
    return FORMAT("ROUND(%s,%d)", point->cash[account], point->book->decimals);
}

static const char *of_tranche(const ipa_live_point *point, int t, int column) {
    return ipa_live_book_link(point->book, IPA_LIVE_PAYMENTS,
                              ipa_live_book_row(point->book, t, point->k), column);
}

static const char *paid_of(const ipa_live_point *point, ipa_payee_kind kind, int index) {
    return point->paid[ipa_live_point_payable(point->book->plan, (ipa_payee){kind, index})];
}

const char *ipa_live_point_balance(const ipa_live_point *point, int t) {
    const char *opening = of_tranche(point, t, IPA_LIVE_OPENING);
    if (point->k < point->book->plan->tranches[t].n_accreting)
        opening = FORMAT("%s+%s", opening, of_tranche(point, t, IPA_LIVE_ACCRETED));
    const char *residual = paid_of(point, IPA_PAYEE_RESIDUAL, t);
    const char *left = rounded_less(
        point, opening,
        ipa_live_book_join(point->book, paid_of(point, IPA_PAYEE_PRINCIPAL, t), "+", residual));
    return residual ? FORMAT("MAX(0,%s)", left) : left;
}

/* ---- fees ---- */

/* `D6/365` where the fraction is the days of the period over a year of so many. */
static const char *share_of_year(const ipa_live_point *point, ipa_fraction fraction) {
    const char *days = fraction.numerator == point->book->plan->periods[point->k].days
                           ? ipa_live_book_cell(point->book, point->k, point->book->columns.days)
                           : FORMAT("%lld", (long long)fraction.numerator);
    return FORMAT("%s/%lld", days, (long long)fraction.denominator);
}

const char *ipa_live_point_carried(const ipa_live_point *point, int n) {
    const ipa_live_book *book = point->book;
    const ipa_plan_fee *fee = &book->plan->fees[n];
    if (point->k == 0 || (!fee->carry && !fee->carry_negative))
        return "";
    const char *before = ipa_live_book_cell(book, point->k - 1, book->columns.fee_unpaid[n]);
    if (!fee->carry)
        return FORMAT("+MIN(0,%s)", before);
    if (fee->arrears_rate.mantissa == 0)
        return FORMAT("+%s", before);
    return FORMAT("+%s+ROUND(MAX(0,%s)*%s*%s,%d)", before, before,
                  ipa_live_book_number(book, ipa_decimal_value(fee->arrears_rate)),
                  share_of_year(point, fee->arrears_fraction[point->k]), book->decimals);
}

const char *ipa_live_point_base(ipa_live_point *point, int n) {
    if (point->depth >= MOST_NESTED)
        return NULL;
    point->depth++;
    const char *base = ipa_live_point_expression(point, point->book->plan->fees[n].base);
    point->depth--;
    return base;
}

/* A column's sum over the dates before this one. */
static const char *sum_before(const ipa_live_point *point, int column) {
    return FORMAT("SUM(%s:%s)", ipa_live_book_cell(point->book, 0, column),
                  ipa_live_book_cell(point->book, point->k - 1, column));
}

/* The rate on the base so far, less what fell due before. */
static const char *accrued_in_all(const ipa_live_point *point, int n, const char *rate) {
    const ipa_live_book *book = point->book;
    const ipa_live_columns *columns = &book->columns;
    const char *due =
        FORMAT("ROUND(%s*%s,%d)", rate, ipa_live_book_cell(book, point->k, columns->fee_based[n]),
               book->decimals);
    if (point->k > 0)
        due = FORMAT("ROUND(%s-%s,%d)", due, sum_before(point, columns->fee_accrued[n]),
                     book->decimals);
    return book->plan->fees[n].carry_negative ? due : FORMAT("MAX(0,%s)", due);
}

static const char *accrued_here(ipa_live_point *point, int n, const char *rate) {
    const ipa_live_book *book = point->book;
    const ipa_plan_fee *fee = &book->plan->fees[n];
    const char *base = "", *fraction = "";
    if (!fee->is_amount) {
        base = ipa_live_point_base(point, n);
        if (!base)
            return NULL;
        base = FORMAT("*%s", base);
    }
    if (fee->per == IPA_PER_YEAR && !fee->due_count)
        fraction = FORMAT("*%s", share_of_year(point, fee->fraction[point->k]));
    const char *amount = *base || *fraction
                             ? FORMAT("ROUND(%s%s%s,%d)", rate, base, fraction, book->decimals)
                             : rate;
    return fee->due_count ? FORMAT("%d*%s", fee->due_count[point->k], amount) : amount;
}

/* Within the floor, the cap and what is left of the cap on everything. */
static const char *within_limits(const ipa_live_point *point, int n, const char *due) {
    const ipa_live_book *book = point->book;
    const ipa_plan_fee *fee = &book->plan->fees[n];
    if (fee->floor > 0 && (!fee->due_count || fee->due_count[point->k] > 0))
        due = FORMAT("MAX(%s,%s)", ipa_live_book_number(book, fee->floor / 100), due);
    if (isfinite(fee->cap))
        due = FORMAT("MIN(%s,%s)", ipa_live_book_number(book, fee->cap / 100), due);
    if (!isfinite(fee->cumulative_cap))
        return due;
    const char *left = ipa_live_book_number(book, fee->cumulative_cap / 100);
    if (point->k > 0)
        left = FORMAT("MAX(0,ROUND(%s-%s,%d))", left,
                      sum_before(point, book->columns.fee_accrued[n]), book->decimals);
    return FORMAT("MIN(%s,%s)", left, due);
}

const char *ipa_live_point_accrued(ipa_live_point *point, int n) {
    const ipa_live_book *book = point->book;
    const ipa_plan_fee *fee = &book->plan->fees[n];
    const char *rate = ipa_live_book_cell(book, point->k, book->columns.fee_rate[n]);
    if (isfinite(fee->cumulative_cap) && book->columns.fee_accrued[n] < 0)
        return NULL;
    const char *due =
        fee->cumulative ? accrued_in_all(point, n, rate) : accrued_here(point, n, rate);
    return due ? within_limits(point, n, due) : NULL;
}

static const char *fee_due(ipa_live_point *point, int n) {
    const int column = point->book->columns.fee_due[n];
    if (column >= 0)
        return ipa_live_book_cell(point->book, point->k, column);
    const char *accrued = ipa_live_point_accrued(point, n);
    return accrued ? FORMAT("%s%s", accrued, ipa_live_point_carried(point, n)) : NULL;
}

/* ---- dues ---- */

/* Drawn up to here, less what was reimbursed before this date. What bears interest is owed with it,
 * and no formula separates the two. */
static const char *support_due(const ipa_live_point *point, int n) {
    const ipa_live_book *book = point->book;
    const char *drawn = point->drawn[n], *back = NULL;
    if (!book->plan->support[n].reimbursed)
        return "0";
    if (book->plan->support[n].rate.mantissa != 0)
        return NULL;
    for (int m = 0; point->k > 0 && m < book->columns.n_steps; m++) {
        const ipa_live_step *to = &book->columns.steps[m];
        if (to->step->verb == IPA_VERB_DRAW && to->step->support == n)
            drawn = ipa_live_book_join(book, drawn, "+", sum_before(point, to->groups[0].paid));
        for (int g = 0; to->step->verb == IPA_VERB_PAY && g < to->n_groups; g++)
            if (to->step->payees[g].kind == IPA_PAYEE_SUPPORT && to->step->payees[g].index == n)
                back = ipa_live_book_join(book, back, "-", sum_before(point, to->groups[g].paid));
    }
    if (!drawn)
        return "0";
    return FORMAT("ROUND(%s,%d)", ipa_live_book_join(book, drawn, "-", back), book->decimals);
}

const char *ipa_live_point_due(ipa_live_point *point, ipa_payee payee) {
    switch (payee.kind) {
    case IPA_PAYEE_FEE:
        return fee_due(point, payee.index);
    case IPA_PAYEE_INTEREST:
        return of_tranche(point, payee.index, IPA_LIVE_INTEREST_DUE);
    case IPA_PAYEE_PRINCIPAL:
        return of_tranche(point, payee.index, IPA_LIVE_PRINCIPAL_DUE);
    case IPA_PAYEE_TRANCHE:
        return ipa_live_book_join(point->book,
                                  of_tranche(point, payee.index, IPA_LIVE_INTEREST_DUE), "+",
                                  of_tranche(point, payee.index, IPA_LIVE_PRINCIPAL_DUE));
    case IPA_PAYEE_SUPPORT:
        return support_due(point, payee.index);
    case IPA_PAYEE_COMMITMENT:
    case IPA_PAYEE_RESIDUAL:
        break;
    }
    return NULL;
}

const char *ipa_live_point_unpaid(ipa_live_point *point, ipa_payee payee) {
    if (payee.kind == IPA_PAYEE_TRANCHE)
        return ipa_live_book_join(
            point->book, ipa_live_point_unpaid(point, (ipa_payee){IPA_PAYEE_INTEREST, payee.index}),
            "+", ipa_live_point_unpaid(point, (ipa_payee){IPA_PAYEE_PRINCIPAL, payee.index}));
    const char *due = ipa_live_point_due(point, payee);
    if (!due)
        return NULL;
    const char *paid = paid_of(point, payee.kind, payee.index);
    const bool negative =
        payee.kind == IPA_PAYEE_FEE && point->book->plan->fees[payee.index].is_tax;
    const char *left = rounded_less(point, due, paid);
    return paid || negative ? FORMAT("MAX(0,%s)", left) : left;
}

static const char *paid_so_far(ipa_live_point *point, ipa_payee payee) {
    if (payee.kind == IPA_PAYEE_TRANCHE)
        return ipa_live_book_join(
            point->book, paid_so_far(point, (ipa_payee){IPA_PAYEE_INTEREST, payee.index}), "+",
            paid_so_far(point, (ipa_payee){IPA_PAYEE_PRINCIPAL, payee.index}));
    const int row = ipa_live_point_payable(point->book->plan, payee);
    const char *paid = point->paid[row] ? point->paid[row] : "";
    if (point->assumed[row])
        paid = ipa_live_book_join(point->book, paid, "+", ipa_live_point_unpaid(point, payee));
    return paid;
}

/* ---- expressions ---- */

static const char *bracketed(const ipa_live_point *point, const char *sum) {
    if (!sum)
        return NULL;
    if (!*sum)
        return "0";
    return strpbrk(sum, "+-") && *sum != '(' ? FORMAT("(%s)", sum) : sum;
}

/* The last date, or the pool is gone and so are the notes. What may still be recovered from a pool
 * without balance is not on the sheets: where it matters the engine says otherwise, and is heard.
 */
static const char *final_text(const ipa_live_point *point) {
    const ipa_live_book *book = point->book;
    const char *notes = NULL;
    for (int t = 0; t < book->plan->n_tranches; t++)
        if (!book->plan->tranches[t].is_residual)
            notes = ipa_live_book_join(book, notes, "+", ipa_live_point_balance(point, t));
    const char *left = ipa_live_book_join(
        book, ipa_live_book_cell(book, point->k, book->columns.pool), "+", notes);
    return FORMAT("IF(%s=%d,1,IF(%s>0,0,1))",
                  ipa_live_book_cell(book, point->k, book->columns.period), book->plan->n_periods,
                  left);
}

static const char *quantity(ipa_live_point *point, const ipa_instruction *ask) {
    const ipa_live_book *book = point->book;
    const int index = ask->argument.index;
    switch (ask->quantity) {
    case IPA_QUANTITY_PERIOD:
        return ipa_live_book_cell(book, point->k, book->columns.period);
    case IPA_QUANTITY_YEAR_FRACTION:
        return FORMAT("(%s/365)", ipa_live_book_cell(book, point->k, book->columns.days));
    case IPA_QUANTITY_AFTER:
        return book->plan->periods[point->k].nominal > ask->constant ? "1" : "0";
    case IPA_QUANTITY_FINAL:
        return final_text(point);
    case IPA_QUANTITY_POOL_BALANCE:
        /* What a purchase adds in the middle of a date is in no cell of its own. */
        if (book->plan->may_buy)
            return NULL;
        return ipa_live_book_cell(book, point->k, book->columns.pool);
    case IPA_QUANTITY_COLLECTIONS_INCOME:
        return ipa_live_book_cell(book, point->k, book->columns.cash[0]);
    case IPA_QUANTITY_COLLECTIONS_PRINCIPAL:
        return ipa_live_book_cell(book, point->k, book->columns.cash[1]);
    case IPA_QUANTITY_COLLECTIONS_PREPAYMENT:
        return ipa_live_book_cell(book, point->k, book->columns.cash[2]);
    case IPA_QUANTITY_COLLECTIONS_RECOVERY:
        return ipa_live_book_cell(book, point->k, book->columns.cash[3]);
    case IPA_QUANTITY_COLLECTIONS_TOTAL:
        return ipa_live_book_cell(book, point->k, book->columns.collected);
    case IPA_QUANTITY_ACCOUNT:
        return ipa_live_point_cash(point, index);
    case IPA_QUANTITY_BALANCE:
        return ipa_live_point_balance(point, index);
    case IPA_QUANTITY_OPENING:
        return of_tranche(point, index, IPA_LIVE_OPENING);
    case IPA_QUANTITY_ORIGINAL:
        return ipa_live_book_link(book, IPA_LIVE_PAYMENTS, ipa_live_book_row(book, index, 0),
                                  IPA_LIVE_OPENING);
    case IPA_QUANTITY_DUE:
        return bracketed(point, ipa_live_point_due(point, ask->argument));
    case IPA_QUANTITY_UNPAID:
        return bracketed(point, ipa_live_point_unpaid(point, ask->argument));
    case IPA_QUANTITY_PAID:
        return bracketed(point, paid_so_far(point, ask->argument));
    default:
        return NULL;
    }
}

/* Formats of the operations; conditions are 1 and 0. */
static const char *const operation_texts[IPA_N_OPERATIONS] = {
    [IPA_OPERATION_ADD] = "(%s+%s)",
    [IPA_OPERATION_SUBTRACT] = "(%s-%s)",
    [IPA_OPERATION_MULTIPLY] = "(%s*%s)",
    [IPA_OPERATION_DIVIDE] = "(%s/%s)",
    [IPA_OPERATION_NEGATE] = "(-%s)",
    [IPA_OPERATION_MIN] = "MIN(%s,%s)",
    [IPA_OPERATION_MAX] = "MAX(%s,%s)",
    [IPA_OPERATION_ABS] = "ABS(%s)",
    [IPA_OPERATION_LESS] = "IF(%s<%s,1,0)",
    [IPA_OPERATION_LESS_EQUAL] = "IF(%s<=%s,1,0)",
    [IPA_OPERATION_GREATER] = "IF(%s>%s,1,0)",
    [IPA_OPERATION_GREATER_EQUAL] = "IF(%s>=%s,1,0)",
    [IPA_OPERATION_EQUAL] = "IF(%s=%s,1,0)",
    [IPA_OPERATION_NOT_EQUAL] = "IF(%s<>%s,1,0)",
    [IPA_OPERATION_AND] = "MIN(%s,%s)",
    [IPA_OPERATION_OR] = "MAX(%s,%s)",
    [IPA_OPERATION_NOT] = "(1-%s)",
    [IPA_OPERATION_IF] = "IF(%s<>0,%s,%s)",
};

/* A text with each `%s` filled in by the next operand. */
static const char *filled(const ipa_live_point *point, const char *text,
                          const char *const *operands) {
    const char *done = "";
    for (const char *next = strstr(text, "%s"); next; next = strstr(text, "%s")) {
        done = FORMAT("%s%.*s%s", done, (int)(next - text), text, *operands++);
        text = next + 2;
    }
    return FORMAT("%s%s", done, text);
}

const char *ipa_live_point_expression(ipa_live_point *point, const ipa_program *program) {
    const char *stack[IPA_EXPRESSION_DEPTH + 1] = {NULL};
    int top = 0;
    for (int n = 0; n < program->n_instructions; n++) {
        const ipa_instruction *next = &program->instructions[n];
        const char *text = operation_texts[next->operation];
        if (next->operation == IPA_OPERATION_CONSTANT) {
            stack[top++] = ipa_live_book_number(point->book, next->constant);
        } else if (next->operation == IPA_OPERATION_QUANTITY) {
            stack[top] = quantity(point, next);
            if (!stack[top++])
                return NULL;
        } else {
            top -= ipa_operation_operands(next->operation) - 1;
            stack[top - 1] = filled(point, text, &stack[top - 1]);
        }
    }
    return stack[0];
}
