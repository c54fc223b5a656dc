#pragma once
/** A point of a payment date on the live sheets: what every figure is called there just now.
 *
 *  Knows: cash in each account and what is paid so far as texts of formulas; expressions of the
 * deal as formulas. Does not know: which step comes next.
 */
#include "reports/live_book.h"

typedef struct ipa_live_point {
    ipa_live_book *book;
    int k;
    const char **cash;    /**< [n_accounts] a sum */
    const char **paid;    /**< [payables] a sum; NULL: nothing yet */
    const char **earlier; /**< [payables] what another waterfall's columns of this date hold */
    const char **drawn;   /**< [n_support] on this date so far; NULL: nothing */
    bool *assumed;        /**< [payables] inside a draw: what is unpaid counts as paid */
    int depth;            /**< of fees on fees */
} ipa_live_point;

/** The beginning of date k: collections are in, nothing is paid. */
ipa_live_point ipa_live_point_open(ipa_live_book *book, int k);

/** Where a payee stands among everything with a due. */
int ipa_live_point_payable(const ipa_plan *plan, ipa_payee payee);

/** Formula texts; NULL where no short formula gives the figure. */
const char *ipa_live_point_cash(const ipa_live_point *point, int account);
const char *ipa_live_point_due(ipa_live_point *point, ipa_payee payee);
const char *ipa_live_point_unpaid(ipa_live_point *point, ipa_payee payee);
const char *ipa_live_point_balance(const ipa_live_point *point, int t);
/** What a fee's rate applies to. */
const char *ipa_live_point_base(ipa_live_point *point, int n);
/** Due of a fee before what is carried over from the last date. */
const char *ipa_live_point_accrued(ipa_live_point *point, int n);
/** What the last date left to this one of a fee, with interest on it: `+…`, or "". */
const char *ipa_live_point_carried(const ipa_live_point *point, int n);

/** An expression of the deal as a formula; NULL where it asks for something the sheets do not
 *  hold. */
const char *ipa_live_point_expression(ipa_live_point *point, const ipa_program *program);

/** Notes a payment. */
void ipa_live_point_pay(ipa_live_point *point, ipa_payee payee, const char *cell);

/** Another waterfall's columns begin: on a date on which they are not all nothing, those before
 *  are, and what was paid in them need not be taken off. */
void ipa_live_point_turn(ipa_live_point *point);

/** All columns are behind: what is paid is what any waterfall paid. */
void ipa_live_point_finish(ipa_live_point *point);
