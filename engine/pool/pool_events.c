#include "engine/pool/pool.h"

static int entity_event(const ipa_pool *pool, int n, int lane, ipa_pool_event *event) {
    const ipa_plan *plan = ipa_pool_plan(pool);
    const ipa_plan_entity *entity = &plan->entities[n];
    const double x = ipa_pool_defaults(pool)->entities[n].lane[lane];
    int k = 0;
    while (k < plan->n_periods && x > ipa_pool_model_threshold(entity->threshold[k]))
        k++;
    if (k == plan->n_periods)
        return 0;
    *event = (ipa_pool_event){.contract = -1 - n,
                              .period = k,
                              .recovery_period = plan->n_periods,
                              .default_years = ipa_defaults_years(plan, &entity->credit, x)};
    return 1;
}

ipa_pool_event *ipa_pool_events(ipa_pool *pool, int lane, ipa_arena *arena, int *n_events) {
    const ipa_plan *plan = ipa_pool_plan(pool);
    int n_claims;
    const ipa_claim *claims = ipa_pool_claims(pool, lane, &n_claims);
    ipa_pool_event *events =
        IPA_NEW_ARRAY(arena, plan->n_contracts + plan->n_entities, ipa_pool_event);
    *n_events = 0;
    for (int n = 0; n < n_claims; n++)
        events[(*n_events)++] = (ipa_pool_event){
            .contract = claims[n].contract,
            .period = claims[n].period,
            .claim = claims[n].amount,
            .recovery = claims[n].recovery,
            .recovery_period = claims[n].recovery_period,
            .default_years = claims[n].years,
        };
    for (int n = 0; n < plan->n_entities; n++)
        *n_events += entity_event(pool, n, lane, events + *n_events);
    return events;
}
