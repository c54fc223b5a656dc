#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/resolved.h"
#include "tests/support/written.h"

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(resolve_coupons, .init = begin, .fini = end);

typedef struct dated_text {
    const char *date, *figure;
} dated_text;

static ipa_dated_list dated(const dated_text *rows, int n_rows) {
    ipa_dated_list list = {.items = IPA_NEW_ARRAY(arena, n_rows, ipa_dated), .n_items = n_rows};
    for (int n = 0; n < n_rows; n++)
        list.items[n] = (ipa_dated){.date = written_date(rows[n].date),
                                    .number = written_number(rows[n].figure)};
    return list;
}

/* rate × fraction as numerator over 10^scale × denominator, for comparisons without rounding */
static bool same(ipa_accrual a, ipa_accrual b) {
    for (; a.rate.scale < b.rate.scale; a.rate.scale++)
        a.rate.mantissa *= 10;
    for (; b.rate.scale < a.rate.scale; b.rate.scale++)
        b.rate.mantissa *= 10;
    return a.rate.mantissa * a.fraction.numerator * b.fraction.denominator ==
           b.rate.mantissa * b.fraction.numerator * a.fraction.denominator;
}

static ipa_deal *stepped(ipa_day_count day_count, const dated_text *rows, int n_rows) {
    ipa_deal *deal = resolved_sample(arena);
    deal->tranches[0].day_count = day_count;
    deal->tranches[0].coupon_steps = dated(rows, n_rows);
    return deal;
}

/* A step to the same rate changes nothing, under any convention, on any day: the parts of a period
 * add up exactly, so that its interest is rounded once. */
Test(resolve_coupons, accrual_in_steps_is_accrual_in_one) {
    static const dated_text once[] = {{"2025-07-25", "0.0279"}};
    static const dated_text often[] = {{"2025-07-25", "0.0279"},  {"2025-08-31", "0.0279"},
                                       {"2025-10-24", "0.02790"}, {"2025-12-31", "0.0279"},
                                       {"2026-01-25", "0.0279"},  {"2027-10-31", "0.0279"},
                                       {"2028-02-29", "0.0279"}};
    for (int day_count = 0; day_count < IPA_N_DAY_COUNTS; day_count++) {
        const ipa_plan *one = resolved_plan(stepped((ipa_day_count)day_count, once, 1), arena);
        const ipa_plan *many = resolved_plan(stepped((ipa_day_count)day_count, often, 7), arena);
        for (int k = 0; k < one->n_periods; k++) {
            const ipa_plan_tranche *a = &one->tranches[0];
            const ipa_plan_tranche *b = &many->tranches[0];
            cr_expect(same(ipa_plan_accrual(a, k), ipa_plan_accrual(b, k)), "%s %d",
                      ipa_day_count_name((ipa_day_count)day_count), k);
            cr_expect_float_eq(ipa_plan_coupon(b, k), 0.0279, 1e-15);
        }
    }
}

/* 2025-07-25 to 2025-10-25 with a step on 2025-09-05: 42 days at 2.79%, 50 at 3.29%. */
Test(resolve_coupons, a_step_inside_a_period_splits_it) {
    static const dated_text rows[] = {{"2025-07-01", "0.0279"}, {"2025-09-05", "0.0329"}};
    ipa_deal *deal = stepped(IPA_DAY_COUNT_ACT_365F, rows, 2);
    deal->market.valuation_date = written_date("2025-09-15");
    const ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_tranche *tranche = &plan->tranches[0];
    const ipa_accrual expected = {{42 * 279 + 50 * 329, 4}, {1, 365}};
    cr_expect(same(ipa_plan_accrual(tranche, 0), expected));
    cr_expect_float_eq(ipa_plan_coupon(tranche, 0), (42 * 0.0279 + 50 * 0.0329) / 92, 1e-15);
    cr_expect_eq(ipa_plan_coupon(tranche, 1), 0.0329);
    cr_expect_float_eq(ipa_plan_accrued(plan, 0, 0, written_date("2025-09-15")),
                       (42 * 0.0279 + 10 * 0.0329) / 365, 1e-15);
    cr_expect_float_eq(ipa_plan_accrued(plan, 0, 1, written_date("2025-10-30")), 5 * 0.0329 / 365,
                       1e-15);
}

