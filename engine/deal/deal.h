#pragma once
/** A deal as it was written: every figure still decimal, every name still a name, with its place.
 *
 *  Knows: the sections of deal.yaml and the tapes, defaults filled in.
 *  Does not know: dense ids, the period grid, paths (the plan does).
 *
 *  Amounts are in the deal's currency, rates per year as decimals, dates serial days.
 */
#include "engine/deal/deal_tapes.h"
#include "engine/deal/levers.h"
#include "engine/deal/tape.h"
#include "engine/market/calendar.h"
#include "engine/market/day_count.h"
#include "engine/market/short_rate.h"
#include "engine/math/laws.h"

typedef struct ipa_party {
    const char *role;
    const char *name;
} ipa_party;

typedef struct ipa_deal_terms {
    ipa_words_pair name;
    const char *currency;
    ipa_date cutoff, closing, legal_final;
    bool rounds; /**< false: `units: none` */
    ipa_number face;
    int interest_decimals;  /**< of the per-unit interest */
    int principal_decimals; /**< of the per-unit principal */
    ipa_party *parties;
    int n_parties;
} ipa_deal_terms;

/** The originator's undertaking to buy back what proves ineligible. */
typedef struct ipa_deal_repurchase {
    ipa_reference entity; /**< NULL id: none */
    ipa_number price;     /**< per unit of outstanding principal */
} ipa_deal_repurchase;
/** What a revolving purchase buys: assets of a constant form, and before them those of a file. */
typedef struct ipa_deal_replacement {
    ipa_reference *entities; /**< who pay the constant form, share and share alike */
    int n_entities;
    int term_months; /**< 0: not given */
    ipa_number rate;
    ipa_frequency frequency; /**< IPA_NO_CHOICE: the deal's */
    ipa_contract_amortisation amortisation;
    ipa_number price; /**< paid per unit of principal */
    ipa_number recovery_mean;
    int recovery_lag_months;
    ipa_reference assets_file;
    ipa_deal_asset *assets; /**< in the order they are offered */
    int n_assets;
    const ipa_node *node; /**< NULL: none is described */
} ipa_deal_replacement;

/** The tapes as named under `pool`. */
typedef struct ipa_deal_pool {
    ipa_reference obligors, contracts, schedule, patents;
    ipa_deal_repurchase repurchase;
    ipa_reference certificate; /**< `trust.CERT`: the pool is this tranche of a vehicle; NULL id:
                                  the contracts themselves */
    ipa_deal_replacement replacement;
} ipa_deal_pool;

typedef struct ipa_deal_calendar {
    const char *holidays; /**< CN, WEEKENDS, NONE or the file's name */
    ipa_date_list extra;  /**< the file's closed dates */
    ipa_roll roll;
    bool adjusted; /**< interest accrues between rolled dates */
} ipa_deal_calendar;

/* X(enum, name, business days before the payment date unless the deal says otherwise) */
#define IPA_OFFSET_TABLE(X)          \
    X(CALCULATION, "calculation", 7) \
    X(NOTICE, "notice", 6)           \
    X(TRANSFER, "transfer", 5)       \
    X(FUNDING, "funding", 2)         \
    X(RECORD, "record", 1)

/** What happens before a payment date. */
typedef enum ipa_offset {
#define IPA_OFFSET_ENUM(id, name, days) IPA_OFFSET_##id,
    IPA_OFFSET_TABLE(IPA_OFFSET_ENUM)
#undef IPA_OFFSET_ENUM
        IPA_N_OFFSETS
} ipa_offset;

typedef struct ipa_deal_offsets {
    int days[IPA_N_OFFSETS]; /**< business days before the payment date */
} ipa_deal_offsets;

typedef struct ipa_deal_periods {
    ipa_date first_payment;
    ipa_frequency frequency; /**< means nothing where the dates are written out */
    ipa_date_list dates;     /**< when written out; else n_dates 0 */
    bool end_of_month;
    int collection_lag_days;
    ipa_deal_offsets offsets;
} ipa_deal_periods;

