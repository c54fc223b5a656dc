#include "engine/waterfall/triggers.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

/* Cash of 0 or 1 by period against a test of it; the states that are recorded. */
static void states(plan_builder *builder, int n_periods, const double *cash, double *on) {
    plan_builder_residual(builder, "R", 100);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "R.residual"});
    builder_run run = plan_builder_run(builder);
    for (int k = 0; k < n_periods; k++)
        builder_collect(&run, IPA_COLLECTION_INCOME, k, 0, cash[k]);
    builder_go(&run);
    for (int k = 0; k < n_periods; k++)
        on[k] = run.out.trigger_on[k].lane[0];
}

static void expect_states(bool curable, int consecutive, bool after_payment,
                          const double expected[6]) {
    const double cash[6] = {1, 0, 0, 1, 0, 1};
    double on[6];
    plan_builder *builder = plan_builder_create(6);
    ipa_plan_trigger *trigger =
        plan_builder_trigger(builder, "dry", "collections.income < 0.5", IPA_EFFECT_ACCELERATE);
    trigger->curable = curable;
    trigger->consecutive = consecutive;
    trigger->after_payment = after_payment;
    states(builder, 6, cash, on);
    for (int k = 0; k < 6; k++)
        cr_expect_eq(on[k], expected[k], "period %d: %g", k, on[k]);
    plan_builder_free(builder);
}

Test(triggers, once_on_stays_on) {
    expect_states(false, 1, false, (double[]){0, 1, 1, 1, 1, 1});
}

Test(triggers, a_curable_one_goes_off) {
    expect_states(true, 1, false, (double[]){0, 1, 1, 0, 1, 0});
}

Test(triggers, dates_in_a_row) {
    expect_states(true, 2, false, (double[]){0, 0, 1, 0, 0, 0});
    expect_states(false, 2, false, (double[]){0, 0, 1, 1, 1, 1});
    expect_states(false, 3, false, (double[]){0, 0, 0, 0, 0, 0});
}

/* The waterfall that runs, for a trigger that is met in the second period only. */
static void expect_running(bool after_payment, ipa_effect effect, const double expected[4]) {
    plan_builder *builder = plan_builder_create(4);
    plan_builder_residual(builder, "R", 100);
    ipa_plan_trigger *trigger = plan_builder_trigger(builder, "second", "period == 2", effect);
    trigger->after_payment = after_payment;
    trigger->curable = true;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "R.residual"});
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    for (int k = 0; k < 4; k++)
        cr_expect_eq(run.out.waterfall[k].lane[0], expected[k], "period %d", k);
    plan_builder_free(builder);
}

Test(triggers, before_payment_acts_at_once_and_after_payment_on_the_next_date) {
    expect_running(false, IPA_EFFECT_ACCELERATE, (double[]){0, 1, 0, 0});
    expect_running(true, IPA_EFFECT_ACCELERATE, (double[]){0, 0, 1, 0});
    expect_running(true, IPA_EFFECT_DEFAULT, (double[]){0, 0, 2, 0});
    expect_running(false, IPA_EFFECT_NONE, (double[]){0, 0, 0, 0});
}

Test(triggers, default_stands_above_accelerated_and_a_later_one_sees_an_earlier_one) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_residual(builder, "R", 100);
    plan_builder_trigger(builder, "first", "period == 2", IPA_EFFECT_DEFAULT);
    plan_builder_trigger(builder, "then", "on(first)", IPA_EFFECT_ACCELERATE);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "R.residual"});
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    cr_assert_eq(run.out.trigger_on[1 * 2 + 0].lane[0], 0);
    cr_assert_eq(run.out.trigger_on[1 * 2 + 1].lane[0], 1);
    cr_assert_eq(run.out.waterfall[1].lane[0], IPA_WATERFALL_DEFAULT);
    plan_builder_free(builder);
}

/* While cash is trapped the residual tranche gets neither interest nor residual, the senior its
 * own; what is not paid stays in the account until the trigger is cured. */
