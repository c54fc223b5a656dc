#include "engine/simulate/path_result.h"

#include <math.h>

#include "engine/waterfall/rounding.h"
#include "engine/waterfall/seen.h"

static const double fen = 100;

typedef struct reader {
    const ipa_plan *plan;
    ipa_arena *arena;
    int lane;
} reader;

/* @shape rows[n_periods] */
static double *yuan(reader from, const ipa_row *rows) {
    double *to = IPA_NEW_ARRAY(from.arena, from.plan->n_periods, double);
    for (int k = 0; k < from.plan->n_periods; k++)
        to[k] = rows[k].lane[from.lane] / fen;
    return to;
}

/* Collections as they arrive on the account: what a purchase or a recovery brings is whole fen too
 * where the deal rounds. */
static double *arrived(reader from, const ipa_row *rows, bool rounded) {
    double *to = yuan(from, rows);
    for (int k = 0; k < from.plan->n_periods && rounded; k++)
        to[k] = ipa_rounding_nearest(rows[k].lane[from.lane]) / fen;
    return to;
}

static double sum(const double *x, int n) {
    double total = 0;
    for (int k = 0; k < n; k++)
        total += x[k];
    return total;
}

static double *per_unit(reader from, const double *paid, double units) {
    double *to = IPA_NEW_ARRAY(from.arena, from.plan->n_periods, double);
    for (int k = 0; k < from.plan->n_periods; k++)
        to[k] = from.plan->rounds ? paid[k] / units : NAN;
    return to;
}

static double *coverage(reader from, const ipa_path_result *path, const ipa_base_tranche *of) {
    double *to = IPA_NEW_ARRAY(from.arena, from.plan->n_periods, double);
    for (int k = 0; k < from.plan->n_periods; k++) {
        const double paid = of->interest_paid[k] + of->principal_paid[k];
        double collected = 0;
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            collected += path->cash[kind][k];
        to[k] = paid > 0 ? collected / paid : NAN;
    }
    return to;
}

static double in_kind(reader from, const ipa_payments *payments, int t) {
    return ipa_plan_residual_share(from.plan, t) * payments->in_kind->lane[from.lane] / fen;
}

static double *coupons(reader from, const ipa_payments *payments, int t) {
    double *to = IPA_NEW_ARRAY(from.arena, from.plan->n_periods, double);
    const ipa_row *own = payments->rates != NULL ? payments->rates->coupon[t] : NULL;
    for (int k = 0; k < from.plan->n_periods; k++)
        to[k] = own != NULL ? own[k].lane[from.lane] : ipa_plan_coupon(&from.plan->tranches[t], k);
    return to;
}

static ipa_base_tranche tranche_of(reader from, const ipa_payments *payments,
                                   const ipa_path_result *path, int t) {
    const ipa_plan *plan = from.plan;
    const int first = t * plan->n_periods;
    ipa_base_tranche to = {
        .coupon = coupons(from, payments, t),
        .opening = yuan(from, payments->opening + first),
        .interest_due = yuan(from, payments->interest_due + first),
        .interest_paid = yuan(from, payments->interest_paid + first),
        .interest_unpaid = yuan(from, payments->interest_unpaid + first),
        .principal_due = yuan(from, payments->principal_due + first),
        .principal_paid = yuan(from, payments->principal_paid + first),
        .residual = yuan(from, payments->residual + first),
        .closing = yuan(from, payments->closing + first),
        .accreted = yuan(from, payments->accreted + first),
        .in_kind = in_kind(from, payments, t),
        .valuation = {NAN, NAN, NAN, NAN, NAN, NAN, NAN},
    };
    to.interest_per_unit = per_unit(from, to.interest_paid, plan->tranches[t].units);
    to.principal_per_unit = per_unit(from, to.principal_paid, plan->tranches[t].units);
    to.coverage_gross = coverage(from, path, &to);
    to.total_interest = sum(to.interest_paid, plan->n_periods);
    to.total_principal = sum(to.principal_paid, plan->n_periods);
    to.total_residual = sum(to.residual, plan->n_periods);
    return to;
}

