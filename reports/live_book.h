#pragma once
/** The three live sheets while they are made: cells are entered in the order in which they depend
 * on one another, each formula with the value it has.
 *
 *  Knows: the columns of each sheet, references between them, what the engine says a cell is worth.
 *  Does not know: how the engine came to it. Private to reports/live_*.
 *
 *  A formula stands where it gives what the engine gives, to the fen. Where it does not (a rule
 * that no short formula can repeat), the cell is the engine's figure as an input, and the column's
 * head says so.
 */
#include "reports/live.h"
#include "reports/live_formula.h"

enum { IPA_LIVE_WATERFALL, IPA_LIVE_PAYMENTS, IPA_LIVE_CHECKS, IPA_N_LIVE_SHEETS };

/** A head in both languages. */
typedef struct ipa_live_title {
    const char *zh, *en;
} ipa_live_title;

/** What a waterfall is called, by ipa_waterfall_kind. */
extern const ipa_live_title ipa_live_book_waterfalls[IPA_N_WATERFALLS];

/** Columns of a step for one payee; a `move` or a `draw` has one of these, too. −1: none. */
typedef struct ipa_live_group {
    int available, due, paid, unpaid;
} ipa_live_group;

typedef struct ipa_live_step {
    ipa_waterfall_kind kind;
    int s;
    const ipa_step *step;
    int when;       /**< 1 where its condition held; −1: always */
    int total, pot; /**< of a list paid pro rata: all that is due, and what there is for it */
    ipa_live_group *groups;
    int n_groups;
} ipa_live_step;

/** Columns of sheet 8. */
typedef struct ipa_live_columns {
    int period, date, waterfall, days, live;
    int ran[IPA_N_WATERFALLS]; /**< 1 where this waterfall ran; −1: it never did */
    int *opening;              /**< [n_accounts] */
    int *interest;             /**< [n_accounts] credited; −1: it bears none */
    int cash[4], collected, pool;
    int *fee_rate, *fee_due; /**< [n_fees]; no due of a fee that falls due with a payment */
    int *fee_based;          /**< [n_fees] base so far, of a cumulative fee; −1: none */
    int *fee_accrued;        /**< [n_fees] of a fee that what fell due before bounds; −1: none */
    ipa_live_step *steps;
    int n_steps;
    int *fee_unpaid; /**< [n_fees] */
    int *closing;    /**< [n_accounts] */
} ipa_live_columns;

/* Columns of sheet 9: X(name, zh, en, format). */
#define IPA_LIVE_PAYMENT_TABLE(X)                                         \
    X(TRANCHE, "档次", "Tranche", TEXT)                                   \
    X(PERIOD, "期数", "Period", INTEGER)                                  \
    X(DATE, "兑付日", "Payment date", DATE)                               \
    X(UNITS, "份数", "Units", INTEGER)                                    \
    X(COUPON, "票面利率", "Coupon", RATE)                                 \
    X(DAYS, "计息天数", "Days", INTEGER)                                  \
    X(OPENING, "期初余额", "Opening balance", MONEY)                      \
    X(INTEREST_DUE, "应付利息", "Interest due", MONEY)                    \
    X(INTEREST_UNIT, "每份利息", "Interest per unit", PER_UNIT)           \
    X(INTEREST, "已付利息", "Interest paid", MONEY)                       \
    X(PLANNED, "每百元计划还本", "Scheduled principal per 100", PER_UNIT) \
    X(SCHEDULE, "计划余额", "Scheduled balance", MONEY)                   \
    X(PRINCIPAL_DUE, "应付本金", "Principal due", MONEY)                  \
    X(PRINCIPAL_UNIT, "每份本金", "Principal per unit", PER_UNIT)         \
    X(PRINCIPAL, "已付本金", "Principal paid", MONEY)                     \
    X(RESIDUAL, "剩余收益", "Residual", MONEY)                            \
    X(CLOSING, "期末余额", "Closing balance", MONEY)                      \
    X(REPAID, "兑付比例", "Repaid share", PROBABILITY)                    \
    X(UNPAID, "未付利息", "Interest unpaid", MONEY)                       \
    X(FACTOR, "本金因子", "Factor", NUMBER)                               \
    X(ACCRETED, "转增本金", "Interest added to the balance", MONEY)

enum {
#define IPA_LIVE_PAYMENT_ENUM(name, zh, en, format) IPA_LIVE_##name,
    IPA_LIVE_PAYMENT_TABLE(IPA_LIVE_PAYMENT_ENUM)
#undef IPA_LIVE_PAYMENT_ENUM
        IPA_N_LIVE_PAYMENT_COLUMNS
};

typedef struct ipa_live_book {
    const ipa_view *view;
    const ipa_plan *plan;
    const ipa_path_result *base;
    ipa_arena *arena;
    ipa_table *tables[IPA_N_LIVE_SHEETS];
    ipa_live_sheet sheets[IPA_N_LIVE_SHEETS];
    ipa_live_columns columns;
    bool *
        fallen[IPA_N_LIVE_SHEETS]; /**< columns that hold an engine's figure in a formula's place */
    int n_formulas, n_inputs;      /**< formulas; figures in place of one */
    int decimals;                  /**< sums of money are rounded to */
    double tolerance;
} ipa_live_book;

/** All three sheets of the view's base case. @owner the view's arena. */
const ipa_live_book *ipa_live_book_make(const ipa_view *view);

/** What a payee, an account or a support is called in both languages, as on the other sheets. */
ipa_live_title ipa_live_book_payee(const ipa_live_book *book, ipa_payee payee);
ipa_live_title ipa_live_book_account(const ipa_live_book *book, int account);
ipa_live_title ipa_live_book_support(const ipa_live_book *book, int support);

/** Adds a column to sheet 8 and returns its index. */
int ipa_live_book_add_column(ipa_live_book *book, ipa_live_title group, ipa_live_title name,
                             ipa_format format);

/** Enters a formula, or the engine's figure where the formula (or NULL) does not give it.
 *  `engine` NaN: the engine has no such figure. */
void ipa_live_book_enter(ipa_live_book *book, int sheet, int row, int column, const char *formula,
                         double engine);
void ipa_live_book_input(ipa_live_book *book, int sheet, int row, int column, double figure);

/** `G7` and `'sheet'!G7`; rows from 0. @owner the book's arena. */
const char *ipa_live_book_cell(const ipa_live_book *book, int row, int column);
const char *ipa_live_book_link(const ipa_live_book *book, int sheet, int row, int column);
/** `'sheet'!G7:G26`. */
const char *ipa_live_book_range(const ipa_live_book *book, int sheet, int row, int last_row,
                                int column);

/** A number as a formula writes it, so that it is read back to the bit. */
const char *ipa_live_book_number(const ipa_live_book *book, double number);

/** A word in the report's language. */
const char *ipa_live_book_word(const ipa_live_book *book, const char *zh, const char *en);

/** What a step did to a payee on a date, or NULL when its waterfall did not run. */
const ipa_ledger_entry *ipa_live_book_ledger(const ipa_live_book *book, const ipa_live_step *step,
                                             int payee, int k);

/** The row on sheet 9 of a tranche's date; that of its total at k = n_periods. */
int ipa_live_book_row(const ipa_live_book *book, int t, int k);

/** What a payee was paid on date k, over all steps: a sum of links into sheet 8, or NULL where no
 *  step pays it. */
const char *ipa_live_book_paid(const ipa_live_book *book, ipa_payee payee, int k);

/** `+` and `−` between texts, either may be NULL or "". */
const char *ipa_live_book_join(const ipa_live_book *book, const char *left, const char *sign,
                               const char *right);
