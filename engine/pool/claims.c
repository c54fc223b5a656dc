#include "engine/pool/claims.h"

#include <math.h>

#include "engine/pool/cash_days.h"
#include "engine/pool/recovery.h"

struct ipa_claims {
    const ipa_plan *plan;
    int *order;          /**< [n_contracts] of the claims facilities pay, by time of default */
    double *used;        /**< [n_facilities] of its pool cap */
    double *used_by_one; /**< [n_facilities][n_obligors] of the cap for each obligor */
};

ipa_claims *ipa_claims_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_claims *claims = IPA_NEW(arena, ipa_claims);
    claims->plan = plan;
    claims->order = IPA_NEW_ARRAY(arena, plan->n_contracts, int);
    claims->used = IPA_NEW_ARRAY(arena, plan->n_facilities, double);
    claims->used_by_one = IPA_NEW_ARRAY(arena, plan->n_facilities * plan->n_obligors, double);
    return claims;
}

static double least(double a, double b) {
    return a < b ? a : b;
}

static double positive(double x) {
    return x > 0 ? x : 0;
}

/* The entity stands by what it promised if it outlives the collection period of the default. */
static bool stands(const ipa_defaults *defaults, int entity, int lane, int period) {
    return entity >= 0 && defaults->entities[entity].lane[lane] >
                              defaults->plan->entities[entity].end_threshold[period];
}

/* ---- deposit, guarantor ---- */

static double after_guarantee(const ipa_claim *claim) {
    return claim->amount - claim->deposit - claim->guarantee;
}

static void set_off(const ipa_defaults *defaults, int lane, ipa_claim *claim) {
    const ipa_plan_contract *contract = &defaults->plan->contracts[claim->contract];
    const ipa_plan_obligor *obligor = &defaults->plan->obligors[contract->obligor];
    claim->deposit = least(contract->deposit, claim->amount);
    claim->guarantee = stands(defaults, obligor->guarantor, lane, claim->period)
                           ? obligor->guarantee_share * (claim->amount - claim->deposit)
                           : 0;
    claim->compensation = 0;
    claim->compensation_period = defaults->plan->n_periods;
}

/* ---- facility ---- */

static bool earlier(const ipa_claim *a, const ipa_claim *b) {
    return a->years != b->years ? a->years < b->years : a->contract < b->contract;
}

/* Shell's sort: in place, and a path with many defaults does not cost their square. */
static void sort(int n, int *order, const ipa_claim *list) {
    int gap = 1;
    while (gap < n / 3)
        gap = 3 * gap + 1;
    for (; gap > 0; gap /= 3)
        for (int from = gap; from < n; from++) {
            const int moved = order[from];
            int to = from;
            for (; to >= gap && earlier(&list[moved], &list[order[to - gap]]); to -= gap)
                order[to] = order[to - gap];
            order[to] = moved;
        }
}

static void compensate(ipa_claims *claims, ipa_claim *claim) {
    const ipa_plan *plan = claims->plan;
    const ipa_plan_contract *contract = &plan->contracts[claim->contract];
    const ipa_plan_facility *facility = &plan->facilities[contract->facility];
    double *used = &claims->used[contract->facility];
    double *used_by_one =
        &claims->used_by_one[contract->facility * plan->n_obligors + contract->obligor];
    const double paid = least(least(facility->share * after_guarantee(claim),
                                    positive(facility->cap_per_obligor - *used_by_one)),
                              positive(facility->pool_cap - *used));
    *used_by_one += paid;
    *used += paid;
    claim->compensation = paid;
    claim->compensation_period = facility->period[claim->period];
}

static void compensate_all(ipa_claims *claims, int n_claims, ipa_claim *list) {
    const ipa_plan *plan = claims->plan;
    int n = 0;
    for (int m = 0; m < n_claims; m++) {
        const ipa_plan_contract *contract = &plan->contracts[list[m].contract];
        if (contract->facility < 0)
            continue;
        claims->order[n++] = m;
        claims->used[contract->facility] = 0;
        claims->used_by_one[contract->facility * plan->n_obligors + contract->obligor] = 0;
    }
    sort(n, claims->order, list);
    for (int m = 0; m < n; m++)
        compensate(claims, &list[claims->order[m]]);
}

