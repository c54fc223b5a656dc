#pragma once
/** The priority of payments of one path, step by step: written from the page, in plain figures.
 *
 *  Knows: the deal as written, the period grid, what the pool brought on one path.
 *  Does not know: programs, kernels, lanes' neighbours, how the engine does it.
 *
 *  Fen. With rounding every payment is a whole number of fen, decided in integers of its own.
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"
#include "tests/support/slow_expression.h"

enum { SLOW_MOST = 24, SLOW_MOST_PERIODS = 128, SLOW_VINTAGES = 1024 };

/** What can be paid: a fee, a part of a tranche, a support's reimbursement. */
typedef enum slow_part {
    SLOW_FEE,
    SLOW_INTEREST,
    SLOW_PRINCIPAL,
    SLOW_RESIDUAL,
    SLOW_SUPPORT,
    SLOW_COMMITMENT, /**< fee for what of a support is not drawn */
    SLOW_TRANCHE,    /**< all of a tranche; in expressions */
    SLOW_N_PARTS = SLOW_TRANCHE
} slow_part;

typedef struct slow_payee {
    slow_part part;
    int index;
} slow_payee;

/* X(figure of ipa_payments, what it is by, whether it is a flag): every figure that is compared. */
#define SLOW_FIGURE_TABLE(X)                \
    X(opening, n_tranches, false)           \
    X(interest_due, n_tranches, false)      \
    X(interest_paid, n_tranches, false)     \
    X(interest_unpaid, n_tranches, false)   \
    X(principal_due, n_tranches, false)     \
    X(principal_paid, n_tranches, false)    \
    X(residual, n_tranches, false)          \
    X(closing, n_tranches, false)           \
    X(fee_due, n_fees, false)               \
    X(fee_paid, n_fees, false)              \
    X(fee_unpaid, n_fees, false)            \
    X(ledger, n_ledgers, false)             \
    X(draw_interest_due, n_support, false)  \
    X(draw_interest_paid, n_support, false) \
    X(commitment_due, n_support, false)     \
    X(commitment_paid, n_support, false)    \
    X(accreted, n_tranches, false)          \
    X(call_price, one, false)               \
    X(drawn, n_support, false)              \
    X(reimbursed, n_support, false)         \
    X(account, n_accounts, false)           \
    X(account_interest, n_accounts, false)  \
    X(called, one, true)                    \
    X(lost, n_servicers, false)             \
    X(delayed, n_servicers, false)          \
    X(trigger_on, n_triggers, true)         \
    X(waterfall, one, true)                 \
    X(ended, one, true)

typedef struct slow_figures {
#define SLOW_FIGURE_MEMBER(name, by, is_flag) double name[SLOW_MOST][SLOW_MOST_PERIODS];
    SLOW_FIGURE_TABLE(SLOW_FIGURE_MEMBER)
#undef SLOW_FIGURE_MEMBER
    double bought[SLOW_MOST_PERIODS], bought_principal[SLOW_MOST_PERIODS];
    /** How the pool stands when the date is over: [0] all that is late, then by how long. */
    double pool_defaulted[SLOW_MOST_PERIODS], pool_recovered[SLOW_MOST_PERIODS];
    double pool_delinquent[1 + IPA_N_DELINQUENCIES][SLOW_MOST_PERIODS];
    double pool_ip_value[SLOW_MOST_PERIODS];
    double in_kind; /**< where the deal ends */
} slow_figures;

/** What comes in on a date, and how long it lay with its account before. */
typedef struct slow_arrival {
    double fen;
    double days, credit_days; /**< fen × days up to the payment date, up to what it credits */
} slow_arrival;

/** What was bought on one date of one payer. */
typedef struct slow_vintage {
    int bought_in;
    int died;  /**< date that finds the payer dead; n_periods: none */
    int asset; /**< of the file; −1: of the constant form */
    double principal;
} slow_vintage;

/** A deal, the path that is followed, and where it stands on a date. */
typedef struct slow_waterfall {
    const ipa_deal *deal;
    const ipa_period *periods;
    int n_periods;
    double pool_original;   /**< what stood at the cut-off date */
    double claims_original; /**< principal of the contracts */

    const double *forecast; /**< [kind][n_periods] */
    const ipa_collections *rows;
    int lane;
    bool rounding, outside_support;
    int k;
    slow_reader reader;

    slow_arrival arrived[IPA_N_COLLECTION_KINDS];                /**< on this date */
    double under_way[IPA_N_COLLECTION_KINDS][SLOW_MOST_PERIODS]; /**< by the date it arrives */
    slow_vintage vintages[SLOW_VINTAGES];
    int n_vintages;
    double taken[SLOW_MOST];            /**< of each asset on offer */
    double purchased;                   /**< principal, so far */
    double bought, bought_principal;    /**< on this date: what was spent, and for how much */
    double lost, delayed;               /**< of this date's collections, by the servicer */
    double earned[SLOW_MOST];           /**< fen × days that are not yet credited */
    double account_interest[SLOW_MOST]; /**< credited on this date */
    double cash[SLOW_MOST], balance[SLOW_MOST], opening[SLOW_MOST];
    double notional[SLOW_MOST];              /**< of this date */
    double due[SLOW_N_PARTS][SLOW_MOST];     /**< arrears included; of a fee it may be negative */
    double paid[SLOW_N_PARTS][SLOW_MOST];    /**< on this date */
    double arrears[SLOW_N_PARTS][SLOW_MOST]; /**< from the date before */
    bool assumed[SLOW_N_PARTS][SLOW_MOST];   /**< a draw asks for it: it counts as paid */
    double drawn[SLOW_MOST], reimbursed[SLOW_MOST], drawn_today[SLOW_MOST];
    int draws[SLOW_MOST], times[SLOW_MOST];
    bool on[SLOW_MOST], was_on[SLOW_MOST]; /**< now, and as the date began */
    double ledger[SLOW_MOST], accreted[SLOW_MOST];
    double draw_interest[SLOW_MOST], draw_interest_due[SLOW_MOST]; /**< owed now; as it fell due */
    double fee_base[SLOW_MOST], fell_due[SLOW_MOST]; /**< so far; without what was carried */
    int called;                                      /**< period of the call; n_periods: none yet */
    double call_price;
    bool trapped; /**< residual tranches get nothing on this date */
    bool stopped; /**< nothing is bought on this date */
    bool ended;
    slow_figures out;
} slow_waterfall;