static ipa_deal *floating(const char *spread, ipa_reset reset, int decimals) {
    static const dated_text fixings[] = {{"2025-05-20", "0.03005"},
                                         {"2025-07-20", "0.02995"},
                                         {"2025-08-20", "0.0310"},
                                         {"2026-01-20", "0.0325"}};
    static const double years[] = {0.5, 2.5};
    static const double rates[] = {0.02, 0.03};
    ipa_deal *deal = resolved_sample(arena);
    deal->market.indices = IPA_NEW(arena, ipa_deal_index);
    deal->market.n_indices = 1;
    deal->market.indices[0] = (ipa_deal_index){.id = "LPR1Y",
                                               .knot_years = (double *)years,
                                               .knot_rates = (double *)rates,
                                               .n_knots = 2,
                                               .fixings = dated(fixings, 4)};
    deal->tranches[0].floating = (ipa_deal_floating){.index = {.id = "LPR1Y"},
                                                     .spread = written_number(spread),
                                                     .reset = reset,
                                                     .decimals = decimals};
    return deal;
}

/* Starts of the interest periods: 2025-07-25, 10-25, 2026-01-25, 04-25, 07-25, … Up to 2026-01-20
 * fixings hold; after it the curve does: at 2026-04-25 it is 274 days on, 0.02 + 0.005 × (274/365 −
 * 0.5). */
Test(resolve_coupons, fixings_hold_up_to_the_last_and_the_curve_after_it) {
    const ipa_plan *plan = resolved_plan(floating("0", IPA_RESET_PERIOD, 8), arena);
    const double after[] = {184 / 365.0, 274 / 365.0};
    cr_expect_eq(ipa_plan_coupon(&plan->tranches[0], 0), 0.02995);
    cr_expect_eq(ipa_plan_coupon(&plan->tranches[0], 1), 0.0310);
    for (int n = 0; n < 2; n++)
        cr_expect_float_eq(ipa_plan_coupon(&plan->tranches[0], 2 + n),
                           0.02 + 0.005 * (after[n] - 0.5), 0.5e-8 + 1e-15);
}

Test(resolve_coupons, the_index_is_rounded_half_up_before_the_spread) {
    const ipa_plan *plan = resolved_plan(floating("-0.00123", IPA_RESET_PERIOD, 4), arena);
    cr_expect_eq(ipa_plan_coupon(&plan->tranches[0], 0), 0.0300 - 0.00123);
    plan = resolved_plan(floating("-0.00123", IPA_RESET_PERIOD, 3), arena);
    cr_expect_eq(ipa_plan_coupon(&plan->tranches[0], 0), 0.030 - 0.00123);
}

/* Looked at on closing and on 25 July of later years; in between nothing changes. */
Test(resolve_coupons, an_annual_reset_holds_for_a_year) {
    const ipa_plan *annual = resolved_plan(floating("0", IPA_RESET_ANNUAL, 8), arena);
    const ipa_plan *every = resolved_plan(floating("0", IPA_RESET_PERIOD, 8), arena);
    for (int k = 0; k < annual->n_periods; k++)
        cr_expect_eq(ipa_plan_coupon(&annual->tranches[0], k),
                     ipa_plan_coupon(&every->tranches[0], k / 4 * 4), "%d", k);
    const ipa_plan *half = resolved_plan(floating("0", IPA_RESET_SEMIANNUAL, 8), arena);
    for (int k = 0; k < half->n_periods; k++)
        cr_expect_eq(ipa_plan_coupon(&half->tranches[0], k),
                     ipa_plan_coupon(&every->tranches[0], k / 2 * 2), "%d", k);
}

Test(resolve_coupons, floor_and_cap_hold_the_coupon_not_the_index) {
    ipa_deal *deal = floating("-0.05", IPA_RESET_PERIOD, 4);
    const ipa_plan *plan = resolved_plan(deal, arena);
    cr_expect_float_eq(ipa_plan_coupon(&plan->tranches[0], 1), 0.031 - 0.05, 1e-16);
    deal->tranches[0].floating.floor = written_number("0.001");
    plan = resolved_plan(deal, arena);
    cr_expect_eq(ipa_plan_coupon(&plan->tranches[0], 1), 0.001);
    deal = floating("0.01", IPA_RESET_PERIOD, 4);
    deal->tranches[0].floating.cap = written_number("0.0405");
    plan = resolved_plan(deal, arena);
    cr_expect_eq(ipa_plan_coupon(&plan->tranches[0], 0), 0.0300 + 0.01);
    cr_expect_eq(ipa_plan_coupon(&plan->tranches[0], 1), 0.0405);
}
