#include "engine/pool/pool_events.h"

#include <math.h>
#include <stdlib.h>

#include "engine/pool/claims.h"
#include "engine/pool/contracts.h"
#include "engine/pool/patents.h"

const ipa_pool_event_traits ipa_pool_events_traits[IPA_N_POOL_EVENTS] = {
#define TRAITS(name, subject, figure, meaning) \
    {IPA_POOL_EVENT_OF_##subject, IPA_POOL_EVENT_IN_##figure},
    IPA_POOL_EVENT_TABLE(TRAITS)
#undef TRAITS
};

typedef struct story {
    ipa_pool *pool;
    const ipa_plan *plan;
    const ipa_patents *patents; /**< NULL: there are none */
    ipa_arena *arena;
    int lane;
    int *last; /**< [n_contracts]: period in which it ends; −1: it has no dues */
    ipa_pool_event *events;
    int n_events;
} story;

static void tell(story *of, ipa_pool_event_kind kind, int item, int period, double value) {
    const ipa_pool_event event = {.kind = kind,
                                  .item = item,
                                  .period = period,
                                  .cause = period,
                                  .years = NAN,
                                  .value = value};
    IPA_PUSH(of->arena, of->events, of->n_events, event);
}

/* ---- how long a contract runs ---- */

/* The first period whose end it does not outlive. */
static int first_not_survived(const double *threshold, int n_periods, double latent) {
    int k = 0;
    while (k < n_periods && latent > threshold[k])
        k++;
    return k;
}

static double latent_of(const story *of, const ipa_plan_contract *contract) {
    return ipa_pool_defaults(of->pool)->obligors[contract->obligor].lane[of->lane];
}

static int default_period(const story *of, const ipa_plan_contract *contract) {
    return first_not_survived(of->plan->obligors[contract->obligor].end_threshold,
                              of->plan->n_periods, latent_of(of, contract));
}

static int least(int a, int b) {
    return a < b ? a : b;
}

/* Where all patents must live, the others no longer matter when one has ended. */
static int all_lived_until(const story *of, const ipa_plan_contract *contract) {
    int until = of->plan->n_periods;
    for (int n = 0; n < contract->n_patents; n++)
        until = least(until, ipa_patents_fate(of->patents, contract->patents[n], of->lane).ended);
    return until;
}

static int last_period(const story *of, int c) {
    const ipa_plan_contract *contract = &of->plan->contracts[c];
    if (contract->n_dues == 0)
        return -1;
    int last = least(contract->dues[contract->n_dues - 1].period, of->plan->n_periods - 1);
    last = least(last, default_period(of, contract));
    last = least(last, ipa_pool_prepaid(of->pool, c, of->lane));
    return contract->patent_rule == IPA_PATENT_RULE_ALL ? least(last, all_lived_until(of, contract))
                                                        : last;
}

/* ---- patents ---- */

/* Whether cash, values or fees hang on the patents of a contract. */
static bool depends(const ipa_plan *plan, const ipa_plan_contract *contract) {
    return contract->patent_rule != IPA_PATENT_RULE_NONE || plan->ip_value || plan->annuity;
}

static void tell_by(story *of, ipa_pool_event_kind kind, int j, int period, int last) {
    if (period <= last)
        tell(of, kind, j, period, NAN);
}

static bool is_lost(const ipa_plan_patent *patent) {
    return patent->source != NULL && patent->source->is_lost;
}

static void tell_end(story *of, int j, const ipa_patent_fate *fate, int last) {
    static const ipa_pool_event_kind ENDS[IPA_N_PATENT_CAUSES] = {
        [IPA_CAUSE_LAPSE] = IPA_POOL_EVENT_LAPSED,
        [IPA_CAUSE_OBSOLETE] = IPA_POOL_EVENT_OBSOLETE,
        [IPA_CAUSE_INVALID] = IPA_POOL_EVENT_INVALIDATED};
    if (fate->cause == IPA_N_PATENT_CAUSES && is_lost(&of->plan->patents[j]))
        tell_by(of, IPA_POOL_EVENT_LOST, j, fate->ended, last);
    if (fate->cause != IPA_N_PATENT_CAUSES)
        tell_by(of, fate->by_family ? IPA_POOL_EVENT_INVALIDATED_TOGETHER : ENDS[fate->cause], j,
                fate->ended, last);
}

static void tell_patent(story *of, int j, int last) {
    const ipa_patent_fate fate = ipa_patents_fate(of->patents, j, of->lane);
    const bool is_pending = of->plan->patents[j].granted != NULL;
    const int decided = is_pending ? least(fate.granted, fate.refused) : -1;
    /* What was never granted cannot be declared invalid. */
    if (fate.ended <= decided) {
        if (fate.cause != IPA_N_PATENT_CAUSES)
            tell_by(of, IPA_POOL_EVENT_ABANDONED, j, fate.ended, last);
        return;
    }
    if (is_pending)
        tell_by(of, fate.refused == decided ? IPA_POOL_EVENT_REFUSED : IPA_POOL_EVENT_GRANTED, j,
                decided, last);
    if (is_pending && fate.refused == decided)
        return;
    const int partial = fate.partial > decided ? fate.partial : decided;
    if (of->patents->is_weighted[j] && partial < fate.ended)
        tell_by(of, IPA_POOL_EVENT_LIMITED, j, partial, last);
    tell_end(of, j, &fate, last);
}

static void tell_patents(story *of) {
    const ipa_plan *plan = of->plan;
    int *last = IPA_NEW_ARRAY(of->arena, plan->n_patents, int);
    for (int j = 0; j < plan->n_patents; j++)
        last[j] = -1;
    for (int c = 0; c < plan->n_contracts; c++)
        for (int n = 0; n < plan->contracts[c].n_patents && depends(plan, &plan->contracts[c]);
             n++) {
            const int j = plan->contracts[c].patents[n];
            last[j] = last[j] > of->last[c] ? last[j] : of->last[c];
        }
    for (int j = 0; j < plan->n_patents; j++)
        tell_patent(of, j, last[j]);
}

/* ---- contracts ---- */

static double share(const story *of, int c, int k) {
    return of->patents ? of->patents->share[c * of->plan->n_periods + k].lane[of->lane] : 1;
}

/* No row has it: what the patents granted and in force at the cut-off date left payable then. */
static double share_at_cutoff(const ipa_plan *plan, const ipa_plan_contract *contract) {
    double weight = 0;
    int n_counting = 0;
    for (int n = 0; n < contract->n_patents; n++) {
        const ipa_plan_patent *patent = &plan->patents[contract->patents[n]];
        const bool counts = patent->granted == NULL && patent->expires > plan->deal->terms.cutoff;
        n_counting += counts;
        weight += counts ? contract->weights[n] : 0;
    }
    switch (contract->patent_rule) {
    case IPA_PATENT_RULE_ALL:
        return n_counting == contract->n_patents;
    case IPA_PATENT_RULE_ANY:
        return n_counting > 0;
    case IPA_PATENT_RULE_WEIGHTED:
        return weight;
    case IPA_PATENT_RULE_NONE:
        break;
    }
    return 1;
}

static void tell_shares(story *of, int c) {
    const double rounding = 1e-9;
    double before = share_at_cutoff(of->plan, &of->plan->contracts[c]);
    for (int k = 0; k <= of->last[c]; k++) {
        const double now = share(of, c, k);
        if (fabs(now - before) > rounding)
            tell(of, now == 0 ? IPA_POOL_EVENT_FALLEN : IPA_POOL_EVENT_SHARE, c, k,
                 now == 0 ? NAN : now);
        before = now;
    }
}

static void tell_late(story *of, int c) {
    ipa_contracts *contracts = ipa_pool_contracts(of->pool);
    const ipa_plan_contract *contract = &of->plan->contracts[c];
    const int n_periods = of->plan->n_periods;
    if (!contracts || contract->n_dues == 0)
        return;
    ipa_late_due *dues = IPA_NEW_ARRAY(of->arena, contract->n_dues, ipa_late_due);
    double *late = IPA_NEW_ARRAY(of->arena, n_periods + 1, double);
    double *paid = IPA_NEW_ARRAY(of->arena, n_periods + 1, double);
    const int n_late = ipa_contracts_late(contracts, c, of->lane, dues);
    for (int n = 0; n < n_late; n++) {
        late[dues[n].period] += dues[n].income + dues[n].principal;
        paid[dues[n].paid] += dues[n].income + dues[n].principal;
    }
    for (int k = 0; k < n_periods; k++) {
        if (late[k] > 0)
            tell(of, IPA_POOL_EVENT_LATE, c, k, late[k]);
        if (paid[k] > 0)
            tell(of, IPA_POOL_EVENT_PAID_LATE, c, k, paid[k]);
    }
}

static double outstanding(const ipa_plan_contract *contract, int k) {
    double principal = contract->principal;
    for (int n = 0; n < contract->n_dues && contract->dues[n].period <= k; n++)
        principal = contract->dues[n].outstanding;
    return principal;
}

static void tell_early_end(story *of, int c) {
    const ipa_plan_contract *contract = &of->plan->contracts[c];
    const int k = ipa_pool_prepaid(of->pool, c, of->lane);
    if (k >= of->plan->n_periods)
        return;
    const double left = share(of, c, k) * outstanding(contract, k);
    if (ipa_pool_bought(of->pool, c, of->lane))
        tell(of, IPA_POOL_EVENT_REPURCHASED, c, k, of->plan->repurchase_price * left);
    else if (contract->royalty)
        tell(of, IPA_POOL_EVENT_TERMINATED, c, k, NAN);
    else if (share(of, c, k) > 0)
        tell(of, IPA_POOL_EVENT_PREPAID, c, k, left);
}

/* ---- defaults ---- */

static double default_years(const story *of, const ipa_plan_contract *contract) {
    return ipa_defaults_years(of->plan, &of->plan->obligors[contract->obligor].credit,
                              latent_of(of, contract));
}

static void tell_default(story *of, int c, int k, double claim) {
    tell(of, IPA_POOL_EVENT_DEFAULT, c, k, claim);
    of->events[of->n_events - 1].years = default_years(of, &of->plan->contracts[c]);
}

static void tell_money(story *of, const ipa_claim *claim, ipa_pool_event_kind kind, int period,
                       double amount) {
    if (amount <= 0)
        return;
    tell(of, kind, claim->contract, least(period, of->plan->n_periods), amount);
    of->events[of->n_events - 1].cause = claim->period;
}

static void tell_claims(story *of) {
    int n_claims;
    const ipa_claim *claims = ipa_pool_claims(of->pool, of->lane, &n_claims);
    for (int n = 0; n < n_claims; n++) {
        const ipa_claim *claim = &claims[n];
        tell_default(of, claim->contract, claim->period, claim->amount);
        tell_money(of, claim, IPA_POOL_EVENT_DEPOSIT, claim->period, claim->deposit);
        tell_money(of, claim, IPA_POOL_EVENT_GUARANTEE, claim->period + 1, claim->guarantee);
        tell_money(of, claim, IPA_POOL_EVENT_COMPENSATION, claim->compensation_period,
                   claim->compensation);
        tell_money(of, claim, claim->bought_back ? IPA_POOL_EVENT_BUYBACK : IPA_POOL_EVENT_RECOVERY,
                   claim->recovery_period, claim->recovery);
        tell_money(of, claim, IPA_POOL_EVENT_REPAID, claim->recovery_period, claim->repaid);
    }
}

/* A royalty ends with its obligor, though nothing may be owed that day. */
static void tell_royalty_defaults(story *of) {
    int n_told = of->n_events;
    for (int c = 0; c < of->plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &of->plan->contracts[c];
        if (!contract->royalty || contract->n_dues == 0)
            continue;
        const int k = default_period(of, contract);
        bool is_told = latent_of(of, contract) > contract->dues[contract->n_dues - 1].threshold ||
                       k != of->last[c] || k == ipa_pool_prepaid(of->pool, c, of->lane);
        for (int n = 0; n < n_told && !is_told; n++)
            is_told = of->events[n].kind == IPA_POOL_EVENT_DEFAULT && of->events[n].item == c;
        if (!is_told)
            tell_default(of, c, k, 0);
    }
}

static void tell_entity(story *of, int n) {
    const bool services = of->plan->servicer != NULL && of->plan->servicer->entity == n;
    const ipa_plan_entity *entity = &of->plan->entities[n];
    const double latent = ipa_pool_defaults(of->pool)->entities[n].lane[of->lane];
    const int k = first_not_survived(entity->threshold, of->plan->n_periods, latent);
    if (k == of->plan->n_periods)
        return;
    tell(of, services ? IPA_POOL_EVENT_SERVICER : IPA_POOL_EVENT_SUPPORTER, n, k, NAN);
    of->events[of->n_events - 1].years = ipa_defaults_years(of->plan, &entity->credit, latent);
}

/* ---- what a stress takes and delays ---- */

/* What claims bring is told as it comes in; dues settled late or early as what they were. */
static void cut_money(story *of) {
    const ipa_plan_stress *stress = &of->plan->stress;
    for (int n = 0; n < of->n_events; n++) {
        ipa_pool_event *event = &of->events[n];
        if (event->kind <= IPA_POOL_EVENT_DEFAULT || event->kind == IPA_POOL_EVENT_REPAID)
            continue;
        event->value *= 1 - stress->haircut;
        event->period = least(event->period + stress->delay, of->plan->n_periods);
    }
}

/* ---- all of it ---- */

static int in_order(const void *one, const void *other) {
    const ipa_pool_event *a = one, *b = other;
    const int keys[4][2] = {{a->cause, b->cause},
                            {(int)ipa_pool_events_traits[a->kind].subject,
                             (int)ipa_pool_events_traits[b->kind].subject},
                            {a->item, b->item},
                            {(int)a->kind, (int)b->kind}};
    for (int n = 0; n < 4; n++)
        if (keys[n][0] != keys[n][1])
            return keys[n][0] < keys[n][1] ? -1 : 1;
    return 0;
}

ipa_pool_event *ipa_pool_events(ipa_pool *pool, int lane, ipa_arena *arena, int *n_events) {
    const ipa_plan *plan = ipa_pool_plan(pool);
    story of = {.pool = pool,
                .plan = plan,
                .patents = ipa_pool_patents(pool),
                .arena = arena,
                .lane = lane,
                .last = IPA_NEW_ARRAY(arena, plan->n_contracts, int)};
    for (int c = 0; c < plan->n_contracts; c++)
        of.last[c] = last_period(&of, c);
    tell_claims(&of);
    tell_royalty_defaults(&of);
    if (of.patents)
        tell_patents(&of);
    for (int c = 0; c < plan->n_contracts; c++) {
        if (plan->contracts[c].patent_rule != IPA_PATENT_RULE_NONE)
            tell_shares(&of, c);
        tell_late(&of, c);
        tell_early_end(&of, c);
    }
    for (int n = 0; n < plan->n_entities; n++)
        tell_entity(&of, n);
    if (plan->stress.is_given)
        cut_money(&of);
    if (of.n_events > 0)
        qsort(of.events, (size_t)of.n_events, sizeof of.events[0], in_order);
    *n_events = of.n_events;
    return of.events;
}