/** One path's figures into `of->out`; everything above `reader` is the caller's to set. */
void slow_waterfall_run(slow_waterfall *of);

/* ---- between the rooms of the reference ---- */

/** The payee an id names; aborts the test where it names none. */
slow_payee slow_waterfall_payee(const ipa_deal *deal, const char *id);
int slow_waterfall_account(const ipa_deal *deal, const char *id);

/** What a formula asks the deal for, and whether a date has passed (of slow_reader). */
double slow_waterfall_quantity(void *world, const char *name, const char *argument);
double slow_waterfall_after(void *world, const char *text);
/** How the pool stands now, into the figures of the date. */
void slow_waterfall_report_pool(slow_waterfall *of);
/** Principal that performs at this point of the date, fen. */
double slow_waterfall_performing(const slow_waterfall *of);
/** Whether the deal is over at this point of the date. */
bool slow_waterfall_is_final(slow_waterfall *of);
double slow_waterfall_value(slow_waterfall *of, ipa_formula formula);
/** An amount of yuan as an expression gives it, in fen: whole where money is rounded, never
 *  negative, 0 where it is none. */
double slow_waterfall_amount(slow_waterfall *of, ipa_formula formula);

/** What arrives on the date. */
void slow_collections_open(slow_waterfall *of);
/** Spends cash on replacement assets; returns how much of it. */
double slow_purchases_buy(slow_waterfall *of, double cash);
/** What those of earlier dates bring on this one, and how they stand. */
double slow_purchases_bring(const slow_waterfall *of, int kind);
double slow_purchases_performing(const slow_waterfall *of);
/** Claims and recoveries up to a date. */
double slow_purchases_defaulted(const slow_waterfall *of, int k);
double slow_purchases_recovered(const slow_waterfall *of, int k);
/** Whether anything is still to come of them. */
bool slow_purchases_owe(const slow_waterfall *of);
/** The date up to which this payment date credits an account; IPA_NO_DATE: it credits nothing. */
ipa_date slow_accounts_credited_up_to(const slow_waterfall *of, const ipa_deal_account *account);
/** What a default of the servicer leaves of it, and what comes late. */
void slow_servicer_pass(slow_waterfall *of);
/** Whether money is on its way. */
bool slow_servicer_holds(const slow_waterfall *of);
/** Puts it into its accounts, and the interest these have earned. */
void slow_accounts_open(slow_waterfall *of);

/** Fixes what is due on the date. */
void slow_dues_fix(slow_waterfall *of);
double slow_dues_due(slow_waterfall *of, slow_payee payee);
double slow_dues_unpaid(slow_waterfall *of, slow_payee payee);
double slow_dues_paid(slow_waterfall *of, slow_payee payee);
/** Whether a support's provider lives and is not switched off. */
bool slow_dues_stands_by(const slow_waterfall *of, int n);
bool slow_dues_revolves(const ipa_deal_support *support);
void slow_dues_carry(slow_waterfall *of);
bool slow_dues_is_residual(const slow_waterfall *of, int t);
/** Whether the tranche stands at zero. */
bool slow_dues_is_repaid(slow_waterfall *of, int t);
/** Whether every tranche but the residual ones does. */
bool slow_dues_all_repaid(slow_waterfall *of);

/** What of a tranche's interest is owed as the date opens, in so many decimals of yuan a note: what
 *  was open, interest on that, and the interest of the period. */
double slow_notes_interest(slow_waterfall *of, int t, int decimals);
/** The balance that is to stand after the date; infinite: nothing is due. */
double slow_notes_target(const slow_waterfall *of, int t);

/** Coupon × years it is in force, summed over the interest period: `exact` counts days of a year
 * of so many days, `value` years. A new coupon splits the period. */
ipa_number slow_coupon_of_period(slow_waterfall *of, int t);
int64_t slow_coupon_year_days(const ipa_deal_tranche *tranche);
/** The period on whose date notes are handed back; n_periods: never. */
int slow_coupon_put_period(const slow_waterfall *of, int t);

/** One step of the priority of payments. */
void slow_steps_run(slow_waterfall *of, const ipa_deal_step *text);
