#include <math.h>
#include <stdlib.h>

#include "engine/deal/contract_schedule.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"
#include "engine/math/elementary.h"

/* ---- contracts ---- */

static void resolve_dues(const ipa_resolver *r, ipa_plan_contract *contract) {
    int n_all;
    ipa_plan_due *all =
        ipa_contract_schedule_dues(r->deal, contract->source, r->arena, r->findings, &n_all);
    int first = 0;
    while (first < n_all && all[first].date <= r->deal->terms.cutoff)
        first++;
    contract->dues = all + first;
    contract->n_dues = n_all - first;
    if (first < n_all)
        contract->principal =
            all[first].outstanding + all[first].principal + all[first].written_off;
    for (int at = 0; at < contract->n_dues; at++) {
        ipa_plan_due *due = &contract->dues[at];
        due->period = due->accrual_period = ipa_plan_period(r->plan, due->date);
    }
}

/** The contract's own terms that end it early or pay it late. */
static void resolve_behaviour(const ipa_resolver *r, ipa_plan_contract *contract) {
    const ipa_deal_contract *source = contract->source;
    const ipa_date cutoff = r->deal->terms.cutoff;
    const ipa_deal_stress *stress = &r->deal->stress;
    const double rate =
        source->prepay_rate.value * ipa_levers_multiple(stress->prepayment_multiplier);
    contract->prepay_fee = source->prepay_fee.value;
    contract->late_probability = source->late_probability.value;
    if (contract->late_probability < stress->late_probability.value)
        contract->late_probability = stress->late_probability.value;
    if (!(rate > 0))
        return;
    const ipa_date from = source->start > cutoff ? source->start : cutoff;
    contract->prepaid = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, double);
    for (int k = 0; k < r->plan->n_periods; k++) {
        const ipa_date end = r->plan->periods[k].collection_end;
        contract->prepaid[k] = end > from ? -ipa_expm1(-rate * ((end - from) / 365.0)) : 0;
    }
}

/** When the originator buys back what has been found ineligible. */
static void resolve_repurchase(const ipa_resolver *r, ipa_plan_contract *contract) {
    const ipa_date on = contract->source->repurchase_on;
    contract->repurchase_period = on == IPA_NO_DATE ? -1 : ipa_plan_period(r->plan, on);
    contract->is_repurchased = r->plan->repurchase_entity >= 0 &&
                               contract->repurchase_period >= 0 &&
                               contract->repurchase_period < r->plan->n_periods;
}

static bool is_plain(const ipa_plan_contract *contract) {
    return !contract->is_repurchased && contract->royalty == NULL &&
           contract->patent_rule == IPA_PATENT_RULE_NONE && contract->prepaid == NULL &&
           contract->late_probability == 0;
}

static void resolve_contract(const ipa_resolver *r, ipa_plan_contract *contract) {
    if (contract->source->kind == IPA_CONTRACT_ROYALTY)
        ipa_resolve_royalty(r, contract);
    else
        resolve_dues(r, contract);
    ipa_resolve_patents_contract(r, contract);
    ipa_resolve_recovery_contract(r, contract);
    resolve_behaviour(r, contract);
    resolve_repurchase(r, contract);
    contract->plain = is_plain(contract);
}

static void resolve_contracts(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->contracts = IPA_NEW_ARRAY(r->arena, r->deal->n_contracts, ipa_plan_contract);
    for (int at = 0; at < r->deal->n_contracts; at++) {
        const ipa_deal_contract *source = &r->deal->contracts[at];
        int i = ipa_names_find(r->deal, IPA_NAME_OBLIGOR, source->obligor.id);
        if (source->ineligible != NULL || i < 0)
            continue;
        int c = plan->n_contracts++;
        ipa_plan_contract *contract = &plan->contracts[c];
        contract->source = source;
        contract->obligor = i;
        resolve_contract(r, contract);
        ipa_plan_obligor *obligor = &plan->obligors[i];
        IPA_PUSH(r->arena, obligor->contracts, obligor->n_contracts, c);
        obligor->principal += contract->principal;
        plan->pool_original += contract->principal;
    }
}

/* ---- events ---- */

static int by_date(const void *left, const void *right) {
    ipa_date a = ((const ipa_event *)left)->date, b = ((const ipa_event *)right)->date;
    return (a > b) - (a < b);
}

static void push_event(const ipa_resolver *r, ipa_plan_obligor *obligor, ipa_event event) {
    IPA_PUSH(r->arena, obligor->events, obligor->n_events, event);
}

/* Whether somebody is alive after the legal final is of no use to anyone: such dues make no event.
 * The dues of contracts that are not plain make events without amounts, for their claims. */
