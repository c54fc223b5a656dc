#include <math.h>
#include <stdlib.h>

#include "engine/base/text.h"
#include "engine/deal/contract_schedule.h"
#include "engine/deal/credit.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"
#include "engine/math/beta.h"

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
    for (int at = 0; at < contract->n_dues; at++)
        contract->dues[at].period = ipa_plan_period(r->plan, contract->dues[at].date);
}

static void complain(const ipa_resolver *r, const ipa_plan_contract *contract, const char *column,
                     const ipa_error *error) {
    const char *id = contract->source->id;
    ipa_findings_add(r->findings, IPA_E0552_DISTRIBUTION, contract->source->mark,
                     ipa_arena_format(r->arena, "contracts[%s].%s", id, column), NULL,
                     "contract `%s`: %s", id, error->message);
}

static void resolve_recovery(const ipa_resolver *r, ipa_plan_contract *contract) {
    const ipa_deal_contract *source = contract->source;
    double mean = source->recovery_mean.value, sd = source->recovery_sd.value, a, b;
    contract->recovery_mean = mean;
    contract->recovery_cost = source->recovery_cost.value;
    contract->stream = ipa_text_hash(source->id);
    ipa_error error = {0};
    if (sd > 0 && (ipa_beta_from_moments(mean, sd, &a, &b, &error) != IPA_OK ||
                   ipa_quantile_table_beta(r->arena, a, b, &contract->recovery, &error) != IPA_OK))
        complain(r, contract, "recovery_sd", &error);

    double lag = source->recovery_lag_months.value, lag_sd = source->recovery_lag_sd.value;
    contract->lag_months = lag;
    if (lag_sd > 0) {
        double shape = lag / lag_sd * (lag / lag_sd), scale = lag_sd * lag_sd / lag;
        if (ipa_quantile_table_gamma(r->arena, shape, scale, &contract->lag, &error) != IPA_OK)
            complain(r, contract, "recovery_lag_sd", &error);
    }
    int n_periods = r->plan->n_periods;
    contract->recovery_period = IPA_NEW_ARRAY(r->arena, n_periods + 1, int);
    for (int k = 0; k <= n_periods; k++)
        contract->recovery_period[k] = ipa_plan_recovery_period(r->plan, k, lag);
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
        contract->plain = true;
        contract->facility = -1;
        contract->proceeds_base = contract->buyback_base = NAN;
        contract->proceeds_factor = 1;
        resolve_dues(r, contract);
        resolve_recovery(r, contract);
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
 */
static void gather_events(const ipa_resolver *r, ipa_plan_obligor *obligor) {
    ipa_date last = r->deal->terms.legal_final;
    for (int at = 0; at < obligor->n_contracts; at++) {
        const ipa_plan_contract *contract = &r->plan->contracts[obligor->contracts[at]];
        for (int d = 0; d < contract->n_dues && contract->dues[d].date <= last; d++) {
            const ipa_plan_due *due = &contract->dues[d];
            push_event(r, obligor,
                       (ipa_event){.date = due->date,
                                   .income = due->income,
                                   .principal = due->principal,
                                   .written_off = due->written_off});
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

static double threshold_at(const ipa_resolver *r, const ipa_credit *credit, ipa_date date) {
    return ipa_credit_threshold(credit, (date - r->deal->terms.cutoff) / 365.0, r->plan->student_t,
                                r->plan->degrees_of_freedom);
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

static void resolve_events(const ipa_resolver *r, ipa_plan_obligor *obligor) {
    gather_events(r, obligor);
    merge_events(obligor);
    for (int e = 0; e < obligor->n_events; e++) {
        ipa_event *event = &obligor->events[e];
        event->period = ipa_plan_period(r->plan, event->date);
        event->threshold = threshold_at(r, &obligor->credit, event->date);
        /* The quantile is right to 1e-12 only, and an order of the events hangs on it. */
        if (e > 0 && event->threshold < event[-1].threshold)
            event->threshold = event[-1].threshold;
    }
    obligor->legal_final_threshold = obligor->events[obligor->n_events - 1].threshold;
    for (int at = 0; at < obligor->n_contracts; at++)
        resolve_claims(r, obligor, &r->plan->contracts[obligor->contracts[at]]);
}

void ipa_resolve_pool(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->n_obligors = r->deal->n_obligors;
    plan->obligors = IPA_NEW_ARRAY(r->arena, plan->n_obligors, ipa_plan_obligor);
    for (int i = 0; i < plan->n_obligors; i++) {
        const ipa_deal_obligor *source = &r->deal->obligors[i];
        ipa_resolve_model_credit(r, source->id, &source->credit, &plan->obligors[i].credit);
        plan->obligors[i].guarantor = -1;
    }
    plan->buyback_entity = -1;
    resolve_contracts(r);
    for (int i = 0; i < plan->n_obligors; i++)
        resolve_events(r, &plan->obligors[i]);
}
