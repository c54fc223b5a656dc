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
#include "engine/deal/plan_rates.h"
#include "engine/market/curve.h"
#include "engine/math/quantile_table.h"

/** One period: the collection period (start, end] and the interest period [start, end). */
typedef struct ipa_period {
    ipa_date collection_start, collection_end;
    ipa_date nominal, payment;
    ipa_date accrual_start, accrual_end;
    ipa_date before[IPA_N_OFFSETS]; /**< IPA_NO_DATE beyond the valid dates */
    int days;                       /**< calendar days of the interest period */
    double years_from_closing;      /**< payment date, ACT/365F */
    double years_from_valuation;    /**< payment date, ACT/365F; negative when past */
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
    bool is_multiplied;     /**< by a stress: the curve's cumulative PDs count this many times */
    double pd_multiplier;
    bool is_forced; /**< by a stress: in default from this date on, in the base case too */
    ipa_date forced_on;
    double forced_years; /**< of that date from the cut-off date */
} ipa_credit;

/** What a stress does to everything the pool brings; all zero: nothing. */
typedef struct ipa_plan_stress {
    bool is_given;  /**< some lever is in force: what the base case collects is rounded again */
    double haircut; /**< share of all collections that is lost */
    int delay;      /**< collection periods by which they arrive later */
    const double *factor_shift; /**< [n_factors] of Z, standard deviations; NULL: none */
    bool by_period; /**< thresholds of obligors are the periods of the events themselves */
    const struct ipa_plan *defaulting; /**< the same pool, its thresholds the periods themselves:
                                          alive in period k iff X > k; NULL: no uniform defaults */
    const double *default_weights; /**< [n_periods] of the pool defaulting as the period begins */
} ipa_plan_stress;

/** A date on which it matters whether an obligor is alive: a due, a collection period's end, or the
 *  legal final. Sorted by date; an obligor is alive at the event iff X > threshold (model 3.2). */
typedef struct ipa_event {
    ipa_date date;
    int period;       /**< 0-based collection period the date lies in; n_periods: after the last */
    double threshold; /**< non-decreasing along the events */
    double income;    /**< due on this date, all plain contracts of the obligor; fen */
    double principal;
    double written_off; /**< scheduled loss of principal without cash */
} ipa_event;

/** A log-sales process step by step over the collection periods (model 4.2): the state is what is
 *  random about the logarithm of sales, 0 at the cut-off date,
 *      state[k]  = decay[k]·state[k−1] + gain[k]·growth[k−1] + sd[k]·ε[k]
 *      growth[k] = growth_decay[k]·growth[k−1] + growth_shared[k]·ε[k] + growth_own[k]·ζ[k]
 *  and sales are multiplied by exp(state[k] + drift[k]), whose mean is expected[k] (1 unless log
 *  growth is a process of its own). Arrays [n_periods]. */
typedef struct ipa_plan_process {
    bool given; /**< false: no noise, all else NULL */
    bool grows; /**< growth reverts; the arrays of growth are NULL otherwise */
    const double *decay, *sd, *drift, *expected;
    const double *gain, *growth_decay, *growth_shared, *growth_own;
} ipa_plan_process;

/** One collection period of a royalty's sales; its due is the contract's due of the same index. */
typedef struct ipa_plan_sale {
    int period;       /**< of the sales */
    double base;      /**< base sales × Δ × profile at the midpoint, fen */
    bool opens_year;  /**< first of its contract year: what is due this year starts from nothing */
    bool closes_year; /**< last of it: the minimum is trued up here */
} ipa_plan_sale;

/** A running royalty (model 4.2). Every period opens and closes where the basis is the period. */
typedef struct ipa_plan_royalty {
    int n_tiers;
    const double *from, *rate; /**< [n_tiers] fen of sales, ascending from 0; marginal */
    double minimum, cap;       /**< fen; 0 and infinity: none */
    int factor;                /**< drives the sales; −1: none */
    ipa_plan_process own;
    ipa_plan_sale *sales; /**< [n_sales] = the contract's n_dues */
    int n_sales;
    const double *kept; /**< [n_sales] of each due, by a stress; NULL: all of it */
} ipa_plan_royalty;

/** A patent's life in the deal. Thresholds `[n_periods]` are probabilities: with the uniform U of
 *  that cause, it has happened by the end of period k iff U ≤ threshold[k]. */
typedef struct ipa_plan_patent {
    const ipa_deal_patent *source;
    uint32_t stream;
    ipa_date expires;   /**< by law, or earlier by the tape */
    int expired_period; /**< first period at whose end it has expired; n_periods: none */
    double *own[IPA_N_PATENT_CAUSES];    /**< from its own cause */
    double *family[IPA_N_PATENT_CAUSES]; /**< from the shock common to a contract's patents; NULL
                                            but for the invalidations */
    double *granted; /**< NULL: granted at the cut-off date; else of the time to grant */
    double grant_probability;
    int base_granted_period; /**< base case: first period at whose end it counts */
} ipa_plan_patent;

