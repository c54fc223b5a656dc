/* What is told of a path adds up to the cash and the claims of its collections. */
#include "engine/pool/pool_events.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/runs.h"

static const uint64_t seed = 99;

typedef struct told {
    test_run run;
    ipa_pool *pool;
    ipa_collections got;
    long n_of[IPA_N_POOL_EVENTS];
} told;

static told tell_under(const char *folder, const char *lever) {
    told of = {.run = run_load_with(folder, &lever, lever != NULL)};
    const ipa_plan *plan = of.run.plan;
    of.pool = ipa_pool_create(plan, of.run.arena);
    of.got =
        ipa_layout_collections(of.run.arena, plan->n_periods, plan->n_entities, plan->n_obligors);
    return of;
}

static told tell(const char *folder) {
    return tell_under(folder, NULL);
}

static bool is_cash_of_a_claim(ipa_pool_event_kind kind) {
    return kind > IPA_POOL_EVENT_DEFAULT && kind != IPA_POOL_EVENT_REPAID;
}

static double written_off(const ipa_plan *plan) {
    double sum = 0;
    for (int c = 0; c < plan->n_contracts; c++)
        for (int n = 0; n < plan->contracts[c].n_dues; n++)
            sum += plan->contracts[c].dues[n].written_off;
    return sum;
}

static bool is_of_entity(ipa_pool_event_kind kind) {
    return kind == IPA_POOL_EVENT_SUPPORTER || kind == IPA_POOL_EVENT_SERVICER;
}

static void expect_order(const ipa_pool_event *events, int n_events) {
    for (int n = 1; n < n_events; n++) {
        const ipa_pool_event *a = &events[n - 1], *b = &events[n];
        cr_assert_leq(a->cause, b->cause);
        if (a->cause == b->cause)
            cr_assert_leq(ipa_pool_events_traits[a->kind].subject,
                          ipa_pool_events_traits[b->kind].subject);
    }
}

static void expect_event(const told *of, const ipa_pool_event *event) {
    const ipa_plan *plan = of->run.plan;
    const bool is_default = event->kind == IPA_POOL_EVENT_DEFAULT || is_of_entity(event->kind);
    cr_assert_geq(event->period, event->cause);
    cr_assert_leq(event->period, plan->n_periods);
    cr_assert_lt(event->cause, plan->n_periods);
    cr_assert_eq(isfinite(event->years), is_default);
    cr_assert_eq(isfinite(event->value),
                 ipa_pool_events_traits[event->kind].figure != IPA_POOL_EVENT_IN_NONE);
    if (!is_cash_of_a_claim(event->kind) && event->kind != IPA_POOL_EVENT_REPAID)
        cr_assert_eq(event->period, event->cause);
    if (!is_default)
        return;
    const ipa_period *period = &plan->periods[event->period];
    const ipa_date end =
        event->kind == IPA_POOL_EVENT_DEFAULT ? period->collection_end : period->payment;
    cr_assert_leq(event->years * 365, end - plan->deal->terms.cutoff + 1e-6);
}

/* A supporter's default is told in the first period on whose payment date it no longer lives. */
static void expect_supporters(const told *of, int lane, const ipa_pool_event *events,
                              int n_events) {
    const int n_periods = of->run.plan->n_periods;
    for (int entity = 0; entity < of->run.plan->n_entities; entity++) {
        int dead = 0, period = n_periods;
        while (dead < n_periods && of->got.alive[entity * n_periods + dead].lane[lane] > 0.5)
            dead++;
        for (int n = 0; n < n_events; n++)
            if (is_of_entity(events[n].kind) && events[n].item == entity)
                period = events[n].period;
        cr_assert_eq(period, dead);
    }
}

static bool ends_early(ipa_pool_event_kind kind) {
    return kind >= IPA_POOL_EVENT_TERMINATED && !is_of_entity(kind);
}

/* What is told of a contract's share in a period; `before` if nothing. */
static double share_told(const ipa_pool_event *events, int n_events, int c, int k, double before) {
    double share = before;
    for (int n = 0; n < n_events; n++)
        if (events[n].item == c && events[n].period == k) {
            if (events[n].kind == IPA_POOL_EVENT_SHARE)
                share = events[n].value;
            else if (events[n].kind == IPA_POOL_EVENT_FALLEN)
                share = 0;
        }
    return share;
}

/* Between the shares told of a contract its row stands still: up to its early end, if it has one.
 */