static void gather_events(const ipa_resolver *r, ipa_plan_obligor *obligor) {
    ipa_date last = r->deal->terms.legal_final;
    for (int at = 0; at < obligor->n_contracts; at++) {
        const ipa_plan_contract *contract = &r->plan->contracts[obligor->contracts[at]];
        for (int d = 0; d < contract->n_dues && contract->dues[d].date <= last; d++) {
            const ipa_plan_due *due = &contract->dues[d];
            ipa_event event = {.date = due->date};
            if (contract->plain) {
                event.income = due->income;
                event.principal = due->principal;
                event.written_off = due->written_off;
            }
            push_event(r, obligor, event);
        }
    }
    for (int k = 0; k < r->plan->n_periods; k++)
        push_event(r, obligor, (ipa_event){.date = r->plan->periods[k].collection_end});
    push_event(r, obligor, (ipa_event){.date = last});
}

static void merge_events(ipa_plan_obligor *obligor) {
    qsort(obligor->events, (size_t)obligor->n_events, sizeof *obligor->events, by_date);
    int n = 0;
    for (int at = 0; at < obligor->n_events; at++) {
        ipa_event *event = &obligor->events[at];
        if (n == 0 || obligor->events[n - 1].date != event->date) {
            obligor->events[n++] = *event;
            continue;
        }
        obligor->events[n - 1].income += event->income;
        obligor->events[n - 1].principal += event->principal;
        obligor->events[n - 1].written_off += event->written_off;
    }
    obligor->n_events = n;
}

/** The claim after each event: what was outstanding once everything due up to the event before it
 *  had been paid. */
static void resolve_claims(const ipa_resolver *r, const ipa_plan_obligor *obligor,
                           ipa_plan_contract *contract) {
    contract->claim = IPA_NEW_ARRAY(r->arena, obligor->n_events, double);
    double outstanding = contract->principal;
    int d = 0;
    for (int e = 0; e < obligor->n_events; e++) {
        contract->claim[e] = outstanding;
        for (; d < contract->n_dues && contract->dues[d].date <= obligor->events[e].date; d++)
            outstanding = contract->dues[d].outstanding;
    }
}

/** Every due knows whether it is met: as the event on its date does. */
static void set_due_thresholds(const ipa_plan_obligor *obligor, ipa_plan_contract *contract) {
    int e = 0;
    for (int d = 0; d < contract->n_dues; d++) {
        while (e < obligor->n_events - 1 && obligor->events[e].date < contract->dues[d].date)
            e++;
        contract->dues[d].threshold = obligor->events[e].threshold;
    }
}

static void set_end_thresholds(const ipa_resolver *r, ipa_plan_obligor *obligor) {
    obligor->end_threshold = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, double);
    for (int k = 0, e = 0; k < r->plan->n_periods; k++) {
        while (obligor->events[e].date < r->plan->periods[k].collection_end)
            e++;
        obligor->end_threshold[k] = obligor->events[e].threshold;
    }
}

static void resolve_events(const ipa_resolver *r, ipa_plan_obligor *obligor) {
    gather_events(r, obligor);
    merge_events(obligor);
    for (int e = 0; e < obligor->n_events; e++) {
        ipa_event *event = &obligor->events[e];
        event->period = ipa_plan_period(r->plan, event->date);
        event->threshold = ipa_resolve_model_threshold(r, &obligor->credit, event->date);
        if (r->by_period && event->threshold < INFINITY)
            event->threshold = event->period;
        /* The quantile is right to 1e-12 only, and an order of the events hangs on it. */
        if (e > 0 && event->threshold < event[-1].threshold)
            event->threshold = event[-1].threshold;
    }
    obligor->legal_final_threshold = obligor->events[obligor->n_events - 1].threshold;
    set_end_thresholds(r, obligor);
    for (int at = 0; at < obligor->n_contracts; at++) {
        ipa_plan_contract *contract = &r->plan->contracts[obligor->contracts[at]];
        resolve_claims(r, obligor, contract);
        set_due_thresholds(obligor, contract);
    }
}

void ipa_resolve_pool(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->n_obligors = r->deal->n_obligors;
    plan->obligors = IPA_NEW_ARRAY(r->arena, plan->n_obligors, ipa_plan_obligor);
    for (int i = 0; i < plan->n_obligors; i++) {
        const ipa_deal_obligor *source = &r->deal->obligors[i];
        ipa_resolve_model_credit(r, source->id, &source->credit, &plan->obligors[i].credit);
        ipa_resolve_stress_obligor(r, &plan->obligors[i].credit);
        plan->obligors[i].guarantor =
            ipa_names_find(r->deal, IPA_NAME_ENTITY, source->guarantor.id);
        plan->obligors[i].guarantee_share = source->guarantee_share.value;
    }
    plan->repurchase_entity =
        ipa_names_find(r->deal, IPA_NAME_ENTITY, r->deal->pool.repurchase.entity.id);
    plan->repurchase_price = r->deal->pool.repurchase.price.value;
    resolve_contracts(r);
    ipa_resolve_stress_largest(r);
    ipa_resolve_default_rate(r);
    for (int i = 0; i < plan->n_obligors; i++)
        resolve_events(r, &plan->obligors[i]);
}
