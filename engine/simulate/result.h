#pragma once
/** The figures of a run: what every report, JSON and CSV is made from.
 *
 *  Knows: the base case by period, simulated figures with their standard errors.
 *  Does not know: how they were computed or how they are shown.
 *
 *  Amounts in the deal's currency (yuan). Arrays are indexed by period from 0.
 */
#include <stdbool.h>

#include "engine/pool/pool_events.h"

/** A simulated figure and the standard error of its mean. */
typedef struct ipa_estimate {
    double mean;
    double standard_error;
} ipa_estimate;

#define IPA_N_FAN 7 /* p01 p05 p25 p50 p75 p95 p99 */
extern const double ipa_result_fan_levels[IPA_N_FAN];

/** Mean and percentiles of one period's cash. */
typedef struct ipa_fan {
    ipa_estimate mean;
    double percentile[IPA_N_FAN];
} ipa_fan;

/** A quantile with its order-statistic 95% interval. */
typedef struct ipa_quantile_estimate {
    double value, low, high;
} ipa_quantile_estimate;

/** Prices and risks of dated flows as seen in the base case. NaN where the figure does not exist
 *  (a tranche that is never paid has no yield): writers leave it blank. */
typedef struct ipa_valuation {
    double wal, price, yield, duration, duration_macaulay, convexity, accrued;
} ipa_valuation;

typedef struct ipa_base_tranche {
    double *coupon; /**< [n_periods] a year, of this path */
    double *opening, *interest_due, *interest_paid, *interest_unpaid, *principal_due,
        *principal_paid, *residual, *closing, *accreted;             /**< [n_periods] */
    double *interest_per_unit, *principal_per_unit, *coverage_gross; /**< [n_periods]; NaN: none */
    double total_interest, total_principal, total_residual;
    double in_kind; /**< principal still performing that is handed over where the deal ends;
                       residual tranches share it alike, others have 0 */
    ipa_valuation valuation;
} ipa_base_tranche;

typedef struct ipa_base_fee {
    double *due, *paid, *unpaid; /**< [n_periods] */
} ipa_base_fee;

typedef struct ipa_base_support {
    double *drawn, *reimbursed;           /**< [n_periods]; interest apart */
    double *interest_due, *interest_paid; /**< on what stands drawn */
    double *fee_due, *fee_paid;           /**< for what is not drawn */
} ipa_base_support;

/** What revolving purchases spent and brought. All NULL: no step buys. [n_periods] */
typedef struct ipa_base_revolving {
    double *bought, *principal;  /**< cash spent, and the principal it bought */
    double *cash[4];             /**< collected from what was bought, by kind */
    double *balance, *defaulted; /**< performing when the date is over; claims of the period */
} ipa_base_revolving;

/** The waterfall as it ran on one path: see ipa_trace_entry, here in yuan. */
typedef struct ipa_ledger_entry {
    int period;
    ipa_waterfall_kind waterfall;
    int step, payee;
    double available, due, paid;
    bool skipped;
} ipa_ledger_entry;

/** One path, period by period: the base case, or a replay. */
typedef struct ipa_path_result {
    double *cash[4];                       /**< collections by kind [n_periods] */
    double *pool_balance, *pool_defaulted; /**< [n_periods] */
    double *lost, *delayed;                /**< [n_periods] by the servicer; NULL: there is none */
    double **accounts, **account_interest; /**< [n_accounts][n_periods] */
    double **ledgers;                      /**< [n_ledgers][n_periods] */
    int called;                            /**< period the pool was called in; −1: it was not */
    double call_price;
    ipa_base_revolving revolving;
    bool **triggers;               /**< [n_triggers][n_periods] */
    ipa_waterfall_kind *waterfall; /**< [n_periods] */
    bool *ended;                   /**< [n_periods]: the deal had ended before this date */
    ipa_base_tranche *tranches;
    ipa_base_fee *fees;
    ipa_base_support *support;
    ipa_ledger_entry *ledger;
    int n_ledger;
} ipa_path_result;

/** Something that happened in the pool of a replayed path: see ipa_pool_event, here in yuan. */
typedef struct ipa_path_event {
    ipa_pool_event_kind kind;
    const char *id; /**< of the patent, contract or entity */
    int period;     /**< n_periods: money that comes too late and is lost */
    int cause;      /**< period of the default it follows from; else `period` */
    double years;   /**< of a default, from the cut-off date; NaN otherwise */
    double value;   /**< an amount or a share; NaN: none */
} ipa_path_event;

typedef struct ipa_rating {
    const char *by_pd, *by_el; /**< a grade, `below …`, or `not resolved: needs N paths` */
} ipa_rating;

/* The simulated figures of a tranche that are one estimate each: name (as the result file, stated
 * requirements and the vocabulary have it) and meaning. */
#define IPA_ESTIMATE_TABLE(X)                                                                     \
    X(default_probability, "probability of a missed timely interest payment, or of principal or " \
                           "interest unpaid at the end")                                          \
    X(expected_loss, "mean of (principal + interest unpaid at the end) ÷ original balance")       \
    X(expected_principal_loss, "mean of principal unpaid at the end ÷ original balance")          \
    X(loss_given_default, "expected loss ÷ default probability")                                  \
    X(interest_shortfall_probability, "probability of any missed interest, timely or not")        \
    X(extension_probability, "probability that something is unpaid at the expected final date")   \
    X(price, "100 × mean present value of all cash at curve + spread ÷ balance")                  \
    X(wal, "weighted average life in years from closing: mean of time × principal ÷ mean "      \
           "principal")

