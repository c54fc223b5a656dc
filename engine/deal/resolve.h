#pragma once
/** The parts of ipa_plan_resolve, in the order they are done.
 *
 *  Knows: the deal, the plan under construction, where findings go.
 *  Does not know: paths.
 *
 *  Each part fills its own fields of the plan and adds a finding for what it cannot resolve, so
 * that the parts after it still find what they need.
 */
#include "engine/deal/plan.h"

typedef struct ipa_resolver {
    const ipa_deal *deal;
    ipa_plan *plan;
    ipa_arena *arena;
    ipa_findings *findings;
    bool by_period; /**< obligors live in period k iff X > k, unless they are forced to default */
    ipa_laws *laws;
} ipa_resolver;

/** Payment dates, collection and interest periods. @ensures false when there is no grid to go on
 *  with. */
bool ipa_resolve_periods(const ipa_resolver *resolver);

/** Factors, their correlation, the copula's mixing variable, the curve. */
void ipa_resolve_model(const ipa_resolver *resolver);

/** The curve, loadings and address of one obligor or entity. */
void ipa_resolve_model_credit(const ipa_resolver *resolver, const char *id,
                              const ipa_deal_credit *source, ipa_credit *credit);

/** Where an obligor or entity still lives on a date: the threshold of its latent variable, or the
 *  years from the cut-off date where that is the default time itself. */
double ipa_resolve_model_threshold(const ipa_resolver *resolver, const ipa_credit *credit,
                                   ipa_date date);

/** Lengths of the collection periods, weights of the whole-life factors, sales of the factors. */
void ipa_resolve_sales(const ipa_resolver *resolver);

/** A contract's own noise around the sales of its factor. */
ipa_plan_process ipa_resolve_sales_own(const ipa_resolver *resolver,
                                       const ipa_deal_contract *contract);

/** Lives and annual fees of the patents on the tape. */
void ipa_resolve_patents(const ipa_resolver *resolver);

/** A contract's patents, their weights and what they decide. */
void ipa_resolve_patents_contract(const ipa_resolver *resolver, ipa_plan_contract *contract);

/** What each contract's IP is worth by period, where an expression of the plan, or of the one above
 *  it, asks. The last part. */
void ipa_resolve_ip_value(const ipa_resolver *resolver, const ipa_plan *asking);

/** Platform fee, buy-back undertaking, facilities. */
void ipa_resolve_recovery(const ipa_resolver *resolver);

/** Deposit, facility and disposal of a contract whose patents are known. */
void ipa_resolve_recovery_contract(const ipa_resolver *resolver, ipa_plan_contract *contract);

/** What is left of a value of 1 after `years` of being for sale: (1 − decay)^years. */
double ipa_resolve_recovery_decay(const ipa_resolver *resolver, double years);

/** Periods of sales and base-case dues of a running royalty. */
void ipa_resolve_royalty(const ipa_resolver *resolver, ipa_plan_contract *contract);

/** Obligors, contracts, events. */
void ipa_resolve_pool(const ipa_resolver *resolver);

/** The deal with those levers on top that change its figures: curve, hazards and lives of patents.
 *  `as_written`: the plan without levers, which says what hangs on a patent; NULL: not known.
 *  @owner the arena. */
const ipa_deal *ipa_resolve_stress_deal(const ipa_deal *deal, const ipa_plan *as_written,
                                        ipa_arena *arena);

/** The deal without any lever. @owner the arena. */
const ipa_deal *ipa_resolve_stress_without(const ipa_deal *deal, ipa_arena *arena);

/** Multiples of default probabilities and forced defaults of an obligor, of an entity. */
void ipa_resolve_stress_obligor(const ipa_resolver *resolver, ipa_credit *credit);
void ipa_resolve_stress_entity(const ipa_resolver *resolver, ipa_credit *credit);

/** The largest obligors, whose contracts are known, default. */
void ipa_resolve_stress_largest(const ipa_resolver *resolver);

