#pragma once
/** Rows of the tapes as they were written: obligors, contracts, dues, patents, default tables.
 *
 *  Knows: the columns, defaults filled in, with their places.
 *  Does not know: the sections of deal.yaml, dense ids.
 */
#include "engine/deal/written.h"
#include "engine/market/profile.h"
#include "engine/market/schedule.h"

/** How likely someone is to default: one of grade, hazard and curve. */
typedef struct ipa_deal_credit {
    ipa_reference rating;
    ipa_number hazard;
    ipa_reference pd_curve; /**< a CSV years,cumulative_pd */
    ipa_pairs loadings;     /**< factor → β of model 3.1 */
} ipa_deal_credit;

typedef enum ipa_patent_kind {
    IPA_PATENT_INVENTION,
    IPA_PATENT_UTILITY_MODEL,
    IPA_PATENT_DESIGN,
    IPA_PATENT_SOFTWARE,
    IPA_PATENT_TRADEMARK
} ipa_patent_kind;

typedef struct ipa_deal_obligor {
    const char *id, *name, *industry, *region, *financials;
    ipa_deal_credit credit;
    ipa_reference guarantor; /**< an entity */
    ipa_number guarantee_share;
    ipa_mark mark; /**< of the row */
} ipa_deal_obligor;

typedef enum ipa_contract_kind {
    IPA_CONTRACT_LICENCE_FEE,
    IPA_CONTRACT_ROYALTY,
    IPA_CONTRACT_LOAN,
    IPA_CONTRACT_LEASE,
    IPA_CONTRACT_RECEIVABLE,
    IPA_CONTRACT_MILESTONE
} ipa_contract_kind;

typedef enum ipa_contract_amortisation {
    IPA_CONTRACT_LEVEL,
    IPA_CONTRACT_EQUAL_PRINCIPAL,
    IPA_CONTRACT_BULLET,
    IPA_CONTRACT_INTEREST_ONLY,
    IPA_CONTRACT_SCHEDULE
} ipa_contract_amortisation;

/** Royalty rate on the part of the sales above `from`, up to the next tier. */
typedef struct ipa_deal_tier {
    ipa_number from, rate;
} ipa_deal_tier;

/** A replacement asset offered to revolving purchases, a row of `pool.replacement.assets`. */
typedef struct ipa_deal_asset {
    const char *id;
    ipa_reference entity;    /**< who pays */
    ipa_date available_from; /**< IPA_NO_DATE: from closing */
    ipa_number principal, rate;
    int term_months;
    ipa_contract_amortisation amortisation;
    ipa_frequency frequency; /**< IPA_NO_CHOICE: the deal's */
    ipa_number price;        /**< not given: that of `pool.replacement` */
    ipa_mark mark;
} ipa_deal_asset;

typedef enum ipa_patent_rule {
    IPA_PATENT_RULE_NONE,
    IPA_PATENT_RULE_ALL,
    IPA_PATENT_RULE_ANY,
    IPA_PATENT_RULE_WEIGHTED
} ipa_patent_rule;

typedef struct ipa_deal_contract {
    const char *id;
    ipa_reference obligor;
    ipa_contract_kind kind;
    ipa_date start, end;
    ipa_frequency frequency; /**< means nothing where the dues are written out */
    ipa_number principal, rate;
    ipa_contract_amortisation amortisation;
    ipa_deal_tier *tiers; /**< [n_tiers], ascending, the first from 0; royalties */
    int n_tiers;
    ipa_number base_sales, minimum, cap; /**< cap not given: none */
    bool royalty_by_period;              /**< tiers, minimum and cap apply to each period */
    ipa_profile profile;
    ipa_reference profile_file; /**< of a `table:` profile */
    ipa_reference factor;       /**< drives its sales; NULL id: none */
    ipa_number sales_volatility, sales_reversion;
    int reporting_lag_months;
    const char *patents; /**< as written, `P1;P2` */
    ipa_patent_rule patent_rule;
    ipa_number deposit;
    ipa_number valuation;
    bool recovery_by_valuation; /**< recovery_mean is a share of the valuation, not of the claim */
    ipa_number prepay_rate, prepay_fee; /**< hazard a year; share of the principal prepaid */
    ipa_number late_probability;
    ipa_reference facility;
    ipa_number recovery_mean, recovery_sd, recovery_lag_months, recovery_lag_sd, recovery_cost;
    const char *ineligible; /**< NULL: in the pool; else the reason why not */
    ipa_date repurchase_on; /**< found ineligible on this date; IPA_NO_DATE: never */
    ipa_mark mark;
} ipa_deal_contract;

typedef struct ipa_deal_due { /**< a row of schedule.csv */
    ipa_reference contract;
    ipa_date due;
    ipa_number principal, income, loss;
    ipa_mark mark;
} ipa_deal_due;

typedef struct ipa_deal_patent {
    const char *id, *title, *technology, *owner, *registration_no;
    ipa_patent_kind kind;
    ipa_date filed, granted, expires, registered_on; /**< IPA_NO_DATE where blank */
    ipa_reference contract;
    ipa_number weight, value;
    int pledge_rank;      /**< 0: blank */
    bool accelerated;     /**< a pending application under accelerated examination */
    bool is_lost;         /**< `expires` is when a stress ends it */
    bool annuity_by_deal; /**< the deal pays its official annual fees, not its owner */
    ipa_mark mark;
} ipa_deal_patent;

/** A table of cumulative default rates by grade and year: years 1…n_years. */
typedef struct ipa_pd_table {
    const char *name;        /**< `idealised` or the file */
    const char *description; /**< what it is and where it comes from */
    const char **grades;     /**< best first, [n_grades] */
    int n_grades, n_years;
    double *cumulative; /**< [n_grades][n_years] */
} ipa_pd_table;

/** A curve years → cumulative probability of default. */
typedef struct ipa_pd_points {
    const char *file;
    double *years, *cumulative;
    int n_points;
} ipa_pd_points;
