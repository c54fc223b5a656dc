#include "tests/support/pool_plan.h"

#include <math.h>
#include <stdlib.h>

#include "engine/deal/credit.h"
#include "engine/random/streams.h"

static const ipa_date cutoff = 20294; /* 2025-07-25 */

pool_plan *pool_plan_create(int n_periods) {
    ipa_arena *arena = ipa_arena_create();
    pool_plan *of = IPA_NEW(arena, pool_plan);
    ipa_plan *plan = &of->plan;
    *of = (pool_plan){.arena = arena};
    of->deal.terms.cutoff = cutoff;
    *plan = (ipa_plan){.deal = &of->deal,
                       .arena = arena,
                       .rounds = true,
                       .n_periods = n_periods,
                       .periods = IPA_NEW_ARRAY(arena, n_periods, ipa_period),
                       .n_factors = 1,
                       .cholesky = IPA_NEW_ARRAY(arena, 1, double),
                       .factor_streams = IPA_NEW_ARRAY(arena, 1, uint32_t),
                       .sales = IPA_NEW_ARRAY(arena, 1, ipa_plan_process),
                       .whole_life = IPA_NEW_ARRAY(arena, n_periods, double),
                       .partial_factor = 0.6,
                       .buyback_entity = -1,
                       .obligors = IPA_NEW_ARRAY(arena, POOL_PLAN_MOST, ipa_plan_obligor),
                       .contracts = IPA_NEW_ARRAY(arena, POOL_PLAN_MOST, ipa_plan_contract),
                       .patents = IPA_NEW_ARRAY(arena, POOL_PLAN_MOST, ipa_plan_patent)};
    plan->cholesky[0] = 1;
    plan->factor_streams[0] = ipa_streams_hash("macro");
    for (int k = 0; k < n_periods; k++) {
        plan->whole_life[k] = 1 / sqrt(n_periods);
        plan->periods[k] = (ipa_period){.collection_start = cutoff + POOL_PLAN_STEP * k,
                                        .collection_end = cutoff + POOL_PLAN_STEP * (k + 1)};
    }
    return of;
}

void pool_plan_free(pool_plan *of) {
    ipa_arena_destroy(of->arena);
}

double pool_plan_survival(double hazard, int k) {
    return exp(-hazard * POOL_PLAN_STEP * (k + 1) / 365.0);
}

static double *thresholds(const pool_plan *of, double hazard) {
    double *to = IPA_NEW_ARRAY(of->arena, of->plan.n_periods, double);
    for (int k = 0; k < of->plan.n_periods; k++)
        to[k] = 1 - pool_plan_survival(hazard, k);
    return to;
}

int pool_plan_obligor(pool_plan *of, const char *id, double hazard) {
    const int i = of->plan.n_obligors++;
    ipa_plan_obligor *obligor = &of->plan.obligors[i];
    const double years[] = {0, 1}, cumulative[] = {0, -expm1(-hazard)};
    ipa_credit_set_points(&obligor->credit, 2, years, cumulative, of->arena);
    obligor->credit.id = id;
    obligor->credit.stream = ipa_streams_hash(id);
    obligor->credit.loadings = IPA_NEW_ARRAY(of->arena, 1, double);
    obligor->credit.idiosyncratic = 1;
    obligor->guarantor = -1;
    return i;
}

int pool_plan_patent(pool_plan *of, const char *id, double hazard) {
    const int j = of->plan.n_patents++;
    ipa_plan_patent *patent = &of->plan.patents[j];
    patent->stream = ipa_streams_hash(id);
    patent->expired_period = of->plan.n_periods;
    patent->own[IPA_CAUSE_LAPSE] = thresholds(of, hazard);
    return j;
}

static ipa_plan_contract *contract_create(pool_plan *of, const char *id, int i) {
    const int c = of->plan.n_contracts++;
    ipa_plan_obligor *obligor = &of->plan.obligors[i];
    ipa_plan_contract *contract = &of->plan.contracts[c];
    of->sources[c].id = id;
    *contract = (ipa_plan_contract){
        .source = &of->sources[c],
        .obligor = i,
        .stream = ipa_streams_hash(id),
        .plain = true,
        .facility = -1,
        .proceeds_base = NAN,
        .proceeds_factor = 1,
        .buyback_base = NAN,
        .dues = IPA_NEW_ARRAY(of->arena, of->plan.n_periods, ipa_plan_due),
        .n_dues = of->plan.n_periods,
        .recovery_period = IPA_NEW_ARRAY(of->arena, of->plan.n_periods + 1, int)};
    IPA_PUSH(of->arena, obligor->contracts, obligor->n_contracts, c);
    return contract;
}

ipa_plan_contract *pool_plan_loan(pool_plan *of, const char *id, int obligor, int days_before) {
    ipa_plan_contract *loan = contract_create(of, id, obligor);
    loan->principal = 9000.0 * of->plan.n_periods;
    for (int k = 0; k < of->plan.n_periods; k++)
        loan->dues[k] = (ipa_plan_due){.date = of->plan.periods[k].collection_end - days_before,
                                       .period = k,
                                       .accrual_period = k,
                                       .income = 1000,
                                       .principal = 9000,
                                       .outstanding = 9000.0 * (of->plan.n_periods - k - 1)};
    return loan;
}