/** A risk-compensation facility (model 5.3). */
typedef struct ipa_plan_facility {
    const char *id;
    double share, cap_per_obligor, pool_cap; /**< fen; infinity: no cap */
    int *period; /**< [n_periods + 1] of default → period its money arrives in; n_periods: lost */
    bool needs_pledge, repaid;
} ipa_plan_facility;

typedef struct ipa_plan_obligor {
    ipa_credit credit;
    ipa_event *events;
    int n_events;
    int *contracts; /**< its contracts, [n_contracts] */
    int n_contracts;
    double principal;             /**< at the cut-off date, fen */
    double legal_final_threshold; /**< alive at the legal final iff X > this */
    double *end_threshold;        /**< [n_periods]: alive at the end of collection period k */
    int guarantor;                /**< entity; −1: none */
    double guarantee_share;
} ipa_plan_obligor;

/** A row of a contract's schedule inside the deal (due after the cut-off date). Fen. */
typedef struct ipa_plan_due {
    ipa_date date;
    int period; /**< n_periods: after the last collection period, never collected */
    double income, principal, written_off;
    double outstanding; /**< principal after this due */
    int accrual_period; /**< whose patents count: `period`, or for a royalty that of the sales */
    double threshold;   /**< the obligor is alive on this date iff X > threshold */
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
    const ipa_quantile_table *recovery;  /**< NULL: certain */
    double recovery_less, recovery_more; /**< by a stress: shares by which a recovery falls, and by
                                            which what is not recovered does */
    double recovery_cost;
    const ipa_quantile_table *lag; /**< gamma lag in months; NULL: fixed */
    int *recovery_period; /**< [n_periods + 1] of default → period the recovery arrives in,
                               n_periods: lost; used when the lag is fixed */
    double lag_months;
    double lag_added; /**< of them, by a stress: certain */
    double
        proceeds_base; /**< fen; share × this is what a sale brings; NaN: the claim is the base */
    double proceeds_factor; /**< decay while being sold × discount for what is not registered */
    double buyback_base;    /**< fen the buy-back share is of; NaN: the claim */

    bool plain; /**< fixed dues, paid on time while the obligor lives: they are summed in the
                   obligor's events; the dues of other contracts are not */
    const ipa_plan_royalty *royalty; /**< NULL: a fixed schedule */
    ipa_patent_rule patent_rule;
    int *patents;    /**< [n_patents] of the plan */
    double *weights; /**< [n_patents], sum 1 */
    int n_patents;
    double deposit;  /**< fen */
    double *prepaid; /**< [n_periods]: struck by the end of period k iff U ≤ this; NULL: never */
    double prepay_fee;
    double late_probability;
    int facility;          /**< −1: none, or one it does not qualify for */
    bool is_repurchased;   /**< found ineligible in the deal, and somebody has to buy it back */
    int repurchase_period; /**< in which, then */
} ipa_plan_contract;

typedef struct ipa_plan_entity {
    ipa_credit credit;
    double *threshold;     /**< [n_periods]: alive at payment date k iff X > threshold */
    double *end_threshold; /**< [n_periods]: alive at the end of collection period k */
    int *grade;            /**< [n_periods] on the nominal date; 1 = best of the table; 0: none */
} ipa_plan_entity;

typedef struct ipa_plan_account {
    const char *id;
    double initial;            /**< fen; the collection account also gets what the closing leaves */
    const ipa_program *target; /**< NULL: none */
    ipa_decimal rate;          /**< interest a year on the daily balance */
    int year_days;             /**< of a year of that interest */
    const ipa_date *credited;  /**< [n_periods] date up to which the payment date credits it,
                                  IPA_NO_DATE: nothing; NULL: everything up to the payment date */
} ipa_plan_account;

/** What a revolving purchase may buy. Dues are per unit of principal, by periods since the
 * purchase:
 *  `[n_dues]`, the first one period after it. */
typedef struct ipa_plan_replacement {
    const char *id;      /**< NULL: the constant form, of which there is always more */
    const int *entities; /**< [n_entities] of the plan; the principal is shared alike by those that
                            live at the purchase */
    int n_entities;
    double principal; /**< fen on offer; infinity: no end */
    int first_period; /**< 0-based, of the first purchase; n_periods: none */
    double price;     /**< paid per unit of principal */
    int n_dues;
    double *income, *repaid, *outstanding; /**< `outstanding` before the due */
} ipa_plan_replacement;

typedef struct ipa_plan_ledger {
    const char *id;
    double initial; /**< fen */
} ipa_plan_ledger;

