#include "engine/waterfall/evaluate.h"

#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/plan_builder.h"

/* The value of an expression on the second of three dates, before its first step, seen as a fee of
 * rate 1 without rounding. */
static double value_in_pool(const char *text, double pool_original) {
    plan_builder *builder = plan_builder_create(3);
    plan_builder_account(builder, "reserve", 12.34, NULL);
    plan_builder_tranche(builder, "A", 1000, "0.10");
    plan_builder_tranche(builder, "B", 500, "0")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_residual(builder, "R", 100);
    plan_builder_support(builder, "payer", "guarantor");
    builder->plan.entities[0].grade = (int[]){5, 6, 7};
    builder->plan.pool_original = pool_original;
    plan_builder_trigger(builder, "started", "period >= 1", IPA_EFFECT_NONE);
    plan_builder_fee(builder, "probe", "1", text);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "payer", .dues = "A.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder->plan.fees[0].carry = false;
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 10);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        builder_collect(&run, (ipa_collection_kind)kind, 1, 0, 1 + kind);
    run.in.performing[1].lane[0] = 1400e2;
    run.in.defaulted[1].lane[0] = 300e2;
    run.in.delinquent[1].lane[0] = 50e2;
    for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
        run.in.overdue[n][1].lane[0] = (20 - n) * 1e2;
    run.in.ip_value[1].lane[0] = 4200e2;
    run.in.annuities[1].lane[0] = 9e2;
    run.in.recovered[1].lane[0] = 100e2;
    const double forecast[4 * 3] = {0, 2000, 0, 0, 3000, 0, 0, 400, 0, 0, 50, 0};
    ipa_waterfall_set_forecast(run.waterfall, forecast);
    builder_go(&run);
    const double value = builder_yuan(&run, run.out.fee_due, 0, 1, 0);
    plan_builder_free(builder);
    return value;
}

static double value_of(const char *text) {
    return value_in_pool(text, 2000e2);
}

static void expect_value(const char *text, double expected) {
    const double value = value_of(text);
    cr_expect(fabs(value - expected) <= 1e-12 * fabs(expected), "%s: %.17g, not %.17g", text, value,
              expected);
}

/* The second date is 2026-01-23. */
Test(evaluate, if_and_stepped_choose) {
    expect_value("if(period > 1, 3, 4)", 3);
    expect_value("if(period > 2, 3, 4) + 1", 5);
    expect_value("if(account(reserve) > 99, 1 / 0.5, if(period == 2, balance(A), 7))", 975);
    /* neither a division by nothing nor what follows from it is seen where it is not chosen */
    expect_value("if(balance(A) > 5000, 1 / (balance(A) - 975), 6)", 6);
    expect_value("if(not(balance(A) > 5000), 6, 0 / (balance(A) - 975))", 6);
    expect_value("stepped(1, \"2026-01-22\", 2)", 2);
    expect_value("stepped(1, \"2026-01-23\", 2)", 1);
    expect_value("stepped(1, \"2025-12-01\", 2, \"2026-01-22\", period + 8, \"2026-02-01\", 4)",
                 10);
    expect_value("if(stepped(1, \"2025-12-01\", 0) > 0, 5, 6)", 6);
}

Test(evaluate, quantities_of_the_pool_and_the_date) {
    expect_value("period", 2);
    expect_value("years", 182 / 365.0);
    expect_value("collections.income", 1);
    expect_value("collections.principal", 2);
    expect_value("collections.prepayment", 3);
    expect_value("collections.recovery", 4);
    expect_value("collections.total", 10);
    expect_value("pool.balance", 1400);
    expect_value("pool.original", 2000);
    expect_value("pool.defaulted", 300);
    expect_value("pool.new_defaults", 300);
    expect_value("year_fraction", 91 / 365.0);
    expect_value("pool.delinquent", 50);
    expect_value("pool.delinquent_30", 20);
    expect_value("pool.delinquent_60", 19);
    expect_value("pool.delinquent_90", 18);
    expect_value("ip_value", 4200);
    expect_value("annuities", 9);
    expect_value("cum_default_rate", 0.15);
    expect_value("cum_net_loss_rate", 0.1);
    expect_value("forecast.income", 20);
    expect_value("forecast.principal", 30);
    expect_value("forecast.total", 54.5);
    expect_value("grade(guarantor)", 6);
}

