#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/resolved.h"
#include "tests/support/written.h"

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(resolve_pool, .init = begin, .fini = end);

static void expect_near(double actual, double expected, double relative, const char *what) {
    cr_expect(fabs(actual - expected) <= relative * fabs(expected), "%s: %.17g, not %.17g", what,
              actual, expected);
}

/* Collection periods end ten days before the 25th: dues lie between them. */
static ipa_deal *deal_off_the_grid(void) {
    ipa_deal *deal = resolved_sample(arena);
    deal->periods.collection_lag_days = 10;
    resolved_only(deal);
    return deal;
}

static double event_cash(const ipa_plan_obligor *obligor) {
    double sum = 0;
    for (int e = 0; e < obligor->n_events; e++)
        sum += obligor->events[e].income + obligor->events[e].principal;
    return sum;
}

Test(resolve_pool, only_plain_contracts_are_summed_in_events) {
    ipa_deal *deal = deal_off_the_grid();
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *plain = &plan->contracts[0];
    cr_expect(plain->plain && plain->prepaid == NULL && plain->facility == -1);
    cr_expect_gt(event_cash(&plan->obligors[0]), 2e9);
    for (int change = 0; change < 3; change++) {
        ipa_deal_contract *source = &deal->contracts[0];
        source->late_probability = written_number(change == 0 ? "0.1" : "0");
        source->prepay_rate = written_number(change == 1 ? "0.1" : "0");
        source->patent_rule = change == 2 ? IPA_PATENT_RULE_ANY : IPA_PATENT_RULE_NONE;
        ipa_plan *other = resolved_plan(deal, arena);
        const ipa_plan_contract *contract = &other->contracts[0];
        cr_expect(!contract->plain, "change %d", change);
        cr_expect_eq(event_cash(&other->obligors[0]), 0, "change %d", change);
        cr_assert_eq(other->obligors[0].n_events, plan->obligors[0].n_events);
        for (int e = 0; e < other->obligors[0].n_events; e++)
            cr_expect_eq(contract->claim[e], plain->claim[e], "claims stand at every due");
    }
}

Test(resolve_pool, every_due_and_every_end_knows_who_lives) {
    ipa_plan *plan = resolved_plan(deal_off_the_grid(), arena);
    const ipa_plan_obligor *obligor = &plan->obligors[0];
    const ipa_plan_contract *contract = &plan->contracts[0];
    cr_assert_eq(contract->n_dues, 12);
    for (int d = 0; d < contract->n_dues; d++) {
        int e = 0;
        while (obligor->events[e].date != contract->dues[d].date)
            cr_assert_lt(++e, obligor->n_events);
        cr_expect_eq(contract->dues[d].threshold, obligor->events[e].threshold);
        cr_expect_eq(contract->dues[d].accrual_period, contract->dues[d].period);
        cr_expect_lt(obligor->end_threshold[contract->dues[d].period - 1],
                     contract->dues[d].threshold);
        cr_expect_lt(contract->dues[d].threshold, obligor->end_threshold[contract->dues[d].period]);
    }
    for (int k = 0; k < plan->n_periods; k++) {
        int e = 0;
        while (obligor->events[e].date != plan->periods[k].collection_end)
            cr_assert_lt(++e, obligor->n_events);
        cr_expect_eq(obligor->end_threshold[k], obligor->events[e].threshold);
        /* entities: the collection ends ten days before the payment */
        cr_expect_lt(plan->entities[0].end_threshold[k], plan->entities[0].threshold[k]);
    }
}

Test(resolve_pool, dues_after_the_legal_final_are_met_as_at_the_last_event) {
    ipa_deal *deal = deal_off_the_grid();
    ipa_deal_contract *source = &deal->contracts[0];
    source->end = written_date("2031-07-25");
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *contract = &plan->contracts[0];
    const ipa_plan_due *last = &contract->dues[contract->n_dues - 1];
    cr_expect_eq(last->date, written_date("2031-07-25"));
    cr_expect_eq(last->period, plan->n_periods);
    cr_expect_eq(last->threshold, plan->obligors[0].legal_final_threshold);
}

Test(resolve_pool, default_times_are_their_own_thresholds_under_intensity) {
    ipa_deal *deal = deal_off_the_grid();
    deal->model.intensity = true;
    deal->obligors[0].credit.loadings.items[0].number =
        written_number("1.7"); /* no copula's bound */
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_assert(plan->intensity);
    const ipa_plan_obligor *obligor = &plan->obligors[0];
    cr_expect_eq(obligor->credit.loadings[0], 1.7);
    cr_expect_eq(obligor->credit.idiosyncratic, 0);
    for (int k = 0; k < plan->n_periods; k++) {
        cr_expect_eq(obligor->end_threshold[k],
                     (plan->periods[k].collection_end - deal->terms.cutoff) / 365.0);
        cr_expect_eq(plan->entities[0].threshold[k],
                     (plan->periods[k].payment - deal->terms.cutoff) / 365.0);
        cr_expect_eq(plan->entities[0].end_threshold[k], obligor->end_threshold[k]);
    }
    cr_expect_eq(obligor->legal_final_threshold, 1826 / 365.0);
    cr_expect_eq(plan->contracts[0].dues[0].threshold, 92 / 365.0);
}

Test(resolve_pool, prepayment_runs_from_the_start_or_the_cutoff) {
    ipa_deal *deal = deal_off_the_grid();
    ipa_deal_contract *source = &deal->contracts[0];
    source->prepay_rate = written_number("0.08");
    source->prepay_fee = written_number("0.02");
    source->start = written_date("2026-01-25");
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *contract = &plan->contracts[0];
    cr_assert(contract->prepaid != NULL);
    cr_expect_eq(contract->prepay_fee, 0.02);
    for (int k = 0; k < plan->n_periods; k++) {
        const double days = plan->periods[k].collection_end - source->start;
        cr_expect_float_eq(contract->prepaid[k], days > 0 ? -expm1(-0.08 * days / 365) : 0, 1e-15,
                           "period %d", k);
    }
    source->start = written_date("2024-01-25");
    plan = resolved_plan(deal, arena);
    expect_near(plan->contracts[0].prepaid[0], -expm1(-0.08 * 82 / 365), 1e-14, "to 2025-10-15");
}

Test(resolve_pool, obligors_have_their_guarantors) {
    ipa_deal *deal = deal_off_the_grid();
    cr_expect_eq(resolved_plan(deal, arena)->obligors[0].guarantor, -1);
    deal->obligors[0].guarantor.id = "guarantor";
    deal->obligors[0].guarantee_share = written_number("0.7");
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_expect_eq(plan->obligors[0].guarantor, 0);
    cr_expect_eq(plan->obligors[0].guarantee_share, 0.7);
    cr_expect_eq(plan->obligors[1].guarantor, -1);
}
