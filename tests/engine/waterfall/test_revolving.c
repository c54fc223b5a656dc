#include "engine/waterfall/revolving.h"

#include <criterion/criterion.h>
#include <math.h>

#include "engine/waterfall/seen.h"
#include "tests/support/plan_builder.h"

enum { N_PERIODS = 6 };

/** 1,000 a period of principal from the pool on the first `n_paid` dates. */
static void fill_pool(builder_run *run, int n_paths, int n_paid) {
    run->in.n_paths = n_paths;
    for (int p = 0; p < n_paths; p++) {
        for (int k = 0; k < n_paid; k++)
            builder_collect(run, IPA_COLLECTION_PRINCIPAL, k, p, 1000);
        run->in.exhausted->lane[p] = n_paid - 1;
    }
}

static void default_in(builder_run *run, int entity, int period, int p) {
    for (int k = period; k < N_PERIODS; k++)
        run->in.alive[entity * N_PERIODS + k].lane[p] = 0;
}

static plan_builder *revolving_deal(const char *when) {
    plan_builder *builder = plan_builder_create(N_PERIODS);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 100000, "0");
    a->amortisation = IPA_AMORTISATION_PASS_THROUGH;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.buy = true, .when = when});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    return builder;
}

static void expect_row(const builder_run *run, const ipa_row *rows, int p,
                       const double expected[N_PERIODS], const char *what) {
    for (int k = 0; k < N_PERIODS; k++)
        cr_expect_float_eq(builder_yuan(run, rows, 0, k, p), expected[k], 1e-9,
                           "%s, period %d, path %d: %.10g, not %.10g", what, k + 1, p,
                           builder_yuan(run, rows, 0, k, p), expected[k]);
}

/* Bullets of two periods at 1% a period and 96% of par: 1,000 buy 1,041.67, and so on. */
Test(revolving, a_bullet_bought_below_par) {
    plan_builder *builder = revolving_deal("period <= 2");
    plan_builder_entity(builder, "core");
    plan_builder_replacement(builder, 2, 0.01)->price = 0.96;
    builder_run run = plan_builder_run(builder);
    run.options.rounding = false;
    fill_pool(&run, 1, 1);
    builder_go(&run);
    const double first = 1000 / 0.96, second = 0.01 * first / 0.96;
    const ipa_revolving *out = &run.out.revolving;
    expect_row(&run, out->bought, 0, (double[N_PERIODS]){1000, 0.01 * first}, "bought");
    expect_row(&run, out->principal, 0, (double[N_PERIODS]){first, second}, "principal bought");
    expect_row(&run, out->cash[IPA_COLLECTION_INCOME], 0,
               (double[N_PERIODS]){0, 0.01 * first, 0.01 * (first + second), 0.01 * second},
               "income");
    expect_row(&run, out->cash[IPA_COLLECTION_PRINCIPAL], 0,
               (double[N_PERIODS]){0, 0, first, second}, "principal");
    expect_row(&run, out->performing, 0, (double[N_PERIODS]){first, first + second, second},
               "balance");
    expect_row(&run, run.out.principal_paid, 0,
               (double[N_PERIODS]){0, 0, 1.01 * first + 0.01 * second, 1.01 * second}, "paid");
    cr_expect_leq(run.out.breach->lane[0], 1e-6);
    plan_builder_free(builder);
}

/* Two entities share 1,000; the second dies in period 3 owing 500, 40% of it comes a period
 * later. On the other path the first had died before: the second owes all of it. */
