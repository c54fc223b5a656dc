#include "engine/waterfall/dues.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

Test(dues, arrears_accrue_at_their_own_rate) {
    plan_builder *builder = plan_builder_create(3);
    plan_builder_round(builder);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 10000, "0.10");
    a->amortisation = IPA_AMORTISATION_BULLET;
    a->arrears_rate = a->coupon;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    /* 250; 250 + 250 + 6.25; then 256.25 + 250 more on 506.25: 12.65625 → 0.1266 a unit. */
    cr_assert_eq(builder_yuan(&run, run.out.interest_due, 0, 0, 0), 250);
    cr_assert_eq(builder_yuan(&run, run.out.interest_due, 0, 1, 0), 506.25);
    cr_assert_eq(builder_yuan(&run, run.out.interest_due, 0, 2, 0), 506.25 + 250 + 12.66);
    cr_assert_eq(builder_yuan(&run, run.out.interest_unpaid, 0, 2, 0), 768.91);
    plan_builder_free(builder);
}

Test(dues, scheduled_principal_that_was_not_paid_stays_due) {
    plan_builder *builder = plan_builder_create(3);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 900, "0");
    a->amortisation = IPA_AMORTISATION_SCHEDULE;
    a->scheduled_balance[0] = 60000;
    a->scheduled_balance[1] = 30000;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 100);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, 0, 1000);
    builder_go(&run);
    const double due[] = {300, 500, 300}, paid[] = {100, 500, 300};
    for (int k = 0; k < 3; k++) {
        cr_expect_eq(builder_yuan(&run, run.out.principal_due, 0, k, 0), due[k]);
        cr_expect_eq(builder_yuan(&run, run.out.principal_paid, 0, k, 0), paid[k]);
    }
    plan_builder_free(builder);
}

Test(dues, a_bullet_falls_due_at_its_expected_final_and_stays_due) {
    plan_builder *builder = plan_builder_create(4);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 900, "0");
    a->amortisation = IPA_AMORTISATION_BULLET;
    a->expected_final_period = 1;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 400);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 3, 0, 600);
    builder_go(&run);
    const double due[] = {0, 900, 500, 500}, paid[] = {0, 400, 0, 500};
    for (int k = 0; k < 4; k++) {
        cr_expect_eq(builder_yuan(&run, run.out.principal_due, 0, k, 0), due[k]);
        cr_expect_eq(builder_yuan(&run, run.out.principal_paid, 0, k, 0), paid[k]);
    }
    plan_builder_free(builder);
}

Test(dues, a_negative_tax_is_carried_and_set_off) {
    plan_builder *builder = plan_builder_create(4);
    plan_builder_round(builder);
    plan_builder_fee(builder, "tax", "0.1", "collections.income - 500")->carry_negative = true;
    plan_builder_fee(builder, "lost", "0.1", "collections.income - 500");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "tax"});
    builder_run run = plan_builder_run(builder);
    const double income[] = {200, 700, 600, 800};
    for (int k = 0; k < 4; k++)
        builder_collect(&run, IPA_COLLECTION_INCOME, k, 0, income[k]);
    builder_go(&run);
    const double paid[] = {0, 0, 0, 30}; /* −30, −30 + 20, −10 + 10, 30 */
    const double unpaid[] = {0, 20, 30, 60};
    for (int k = 0; k < 4; k++) {
        cr_expect_eq(builder_yuan(&run, run.out.fee_paid, 0, k, 0), paid[k], "period %d", k);
        cr_expect_eq(builder_yuan(&run, run.out.fee_unpaid, 1, k, 0), unpaid[k], "period %d", k);
    }
    plan_builder_free(builder);
}

Test(dues, fees_by_the_year_the_period_and_the_date) {
    plan_builder *builder = plan_builder_create(3);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 10000, "0")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_fee(builder, "yearly", "0.01", "balance(A)")->per = IPA_PER_YEAR;
    plan_builder_fixed_fee(builder, "yearly_amount", 100)->per = IPA_PER_YEAR;
    ipa_plan_fee *dated = plan_builder_fixed_fee(builder, "dated", 30);
    dated->due_count = (int[]){0, 2, 1};
    ipa_plan_fee *forgotten = plan_builder_fixed_fee(builder, "forgotten", 7);
    forgotten->carry = false;
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    const double due[4][3] = {{25, 50, 75}, {25, 50, 75}, {0, 60, 90}, {7, 7, 7}};
    for (int n = 0; n < 4; n++)
        for (int k = 0; k < 3; k++)
            cr_expect_eq(builder_yuan(&run, run.out.fee_due, n, k, 0), due[n][k],
                         "fee %d, period %d: %g", n, k,
                         builder_yuan(&run, run.out.fee_due, n, k, 0));
    plan_builder_free(builder);
}

Test(dues, a_fee_on_payments_is_afresh_at_each_step) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 10000, "0.10");
    plan_builder_fee(builder, "csdc", "0.01", "paid(A)")->per = IPA_PER_PAYMENT;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "csdc"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal", .limit = "1000"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 5000);
    builder_go(&run);
    /* 1% of 250 at its step; of 1,250 at the end of the date: the rest is carried. */
    cr_assert_eq(builder_yuan(&run, run.out.fee_paid, 0, 0, 0), 2.5);
    cr_assert_eq(builder_yuan(&run, run.out.fee_due, 0, 0, 0), 12.5);
    cr_assert_eq(builder_yuan(&run, run.out.fee_unpaid, 0, 0, 0), 10);
    cr_assert_eq(builder_yuan(&run, run.out.fee_paid, 0, 1, 0), 10 + 2.25);
    plan_builder_free(builder);
}

Test(dues, a_base_that_leads_back_to_its_fee_ends) {
    plan_builder *builder = plan_builder_create(1);
    plan_builder_fee(builder, "x", "0.5", "due(y) + 100")->per = IPA_PER_PAYMENT;
    plan_builder_fee(builder, "y", "0.5", "due(x) + 100")->per = IPA_PER_PAYMENT;
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    cr_assert_gt(builder_yuan(&run, run.out.fee_due, 0, 0, 0), 50);
    cr_assert_lt(builder_yuan(&run, run.out.fee_due, 0, 0, 0), 100);
    plan_builder_free(builder);
}

Test(dues, the_residual_repays_its_balance_first) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_residual(builder, "R", 100);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "R.residual"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 0, 0, 70);
    builder_collect(&run, IPA_COLLECTION_INCOME, 1, 0, 50);
    builder_go(&run);
    cr_assert_eq(builder_yuan(&run, run.out.closing, 0, 0, 0), 30);
    cr_assert_eq(builder_yuan(&run, run.out.closing, 0, 1, 0), 0);
    cr_assert_eq(builder_yuan(&run, run.out.residual, 0, 1, 0), 50);
    cr_assert_eq(builder_yuan(&run, run.out.principal_paid, 0, 1, 0), 0);
    plan_builder_free(builder);
}
