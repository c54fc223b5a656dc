#include "engine/waterfall/revolving.h"

#include <math.h>
#include <string.h>

#include "engine/pool/cash_days.h"
#include "engine/waterfall/rounding.h"
#include "engine/waterfall/trace.h"
#include "engine/waterfall/triggers.h"

#define LANES for (int p = 0; p < IPA_LANES; p++)

/* ---- what purchases bring, beside the pool ---- */

static void clear(ipa_row *rows, int n_rows) {
    memset(rows, 0, (size_t)n_rows * sizeof *rows);
}

void ipa_revolving_start(ipa_waterfall *waterfall) {
    const ipa_plan *plan = waterfall->plan;
    const ipa_collections *pool = waterfall->pool;
    const ipa_revolving *to = &waterfall->payments->revolving;
    ipa_collections *whole = &waterfall->whole;
    clear(to->bought, plan->n_periods);
    clear(to->principal, plan->n_periods);
    clear(to->performing, plan->n_periods);
    clear(to->defaulted, plan->n_periods);
    clear(to->last, 1);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        clear(to->cash[kind], plan->n_periods);
    clear(waterfall->purchased, 1);
    clear(waterfall->claimed, 1);
    clear(waterfall->regained, 1);
    for (int n = 0; n < plan->n_replacements; n++)
        ipa_kernels_fill(waterfall->offered[n].lane, plan->replacements[n].principal);
    whole->n_paths = pool->n_paths;
    whole->alive = pool->alive;
    whole->obligor_defaulted = pool->obligor_defaulted;
    whole->delinquent = pool->delinquent;
    whole->ip_value = pool->ip_value;
    whole->annuities = pool->annuities;
    for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
        whole->overdue[n] = pool->overdue[n];
    *whole->exhausted = *pool->exhausted;
    waterfall->collections = whole;
}

static void add_rows(const ipa_row *x, const ipa_row *z, ipa_row *y) {
    ipa_kernels_copy(y->lane, x->lane);
    ipa_kernels_add(y->lane, z->lane);
}

void ipa_revolving_open(ipa_waterfall *waterfall) {
    const ipa_plan *plan = waterfall->plan;
    const ipa_collections *pool = waterfall->pool;
    const ipa_revolving *brought = &waterfall->payments->revolving;
    ipa_collections *whole = &waterfall->whole;
    const int k = waterfall->k;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        add_rows(&pool->cash[kind][k], &brought->cash[kind][k], &whole->cash[kind][k]);
        if (whole->cash_days[kind] != NULL)
            whole->cash_days[kind][k] = pool->cash_days[kind][k];
        if (whole->credit_days[kind] != NULL)
            whole->credit_days[kind][k] = pool->credit_days[kind][k];
        ipa_cash_days_add(plan, (ipa_collection_kind)kind, k, plan->periods[k].collection_end,
                          brought->cash[kind][k].lane, whole);
    }
    ipa_kernels_add(waterfall->claimed->lane, brought->defaulted[k].lane);
    ipa_kernels_add(waterfall->regained->lane, brought->cash[IPA_COLLECTION_RECOVERY][k].lane);
    add_rows(&pool->performing[k], &brought->performing[k], &whole->performing[k]);
    add_rows(&pool->defaulted[k], waterfall->claimed, &whole->defaulted[k]);
    add_rows(&pool->recovered[k], waterfall->regained, &whole->recovered[k]);
}

/* ---- the periods to come ---- */

static void raise_last(const double *restrict x, double period, double *restrict last) {
    LANES {
        const double reached = x[p] > 0 ? period : 0;
        last[p] = reached > last[p] ? reached : last[p];
    }
}

/* What of a due is paid comes in its period, or as much later as a stress delays it; past the last
 * period it is lost. */
static void collect_due(ipa_waterfall *waterfall, const ipa_plan_replacement *of, int m,
                        const double *restrict held, const double *restrict now) {
    const ipa_revolving *to = &waterfall->payments->revolving;
    const int n_periods = waterfall->plan->n_periods;
    const int j = waterfall->k + 1 + m + waterfall->plan->stress.delay;
    const double due = of->income[m], repaid = of->repaid[m];
    raise_last(held, j < n_periods ? j : n_periods - 1, to->last->lane);
    if (j >= n_periods)
        return;
    double *restrict income = to->cash[IPA_COLLECTION_INCOME][j].lane;
    double *restrict principal = to->cash[IPA_COLLECTION_PRINCIPAL][j].lane;
    LANES {
        const double living = held[p] * now[p];
        income[p] += due * living;
        principal[p] += repaid * living;
    }
}

/* One due, `m` periods after the first, of what an entity owes on `held`: paid where it lives, a
 * claim where it has died since the payment date before. */
static void bring_due(ipa_waterfall *waterfall, const ipa_plan_replacement *of, int m,
                      const double *restrict held, const double *restrict now) {
    const ipa_revolving *to = &waterfall->payments->revolving;
    const int j = waterfall->k + 1 + m;
    const double owed = of->outstanding[m];
    const double left = m + 1 < of->n_dues ? of->outstanding[m + 1] : 0;
    double *restrict performing = to->performing[j].lane;
    double *restrict defaulted = to->defaulted[j].lane;
    ipa_row claim;
    LANES {
        const double living = held[p] * now[p];
        performing[p] += left * living;
        claim.lane[p] = owed * (held[p] - living);
        defaulted[p] += claim.lane[p];
    }
    collect_due(waterfall, of, m, held, now);
    const int back = j + waterfall->plan->replacement_lag + waterfall->plan->stress.delay;
    if (back >= waterfall->plan->n_periods || waterfall->plan->replacement_recovery == 0)
        return;
    ipa_kernels_accrue(to->cash[IPA_COLLECTION_RECOVERY][back].lane, claim.lane,
                       waterfall->plan->replacement_recovery);
    raise_last(claim.lane, back, to->last->lane);
}

