#include "engine/waterfall/coupons.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

/* One note of a thousand units under coupons that differ by lane, beside the same note under each
 * of those coupons as its plan's. */
enum { N_COUPONS = 3, N_PERIODS = 3, SCALE = 4 };
static const char *const COUPONS[N_COUPONS] = {"0.0301", "-0.0020", "0.1234"};

typedef struct terms {
    bool rounds, at_coupon, accretes;
} terms;

static plan_builder *note(const char *coupon, terms of) {
    plan_builder *builder = plan_builder_create(N_PERIODS);
    if (of.rounds)
        plan_builder_round(builder);
    ipa_plan_tranche *tranche = plan_builder_tranche(builder, "A", 100000, coupon);
    tranche->arrears_at_coupon = of.at_coupon;
    tranche->arrears_rate = (ipa_decimal){55, 3};
    tranche->n_accreting = of.accretes ? 1 : 0;
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.interest"});
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = "A.principal"});
    return builder;
}

static builder_run run_of(plan_builder *builder, terms of) {
    builder_run run = plan_builder_run(builder);
    run.in.n_paths = N_COUPONS;
    run.options.rounding = of.rounds;
    for (int p = 0; p < N_COUPONS; p++) {
        builder_collect(&run, IPA_COLLECTION_INCOME, 1, p, 700);
        builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 2, p, 50000);
    }
    return run;
}

static void expect_own(terms of) {
    plan_builder *own = note("0.05", of);
    builder_run run = run_of(own, of);
    ipa_row *coupon[1] = {ipa_layout_rows(own->arena, N_PERIODS)};
    bool random[N_PERIODS] = {true, true, true}, *is_random[1] = {random};
    const ipa_plan_floating floating = {.scale = SCALE};
    const ipa_plan_floating *const floats[1] = {&floating};
    const ipa_plan_rates rates = {.floating = floats};
    const ipa_rate_rows rows = {.coupon = coupon, .is_random = is_random};
    own->plan.rates = &rates;
    run.options.rates = &rows;
    for (int k = 0; k < N_PERIODS; k++)
        for (int p = 0; p < N_COUPONS; p++) {
            ipa_decimal exact;
            cr_assert(ipa_decimal_parse(COUPONS[p], &exact));
            coupon[0][k].lane[p] = ipa_decimal_value(exact);
        }
    builder_go(&run);
    cr_expect_eq(run.out.rates, &rows);
    for (int p = 0; p < N_COUPONS; p++) {
        plan_builder *alone = note(COUPONS[p], of);
        builder_run fixed = run_of(alone, of);
        builder_go(&fixed);
        cr_expect_null(fixed.out.rates);
        for (int k = 0; k < N_PERIODS; k++) {
            cr_expect_eq(builder_yuan(&run, run.out.interest_due, 0, k, p),
                         builder_yuan(&fixed, fixed.out.interest_due, 0, k, p), "%s, period %d",
                         COUPONS[p], k);
            cr_expect_eq(builder_yuan(&run, run.out.interest_paid, 0, k, p),
                         builder_yuan(&fixed, fixed.out.interest_paid, 0, k, p));
            cr_expect_eq(builder_yuan(&run, run.out.closing, 0, k, p),
                         builder_yuan(&fixed, fixed.out.closing, 0, k, p));
        }
        cr_expect(of.accretes || p == 1 || builder_yuan(&run, run.out.interest_due, 0, 0, p) > 0);
        plan_builder_free(alone);
    }
    plan_builder_free(own);
}

Test(coupons, a_path_s_coupon_pays_what_a_plan_s_would) {
    for (int n = 0; n < 8; n++)
        expect_own((terms){.rounds = n & 1, .at_coupon = n & 2, .accretes = n & 4});
}

/* Periods whose coupon is certain are the plan's, to the last decimal it has. */
Test(coupons, a_certain_period_is_the_plan_s) {
    plan_builder *builder = note("0.0279", (terms){.rounds = true});
    builder_run run = run_of(builder, (terms){.rounds = true});
    ipa_row *coupon[1] = {ipa_layout_rows(builder->arena, N_PERIODS)};
    bool random[N_PERIODS] = {false, true, false}, *is_random[1] = {random};
    const ipa_plan_floating floating = {.scale = SCALE};
    const ipa_plan_floating *const floats[1] = {&floating};
    const ipa_plan_rates rates = {.floating = floats};
    const ipa_rate_rows rows = {.coupon = coupon, .is_random = is_random};
    builder->plan.rates = &rates;
    run.options.rates = &rows;
    builder_go(&run);
    /* 100 × 0.0279 ÷ 4 = 0.6975 a unit, unpaid; in the second period the path's coupon is 0, and
       0.6975 × 0.055 ÷ 4 = 0.0096 falls due beside it. */
    cr_expect_eq(builder_yuan(&run, run.out.interest_due, 0, 0, 0), 697.5);
    cr_expect_eq(builder_yuan(&run, run.out.interest_due, 0, 1, 0), 707.1);
    plan_builder_free(builder);
}
