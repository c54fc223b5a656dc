#include "engine/waterfall/notes.h"

#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/plan_builder.h"

static double yuan(const builder_run *run, const ipa_row *rows, int t, int k) {
    return builder_yuan(run, rows, t, k, 0);
}

/* 1,000 at 8% a year, quarterly: 1000 × 1.02^n for three quarters, interest paid from then on. */
Test(notes, what_accretes_earns_interest_and_is_repaid) {
    plan_builder *builder = plan_builder_create(5);
    ipa_plan_tranche *z = plan_builder_tranche(builder, "Z", 1000, "0.08");
    z->n_accreting = 3;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "Z.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "Z.principal"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 4, 0, 5000);
    builder_go(&run);
    for (int k = 0; k < 3; k++) {
        cr_expect_float_eq(yuan(&run, run.out.closing, 0, k), 1000 * pow(1.02, k + 1), 1e-9);
        cr_expect_float_eq(yuan(&run, run.out.accreted, 0, k), 20 * pow(1.02, k), 1e-9);
        cr_expect_eq(yuan(&run, run.out.interest_due, 0, k), 0);
        cr_expect_eq(yuan(&run, run.out.interest_unpaid, 0, k), 0);
    }
    cr_expect_float_eq(yuan(&run, run.out.interest_due, 0, 3), 20 * pow(1.02, 3), 1e-9);
    cr_expect_float_eq(yuan(&run, run.out.principal_paid, 0, 4), 1000 * pow(1.02, 3), 1e-9);
    cr_expect_eq(yuan(&run, run.out.closing, 0, 4), 0);
    cr_expect_eq(run.out.breach->lane[0], 0);
    plan_builder_free(builder);
}

/* 10 units at 7% a year for a quarter: 1.75 a unit, then on 101.75: 1.780625 → 1.7806. */
Test(notes, accretion_is_rounded_a_unit_as_principal_is) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "Z", 1000, "0.07")->n_accreting = 2;
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    cr_expect_eq(yuan(&run, run.out.closing, 0, 0), 1017.5);
    cr_expect_float_eq(yuan(&run, run.out.closing, 0, 1), 1035.31, 1e-9); /* 103.5306 × 10 */
    plan_builder_free(builder);
}

Test(notes, nothing_is_due_while_principal_is_locked) {
    plan_builder *builder = plan_builder_create(3);
    plan_builder_tranche(builder, "A", 900, "0")->n_locked = 2;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder_run run = plan_builder_run(builder);
    for (int k = 0; k < 3; k++)
        builder_collect(&run, IPA_COLLECTION_PRINCIPAL, k, 0, 200);
    builder_go(&run);
    const double due[] = {0, 0, 900}, paid[] = {0, 0, 600};
    for (int k = 0; k < 3; k++) {
        cr_expect_eq(yuan(&run, run.out.principal_due, 0, k), due[k]);
        cr_expect_eq(yuan(&run, run.out.principal_paid, 0, k), paid[k]);
    }
    plan_builder_free(builder);
}

/* A turbo may pay what is not due. */
Test(notes, a_turbo_ignores_the_lockout) {
    plan_builder *builder = plan_builder_create(1);
    plan_builder_tranche(builder, "A", 900, "0")->n_locked = 1;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal", .amount = "balance(A)"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 200);
    builder_go(&run);
    cr_expect_eq(yuan(&run, run.out.principal_paid, 0, 0), 200);
    plan_builder_free(builder);
}

/* The subordinated tranche's return: 2% of what there is cash for, the rest is gone. */
Test(notes, interest_that_lapses_is_not_owed_on) {
    plan_builder *builder = plan_builder_create(3);
    ipa_plan_tranche *sub = plan_builder_residual(builder, "SUB", 1000);
    sub->coupon = (ipa_decimal){8, 2};
    sub->interest_lapses = true;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "SUB.interest"});
    builder_run run = plan_builder_run(builder);
    const double cash[] = {5, 0, 50}, paid[] = {5, 0, 20};
    for (int k = 0; k < 3; k++)
        builder_collect(&run, IPA_COLLECTION_INCOME, k, 0, cash[k]);
    builder_go(&run);
    for (int k = 0; k < 3; k++) {
        cr_expect_eq(yuan(&run, run.out.interest_due, 0, k), 20);
        cr_expect_eq(yuan(&run, run.out.interest_paid, 0, k), paid[k]);
        cr_expect_eq(yuan(&run, run.out.interest_unpaid, 0, k), 0);
    }
    plan_builder_free(builder);
}

static const ipa_program *compiled(plan_builder *builder, const char *text) {
    ipa_findings findings = ipa_findings_make(builder->arena);
    const ipa_program *program =
        ipa_expression_compile(&builder->deal, (ipa_formula){.text = text, .field = "notional"},
                               false, builder->arena, &findings);
    cr_assert(program != NULL && findings.n_errors == 0);
    return program;
}

