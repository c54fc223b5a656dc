#include "engine/waterfall/interest.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

/* Quarters of 91 days; 3.65% a year is one ten-thousandth a day. */
static const double RATE_A_DAY = 1e-4;
enum { CLOSING = 20294, QUARTER = 91, N_PERIODS = 3 };

typedef struct earning {
    plan_builder *builder;
    builder_run run;
    int reserve;
} earning;

static earning begin(const char *rate, double initial) {
    earning it = {.builder = plan_builder_create(N_PERIODS)};
    plan_builder_round(it.builder);
    it.reserve = plan_builder_account(it.builder, "reserve", initial, NULL);
    plan_builder_interest(it.builder, it.reserve, rate);
    plan_builder_tranche(it.builder, "A", 60000, "0");
    return it;
}

static void go(earning *it, bool rounding) {
    it->run.options.rounding = rounding;
    builder_go(&it->run);
    cr_expect_leq(it->run.out.breach->lane[0], 1e-6);
}

static void expect_interest(const earning *it, const double expected[N_PERIODS]) {
    for (int k = 0; k < N_PERIODS; k++)
        cr_expect_float_eq(builder_yuan(&it->run, it->run.out.account_interest, it->reserve, k, 0),
                           expected[k], 1e-9, "period %d: %.12g, not %.12g", k + 1,
                           builder_yuan(&it->run, it->run.out.account_interest, it->reserve, k, 0),
                           expected[k]);
}

/* 1,000,000 × 91 ÷ 10,000 = 9,100; then 1,009,100 × 0.0091 = 9,182.81; then 1,018,282.81 × 0.0091
 * = 9,266.373571. */
Test(interest, a_balance_earns_by_the_day_and_on_what_was_credited) {
    for (int rounding = 0; rounding < 2; rounding++) {
        earning it = begin("0.0365", 1000000);
        it.run = plan_builder_run(it.builder);
        go(&it, rounding);
        const double third = rounding ? 9266.37 : 9266.373571;
        expect_interest(&it, (double[]){9100, 9182.81, third});
        cr_expect_float_eq(builder_yuan(&it.run, it.run.out.account, it.reserve, 2, 0),
                           1018282.81 + third, 1e-9);
        plan_builder_free(it.builder);
    }
}

/* 1,000,000 × 3.6% ÷ 360 = 100 a day. */
Test(interest, a_year_may_have_360_days) {
    earning it = begin("0.036", 1000000);
    it.builder->plan.accounts[it.reserve].year_days = 360;
    it.run = plan_builder_run(it.builder);
    go(&it, true);
    cr_expect_eq(builder_yuan(&it.run, it.run.out.account_interest, it.reserve, 0, 0), 9100);
    plan_builder_free(it.builder);
}

/* A tie of half a fen goes up: 50 × 91 ÷ 10,000 = 0.455. */
Test(interest, a_tie_goes_up) {
    earning it = begin("0.0365", 50);
    it.run = plan_builder_run(it.builder);
    go(&it, true);
    cr_expect_eq(builder_yuan(&it.run, it.run.out.account_interest, it.reserve, 0, 0), 0.46);
    plan_builder_free(it.builder);
}

/* What collections have lain is told with them: 20,000 for 30 days and 10,000 for 5. Their own
 * account is the reserve here. */
Test(interest, collections_earn_from_the_day_they_come_in) {
    earning it = begin("0.0365", 0);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        it.builder->plan.collect[kind] = it.reserve;
    it.run = plan_builder_run(it.builder);
    builder_collect(&it.run, IPA_COLLECTION_INCOME, 1, 0, 20000);
    builder_collect(&it.run, IPA_COLLECTION_RECOVERY, 1, 0, 10000);
    it.run.in.cash_days[IPA_COLLECTION_INCOME] = ipa_layout_rows(it.builder->arena, N_PERIODS);
    it.run.in.cash_days[IPA_COLLECTION_RECOVERY] = ipa_layout_rows(it.builder->arena, N_PERIODS);
    it.run.in.cash_days[IPA_COLLECTION_INCOME][1].lane[0] = 20000e2 * 30;
    it.run.in.cash_days[IPA_COLLECTION_RECOVERY][1].lane[0] = 10000e2 * 5;
    go(&it, true);
    /* 60 + 5; then 30,065 × 0.0091 = 273.5915 */
    expect_interest(&it, (double[]){0, 65, 273.59});
    plan_builder_free(it.builder);
}

/* Credited up to day 60 of the first period, never in the second, up to day 80 of the third:
 * 60 × 100 = 6,000; then 31 × 100 + 91 × 100.6 + 80 × 100.6 = 20,302.60. */
Test(interest, on_dates_of_credit_what_accrued_up_to_them) {
    static const ipa_date credited[N_PERIODS] = {CLOSING + 60, IPA_NO_DATE,
                                                 CLOSING + 2 * QUARTER + 80};
    earning it = begin("0.0365", 1000000);
    it.builder->plan.accounts[it.reserve].credited = credited;
    it.run = plan_builder_run(it.builder);
    go(&it, true);
    expect_interest(&it, (double[]){6000, 0, 31e6 * RATE_A_DAY + 171 * 1006000 * RATE_A_DAY});
    plan_builder_free(it.builder);
}

Test(interest, a_negative_rate_takes_no_more_than_there_is) {
    earning it = begin("-10", 100);
    it.run = plan_builder_run(it.builder);
    go(&it, true);
    expect_interest(&it, (double[]){-100, 0, 0});
    plan_builder_free(it.builder);
}

/* It is there for the triggers and the steps of its date. */
Test(interest, steps_and_triggers_see_it) {
    earning it = begin("0.0365", 1000000);
    plan_builder_trigger(it.builder, "rich", "account(reserve) >= 1009100", IPA_EFFECT_NONE);
    plan_builder_step(it.builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.move = "collection", .from = "reserve", .limit = "9100"});
    it.run = plan_builder_run(it.builder);
    go(&it, true);
    cr_expect_eq(it.run.out.trigger_on[0].lane[0], 1);
    expect_interest(&it, (double[]){9100, 9100, 9100});
    plan_builder_free(it.builder);
}
