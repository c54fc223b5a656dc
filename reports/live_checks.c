#include "reports/live_checks.h"

#include <math.h>

#include "reports/words.h"

#define FORMAT(...) ipa_arena_format(book->arena, __VA_ARGS__)

enum { NUMBER, WHAT, HOLDS, ONE, OTHER };

/** Two figures that must be the same, or, without `other`, one that must not be negative. */
typedef struct check {
    const char *what;
    const char *one, *other; /**< formulas without `=` */
    double engine;           /**< in place of `one`: the engine's figure */
} check;

static void add_check(ipa_live_book *book, check is) {
    ipa_table *table = book->tables[IPA_LIVE_CHECKS];
    ipa_table_add_row(table);
    const int row = table->n_rows - 1;
    const char *one = ipa_live_book_cell(book, row, ONE);
    ipa_table_number(ipa_table_at(table, row, NUMBER), row);
    ipa_table_text(ipa_table_at(table, row, WHAT), is.what);
    if (is.one)
        ipa_live_book_enter(book, IPA_LIVE_CHECKS, row, ONE, FORMAT("=%s", is.one), NAN);
    else
        ipa_live_book_input(book, IPA_LIVE_CHECKS, row, ONE, is.engine);
    if (is.other)
        ipa_live_book_enter(book, IPA_LIVE_CHECKS, row, OTHER, FORMAT("=%s", is.other), NAN);
    ipa_live_book_enter(
        book, IPA_LIVE_CHECKS, row, HOLDS,
        is.other ? FORMAT("=IF(ABS(%s-%s)<0.005,1,0)", one, ipa_live_book_cell(book, row, OTHER))
                 : FORMAT("=IF(%s>-0.005,1,0)", one),
        NAN);
}

/* ---- cash ---- */

static const char *of_date(const ipa_live_book *book, int k, int column) {
    return ipa_live_book_link(book, IPA_LIVE_WATERFALL, k, column);
}

static void check_cash(ipa_live_book *book, int k) {
    const ipa_live_columns *columns = &book->columns;
    const char *in = of_date(book, k, columns->collected), *out = NULL;
    for (int n = 0; n < book->plan->n_accounts; n++) {
        in = ipa_live_book_join(book, in, "+", of_date(book, k, columns->opening[n]));
        out = ipa_live_book_join(book, out, "+", of_date(book, k, columns->closing[n]));
        if (columns->interest[n] >= 0)
            in = ipa_live_book_join(book, in, "+", of_date(book, k, columns->interest[n]));
    }
    for (int n = 0; n < columns->n_steps; n++) {
        const ipa_live_step *step = &columns->steps[n];
        if ((step->step->verb == IPA_VERB_DRAW && step->step->support >= 0) ||
            step->step->verb == IPA_VERB_CALL)
            in = ipa_live_book_join(book, in, "+", of_date(book, k, step->groups[0].paid));
        if (step->step->verb == IPA_VERB_BUY)
            out = ipa_live_book_join(book, out, "+", of_date(book, k, step->groups[0].paid));
        for (int m = 0; step->step->verb == IPA_VERB_PAY && m < step->n_groups; m++)
            out = ipa_live_book_join(book, out, "+", of_date(book, k, step->groups[m].paid));
    }
    add_check(book, (check){.what = ipa_live_book_word(
                                book, FORMAT("第 %d 期 现金流入 = 流出 + 期末余额", k + 1),
                                FORMAT("Period %d: cash in = cash out + closing", k + 1)),
                            .one = in,
                            .other = out});
}

static const char *named(const ipa_live_book *book, ipa_live_title name) {
    return ipa_live_book_word(book, name.zh, name.en);
}

static void check_accounts(ipa_live_book *book, int n) {
    const ipa_live_title name = ipa_live_book_account(book, n);
    const int last = book->plan->n_periods - 1;
    double engine = 0;
    for (int k = 0; k <= last; k++)
        engine += book->base->accounts[n][k];
    const char *closing =
        ipa_live_book_range(book, IPA_LIVE_WATERFALL, 0, last, book->columns.closing[n]);
    add_check(book, (check){.what = ipa_live_book_word(book, FORMAT("%s：余额不为负", name.zh),
                                                       FORMAT("%s: never negative", name.en)),
                            .one = FORMAT("MIN(%s)", closing)});
    add_check(book, (check){.what = ipa_live_book_word(
                                book, FORMAT("%s各期余额之和：引擎 = 公式", name.zh),
                                FORMAT("%s, sum of closings: engine = formula", name.en)),
                            .engine = engine,
                            .other = FORMAT("SUM(%s)", closing)});
}

