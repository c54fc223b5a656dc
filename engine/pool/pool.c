#include "engine/pool/pool.h"

#include <string.h>

#include "engine/pool/cash_days.h"
#include "engine/pool/mixture.h"
#include "engine/pool/patent_figures.h"
#include "engine/pool/stress_cash.h"

struct ipa_pool {
    const ipa_plan *plan;
    const ipa_pool_model *model;
    ipa_defaults *defaults;
    ipa_sales *sales;         /**< NULL: nothing depends on sales */
    ipa_patents *patents;     /**< NULL: there are none */
    bool needs_patents;       /**< cash or a figure hangs on them */
    ipa_contracts *contracts; /**< NULL: all are plain */
    ipa_claims *claims;
    ipa_row *claimed;     /**< [n_periods] claims at default by period, and scheduled losses */
    int *defaulted;       /**< [IPA_LANES][n_obligors]: whose default may leave claims, in order */
    int *n_defaulted;     /**< [IPA_LANES] */
    ipa_claim *list;      /**< [n_contracts] of one lane */
    ipa_row *amount;      /**< one row */
    ipa_mixture *mixture; /**< of the base case; NULL: no uniform defaults */
    ipa_row *cash;        /**< [n_contracts][n_periods], the caller's; NULL: not watched */
};

ipa_pool *ipa_pool_create_shared(const ipa_pool_model *model, ipa_arena *arena) {
    const ipa_plan *plan = model->plan;
    ipa_pool *pool = IPA_NEW(arena, ipa_pool);
    pool->plan = plan;
    pool->model = model;
    pool->defaults = ipa_defaults_create(plan, arena);
    pool->needs_patents = ipa_patents_needed(plan);
    if (ipa_sales_needed(plan))
        pool->sales = ipa_sales_create(plan, arena);
    if (plan->n_patents > 0)
        pool->patents = ipa_patents_create(plan, arena);
    if (model->n_contracts > 0)
        pool->contracts = ipa_contracts_create(plan, arena);
    pool->claims = ipa_claims_create(plan, arena);
    pool->claimed = ipa_layout_rows(arena, plan->n_periods);
    pool->defaulted = IPA_NEW_ARRAY(arena, IPA_LANES * plan->n_obligors, int);
    pool->n_defaulted = IPA_NEW_ARRAY(arena, IPA_LANES, int);
    pool->list = IPA_NEW_ARRAY(arena, plan->n_contracts, ipa_claim);
    pool->amount = ipa_layout_rows(arena, 1);
    if (plan->stress.defaulting != NULL)
        pool->mixture = ipa_mixture_create(plan, arena);
    return pool;
}

ipa_pool *ipa_pool_create(const ipa_plan *plan, ipa_arena *arena) {
    return ipa_pool_create_shared(ipa_pool_model_create(plan, arena), arena);
}