Test(triggers, a_trap_keeps_from_residual_tranches_what_it_may) {
    for (int how = 0; how < 2; how++) {
        plan_builder *builder = plan_builder_create(3);
        plan_builder_tranche(builder, "A", 100000, "0.04");
        ipa_plan_tranche *sub = plan_builder_residual(builder, "SUB", 10000);
        sub->coupon = (ipa_decimal){8, 2};
        plan_builder_trigger(builder, "low", "collections.income < 3000", IPA_EFFECT_TRAP)
            ->curable = true;
        const builder_step steps[] = {{.pay = "A.interest,SUB.interest", .pro_rata = how == 1},
                                      {.pay = "SUB.residual"}};
        plan_builder_step(builder, IPA_WATERFALL_NORMAL, steps[0]);
        plan_builder_step(builder, IPA_WATERFALL_NORMAL, steps[1]);
        builder_run run = plan_builder_run(builder);
        const double income[] = {3000, 2000, 3000};
        for (int k = 0; k < 3; k++)
            builder_collect(&run, IPA_COLLECTION_INCOME, k, 0, income[k]);
        builder_go(&run);
        /* 1,000 a quarter to A; 200 to SUB, which 1,800 of residual bring down to 164 */
        static const double interest[] = {200, 0, 328}, residual[] = {1800, 0, 2672},
                            kept[] = {0, 1000, 0};
        for (int k = 0; k < 3; k++) {
            cr_expect_eq(builder_yuan(&run, run.out.interest_paid, 0, k, 0), 1000);
            cr_expect_float_eq(builder_yuan(&run, run.out.interest_paid, 1, k, 0), interest[k],
                               1e-9);
            cr_expect_float_eq(builder_yuan(&run, run.out.residual, 1, k, 0), residual[k], 1e-9);
            cr_expect_float_eq(builder_yuan(&run, run.out.account, 0, k, 0), kept[k], 1e-9);
        }
        plan_builder_free(builder);
    }
}

Test(triggers, those_of_an_effect) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_trigger(builder, "one", "period >= 1", IPA_EFFECT_STOP_REVOLVING);
    plan_builder_trigger(builder, "two", "period >= 5", IPA_EFFECT_TRAP);
    plan_builder_tranche(builder, "A", 100, "0");
    builder_run run = plan_builder_run(builder);
    ipa_row found;
    builder_go(&run);
    ipa_triggers_any(run.waterfall, IPA_EFFECT_STOP_REVOLVING, found.lane);
    cr_expect_eq(found.lane[0], 1);
    ipa_triggers_any(run.waterfall, IPA_EFFECT_TRAP, found.lane);
    cr_expect_eq(found.lane[0], 0);
    plan_builder_free(builder);
}

/* States of a trigger that dry income switches on, with a level of restoring. */
static void expect_restored(const char *restore, int consecutive, const double expected[6]) {
    const double cash[6] = {1, 0, 0.8, 2, 0, 0};
    double on[6];
    plan_builder *builder = plan_builder_create(6);
    ipa_findings findings = ipa_findings_make(builder->arena);
    ipa_plan_trigger *trigger =
        plan_builder_trigger(builder, "dry", "collections.income < 0.5", IPA_EFFECT_ACCELERATE);
    trigger->curable = true;
    trigger->consecutive = consecutive;
    trigger->restore = ipa_expression_compile(&builder->deal, (ipa_formula){.text = restore}, true,
                                              builder->arena, &findings);
    cr_assert_not_null(trigger->restore);
    states(builder, 6, cash, on);
    for (int k = 0; k < 6; k++)
        cr_expect_eq(on[k], expected[k], "%s, period %d: %g", restore, k, on[k]);
    plan_builder_free(builder);
}

Test(triggers, a_level_of_restoring_above_that_of_switching_on) {
    expect_restored("collections.income > 1.5", 1, (double[]){0, 1, 1, 0, 1, 1});
    expect_restored("collections.income > 5", 1, (double[]){0, 1, 1, 1, 1, 1});
}

