#include "engine/pool/pool.h"

#include <float.h>
#include <string.h>

#include "engine/pool/recovery.h"

/** A date on which an obligor brings cash, or a period's end with what it then still owes. */
typedef struct pool_due {
    int period;
    double threshold;
    double income, principal, written_off;
} pool_due;

typedef struct pool_end {
    int period;
    double threshold, outstanding;
} pool_end;

/** An obligor as the lane loops want it: only dates that bring or owe something. */
typedef struct pool_obligor {
    pool_due *dues;
    pool_end *ends;
    int n_dues, n_ends;
    int last_event;        /**< its last due; −1: none */
    int last_period;       /**< of that due */
    double last_threshold; /**< alive through its last due iff X > this */
} pool_obligor;

struct ipa_pool {
    const ipa_plan *plan;
    ipa_defaults *defaults;
    pool_obligor *obligors;
    ipa_row *claims; /**< claims at default by period [n_periods] */
};

/* A certain default (threshold +∞) still spares the base case, whose X is +∞. */
static double below_all(double threshold) {
    return threshold > DBL_MAX ? DBL_MAX : threshold;
}

static void compile_dues(const ipa_plan_obligor *from, int n_periods, pool_obligor *to) {
    for (int e = 0; e < from->n_events; e++) {
        const ipa_event *event = &from->events[e];
        if (event->income == 0 && event->principal == 0 && event->written_off == 0)
            continue;
        to->last_event = e;
        to->last_period = event->period;
        to->last_threshold = below_all(event->threshold);
        if (event->period < n_periods)
            to->dues[to->n_dues++] = (pool_due){
                .period = event->period,
                .threshold = below_all(event->threshold),
                .income = event->income,
                .principal = event->principal,
                .written_off = event->written_off,
            };
    }
}

static void compile_ends(const ipa_plan *plan, const ipa_plan_obligor *from, pool_obligor *to) {
    double outstanding = from->principal;
    for (int e = 0; e < from->n_events; e++) {
        const ipa_event *event = &from->events[e];
        outstanding -= event->principal + event->written_off;
        if (event->period < plan->n_periods && outstanding > 1e-9 * from->principal &&
            event->date == plan->periods[event->period].collection_end)
            to->ends[to->n_ends++] = (pool_end){.period = event->period,
                                                .threshold = below_all(event->threshold),
                                                .outstanding = outstanding};
    }
}

ipa_pool *ipa_pool_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_pool *pool = IPA_NEW(arena, ipa_pool);
    pool->plan = plan;
    pool->defaults = ipa_defaults_create(plan, arena);
    pool->obligors = IPA_NEW_ARRAY(arena, plan->n_obligors, pool_obligor);
    pool->claims = ipa_layout_rows(arena, plan->n_periods);
    for (int i = 0; i < plan->n_obligors; i++) {
        pool_obligor *to = &pool->obligors[i];
        to->last_event = -1;
        to->dues = IPA_NEW_ARRAY(arena, plan->obligors[i].n_events, pool_due);
        to->ends = IPA_NEW_ARRAY(arena, plan->n_periods, pool_end);
        compile_dues(&plan->obligors[i], plan->n_periods, to);
        compile_ends(plan, &plan->obligors[i], to);
    }
    return pool;
}

/* ---- lane kernels ---- */

static void add_alive(const double *restrict x, double threshold, double amount,
                      double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += x[p] > threshold ? amount : 0;
}

static void raise_alive(const double *restrict x, double threshold, double value,
                        double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double here = x[p] > threshold ? value : 0;
        y[p] = y[p] > here ? y[p] : here;
    }
}

static void mark(const double *restrict x, double threshold, double above, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = x[p] > threshold ? above : 1 - above;
}

static void accumulate(int n_periods, const ipa_row *steps, ipa_row *sums) {
    for (int k = 0; k < n_periods; k++)
        for (int p = 0; p < IPA_LANES; p++)
            sums[k].lane[p] = (k > 0 ? sums[k - 1].lane[p] : 0) + steps[k].lane[p];
}

/* ---- one obligor ---- */

static void pay_while_alive(const ipa_pool *pool, int i, ipa_collections *to) {
    const pool_obligor *obligor = &pool->obligors[i];
    const double *x = pool->defaults->obligors[i].lane;
    for (int n = 0; n < obligor->n_dues; n++) {
        const pool_due *due = &obligor->dues[n];
        if (due->income != 0)
            add_alive(x, due->threshold, due->income,
                      to->cash[IPA_COLLECTION_INCOME][due->period].lane);
        if (due->principal != 0)
            add_alive(x, due->threshold, due->principal,
                      to->cash[IPA_COLLECTION_PRINCIPAL][due->period].lane);
        if (due->written_off != 0)
            add_alive(x, due->threshold, due->written_off, pool->claims[due->period].lane);
    }
    for (int n = 0; n < obligor->n_ends; n++) {
        const pool_end *end = &obligor->ends[n];
        add_alive(x, end->threshold, end->outstanding, to->performing[end->period].lane);
    }
    if (obligor->last_event >= 0)
        raise_alive(x, obligor->last_threshold, obligor->last_period, to->exhausted->lane);
    mark(x, below_all(pool->plan->obligors[i].legal_final_threshold), 0,
         to->obligor_defaulted[i].lane);
}