void ipa_pool_watch(ipa_pool *pool, ipa_row *contract_cash) {
    pool->cash = contract_cash;
    if (pool->mixture != NULL)
        ipa_mixture_watch(pool->mixture, contract_cash);
    if (contract_cash != NULL && pool->patents != NULL) {
        ipa_patents_watch(pool->patents);
        pool->needs_patents = true;
    }
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

static void lower(double most, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = y[p] < most ? y[p] : most;
}

static void accumulate(int n_periods, const ipa_row *steps, ipa_row *sums) {
    for (int k = 0; k < n_periods; k++)
        for (int p = 0; p < IPA_LANES; p++)
            sums[k].lane[p] = (k > 0 ? sums[k - 1].lane[p] : 0) + steps[k].lane[p];
}

/* ---- plain contracts ---- */

/* How long a plain due lies in an account that bears interest. */
static void lie(const ipa_pool *pool, const double *x, const ipa_pool_due *due,
                ipa_collection_kind kind, ipa_collections *to) {
    const double amount = kind == IPA_COLLECTION_INCOME ? due->income : due->principal;
    if (amount == 0 || !ipa_cash_days_asked(to, kind))
        return;
    memset(pool->amount, 0, sizeof(ipa_row));
    add_alive(x, due->threshold, amount, pool->amount->lane);
    ipa_cash_days_add(pool->plan, kind, due->period, due->date, pool->amount->lane, to);
}

static void pay_while_alive(const ipa_pool *pool, int i, ipa_collections *to) {
    const ipa_pool_obligor *obligor = &pool->model->obligors[i];
    const double *x = pool->defaults->obligors[i].lane;
    for (int n = 0; n < obligor->n_dues; n++) {
        const ipa_pool_due *due = &obligor->dues[n];
        if (due->income != 0)
            add_alive(x, due->threshold, due->income,
                      to->cash[IPA_COLLECTION_INCOME][due->period].lane);
        if (due->principal != 0)
            add_alive(x, due->threshold, due->principal,
                      to->cash[IPA_COLLECTION_PRINCIPAL][due->period].lane);
        lie(pool, x, due, IPA_COLLECTION_INCOME, to);
        lie(pool, x, due, IPA_COLLECTION_PRINCIPAL, to);
        if (due->written_off != 0)
            add_alive(x, due->threshold, due->written_off, pool->claimed[due->period].lane);
    }
    for (int n = 0; n < obligor->n_ends; n++) {
        const ipa_pool_end *end = &obligor->ends[n];
        add_alive(x, end->threshold, end->outstanding, to->performing[end->period].lane);
    }
    if (obligor->last_event >= 0)
        raise_alive(x, obligor->last_threshold, obligor->last_period, to->exhausted->lane);
    mark(x, pool->plan->obligors[i].legal_final_threshold, 0, to->obligor_defaulted[i].lane);
}

static void watch_plain(const ipa_pool *pool, int c) {
    const ipa_plan_contract *contract = &pool->plan->contracts[c];
    const double *x = pool->defaults->obligors[contract->obligor].lane;
    for (int d = 0; d < contract->n_dues; d++) {
        const ipa_plan_due *due = &contract->dues[d];
        if (due->period < pool->plan->n_periods)
            add_alive(x, due->threshold, due->income + due->principal,
                      pool->cash[c * pool->plan->n_periods + due->period].lane);
    }
}

/* ---- claims ---- */

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

static void note_default(const ipa_pool *pool, int i, int lane, ipa_collections *to) {
    const ipa_pool_obligor *obligor = &pool->model->obligors[i];
    const double x = pool->defaults->obligors[i].lane[lane];
    pool->defaulted[lane * pool->plan->n_obligors + pool->n_defaulted[lane]++] = i;
    if (x > obligor->last_threshold)
        return;
    const ipa_plan_obligor *of = &pool->plan->obligors[i];
    const int k = of->events[default_event(of, obligor->last_event, x)].period;
    if (to->exhausted->lane[lane] < k)
        to->exhausted->lane[lane] = k;
}

static void note_defaults(const ipa_pool *pool, int i, ipa_collections *to) {
    const double *x = pool->defaults->obligors[i].lane;
    const double threshold = pool->model->obligors[i].claims_below;
    int lanes[IPA_LANES] = {0}, n_lanes = 0;
    for (int p = 0; p < to->n_paths; p++) {
        lanes[n_lanes] = p;
        n_lanes += x[p] <= threshold;
    }
    for (int n = 0; n < n_lanes; n++)
        note_default(pool, i, lanes[n], to);
}

static int first_end_missed(const ipa_plan *plan, const ipa_plan_obligor *obligor, double x) {
    int k = 0;
    while (k < plan->n_periods && x > obligor->end_threshold[k])
        k++;
    return k;
}

/* What a contract's obligor owes on it at its default, and when that was. */
static ipa_claim claim_of(const ipa_pool *pool, int c, int lane) {
    const ipa_plan *plan = pool->plan;
    const ipa_plan_contract *contract = &plan->contracts[c];
    const ipa_plan_obligor *obligor = &plan->obligors[contract->obligor];
    const ipa_pool_obligor *summed = &pool->model->obligors[contract->obligor];
    const double x = pool->defaults->obligors[contract->obligor].lane[lane];
    ipa_claim claim = {.contract = c, .period = plan->n_periods};
    if (!contract->plain) {
        claim.period = first_end_missed(plan, obligor, x);
        if (claim.period < plan->n_periods)
            claim.amount = ipa_contracts_claim(pool->contracts, c, lane, claim.period);
    } else if (x <= summed->last_threshold) {
        const int e = default_event(obligor, summed->last_event, x);
        claim.period = obligor->events[e].period;
        claim.amount = contract->claim[e];
    }
    return claim;
}

/* The default times put claims on facilities in their order; nothing else asks for them. */
static int gather(const ipa_pool *pool, int lane, bool with_years) {
    const ipa_plan *plan = pool->plan;
    int n_claims = 0;
    for (int m = 0; m < pool->n_defaulted[lane]; m++) {
        const int i = pool->defaulted[lane * plan->n_obligors + m];
        const ipa_plan_obligor *obligor = &plan->obligors[i];
        const double x = pool->defaults->obligors[i].lane[lane];
        const double years = with_years ? ipa_defaults_years(plan, &obligor->credit, x) : 0;
        for (int n = 0; n < obligor->n_contracts; n++) {
            ipa_claim claim = claim_of(pool, obligor->contracts[n], lane);
            claim.years = years;
            if (claim.amount > 0 && claim.period < plan->n_periods)
                pool->list[n_claims++] = claim;
        }
    }
    return n_claims;
}

static void settle_lane(ipa_pool *pool, int lane, ipa_collections *to) {
    const int n_claims = gather(pool, lane, pool->plan->n_facilities > 0);
    for (int n = 0; n < n_claims; n++)
        pool->claimed[pool->list[n].period].lane[lane] += pool->list[n].amount;
    ipa_claims_settle(pool->claims, pool->defaults, lane, n_claims, pool->list);
    ipa_claims_post(pool->plan, lane, n_claims, pool->list, to, pool->cash);
}

/* ---- a block ---- */

/* Rows that nothing of this plan adds to stay as they were made, zero. */
static void clear(ipa_pool *pool, ipa_collections *to) {
    const ipa_plan *plan = pool->plan;
    const bool may_be_late = pool->contracts != NULL;
    const struct {
        ipa_row *rows;
        bool is_used;
    } summed[] = {
        {pool->claimed, true},
        {to->performing, true},
        {to->delinquent, may_be_late},
        {to->overdue[IPA_DELINQUENCY_30], may_be_late},
        {to->overdue[IPA_DELINQUENCY_60], may_be_late},
        {to->overdue[IPA_DELINQUENCY_90], may_be_late},
        {to->ip_value, plan->ip_value != NULL},
        {to->annuities, plan->annuity != NULL},
    };
    const size_t bytes = (size_t)plan->n_periods * sizeof(ipa_row);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        memset(to->cash[kind], 0, bytes);
    for (size_t n = 0; n < sizeof summed / sizeof *summed; n++)
        if (summed[n].is_used)
            memset(summed[n].rows, 0, bytes);
    ipa_cash_days_clear(pool->plan, to);
    memset(to->exhausted, 0, sizeof(ipa_row));
    memset(pool->n_defaulted, 0, IPA_LANES * sizeof(int));
    if (pool->cash != NULL)
        memset(pool->cash, 0, (size_t)plan->n_contracts * bytes);
    to->n_paths = pool->defaults->n_paths;
}

static void collect_dues(ipa_pool *pool, bool is_base, ipa_collections *to) {
    const ipa_pool_model *model = pool->model;
    for (int i = 0; i < pool->plan->n_obligors; i++)
        pay_while_alive(pool, i, to);
    for (int c = 0; c < pool->plan->n_contracts && pool->cash != NULL; c++)
        if (pool->plan->contracts[c].plain)
            watch_plain(pool, c);
    if (pool->contracts == NULL)
        return;
    ipa_contracts_begin(pool->contracts, (ipa_contracts_block){.defaults = pool->defaults,
                                                               .sales = pool->sales,
                                                               .patents = pool->patents,
                                                               .is_base = is_base});
    for (int n = 0; n < model->n_contracts; n++)
        ipa_contracts_collect(pool->contracts, model->contracts[n],
                              (ipa_contracts_rows){.collections = to,
                                                   .written_off = pool->claimed,
                                                   .cash = pool->cash});
}

static void collect(ipa_pool *pool, bool is_base, ipa_collections *to) {
    const ipa_plan *plan = pool->plan;
    clear(pool, to);
    collect_dues(pool, is_base, to);
    for (int i = 0; i < plan->n_obligors; i++)
        note_defaults(pool, i, to);
    for (int p = 0; p < to->n_paths; p++)
        if (pool->n_defaulted[p] > 0)
            settle_lane(pool, p, to);
    if (plan->stress.is_given)
        ipa_stress_cash_apply(pool->defaults, is_base && plan->rounds && !plan->stress.by_period,
                              to, pool->cash);
    lower(plan->n_periods - 1, to->exhausted->lane);
    ipa_patent_figures_add(pool->defaults, pool->patents, pool->contracts, to);
    accumulate(plan->n_periods, pool->claimed, to->defaulted);
    accumulate(plan->n_periods, to->cash[IPA_COLLECTION_RECOVERY], to->recovered);
    for (int n = 0; n < plan->n_entities; n++)
        for (int k = 0; k < plan->n_periods; k++)
            mark(pool->defaults->entities[n].lane, plan->entities[n].threshold[k], 1,
                 to->alive[n * plan->n_periods + k].lane);
}

void ipa_pool_simulate(ipa_pool *pool, uint64_t seed, uint64_t first_path, int n_paths,
                       ipa_collections *collections) {
    ipa_defaults_factors(pool->defaults, seed, first_path, n_paths);
    if (pool->sales != NULL)
        ipa_sales_draw(pool->sales, seed, first_path, n_paths, pool->defaults->factors);
    ipa_defaults_latent(pool->defaults, pool->model->intensity, pool->sales);
    if (pool->needs_patents)
        ipa_patents_draw(pool->patents, seed, first_path, n_paths);
    collect(pool, false, collections);
}

static void collect_base(ipa_pool *pool, ipa_collections *collections) {
    if (pool->sales != NULL)
        ipa_sales_expected(pool->sales);
    if (pool->patents != NULL)
        ipa_patents_base(pool->patents);
    collect(pool, true, collections);
}

void ipa_pool_base_defaulting(ipa_pool *pool, int first_period, int n_paths,
                              ipa_collections *collections) {
    ipa_defaults_by_period(pool->defaults, first_period, n_paths);
    collect_base(pool, collections);
}

void ipa_pool_base(ipa_pool *pool, ipa_collections *collections) {
    ipa_defaults_none(pool->defaults);
    if (pool->mixture != NULL)
        ipa_mixture_base(pool->mixture, collections);
    else
        collect_base(pool, collections);
}

/* ---- what stands behind it ---- */

const ipa_plan *ipa_pool_plan(const ipa_pool *pool) {
    return pool->plan;
}

const ipa_defaults *ipa_pool_defaults(const ipa_pool *pool) {
    return pool->defaults;
}

const ipa_patents *ipa_pool_patents(const ipa_pool *pool) {
    return pool->patents;
}

ipa_contracts *ipa_pool_contracts(const ipa_pool *pool) {
    return pool->contracts;
}

const ipa_claim *ipa_pool_claims(ipa_pool *pool, int lane, int *n_claims) {
    *n_claims = gather(pool, lane, true);
    ipa_claims_settle(pool->claims, pool->defaults, lane, *n_claims, pool->list);
    return pool->list;
}

int ipa_pool_prepaid(const ipa_pool *pool, int contract, int lane) {
    const ipa_row *prepaid =
        pool->contracts != NULL ? ipa_contracts_prepaid_row(pool->contracts, contract) : NULL;
    return prepaid != NULL ? (int)prepaid->lane[lane] : pool->plan->n_periods;
}

bool ipa_pool_bought(const ipa_pool *pool, int contract, int lane) {
    return pool->contracts != NULL && !pool->plan->contracts[contract].plain &&
           ipa_contracts_bought(pool->contracts, contract, lane);
}