typedef struct ipa_deal_account {
    const char *id;
    ipa_number initial;
    ipa_formula target;
    ipa_number rate; /**< interest on the daily balance */
    ipa_day_count day_count;
    ipa_date_list credit; /**< of that interest; none: every payment date */
    const char *pot_of;   /**< the account whose retained pot this is; NULL: none */
    const ipa_node *node;
} ipa_deal_account;

typedef struct ipa_deal_ledger {
    const char *id;
    ipa_number initial;
    const ipa_node *node;
} ipa_deal_ledger;

typedef enum ipa_fee_per { IPA_PER_YEAR, IPA_PER_PERIOD, IPA_PER_PAYMENT } ipa_fee_per;

typedef struct ipa_deal_fee {
    const char *id;
    bool is_tax;
    ipa_number rate;       /**< per year for `per: year`, else a share of the base */
    ipa_number first_rate; /**< of the first period; not given: `rate` */
    ipa_number amount;     /**< in place of rate × base */
    ipa_formula base;
    ipa_number floor, cap, cumulative_cap; /**< of what falls due; not given: none */
    bool cumulative;         /**< on the base of all dates so far, less what fell due before */
    ipa_number arrears_rate; /**< at which what is unpaid accrues */
    ipa_fee_per per;
    bool carry;          /**< what is unpaid stays due */
    bool carry_negative; /**< a negative due is set off against the next */
    ipa_day_count day_count;
    bool accrues_by_collection; /**< days of the collection period, not of the interest period */
    ipa_date_list due;
    const ipa_node *node;
} ipa_deal_fee;

typedef enum ipa_amortisation {
    IPA_AMORTISATION_SCHEDULE, /**< scheduled principal per 100 of face */
    IPA_AMORTISATION_PASS_THROUGH,
    IPA_AMORTISATION_BULLET,
    IPA_AMORTISATION_RESIDUAL
} ipa_amortisation;

/** Months between two resets of a floating coupon; 0: every interest period. */
typedef enum ipa_reset {
    IPA_RESET_PERIOD = 0,
    IPA_RESET_MONTHLY = 1,
    IPA_RESET_QUARTERLY = 3,
    IPA_RESET_SEMIANNUAL = 6,
    IPA_RESET_ANNUAL = 12
} ipa_reset;

/** index + spread, not below the floor, not above the cap. */
typedef struct ipa_deal_floating {
    ipa_reference index; /**< NULL id: the coupon does not float */
    ipa_number spread, cap, floor;
    ipa_reset reset;
    int decimals; /**< to which the index is rounded, of the rate as a decimal */
} ipa_deal_floating;

/** Holders may hand a share of the notes back on a date: how many do is an assumption. */
typedef struct ipa_deal_put {
    ipa_date date; /**< IPA_NO_DATE: none */
    ipa_number share, price;
    ipa_number coupon; /**< of what remains; not given: as before */
} ipa_deal_put;

typedef struct ipa_deal_tranche {
    const char *id;
    ipa_words_pair name;
    ipa_number balance;
    ipa_number coupon; /**< fixed */
    ipa_dated_list coupon_steps;
    ipa_deal_floating floating;
    ipa_day_count day_count;
    ipa_amortisation amortisation;
    ipa_number *schedule_per_100; /**< [n_schedule], by period; sums to 100 */
    int n_schedule;
    ipa_reference schedule_file; /**< NULL id: none */
    ipa_dated_list schedule;     /**< of the file, by nominal payment date */
    bool schedule_is_balance;    /**< the file gives target balances, not instalments per 100 */
    ipa_date lockout;            /**< no principal is due up to this date; IPA_NO_DATE: none */
    ipa_date accrete_until;      /**< up to this date interest is added to the balance */
    ipa_formula notional;        /**< what interest is on, in place of the balance */
    ipa_deal_put put;
    bool interest_carry;     /**< unpaid interest stays due */
    ipa_date expected_final; /**< IPA_NO_DATE: the legal final */
    bool arrears_at_coupon;  /**< `unpaid_interest_rate: coupon` */
    ipa_number unpaid_interest_rate;
    bool timely;
    const ipa_node *node;
} ipa_deal_tranche;

