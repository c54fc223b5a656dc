#pragma once
/** A deal resolved: dense ids, the period grid, contract rows, thresholds, the step program.
 *
 *  Knows: everything a path needs, const after ipa_plan_resolve and shared by threads without
 * locks. Does not know: paths, statistics, reports.
 *
 *  Amounts here and to the right, up to the results, are in fen (1/100 of the currency) held in
 *  doubles, so that sums in the base case are exact (ADR 0004).
 */
#include "engine/deal/expression.h"
#include "engine/market/curve.h"
#include "engine/math/quantile_table.h"

/** One period: the collection period (start, end] and the interest period [start, end). */
typedef struct ipa_period {
    ipa_date collection_start, collection_end;
    ipa_date nominal, payment;
    ipa_date accrual_start, accrual_end;
    int days;                    /**< calendar days of the interest period */
    double years_from_closing;   /**< payment date, ACT/365F */
    double years_from_valuation; /**< payment date, ACT/365F; negative when past */
} ipa_period;

/** Something that can default: an obligor or a support provider (model 3.1, 3.2). */
typedef struct ipa_credit {
    const char *id;
    uint32_t stream;        /**< hash of the id: addresses its own normal ξ */
    const double *loadings; /**< β [n_factors] */
    double idiosyncratic;   /**< √(1 − β'Cβ) */
    int n_points;           /**< knots of the cumulative PD curve */
    const double *years,
        *cumulative_hazard; /**< [n_points]; linear between, last slope continued */
} ipa_credit;

/** A date on which it matters whether an obligor is alive: a due, a collection period's end, or the
 *  legal final. Sorted by date; an obligor is alive at the event iff X > threshold (model 3.2). */
typedef struct ipa_event {
    ipa_date date;
    int period;       /**< 0-based collection period the date lies in; n_periods: after the last */
    double threshold; /**< non-decreasing along the events */
    double income;    /**< due on this date, all contracts of the obligor; fen */
    double principal;
    double written_off; /**< scheduled loss of principal without cash */
} ipa_event;

typedef struct ipa_plan_obligor {
    ipa_credit credit;
    ipa_event *events;
    int n_events;
    int *contracts; /**< its contracts, [n_contracts] */
    int n_contracts;
    double principal;             /**< at the cut-off date, fen */
    double legal_final_threshold; /**< alive at the legal final iff X > this */
} ipa_plan_obligor;

/** A row of a contract's schedule inside the deal (due after the cut-off date). Fen. */
typedef struct ipa_plan_due {
    ipa_date date;
    int period; /**< n_periods: after the last collection period, never collected */
    double income, principal, written_off;
    double outstanding; /**< principal after this due */
} ipa_plan_due;

typedef struct ipa_plan_contract {
    const ipa_deal_contract *source;
    int obligor;
    double principal; /**< at the cut-off date, fen */
    ipa_plan_due *dues;
    int n_dues;
    double
        *claim; /**< [obligor's n_events]: claim if the obligor defaults in (event e−1, event e] */
    /* recovery (model 5.2) */
    uint32_t stream; /**< hash of the id: addresses its recovery and its lag */
    double recovery_mean;
    const ipa_quantile_table *recovery; /**< NULL: certain */
    double recovery_cost;
    const ipa_quantile_table *lag; /**< gamma lag in months; NULL: fixed */
    int *recovery_period; /**< [n_periods + 1] of default → period the recovery arrives in,
                               n_periods: lost; used when the lag is fixed */
    double lag_months;
} ipa_plan_contract;

typedef struct ipa_plan_entity {
    ipa_credit credit;
    double *threshold; /**< [n_periods]: alive at payment date k iff X > threshold */
    int grade;         /**< 1 = best of the table; 0: no grade */
} ipa_plan_entity;

typedef struct ipa_plan_account {
    const char *id;
    double initial;            /**< fen; the collection account also gets what the closing leaves */
    const ipa_program *target; /**< NULL: none */
} ipa_plan_account;

typedef struct ipa_plan_fee {
    const char *id;
    bool is_tax, carry, carry_negative, is_amount;
    ipa_fee_per per;
    ipa_decimal rate;
    double amount; /**< fen */
    const ipa_program *base;
    ipa_fraction *fraction; /**< [n_periods] year fraction that `per: year` accrues in the period */
    int *due_count; /**< [n_periods] dates of `due` payable in the period; NULL: every period */
} ipa_plan_fee;