ipa_plan_contract *pool_plan_royalty(pool_plan *of, const char *id, int obligor, int lag) {
    static const double from[] = {0}, rate[] = {0.05};
    const int n_periods = of->plan.n_periods;
    ipa_plan_contract *contract = contract_create(of, id, obligor);
    ipa_plan_royalty *royalty = IPA_NEW(of->arena, ipa_plan_royalty);
    *royalty = (ipa_plan_royalty){.n_tiers = 1,
                                  .from = from,
                                  .rate = rate,
                                  .cap = INFINITY,
                                  .factor = -1,
                                  .sales = IPA_NEW_ARRAY(of->arena, n_periods, ipa_plan_sale),
                                  .n_sales = n_periods};
    contract->royalty = royalty;
    for (int k = 0; k < n_periods; k++) {
        royalty->sales[k] =
            (ipa_plan_sale){.period = k, .base = 100000, .opens_year = true, .closes_year = true};
        contract->dues[k] = (ipa_plan_due){.date = cutoff + POOL_PLAN_STEP * (k + 1 + lag),
                                           .period = k + lag < n_periods ? k + lag : n_periods,
                                           .accrual_period = k};
    }
    return contract;
}

void pool_plan_name(pool_plan *of, ipa_plan_contract *contract, ipa_patent_rule rule, int n_patents,
                    const int *patents) {
    contract->patent_rule = rule;
    contract->n_patents = n_patents;
    contract->patents = IPA_NEW_ARRAY(of->arena, n_patents, int);
    contract->weights = IPA_NEW_ARRAY(of->arena, n_patents, double);
    for (int n = 0; n < n_patents; n++) {
        contract->patents[n] = patents[n];
        contract->weights[n] = 1.0 / n_patents;
    }
}

void pool_plan_prepays(pool_plan *of, ipa_plan_contract *contract, double hazard) {
    contract->prepaid = thresholds(of, hazard);
}

/* ---- finish ---- */

static int by_date(const void *left, const void *right) {
    const ipa_event *a = left, *b = right;
    return (a->date > b->date) - (a->date < b->date);
}

static void gather_events(pool_plan *of, ipa_plan_obligor *obligor) {
    const ipa_plan *plan = &of->plan;
    for (int n = 0; n < obligor->n_contracts; n++) {
        const ipa_plan_contract *contract = &plan->contracts[obligor->contracts[n]];
        for (int d = 0; d < contract->n_dues; d++) {
            const ipa_plan_due *due = &contract->dues[d];
            const double counts = contract->plain ? 1 : 0;
            if (due->period < plan->n_periods)
                IPA_PUSH(of->arena, obligor->events, obligor->n_events,
                         ((ipa_event){.date = due->date,
                                      .period = due->period,
                                      .income = counts * due->income,
                                      .principal = counts * due->principal,
                                      .written_off = counts * due->written_off}));
        }
    }
    for (int k = 0; k < plan->n_periods; k++)
        IPA_PUSH(of->arena, obligor->events, obligor->n_events,
                 ((ipa_event){.date = plan->periods[k].collection_end, .period = k}));
    qsort(obligor->events, (size_t)obligor->n_events, sizeof *obligor->events, by_date);
    int n_events = 0;
    for (int e = 0; e < obligor->n_events; e++) {
        ipa_event *last = &obligor->events[n_events > 0 ? n_events - 1 : 0];
        if (n_events > 0 && last->date == obligor->events[e].date) {
            last->income += obligor->events[e].income;
            last->principal += obligor->events[e].principal;
            last->written_off += obligor->events[e].written_off;
        } else
            obligor->events[n_events++] = obligor->events[e];
    }
    obligor->n_events = n_events;
}

static double threshold_at(const ipa_plan_obligor *obligor, ipa_date date) {
    return ipa_credit_threshold(&obligor->credit, (date - cutoff) / 365.0, false, 0);
}

static void finish_contract(pool_plan *of, const ipa_plan_obligor *obligor,
                            ipa_plan_contract *contract) {
    double left = contract->principal;
    int d = 0;
    contract->claim = IPA_NEW_ARRAY(of->arena, obligor->n_events, double);
    for (int e = 0; e < obligor->n_events; e++) {
        contract->claim[e] = left;
        for (; d < contract->n_dues && contract->dues[d].date <= obligor->events[e].date; d++)
            left = contract->dues[d].outstanding;
    }
    for (d = 0; d < contract->n_dues; d++)
        contract->dues[d].threshold = threshold_at(obligor, contract->dues[d].date);
}

const ipa_plan *pool_plan_finish(pool_plan *of) {
    ipa_plan *plan = &of->plan;
    for (int c = 0; c < plan->n_contracts; c++) {
        ipa_plan_contract *contract = &plan->contracts[c];
        contract->plain = contract->royalty == NULL && contract->prepaid == NULL &&
                          contract->late_probability == 0 &&
                          contract->patent_rule == IPA_PATENT_RULE_NONE;
        plan->pool_original += contract->principal;
    }
    for (int i = 0; i < plan->n_obligors; i++) {
        ipa_plan_obligor *obligor = &plan->obligors[i];
        gather_events(of, obligor);
        obligor->end_threshold = IPA_NEW_ARRAY(of->arena, plan->n_periods, double);
        for (int k = 0; k < plan->n_periods; k++)
            obligor->end_threshold[k] = threshold_at(obligor, plan->periods[k].collection_end);
        for (int e = 0; e < obligor->n_events; e++)
            obligor->events[e].threshold = threshold_at(obligor, obligor->events[e].date);
        obligor->legal_final_threshold = obligor->end_threshold[plan->n_periods - 1];
        for (int n = 0; n < obligor->n_contracts; n++)
            finish_contract(of, obligor, &plan->contracts[obligor->contracts[n]]);
    }
    return plan;
}
