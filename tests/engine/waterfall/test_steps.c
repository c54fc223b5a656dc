#include "engine/waterfall/steps.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

/* One date of two pass-through tranches of 600 and 300 with cash; what each is paid in principal.
 */
static void expect_principal(builder_step step, bool round, double cash, const double expected[2]) {
    plan_builder *builder = plan_builder_create(2);
    if (round)
        plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 60000, "0");
    plan_builder_tranche(builder, "B", 30000, "0");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, step);
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, cash);
    builder_go(&run);
    for (int t = 0; t < 2; t++)
        cr_expect_eq(builder_yuan(&run, run.out.principal_paid, t, 0, 0), expected[t],
                     "%s of %g: tranche %d got %.17g", step.pay, cash, t,
                     builder_yuan(&run, run.out.principal_paid, t, 0, 0));
    cr_expect_leq(run.out.breach->lane[0], 0);
    plan_builder_free(builder);
}

Test(steps, in_order_or_pro_rata) {
    const builder_step ordered = {.pay = "A.principal,B.principal"};
    const builder_step shared = {.pay = "A.principal,B.principal", .pro_rata = true};
    expect_principal(ordered, false, 45000, (double[]){45000, 0});
    expect_principal(ordered, false, 75000, (double[]){60000, 15000});
    expect_principal(ordered, false, 95000, (double[]){60000, 30000});
    expect_principal(shared, false, 45000, (double[]){30000, 15000});
    expect_principal(shared, false, 95000, (double[]){60000, 30000});
}

Test(steps, no_crumb_leaks_to_the_junior) {
    const builder_step ordered = {.pay = "A.principal,B.principal"};
    const builder_step junior_first = {.pay = "B.principal,A.principal"};
    /* 600 units: a step is 6 fen. The 5 fen over stay in the account. */
    expect_principal(ordered, true, 59999.99, (double[]){59999.94, 0});
    expect_principal(ordered, true, 60000.02, (double[]){60000, 0});
    expect_principal(ordered, true, 60000.03, (double[]){60000, 0.03});
    expect_principal(junior_first, true, 30000.11, (double[]){0.06, 30000});
}

Test(steps, a_limit_caps_the_whole_step_and_an_amount_stands_for_what_is_due) {
    expect_principal((builder_step){.pay = "A.principal,B.principal", .limit = "61000"}, false,
                     90000, (double[]){60000, 1000});
    expect_principal(
        (builder_step){.pay = "A.principal,B.principal", .limit = "45000", .pro_rata = true}, false,
        90000, (double[]){30000, 15000});
    expect_principal((builder_step){.pay = "A.principal", .amount = "balance(A) / 4"}, false, 90000,
                     (double[]){15000, 0});
    expect_principal((builder_step){.pay = "A.principal", .amount = "1000000"}, false, 90000,
                     (double[]){60000, 0});
    expect_principal((builder_step){.pay = "A.principal", .amount = "0 - 5"}, false, 90000,
                     (double[]){0, 0});
    expect_principal((builder_step){.pay = "A.principal", .when = "period == 2"}, false, 90000,
                     (double[]){0, 0});
}

/* On 64 paths the first date leaves a balance that is no whole number of fen; the second pays it
 * through arithmetic that gives it back but for its last bits. */
static void expect_repaid(const char *balance) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_tranche(builder, "A", 60000, "0");
    plan_builder_tranche(builder, "B", 30000, "0");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal", .when = "period == 1"});
    plan_builder_step(
        builder, IPA_WATERFALL_NORMAL,
        (builder_step){.pay = "A.principal", .when = "period == 2", .amount = balance});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "B.principal", .when = "balance(A) <= 0"});
    builder_run run = plan_builder_run(builder);
    run.in.n_paths = IPA_LANES;
    for (int p = 0; p < IPA_LANES; p++) {
        builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, p, 50000.0 * (p + 1) / 67);
        builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, p, 90000);
    }
    builder_go(&run);
    for (int p = 0; p < IPA_LANES; p++) {
        const double paid = builder_yuan(&run, run.out.principal_paid, 1, 1, p);
        cr_expect_eq(paid, 30000, "%s, path %d: the junior got %.17g", balance, p, paid);
    }
    plan_builder_free(builder);
}

Test(steps, the_last_bits_of_an_amount_do_not_keep_the_junior_waiting) {
    expect_repaid("balance(A)");
    expect_repaid("min(balance(A), account(collection))");
    expect_repaid("balance(A) * 0.3 + balance(A) * 0.7");
    expect_repaid("original(A) * factor(A)");
}

/* 10,000 and 30,000 due on balances of 60,000 and 30,000; all cash is paid as principal. */
static void expect_shares(double cash, const double expected[2]) {
    plan_builder *builder = plan_builder_create(1);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 60000, "0");
    ipa_plan_tranche *b = plan_builder_tranche(builder, "B", 30000, "0");
    a->amortisation = b->amortisation = IPA_AMORTISATION_SCHEDULE;
    a->scheduled_balance[0] = 50000e2;
    b->scheduled_balance[0] = 0;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal,B.principal",
                                     .pro_rata = true,
                                     .amount = "account(collection)"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, cash);
    builder_go(&run);
    for (int t = 0; t < 2; t++)
        cr_expect_eq(builder_yuan(&run, run.out.principal_paid, t, 0, 0), expected[t],
                     "%g: tranche %d got %g", cash, t,
                     builder_yuan(&run, run.out.principal_paid, t, 0, 0));
    plan_builder_free(builder);
}