static void read_pool(reader from, const ipa_collections *collected, const ipa_payments *payments,
                      ipa_path_result *to) {
    ipa_collections seen = {0};
    if (ipa_seen_differs(from.plan))
        seen = ipa_layout_collections(from.arena, from.plan->n_periods, 0, 0);
    const ipa_collections *collections =
        ipa_seen_collections(from.plan, payments, collected, &seen);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        to->cash[kind] = arrived(from, collections->cash[kind], payments->rounded);
    to->pool_balance = yuan(from, collections->performing);
    to->pool_defaulted = yuan(from, collections->defaulted);
}

static void read_call(reader from, const ipa_payments *payments, ipa_path_result *to) {
    to->called = -1;
    for (int k = from.plan->n_periods - 1; k >= 0 && payments->called[k].lane[from.lane] != 0;
         k--) {
        to->called = k;
        to->call_price = payments->call_price[k].lane[from.lane] / fen;
    }
}

static void read_states(reader from, const ipa_payments *payments, ipa_path_result *to) {
    const ipa_plan *plan = from.plan;
    if (plan->servicer != NULL) {
        to->lost = yuan(from, payments->lost);
        to->delayed = yuan(from, payments->delayed);
    }
    to->accounts = IPA_NEW_ARRAY(from.arena, plan->n_accounts, double *);
    to->account_interest = IPA_NEW_ARRAY(from.arena, plan->n_accounts, double *);
    to->ledgers = IPA_NEW_ARRAY(from.arena, plan->n_ledgers, double *);
    to->triggers = IPA_NEW_ARRAY(from.arena, plan->n_triggers, bool *);
    to->waterfall = IPA_NEW_ARRAY(from.arena, plan->n_periods, ipa_waterfall_kind);
    to->ended = IPA_NEW_ARRAY(from.arena, plan->n_periods, bool);
    for (int n = 0; n < plan->n_accounts; n++) {
        to->accounts[n] = yuan(from, payments->account + n * plan->n_periods);
        to->account_interest[n] = yuan(from, payments->account_interest + n * plan->n_periods);
    }
    for (int n = 0; n < plan->n_ledgers; n++)
        to->ledgers[n] = yuan(from, payments->ledger + n * plan->n_periods);
    read_call(from, payments, to);
    for (int n = 0; n < plan->n_triggers; n++) {
        to->triggers[n] = IPA_NEW_ARRAY(from.arena, plan->n_periods, bool);
        for (int k = 0; k < plan->n_periods; k++)
            to->triggers[n][k] =
                payments->trigger_on[n * plan->n_periods + k].lane[from.lane] > 0.5;
    }
    for (int k = 0; k < plan->n_periods; k++) {
        to->waterfall[k] = (ipa_waterfall_kind)payments->waterfall[k].lane[from.lane];
        to->ended[k] = payments->ended[k].lane[from.lane] > 0.5;
    }
}

/* What was bought is sold with the pool. */
static double *until_called(reader from, const ipa_row *rows, int first_gone) {
    double *to = yuan(from, rows);
    for (int k = first_gone; k < from.plan->n_periods; k++)
        to[k] = 0;
    return to;
}

static void read_revolving(reader from, const ipa_revolving *rows, ipa_path_result *to) {
    const int called = to->called < 0 ? from.plan->n_periods : to->called;
    if (!from.plan->may_buy)
        return;
    to->revolving =
        (ipa_base_revolving){.bought = yuan(from, rows->bought),
                             .principal = yuan(from, rows->principal),
                             .balance = until_called(from, rows->performing, called),
                             .defaulted = until_called(from, rows->defaulted, called + 1)};
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        to->revolving.cash[kind] = until_called(from, rows->cash[kind], called + 1);
}

static void read_ledger(reader from, const ipa_trace *trace, ipa_path_result *to) {
    to->n_ledger = trace->n_entries;
    to->ledger = IPA_NEW_ARRAY(from.arena, trace->n_entries, ipa_ledger_entry);
    for (int n = 0; n < trace->n_entries; n++) {
        const ipa_trace_entry *entry = &trace->entries[n];
        to->ledger[n] = (ipa_ledger_entry){
            .period = entry->period,
            .waterfall = entry->waterfall,
            .step = entry->step,
            .payee = entry->payee,
            .available = entry->available / fen,
            .due = entry->due / fen,
            .paid = entry->paid / fen,
            .skipped = entry->skipped,
        };
    }
}

