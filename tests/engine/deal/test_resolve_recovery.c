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
TestSuite(resolve_recovery, .init = begin, .fini = end);

static void expect_near(double actual, double expected, double relative, const char *what) {
    cr_expect(fabs(actual - expected) <= relative * fabs(expected), "%s: %.17g, not %.17g", what,
              actual, expected);
}

/* The first contract with two patents of 3 and 1 million yuan; the second is not registered. */
static ipa_deal *deal_with_pledges(void) {
    ipa_deal *deal = resolved_sample(arena);
    resolved_only(deal)->patents = "P1;P2";
    deal->n_patents = 2;
    deal->patents = IPA_NEW_ARRAY(arena, 2, ipa_deal_patent);
    for (int j = 0; j < 2; j++)
        deal->patents[j] = (ipa_deal_patent){
            .id = j == 0 ? "P1" : "P2",
            .kind = IPA_PATENT_INVENTION,
            .filed = written_date("2020-10-25"),
            .granted = written_date("2022-01-10"),
            .expires = IPA_NO_DATE,
            .registered_on = j == 0 ? written_date("2025-01-01") : IPA_NO_DATE,
            .value = written_number(j == 0 ? "3000000" : "1000000"),
        };
    deal->model.unregistered_share = written_number("0.3");
    deal->model.recovery_decay = written_number("0.2");
    return deal;
}

Test(resolve_recovery, a_share_of_the_claim_does_not_decay) {
    ipa_deal *deal = deal_with_pledges();
    deal->model.platform_fee = written_number("0.01");
    deal->contracts[0].deposit = written_number("12345.67");
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *contract = &plan->contracts[0];
    cr_expect(isnan(contract->proceeds_base) && isnan(contract->buyback_base));
    expect_near(contract->proceeds_factor, (3 + 0.3 * 1) / 4, 1e-15, "registered by value");
    cr_expect_eq(contract->deposit, 1234567);
    cr_expect_eq(contract->recovery_cost, 0.1);
    cr_expect_eq(plan->platform_fee, 0.01);
    cr_expect_eq(plan->buyback_entity, -1);
    cr_expect_eq(contract->facility, -1);
    deal->patents[0].value = deal->patents[1].value = (ipa_number){0};
    plan = resolved_plan(deal, arena);
    expect_near(plan->contracts[0].proceeds_factor, 0.65, 1e-15, "registered by number");
    deal->contracts[0].patents = NULL;
    cr_expect_eq(resolved_plan(deal, arena)->contracts[0].proceeds_factor, 1);
}

Test(resolve_recovery, a_share_of_the_valuation_decays_until_it_is_sold) {
    ipa_deal *deal = deal_with_pledges();
    deal->contracts[0].recovery_by_valuation = true;
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_contract *contract = &plan->contracts[0];
    cr_expect_eq(contract->lag_months, 18);
    cr_expect_eq(contract->proceeds_base, 52e8);
    cr_expect_eq(contract->buyback_base, 52e8);
    expect_near(contract->proceeds_factor, 0.825 * pow(0.8, 1.5), 1e-14, "18 months");
    deal->model.recovery_decay = written_number("1");
    cr_expect_eq(resolved_plan(deal, arena)->contracts[0].proceeds_factor, 0, "worthless at once");
    deal->contracts[0].recovery_lag_months = (ipa_number){0};
    expect_near(resolved_plan(deal, arena)->contracts[0].proceeds_factor, 0.825, 1e-15, "sold now");
}

Test(resolve_recovery, the_originator_buys_back) {
    ipa_deal *deal = deal_with_pledges();
    deal->model.buyback = (ipa_deal_buyback){.entity.id = "guarantor",
                                             .share = written_number("0.9"),
                                             .lag_months = written_number("3")};
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_expect_eq(plan->buyback_entity, 0);
    cr_expect_eq(plan->buyback_share, 0.9);
    for (int k = 0; k <= plan->n_periods; k++)
        cr_expect_eq(plan->buyback_period[k], k + 1 < plan->n_periods ? k + 1 : plan->n_periods);
}

Test(resolve_recovery, facilities_pay_for_pledges_that_stand) {
    ipa_deal *deal = deal_with_pledges();
    ipa_deal_facility facilities[] = {
        {.id = "other", .share = written_number("0.1"), .lag_months = written_number("0")},
        {.id = "pool1",
         .share = written_number("0.5"),
         .cap_per_obligor = written_number("6000000"),
         .lag_months = written_number("12"),
         .needs_pledge = true,
         .repaid = true},
    };
    deal->model.facilities = facilities;
    deal->model.n_facilities = 2;
    deal->contracts[0].facility.id = "pool1";
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_assert_eq(plan->n_facilities, 2);
    const ipa_plan_facility *facility = &plan->facilities[1];
    cr_expect_str_eq(facility->id, "pool1");
    cr_expect(facility->share == 0.5 && facility->cap_per_obligor == 6e8);
    cr_expect(isinf(facility->pool_cap) && facility->repaid && facility->needs_pledge);
    for (int k = 0; k <= plan->n_periods; k++)
        cr_expect_eq(facility->period[k], k + 4 < plan->n_periods ? k + 4 : plan->n_periods);
    cr_expect_eq(plan->contracts[0].facility, -1, "P2 is not registered");
    deal->patents[1].registered_on = written_date("2025-02-01");
    cr_expect_eq(resolved_plan(deal, arena)->contracts[0].facility, 1);
    deal->contracts[0].patents = NULL;
    cr_expect_eq(resolved_plan(deal, arena)->contracts[0].facility, -1, "no pledge at all");
    facilities[1].needs_pledge = false;
    cr_expect_eq(resolved_plan(deal, arena)->contracts[0].facility, 1);
}