/* Simulated figures of the pool by period: name (as the result file has it) and meaning. */
#define IPA_POOL_SERIES_TABLE(X)                                                \
    X(delinquent, "dues late at the period's end")                              \
    X(delinquent_30, "of them, those late by more than 30 days and at most 60") \
    X(delinquent_60, "of them, those late by more than 60 days and at most 90") \
    X(delinquent_90, "of them, those late by more than 90 days")                \
    X(ip_value, "value of performing contracts' living patents at the period's end")

typedef enum ipa_pool_series {
#define IPA_POOL_SERIES_ENUM(name, text) IPA_POOL_SERIES_##name,
    IPA_POOL_SERIES_TABLE(IPA_POOL_SERIES_ENUM)
#undef IPA_POOL_SERIES_ENUM
        IPA_N_POOL_SERIES
} ipa_pool_series;

/** Simulated cash: mean, and order statistics of the paths it was taken from. */
typedef struct ipa_spread {
    ipa_estimate mean;
    double p05, p95;
} ipa_spread;

/** What each contract brings and how long each patent counts, on the first paths of the run. */
typedef struct ipa_contract_cash {
    long n_paths;
    ipa_spread *cash;    /**< [n_contracts][n_periods]: of every kind, recoveries included */
    ipa_spread *total;   /**< [n_contracts] */
    ipa_estimate *alive; /**< [n_patents][n_periods]: probability that the patent still counts at
                            the period's end; NULL where nothing depends on patents */
    ipa_estimate *prepayment; /**< [n_contracts]: probability that it is settled early */
} ipa_contract_cash;

/** Simulated figures of one tranche (cli-and-results definitions). */
typedef struct ipa_tranche_figures {
    ipa_estimate default_probability, expected_loss, expected_principal_loss, loss_given_default,
        interest_shortfall_probability, extension_probability, price, pv, wal;
    double pv_percentile[3];      /**< p01 p50 p99 */
    ipa_quantile_estimate var[3]; /**< of loss at 95%, 99%, 99.9% */
    ipa_estimate cvar[3];
    double loss_adjusted_yield; /**< NaN: none */
    ipa_estimate in_kind;       /**< see ipa_base_tranche */
    ipa_rating rating;
    ipa_fan *cashflow;     /**< [n_periods] */
    ipa_estimate *balance; /**< [n_periods] closing */
} ipa_tranche_figures;

typedef struct ipa_convergence_row {
    long n_paths;
    ipa_estimate default_probability, expected_loss, price; /**< one row a tranche and a size */
} ipa_convergence_row;

#define IPA_N_CONVERGENCE 5 /* N/16, N/8, N/4, N/2, N */
#define IPA_N_WORST 10
#define IPA_N_HISTOGRAM 40

typedef struct ipa_worst_path {
    long path;   /**< from 0 */
    double loss; /**< of all tranches together, yuan, without the residual tranche's */
    ipa_path_event *events;
    int n_events;
} ipa_worst_path;

typedef struct ipa_simulation_result {
    long n_paths;
    unsigned long long seed;
    ipa_fan *collections;                 /**< [n_periods] */
    ipa_estimate default_rate, loss_rate; /**< NaN: the pool has no principal */
    ipa_estimate *obligor_defaults;       /**< [n_obligors] */
    /** [IPA_N_POOL_SERIES][n_periods]; NULL for what the deal does not have */
    ipa_estimate *pool_series[IPA_N_POOL_SERIES];
    ipa_contract_cash *contracts;
    ipa_tranche_figures *tranches; /**< [n_tranches] */
    ipa_tranche_figures *without_support;
    ipa_estimate servicer_default, servicer_loss;   /**< zero where the deal names none */
    ipa_estimate *draw_probability, *expected_draw; /**< [n_support] */
    ipa_estimate *trigger_probability;              /**< [n_triggers] */
    ipa_estimate call_probability;                  /**< NaN: the deal has no call */
    ipa_fan *coverage; /**< [n_tranches][n_periods]: collections ÷ (interest + principal due down to
                          it) */
    /** Histogram of the pool's loss rate: share of paths per bin, last bin and above together. */
    double histogram_edges[IPA_N_HISTOGRAM + 1], histogram[IPA_N_HISTOGRAM];
    /** The same of all collections of a path, in yuan; what lies below is in the first bin. */
    double total_edges[IPA_N_HISTOGRAM + 1], total_histogram[IPA_N_HISTOGRAM];
    ipa_fan total_collections;        /**< of the whole life, yuan */
    ipa_convergence_row *convergence; /**< [n_tranches][IPA_N_CONVERGENCE] */
    ipa_worst_path worst[IPA_N_WORST];
    int n_worst;
    double cash_conservation_max_abs; /**< yuan */
    long nonfinite;
} ipa_simulation_result;

typedef struct ipa_result {
    const ipa_plan *plan;
    ipa_path_result base;
    double *contract_base; /**< [n_contracts][n_periods]: a contract's cash in the base case */
    ipa_simulation_result *simulation; /**< NULL: base case only */
    struct ipa_result *lower; /**< of the vehicle that holds the pool; NULL: the plan does */
} ipa_result;