/* ---- tranches ---- */

static const char *column_of(const ipa_live_book *book, int t, int column) {
    return ipa_live_book_range(book, IPA_LIVE_PAYMENTS, ipa_live_book_row(book, t, 0),
                               ipa_live_book_row(book, t, book->plan->n_periods - 1), column);
}

static const char *total_of(const ipa_live_book *book, int t, int column) {
    return ipa_live_book_link(book, IPA_LIVE_PAYMENTS,
                              ipa_live_book_row(book, t, book->plan->n_periods), column);
}

static void check_engine(ipa_live_book *book, int t, const char *what, int column, double engine) {
    add_check(book, (check){.what = FORMAT(
                                "%s %s",
                                ipa_words_tranche(book->view->language, book->plan->deal, t), what),
                            .engine = engine,
                            .other = total_of(book, t, column)});
}

/* What came as residual repays the balance first, so that a residual tranche's principal is what
 * its balance lost, and the rest of the residual is gain. */
static void check_balance(ipa_live_book *book, int t) {
    const char *size = ipa_live_book_link(book, IPA_LIVE_PAYMENTS, ipa_live_book_row(book, t, 0),
                                          IPA_LIVE_OPENING);
    const char *closing = total_of(book, t, IPA_LIVE_CLOSING);
    const char *received = total_of(book, t, IPA_LIVE_PRINCIPAL);
    const ipa_payee residual = {IPA_PAYEE_RESIDUAL, t};
    if (book->plan->tranches[t].n_accreting > 0)
        size = FORMAT("%s+%s", size, total_of(book, t, IPA_LIVE_ACCRETED));
    if (ipa_live_book_paid(book, residual, 0))
        received = FORMAT("MIN(%s,%s+%s)", size, received, total_of(book, t, IPA_LIVE_RESIDUAL));
    add_check(book,
              (check){.what = FORMAT("%s %s",
                                     ipa_words_tranche(book->view->language, book->plan->deal, t),
                                     ipa_live_book_word(book, "本金合计 = 规模 − 期末余额",
                                                        "principal = size − closing balance")),
                      .one = received,
                      .other = FORMAT("%s-%s", size, closing)});
}

static void check_units(ipa_live_book *book, int t, const char *what, int unit, int amount) {
    add_check(book, (check){.what = FORMAT(
                                "%s %s",
                                ipa_words_tranche(book->view->language, book->plan->deal, t), what),
                            .one = FORMAT("SUMPRODUCT(%s,%s)", column_of(book, t, unit),
                                          column_of(book, t, IPA_LIVE_UNITS)),
                            .other = total_of(book, t, amount)});
}

static void check_tranche(ipa_live_book *book, int t) {
    const ipa_base_tranche *base = &book->base->tranches[t];
    check_balance(book, t);
    check_units(
        book, t,
        ipa_live_book_word(book, "每份利息 × 份数 = 利息", "interest per unit × units = interest"),
        IPA_LIVE_INTEREST_UNIT, IPA_LIVE_INTEREST);
    check_units(book, t,
                ipa_live_book_word(book, "每份本金 × 份数 = 本金",
                                   "principal per unit × units = principal"),
                IPA_LIVE_PRINCIPAL_UNIT, IPA_LIVE_PRINCIPAL);
    add_check(book,
              (check){.what = FORMAT(
                          "%s %s", ipa_words_tranche(book->view->language, book->plan->deal, t),
                          ipa_live_book_word(book, "余额不为负", "balance never negative")),
                      .one = FORMAT("MIN(%s)", column_of(book, t, IPA_LIVE_CLOSING))});
    check_engine(book, t,
                 ipa_live_book_word(book, "利息：引擎 = 公式", "interest: engine = formula"),
                 IPA_LIVE_INTEREST, base->total_interest);
    check_engine(book, t,
                 ipa_live_book_word(book, "本金：引擎 = 公式", "principal: engine = formula"),
                 IPA_LIVE_PRINCIPAL, base->total_principal);
    check_engine(book, t,
                 ipa_live_book_word(book, "剩余收益：引擎 = 公式", "residual: engine = formula"),
                 IPA_LIVE_RESIDUAL, base->total_residual);
}

/* ---- fees and support ---- */