Test(evaluate, no_share_of_a_pool_without_principal_is_lost) {
    cr_expect_eq(value_in_pool("pool.original", 0), 0);
    cr_expect_eq(value_in_pool("pool.defaulted", 0), 300);
    cr_expect_eq(value_in_pool("cum_default_rate", 0), 0);
    cr_expect_eq(value_in_pool("cum_net_loss_rate", 0), 0);
}

/* On the first date 10 came in, 25 − 10 was drawn for interest, and 25 paid in principal. */
Test(evaluate, quantities_of_the_deal) {
    expect_value("account(collection)", 10);
    expect_value("account(reserve)", 12.34);
    expect_value("balance(A)", 975);
    expect_value("opening(A)", 975);
    expect_value("original(A)", 1000);
    expect_value("factor(A)", 0.975);
    expect_value("due(A.interest)", 25 + 24.375);
    expect_value("unpaid(A.interest)", 25 + 24.375);
    expect_value("due(A.principal)", 975);
    expect_value("due(A)", 975 + 25 + 24.375);
    expect_value("paid(A)", 0);
    expect_value("draws(payer)", 1);
    expect_value("drawn(payer)", 15);
    expect_value("coverage(A)", 10 / (975 + 25 + 24.375));
    expect_value("coverage(B)", 10 / (975 + 25 + 24.375));
    expect_value("oc(B)", 1410.0 / 1475);
}

Test(evaluate, operations) {
    expect_value("2 + 3 * 4 - 6 / 4", 12.5);
    expect_value("period + 3 * period - 6 / period", 5);
    expect_value("max(period, 7) - min(period, 7)", 5);
    expect_value("abs(1 - period * 3)", 5);
    expect_value("-(1 - period * 3)", 5);
}

/* A condition shows in the step that it lets run. */
static bool holds(const char *text) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_tranche(builder, "A", 100, "0");
    plan_builder_residual(builder, "R", 100);
    plan_builder_support(builder, "payer", "guarantor");
    plan_builder_trigger(builder, "started", "period >= 2", IPA_EFFECT_NONE);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal", .when = "period == 1"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "R.residual", .when = text});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 150);
    builder_go(&run);
    const bool at_first = run.out.residual[1 * 2 + 0].lane[0] > 0;
    plan_builder_free(builder);
    return at_first;
}

Test(evaluate, conditions) {
    cr_expect(holds("period == 1 and not on(started)"));
    cr_expect(holds("period != 2"));
    cr_expect_not(holds("period < 1 or period > 1"));
    cr_expect(holds("period <= 1 and period >= 1"));
    cr_expect(holds("alive(guarantor)"));
    cr_expect(holds("after(\"2025-07-25\")"));
    cr_expect_not(holds("after(\"2025-10-24\")"), "91 days after closing is not after itself");
    cr_expect_not(holds("final"), "the pool is not exhausted");
    cr_expect_not(holds("period == 2 and final"));
    /* What has nothing to cover is covered. */
    cr_expect(holds("coverage(A) > 1000000 or due(A) > 0"));
    cr_expect(holds("oc(A) > 1000000"));
    cr_expect_not(holds("(period - 1) / (period - 1) > 1"));
}

Test(evaluate, final_is_the_last_period_or_an_exhausted_pool_with_the_notes_repaid) {
    plan_builder *builder = plan_builder_create(4);
    plan_builder_tranche(builder, "A", 100, "0");
    plan_builder_residual(builder, "R", 100);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "R.residual", .when = "final"});
    builder_run run = plan_builder_run(builder);
    run.in.n_paths = 3;
    for (int p = 0; p < 3; p++) {
        run.in.exhausted->lane[p] = p == 2 ? 3 : 1;
        builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, p, 90);
        builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, p, p == 1 ? 5 : 20);
    }
    builder_go(&run);
    const double residual[3][4] = {{0, 10, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 10}};
    const double ended[3][4] = {{0, 0, 1, 1}, {0, 0, 0, 0}, {0, 0, 0, 0}};
    for (int p = 0; p < 3; p++)
        for (int k = 0; k < 4; k++) {
            cr_expect_eq(builder_yuan(&run, run.out.residual, 1, k, p), residual[p][k]);
            cr_expect_eq(run.out.ended[k].lane[p], ended[p][k], "lane %d period %d", p, k);
        }
    /* What was not repaid stands to the last. */
    cr_expect_eq(builder_yuan(&run, run.out.closing, 0, 3, 1), 5);
    cr_expect_eq(builder_yuan(&run, run.out.closing, 1, 3, 0), 90);
    plan_builder_free(builder);
}