/* The condition is stronger than its cure, and each cure begins the count anew. */
Test(triggers, restoring_and_dates_in_a_row) {
    expect_restored("period >= 1", 1, (double[]){0, 1, 0, 0, 1, 1});
    expect_restored("collections.income > 1.5", 2, (double[]){0, 0, 0, 0, 0, 1});
}

/* Met on the second date, in force on the third; `on` is false for the steps of the second. */
Test(triggers, tested_before_payment_and_in_force_on_the_next_date) {
    plan_builder *builder = plan_builder_create(4);
    plan_builder_residual(builder, "R", 100);
    ipa_plan_trigger *second =
        plan_builder_trigger(builder, "second", "period == 2", IPA_EFFECT_ACCELERATE);
    second->curable = true;
    second->takes_effect_next = true;
    plan_builder_trigger(builder, "seen", "on(second)", IPA_EFFECT_NONE)->curable = true;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "R.residual"});
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    static const double running[] = {0, 0, 1, 0}, on[] = {0, 1, 0, 0}, seen[] = {0, 0, 1, 0};
    for (int k = 0; k < 4; k++) {
        cr_expect_eq(run.out.waterfall[k].lane[0], running[k], "period %d", k);
        cr_expect_eq(run.out.trigger_on[k].lane[0], on[k], "period %d", k);
        cr_expect_eq(run.out.trigger_on[4 + k].lane[0], seen[k], "period %d", k);
    }
    plan_builder_free(builder);
}

/* A supporter's rating falls below A3 (grade 7) on the third date. */
Test(triggers, a_rating_event) {
    plan_builder *builder = plan_builder_create(4);
    int grades[] = {6, 7, 8, 8};
    plan_builder_residual(builder, "R", 100);
    plan_builder_support(builder, "payer", "guarantor");
    builder->plan.entities[0].grade = grades;
    builder->deal.entities[0].credit.rating.id = "A2";
    plan_builder_trigger(builder, "downgrade", "grade(guarantor) > 7", IPA_EFFECT_ACCELERATE);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "R.residual"});
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    for (int k = 0; k < 4; k++)
        cr_expect_eq(run.out.waterfall[k].lane[0], k >= 2, "period %d", k);
    plan_builder_free(builder);
}

/* Collections below 80% of the base case's for two dates, IP worth less than the notes. */
Test(triggers, tests_against_the_forecast_and_the_value_of_the_ip) {
    plan_builder *builder = plan_builder_create(4);
    const double income[] = {100, 79, 79, 100}, ip[] = {150, 150, 99, 150};
    double forecast[IPA_N_COLLECTION_KINDS * 4] = {0};
    plan_builder_residual(builder, "R", 100);
    plan_builder_trigger(builder, "behind", "collections.total < 0.8 * forecast.total",
                         IPA_EFFECT_NONE)
        ->consecutive = 2;
    plan_builder_trigger(builder, "revalued", "ip_value < 100", IPA_EFFECT_NONE)->curable = true;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "R.residual"});
    builder_run run = plan_builder_run(builder);
    for (int k = 0; k < 4; k++) {
        builder_collect(&run, IPA_COLLECTION_INCOME, k, 0, income[k]);
        run.in.ip_value[k].lane[0] = ip[k] * 100;
        forecast[k] = 100 * 100;
    }
    ipa_waterfall_set_forecast(run.waterfall, forecast);
    builder_go(&run);
    static const double behind[] = {0, 0, 1, 1}, revalued[] = {0, 0, 1, 0};
    for (int k = 0; k < 4; k++) {
        cr_expect_eq(run.out.trigger_on[k].lane[0], behind[k], "period %d", k);
        cr_expect_eq(run.out.trigger_on[4 + k].lane[0], revalued[k], "period %d", k);
    }
    plan_builder_free(builder);
}