Test(revolving, a_default_is_a_claim_and_a_recovery) {
    plan_builder *builder = revolving_deal("period == 1");
    plan_builder_entity(builder, "core");
    plan_builder_entity(builder, "other");
    plan_builder_replacement(builder, 4, 0.01);
    builder->plan.replacement_recovery = 0.4;
    builder->plan.replacement_lag = 1;
    builder_run run = plan_builder_run(builder);
    fill_pool(&run, 2, 1);
    default_in(&run, 1, 2, 0);
    default_in(&run, 0, 0, 1);
    default_in(&run, 1, 2, 1);
    builder_go(&run);
    const ipa_revolving *out = &run.out.revolving;
    expect_row(&run, out->cash[IPA_COLLECTION_INCOME], 0, (double[N_PERIODS]){0, 10, 5, 5, 5},
               "income");
    expect_row(&run, out->cash[IPA_COLLECTION_PRINCIPAL], 0, (double[N_PERIODS]){0, 0, 0, 0, 500},
               "principal");
    expect_row(&run, out->defaulted, 0, (double[N_PERIODS]){0, 0, 500}, "defaulted");
    expect_row(&run, out->cash[IPA_COLLECTION_RECOVERY], 0, (double[N_PERIODS]){0, 0, 0, 200},
               "recovery");
    expect_row(&run, out->performing, 0, (double[N_PERIODS]){1000, 1000, 500, 500}, "balance");
    expect_row(&run, out->cash[IPA_COLLECTION_INCOME], 1, (double[N_PERIODS]){0, 10}, "income");
    expect_row(&run, out->defaulted, 1, (double[N_PERIODS]){0, 0, 1000}, "defaulted");
    expect_row(&run, out->cash[IPA_COLLECTION_RECOVERY], 1, (double[N_PERIODS]){0, 0, 0, 400},
               "recovery");
    expect_row(&run, run.out.principal_paid, 1, (double[N_PERIODS]){0, 10, 0, 400}, "paid");
    cr_expect_eq(out->last->lane[0], 4);
    cr_expect_eq(out->last->lane[1], 3);
    plan_builder_free(builder);
}

/* What the quantities of a deal and its results say of what was bought. */
Test(revolving, purchases_are_part_of_the_pool) {
    plan_builder *builder = plan_builder_create(N_PERIODS);
    builder->plan.pool_original = 10000e2;
    plan_builder_tranche(builder, "A", 100000, "0")->amortisation = IPA_AMORTISATION_PASS_THROUGH;
    static const char *const noted[] = {"pool.balance",      "pool.purchased",
                                        "collections.total", "pool.defaulted",
                                        "pool.new_defaults", "cum_net_loss_rate * 10000"};
    enum { N_NOTED = sizeof noted / sizeof noted[0] };
    static const char *const ids[N_NOTED] = {"a", "b", "c", "d", "e", "f"};
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.buy = true, .when = "period == 1"});
    for (int n = 0; n < N_NOTED; n++) {
        plan_builder_ledger(builder, ids[n], 0);
        plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                          (builder_step){.ledger = ids[n], .amount = noted[n]});
    }
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    plan_builder_entity(builder, "core");
    plan_builder_replacement(builder, 4, 0.01);
    builder->plan.replacement_recovery = 0.25;
    builder->plan.replacement_lag = 2;
    builder_run run = plan_builder_run(builder);
    fill_pool(&run, 1, 1);
    default_in(&run, 0, 2, 0);
    for (int k = 0; k < N_PERIODS; k++)
        run.in.performing[k].lane[0] = 100e2;
    builder_go(&run);
    /* each date's figure added to those before; the deal ends with the recovery on the fifth */
    static const double expected[N_NOTED][5] = {
        {1100, 2200, 2300, 2400, 2500}, {1000, 2000, 3000, 4000, 5000},
        {1000, 1010, 1010, 1010, 1260}, {0, 0, 1000, 2000, 3000},
        {0, 0, 1000, 1000, 1000},       {0, 0, 1000, 2000, 2750}};
    for (int n = 0; n < N_NOTED; n++)
        for (int k = 0; k < 5; k++)
            cr_expect_float_eq(builder_yuan(&run, run.out.ledger, n, k, 0), expected[n][k], 1e-6,
                               "%s, period %d: %g", noted[n], k + 1,
                               builder_yuan(&run, run.out.ledger, n, k, 0));
    ipa_collections rows = ipa_layout_collections(builder->arena, N_PERIODS, 0, 0);
    const ipa_collections *seen = ipa_seen_collections(run.plan, &run.out, &run.in, &rows);
    expect_row(&run, seen->performing, 0, (double[N_PERIODS]){1100, 1100, 100, 100, 100, 100},
               "performing");
    expect_row(&run, seen->defaulted, 0, (double[N_PERIODS]){0, 0, 1000, 1000, 1000, 1000},
               "defaulted");
    expect_row(&run, seen->recovered, 0, (double[N_PERIODS]){0, 0, 0, 0, 250, 250}, "recovered");
    expect_row(&run, seen->cash[IPA_COLLECTION_INCOME], 0, (double[N_PERIODS]){0, 10}, "income");
    cr_expect_eq(seen->exhausted->lane[0], 4);
    plan_builder_free(builder);
}