Test(steps, an_amount_is_shared_by_what_is_due) {
    expect_shares(20000, (double[]){5000, 15000});
    expect_shares(40000, (double[]){10000, 30000});
    /* More than is due goes the same way, to nobody above the balance. */
    expect_shares(60000, (double[]){15000, 30000});
}

Test(steps, where_nothing_is_due_an_amount_is_shared_by_balances) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_tranche(builder, "A", 60000, "0")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_tranche(builder, "B", 30000, "0")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal,B.principal",
                                     .pro_rata = true,
                                     .amount = "account(collection)"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 9000);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.principal_paid, 0, 0, 0), 6000);
    cr_assert_eq(builder_yuan(&run, run.out.principal_paid, 1, 0, 0), 3000);
    plan_builder_free(builder);
}

Test(steps, the_last_payment_is_the_remaining_factor) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_round(builder);
    /* 333 units: a step is 3.33 fen, so what stands after the first payment is not a multiple. */
    plan_builder_tranche(builder, "A", 33300, "0")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal", .amount = "account(collection)"});
    builder_run run = plan_builder_run(builder);
    builder->plan.tranches[0].expected_final_period = 5;
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 0.11);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, 0, 40000);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.principal_paid, 0, 0, 0), 0.10);
    cr_assert_eq(builder_yuan(&run, run.out.closing, 0, 1, 0), 0);
    plan_builder_free(builder);
}

Test(steps, a_limit_stands_above_the_target) {
    plan_builder *builder = plan_builder_create(1);
    plan_builder_account(builder, "reserve", 10, "100");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.move = "reserve", .limit = "150"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 0, 0, 400);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.account, 1, 0, 0), 160);
    plan_builder_free(builder);
}

Test(steps, fees_short_of_cash_share_to_the_fen) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_round(builder);
    plan_builder_fixed_fee(builder, "x", 100);
    plan_builder_fixed_fee(builder, "y", 200);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "x,y", .pro_rata = true});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 0, 0, 100);
    builder_collect(&run, IPA_COLLECTION_INCOME, 1, 0, 1000);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.fee_paid, 0, 0, 0), 33.33);
    cr_assert_eq(builder_yuan(&run, run.out.fee_paid, 1, 0, 0), 66.66);
    cr_assert_eq(builder_yuan(&run, run.out.account, 0, 0, 0), 0.01);
    cr_assert_eq(builder_yuan(&run, run.out.fee_unpaid, 0, 0, 0), 66.67);
    cr_assert_eq(builder_yuan(&run, run.out.fee_paid, 0, 1, 0), 166.67);
    plan_builder_free(builder);
}

Test(steps, pass_through_pays_every_unit_alike) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 95000000, "0");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 1234567.89);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, 0, 95000000);
    builder_go(&run);
    /* 1.2995 a unit × 950,000; 42.89 yuan stay. The last payment is the remaining factor. */
    cr_assert_eq(builder_yuan(&run, run.out.principal_paid, 0, 0, 0), 1234525);
    cr_assert_eq(builder_yuan(&run, run.out.account, 0, 0, 0), 42.89);
    cr_assert_eq(builder_yuan(&run, run.out.closing, 0, 1, 0), 0);
    plan_builder_free(builder);
}

Test(steps, a_move_fills_to_the_target_or_to_its_limit) {
    plan_builder *builder = plan_builder_create(3);
    plan_builder_account(builder, "reserve", 10, "100");
    plan_builder_account(builder, "trap", 0, NULL);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.move = "reserve"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.move = "trap", .limit = "5", .when = "period > 1"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.move = "collection", .from = "trap", .when = "period == 3"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 0, 0, 60);
    builder_collect(&run, IPA_COLLECTION_INCOME, 1, 0, 60);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.account, 1, 0, 0), 70);
    cr_assert_eq(builder_yuan(&run, run.out.account, 1, 1, 0), 100);
    cr_assert_eq(builder_yuan(&run, run.out.account, 0, 1, 0), 25);
    cr_assert_eq(builder_yuan(&run, run.out.account, 2, 1, 0), 5);
    /* All of the trap comes back: the collection account has no target. */
    cr_assert_eq(builder_yuan(&run, run.out.account, 2, 2, 0), 0);
    cr_assert_eq(builder_yuan(&run, run.out.account, 0, 2, 0), 30);
    plan_builder_free(builder);
}

/* 500 shortfall booked, 200 of it cleared, and never more than stands there. */
Test(steps, a_ledger_is_debited_and_credited_and_stays_above_zero) {
    static const double stands[] = {510, 310, 0, 0.57};
    for (int round = 0; round < 2; round++) {
        plan_builder *builder = plan_builder_create(4);
        if (round)
            plan_builder_round(builder);
        plan_builder_tranche(builder, "A", 60000, "0");
        const int pdl = plan_builder_ledger(builder, "pdl", 10);
        plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                          (builder_step){.ledger = "pdl",
                                         .amount = "if(period == 1, 500, if(period == 2, -200, "
                                                   "if(period == 3, -1000, 0.5678)))"});
        plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                          (builder_step){.ledger = "pdl", .amount = "7", .when = "period > 4"});
        builder_run run = plan_builder_run(builder);
        builder_go(&run);
        for (int k = 0; k < 4; k++)
            cr_expect_float_eq(builder_yuan(&run, run.out.ledger, pdl, k, 0),
                               k == 3 && !round ? 0.5678 : stands[k], 1e-12, "period %d: %g", k + 1,
                               builder_yuan(&run, run.out.ledger, pdl, k, 0));
        cr_expect_eq(run.out.breach->lane[0], 0);
        plan_builder_free(builder);
    }
}