/* ---- disposal ---- */

/* What the IP brings, before anybody's share of it is known: bought back for certain, or sold. */
static double proceeds(const ipa_defaults *defaults, int lane, ipa_claim *claim) {
    const ipa_plan *plan = defaults->plan;
    const ipa_plan_contract *contract = &plan->contracts[claim->contract];
    claim->bought_back = stands(defaults, plan->buyback_entity, lane, claim->period);
    if (claim->bought_back) {
        claim->recovery_period = plan->buyback_period[claim->period];
        return plan->buyback_share *
               (isnan(contract->buyback_base) ? claim->amount : contract->buyback_base);
    }
    claim->recovery_period = ipa_recovery_arrival(defaults, claim->contract, lane, claim->period);
    return ipa_recovery_share(defaults, claim->contract, lane) *
           (isnan(contract->proceeds_base) ? claim->amount : contract->proceeds_base) *
           contract->proceeds_factor * (1 - contract->recovery_cost) * (1 - plan->platform_fee);
}

static void dispose(const ipa_defaults *defaults, int lane, ipa_claim *claim) {
    const ipa_plan *plan = defaults->plan;
    const int facility = plan->contracts[claim->contract].facility;
    const double net = positive(proceeds(defaults, lane, claim));
    const double left = after_guarantee(claim) - claim->compensation;
    claim->recovery = least(net, left);
    claim->repaid = 0;
    if (facility < 0 || !plan->facilities[facility].repaid || claim->compensation == 0)
        return;
    const double owed = left + claim->compensation, total = least(net, owed);
    claim->recovery = total * left / owed;
    claim->repaid = total - claim->recovery;
}

void ipa_claims_settle(ipa_claims *claims, const ipa_defaults *defaults, int lane, int n_claims,
                       ipa_claim *list) {
    for (int n = 0; n < n_claims; n++)
        set_off(defaults, lane, &list[n]);
    if (claims->plan->n_facilities > 0)
        compensate_all(claims, n_claims, list);
    for (int n = 0; n < n_claims; n++)
        dispose(defaults, lane, &list[n]);
}

/* ---- cash ---- */

typedef struct posting {
    const ipa_plan *plan;
    int lane, contract, last;
    ipa_collections *collections;
    ipa_row *contract_cash;
} posting;

static void post(posting *to, double amount, int period) {
    if (amount <= 0 || period >= to->plan->n_periods)
        return;
    to->collections->cash[IPA_COLLECTION_RECOVERY][period].lane[to->lane] += amount;
    if (ipa_cash_days_asked(to->collections, IPA_COLLECTION_RECOVERY))
        ipa_cash_days_add_lane(to->plan, IPA_COLLECTION_RECOVERY, period, to->lane, amount,
                               to->collections);
    if (to->contract_cash)
        to->contract_cash[to->contract * to->plan->n_periods + period].lane[to->lane] += amount;
    to->last = period > to->last ? period : to->last;
}

void ipa_claims_post(const ipa_plan *plan, int lane, int n_claims, const ipa_claim *list,
                     ipa_collections *to, ipa_row *contract_cash) {
    for (int n = 0; n < n_claims; n++) {
        const ipa_claim *claim = &list[n];
        posting posted = {.plan = plan,
                          .lane = lane,
                          .contract = claim->contract,
                          .last = claim->period,
                          .collections = to,
                          .contract_cash = contract_cash};
        post(&posted, claim->deposit, claim->period);
        post(&posted, claim->guarantee, claim->period + 1);
        post(&posted, claim->compensation, claim->compensation_period);
        post(&posted, claim->recovery, claim->recovery_period);
        if (to->exhausted->lane[lane] < posted.last)
            to->exhausted->lane[lane] = posted.last;
    }
}