typedef enum ipa_support_kind {
    IPA_SUPPORT_SHORTFALL,
    IPA_SUPPORT_GUARANTEE,
    IPA_SUPPORT_DEPOSIT,
    IPA_SUPPORT_LIQUIDITY
} ipa_support_kind;

typedef struct ipa_deal_support {
    const char *id;
    ipa_support_kind kind;
    ipa_reference entity;       /**< NULL id: never fails */
    ipa_number cap;             /**< not given: unlimited */
    bool reimbursed;            /**< a liquidity facility is, whatever this says */
    bool revolving;             /**< likewise */
    ipa_number rate;            /**< on what stands drawn */
    ipa_number commitment_rate; /**< on what of the cap is not drawn */
    ipa_day_count day_count;    /**< of both rates */
    ipa_date lapses;            /**< IPA_NO_DATE: never */
    const ipa_node *node;
} ipa_deal_support;

/** From this date on, until the next step. */
typedef struct ipa_deal_rating_step {
    ipa_date from;
    ipa_reference rating;
} ipa_deal_rating_step;

typedef struct ipa_deal_entity {
    const char *id;
    const char *name;
    ipa_deal_credit credit;
    ipa_deal_rating_step *rating_path; /**< [n_rating_path] by date; defaults follow `credit` */
    int n_rating_path;
    const ipa_node *node;
} ipa_deal_entity;

typedef enum ipa_effect {
    IPA_EFFECT_NONE,
    IPA_EFFECT_ACCELERATE,
    IPA_EFFECT_DEFAULT,
    IPA_EFFECT_TRAP,          /**< residual tranches get nothing */
    IPA_EFFECT_STOP_REVOLVING /**< nothing more is bought */
} ipa_effect;

/** Who collects for the deal, and what its default does to the money under way. */
typedef struct ipa_deal_servicer {
    ipa_reference entity; /**< NULL id: none */
    bool commingling;
    int perfection_periods;
    int transfer, after_event; /**< ipa_frequency; IPA_NO_CHOICE: once a period, as before */
    const ipa_node *node;
} ipa_deal_servicer;

typedef enum ipa_takes_effect { IPA_TAKES_EFFECT_SAME, IPA_TAKES_EFFECT_NEXT } ipa_takes_effect;

typedef struct ipa_deal_trigger {
    const char *id;
    ipa_formula when;
    ipa_formula restore; /**< it goes off when this holds; not given: when `when` does not */
    bool after_payment;  /**< tested after the steps, takes effect on the next date */
    int takes_effect;    /**< ipa_takes_effect; IPA_NO_CHOICE: as `test` says */
    int consecutive;
    bool curable;
    ipa_effect effect;
    const ipa_node *node;
} ipa_deal_trigger;

typedef enum ipa_verb {
    IPA_VERB_PAY,
    IPA_VERB_MOVE, /**< and `set_aside`: into the retained pot */
    IPA_VERB_DRAW,
    IPA_VERB_LEDGER,
    IPA_VERB_BUY,
    IPA_VERB_CALL
} ipa_verb;
typedef enum ipa_how { IPA_HOW_DEFAULT, IPA_HOW_SEQUENTIAL, IPA_HOW_PRO_RATA } ipa_how;

typedef struct ipa_deal_step {
    ipa_verb verb;
    ipa_reference *payees; /**< of `pay`, or the dues of a draw's `for`: `vat`, `A.interest`, … */
    int n_payees;
    ipa_reference source;  /**< of `draw`: the support; of `draw: {account: …}`: NULL id */
    ipa_reference account; /**< of `move`: the destination; of `draw: {account: …}`: the source */
    ipa_reference ledger;
    ipa_reference from; /**< default `collection` (the first account when there is none so named) */
    ipa_how how;
    ipa_formula amount, limit, when, price;
    const ipa_node *node;
} ipa_deal_step;

typedef enum ipa_waterfall_kind {
    IPA_WATERFALL_NORMAL,
    IPA_WATERFALL_ACCELERATED,
    IPA_WATERFALL_DEFAULT,
    IPA_N_WATERFALLS
} ipa_waterfall_kind;

typedef struct ipa_deal_waterfall {
    ipa_deal_step *steps;
    int n_steps;
    bool given; /**< a missing one falls back: default → accelerated → normal */
} ipa_deal_waterfall;

