#include "reports/live_book.h"

#include <math.h>
#include <string.h>

#include "reports/live_cascade.h"
#include "reports/live_checks.h"
#include "reports/live_payments.h"
#include "reports/words.h"

static const int sheet_numbers[IPA_N_LIVE_SHEETS] = {
    [IPA_LIVE_WATERFALL] = 8, [IPA_LIVE_PAYMENTS] = 9, [IPA_LIVE_CHECKS] = 21};

const ipa_live_title ipa_live_book_waterfalls[IPA_N_WATERFALLS] = {
    [IPA_WATERFALL_NORMAL] = {"正常", "Normal"},
    [IPA_WATERFALL_ACCELERATED] = {"加速", "Accelerated"},
    [IPA_WATERFALL_DEFAULT] = {"违约", "Default"},
};

/* ---- texts ---- */

const char *ipa_live_book_cell(const ipa_live_book *book, int row, int column) {
    return ipa_arena_format(book->arena, "%s%d", ipa_live_column(column, book->arena),
                            IPA_LIVE_FIRST_ROW + row);
}

const char *ipa_live_book_link(const ipa_live_book *book, int sheet, int row, int column) {
    return ipa_arena_format(book->arena, "'%s'!%s", book->sheets[sheet].name,
                            ipa_live_book_cell(book, row, column));
}

const char *ipa_live_book_range(const ipa_live_book *book, int sheet, int row, int last_row,
                                int column) {
    return ipa_arena_format(book->arena, "%s:%s", ipa_live_book_link(book, sheet, row, column),
                            ipa_live_book_cell(book, last_row, column));
}

const char *ipa_live_book_number(const ipa_live_book *book, double number) {
    const char *text = ipa_arena_format(book->arena, "%.15g", number);
    if (ipa_live_formula_value(&(ipa_live_scope){0}, ipa_arena_format(book->arena, "=%s", text)) !=
        number)
        text = ipa_arena_format(book->arena, "%.17g", number);
    return text;
}

const char *ipa_live_book_word(const ipa_live_book *book, const char *zh, const char *en) {
    return book->view->language == IPA_LANGUAGE_EN ? en : zh;
}

const char *ipa_live_book_join(const ipa_live_book *book, const char *left, const char *sign,
                               const char *right) {
    if (!left || !*left)
        return right;
    if (!right || !*right)
        return left;
    return ipa_arena_format(book->arena, "%s%s%s", left, sign, right);
}

ipa_live_title ipa_live_book_payee(const ipa_live_book *book, ipa_payee payee) {
    const ipa_deal *deal = book->plan->deal;
    return (ipa_live_title){ipa_words_payee(IPA_LANGUAGE_ZH, deal, payee, book->arena),
                            ipa_words_payee(IPA_LANGUAGE_EN, deal, payee, book->arena)};
}

ipa_live_title ipa_live_book_account(const ipa_live_book *book, int account) {
    const char *id = book->plan->accounts[account].id;
    return (ipa_live_title){ipa_words_account(IPA_LANGUAGE_ZH, id),
                            ipa_words_account(IPA_LANGUAGE_EN, id)};
}

ipa_live_title ipa_live_book_support(const ipa_live_book *book, int support) {
    const char *id = book->plan->support[support].id;
    return (ipa_live_title){ipa_words_support(IPA_LANGUAGE_ZH, id),
                            ipa_words_support(IPA_LANGUAGE_EN, id)};
}

/* ---- cells ---- */

int ipa_live_book_add_column(ipa_live_book *book, ipa_live_title group, ipa_live_title name,
                             ipa_format format) {
    ipa_table *table = book->tables[IPA_LIVE_WATERFALL];
    const int n = ipa_table_add_column(table, name.zh, name.en, format);
    table->columns[n].group_zh = group.zh;
    table->columns[n].group_en = group.en;
    return n;
}

void ipa_live_book_input(ipa_live_book *book, int sheet, int row, int column, double figure) {
    ipa_table_cell *cell = ipa_table_at(book->tables[sheet], row, column);
    ipa_table_number(cell, figure);
    cell->role = IPA_ROLE_INPUT;
}

static bool is_link(const char *formula) {
    return formula[1] == '\'' && !strpbrk(formula, "*/:");
}