/* Assets of a file come first, in their order, in whole or in part, once offered and while their
 * entity lives; the constant form takes the rest. */
Test(revolving, listed_assets_come_first) {
    plan_builder *builder = revolving_deal("period <= 3");
    plan_builder_entity(builder, "core");
    for (int n = 0; n < 3; n++)
        plan_builder_replacement(builder, 6, 0);
    ipa_plan_replacement *assets = builder->plan.replacements;
    assets[0].principal = 400e2;
    assets[0].price = 0.5;
    assets[1].principal = 1500e2;
    assets[1].first_period = 1;
    builder_run run = plan_builder_run(builder);
    fill_pool(&run, 1, 3);
    builder_go(&run);
    /* 200 for the first and 800 for the form; 1,000 and then 500 for the second, 500 for the form
     */
    expect_row(&run, run.out.revolving.bought, 0, (double[N_PERIODS]){1000, 1000, 1000}, "bought");
    expect_row(&run, run.out.revolving.principal, 0, (double[N_PERIODS]){1200, 1000, 1000},
               "principal");
    assets[2].price = 2;
    assets[1].first_period = 2;
    builder_go(&run);
    expect_row(&run, run.out.revolving.principal, 0, (double[N_PERIODS]){800, 500, 1000},
               "principal");
    plan_builder_free(builder);
}

static void stop(plan_builder *builder, const char *when, bool after, bool curable) {
    ipa_plan_trigger *trigger =
        plan_builder_trigger(builder, "enough", when, IPA_EFFECT_STOP_REVOLVING);
    trigger->after_payment = after;
    trigger->curable = curable;
}

Test(revolving, a_trigger_stops_it_for_good_unless_it_is_curable) {
    for (int curable = 0; curable < 2; curable++) {
        plan_builder *builder = revolving_deal(NULL);
        plan_builder_entity(builder, "core");
        plan_builder_replacement(builder, 6, 0);
        stop(builder, "period == 3", false, curable);
        builder_run run = plan_builder_run(builder);
        fill_pool(&run, 1, 5);
        builder_go(&run);
        expect_row(&run, run.out.revolving.bought, 0,
                   curable ? (double[N_PERIODS]){1000, 1000, 0, 1000, 1000}
                           : (double[N_PERIODS]){1000, 1000},
                   curable ? "curable" : "sticky");
        plan_builder_free(builder);
    }
}

Test(revolving, a_test_after_payment_stops_the_next_date) {
    plan_builder *builder = revolving_deal(NULL);
    plan_builder_entity(builder, "core");
    plan_builder_replacement(builder, 6, 0);
    stop(builder, "period == 3", true, false);
    builder_run run = plan_builder_run(builder);
    fill_pool(&run, 1, 5);
    builder_go(&run);
    expect_row(&run, run.out.revolving.bought, 0, (double[N_PERIODS]){1000, 1000, 1000}, "bought");
    plan_builder_free(builder);
}

