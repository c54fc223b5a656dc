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

static const char *interest_on(const place *at, const char *amount, const char *rate) {
    const ipa_live_book *book = at->book;
    const char *units = cell(at, IPA_LIVE_UNITS);
    if (!book->plan->rounds)
        return FORMAT("%s*%s*%s", amount, rate, fraction(at));
    return FORMAT("ROUND(ROUND(%s/%s*%s*%s,%d)*%s,2)", amount, units, rate, fraction(at),
                  book->plan->deal->terms.interest_decimals, units);
}

static void enter_interest_due(const place *at) {
    const ipa_live_book *book = at->book;
    const char *due = interest_on(at, cell(at, IPA_LIVE_OPENING), cell(at, IPA_LIVE_COUPON));
    if (at->k > 0) {
        const char *arrears = before(at, IPA_LIVE_UNPAID);
        due = FORMAT("%s+%s", due, arrears);
        if (at->tranche->arrears_rate.mantissa != 0)
            due = FORMAT("%s+%s", due,
                         interest_on(at, arrears,
                                     ipa_live_book_number(
                                         book, ipa_decimal_value(at->tranche->arrears_rate))));
        due = FORMAT("IF(%s,%s,0)", waterfall(at, at->k, book->columns.live), due);
    }
    put(at, IPA_LIVE_INTEREST_DUE, due, at->base->interest_due[at->k]);
}

/* The written schedule; what it leaves is due, with what earlier dates left open. */
static void enter_schedule(const place *at) {
    const ipa_live_book *book = at->book;
    const ipa_deal_tranche *source = &book->plan->deal->tranches[at->t];
    const double per_100 = at->k < source->n_schedule ? source->schedule_per_100[at->k].value : 0;
    const char *original = ipa_live_book_cell(book, at->row - at->k, IPA_LIVE_OPENING);
    const char *left = at->k > 0 ? before(at, IPA_LIVE_SCHEDULE) : original;
    input(at, IPA_LIVE_PLANNED, per_100);
    put(at, IPA_LIVE_SCHEDULE,
        FORMAT("ROUND(%s-%s/100*%s,%d)", left, cell(at, IPA_LIVE_PLANNED), original,
               book->decimals),
        at->tranche->scheduled_balance[at->k] / 100);
}

static void enter_principal_due(const place *at) {
    const ipa_live_book *book = at->book;
    const char *opening = cell(at, IPA_LIVE_OPENING);
    const ipa_plan_tranche *tranche = at->tranche;
    const char *due = NULL;
    if (tranche->is_residual || tranche->amortisation == IPA_AMORTISATION_RESIDUAL) {
        due = "0";
    } else if (tranche->amortisation == IPA_AMORTISATION_SCHEDULE) {
        enter_schedule(at);
        due =
            FORMAT("MAX(0,ROUND(%s-%s,%d))", opening, cell(at, IPA_LIVE_SCHEDULE), book->decimals);
    } else if (tranche->amortisation == IPA_AMORTISATION_BULLET) {
        due = FORMAT("IF(%s>=%d,%s,0)", cell(at, IPA_LIVE_PERIOD),
                     tranche->expected_final_period + 1, opening);
    } else {
        due = opening;
    }
    if (at->k > 0)
        due = FORMAT("IF(%s,%s,0)", waterfall(at, at->k, book->columns.live), due);
    put(at, IPA_LIVE_PRINCIPAL_DUE, due, at->base->principal_due[at->k]);
}

static void open_tranche(const place *at) {
    const ipa_live_book *book = at->book;
    const ipa_live_columns *columns = &book->columns;
    enter_name(at);
    put(at, IPA_LIVE_PERIOD, waterfall(at, at->k, columns->period), NAN);
    put(at, IPA_LIVE_DATE, waterfall(at, at->k, columns->date), NAN);
    input(at, IPA_LIVE_UNITS, at->tranche->units);
    input(at, IPA_LIVE_COUPON, ipa_decimal_value(at->tranche->coupon));
    put(at, IPA_LIVE_DAYS, waterfall(at, at->k, columns->days), NAN);
    if (at->k == 0)
        input(at, IPA_LIVE_OPENING, at->tranche->original / 100);
    else
        put(at, IPA_LIVE_OPENING, before(at, IPA_LIVE_CLOSING), at->base->opening[at->k]);
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
    const char *opening = cell(at, IPA_LIVE_OPENING);
    const char *left =
        FORMAT("ROUND(%s-%s,%d)", opening, cell(at, IPA_LIVE_PRINCIPAL), book->decimals);
    if (strcmp(residual, "0") != 0)
        left = FORMAT("MAX(0,ROUND(%s-%s-%s,%d))", opening, cell(at, IPA_LIVE_PRINCIPAL),
                      cell(at, IPA_LIVE_RESIDUAL), book->decimals);
    put(at, IPA_LIVE_CLOSING, left, base->closing[at->k]);
    put(at, IPA_LIVE_REPAID, FORMAT("(%s-%s)/%s", opening, cell(at, IPA_LIVE_CLOSING), original),
        NAN);
    put(at, IPA_LIVE_UNPAID,
        FORMAT("MAX(0,ROUND(%s-%s,%d))", cell(at, IPA_LIVE_INTEREST_DUE),
               cell(at, IPA_LIVE_INTEREST), book->decimals),
        base->interest_unpaid[at->k]);
    put(at, IPA_LIVE_FACTOR, FORMAT("%s/%s", cell(at, IPA_LIVE_CLOSING), original), NAN);
}

void ipa_live_payments_close(ipa_live_book *book, int k) {
    for (int t = 0; t < book->plan->n_tranches; t++) {
        const place at = place_of(book, t, k);
        close_tranche(&at);
    }
}

/* ---- totals ---- */

static void total_tranche(const place *at) {
    static const int summed[] = {IPA_LIVE_INTEREST_UNIT,  IPA_LIVE_INTEREST,  IPA_LIVE_PLANNED,
                                 IPA_LIVE_PRINCIPAL_UNIT, IPA_LIVE_PRINCIPAL, IPA_LIVE_RESIDUAL,
                                 IPA_LIVE_REPAID};
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