void ipa_live_book_enter(ipa_live_book *book, int sheet, int row, int column, const char *formula,
                         double engine) {
    const ipa_live_scope scope = {book->sheets, IPA_N_LIVE_SHEETS, sheet, IPA_LIVE_FIRST_ROW};
    const double value = formula ? ipa_live_formula_value(&scope, formula) : NAN;
    const double room = book->tolerance * (1 + (book->plan->rounds ? 0 : fabs(engine)));
    if (formula && isfinite(value) && (isnan(engine) || fabs(value - engine) <= room)) {
        ipa_table_cell *cell = ipa_table_at(book->tables[sheet], row, column);
        ipa_table_formula(cell, formula, value + 0.0);
        cell->role = is_link(formula) ? IPA_ROLE_LINK : IPA_ROLE_OUTPUT;
        book->n_formulas++;
        return;
    }
    ipa_live_book_input(book, sheet, row, column, engine);
    book->fallen[sheet][column] = true;
    book->n_inputs++;
}

/* ---- the base case ---- */

const ipa_ledger_entry *ipa_live_book_ledger(const ipa_live_book *book, const ipa_live_step *step,
                                             int payee, int k) {
    for (int n = 0; n < book->base->n_ledger; n++) {
        const ipa_ledger_entry *entry = &book->base->ledger[n];
        if (entry->period == k && entry->waterfall == step->kind && entry->step == step->s &&
            entry->payee == payee)
            return entry;
    }
    return NULL;
}

int ipa_live_book_row(const ipa_live_book *book, int t, int k) {
    return t * (book->plan->n_periods + 1) + k;
}

const char *ipa_live_book_paid(const ipa_live_book *book, ipa_payee payee, int k) {
    const char *sum = NULL;
    for (int n = 0; n < book->columns.n_steps; n++) {
        const ipa_live_step *step = &book->columns.steps[n];
        for (int m = 0; step->step->verb == IPA_VERB_PAY && m < step->n_groups; m++) {
            const ipa_payee to = step->step->payees[m];
            if (to.kind == payee.kind && to.index == payee.index)
                sum = ipa_live_book_join(
                    book, sum, "+",
                    ipa_live_book_link(book, IPA_LIVE_WATERFALL, k, step->groups[m].paid));
        }
    }
    return sum;
}

/* ---- the book ---- */

static void add_sheet(ipa_live_book *book, int sheet, const char *id) {
    const int number = sheet_numbers[sheet];
    book->tables[sheet] =
        ipa_table_create(book->arena, id, ipa_live_sheet_name(number, IPA_LANGUAGE_ZH),
                         ipa_live_sheet_name(number, IPA_LANGUAGE_EN));
    book->sheets[sheet] =
        (ipa_live_sheet){ipa_live_sheet_name(number, book->view->language), book->tables[sheet]};
}

static void track_columns(ipa_live_book *book, int sheet) {
    book->fallen[sheet] = IPA_NEW_ARRAY(book->arena, book->tables[sheet]->n_columns, bool);
}

/* The head of a column says where the engine's figure stands in a formula's place. */
static void tell_fallen(ipa_live_book *book, int sheet) {
    for (int n = 0; n < book->tables[sheet]->n_columns; n++) {
        ipa_table_column *column = &book->tables[sheet]->columns[n];
        if (!book->fallen[sheet][n])
            continue;
        column->name_zh = ipa_arena_format(book->arena, "%s（引擎）", column->name_zh);
        column->name_en = ipa_arena_format(book->arena, "%s (engine)", column->name_en);
    }
}

const ipa_live_book *ipa_live_book_make(const ipa_view *view) {
    ipa_live_book *book = IPA_NEW(view->arena, ipa_live_book);
    book->view = view;
    book->plan = view->plan;
    book->base = &view->result->base;
    book->arena = view->arena;
    book->decimals = view->plan->rounds ? 2 : 8;
    book->tolerance = view->plan->rounds ? 0.004 : 1e-7;
    add_sheet(book, IPA_LIVE_WATERFALL, "waterfall");
    add_sheet(book, IPA_LIVE_PAYMENTS, "live_payments");
    add_sheet(book, IPA_LIVE_CHECKS, "checks");
    ipa_live_cascade_declare(book);
    ipa_live_payments_declare(book);
    track_columns(book, IPA_LIVE_WATERFALL);
    track_columns(book, IPA_LIVE_PAYMENTS);
    for (int k = 0; k < book->plan->n_periods; k++) {
        ipa_live_cascade_open(book, k);
        ipa_live_payments_open(book, k);
        ipa_live_cascade_run(book, k);
        ipa_live_payments_close(book, k);
    }
    ipa_live_payments_total(book);
    ipa_live_checks_make(book);
    tell_fallen(book, IPA_LIVE_WATERFALL);
    tell_fallen(book, IPA_LIVE_PAYMENTS);
    return book;
}
