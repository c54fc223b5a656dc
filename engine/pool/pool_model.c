#include "engine/pool/pool_model.h"

#include <math.h>

static void end_with(const ipa_plan_obligor *from, int e, ipa_pool_obligor *to) {
    to->last_event = e;
    to->last_period = from->events[e].period;
    to->last_threshold = from->events[e].threshold;
}

static void compile_dues(const ipa_plan_obligor *from, int n_periods, ipa_pool_obligor *to) {
    for (int e = 0; e < from->n_events; e++) {
        const ipa_event *event = &from->events[e];
        if (event->income == 0 && event->principal == 0 && event->written_off == 0)
            continue;
        end_with(from, e, to);
        if (event->period < n_periods)
            to->dues[to->n_dues++] = (ipa_pool_due){
                .period = event->period,
                .date = event->date,
                .threshold = event->threshold,
                .income = event->income,
                .principal = event->principal,
                .written_off = event->written_off,
            };
    }
}

static double plain_principal(const ipa_plan *plan, const ipa_plan_obligor *obligor) {
    double principal = 0;
    for (int n = 0; n < obligor->n_contracts; n++) {
        const ipa_plan_contract *contract = &plan->contracts[obligor->contracts[n]];
        principal += contract->plain ? contract->principal : 0;
    }
    return principal;
}

static void compile_ends(const ipa_plan *plan, const ipa_plan_obligor *from, ipa_pool_obligor *to) {
    const double principal = plain_principal(plan, from);
    double outstanding = principal;
    for (int e = 0; e < from->n_events; e++) {
        const ipa_event *event = &from->events[e];
        outstanding -= event->principal + event->written_off;
        if (event->period < plan->n_periods && outstanding > 1e-9 * principal &&
            event->date == plan->periods[event->period].collection_end)
            to->ends[to->n_ends++] = (ipa_pool_end){
                .period = event->period, .threshold = event->threshold, .outstanding = outstanding};
    }
}

/* What falls due after the deal has no event of its own, and is owed to the last one. */
static bool goes_on(const ipa_plan *plan, const ipa_plan_obligor *obligor) {
    for (int n = 0; n < obligor->n_contracts && obligor->n_events > 0; n++) {
        const ipa_plan_contract *contract = &plan->contracts[obligor->contracts[n]];
        for (int d = 0; d < contract->n_dues && contract->plain; d++) {
            const ipa_plan_due *due = &contract->dues[d];
            if (due->date > obligor->events[obligor->n_events - 1].date &&
                due->income + due->principal + due->written_off > 0)
                return true;
        }
    }
    return false;
}

static void compile_obligor(const ipa_plan *plan, int i, ipa_arena *arena, ipa_pool_obligor *to) {
    const ipa_plan_obligor *from = &plan->obligors[i];
    *to = (ipa_pool_obligor){.last_event = -1, .last_threshold = -INFINITY};
    to->dues = IPA_NEW_ARRAY(arena, from->n_events, ipa_pool_due);
    to->ends = IPA_NEW_ARRAY(arena, plan->n_periods, ipa_pool_end);
    compile_dues(from, plan->n_periods, to);
    compile_ends(plan, from, to);
    if (goes_on(plan, from))
        end_with(from, from->n_events - 1, to);
    to->claims_below = to->last_threshold;
    for (int n = 0; n < from->n_contracts; n++)
        if (!plan->contracts[from->contracts[n]].plain) {
            const double end = from->end_threshold[plan->n_periods - 1];
            to->claims_below = end > to->claims_below ? end : to->claims_below;
        }
}

static ipa_pool_model *compile(const ipa_plan *plan, ipa_arena *arena) {
    ipa_pool_model *model = IPA_NEW(arena, ipa_pool_model);
    model->plan = plan;
    model->obligors = IPA_NEW_ARRAY(arena, plan->n_obligors, ipa_pool_obligor);
    for (int i = 0; i < plan->n_obligors; i++)
        compile_obligor(plan, i, arena, &model->obligors[i]);
    model->contracts = IPA_NEW_ARRAY(arena, plan->n_contracts, int);
    for (int c = 0; c < plan->n_contracts; c++)
        if (!plan->contracts[c].plain)
            model->contracts[model->n_contracts++] = c;
    return model;
}

const ipa_pool_model *ipa_pool_model_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_pool_model *model = compile(plan, arena);
    if (plan->intensity)
        model->intensity = ipa_intensity_calibrate(plan, arena);
    return model;
}

const ipa_pool_model *ipa_pool_model_base(const ipa_plan *plan, ipa_arena *arena) {
    return compile(plan, arena);
}
