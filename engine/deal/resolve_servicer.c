#include "engine/deal/fields.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"

/* What of a period's collections lies with the servicer at worst: those since the hand-over before
 * the one at its end. */
static double held_share(const ipa_period *period, int frequency) {
    if (frequency == IPA_NO_CHOICE)
        return 1;
    const int months = ipa_schedule_months((ipa_frequency)frequency);
    const ipa_date before = ipa_schedule_step(period->collection_end, months, -1, false);
    if (before <= period->collection_start)
        return 1;
    return (double)(period->collection_end - before) /
           (period->collection_end - period->collection_start);
}

void ipa_resolve_servicer(const ipa_resolver *r) {
    const ipa_deal_servicer *source = &r->deal->servicer;
    const int entity = ipa_names_find(r->deal, IPA_NAME_ENTITY, source->entity.id);
    ipa_plan *plan = r->plan;
    if (entity < 0)
        return;
    ipa_plan_servicer *servicer = IPA_NEW(r->arena, ipa_plan_servicer);
    servicer->entity = entity;
    servicer->perfection_periods = source->perfection_periods;
    servicer->lost = IPA_NEW_ARRAY(r->arena, plan->n_periods, double);
    servicer->lost_after_event = IPA_NEW_ARRAY(r->arena, plan->n_periods, double);
    for (int k = 0; k < plan->n_periods && source->commingling; k++) {
        const ipa_period *period = &plan->periods[k];
        const double lost = held_share(period, source->transfer);
        const double after = held_share(period, source->after_event);
        servicer->lost[k] = lost;
        servicer->lost_after_event[k] =
            source->after_event == IPA_NO_CHOICE || after > lost ? lost : after;
    }
    plan->servicer = servicer;
}
