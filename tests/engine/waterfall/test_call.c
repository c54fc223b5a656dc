#include "engine/waterfall/call.h"

#include <criterion/criterion.h>

#include "engine/waterfall/seen.h"
#include "tests/support/plan_builder.h"

enum { N_PERIODS = 4 };

/* 100,000 a period from a pool of 400,000 that defaults on 5,000 a period and recovers 1,000. */
static void fill_pool(builder_run *run) {
    for (int k = 0; k < N_PERIODS; k++)
        for (int p = 0; p < 2; p++) {
            builder_collect(run, IPA_COLLECTION_PRINCIPAL, k, p, 100000);
            builder_collect(run, IPA_COLLECTION_RECOVERY, k, p, 1000);
            run->in.performing[k].lane[p] = (400000 - 100000 * (k + 1)) * 100;
            run->in.delinquent[k].lane[p] = 700e2;
            run->in.annuities[k].lane[p] = 30e2;
            run->in.defaulted[k].lane[p] = 5000e2 * (k + 1);
            run->in.recovered[k].lane[p] = 1000e2 * (k + 1);
        }
    run->in.n_paths = 2;
}

static void note(plan_builder *builder, const char *id, const char *amount) {
    plan_builder_ledger(builder, id, 0);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.ledger = id, .amount = amount});
}

/* Called on the second date for 101% of what is left, but not on the second path. */
static plan_builder *called_deal(builder_run *run, const char *when) {
    plan_builder *builder = plan_builder_create(N_PERIODS);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 10000000, "0");
    a->amortisation = IPA_AMORTISATION_PASS_THROUGH;
    builder->plan.pool_original = 400000e2;
    note(builder, "before", "pool.balance");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.price = "1.01 * pool.balance", .when = when});
    note(builder, "after", "pool.balance");
    note(builder, "late", "pool.delinquent");
    note(builder, "fees", "annuities");
    note(builder, "collected", "collections.total");
    note(builder, "defaulted", "pool.new_defaults");
    note(builder, "loss", "cum_net_loss_rate * 400000");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    *run = plan_builder_run(builder);
    fill_pool(run);
    return builder;
}

static void expect_ledger(const builder_run *run, int ledger, int p,
                          const double expected[N_PERIODS]) {
    for (int k = 0; k < N_PERIODS; k++)
        cr_expect_float_eq(builder_yuan(run, run->out.ledger, ledger, k, p), expected[k], 1e-9,
                           "ledger %d, period %d, path %d: %g, not %g", ledger, k + 1, p,
                           builder_yuan(run, run->out.ledger, ledger, k, p), expected[k]);
}

Test(call, brings_its_price_and_ends_the_pool) {
    builder_run run;
    plan_builder *builder = called_deal(&run, "period == 2");
    builder_go(&run);
    static const double paid[N_PERIODS] = {101000, 101000 + 202000, 0, 0};
    for (int k = 0; k < N_PERIODS; k++) {
        cr_expect_eq(builder_yuan(&run, run.out.principal_paid, 0, k, 0), paid[k]);
        cr_expect_eq(builder_yuan(&run, run.out.call_price, 0, k, 0), k == 1 ? 202000 : 0);
        cr_expect_eq(run.out.called[k].lane[0], k >= 1 ? 1 : 0);
    }
    /* sums over the dates of what each quantity was there */
    expect_ledger(&run, 0, 0, (double[]){300000, 500000, 500000, 500000});
    expect_ledger(&run, 1, 0, (double[]){300000, 300000, 300000, 300000});
    expect_ledger(&run, 2, 0, (double[]){700, 700, 700, 700});
    expect_ledger(&run, 3, 0, (double[]){30, 60, 60, 60});
    expect_ledger(&run, 4, 0, (double[]){101000, 202000, 202000, 202000});
    expect_ledger(&run, 5, 0, (double[]){5000, 10000, 10000, 10000});
    expect_ledger(&run, 6, 0, (double[]){4000, 12000, 20000, 28000});
    cr_expect_leq(run.out.breach->lane[0], 1e-6);
    plan_builder_free(builder);
}

