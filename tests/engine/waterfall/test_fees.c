#include "engine/waterfall/fees.h"

#include <criterion/criterion.h>

#include "tests/support/plan_builder.h"

enum { N = 4 };

static ipa_decimal decimal(const char *text) {
    ipa_decimal value;
    cr_assert(ipa_decimal_parse(text, &value));
    return value;
}

static void pay(plan_builder *builder, const char *ids, const char *limit) {
    plan_builder_step(builder, IPA_WATERFALL_NORMAL, (builder_step){.pay = ids, .limit = limit});
}

static builder_run collect(plan_builder *builder, const double income[N]) {
    builder_run run = plan_builder_run(builder);
    for (int k = 0; k < N; k++)
        builder_collect(&run, IPA_COLLECTION_INCOME, k, 0, income[k]);
    builder_go(&run);
    cr_assert_eq(run.out.breach->lane[0], 0);
    return run;
}

static void expect(const builder_run *run, const ipa_row *rows, int n, const double expected[N],
                   const char *what) {
    for (int k = 0; k < N; k++)
        cr_expect_eq(builder_yuan(run, rows, n, k, 0), expected[k], "%s, period %d: %.4f", what, k,
                     builder_yuan(run, rows, n, k, 0));
}

Test(fees, the_first_period_has_a_rate_of_its_own) {
    plan_builder *builder = plan_builder_create(N);
    plan_builder_round(builder);
    ipa_plan_fee *fee = plan_builder_fee(builder, "manager", "0.0015", "1234567.89");
    fee->per = IPA_PER_YEAR;
    fee->has_first_rate = true;
    fee->first_rate = decimal("0.0021");
    fee->fraction[0] = (ipa_fraction){92, 365};
    fee->fraction[3] = (ipa_fraction){89, 360};
    pay(builder, "manager", NULL);
    const double income[N] = {1e6, 1e6, 1e6, 1e6};
    builder_run run = collect(builder, income);
    /* 1,234,567.89 × 0.0021 × 92/365 = 653.476… ; × 0.0015 ÷ 4 = 462.9629… ; × 0.0015 × 89/360 =
     * 457.8190… */
    expect(&run, run.out.fee_due, 0, (double[N]){653.48, 462.96, 462.96, 457.82}, "due");
    expect(&run, run.out.fee_paid, 0, (double[N]){653.48, 462.96, 462.96, 457.82}, "paid");
    plan_builder_free(builder);
}

Test(fees, floors_and_caps_bound_what_falls_due_and_not_what_is_carried) {
    plan_builder *builder = plan_builder_create(N);
    plan_builder_round(builder);
    ipa_plan_fee *fee = plan_builder_fee(builder, "agent", "0.01", "collections.income");
    fee->floor = 500;
    fee->cap = 2000;
    pay(builder, "agent", "12");
    const double income[N] = {100, 1500, 9000, 700};
    builder_run run = collect(builder, income);
    /* 1% of income is 1, 15, 90, 7 yuan; at least 5 and at most 20 fall due: 5, 15, 20, 7. The step
     * pays 12 at most: 5, 12, 12, 12, so 3, then 11, then 6 stay open. */
    expect(&run, run.out.fee_due, 0, (double[N]){5, 15, 23, 18}, "due");
    expect(&run, run.out.fee_paid, 0, (double[N]){5, 12, 12, 12}, "paid");
    expect(&run, run.out.fee_unpaid, 0, (double[N]){0, 3, 11, 6}, "unpaid");
    plan_builder_free(builder);
}

Test(fees, a_cumulative_cap_ends_what_ever_falls_due) {
    plan_builder *builder = plan_builder_create(N);
    plan_builder_round(builder);
    plan_builder_fixed_fee(builder, "set_up", 40)->cumulative_cap = 10000;
    ipa_plan_fee *payment = plan_builder_fee(builder, "csdc", "0.1", "collections.income");
    payment->per = IPA_PER_PAYMENT;
    payment->cumulative_cap = 2500;
    pay(builder, "set_up", NULL);
    pay(builder, "csdc", NULL);
    const double income[N] = {100, 100, 100, 100};
    builder_run run = collect(builder, income);
    expect(&run, run.out.fee_due, 0, (double[N]){40, 40, 20, 0}, "fixed");
    expect(&run, run.out.fee_due, 1, (double[N]){10, 10, 5, 0}, "on payments");
    plan_builder_free(builder);
}