static void expect_shares(const told *of, int lane, const ipa_pool_event *events, int n_events) {
    const ipa_plan *plan = of->run.plan;
    const ipa_patents *patents = ipa_pool_patents(of->pool);
    for (int c = 0; patents && c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        const ipa_row *row = &patents->share[c * plan->n_periods];
        double share = row[0].lane[lane];
        int last = contract->dues[contract->n_dues - 1].period;
        for (int n = 0; n < n_events; n++)
            if (events[n].item == c && ends_early(events[n].kind))
                last = events[n].cause < last ? events[n].cause : last;
        for (int k = 0; k <= last && k < plan->n_periods; k++) {
            share = share_told(events, n_events, c, k, share);
            cr_assert_float_eq(row[k].lane[lane], share, 1e-9);
        }
    }
}

/* What is told late and not yet told paid is what stands late at the period's end; a default makes
 * a claim of it. */
static void expect_arrears(const told *of, int lane, const ipa_pool_event *events, int n_events) {
    const ipa_plan *plan = of->run.plan;
    for (int k = 0; k < plan->n_periods; k++) {
        double standing = 0;
        for (int c = 0; c < plan->n_contracts; c++) {
            double late = 0;
            bool is_claim = false;
            for (int n = 0; n < n_events; n++) {
                if (events[n].item != c || events[n].cause > k)
                    continue;
                late += events[n].kind == IPA_POOL_EVENT_LATE ? events[n].value : 0;
                late -= events[n].kind == IPA_POOL_EVENT_PAID_LATE ? events[n].value : 0;
                is_claim |= events[n].kind == IPA_POOL_EVENT_DEFAULT;
            }
            standing += is_claim ? 0 : late;
        }
        cr_assert_float_eq(standing, of->got.delinquent[k].lane[lane], 1e-4);
    }
}

static bool is_settled(ipa_pool_event_kind kind) {
    return kind == IPA_POOL_EVENT_PREPAID || kind == IPA_POOL_EVENT_REPURCHASED;
}

static void expect_path(told *of, int lane) {
    const ipa_plan *plan = of->run.plan;
    double *recovered = IPA_NEW_ARRAY(of->run.arena, plan->n_periods + 1, double);
    double *prepaid = IPA_NEW_ARRAY(of->run.arena, plan->n_periods + 1, double);
    double claims = written_off(plan);
    int n_events;
    const ipa_pool_event *events = ipa_pool_events(of->pool, lane, of->run.arena, &n_events);
    expect_order(events, n_events);
    expect_supporters(of, lane, events, n_events);
    expect_shares(of, lane, events, n_events);
    expect_arrears(of, lane, events, n_events);
    for (int n = 0; n < n_events; n++) {
        const ipa_pool_event *event = &events[n];
        expect_event(of, event);
        of->n_of[event->kind]++;
        claims += event->kind == IPA_POOL_EVENT_DEFAULT ? event->value : 0;
        recovered[event->period] += is_cash_of_a_claim(event->kind) ? event->value : 0;
        prepaid[event->period] += is_settled(event->kind) ? event->value : 0;
    }
    cr_assert_float_eq(claims, of->got.defaulted[plan->n_periods - 1].lane[lane], 1e-4);
    for (int k = 0; k < plan->n_periods; k++) {
        cr_assert_float_eq(recovered[k], of->got.cash[IPA_COLLECTION_RECOVERY][k].lane[lane], 1e-4);
        cr_assert_float_eq(prepaid[k], of->got.cash[IPA_COLLECTION_PREPAYMENT][k].lane[lane], 1e-4);
    }
}

static void expect_paths(told *of, int n_blocks) {
    for (uint64_t block = 0; block < (uint64_t)n_blocks; block++) {
        ipa_pool_simulate(of->pool, seed, block * IPA_LANES, IPA_LANES, &of->got);
        for (int p = 0; p < IPA_LANES; p++)
            expect_path(of, p);
    }
}

Test(pool_events, sample_deal_adds_up) {
    told of = tell("deals/eight-firms");
    expect_paths(&of, 10);
    cr_expect_gt(of.n_of[IPA_POOL_EVENT_DEFAULT], 20);
    cr_expect_gt(of.n_of[IPA_POOL_EVENT_RECOVERY], 20);
    run_free(&of.run);
}

Test(pool_events, a_supporter_that_may_fail) {
    told of = tell("tests/golden/e2e18_G_trigger");
    expect_paths(&of, 10);
    cr_expect_gt(of.n_of[IPA_POOL_EVENT_SUPPORTER], 5);
    run_free(&of.run);
}

