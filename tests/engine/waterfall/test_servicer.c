#include "engine/waterfall/servicer.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

enum { N = 6, DIES = 2 };

/* 100, 101, … come in by period; the servicer is first found dead on the third date. */
typedef struct served {
    plan_builder *builder;
    builder_run run;
    ipa_plan_servicer servicer;
    double lost[N], lost_after_event[N];
} served;

static void serve(served *of, int perfection_periods, double lost, double lost_after_event) {
    of->builder = plan_builder_create(N);
    plan_builder_residual(of->builder, "R", 1000);
    plan_builder_support(of->builder, "payer", "collector");
    for (int k = 0; k < N; k++) {
        of->lost[k] = lost;
        of->lost_after_event[k] = lost_after_event;
    }
    of->servicer = (ipa_plan_servicer){.entity = 0,
                                       .perfection_periods = perfection_periods,
                                       .lost = of->lost,
                                       .lost_after_event = of->lost_after_event};
    of->builder->plan.servicer = &of->servicer;
}

static void go(served *of, const char *when) {
    plan_builder_step(of->builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "R.residual", .when = when});
    of->run = plan_builder_run(of->builder);
    for (int k = 0; k < N; k++) {
        builder_collect(&of->run, IPA_COLLECTION_INCOME, k, 0, 60 + k);
        builder_collect(&of->run, IPA_COLLECTION_RECOVERY, k, 0, 40);
        of->run.in.alive[k].lane[0] = k < DIES;
    }
}

static void expect_rows(const served *of, const ipa_row *rows, const double expected[N],
                        const char *what) {
    for (int k = 0; k < N; k++)
        cr_expect_float_eq(builder_yuan(&of->run, rows, 0, k, 0), expected[k], 1e-9, "%s %d", what,
                           k);
}

/* What the pool brought is what was paid out and what was lost. */
static void expect_whole(const served *of) {
    double there = 0;
    for (int k = 0; k < N; k++)
        there += builder_yuan(&of->run, of->run.out.residual, 0, k, 0) +
                 builder_yuan(&of->run, of->run.out.lost, 0, k, 0);
    cr_expect_float_eq(there, 100 + 101 + 102 + 103 + 104 + 105, 1e-9);
    cr_expect_leq(of->run.out.breach->lane[0], 1e-9);
}

static void expect_default(int perfection_periods, double lost_share, const double paid[N],
                           const double lost[N], const double delayed[N]) {
    served of;
    serve(&of, perfection_periods, lost_share, lost_share);
    go(&of, NULL);
    builder_go(&of.run);
    expect_rows(&of, of.run.out.residual, paid, "paid");
    expect_rows(&of, of.run.out.lost, lost, "lost");
    expect_rows(&of, of.run.out.delayed, delayed, "delayed");
    expect_whole(&of);
    plan_builder_free(of.builder);
}

Test(servicer, its_default_loses_one_period_and_delays_the_next) {
    expect_default(1, 1, (double[N]){100, 101, 0, 0, 104 + 103, 105}, (double[N]){0, 0, 102},
                   (double[N]){0, 0, 0, 103});
}

Test(servicer, what_would_come_after_the_end_is_lost) {
    expect_default(2, 1, (double[N]){100, 101, 0, 0, 0, 105 + 103}, (double[N]){0, 0, 102, 0, 104},
                   (double[N]){0, 0, 0, 103});
}

Test(servicer, with_frequent_transfers_only_a_part_is_lost) {
    expect_default(0, 0.25, (double[N]){100, 101, 76.5, 103, 104, 105}, (double[N]){0, 0, 25.5},
                   (double[N]){0});
}

Test(servicer, without_commingling_it_only_delays) {
    expect_default(1, 0, (double[N]){100, 101, 102, 0, 104 + 103, 105}, (double[N]){0},
                   (double[N]){0, 0, 0, 103});
}

/* Nobody dies in the base case: every figure is the pool's own. */
Test(servicer, one_that_lives_passes_everything_on) {
    served of;
    serve(&of, 3, 1, 1);
    go(&of, NULL);
    for (int k = 0; k < N; k++)
        of.run.in.alive[k].lane[0] = 1;
    builder_go(&of.run);
    expect_rows(&of, of.run.out.residual, (double[N]){100, 101, 102, 103, 104, 105}, "paid");
    expect_rows(&of, of.run.out.lost, (double[N]){0}, "lost");
    plan_builder_free(of.builder);
}

/* An event hastens the transfers; a mere flag does not, nor one that comes up on the same date. */
static void expect_after_event(ipa_effect effect, const char *when, double lost) {
    served of;
    serve(&of, 0, 1, 0.5);
    plan_builder_trigger(of.builder, "event", when, effect);
    go(&of, NULL);
    builder_go(&of.run);
    cr_expect_float_eq(builder_yuan(&of.run, of.run.out.lost, 0, DIES, 0), lost, 1e-9);
    expect_whole(&of);
    plan_builder_free(of.builder);
}

Test(servicer, transfers_are_hastened_by_an_event) {
    expect_after_event(IPA_EFFECT_ACCELERATE, "period >= 2", 51);
    expect_after_event(IPA_EFFECT_NONE, "period >= 2", 102);
    expect_after_event(IPA_EFFECT_ACCELERATE, "period >= 3", 102);
}

/* The pool has nothing more to bring after the fourth period, the servicer's successor has. */
Test(servicer, a_deal_does_not_end_while_money_is_on_its_way) {
    served of;
    serve(&of, 1, 1, 1);
    go(&of, "final");
    for (int k = 4; k < N; k++) {
        of.run.in.cash[IPA_COLLECTION_INCOME][k].lane[0] = 0;
        of.run.in.cash[IPA_COLLECTION_RECOVERY][k].lane[0] = 0;
    }
    of.run.in.exhausted->lane[0] = 3;
    builder_go(&of.run);
    expect_rows(&of, of.run.out.residual, (double[N]){0, 0, 0, 0, 100 + 101 + 103}, "paid");
    cr_expect_eq(of.run.out.ended[4].lane[0], 0);
    cr_expect_eq(of.run.out.ended[5].lane[0], 1);
    plan_builder_free(of.builder);
}

/* Expressions see what has arrived. */
Test(servicer, collections_in_expressions_are_those_that_arrive) {
    served of;
    serve(&of, 1, 1, 1);
    plan_builder_fee(of.builder, "seen", "1", "collections.total")->carry = false;
    go(&of, NULL);
    builder_go(&of.run);
    expect_rows(&of, of.run.out.fee_due, (double[N]){100, 101, 0, 0, 207, 105}, "seen");
    plan_builder_free(of.builder);
}