typedef struct ipa_deal_upfront {
    const char *id;
    ipa_number rate, amount;
    ipa_formula base;
    const ipa_node *node;
} ipa_deal_upfront;

/** Sources and uses on the closing date. */
typedef struct ipa_deal_closing {
    bool given;
    ipa_pairs proceeds; /**< tranche → issue price per 100 */
    ipa_deal_upfront *upfront;
    int n_upfront;
    ipa_number purchase_price;
} ipa_deal_closing;

/** A reference rate: its level as it was fixed, and as it is expected after that. */
typedef struct ipa_deal_index {
    const char *id;
    ipa_number flat;
    ipa_reference curve_file, fixings_file;
    double *knot_years, *knot_rates; /**< [n_knots] level by years from the valuation date */
    int n_knots;
    ipa_dated_list fixings; /**< each holds until the next */
    int tenor_months;       /**< of what it is the rate for; 0: not given, a year */
    const ipa_node *node;
} ipa_deal_index;

/** The form of Nelson and Siegel in place of knots. */
typedef struct ipa_deal_nelson_siegel {
    ipa_number level, slope, curvature, decay_years;
    const ipa_node *node; /**< NULL: not given */
} ipa_deal_nelson_siegel;

typedef struct ipa_deal_market {
    ipa_deal_index *indices;
    int n_indices;
    ipa_date valuation_date;
    bool flat;
    ipa_number flat_rate;
    ipa_deal_nelson_siegel form;
    ipa_reference curve_file;
    double *knot_years, *knot_rates; /**< [n_knots] of the file */
    int n_knots;
    bool annual;       /**< compounding; else continuous */
    ipa_pairs spreads; /**< tranche → spread */
} ipa_deal_market;

/** The log-sales process of one factor; with `growth` its log growth itself reverts. */
typedef struct ipa_deal_process {
    ipa_reference factor;
    ipa_number reversion, volatility;
    bool grows;
    ipa_number growth_initial, growth_mean, growth_reversion, growth_volatility, growth_correlation;
    const ipa_node *node;
} ipa_deal_process;

/* X(enum, name on the tape): why a patent stops counting. A partial invalidation lessens it. */
#define IPA_PATENT_CAUSE_TABLE(X) \
    X(LAPSE, "lapse")             \
    X(OBSOLETE, "obsolete")       \
    X(INVALID, "invalid_full")    \
    X(PARTIAL, "invalid_partial")

typedef enum ipa_patent_cause {
#define IPA_PATENT_CAUSE_ENUM(id, name) IPA_CAUSE_##id,
    IPA_PATENT_CAUSE_TABLE(IPA_PATENT_CAUSE_ENUM)
#undef IPA_PATENT_CAUSE_ENUM
        IPA_N_PATENT_CAUSES
} ipa_patent_cause;

/** From this age on, until the next row of the kind and cause. */
typedef struct ipa_deal_hazard {
    ipa_patent_kind kind;
    ipa_patent_cause cause;
    double age_from, hazard; /**< years since filing; per year */
    ipa_mark mark;           /**< of the row; without a file in the built-in table */
} ipa_deal_hazard;

typedef struct ipa_deal_patent_model {
    ipa_reference hazards; /**< `builtin`, `none` or a CSV */
    ipa_deal_hazard *rows; /**< of the table in use, by kind, cause and age [n_rows] */
    int n_rows;
    ipa_number family_share, partial_factor;
    ipa_number grant_median_months, grant_sigma, grant_probability;
    ipa_number grant_accelerated_factor; /**< times the median, for accelerated applications */
} ipa_deal_patent_model;

typedef struct ipa_deal_facility {
    const char *id;
    ipa_number share, cap_per_obligor, pool_cap; /**< caps not given: unlimited */
    ipa_number lag_months;
    bool needs_pledge;
    bool repaid; /**< later recoveries repay it in proportion */
    const ipa_node *node;
} ipa_deal_facility;

/** The originator's undertaking to buy back the IP of a defaulted contract. */
typedef struct ipa_deal_buyback {
    ipa_reference entity; /**< NULL id: none */
    ipa_number share;     /**< of the claim or valuation, as `recovery_basis` says */
    ipa_number lag_months;
} ipa_deal_buyback;