/* A path that is not called keeps its pool, in the same block. */
Test(call, other_paths_keep_their_pool) {
    builder_run run;
    plan_builder *builder = called_deal(&run, "pool.delinquent > 0");
    for (int k = 0; k < N_PERIODS; k++)
        run.in.delinquent[k].lane[1] = 0;
    builder_go(&run);
    /* the first: at once, and never again although its `when` would hold on the first date only */
    cr_expect_eq(builder_yuan(&run, run.out.call_price, 0, 0, 0), 303000);
    cr_expect_eq(builder_yuan(&run, run.out.call_price, 0, 1, 0), 0);
    for (int k = 0; k < N_PERIODS; k++) {
        cr_expect_eq(run.out.called[k].lane[1], 0);
        cr_expect_eq(builder_yuan(&run, run.out.principal_paid, 0, k, 1), 101000);
    }
    plan_builder_free(builder);
}

Test(call, a_second_step_brings_nothing_and_a_price_is_never_negative) {
    plan_builder *builder = plan_builder_create(2);
    plan_builder_tranche(builder, "A", 1000000, "0");
    for (int n = 0; n < 2; n++)
        plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.price = "50"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.price = "0 - 5"});
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    cr_expect_eq(builder_yuan(&run, run.out.call_price, 0, 0, 0), 50);
    cr_expect_eq(builder_yuan(&run, run.out.account, 0, 1, 0), 50);
    plan_builder_free(builder);
    builder = plan_builder_create(2);
    plan_builder_tranche(builder, "A", 1000000, "0");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.price = "0 - 5"});
    run = plan_builder_run(builder);
    builder_go(&run);
    cr_expect_eq(builder_yuan(&run, run.out.call_price, 0, 0, 0), 0);
    cr_expect_eq(run.out.called[0].lane[0], 1);
    plan_builder_free(builder);
}

/* Nothing is to come once the pool is sold: the deal ends with the notes. */
Test(call, the_deal_may_end_with_it) {
    plan_builder *builder = plan_builder_create(3);
    plan_builder_tranche(builder, "A", 1000, "0");
    plan_builder_residual(builder, "SUB", 100);
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.price = "1500", .when = "period == 2"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "SUB.residual", .when = "final"});
    builder_run run = plan_builder_run(builder);
    builder_go(&run);
    cr_expect_eq(builder_yuan(&run, run.out.residual, 1, 1, 0), 500);
    cr_expect_eq(run.out.ended[1].lane[0], 0);
    cr_expect_eq(run.out.ended[2].lane[0], 1);
    plan_builder_free(builder);
}

/* What reports and statistics are made from stops with the call, too. */
Test(call, collections_are_seen_up_to_it) {
    builder_run run;
    plan_builder *builder = called_deal(&run, "period == 2 and pool.delinquent > 0");
    for (int k = 0; k < N_PERIODS; k++)
        run.in.delinquent[k].lane[1] = 0;
    builder_go(&run);
    ipa_collections cut = ipa_layout_collections(builder->arena, N_PERIODS, 0, 0);
    const ipa_collections *seen = ipa_seen_collections(run.plan, &run.out, &run.in, &cut);
    static const double collected[2][N_PERIODS] = {{100000, 100000, 0, 0},
                                                   {100000, 100000, 100000, 100000}};
    static const double held[2][N_PERIODS] = {{300000, 0, 0, 0}, {300000, 200000, 100000, 0}};
    static const double defaulted[2][N_PERIODS] = {{5000, 10000, 10000, 10000},
                                                   {5000, 10000, 15000, 20000}};
    for (int p = 0; p < 2; p++)
        for (int k = 0; k < N_PERIODS; k++) {
            cr_expect_eq(seen->cash[IPA_COLLECTION_PRINCIPAL][k].lane[p] / 100, collected[p][k]);
            cr_expect_eq(seen->performing[k].lane[p] / 100, held[p][k]);
            cr_expect_eq(seen->defaulted[k].lane[p] / 100, defaulted[p][k]);
        }
    plan_builder_free(builder);
}
