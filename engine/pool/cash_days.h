#pragma once
/** How long collections lie in an account that bears interest before the payment date.
 *
 *  Knows: the day an amount comes in, the payment date of its period, and up to which date that
 *  date credits interest.
 *  Does not know: rates.
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** Rows for a block of the plan's collections, those of days where an account asks for them.
 *  @owner the arena. */
ipa_collections ipa_cash_days_collections(const ipa_plan *plan, ipa_arena *arena);

void ipa_cash_days_clear(const ipa_plan *plan, ipa_collections *to);

/** An amount of one kind that comes in on a date, closing if that is later, and is collected with
 *  period k: `y += days × amount` in the rows of that kind. @shape amount[IPA_LANES] */
void ipa_cash_days_add(const ipa_plan *plan, ipa_collection_kind kind, int k, ipa_date date,
                       const double *amount, ipa_collections *to);

/** The same for one lane, of what comes in at the end of the collection period. */
void ipa_cash_days_add_lane(const ipa_plan *plan, ipa_collection_kind kind, int k, int lane,
                            double amount, ipa_collections *to);

/** Whether anybody asks how long this kind of cash lies. */
static inline bool ipa_cash_days_asked(const ipa_collections *to, ipa_collection_kind kind) {
    return to->cash_days[kind] != NULL;
}