typedef struct ipa_plan_fee {
    const char *id;
    bool is_tax, carry, carry_negative, is_amount;
    ipa_fee_per per;
    ipa_decimal rate;
    double amount; /**< fen */
    const ipa_program *base;
    ipa_fraction *fraction; /**< [n_periods] year fraction that `per: year` accrues in the period */
    int *due_count; /**< [n_periods] dates of `due` payable in the period; NULL: every period */
    bool has_first_rate;
    ipa_decimal first_rate; /**< of the first period, where there is one */
    double floor, cap;      /**< fen that fall due on a date, arrears apart; 0 and infinity: none */
    double cumulative_cap;  /**< fen that ever fall due; infinity: none */
    bool cumulative;        /**< due on the base of all dates so far, less what fell due before */
    ipa_decimal arrears_rate;
    ipa_fraction *arrears_fraction; /**< [n_periods] of the interest period */
} ipa_plan_fee;

/** Interest of a period per unit of balance: rate × fraction, exactly. Where the coupon changes
 *  inside the period the two are what its parts add up to, so that it is rounded once. */
typedef struct ipa_accrual {
    ipa_decimal rate;
    ipa_fraction fraction;
} ipa_accrual;

typedef struct ipa_plan_tranche {
    const char *id;
    double original;            /**< fen */
    double units;               /**< balance ÷ face; 1 where interest is on a notional */
    ipa_decimal coupon;         /**< where it never changes */
    const ipa_accrual *accrual; /**< [n_periods]; NULL: coupon × fraction in each */
    ipa_fraction *fraction;     /**< [n_periods] of the interest period */
    ipa_amortisation amortisation;
    double *scheduled_balance; /**< [n_periods] fen, after the period (SCHEDULE and BULLET) */
    const double *per_100;     /**< [n_periods] instalments as written; NULL: none */
    ipa_decimal arrears_rate;
    bool arrears_at_coupon;      /**< in place of that rate */
    bool interest_lapses;        /**< what is unpaid is not owed on */
    int n_locked;                /**< periods at the start without principal due */
    int n_accreting;             /**< periods at the start whose interest is added to the balance */
    const ipa_program *notional; /**< NULL: interest is on the balance */
    bool is_put;                 /**< in `put_period`; targets after it are what then remains */
    int put_period;
    ipa_decimal put_share, put_premium; /**< of the opening balance; of what is handed back */
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
    bool revolving;   /**< the cap is on what stands drawn, not on what was ever drawn */
    ipa_decimal rate; /**< interest on what stands drawn */
    ipa_decimal commitment_rate;
    ipa_fraction *fraction;   /**< [n_periods] of the interest period */
    ipa_fraction *commitment; /**< [n_periods] of the interest period up to where it lapses */
    int n_open;               /**< it can be drawn in periods before this one */
} ipa_plan_support;

/** The servicer (what a default of it does to collections is in engine/waterfall/servicer). */
typedef struct ipa_plan_servicer {
    int entity;
    int perfection_periods;
    double *lost;             /**< [n_periods] share of the period's collections that is lost */
    double *lost_after_event; /**< [n_periods] likewise once a trigger with an effect was on */
} ipa_plan_servicer;