/** The event (e−1, e] a default lies in: the first whose threshold is not below X. */
static int default_event(const ipa_plan_obligor *obligor, int last, double x) {
    int low = 0, high = last;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (obligor->events[middle].threshold >= x)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void default_lane(const ipa_pool *pool, int i, int lane, ipa_collections *to) {
    const ipa_plan *plan = pool->plan;
    const ipa_plan_obligor *obligor = &plan->obligors[i];
    const int e = default_event(obligor, pool->obligors[i].last_event,
                                pool->defaults->obligors[i].lane[lane]);
    const int k = obligor->events[e].period;
    int last = k;
    for (int n = 0; n < obligor->n_contracts && k < plan->n_periods; n++) {
        const int c = obligor->contracts[n];
        const double claim = plan->contracts[c].claim[e];
        if (claim <= 0)
            continue;
        pool->claims[k].lane[lane] += claim;
        const ipa_recovery recovery = ipa_recovery_of(pool->defaults, c, lane, k, claim);
        if (recovery.amount <= 0 || recovery.period >= plan->n_periods)
            continue;
        to->cash[IPA_COLLECTION_RECOVERY][recovery.period].lane[lane] += recovery.amount;
        last = recovery.period > last ? recovery.period : last;
    }
    if (to->exhausted->lane[lane] < last)
        to->exhausted->lane[lane] = last;
}

static void default_where_below(const ipa_pool *pool, int i, ipa_collections *to) {
    const double *x = pool->defaults->obligors[i].lane;
    const double threshold = pool->obligors[i].last_threshold;
    int lanes[IPA_LANES] = {0}, n_lanes = 0;
    if (pool->obligors[i].last_event < 0)
        return;
    for (int p = 0; p < to->n_paths; p++) {
        lanes[n_lanes] = p;
        n_lanes += x[p] <= threshold;
    }
    for (int n = 0; n < n_lanes; n++)
        default_lane(pool, i, lanes[n], to);
}

static void collect(ipa_pool *pool, ipa_collections *to) {
    const ipa_plan *plan = pool->plan;
    const size_t bytes = (size_t)plan->n_periods * sizeof(ipa_row);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        memset(to->cash[kind], 0, bytes);
    memset(to->performing, 0, bytes);
    memset(to->delinquent, 0, bytes);
    memset(pool->claims, 0, bytes);
    memset(to->exhausted, 0, sizeof(ipa_row));
    to->n_paths = pool->defaults->n_paths;
    for (int i = 0; i < plan->n_obligors; i++) {
        pay_while_alive(pool, i, to);
        default_where_below(pool, i, to);
    }
    accumulate(plan->n_periods, pool->claims, to->defaulted);
    accumulate(plan->n_periods, to->cash[IPA_COLLECTION_RECOVERY], to->recovered);
    for (int n = 0; n < plan->n_entities; n++)
        for (int k = 0; k < plan->n_periods; k++)
            mark(pool->defaults->entities[n].lane, below_all(plan->entities[n].threshold[k]), 1,
                 to->alive[n * plan->n_periods + k].lane);
}

void ipa_pool_simulate(ipa_pool *pool, uint64_t seed, uint64_t first_path, int n_paths,
                       ipa_collections *collections) {
    ipa_defaults_draw(pool->defaults, seed, first_path, n_paths);
    collect(pool, collections);
}

void ipa_pool_base(ipa_pool *pool, ipa_collections *collections) {
    ipa_defaults_none(pool->defaults);
    collect(pool, collections);
}

/* ---- replay ---- */

static int contract_events(const ipa_pool *pool, int i, int lane, ipa_pool_event *events) {
    const ipa_plan *plan = pool->plan;
    const ipa_plan_obligor *obligor = &plan->obligors[i];
    const double x = pool->defaults->obligors[i].lane[lane];
    if (pool->obligors[i].last_event < 0 || x > pool->obligors[i].last_threshold)
        return 0;
    const int e = default_event(obligor, pool->obligors[i].last_event, x);
    const int k = obligor->events[e].period;
    int n_events = 0;
    for (int n = 0; n < obligor->n_contracts; n++) {
        const int c = obligor->contracts[n];
        const double claim = plan->contracts[c].claim[e];
        if (claim <= 0)
            continue;
        const ipa_recovery recovery = k < plan->n_periods
                                          ? ipa_recovery_of(pool->defaults, c, lane, k, claim)
                                          : (ipa_recovery){0, plan->n_periods};
        events[n_events++] = (ipa_pool_event){
            .contract = c,
            .period = k,
            .claim = claim,
            .recovery = recovery.amount,
            .recovery_period = recovery.period,
            .default_years = ipa_defaults_years(plan, &obligor->credit, x),
        };
    }
    return n_events;
}

static int entity_event(const ipa_pool *pool, int n, int lane, ipa_pool_event *event) {
    const ipa_plan *plan = pool->plan;
    const ipa_plan_entity *entity = &plan->entities[n];
    const double x = pool->defaults->entities[n].lane[lane];
    int k = 0;
    while (k < plan->n_periods && x > below_all(entity->threshold[k]))
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
    const ipa_plan *plan = pool->plan;
    ipa_pool_event *events =
        IPA_NEW_ARRAY(arena, plan->n_contracts + plan->n_entities, ipa_pool_event);
    *n_events = 0;
    for (int i = 0; i < plan->n_obligors; i++)
        *n_events += contract_events(pool, i, lane, events + *n_events);
    for (int n = 0; n < plan->n_entities; n++)
        *n_events += entity_event(pool, n, lane, events + *n_events);
    return events;
}
