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

/* ---- interest, fees, revolving caps ---- */

static ipa_decimal decimal(const char *text) {
    ipa_decimal value;
    cr_assert(ipa_decimal_parse(text, &value));
    return value;
}

/* A bullet of 10,000 at 10% (250 a quarter); a line is paid back before the interest it bridges. */
static plan_builder *bridged(double cap) {
    plan_builder *builder = plan_builder_create(5);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 10000, "0.10")->amortisation = IPA_AMORTISATION_BULLET;
    ipa_plan_support *line = plan_builder_support(builder, "line", "bank");
    line->kind = IPA_SUPPORT_LIQUIDITY;
    line->cap = cap * 100;
    line->reimbursed = line->revolving = true;
    line->rate = decimal("0.0613");
    line->commitment_rate = decimal("0.0025");
    line->fraction[1] = (ipa_fraction){92, 365};
    line->commitment[1] = (ipa_fraction){92, 360};
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "line"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "line.fee"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "line", .dues = "A.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    return builder;
}

static void expect(const builder_run *run, const ipa_row *rows, const double expected[5],
                   const char *what) {
    for (int k = 0; k < 5; k++)
        cr_expect_eq(builder_yuan(run, rows, 0, k, 0), expected[k], "%s, period %d: %.4f", what, k,
                     builder_yuan(run, rows, 0, k, 0));
}

Test(support, a_line_bears_interest_is_paid_back_first_and_revolves) {
    plan_builder *builder = bridged(400);
    builder_run run = plan_builder_run(builder);
    const double income[] = {0.25, 100.31, 600, 0, 0};
    for (int k = 0; k < 5; k++)
        builder_collect(&run, IPA_COLLECTION_INCOME, k, 0, income[k]);
    builder_go(&run);
    /* 0: the fee on 400 is 400 × 0.0025 ÷ 4 = 0.25; 250 is drawn for the interest.
     * 1: 250 × 0.0613 × 92/365 = 3.8627… → 3.86 is owed beside the 250; 100.31 pay the 3.86 and
     *    96.45 of the 250, so 153.55 stand. The fee, on 150 for 92/360, is 0.0958… → 0.10 and stays
     *    open. 246.45 of the cap of 400 may be drawn: 246.45 of 250, so 400 stand.
     * 2: 400 × 0.0613 ÷ 4 = 6.13; 406.13 of 600 go back; nothing was undrawn, 0.10 is paid; 193.77
     *    are left for 253.55: 59.78 are drawn.
     * 3: 59.78 × 0.0613 ÷ 4 = 0.916… → 0.92 is owed beside; no cash. The fee on 340.22 is 0.2126…
     *    → 0.21. 250 are drawn.
     * 4: 309.78 × 0.0613 ÷ 4 = 4.747… → 4.75 and 0.92 are owed. The fee on 90.22 is 0.0563… → 0.06
     *    beside 0.21. 90.22 are drawn. */
    expect(&run, run.out.drawn, (double[]){250, 246.45, 59.78, 250, 90.22}, "drawn");
    expect(&run, run.out.reimbursed, (double[]){0, 96.45, 400, 0, 0}, "reimbursed");
    expect(&run, run.out.draw_interest_due, (double[]){0, 3.86, 6.13, 0.92, 5.67}, "interest due");
    expect(&run, run.out.draw_interest_paid, (double[]){0, 3.86, 6.13, 0, 0}, "interest");
    expect(&run, run.out.commitment_due, (double[]){0.25, 0.10, 0.10, 0.21, 0.27}, "fee due");
    expect(&run, run.out.commitment_paid, (double[]){0.25, 0, 0.10, 0, 0}, "fee");
    expect(&run, run.out.interest_paid, (double[]){250, 246.45, 253.55, 250, 90.22}, "A");
    cr_assert_eq(run.out.breach->lane[0], 0);
    plan_builder_free(builder);
}

Test(support, what_is_drawn_again_counts_once_only_where_the_cap_revolves) {
    for (int revolving = 0; revolving < 2; revolving++) {
        plan_builder *builder = deal(400, true);
        builder->plan.support[0].revolving = revolving;
        builder_run run = plan_builder_run(builder);
        builder_collect(&run, IPA_COLLECTION_INCOME, 1, 0, 500);
        builder_go(&run);
        /* 250; given back out of 500; then 250, or the 150 that are left of 400. */
        cr_expect_eq(builder_yuan(&run, run.out.reimbursed, 0, 1, 0), 250);
        cr_expect_eq(builder_yuan(&run, run.out.drawn, 0, 2, 0), revolving ? 250 : 150);
        cr_expect_eq(builder_yuan(&run, run.out.drawn, 0, 3, 0), revolving ? 150 : 0);
        plan_builder_free(builder);
    }
}