/** A short rate that floating coupons and discounting follow on the paths. */
typedef struct ipa_deal_rates {
    ipa_short_rate_kind kind;
    ipa_number reversion, mean, volatility, initial; /**< not given: see fields_rates */
    ipa_pairs loadings;                              /**< factor → share of its shocks */
    ipa_reference *indices;                          /**< those that follow it; none: all */
    int n_indices;
    bool discounts;       /**< present values on paths, too */
    const ipa_node *node; /**< NULL: forwards off the curve, on every path */
} ipa_deal_rates;

typedef struct ipa_deal_model {
    bool student_t;
    bool intensity; /**< hazards tied to the sales of the factors, in place of a copula */
    ipa_number degrees_of_freedom;
    ipa_reference pd_table; /**< `idealised` or a CSV */
    ipa_reference *factors; /**< [n_factors] */
    int n_factors;
    double *correlation; /**< [n_factors][n_factors] */
    bool repair_correlation;
    ipa_deal_process *sales;
    int n_sales;
    ipa_deal_patent_model patents;
    ipa_number recovery_correlation;
    ipa_reference recovery_factor;
    ipa_number recovery_decay, unregistered_share;
    ipa_number platform_fee; /**< share of what a disposal brings */
    ipa_deal_buyback buyback;
    ipa_deal_facility *facilities;
    int n_facilities;
    ipa_deal_rates rates;
} ipa_deal_model;

typedef struct ipa_deal_simulation {
    long n_paths;
    unsigned long long seed;
    bool rounding;
} ipa_deal_simulation;

typedef enum ipa_language { IPA_LANGUAGE_ZH, IPA_LANGUAGE_EN, IPA_LANGUAGE_BOTH } ipa_language;
typedef enum ipa_unit { IPA_UNIT_YUAN, IPA_UNIT_WAN, IPA_UNIT_YI } ipa_unit;

typedef struct ipa_deal_reports {
    ipa_language language;
    ipa_unit unit;
} ipa_deal_reports;

/* ---- beside the deal: what a firm bears, what its patents are worth ---- */

/* X(enum, name in the deal, what it is): bases of what a firm pays or is given beside the deal. */
#define IPA_FIRM_BASE_TABLE(X)                             \
    X(INTEREST, "interest", "income due in the year")      \
    X(PRINCIPAL, "principal", "principal received")        \
    X(BALANCE, "balance", "principal as the year begins")  \
    X(VALUATION, "valuation", "appraised value of its IP") \
    X(FEES, "fees", "its fees of the year; subsidies only")

typedef enum ipa_firm_base {
#define IPA_FIRM_BASE_ENUM(id, name, text) IPA_FIRM_##id,
    IPA_FIRM_BASE_TABLE(IPA_FIRM_BASE_ENUM)
#undef IPA_FIRM_BASE_ENUM
        IPA_N_FIRM_BASES
} ipa_firm_base;

/** What a firm pays or is given beside the deal: a fee of `obligor_fees`, or a subsidy. */
typedef struct ipa_deal_firm_item {
    const char *id;
    ipa_words_pair name;
    ipa_firm_base base;
    ipa_number rate, amount; /**< share of the base, or a fee's amount in its place */
    ipa_number cap;          /**< of a subsidy; not given: none */
    bool whole;              /**< a fee paid once, a cap for the whole life; else each year */
    const ipa_node *node;
} ipa_deal_firm_item;

typedef struct ipa_deal_indicator { /**< a row of the scoring table's weights */
    int level;                      /**< ipa_indicators level: legal, technical, economic */
    const char *name;
    ipa_number weight;
    ipa_mark mark;
} ipa_deal_indicator;

typedef struct ipa_deal_score {
    ipa_reference patent;
    const char *indicator;
    ipa_number score; /**< 0…100 */
    ipa_mark mark;
} ipa_deal_score;

