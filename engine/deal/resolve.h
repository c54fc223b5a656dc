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
} ipa_resolver;

/** Payment dates, collection and interest periods. @ensures false when there is no grid to go on
 *  with. */
bool ipa_resolve_periods(const ipa_resolver *resolver);

/** Factors, their correlation, the copula's mixing variable, the curve. */
void ipa_resolve_model(const ipa_resolver *resolver);

/** The curve, loadings and address of one obligor or entity. */
void ipa_resolve_model_credit(const ipa_resolver *resolver, const char *id,
                              const ipa_deal_credit *source, ipa_credit *credit);

/** Obligors, contracts, events, recoveries. */
void ipa_resolve_pool(const ipa_resolver *resolver);

/** Entities, accounts, fees, tranches, supports, triggers. */
void ipa_resolve_liabilities(const ipa_resolver *resolver);

/** The priorities of payments. */
void ipa_resolve_steps(const ipa_resolver *resolver);

/** Sources and uses on the closing date; what is left opens the collection account. */
void ipa_resolve_closing(const ipa_resolver *resolver);
