#pragma once
/** The layout of a block of paths: 64 lanes, one row of lanes per figure and period.
 *
 *  Knows: rows, collections, payments, how many of each a plan needs; lanes innermost, contiguous,
 *  64-byte aligned. A block of one path (base case, a replay) uses lane 0 of the same rows.
 *  Does not know: how a row is computed.
 *
 *  All money in fen.
 */
#include <stdbool.h>

#include "engine/base/arena.h"
#include "engine/block/lanes.h"

typedef struct ipa_row {
    _Alignas(64) double lane[IPA_LANES];
} ipa_row;

typedef enum ipa_collection_kind {
    IPA_COLLECTION_INCOME,
    IPA_COLLECTION_PRINCIPAL,
    IPA_COLLECTION_PREPAYMENT,
    IPA_COLLECTION_RECOVERY,
    IPA_N_COLLECTION_KINDS
} ipa_collection_kind;

/** What the pool brings and how it stands: rows `[period]` unless said otherwise. */
/* X(enum, days late more than, at most): amounts late at a period's end, by how long. */
#define IPA_DELINQUENCY_TABLE(X) \
    X(30, 30, 60)                \
    X(60, 60, 90)                \
    X(90, 90, 1000000)

typedef enum ipa_delinquency {
#define IPA_DELINQUENCY_ENUM(name, above, most) IPA_DELINQUENCY_##name,
    IPA_DELINQUENCY_TABLE(IPA_DELINQUENCY_ENUM)
#undef IPA_DELINQUENCY_ENUM
        IPA_N_DELINQUENCIES
} ipa_delinquency;

typedef struct ipa_collections {
    int n_paths; /**< lanes in use, 1…IPA_LANES */
    int n_periods, n_entities, n_obligors;
    ipa_row *cash[IPA_N_COLLECTION_KINDS];
    /** Σ amount × days from its due (closing, if later) to the payment date, and to the date up to
     *  which that date credits interest; fen × days. NULL: nobody asks for it. */
    ipa_row *cash_days[IPA_N_COLLECTION_KINDS], *credit_days[IPA_N_COLLECTION_KINDS];
    ipa_row *performing;                   /**< principal at the period's end */
    ipa_row *delinquent;                   /**< dues late at the period's end */
    ipa_row *overdue[IPA_N_DELINQUENCIES]; /**< of them, by days late */
    ipa_row *ip_value;  /**< of performing contracts' living patents, decayed; zero unless asked */
    ipa_row *annuities; /**< official fees of living patents that the deal bears */
    ipa_row *defaulted; /**< cumulative claims at default, write-offs included */
    ipa_row *recovered; /**< cumulative */
    ipa_row *alive; /**< [n_entities][n_periods]: 1 while the entity lives at the payment date */
    ipa_row *obligor_defaulted; /**< [n_obligors]: 1 when it defaults by the legal final */
    ipa_row *exhausted; /**< one row: first period (0-based) after whose end nothing is to come */
} ipa_collections;

/** What revolving purchases spend and bring: rows `[n_periods]` unless said otherwise; NULL where
 *  no step buys. What is bought on a date counts in `performing` from that date on. */
typedef struct ipa_revolving {
    ipa_row *bought;    /**< cash spent */
    ipa_row *principal; /**< bought with it */
    ipa_row *cash[IPA_N_COLLECTION_KINDS];
    ipa_row *performing; /**< principal of living entities after the dues of the period */
    ipa_row *defaulted;  /**< claims of the period */
    ipa_row *last;       /**< one row: last period (0-based) that still knew of something to come */
} ipa_revolving;

/** What a block pays. Rows `[item][n_periods]`: item × n_periods + k.
 *
 *  Once a lane's deal has ended its flows, `trigger_on` and `waterfall` are zero, while what stands
 *  (`opening`, `closing`, `interest_unpaid`, `account`) stays as the end left it: the last period
 *  always tells what was lost. */
typedef struct ipa_payments {
    const struct ipa_rate_rows *rates; /**< under which it was paid; NULL: the plan's */
    int n_paths;
    int n_periods, n_tranches, n_fees, n_support, n_triggers, n_accounts, n_ledgers;
    bool rounded;    /**< money arrived, and was paid, in whole fen */
    int n_servicers; /**< 1 where a servicer's default touches the collections, else 0 */
    ipa_row *opening, *interest_due, *interest_paid, *interest_unpaid; /**< tranches */
    ipa_row *principal_due, *principal_paid, *residual, *closing;      /**< tranches */
    ipa_row *accreted; /**< tranches: interest added to the balance */
    ipa_row *fee_due, *fee_paid, *fee_unpaid;
    ipa_row *drawn, *reimbursed;                     /**< support; interest apart */
    ipa_row *draw_interest_due, *draw_interest_paid; /**< on what stands drawn, arrears included */
    ipa_row *commitment_due, *commitment_paid; /**< support: fee for what is not drawn, likewise */
    ipa_row *trigger_on;                       /**< as it stands when the date is over */
    ipa_row *account;                          /**< closing cash */
    ipa_row *account_interest;                 /**< credited before the steps */
    ipa_row *ledger;                           /**< as it stands when the date is over */
    ipa_row *lost, *delayed; /**< [n_servicers] of the period's collections, by the servicer */
    ipa_row *called;         /**< [n_periods]: 1 from the date on which the pool was called */
    ipa_row *call_price;     /**< [n_periods]: what that call brought */
    ipa_revolving revolving;
    ipa_row *waterfall; /**< [n_periods]: ipa_waterfall_kind that ran */
    ipa_row *ended;     /**< [n_periods]: 1 from the date after the deal has ended */
    ipa_row *in_kind;   /**< one row: principal that performs where the deal ends, handed over to
                           the residual tranches */
    ipa_row *breach;    /**< one row: largest |cash in − cash out − change of accounts| */
} ipa_payments;

/** Rates on the paths of a block. */
typedef struct ipa_rate_rows {
    ipa_row **coupon;  /**< [n_tranches] of [n_periods], a year; NULL: on every path the plan's */
    bool **is_random;  /**< [n_tranches] of [n_periods]: else the row is the plan's figure */
    ipa_row *discount; /**< [n_periods] the path's discount factor ÷ the curve's, of mean 1; NULL:
                          discounted on the curve */
} ipa_rate_rows;

/** Rows for a block. @owner the arena (one of a thread's workspace, made before the loop). */
ipa_row *ipa_layout_rows(ipa_arena *arena, int n_rows);
ipa_collections ipa_layout_collections(ipa_arena *arena, int n_periods, int n_entities,
                                       int n_obligors);
/** Rows for what is bought. */
ipa_revolving ipa_layout_revolving(ipa_arena *arena, int n_periods);
/** Rows for the payments of a block, but for what is bought: as many as the counts given
 * (`n_periods` … `n_servicers`). */
ipa_payments ipa_layout_payments(ipa_arena *arena, ipa_payments counts);