typedef struct ipa_plan_tranche {
    const char *id;
    double original; /**< fen */
    double units;    /**< balance ÷ face */
    ipa_decimal coupon;
    ipa_fraction *fraction; /**< [n_periods] of the interest period */
    ipa_amortisation amortisation;
    double *scheduled_balance; /**< [n_periods] fen, after the period (SCHEDULE and BULLET) */
    ipa_decimal arrears_rate;
    bool timely, is_residual;
    int expected_final_period; /**< 0-based */
    double spread;
} ipa_plan_tranche;

typedef struct ipa_plan_support {
    const char *id;
    ipa_support_kind kind;
    bool outside; /**< an outside entity's promise: off in `without_support`. All but a deposit that
                     names no entity, which is cash already there */
    int entity;   /**< −1: never fails */
    double cap;   /**< fen; infinity: none */
    bool reimbursed;
} ipa_plan_support;

typedef struct ipa_plan_trigger {
    const char *id;
    const ipa_program *when;
    bool after_payment, curable;
    int consecutive;
    ipa_effect effect;
} ipa_plan_trigger;

/** One step of a priority of payments. */
typedef struct ipa_step {
    ipa_verb verb;
    ipa_payee *payees;
    int n_payees;
    bool pro_rata;
    int from;    /**< account */
    int to;      /**< `move`: account */
    int support; /**< `draw`: support, or −1 */
    int account; /**< `draw` from an account, or −1 */
    const ipa_program *amount, *limit, *when;
    const char *text; /**< as reports name it: `pay A.interest` */
} ipa_step;

typedef struct ipa_plan_waterfall {
    ipa_step *steps;
    int n_steps;
} ipa_plan_waterfall;

typedef struct ipa_use { /**< a source or use of money on the closing date, fen; uses negative */
    const char *id;
    double amount;
} ipa_use;

typedef struct ipa_plan {
    const ipa_deal *deal;
    ipa_arena *arena;
    bool rounds; /**< the deal rounds (units given) */
    int n_periods;
    ipa_period *periods;

    int n_factors;
    const double *correlation; /**< C [n_factors][n_factors] */
    double *cholesky;          /**< lower triangle of C, row-major */
    uint32_t *factor_streams;  /**< [n_factors] hashes of the names */
    bool student_t;
    double degrees_of_freedom;
    const ipa_quantile_table *chi_square; /**< of W; NULL for Gaussian */
    double recovery_correlation;
    int recovery_factor;

    int n_obligors, n_contracts, n_entities;
    ipa_plan_obligor *obligors;
    ipa_plan_contract *contracts;
    ipa_plan_entity *entities;
    double pool_original; /**< fen */

    int n_accounts, n_fees, n_tranches, n_support, n_triggers;
    int collection_account;
    int collect[4]; /**< income, principal, prepayment, recovery → account */
    ipa_plan_account *accounts;
    ipa_plan_fee *fees;
    ipa_plan_tranche *tranches;
    ipa_plan_support *support;
    ipa_plan_trigger *triggers;
    ipa_plan_waterfall waterfalls[IPA_N_WATERFALLS];

    int n_uses;
    ipa_use *uses; /**< closing: proceeds, costs, purchase price; the rest opens the collection
                      account */
    ipa_curve curve;
    bool calendar_uncovered; /**< some payment date lies in a year the holiday table does not cover
                              */
} ipa_plan;

/** Resolves a deal that was read without errors. What only shows now (a closing that
 *  lacks money, periods that overlap, an amount that is no whole fen) becomes findings.
 *  @errors IPA_FINDINGS. @owner the arena. */
ipa_status ipa_plan_resolve(const ipa_deal *deal, ipa_arena *arena, ipa_findings *findings,
                            ipa_plan **plan, ipa_error *error) IPA_MUST_USE;

/** The period (0-based) in which something due on the date is collected: its collection period.
 *  @ensures −1 up to the cut-off date, n_periods after the last collection period. */
int ipa_plan_period(const ipa_plan *plan, ipa_date date);

/** The period in which a recovery arrives that comes `lag_months` after the end of the collection
 *  period of default: whole calendar months (month end clipped), then a fraction of a month as days
 *  of 365/12. @ensures n_periods when it is lost. */
int ipa_plan_recovery_period(const ipa_plan *plan, int default_period, double lag_months);

/** The business days a deal is paid on; a file of closed days extends the Chinese table. */
ipa_calendar ipa_plan_calendar(const ipa_deal *deal);

/** Expected probability that a credit has survived to `years` from the cut-off date (its marginal).
 */
double ipa_plan_survival(const ipa_credit *credit, double years);