ipa_path_result ipa_path_result_of(const ipa_plan *plan, const ipa_collections *collections,
                                   const ipa_payments *payments, const ipa_trace *trace,
                                   ipa_arena *arena) {
    const reader from = {plan, arena, trace->lane};
    ipa_path_result to = {
        .tranches = IPA_NEW_ARRAY(arena, plan->n_tranches, ipa_base_tranche),
        .fees = IPA_NEW_ARRAY(arena, plan->n_fees, ipa_base_fee),
        .support = IPA_NEW_ARRAY(arena, plan->n_support, ipa_base_support),
    };
    read_pool(from, collections, payments, &to);
    read_states(from, payments, &to);
    read_revolving(from, &payments->revolving, &to);
    for (int t = 0; t < plan->n_tranches; t++)
        to.tranches[t] = tranche_of(from, payments, &to, t);
    for (int n = 0; n < plan->n_fees; n++) {
        const int first = n * plan->n_periods;
        to.fees[n] = (ipa_base_fee){.due = yuan(from, payments->fee_due + first),
                                    .paid = yuan(from, payments->fee_paid + first),
                                    .unpaid = yuan(from, payments->fee_unpaid + first)};
    }
    for (int n = 0; n < plan->n_support; n++) {
        const int first = n * plan->n_periods;
        to.support[n] =
            (ipa_base_support){.drawn = yuan(from, payments->drawn + first),
                               .reimbursed = yuan(from, payments->reimbursed + first),
                               .interest_due = yuan(from, payments->draw_interest_due + first),
                               .interest_paid = yuan(from, payments->draw_interest_paid + first),
                               .fee_due = yuan(from, payments->commitment_due + first),
                               .fee_paid = yuan(from, payments->commitment_paid + first)};
    }
    read_ledger(from, trace, &to);
    return to;
}

static const char *id_of(const ipa_plan *plan, const ipa_pool_event *event) {
    switch (ipa_pool_events_traits[event->kind].subject) {
    case IPA_POOL_EVENT_OF_PATENT:
        return plan->patents[event->item].source->id;
    case IPA_POOL_EVENT_OF_CONTRACT:
        return plan->contracts[event->item].source->id;
    case IPA_POOL_EVENT_OF_ENTITY:
        break;
    }
    return plan->entities[event->item].credit.id;
}

/* The pool's periods are its holder's: a plan hears of them when its vehicle pays. */
static int period_of(const ipa_plan *plan, int period) {
    if (plan->lower == NULL)
        return period;
    return period < plan->lower->n_periods ? plan->certificate_period[period] : plan->n_periods;
}

ipa_path_event *ipa_path_result_events(const ipa_plan *plan, ipa_pool *pool, int lane,
                                       ipa_arena *arena, int *n_events) {
    const ipa_pool_event *from = ipa_pool_events(pool, lane, arena, n_events);
    ipa_path_event *to = IPA_NEW_ARRAY(arena, *n_events, ipa_path_event);
    for (int n = 0; n < *n_events; n++) {
        const bool is_money =
            ipa_pool_events_traits[from[n].kind].figure == IPA_POOL_EVENT_IN_MONEY;
        to[n] = (ipa_path_event){
            .kind = from[n].kind,
            .id = id_of(plan, &from[n]),
            .period = period_of(plan, from[n].period),
            .cause = period_of(plan, from[n].cause),
            .years = from[n].years,
            .value = is_money ? from[n].value / fen : from[n].value,
        };
    }
    return to;
}

double ipa_path_result_least_coverage(const ipa_base_tranche *of, int n_periods) {
    double least = NAN;
    for (int k = 0; k < n_periods; k++)
        least = fmin(least, of->coverage_gross[k]); /* NaN on dates without a payment */
    return least;
}