/** How `ipabs value` values patents and contracts. */
typedef struct ipa_deal_valuation {
    ipa_number rate, spread; /**< flat, or over the market curve; a year, annual compounding */
    ipa_number tax_rate;
    bool default_risk;
    ipa_pairs base_sales;     /**< contract → sales a year */
    ipa_number royalty_rate;  /**< of relief; not given: the contract's own */
    ipa_pairs royalty_rates;  /**< contract → rate */
    ipa_number margin, share; /**< of profit split */
    ipa_pairs margins;        /**< contract → margin */
    ipa_number renewal_mu, renewal_sigma, renewal_decay;
    ipa_reference indicators_file, scores_file;
    ipa_number appraisal_band;
    ipa_deal_indicator *indicators;
    int n_indicators;
    ipa_deal_score *scores;
    int n_scores;
} ipa_deal_valuation;

typedef struct ipa_deal {
    ipa_arena *arena;
    ipa_laws *laws; /**< quantile tables of recoveries and lags */
    const char *folder;
    const char *sha256; /**< of deal.yaml, the tapes and the overrides, 64 hex digits */
    ipa_node *root;
    const char **overrides; /**< `field=value` as set from outside */
    int n_overrides;

    ipa_deal_terms terms;
    ipa_deal_calendar calendar;
    ipa_deal_periods periods;
    ipa_deal_pool pool;
    ipa_deal_account *accounts; /**< the retained pots last */
    int n_accounts, n_pots;
    ipa_deal_ledger *ledgers;
    int n_ledgers;
    ipa_reference collect[4]; /**< income, principal, prepayment, recovery → account */
    ipa_deal_fee *fees;
    int n_fees;
    ipa_deal_tranche *tranches;
    int n_tranches;
    ipa_deal_support *support;
    int n_support;
    ipa_deal_entity *entities;
    int n_entities;
    ipa_deal_trigger *triggers;
    int n_triggers;
    ipa_deal_servicer servicer;
    ipa_deal_waterfall waterfalls[IPA_N_WATERFALLS];
    ipa_deal_closing closing;
    ipa_deal_market market;
    ipa_deal_model model;
    ipa_deal_stress stress;
    ipa_deal_simulation simulation;
    ipa_deal_reports reports;
    ipa_deal_firm_item *subsidies, *obligor_fees;
    int n_subsidies, n_obligor_fees;
    ipa_deal_valuation valuation;

    ipa_deal_obligor *obligors;
    int n_obligors;
    ipa_deal_contract *contracts;
    int n_contracts;
    ipa_deal_due *dues; /**< schedule.csv, in file order */
    int n_dues;
    ipa_deal_patent *patents;
    int n_patents;
    ipa_pd_table pd_table;
    ipa_pd_points *pd_curves; /**< the files named by `pd_curve` */
    int n_pd_curves;

    /** Vehicles below this deal: each a deal of its own on the same pool, entities, market and
     *  model, with dates, accounts, fees, notes, support, triggers and steps of its own. */
    struct ipa_deal *vehicles;
    int n_vehicles;
    const char *vehicle; /**< of such a vehicle: its id; NULL: the deal itself */
} ipa_deal;

/** Where an override is written that does not come from the command line. */
typedef struct ipa_override_origin {
    ipa_mark mark;         /**< of the field's name */
    const ipa_node *value; /**< as it was read there; NULL: on the command line */
} ipa_override_origin;

typedef struct ipa_read_options {
    const char *const *overrides; /**< `field.path=value` */
    int n_overrides;
    const ipa_override_origin *origins; /**< [n_overrides]; NULL: all are the command line's */
    ipa_laws *laws;                     /**< to share between deals; NULL: the deal has its own */
} ipa_read_options;

/** Reads a deal folder (or its deal.yaml) and judges it. All findings of the folder are gathered in
 *  `findings` (made by the caller on `arena`), errors and warnings alike, in one run.
 *  @errors IPA_FINDINGS when there is any error (`*deal` may then be partly filled: do not use);
 *          IPA_MISSING when the folder or deal.yaml is not there.
 *  @owner the arena. */
ipa_status ipa_deal_read(const char *path, const ipa_read_options *options, ipa_arena *arena,
                         ipa_findings *findings, ipa_deal **deal, ipa_error *error) IPA_MUST_USE;
