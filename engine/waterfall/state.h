#pragma once
/** The state of the waterfall on a block of paths, as every room of this wing shares it.
 *
 *  Knows: accounts, balances, dues, payments of the date, triggers, a stack for expressions.
 *  Does not know: who may change what when (the rooms do). Private to engine/waterfall.
 */
#include "engine/waterfall/kernels.h"
#include "engine/waterfall/operations.h"
#include "engine/waterfall/waterfall.h"

/** The kinds of payee that have rows; IPA_PAYEE_TRANCHE is a sum of two. */
enum { IPA_N_PAYABLE_KINDS = IPA_PAYEE_COMMITMENT + 1 };

struct ipa_waterfall {
    const ipa_plan *plan;
    const ipa_collections *pool;        /**< what the assets of the cut-off date bring */
    const ipa_collections *collections; /**< and what was bought since: `whole`, or the pool's */
    ipa_collections whole;
    const ipa_payments *payments;
    ipa_waterfall_options options;
    bool rounding; /**< the deal rounds and the run asks for it */
    int k;
    int s; /**< the step that runs, of waterfall `kind` */
    ipa_waterfall_kind kind;
    double *forecast; /**< [kind][n_periods] fen */

    /** Everything with a due, one row each: fees, interest, principal, residual, support. */
    int first_payable[IPA_N_PAYABLE_KINDS];
    int n_payables;
    ipa_row **due;         /**< of this date, arrears included; a tax's may be negative */
    ipa_row **paid;        /**< on this date: rows of the payments, but for support */
    ipa_row **arrears;     /**< carried from the date before; negative: set off */
    const ipa_row **spent; /**< [n_spent] `paid` of all that some step pays */
    int n_spent, *spends;  /**< [n_spent] which they are */
    bool *assumed;         /**< inside a draw: what is unpaid counts as paid */
    bool *refreshing;      /**< [n_fees] guards a fee whose base names itself */

    ipa_row *cash;                      /**< [n_accounts] */
    const ipa_row **purses;             /**< [n_accounts] `cash` */
    ipa_row *interest;                  /**< [n_accounts] credited on this date */
    ipa_row *earned, *earned_by_credit; /**< [n_accounts] fen × days of this period: all, and up to
                                           the date of credit */
    ipa_row *earned_before;             /**< [n_accounts] of earlier periods, not credited yet */
    ipa_row *ledger;                    /**< [n_ledgers] */
    ipa_row *balance;                   /**< [n_tranches] */
    ipa_row *shown;    /**< [n_tranches] balance in yuan, where `is_shown`: asked for far more often
                            than it changes */
    bool *is_shown;    /**< [n_tranches] */
    ipa_row **opening; /**< [n_tranches] rows of the payments */
    const ipa_row **standing; /**< [n_standing] balances of all tranches but residual ones */
    int n_standing;
    ipa_row *floor;                      /**< [n_tranches] principal above it is due */
    ipa_row *accreted;                   /**< [n_tranches] added to the balance on this date */
    ipa_row *drawn, *reimbursed, *draws; /**< [n_support] so far, interest apart; dates with a
                                            draw */
    ipa_row *drawn_today;                /**< [n_support] */
    ipa_row *base;                       /**< [n_fees] where a base is worked out */
    const double **bases;                /**< [n_fees] base of this date, where that ended up */
    int *same_base;                  /**< [n_fees] an earlier fee of the same base; −1: none */
    ipa_row *based, *accrued, *fell; /**< [n_fees] base so far; of this date; fell due before */
    ipa_row *interest_owed;          /**< [n_support] on what stands drawn, at this point */
    ipa_row *interest_due, *interest_paid; /**< [n_support] of this date */
    ipa_row *times, *on;                   /**< [n_triggers] dates in a row; state */
    ipa_row *next;                         /**< [n_triggers] state from the next date on */
    const ipa_row
        *collected[IPA_N_COLLECTION_KINDS]; /**< what of the pool's cash reaches the deal */
    ipa_row *reached;    /**< [IPA_N_COLLECTION_KINDS] where that is not all of it, or rounded */
    ipa_row *kept;       /**< share of this period's own collections that reaches it now */
    ipa_row *pending;    /**< collections that a failed servicer still delays */
    ipa_row *trapped;    /**< 1 while residual tranches get nothing */
    ipa_row *called;     /**< period the pool was called in; n_periods: it is not */
    bool any_called;     /**< in any lane */
    ipa_row *call_price; /**< on this date */

    ipa_row *offered;            /**< [n_replacements] principal that can still be bought */
    ipa_row *purchased;          /**< principal bought so far */
    ipa_row *claimed, *regained; /**< claims on it and their recoveries so far */

    ipa_row *live;       /**< 1 while the lane's deal runs; 0 in lanes not in use */
    ipa_row *running;    /**< the waterfall of the date, an ipa_waterfall_kind */
    const ipa_row *mask; /**< lanes in which the current step acts: its waterfall's, or `acting` */
    ipa_row *acting;
    ipa_row *change; /**< cash in less cash out less change of accounts, of this date */

    ipa_value *values; /**< [n_stack] of expressions, nested ones above */
    ipa_row *stack;    /**< [2 × n_stack] their rows */
    int top, n_stack;
    ipa_row *weights;        /**< [most payees of a step] */
    const ipa_row **weighed; /**< [most payees of a step] `weights` */
    ipa_row *room; /**< what the step may still take: `limited`, or `endless` without a limit */
    ipa_row *limited, *endless; /**< infinity less any amount is infinity: `endless` stays */
    ipa_row *wanted, *amount, *total, *open, *scratch, *spare; /**< one row each */
};

/** @owner the arena. */
ipa_waterfall *ipa_state_create(const ipa_plan *plan, ipa_arena *arena);

/** Sets everything to the closing date: balances, accounts, no arrears, no draws. */
void ipa_state_start(ipa_waterfall *waterfall);

/** Lets the rows of the date be those of the payments, so that what is due and paid is written
 * where it is handed on; nothing is paid yet. */
void ipa_state_open(ipa_waterfall *waterfall);

/** Row index of a payee other than IPA_PAYEE_TRANCHE. */
static inline int ipa_state_payable(const ipa_waterfall *waterfall, ipa_payee payee) {
    return waterfall->first_payable[payee.kind] + payee.index;
}

/** standing = what the tranches other than residual ones still owe in principal. */
void ipa_state_standing(const ipa_waterfall *waterfall, double *standing);

/** final = 1 on the last period, and where the pool is exhausted and every tranche but the residual
 *  ones stands at zero at this point. */
void ipa_state_final(const ipa_waterfall *waterfall, double *final);