Test(fees, a_tax_on_cumulative_bases_takes_back_what_an_earlier_date_had_too_much) {
    plan_builder *builder = plan_builder_create(N);
    plan_builder_round(builder);
    plan_builder_fee(builder, "vat", "0.03", "collections.income - 1000.05")->cumulative = true;
    ipa_plan_fee *back = plan_builder_fee(builder, "back", "0.03", "collections.income - 1000.05");
    back->cumulative = back->carry_negative = true;
    pay(builder, "vat,back", NULL);
    const double income[N] = {2000.05, 500.05, 1900.55, 1000.07};
    builder_run run = collect(builder, income);
    /* Bases 1,000.00, −500.00, 900.50, 0.02; so far 1,000.00, 500.00, 1,400.50, 1,400.52; at 3%
     * 30.00, 15.00, 42.015 → 42.02, 42.0156 → 42.02. Due less what fell due: 30, −15, and
     * 42.02 − 30 = 12.02, 0; with the negative carried 42.02 − 15 = 27.02, of which 15 are set
     * off: 12.02 alike. */
    const double due[N] = {30, 0, 12.02, 0};
    expect(&run, run.out.fee_due, 0, due, "never negative");
    expect(&run, run.out.fee_due, 1, due, "carried");
    expect(&run, run.out.fee_paid, 0, due, "paid");
    plan_builder_free(builder);
}

Test(fees, a_cap_of_the_period_puts_off_a_cumulative_fee) {
    plan_builder *builder = plan_builder_create(N);
    plan_builder_round(builder);
    ipa_plan_fee *fee = plan_builder_fee(builder, "vat", "0.1", "collections.income");
    fee->cumulative = true;
    fee->cap = 1500;
    pay(builder, "vat", NULL);
    const double income[N] = {100, 300, 0, 50};
    builder_run run = collect(builder, income);
    /* 10% of 100, 400, 400, 450 is 10, 40, 40, 45; at most 15 a date: 10, 15, 15, 5. */
    expect(&run, run.out.fee_due, 0, (double[N]){10, 15, 15, 5}, "due");
    plan_builder_free(builder);
}

Test(fees, arrears_bear_interest_by_the_period) {
    plan_builder *builder = plan_builder_create(N);
    plan_builder_round(builder);
    ipa_plan_fee *fee = plan_builder_fixed_fee(builder, "audit", 1000);
    fee->due_count = (int[]){1, 0, 0, 0};
    fee->arrears_rate = decimal("0.18");
    fee->arrears_fraction[1] = (ipa_fraction){92, 365};
    fee->arrears_fraction[2] = (ipa_fraction){91, 365};
    pay(builder, "audit", NULL);
    const double income[N] = {400, 0, 500, 1000};
    builder_run run = collect(builder, income);
    /* 600 open; 600 × 0.18 × 92/365 = 27.2219… → 627.22; × 0.18 × 91/365 = 28.1476… → 655.37, of
     * which 500 are paid; 155.37 × 0.18 ÷ 4 = 6.99165 → 162.36. */
    expect(&run, run.out.fee_due, 0, (double[N]){1000, 627.22, 655.37, 162.36}, "due");
    expect(&run, run.out.fee_paid, 0, (double[N]){400, 0, 500, 162.36}, "paid");
    plan_builder_free(builder);
}