/** Uniform defaults: curves of the obligors, whose contracts are known, and weights of the base
 *  case. */
void ipa_resolve_default_rate(const ipa_resolver *resolver);

/** What loadings on factors are multiplied by. */
double ipa_resolve_stress_loadings(const ipa_resolver *resolver, const double *loadings);

/** A mean recovery times the multiple, at most 1. */
double ipa_resolve_stress_recovered(const ipa_resolver *resolver, double mean);

/** A contract's recovery likewise: below 1 every recovery falls in proportion, above it what is not
 *  recovered does, so that the mean is the multiple of what it was and no recovery passes 1. */
void ipa_resolve_stress_recovery(const ipa_resolver *resolver, ipa_plan_contract *contract);

/** What is left of each due of a royalty in the season that is cut. @shape [n_dues] NULL: all. */
double *ipa_resolve_stress_season(const ipa_resolver *resolver, const ipa_plan_contract *contract);

/** Shifted factors, and the sales expected with them. */
void ipa_resolve_stress_factors(const ipa_resolver *resolver);

/** What is done to all the pool brings. */
void ipa_resolve_stress_cash(const ipa_resolver *resolver);

/** Entities, accounts, fees, tranches, supports, triggers. */
void ipa_resolve_liabilities(const ipa_resolver *resolver);

/** Fees and taxes: what accrues, in which days, within which limits. */
void ipa_resolve_fees(const ipa_resolver *resolver);

/** Supports, their interest, their fees, and until when they can be drawn. */
void ipa_resolve_fees_support(const ipa_resolver *resolver);
/** Tranches: units, coupons, schedules. */
void ipa_resolve_tranches(const ipa_resolver *resolver);

/** A tranche's interest by period where its coupon steps, floats or changes at a put; the put and
 *  lockout must be resolved. */
void ipa_resolve_coupons(const ipa_resolver *resolver, const ipa_deal_tranche *source,
                         ipa_plan_tranche *tranche);

/** The index of that name; NULL: none. */
const ipa_deal_index *ipa_resolve_coupons_index(const ipa_deal *deal, const char *id);

/** Whether an index's level on the date is a fixing, and so stands whatever happens. */
bool ipa_resolve_coupons_fixed(const ipa_deal_index *index, ipa_date date);

/** Its level on the date, not rounded: fixed, or what is expected. */
ipa_decimal ipa_resolve_coupons_level(const ipa_deal *deal, const ipa_deal_index *index,
                                      ipa_date date);

/** The date on which each period's reference rate is looked at. @shape resets[n_periods] */
void ipa_resolve_coupons_resets(const ipa_plan *plan, const ipa_deal_tranche *source,
                                ipa_date *resets);

/** Rate × fraction of (from, to] under a stepped coupon, the parts summed exactly; `whole` is the
 *  fraction of it all. */
ipa_accrual ipa_resolve_coupons_part(const ipa_deal_tranche *source, ipa_date from, ipa_date to,
                                     ipa_fraction whole);

/** Rates on the paths, of a plan and of the vehicle below it (NULL: none): what floats, what
 *  discounts. The last part. */
void ipa_resolve_rates(const ipa_resolver *resolver, ipa_plan *lower);

/** What a default of the servicer does to the collections of each period. */
void ipa_resolve_servicer(const ipa_resolver *resolver);

/** What revolving purchases may buy. After the entities. */
void ipa_resolve_replacement(const ipa_resolver *resolver);

/** The priorities of payments. */
void ipa_resolve_steps(const ipa_resolver *resolver);

/** When a plan collects what its vehicle pays, and what the vehicle's pool must tell it. */
void ipa_resolve_vehicles(const ipa_resolver *resolver, ipa_plan *lower);

/** Sources and uses on the closing date; what is left opens the collection account. */
void ipa_resolve_closing(const ipa_resolver *resolver);
