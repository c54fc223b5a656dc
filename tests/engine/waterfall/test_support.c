#include "engine/waterfall/support.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

/* A bullet of 10,000 at 10% (250 a quarter) whose interest a guarantor makes up. */
static plan_builder *deal(double cap, bool reimbursed) {
    plan_builder *builder = plan_builder_create(4);
    plan_builder_tranche(builder, "A", 10000, "0.10")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_residual(builder, "R", 100);
    ipa_plan_support *support = plan_builder_support(builder, "payer", "guarantor");
    support->cap = cap * 100;
    support->reimbursed = reimbursed;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "payer", .dues = "A.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    if (reimbursed)
        plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "payer"});
    return builder;
}

Test(support, draws_what_is_lacking_up_to_its_cap) {
    plan_builder *builder = deal(400, false);
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 0, 0, 30);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 0, 0), 220);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 1, 0), 180);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 2, 0), 0);
    cr_assert_eq(builder_yuan(&run, run.out.interest_paid, 0, 0, 0), 250);
    cr_assert_eq(builder_yuan(&run, run.out.interest_unpaid, 0, 1, 0), 70);
    cr_assert_eq(run.out.breach->lane[0], 0);
    plan_builder_free(builder);
}

Test(support, a_dead_entity_and_a_switched_off_one_give_nothing) {
    plan_builder *builder = deal(1e6, false);
    builder_run run = plan_builder_run(builder);
    run.in.alive[1].lane[0] = 0;
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 0, 0), 250);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 1, 0), 0);
    run.options.outside_support = false;
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 0, 0), 0);
    builder->plan.support[0].outside = false;
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 0, 0), 250);
    plan_builder_free(builder);
}

Test(support, is_reimbursed_when_cash_is_there) {
    plan_builder *builder = deal(1e6, true);
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 1, 0, 400);
    builder_collect(&run, IPA_COLLECTION_INCOME, 2, 0, 1000);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.reimbursed, 0, 0, 0), 0);
    cr_assert_eq(builder_yuan(&run, run.out.reimbursed, 0, 1, 0), 150);
    cr_assert_eq(builder_yuan(&run, run.out.reimbursed, 0, 2, 0), 100);
    cr_assert_eq(run.out.breach->lane[0], 0);
    plan_builder_free(builder);
}

Test(support, nothing_once_the_notes_are_gone) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_tranche(builder, "A", 100, "0");
    plan_builder_residual(builder, "R", 100);
    plan_builder_fixed_fee(builder, "agent", 20);
    plan_builder_support(builder, "payer", "guarantor");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "payer", .dues = "agent"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 60);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, 0, 40);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 0, 0), 20);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 1, 0), 0);
    plan_builder_free(builder);
}

Test(support, two_draws_accelerate_on_the_next_date) {
    plan_builder *builder = deal(1e6, false);
    plan_builder_trigger(builder, "twice", "draws(payer) >= 2", IPA_EFFECT_ACCELERATE);
    /* A second draw on the same date does not count again. */
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "payer", .dues = "A.interest", .limit = "10"});
    plan_builder_fixed_fee(builder, "late", 5);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "payer", .dues = "late"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 1, 0, 500);
    builder_go(&run);
    const double expected[] = {0, 0, 0, 1};
    for (int k = 0; k < 4; k++)
        cr_expect_eq(run.out.waterfall[k].lane[0], expected[k], "period %d", k);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 0, 0), 255);
    plan_builder_free(builder);
}

Test(support, a_fee_on_payments_is_drawn_for_as_if_they_were_made) {
    plan_builder *builder = plan_builder_create(1);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 10000, "0.10")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_fee(builder, "csdc", "0.01", "paid(A)")->per = IPA_PER_PAYMENT;
    plan_builder_support(builder, "payer", "guarantor");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "payer", .dues = "A.interest,A.principal,csdc"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.interest,A.principal"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "csdc"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 9000);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.drawn, 0, 0, 0), 10250 + 102.5 - 9000);
    cr_assert_eq(builder_yuan(&run, run.out.fee_paid, 0, 0, 0), 102.5);
    cr_assert_eq(builder_yuan(&run, run.out.account, 0, 0, 0), 0);
    plan_builder_free(builder);
}

Test(support, an_account_gives_what_it_has) {
    plan_builder *builder = plan_builder_create(1);
    plan_builder_account(builder, "reserve", 100, NULL);
    plan_builder_tranche(builder, "A", 10000, "0.10")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw_account = "reserve", .dues = "A.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 0, 0, 170);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.account, 1, 0, 0), 20);
    cr_assert_eq(builder_yuan(&run, run.out.interest_paid, 0, 0, 0), 250);
    plan_builder_free(builder);
}