Test(fees, what_is_set_off_bears_no_interest) {
    plan_builder *builder = plan_builder_create(N);
    plan_builder_round(builder);
    ipa_plan_fee *fee = plan_builder_fee(builder, "vat", "0.1", "collections.income - 500");
    fee->carry_negative = true;
    fee->arrears_rate = decimal("0.20");
    pay(builder, "vat", NULL);
    const double income[N] = {100, 500, 500, 900};
    builder_run run = collect(builder, income);
    expect(&run, run.out.fee_due, 0, (double[N]){0, 0, 0, 0}, "40 − 40");
    plan_builder_free(builder);
}

Test(fees, a_fee_is_paid_up_to_a_cap_and_the_excess_lower_down) {
    plan_builder *builder = plan_builder_create(N);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 10000, "0.10")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_fixed_fee(builder, "trustee", 100);
    pay(builder, "trustee", "30");
    pay(builder, "A.interest", NULL);
    pay(builder, "trustee", NULL);
    const double income[N] = {1000, 290, 40, 700};
    builder_run run = collect(builder, income);
    /* 650, 590, 280 and 630 stay in the account. */
    const double paid[N] = {100, 100, 100, 100};
    expect(&run, run.out.fee_paid, 0, paid, "plenty");
    expect(&run, run.out.interest_paid, 0, (double[N]){250, 250, 250, 250}, "interest");
    plan_builder_free(builder);

    builder = plan_builder_create(N);
    plan_builder_round(builder);
    plan_builder_tranche(builder, "A", 10000, "0.10")->amortisation = IPA_AMORTISATION_BULLET;
    plan_builder_fixed_fee(builder, "trustee", 100);
    pay(builder, "trustee", "30");
    pay(builder, "A.interest", NULL);
    pay(builder, "trustee", NULL);
    const double less[N] = {290, 20, 700, 280};
    run = collect(builder, less);
    /* Cash 290: 30, 250, 10, so 60 stay open. 20: the fee takes all, 140 and 250 stay open. 700:
     * 30, 500, 170 of the 210 left. 280: 30, 250, nothing. */
    expect(&run, run.out.fee_due, 0, (double[N]){100, 160, 240, 140}, "due");
    expect(&run, run.out.fee_paid, 0, (double[N]){40, 20, 200, 30}, "paid");
    expect(&run, run.out.interest_paid, 0, (double[N]){250, 0, 500, 250}, "interest");
    plan_builder_free(builder);
}

/* Whatever the terms: paid ≤ due, what fell due stays within the limits, on every path and with and
 * without rounding. */
Test(fees, limits_hold_on_every_path) {
    for (int rounding = 0; rounding < 2; rounding++) {
        plan_builder *builder = plan_builder_create(N);
        if (rounding)
            plan_builder_round(builder);
        ipa_plan_fee *fee = plan_builder_fee(builder, "agent", "0.013", "collections.income");
        fee->floor = 700;
        fee->cap = 2100;
        fee->cumulative_cap = 5300;
        fee->carry = false;
        pay(builder, "agent", NULL);
        builder_run run = plan_builder_run(builder);
        run.in.n_paths = IPA_LANES;
        for (int p = 0; p < IPA_LANES; p++)
            for (int k = 0; k < N; k++)
                builder_collect(&run, IPA_COLLECTION_INCOME, k, p, (p * 37 + k * 101) % 64 * 40.01);
        builder_go(&run);
        for (int p = 0; p < IPA_LANES; p++) {
            double all = 0;
            for (int k = 0; k < N; k++) {
                const double due = builder_yuan(&run, run.out.fee_due, 0, k, p);
                const double base = (p * 37 + k * 101) % 64 * 40.01 * 0.013;
                double most = base < 7 ? 7 : base > 21 ? 21 : base;
                most = most > 53 - all ? 53 - all : most;
                cr_expect_float_eq(due, most, rounding ? 0.0050001 : 1e-9, "%d %d %.10f", p, k,
                                   due - most);
                cr_expect_leq(builder_yuan(&run, run.out.fee_paid, 0, k, p), due);
                all += due;
            }
            cr_expect_leq(all, 53 + 1e-9);
        }
        plan_builder_free(builder);
    }
}