/* Half a per cent a year on A as the date opens, whatever A is paid on it. */
Test(notes, interest_on_a_notional_follows_the_opening_balance) {
    plan_builder *builder = plan_builder_create(3);
    plan_builder_tranche(builder, "A", 1000, "0");
    ipa_plan_tranche *strip = plan_builder_tranche(builder, "X", 0, "0.02");
    strip->units = 1;
    strip->notional = compiled(builder, "balance(A)");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "X.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 405);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, 0, 703);
    builder_go(&run);
    cr_expect_eq(yuan(&run, run.out.interest_paid, 1, 0), 5);
    cr_expect_eq(yuan(&run, run.out.principal_paid, 0, 0), 400);
    cr_expect_eq(yuan(&run, run.out.interest_paid, 1, 1), 3);
    cr_expect_eq(yuan(&run, run.out.interest_due, 1, 2), 0);
    cr_expect_eq(yuan(&run, run.out.principal_due, 1, 0), 0);
    plan_builder_free(builder);
}

/* 30% of 1,000 at 102: 300 of principal and 6 with the interest; the rest at maturity. */
Test(notes, what_is_handed_back_falls_due_with_its_premium) {
    plan_builder *builder = plan_builder_create(3);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 1000, "0.04");
    a->amortisation = IPA_AMORTISATION_BULLET;
    a->is_put = true;
    a->put_period = 1;
    a->put_share = (ipa_decimal){3, 1};
    a->put_premium = (ipa_decimal){2, 2};
    a->scheduled_balance = (double[]){1000e2, 1000e2, 0};
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder_run run = plan_builder_run(builder);
    for (int k = 0; k < 3; k++)
        builder_collect(&run, IPA_COLLECTION_PRINCIPAL, k, 0, 1000);
    builder_go(&run);
    const double interest[] = {10, 16, 7}, principal[] = {0, 300, 700};
    for (int k = 0; k < 3; k++) {
        cr_expect_float_eq(yuan(&run, run.out.interest_paid, 0, k), interest[k], 1e-9);
        cr_expect_float_eq(yuan(&run, run.out.principal_paid, 0, k), principal[k], 1e-9);
    }
    plan_builder_free(builder);
}

/* Notes that are handed back and not paid stay due. */
Test(notes, a_put_that_cannot_be_paid_stays_due) {
    plan_builder *builder = plan_builder_create(3);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 1000, "0");
    a->amortisation = IPA_AMORTISATION_BULLET;
    a->is_put = true;
    a->put_share = (ipa_decimal){3, 1};
    a->scheduled_balance = (double[]){1000e2, 700e2, 0};
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 100);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 1, 0, 5000);
    builder_go(&run);
    const double due[] = {300, 200, 700}, paid[] = {100, 200, 700};
    for (int k = 0; k < 3; k++) {
        cr_expect_float_eq(yuan(&run, run.out.principal_due, 0, k), due[k], 1e-9);
        cr_expect_float_eq(yuan(&run, run.out.principal_paid, 0, k), paid[k], 1e-9);
    }
    plan_builder_free(builder);
}

/* Interest below zero is not paid by the holders, nor set off later. */
Test(notes, a_negative_coupon_pays_nothing) {
    plan_builder *builder = plan_builder_create(2);
    static const ipa_accrual accrual[] = {{{-4, 2}, {1, 4}}, {{4, 2}, {1, 4}}};
    plan_builder_tranche(builder, "A", 1000, "0")->accrual = accrual;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_INCOME, 1, 0, 100);
    builder_go(&run);
    cr_expect_eq(yuan(&run, run.out.interest_due, 0, 0), 0);
    cr_expect_eq(yuan(&run, run.out.interest_paid, 0, 1), 10);
    cr_expect_eq(yuan(&run, run.out.interest_unpaid, 0, 1), 0);
    plan_builder_free(builder);
}

/* Two tranches of one rank share what there is by what stands. */
Test(notes, equal_rank_shares_by_balance) {
    plan_builder *builder = plan_builder_create(1);
    plan_builder_tranche(builder, "A1", 300, "0");
    plan_builder_tranche(builder, "A2", 600, "0");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A1.principal,A2.principal", .pro_rata = true});
    builder_run run = plan_builder_run(builder);
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 450);
    builder_go(&run);
    cr_expect_eq(yuan(&run, run.out.principal_paid, 0, 0), 150);
    cr_expect_eq(yuan(&run, run.out.principal_paid, 1, 0), 300);
    plan_builder_free(builder);
}

/* Neither against what was not paid before, nor does it earn on that; a balance never shrinks. */
Test(notes, a_negative_coupon_is_not_set_off) {
    plan_builder *builder = plan_builder_create(2);
    static const ipa_accrual accrual[] = {{{4, 2}, {1, 4}}, {{-4, 2}, {1, 4}}};
    for (int t = 0; t < 2; t++) {
        ipa_plan_tranche *tranche = plan_builder_tranche(builder, t == 0 ? "A" : "Z", 1000, "0");
        tranche->accrual = accrual;
        tranche->arrears_at_coupon = true;
        tranche->n_accreting = 2 * t;
    }
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    cr_expect_eq(yuan(&run, run.out.interest_due, 0, 0), 10);
    cr_expect_eq(yuan(&run, run.out.interest_due, 0, 1), 10);
    cr_expect_eq(yuan(&run, run.out.accreted, 1, 0), 10);
    cr_expect_eq(yuan(&run, run.out.accreted, 1, 1), 0);
    plan_builder_free(builder);
}