Test(support, a_lapsed_support_gives_nothing_and_is_still_paid_back) {
    plan_builder *builder = bridged(1000);
    builder->plan.support[0].n_open = 1;
    for (int k = 1; k < 5; k++)
        builder->plan.support[0].commitment[k] = (ipa_fraction){0, 1};
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 2, 0, 200);
    builder_go(&run);
    expect(&run, run.out.drawn, (double[]){250, 0, 0, 0, 0}, "drawn");
    /* 3.86, and 250 × 0.0613 ÷ 4 = 3.83125 → 3.83 more, then the 200 go back: 192.31 of them
     * principal. 57.69 × 0.0613 ÷ 4 = 0.884… → 0.88. */
    expect(&run, run.out.draw_interest_due, (double[]){0, 3.86, 7.69, 0.88, 1.76}, "interest due");
    expect(&run, run.out.reimbursed, (double[]){0, 0, 192.31, 0, 0}, "reimbursed");
    expect(&run, run.out.commitment_due, (double[]){0.63, 0.63, 0.63, 0.63, 0.63}, "fee due");
    plan_builder_free(builder);
}

Test(support, no_fee_is_owed_to_a_dead_or_switched_off_support) {
    plan_builder *builder = bridged(1000);
    builder_run run = plan_builder_run(builder);
    for (int k = 1; k < 5; k++)
        run.in.alive[k].lane[0] = 0;
    builder_go(&run);
    /* What it is owed already stays owed. */
    expect(&run, run.out.commitment_due, (double[]){0.63, 0.63, 0.63, 0.63, 0.63}, "dead");
    run.options.outside_support = false;
    builder_go(&run);
    expect(&run, run.out.commitment_due, (double[]){0, 0, 0, 0, 0}, "off");
    expect(&run, run.out.drawn, (double[]){0, 0, 0, 0, 0}, "off");
    plan_builder_free(builder);
}

/* Deposit, then undertaking, then guarantee of principal alone: each gives what those before it
 * could not, in the order of the steps. */
Test(support, are_used_in_the_order_of_their_steps) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 10000, "0.10")->expected_final_period = 1;
    builder->plan.tranches[0].amortisation = IPA_AMORTISATION_BULLET;
    ipa_plan_support *deposit = plan_builder_support(builder, "deposit", "originator");
    deposit->kind = IPA_SUPPORT_DEPOSIT;
    deposit->outside = false;
    deposit->entity = -1;
    deposit->cap = 10000;
    ipa_plan_support *payer = plan_builder_support(builder, "payer", "originator2");
    payer->cap = 30000;
    plan_builder_support(builder, "surety", "guarantor");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "deposit", .dues = "A.interest,A.principal"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "payer", .dues = "A.interest,A.principal"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.draw = "surety", .dues = "A.principal"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 0, 0, 20);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, 0, 6000);
    builder_go(&run);
    /* 250 − 20 = 230 lack: 100 + 130. Then 10,250 − 6,000: 170 are left of 300; 250 go to interest,
     * and the surety makes up 10,000 − 5,920. */
    const double drawn[3][2] = {{100, 0}, {130, 170}, {0, 4080}};
    for (int n = 0; n < 3; n++)
        for (int k = 0; k < 2; k++)
            cr_expect_eq(builder_yuan(&run, run.out.drawn, n, k, 0), drawn[n][k], "%d in %d: %g", n,
                         k, builder_yuan(&run, run.out.drawn, n, k, 0));
    cr_assert_eq(builder_yuan(&run, run.out.closing, 0, 1, 0), 0);
    plan_builder_free(builder);
}

Test(support, laws_of_a_line_hold_on_every_path) {
    plan_builder *builder = bridged(700);
    builder_run run = plan_builder_run(builder);
    run.in.n_paths = IPA_LANES;
    for (int rounding = 0; rounding < 2; rounding++) {
        run.options.rounding = rounding;
        for (int p = 0; p < IPA_LANES; p++)
            for (int k = 0; k < 5; k++)
                builder_collect(&run, IPA_COLLECTION_INCOME, k, p, (p * 29 + k * 53) % 64 * 9.17);
        builder_go(&run);
        for (int p = 0; p < IPA_LANES; p++) {
            double stands = 0;
            cr_expect_lt(run.out.breach->lane[p], 1e-6);
            for (int k = 0; k < 5; k++) {
                const double back = builder_yuan(&run, run.out.reimbursed, 0, k, p);
                cr_expect_leq(back, stands + 1e-9);
                stands += builder_yuan(&run, run.out.drawn, 0, k, p) - back;
                cr_expect_leq(stands, 700 + 1e-9);
                cr_expect_leq(builder_yuan(&run, run.out.draw_interest_paid, 0, k, p),
                              builder_yuan(&run, run.out.draw_interest_due, 0, k, p) + 1e-9);
                cr_expect_leq(builder_yuan(&run, run.out.commitment_paid, 0, k, p),
                              builder_yuan(&run, run.out.commitment_due, 0, k, p) + 1e-9);
            }
        }
    }
    plan_builder_free(builder);
}