static void bring_dues(ipa_waterfall *waterfall, const ipa_plan_replacement *of, int entity,
                       double *held) {
    const int n_periods = waterfall->plan->n_periods;
    const ipa_row *alive = waterfall->collections->alive + entity * n_periods;
    for (int m = 0; m < of->n_dues && waterfall->k + 1 + m < n_periods; m++) {
        const double *now = alive[waterfall->k + 1 + m].lane;
        bring_due(waterfall, of, m, held, now);
        LANES held[p] *= now[p];
    }
}

/* ---- buying ---- */

static const double *living(const ipa_waterfall *waterfall, int entity) {
    return waterfall->collections->alive[entity * waterfall->plan->n_periods + waterfall->k].lane;
}

static void share_alike(ipa_waterfall *waterfall, const ipa_plan_replacement *of,
                        const double *principal, const double *n_living) {
    ipa_row held;
    for (int n = 0; n < of->n_entities; n++) {
        const double *lives = living(waterfall, of->entities[n]);
        LANES held.lane[p] = principal[p] > 0 ? principal[p] / n_living[p] * lives[p] : 0;
        bring_dues(waterfall, of, of->entities[n], held.lane);
    }
}

static void enter(ipa_waterfall *waterfall, const double *spent, const double *principal) {
    const ipa_revolving *to = &waterfall->payments->revolving;
    const int k = waterfall->k;
    ipa_kernels_subtract(waterfall->room->lane, spent);
    ipa_kernels_add(to->bought[k].lane, spent);
    ipa_kernels_add(to->principal[k].lane, principal);
    ipa_kernels_add(to->performing[k].lane, principal);
    ipa_kernels_add(waterfall->purchased->lane, principal);
    ipa_kernels_add(waterfall->whole.performing[k].lane, principal);
}

static void buy_one(ipa_waterfall *waterfall, const ipa_step *step, int n) {
    const ipa_plan_replacement *of = &waterfall->plan->replacements[n];
    double *cash = waterfall->cash[step->from].lane;
    double *offered = waterfall->offered[n].lane;
    double *cost = waterfall->wanted->lane, *spent = waterfall->amount->lane;
    ipa_row n_living, able, principal;
    ipa_kernels_fill(n_living.lane, 0);
    for (int e = 0; e < of->n_entities; e++)
        ipa_kernels_add(n_living.lane, living(waterfall, of->entities[e]));
    ipa_kernels_above(n_living.lane, 0, able.lane);
    ipa_kernels_keep(waterfall->open->lane, able.lane);
    ipa_kernels_copy(cost, offered);
    ipa_kernels_scale(cost, of->price);
    if (waterfall->rounding && isfinite(of->principal))
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            cost[p] = ipa_rounding_nearest(cost[p]);
    ipa_kernels_take(able.lane, cost, cash, waterfall->room->lane, spent);
    if (!ipa_kernels_any(spent))
        return;
    LANES {
        const double bought = spent[p] < cost[p] ? spent[p] / of->price : offered[p];
        principal.lane[p] = spent[p] > 0 ? bought : 0;
    }
    ipa_kernels_subtract(offered, principal.lane);
    ipa_kernels_subtract(cash, spent);
    enter(waterfall, spent, principal.lane);
    share_alike(waterfall, of, principal.lane, n_living.lane);
}

/* Where the step still buys: not stopped, and the pool not sold. */
static void find_open(ipa_waterfall *waterfall, double *open) {
    const double *called = waterfall->called->lane;
    const double k = waterfall->k;
    ipa_row stopped;
    ipa_triggers_any(waterfall, IPA_EFFECT_STOP_REVOLVING, stopped.lane);
    ipa_kernels_equal(stopped.lane, 0, open);
    LANES open[p] = called[p] > k ? open[p] : 0;
    ipa_kernels_keep(waterfall->mask->lane, open);
}

void ipa_revolving_buy(ipa_waterfall *waterfall, const ipa_step *step) {
    const ipa_revolving *to = &waterfall->payments->revolving;
    const double *cash = waterfall->cash[step->from].lane;
    ipa_row before, wanted, room;
    find_open(waterfall, waterfall->open->lane);
    ipa_kernels_copy(before.lane, cash);
    ipa_kernels_copy(wanted.lane, cash);
    ipa_kernels_keep(waterfall->open->lane, wanted.lane);
    ipa_kernels_copy(room.lane, waterfall->room->lane);
    for (int n = 0; n < waterfall->plan->n_replacements; n++)
        if (waterfall->plan->replacements[n].first_period <= waterfall->k)
            buy_one(waterfall, step, n);
    double *exhausted = waterfall->whole.exhausted->lane;
    const double *last = to->last->lane;
    LANES exhausted[p] = last[p] > exhausted[p] ? last[p] : exhausted[p];
    double *spent = waterfall->amount->lane;
    ipa_kernels_copy(spent, before.lane);
    ipa_kernels_subtract(spent, cash);
    ipa_trace_add(waterfall, -1, (ipa_trace_rows){before.lane, wanted.lane, room.lane, spent});
}