/* Everything a pool can bring happens here, each often enough to tell. */
Test(pool_events, every_kind_adds_up) {
    told of = tell("tests/golden/replay");
    expect_paths(&of, 40);
    for (int kind = 0; kind < IPA_N_POOL_EVENTS; kind++)
        if (kind != IPA_POOL_EVENT_LOST)
            cr_expect_gt(of.n_of[kind], 20, "kind %d: %ld times", kind, of.n_of[kind]);
    run_free(&of.run);
}

Test(pool_events, what_a_stress_does_adds_up) {
    told of = tell_under("tests/golden/replay", "stress={patents_lost: {P41: 10}, obligor_stops: "
                                                "{E1: 14}, entity_defaults: {all: 17}}");
    expect_paths(&of, 10);
    cr_expect_gt(of.n_of[IPA_POOL_EVENT_LOST], 20);
    cr_expect_geq(of.n_of[IPA_POOL_EVENT_SUPPORTER], 10 * IPA_LANES);
    cr_expect_geq(of.n_of[IPA_POOL_EVENT_DEFAULT], 10 * IPA_LANES);
    run_free(&of.run);
}

/* What claims bring is told as it comes in: less of it, and later. */
Test(pool_events, cut_and_delayed_collections) {
    told plain = tell("tests/golden/replay");
    told under = tell_under("tests/golden/replay",
                            "stress={collections_haircut: 0.2, collections_delay: 1}");
    const int n_periods = plain.run.plan->n_periods;
    int n_money = 0;
    ipa_pool_simulate(plain.pool, seed, 0, IPA_LANES, &plain.got);
    ipa_pool_simulate(under.pool, seed, 0, IPA_LANES, &under.got);
    for (int p = 0; p < IPA_LANES; p++) {
        int n_before, n_after;
        const ipa_pool_event *before = ipa_pool_events(plain.pool, p, plain.run.arena, &n_before);
        const ipa_pool_event *after = ipa_pool_events(under.pool, p, under.run.arena, &n_after);
        cr_assert_eq(n_before, n_after);
        for (int n = 0; n < n_before; n++) {
            cr_assert_eq(after[n].kind, before[n].kind);
            if (!is_cash_of_a_claim(before[n].kind))
                continue;
            cr_assert_float_eq(after[n].value, 0.8 * before[n].value, 1e-6);
            cr_assert_eq(after[n].period,
                         before[n].period < n_periods ? before[n].period + 1 : n_periods);
            n_money++;
        }
    }
    cr_expect_gt(n_money, 20);
    run_free(&plain.run);
    run_free(&under.run);
}

static int kinds_of(const ipa_pool_event *events, int n_events, ipa_pool_event_kind kind,
                    int item) {
    int n_found = 0;
    for (int n = 0; n < n_events; n++)
        n_found += events[n].kind == kind && events[n].item == item;
    return n_found;
}

/* A guarantor answers for claims up to the collection period's end and is drawn on up to the
 * payment date: one that defaults between the two pays the claims of its last period. */
Test(pool_events, a_guarantor_that_defaults_between_collection_and_payment) {
    told of = tell("tests/golden/replay");
    const ipa_plan *plan = of.run.plan;
    int guarantor = 0, n_guaranteed = 0;
    while (strcmp(plan->entities[guarantor].credit.id, "guarantor") != 0)
        guarantor++;
    for (int k = 0; k < plan->n_periods; k++) {
        plan->entities[guarantor].end_threshold[k] = k == 0 ? -INFINITY : INFINITY;
        plan->entities[guarantor].threshold[k] = INFINITY;
    }
    ipa_pool_simulate(of.pool, seed, 0, IPA_LANES, &of.got);
    for (int p = 0; p < IPA_LANES; p++) {
        int n_events;
        const ipa_pool_event *events = ipa_pool_events(of.pool, p, of.run.arena, &n_events);
        expect_supporters(&of, p, events, n_events);
        cr_assert_eq(kinds_of(events, n_events, IPA_POOL_EVENT_SUPPORTER, guarantor), 1);
        cr_assert_eq(of.got.alive[guarantor * plan->n_periods].lane[p], 0);
        for (int n = 0; n < n_events; n++)
            if (events[n].kind == IPA_POOL_EVENT_DEFAULT && events[n].item == 0) {
                const int n_paid = kinds_of(events, n_events, IPA_POOL_EVENT_GUARANTEE, 0);
                cr_assert_eq(n_paid, events[n].period == 0);
                n_guaranteed += n_paid;
            }
    }
    cr_expect_gt(n_guaranteed, 2);
    run_free(&of.run);
}
