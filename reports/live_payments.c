#include "reports/live_payments.h"

#include <math.h>
#include <string.h>

#define FORMAT(...) ipa_arena_format(book->arena, __VA_ARGS__)

/** A tranche's date: a row of the sheet. */
typedef struct place {
    ipa_live_book *book;
    const ipa_plan_tranche *tranche;
    const ipa_base_tranche *base;
    int t, k, row;
} place;

static place place_of(ipa_live_book *book, int t, int k) {
    return (place){.book = book,
                   .tranche = &book->plan->tranches[t],
                   .base = &book->base->tranches[t],
                   .t = t,
                   .k = k,
                   .row = ipa_live_book_row(book, t, k)};
}

void ipa_live_payments_declare(ipa_live_book *book) {
    ipa_table *table = book->tables[IPA_LIVE_PAYMENTS];
#define IPA_LIVE_PAYMENT_ADD(name, zh, en, format) \
    ipa_table_add_column(table, zh, en, IPA_FORMAT_##format);
    IPA_LIVE_PAYMENT_TABLE(IPA_LIVE_PAYMENT_ADD)
#undef IPA_LIVE_PAYMENT_ADD
    for (int n = 0; n < ipa_live_book_row(book, book->plan->n_tranches, 0); n++)
        ipa_table_add_row(table);
}

static const char *cell(const place *at, int column) {
    return ipa_live_book_cell(at->book, at->row, column);
}

static const char *before(const place *at, int column) {
    return ipa_live_book_cell(at->book, at->row - 1, column);
}

static void put(const place *at, int column, const char *formula, double engine) {
    ipa_live_book *book = at->book;
    ipa_live_book_enter(book, IPA_LIVE_PAYMENTS, at->row, column,
                        formula ? FORMAT("=%s", formula) : NULL, engine);
}

static void input(const place *at, int column, double figure) {
    ipa_live_book_input(at->book, IPA_LIVE_PAYMENTS, at->row, column, figure);
}

static const char *waterfall(const place *at, int k, int column) {
    return ipa_live_book_link(at->book, IPA_LIVE_WATERFALL, k, column);
}

static void enter_name(const place *at) {
    const ipa_words_pair *name = &at->book->plan->deal->tranches[at->t].name;
    const char *text = ipa_live_book_word(at->book, name->zh, name->en);
    ipa_table_text(ipa_table_at(at->book->tables[IPA_LIVE_PAYMENTS], at->row, IPA_LIVE_TRANCHE),
                   text ? text : at->tranche->id);
}

/* ---- what is owed ---- */

/* `*F6/365`, or the fraction as written where it is not the days over a year. */
static const char *fraction(const place *at) {
    const ipa_live_book *book = at->book;
    const ipa_fraction part = at->tranche->fraction[at->k];
    const char *days = part.numerator == book->plan->periods[at->k].days
                           ? cell(at, IPA_LIVE_DAYS)
                           : FORMAT("%lld", (long long)part.numerator);
    return FORMAT("%s/%lld", days, (long long)part.denominator);
}

static const char *interest_on(const place *at, const char *amount, const char *rate,
                               int decimals) {
    const ipa_live_book *book = at->book;
    const char *units = cell(at, IPA_LIVE_UNITS);
    if (!book->plan->rounds)
        return FORMAT("%s*%s*%s", amount, rate, fraction(at));
    return FORMAT("ROUND(ROUND(%s/%s*%s*%s,%d)*%s,2)", amount, units, rate, fraction(at), decimals,
                  units);
}

/* Nothing once the deal has ended. */
static const char *while_live(const place *at, const char *formula) {
    const ipa_live_book *book = at->book;
    return at->k > 0 && formula
               ? FORMAT("IF(%s,%s,0)", waterfall(at, at->k, book->columns.live), formula)
               : formula;
}

/* The rate of interest on arrears, or NULL where there is none. */
static const char *arrears_rate(const place *at) {
    const ipa_accrual arrears = ipa_plan_arrears(at->tranche, at->k);
    if (arrears.rate.mantissa == 0)
        return NULL;
    return at->tranche->arrears_at_coupon
               ? cell(at, IPA_LIVE_COUPON)
               : ipa_live_book_number(at->book, ipa_decimal_value(arrears.rate));
}

/* Whether sheet 9 can say it: interest on a notional and a premium paid at a put are figures. */
static bool says_interest(const place *at) {
    const bool premium = at->tranche->is_put && at->k == at->tranche->put_period &&
                         at->tranche->put_premium.mantissa != 0;
    return !at->tranche->notional && !premium;
}

static void enter_accretion(const place *at) {
    if (at->k >= at->tranche->n_accreting)
        return;
    put(at, IPA_LIVE_ACCRETED,
        while_live(at, interest_on(at, cell(at, IPA_LIVE_OPENING), cell(at, IPA_LIVE_COUPON),
                                   at->book->plan->deal->terms.principal_decimals)),
        at->base->accreted[at->k]);
}

static void enter_interest_due(const place *at) {
    const ipa_live_book *book = at->book;
    const int decimals = book->plan->deal->terms.interest_decimals;
    const char *due =
        interest_on(at, cell(at, IPA_LIVE_OPENING), cell(at, IPA_LIVE_COUPON), decimals);
    const char *rate = arrears_rate(at);
    if (at->k > 0 && !at->tranche->interest_lapses) {
        const char *arrears = before(at, IPA_LIVE_UNPAID);
        due = FORMAT("%s+%s", due, arrears);
        if (rate)
            due = FORMAT("%s+%s", due, interest_on(at, arrears, rate, decimals));
    }
    due = at->k < at->tranche->n_accreting ? "0" : while_live(at, due);
    put(at, IPA_LIVE_INTEREST_DUE, says_interest(at) ? due : NULL, at->base->interest_due[at->k]);
}

/* The written schedule; what it leaves is due, with what earlier dates left open. */
static void enter_schedule(const place *at) {
    const ipa_live_book *book = at->book;
    const char *original = ipa_live_book_cell(book, at->row - at->k, IPA_LIVE_OPENING);
    const char *left = at->k > 0 ? before(at, IPA_LIVE_SCHEDULE) : original;
    if (!at->tranche->per_100 || (at->tranche->is_put && at->k > at->tranche->put_period)) {
        input(at, IPA_LIVE_SCHEDULE, at->tranche->scheduled_balance[at->k] / 100);
        return;
    }
    input(at, IPA_LIVE_PLANNED, at->tranche->per_100[at->k]);
    put(at, IPA_LIVE_SCHEDULE,
        FORMAT("ROUND(%s-%s/100*%s,%d)", left, cell(at, IPA_LIVE_PLANNED), original,
               book->decimals),
        at->tranche->scheduled_balance[at->k] / 100);
}

/* What is left as the steps begin. */
static const char *standing(const place *at) {
    const ipa_live_book *book = at->book;
    return at->k < at->tranche->n_accreting
               ? FORMAT("(%s+%s)", cell(at, IPA_LIVE_OPENING), cell(at, IPA_LIVE_ACCRETED))
               : cell(at, IPA_LIVE_OPENING);
}

static const char *principal_due(const place *at) {
    const ipa_live_book *book = at->book;
    const ipa_plan_tranche *tranche = at->tranche;
    if (tranche->is_put && at->k == tranche->put_period)
        return NULL;
    if (at->k < tranche->n_locked || tranche->is_residual ||
        tranche->amortisation == IPA_AMORTISATION_RESIDUAL)
        return "0";
    if (tranche->amortisation == IPA_AMORTISATION_SCHEDULE)
        return isinf(tranche->scheduled_balance[at->k])
                   ? "0"
                   : FORMAT("MAX(0,ROUND(%s-%s,%d))", standing(at), cell(at, IPA_LIVE_SCHEDULE),
                            book->decimals);
    if (tranche->amortisation == IPA_AMORTISATION_BULLET)
        return FORMAT("IF(%s>=%d,%s,0)", cell(at, IPA_LIVE_PERIOD),
                      tranche->expected_final_period + 1, standing(at));
    return standing(at);
}

static void enter_principal_due(const place *at) {
    if (at->tranche->amortisation == IPA_AMORTISATION_SCHEDULE &&
        !isinf(at->tranche->scheduled_balance[at->k]))
        enter_schedule(at);
    put(at, IPA_LIVE_PRINCIPAL_DUE, while_live(at, principal_due(at)),
        at->base->principal_due[at->k]);
}

static void open_tranche(const place *at) {
    const ipa_live_book *book = at->book;
    const ipa_live_columns *columns = &book->columns;
    enter_name(at);
    put(at, IPA_LIVE_PERIOD, waterfall(at, at->k, columns->period), NAN);
    put(at, IPA_LIVE_DATE, waterfall(at, at->k, columns->date), NAN);
    input(at, IPA_LIVE_UNITS, at->tranche->units);
    input(at, IPA_LIVE_COUPON, ipa_plan_coupon(at->tranche, at->k));
    put(at, IPA_LIVE_DAYS, waterfall(at, at->k, columns->days), NAN);
    if (at->k == 0)
        input(at, IPA_LIVE_OPENING, at->tranche->original / 100);
    else
        put(at, IPA_LIVE_OPENING, before(at, IPA_LIVE_CLOSING), at->base->opening[at->k]);
    enter_accretion(at);
    enter_interest_due(at);
    enter_principal_due(at);
}

void ipa_live_payments_open(ipa_live_book *book, int k) {
    for (int t = 0; t < book->plan->n_tranches; t++) {
        const place at = place_of(book, t, k);
        open_tranche(&at);
    }
}

/* ---- what was paid ---- */

static const char *paid(const place *at, ipa_payee_kind kind) {
    const char *links = ipa_live_book_paid(at->book, (ipa_payee){kind, at->t}, at->k);
    return links ? links : "0";
}

static const char *per_unit(const place *at, int column, int decimals) {
    const ipa_live_book *book = at->book;
    return book->plan->rounds
               ? FORMAT("ROUND(%s/%s,%d)", cell(at, column), cell(at, IPA_LIVE_UNITS), decimals)
               : FORMAT("%s/%s", cell(at, column), cell(at, IPA_LIVE_UNITS));
}

static void close_tranche(const place *at) {
    const ipa_live_book *book = at->book;
    const ipa_base_tranche *base = at->base;
    const ipa_deal_terms *terms = &book->plan->deal->terms;
    const char *original = ipa_live_book_cell(book, at->row - at->k, IPA_LIVE_OPENING);
    put(at, IPA_LIVE_INTEREST, paid(at, IPA_PAYEE_INTEREST), base->interest_paid[at->k]);
    put(at, IPA_LIVE_INTEREST_UNIT, per_unit(at, IPA_LIVE_INTEREST, terms->interest_decimals), NAN);
    put(at, IPA_LIVE_PRINCIPAL, paid(at, IPA_PAYEE_PRINCIPAL), base->principal_paid[at->k]);
    put(at, IPA_LIVE_PRINCIPAL_UNIT, per_unit(at, IPA_LIVE_PRINCIPAL, terms->principal_decimals),
        NAN);
    const char *residual = paid(at, IPA_PAYEE_RESIDUAL);
    put(at, IPA_LIVE_RESIDUAL, residual, base->residual[at->k]);
    const char *opening = standing(at);
    const char *left =
        FORMAT("ROUND(%s-%s,%d)", opening, cell(at, IPA_LIVE_PRINCIPAL), book->decimals);
    if (strcmp(residual, "0") != 0)
        left = FORMAT("MAX(0,ROUND(%s-%s-%s,%d))", opening, cell(at, IPA_LIVE_PRINCIPAL),
                      cell(at, IPA_LIVE_RESIDUAL), book->decimals);
    put(at, IPA_LIVE_CLOSING, left, base->closing[at->k]);
    const bool sized = at->tranche->original > 0;
    put(at, IPA_LIVE_REPAID,
        sized ? FORMAT("(%s-%s)/%s", opening, cell(at, IPA_LIVE_CLOSING), original) : "0", NAN);
    put(at, IPA_LIVE_UNPAID,
        at->tranche->interest_lapses
            ? "0"
            : FORMAT("MAX(0,ROUND(%s-%s,%d))", cell(at, IPA_LIVE_INTEREST_DUE),
                     cell(at, IPA_LIVE_INTEREST), book->decimals),
        base->interest_unpaid[at->k]);
    put(at, IPA_LIVE_FACTOR, sized ? FORMAT("%s/%s", cell(at, IPA_LIVE_CLOSING), original) : "0",
        NAN);
}

void ipa_live_payments_close(ipa_live_book *book, int k) {
    for (int t = 0; t < book->plan->n_tranches; t++) {
        const place at = place_of(book, t, k);
        close_tranche(&at);
    }
}

/* ---- totals ---- */

static void total_tranche(const place *at) {
    static const int summed[] = {
        IPA_LIVE_INTEREST_UNIT,  IPA_LIVE_INTEREST,  IPA_LIVE_ACCRETED, IPA_LIVE_PLANNED,
        IPA_LIVE_PRINCIPAL_UNIT, IPA_LIVE_PRINCIPAL, IPA_LIVE_RESIDUAL, IPA_LIVE_REPAID};
    static const int standing[] = {IPA_LIVE_CLOSING, IPA_LIVE_UNPAID, IPA_LIVE_FACTOR};
    const ipa_live_book *book = at->book;
    const int first = at->row - at->k;
    enter_name(at);
    for (size_t n = 0; n < sizeof summed / sizeof *summed; n++) {
        put(at, summed[n],
            FORMAT("SUM(%s:%s)", ipa_live_book_cell(book, first, summed[n]), before(at, summed[n])),
            NAN);
    }
    for (size_t n = 0; n < sizeof standing / sizeof *standing; n++)
        put(at, standing[n], before(at, standing[n]), NAN);
    for (int n = 0; n < IPA_N_LIVE_PAYMENT_COLUMNS; n++)
        ipa_table_at(book->tables[IPA_LIVE_PAYMENTS], at->row, n)->role = IPA_ROLE_TOTAL;
}

void ipa_live_payments_total(ipa_live_book *book) {
    for (int t = 0; t < book->plan->n_tranches; t++) {
        const place at = place_of(book, t, book->plan->n_periods);
        total_tranche(&at);
    }
}