typedef struct ipa_plan_trigger {
    const char *id;
    const ipa_program *when;
    const ipa_program *restore; /**< NULL: goes off when `when` does not hold, if curable */
    bool after_payment, curable;
    bool takes_effect_next; /**< tested before payment, in force from the next date on */
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
    int ledger;
    const ipa_program *amount, *limit, *when;
    const ipa_program *price; /**< `call` */
    const char *text;         /**< as reports name it: `pay A.interest` */
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
    bool intensity; /**< model 3.3: latent variables are default times in years from the cut-off
                       date, thresholds are times, loadings are the b of the hazard */
    double recovery_correlation;
    int recovery_factor;
    double platform_fee; /**< share of what a disposal brings */
    int buyback_entity;  /**< −1: no undertaking */
    double buyback_share;
    int *buyback_period;      /**< [n_periods + 1] of default → of payment; n_periods: lost */
    int repurchase_entity;    /**< buys back what proves ineligible; −1: nobody */
    double repurchase_price;  /**< per unit of outstanding principal */
    ipa_plan_process *sales;  /**< [n_factors] */
    double *whole_life;       /**< w [n_periods], |w| = 1: Z = Σ w[k]·ε[k] (model 2.2) */
    double *collection_years; /**< [n_periods] length of the collection period, ACT/365F */

    int n_obligors, n_contracts, n_entities, n_patents, n_facilities;
    ipa_plan_obligor *obligors;
    ipa_plan_contract *contracts;
    ipa_plan_entity *entities;
    ipa_plan_patent *patents;
    ipa_plan_facility *facilities;
    double partial_factor;  /**< what a partly invalidated patent still counts */
    const double *ip_value; /**< [n_contracts][n_periods] fen a performing contract's IP is worth
                               with every patent alive; NULL: no expression asks */
    const double *annuity;  /**< [n_patents][n_periods] fen of official annual fees that fall due in
                               the period while the patent lives and the deal bears them; NULL: it
                               bears none */
    double pool_original;   /**< fen */

    int n_accounts, n_fees, n_tranches, n_support, n_triggers, n_ledgers;
    bool bears_interest; /**< some account does */
    bool may_be_called;  /**< some step is a call */
    bool may_buy;        /**< some step buys */
    int n_replacements;
    ipa_plan_replacement *replacements; /**< in the order they are bought */
    double replacement_recovery;        /**< share of the claim at default */
    int replacement_lag;                /**< periods from default to recovery */
    int collection_account;
    int collect[4]; /**< income, principal, prepayment, recovery → account */
    ipa_plan_account *accounts;
    ipa_plan_ledger *ledgers;
    ipa_plan_fee *fees;
    ipa_plan_tranche *tranches;
    ipa_plan_support *support;
    ipa_plan_trigger *triggers;
    const ipa_plan_servicer *servicer; /**< NULL: nothing happens to collections */
    ipa_plan_waterfall waterfalls[IPA_N_WATERFALLS];

    int n_uses;
    ipa_use *uses; /**< closing: proceeds, costs, purchase price; the rest opens the collection
                      account */
    ipa_curve curve;
    const ipa_plan_rates *rates;  /**< NULL: forwards off the curve, on every path */
    const struct ipa_plan *lower; /**< of the vehicle that holds the pool; NULL: this one does */
    int certificate;              /**< tranche of `lower` that is this plan's pool */
    int *certificate_period;      /**< [lower->n_periods] own period in which a payment of it is
                                     collected */
    ipa_plan_stress stress;
    const struct ipa_plan *as_written; /**< the deal without its levers, whose base case is the
                                          forecast; NULL: no lever is in force */
    bool calendar_uncovered; /**< some payment date lies in a year the holiday table does not cover
                              */
} ipa_plan;

/** Resolves a deal that was read without errors. What only shows now (a closing that
 *  lacks money, periods that overlap, an amount that is no whole fen) becomes findings.
 *  @errors IPA_FINDINGS. @owner the arena. */
ipa_status ipa_plan_resolve(const ipa_deal *deal, ipa_arena *arena, ipa_findings *findings,
                            ipa_plan **plan, ipa_error *error) IPA_MUST_USE;

/** The tranche of that id, the first where none is named; −1: there is none of that id. */
int ipa_plan_find_tranche(const ipa_plan *plan, const char *id);

/** What the deal's pool was at the cut-off date: the contracts' principal, or the certificate's
 *  balance. @units fen */
double ipa_plan_pool_original(const ipa_plan *plan);

/** The period (0-based) in which something due on the date is collected: its collection period.
 *  @ensures −1 up to the cut-off date, n_periods after the last collection period. */
int ipa_plan_period(const ipa_plan *plan, ipa_date date);

/** The period in which a recovery arrives that comes `lag_months` after the end of the collection
 *  period of default: whole calendar months (month end clipped), then a fraction of a month as days
 *  of 365/12. @ensures n_periods when it is lost. */
int ipa_plan_recovery_period(const ipa_plan *plan, int default_period, double lag_months);

/** The royalty on sales of one year or period: min(cap, max(minimum, tiers)), the minimum only
 * where it is trued up. @units fen */
double ipa_plan_royalty_fee(const ipa_plan_royalty *royalty, double sales, bool trued_up);

/** Interest of period k per unit of balance, and of interest that was not paid. */
ipa_accrual ipa_plan_accrual(const ipa_plan_tranche *tranche, int k);
ipa_accrual ipa_plan_arrears(const ipa_plan_tranche *tranche, int k);
double ipa_plan_accrual_value(ipa_accrual accrual);

/** The coupon of period k a year; where it changes inside the period, the mean over its days. */
double ipa_plan_coupon(const ipa_plan_tranche *tranche, int k);

/** Interest per unit of balance from the start of period k to a date inside it. */
double ipa_plan_accrued(const ipa_plan *plan, int t, int k, ipa_date date);

/** The share of a residual tranche in what is handed over in kind: alike; 0 for other tranches. */
double ipa_plan_residual_share(const ipa_plan *plan, int t);

/** Whether an expression of the deal names the quantity. */
bool ipa_plan_asks(const ipa_plan *plan, ipa_quantity quantity);

/** The business days a deal is paid on; a file of closed days extends the Chinese table. */
ipa_calendar ipa_plan_calendar(const ipa_deal *deal);

/** Expected probability that a credit has survived to `years` from the cut-off date (its marginal).
 */
double ipa_plan_survival(const ipa_credit *credit, double years);