static const char *paid_columns(const ipa_live_book *book, bool draws, int index) {
    const char *sum = NULL;
    for (int n = 0; n < book->columns.n_steps; n++) {
        const ipa_live_step *step = &book->columns.steps[n];
        for (int m = 0; m < step->n_groups; m++) {
            const bool ours =
                draws ? step->step->verb == IPA_VERB_DRAW && step->step->support == index
                      : step->step->verb == IPA_VERB_PAY &&
                            step->step->payees[m].kind == IPA_PAYEE_FEE &&
                            step->step->payees[m].index == index;
            if (ours)
                sum = ipa_live_book_join(book, sum, ",",
                                         ipa_live_book_range(book, IPA_LIVE_WATERFALL, 0,
                                                             book->plan->n_periods - 1,
                                                             step->groups[m].paid));
        }
    }
    return sum ? FORMAT("SUM(%s)", sum) : "0";
}

static void check_fee(ipa_live_book *book, int n) {
    double engine = 0;
    for (int k = 0; k < book->plan->n_periods; k++)
        engine += book->base->fees[n].paid[k];
    add_check(
        book,
        (check){.what = FORMAT(
                    "%s %s", named(book, ipa_live_book_payee(book, (ipa_payee){IPA_PAYEE_FEE, n})),
                    ipa_live_book_word(book, "已付：引擎 = 公式", "paid: engine = formula")),
                .engine = engine,
                .other = paid_columns(book, false, n)});
}

static void check_support(ipa_live_book *book, int n) {
    double engine = 0;
    for (int k = 0; k < book->plan->n_periods; k++)
        engine += book->base->support[n].drawn[k];
    add_check(book, (check){.what = FORMAT("%s %s", named(book, ipa_live_book_support(book, n)),
                                           ipa_live_book_word(book, "支取：引擎 = 公式",
                                                              "drawn: engine = formula")),
                            .engine = engine,
                            .other = paid_columns(book, true, n)});
}

/* ---- the sheet ---- */

/* Not a check, but what a reader of the checks must know: where the engine stands in for a formula
 * the two agree by themselves. */
static void tell_inputs(ipa_live_book *book) {
    ipa_table *table = book->tables[IPA_LIVE_CHECKS];
    ipa_table_add_row(table);
    const int row = table->n_rows - 1;
    ipa_table_number(ipa_table_at(table, row, NUMBER), row);
    ipa_table_text(ipa_table_at(table, row, WHAT),
                   ipa_live_book_word(book, "以引擎数代替公式的单元格数",
                                      "Cells with the engine's figure in a formula's place"));
    ipa_live_book_input(book, IPA_LIVE_CHECKS, row, ONE, book->n_inputs);
    ipa_table_cell *cell = ipa_table_at(table, row, ONE);
    cell->has_format = true;
    cell->format = IPA_FORMAT_INTEGER;
}

void ipa_live_checks_make(ipa_live_book *book) {
    ipa_table *table = book->tables[IPA_LIVE_CHECKS];
    ipa_table_add_column(table, "序号", "No.", IPA_FORMAT_INTEGER);
    table->columns[ipa_table_add_column(table, "校验内容", "What is checked", IPA_FORMAT_TEXT)]
        .width = 44;
    ipa_table_add_column(table, "结果", "Holds", IPA_FORMAT_CHECK);
    ipa_table_add_column(table, "左方", "One side", IPA_FORMAT_MONEY);
    ipa_table_add_column(table, "右方", "Other side", IPA_FORMAT_MONEY);
    book->fallen[IPA_LIVE_CHECKS] = IPA_NEW_ARRAY(book->arena, table->n_columns, bool);
    ipa_table_add_row(table);
    for (int k = 0; k < book->plan->n_periods; k++)
        check_cash(book, k);
    for (int n = 0; n < book->plan->n_accounts; n++)
        check_accounts(book, n);
    for (int t = 0; t < book->plan->n_tranches; t++)
        check_tranche(book, t);
    for (int n = 0; n < book->plan->n_fees; n++)
        check_fee(book, n);
    for (int n = 0; n < book->plan->n_support; n++)
        check_support(book, n);
    ipa_table_text(
        ipa_table_at(table, 0, WHAT),
        ipa_live_book_word(book, "总校验：以下全部成立", "Master check: all below hold"));
    ipa_live_book_enter(book, IPA_LIVE_CHECKS, 0, HOLDS,
                        FORMAT("=MIN(%s:%s)", ipa_live_book_cell(book, 1, HOLDS),
                               ipa_live_book_cell(book, table->n_rows - 1, HOLDS)),
                        NAN);
    ipa_table_at(table, 0, HOLDS)->role = IPA_ROLE_TOTAL;
    tell_inputs(book);
}
