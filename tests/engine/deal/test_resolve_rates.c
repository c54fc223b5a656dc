#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/rate_deals.h"

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(resolve_rates, .init = begin, .fini = end);

static const ipa_plan *with(const char *a, const char *b) {
    return rate_deal(arena, (const char *const[]){a, b, NULL});
}

Test(resolve_rates, the_curve_may_be_a_form) {
    const ipa_plan *plan = with(NULL, NULL);
    const ipa_plan *shifted = with("stress.curve_shift=0.01", NULL);
    for (double years = 0; years < 8; years += 0.9) {
        const double x = years > 0 ? years / 1.8 : 1e-9, u = (1 - exp(-x)) / x;
        const double zero = 0.028 - 0.012 * u + 0.004 * (u - exp(-x));
        cr_expect_float_eq(ipa_curve_zero_rate(&plan->curve, years), zero, 1e-9);
        cr_expect_float_eq(ipa_curve_zero_rate(&shifted->curve, years), zero + 0.01, 1e-9);
    }
}

/* Dates ascend from the valuation date, no step leaves a collection period, and none of the square
 * root law is longer than it may be. */
Test(resolve_rates, dates_are_those_that_somebody_looks_at) {
    static const char *const models[] = {"model.rates.volatility=0.01",
                                         "model.rates={kind: cir++, reversion: 0.4, mean: 0.03, "
                                         "volatility: 0.08, loadings: {macro: 0.3}}"};
    for (int n = 0; n < 2; n++) {
        const ipa_plan *plan = with(models[n], NULL);
        const ipa_plan_short_rate *path = plan->rates->path;
        ipa_date before = path->start;
        for (int d = 0; d < path->n_dates; d++) {
            const ipa_date date = path->dates[d];
            cr_expect_gt(date, before);
            cr_expect_eq(ipa_plan_period(plan, date),
                         path->period[d] >= 0 ? path->period[d] : plan->n_periods);
            cr_expect_eq(ipa_plan_period(plan, before + 1), ipa_plan_period(plan, date));
            cr_expect(n == 0 || date - before <= 31);
            before = date;
        }
        for (int k = 0; k < plan->n_periods; k++)
            cr_expect_eq(path->dates[plan->rates->payment[k]], plan->periods[k].payment);
        cr_expect_eq(path->dates[path->n_dates - 1], plan->periods[plan->n_periods - 1].payment);
    }
}

/* Shares of a period's variance sum to the part of it that lies after the valuation date. */
Test(resolve_rates, a_period_s_shock_is_shared_by_days) {
    const ipa_plan *plan = with(NULL, NULL);
    const ipa_plan_short_rate *path = plan->rates->path;
    double sum[64] = {0};
    for (int d = 0; d < path->n_dates; d++)
        if (path->period[d] >= 0)
            sum[path->period[d]] += path->part[d] * path->part[d];
    const ipa_period *first = &plan->periods[0];
    cr_expect_float_eq(sum[0],
                       (double)(first->collection_end - path->start) /
                           (first->collection_end - first->collection_start),
                       1e-15);
    for (int k = 1; k < plan->n_periods; k++)
        cr_expect_float_eq(sum[k], 1, 1e-14, "%d", k);
}

Test(resolve_rates, a_rate_begins_where_the_curve_does) {
    const ipa_plan *plan = with("model.rates={kind: cir++, reversion: 0.4, mean: 0.03, "
                                "volatility: 0.08}",
                                NULL);
    cr_expect_float_eq(plan->rates->path->rate.initial, 0.016, 2e-5);
    const ipa_plan *given = with("model.rates={kind: vasicek, reversion: 0.4, mean: 0.03, "
                                 "volatility: 0.01, initial: 0.021}",
                                 NULL);
    cr_expect_eq(given->rates->path->rate.initial, 0.021);
}

/* A stress of the index moves its distance to the curve, on paths as in the base case. */
Test(resolve_rates, a_shift_of_the_index_moves_every_path) {
    const ipa_plan *plan = with(NULL, NULL), *shifted = with("stress.index_shift=0.005", NULL);
    const ipa_plan_floating *a = plan->rates->floating[0], *b = shifted->rates->floating[0];
    for (int n = 0; n < a->n_resets; n++)
        cr_expect_float_eq(b->resets[n].beside, a->resets[n].beside + 0.005, 1e-15);
}