/* A pool that is sold takes what was bought with it, and nothing more is bought. */
Test(revolving, a_call_ends_it) {
    plan_builder *builder = plan_builder_create(N_PERIODS);
    plan_builder_tranche(builder, "A", 100000, "0")->amortisation = IPA_AMORTISATION_PASS_THROUGH;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.price = "pool.balance", .when = "period == 2"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.buy = true});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal", .when = "period == 2"});
    plan_builder_entity(builder, "core");
    plan_builder_replacement(builder, 2, 0.01);
    builder_run run = plan_builder_run(builder);
    fill_pool(&run, 1, 6);
    builder_go(&run);
    expect_row(&run, run.out.revolving.bought, 0, (double[N_PERIODS]){1000}, "bought");
    /* the price of 1,000 bought, 10 of its income, 1,000 of the pool */
    expect_row(&run, run.out.principal_paid, 0, (double[N_PERIODS]){0, 2010}, "paid");
    cr_expect_leq(run.out.breach->lane[0], 1e-6);
    plan_builder_free(builder);
}

/* ---- laws on many paths ---- */

static double draw(unsigned *state) {
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

static void fill_at_random(builder_run *run, unsigned *state) {
    run->in.n_paths = IPA_LANES;
    for (int p = 0; p < IPA_LANES; p++) {
        for (int k = 0; k < N_PERIODS; k++)
            builder_collect(run, IPA_COLLECTION_PRINCIPAL, k, p, floor(1e5 * draw(state)) / 100);
        run->in.exhausted->lane[p] = N_PERIODS - 1;
        for (int e = 0; e < run->plan->n_entities; e++)
            default_in(run, e, (int)(10 * draw(state)), p);
    }
}

/* What is bought for is there, comes from what was collected, and what it owes is paid, lost or
 * still owed: principal bought = repaid + claims + performing at the end. */
Test(revolving, laws) {
    unsigned state = 20251123;
    for (int deal = 0; deal < 50; deal++) {
        plan_builder *builder = revolving_deal("period <= 4");
        plan_builder_entity(builder, "core");
        plan_builder_entity(builder, "other");
        ipa_plan_replacement *form = plan_builder_replacement(builder, 1 + deal % 3, 0.02);
        form->price = 0.9 + 0.2 * draw(&state);
        builder->plan.replacement_recovery = draw(&state);
        builder->plan.replacement_lag = deal % 4;
        builder_run run = plan_builder_run(builder);
        run.options.rounding = deal % 2 == 0;
        fill_at_random(&run, &state);
        builder_go(&run);
        const ipa_revolving *out = &run.out.revolving;
        for (int p = 0; p < IPA_LANES; p++) {
            double owed = 0, recovered = 0, claims = 0;
            for (int k = 0; k < N_PERIODS; k++) {
                double in = run.in.cash[IPA_COLLECTION_PRINCIPAL][k].lane[p];
                for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
                    in += out->cash[kind][k].lane[p];
                cr_expect(out->bought[k].lane[p] <= in + 1);
                cr_expect(k < 4 || out->bought[k].lane[p] == 0);
                cr_expect_float_eq(out->bought[k].lane[p], form->price * out->principal[k].lane[p],
                                   1e-6);
                owed += out->principal[k].lane[p] - out->defaulted[k].lane[p] -
                        out->cash[IPA_COLLECTION_PRINCIPAL][k].lane[p];
                cr_expect_float_eq(owed, out->performing[k].lane[p], 1e-6);
                claims += out->defaulted[k].lane[p];
                recovered += out->cash[IPA_COLLECTION_RECOVERY][k].lane[p];
                cr_expect(recovered <= builder->plan.replacement_recovery * claims + 1e-6);
            }
            cr_expect_leq(run.out.breach->lane[p], 1e-6);
        }
        plan_builder_free(builder);
    }
}
