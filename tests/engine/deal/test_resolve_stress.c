/* Levers on the plan, each against what it says: figures of the stressed plan computed anew from
 * the plan without it. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/deal/credit.h"
#include "engine/math/normal.h"
#include "tests/support/runs.h"

static const char FIRMS[] = "deals/eight-firms";
static const char ROYALTIES[] = "deals/royalty-pool";

/** A deal without and with one lever. */
typedef struct pair {
    test_run plain, under;
} pair;

static pair load(const char *folder, const char *override) {
    const char *const overrides[] = {override};
    return (pair){run_load(folder), run_load_with(folder, overrides, 1)};
}

static void release(pair *of) {
    run_free(&of->plain);
    run_free(&of->under);
}

static double years(const ipa_plan *plan, ipa_date date) {
    return (date - plan->deal->terms.cutoff) / 365.0;
}

/* ---- defaults ---- */

Test(resolve_stress, default_probabilities_are_multiplied_on_every_date) {
    pair of = load(FIRMS, "stress={pd_multiplier: 3, entity_pd_multiplier: 0.5}");
    for (int i = 0; i < of.plain.plan->n_obligors; i++) {
        const ipa_credit *before = &of.plain.plan->obligors[i].credit;
        const ipa_credit *after = &of.under.plan->obligors[i].credit;
        for (double t = 0.1; t < 6; t += 0.37) {
            const double pd = 1 - ipa_plan_survival(before, t);
            const double tripled = 1 - ipa_plan_survival(after, t);
            cr_expect_float_eq(tripled, 3 * pd, 1e-14);
            /* and back: the time at which that many have defaulted */
            cr_expect_float_eq(ipa_credit_default_years(after, 1 - tripled), t, 1e-9);
        }
    }
    const double entity = 1 - ipa_plan_survival(&of.plain.plan->entities[0].credit, 3);
    cr_expect_float_eq(1 - ipa_plan_survival(&of.under.plan->entities[0].credit, 3), entity / 2,
                       1e-14);
    release(&of);
}

Test(resolve_stress, no_more_than_nearly_everybody_defaults) {
    pair of = load(FIRMS, "stress.pd_multiplier=1000");
    for (int i = 0; i < of.under.plan->n_obligors; i++) {
        const ipa_credit *credit = &of.under.plan->obligors[i].credit;
        cr_expect_float_eq(ipa_plan_survival(credit, 5), 0.0001, 1e-12);
        cr_expect_eq(ipa_credit_default_years(credit, 0.00005), INFINITY);
    }
    release(&of);
}

Test(resolve_stress, nobody_defaults_at_a_multiple_of_nothing) {
    pair of = load(FIRMS, "stress.pd_multiplier=0");
    const ipa_plan_obligor *obligor = &of.under.plan->obligors[0];
    cr_expect_eq(obligor->legal_final_threshold, -INFINITY);
    cr_expect_eq(ipa_credit_default_years(&obligor->credit, 0.3), INFINITY);
    release(&of);
}

Test(resolve_stress, a_firm_is_in_default_from_its_date_on) {
    pair of = load(FIRMS, "stress.obligor_stops={E1: 15, all: 100}");
    const ipa_plan *plan = of.under.plan;
    const ipa_date stop = ipa_date_add_months(plan->deal->terms.cutoff, 15, false);
    const ipa_plan_obligor *before = &of.plain.plan->obligors[0], *after = &plan->obligors[0];
    cr_assert_eq(before->n_events, after->n_events);
    for (int e = 0; e < after->n_events; e++)
        cr_expect_eq(after->events[e].threshold,
                     after->events[e].date < stop ? before->events[e].threshold : INFINITY);
    cr_expect_eq(ipa_plan_survival(&after->credit, years(plan, stop)), 0);
    cr_expect_gt(ipa_plan_survival(&after->credit, years(plan, stop) - 0.01), 0.9);
    /* 100 months are beyond the legal final */
    cr_expect_lt(plan->obligors[1].legal_final_threshold, 0);
    release(&of);
}

Test(resolve_stress, uniform_defaults_follow_rate_and_timing) {
    pair of = load(FIRMS, "stress={cumulative_default_rate: 12%, default_timing: front}");
    const ipa_plan *plan = of.under.plan;
    double sum = 0;
    for (int k = 0; k < 12; k++) { /* principal falls due in the first twelve of twenty periods */
        sum += 0.12 * (12 - k) / 78;
        for (int i = 0; i < plan->n_obligors; i++)
            cr_expect_float_eq(1 - ipa_plan_survival(&plan->obligors[i].credit,
                                                     years(plan, plan->periods[k].collection_end)),
                               sum, 1e-14);
    }
    cr_expect_float_eq(1 - ipa_plan_survival(&plan->obligors[3].credit, 30), 0.12, 1e-14);
    release(&of);
}

Test(resolve_stress, shares_by_year_are_spread_over_the_periods_of_the_year) {
    pair of = load(FIRMS, "stress={cumulative_default_rate: 50%, default_timing: [0.2, 0, 0.8]}");
    const ipa_plan *plan = of.under.plan;
    static const double by_end[] = {0.025, 0.05, 0.075, 0.1, 0.1, 0.1,
                                    0.1,   0.1,  0.2,   0.3, 0.4, 0.5};
    for (int k = 0; k < 12; k++)
        cr_expect_float_eq(1 - ipa_plan_survival(&plan->obligors[0].credit,
                                                 years(plan, plan->periods[k].collection_end)),
                           by_end[k], 1e-14);
    release(&of);
}

Test(resolve_stress, loadings_are_multiplied_up_to_a_rest_for_the_firm) {
    pair twice = load(FIRMS, "stress.correlation_multiplier=2");
    pair more = load(FIRMS, "stress.correlation_multiplier=5");
    const ipa_credit *before = &twice.plain.plan->obligors[0].credit;
    const ipa_credit *doubled = &twice.under.plan->obligors[0].credit;
    const ipa_credit *held = &more.under.plan->obligors[0].credit;
    double explained = 0;
    for (int f = 0; f < twice.plain.plan->n_factors; f++) {
        cr_expect_float_eq(doubled->loadings[f], 2 * before->loadings[f], 1e-15);
        explained += held->loadings[f] * held->loadings[f];
    }
    cr_expect_float_eq(explained, 0.99, 1e-14);
    cr_expect_float_eq(held->idiosyncratic, 0.1, 1e-12);
    release(&twice);
    release(&more);
}

/* ---- recoveries ---- */

Test(resolve_stress, mean_recoveries_are_multiplied_up_to_the_claim) {
    static const double multiples[] = {0, 0.01, 0.5, 1.5, 4, 1000};
    for (size_t n = 0; n < sizeof multiples / sizeof *multiples; n++) {
        char override[64];
        snprintf(override, sizeof override, "stress.recovery_multiplier=%g", multiples[n]);
        pair of = load(FIRMS, override);
        const ipa_plan_contract *contract = &of.under.plan->contracts[0];
        const double expected = fmin(1, 0.15 * multiples[n]);
        cr_expect_float_eq(contract->recovery_mean, expected, 1e-15);
        double sum = 0;
        enum { N = 20000 };
        for (int at = 0; at < N; at++) {
            const double score = ipa_normal_quantile((at + 0.5) / N);
            const double share = ipa_quantile_table_one(contract->recovery, score);
            const double stressed =
                share * (1 - contract->recovery_less) + contract->recovery_more * (1 - share);
            cr_assert(stressed >= 0 && stressed <= 1);
            sum += stressed;
        }
        cr_expect_float_eq(sum / N, expected, 1e-4, "%s: %g", override, sum / N);
        release(&of);
    }
}

Test(resolve_stress, recoveries_come_later) {
    pair of = load(FIRMS, "stress.recovery_lag_months=7");
    const ipa_plan *plan = of.under.plan;
    for (int k = 0; k <= plan->n_periods; k++)
        cr_expect_eq(plan->contracts[0].recovery_period[k],
                     ipa_plan_recovery_period(of.plain.plan, k, 18 + 7));
    release(&of);
}

/* ---- royalties and patents ---- */

Test(resolve_stress, sales_are_cut_and_decay) {
    pair of = load(ROYALTIES, "stress={sales_haircut: 20%, royalty_decay: 0.06}");
    int n_checked = 0;
    for (int c = 0; c < of.plain.plan->n_contracts; c++) {
        const ipa_plan_royalty *before = of.plain.plan->contracts[c].royalty;
        const ipa_plan_royalty *after = of.under.plan->contracts[c].royalty;
        const ipa_deal_contract *source = of.plain.plan->contracts[c].source;
        for (int n = 0; before && n < before->n_sales; n++, n_checked++) {
            const ipa_period *period = &of.plain.plan->periods[before->sales[n].period];
            const double from = fmax(source->start, period->collection_start);
            const double to = fmin(source->end, period->collection_end);
            const double middle = ((from + to) / 2 - of.plain.plan->deal->terms.cutoff) / 365;
            cr_expect_float_eq(after->sales[n].base / before->sales[n].base,
                               0.8 * exp(-0.06 * middle), 1e-13);
        }
    }
    cr_expect_gt(n_checked, 100);
    release(&of);
}

Test(resolve_stress, royalties_of_a_season_are_cut) {
    pair of = load(ROYALTIES, "stress={season_haircut: 40%, season_from_months: 12, "
                              "season_to_months: 18}");
    const ipa_plan *plain = of.plain.plan;
    const ipa_date from = ipa_date_add_months(plain->deal->terms.cutoff, 12, false);
    const ipa_date to = ipa_date_add_months(plain->deal->terms.cutoff, 18, false);
    int n_cut = 0;
    for (int c = 0; c < plain->n_contracts; c++)
        for (int d = 0; d < plain->contracts[c].n_dues; d++) {
            const ipa_plan_due *before = &plain->contracts[c].dues[d];
            const bool is_cut = before->date > from && before->date <= to;
            cr_expect_float_eq(of.under.plan->contracts[c].dues[d].income,
                               before->income * (is_cut ? 0.6 : 1), 0.81);
            n_cut += is_cut;
        }
    cr_expect_gt(n_cut, 10);
    release(&of);
}

Test(resolve_stress, hazards_of_patents_are_multiplied) {
    pair of = load(ROYALTIES, "stress.patent_hazard_multiplier=2.5");
    for (int j = 0; j < of.plain.plan->n_patents; j++)
        for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause++)
            for (int k = 0; k < of.plain.plan->n_periods; k++) {
                const double before = of.plain.plan->patents[j].own[cause][k];
                const double after = of.under.plan->patents[j].own[cause][k];
                cr_expect_float_eq(log1p(-after), 2.5 * log1p(-before), 1e-12);
            }
    release(&of);
}

/* A patent counts in a period iff it is alive at its end. */
static void expect_lost(const pair *of, int j, int months) {
    const ipa_plan *plan = of->under.plan;
    const ipa_date lost = ipa_date_add_months(plan->deal->terms.cutoff, months, false);
    int k = 0;
    while (k < plan->n_periods && plan->periods[k].collection_end < lost)
        k++;
    const int before = of->plain.plan->patents[j].expired_period;
    cr_expect_eq(plan->patents[j].expired_period, k < before ? k : before, "patent %d", j);
    cr_expect_eq(plan->patents[j].source->is_lost, k < before, "patent %d", j);
}

static int n_lost(const pair *of) {
    int n = 0;
    for (int j = 0; j < of->under.plan->n_patents; j++)
        n += of->under.plan->patents[j].source->is_lost;
    return n;
}

Test(resolve_stress, patents_named_are_lost) {
    pair one = load(ROYALTIES, "stress.patents_lost={P0102: 13}");
    cr_expect_eq(n_lost(&one), 1);
    expect_lost(&one, 1, 13);
    release(&one);
    pair all = load(ROYALTIES, "stress.patents_lost={all: 13, P0101: 2}");
    expect_lost(&all, 0, 2);
    for (int j = 1; j < all.plain.plan->n_patents; j++)
        expect_lost(&all, j, 13);
    release(&all);
}

Test(resolve_stress, key_patents_are_those_of_the_most_value) {
    pair of = load(ROYALTIES, "stress={key_patents: 3, key_patents_months: 8}");
    const ipa_deal *deal = of.plain.plan->deal;
    cr_assert_eq(n_lost(&of), 3);
    for (int j = 0; j < deal->n_patents; j++) {
        int n_above = 0;
        for (int other = 0; other < deal->n_patents; other++)
            n_above += deal->patents[other].value.value > deal->patents[j].value.value;
        if (n_above < 3)
            expect_lost(&of, j, 8);
    }
    release(&of);
}

Test(resolve_stress, a_key_technology_takes_all_its_patents_along) {
    pair of = load(ROYALTIES, "stress={key_technologies: 1, key_technologies_months: 8}");
    const ipa_deal *deal = of.plain.plan->deal;
    double most = 0;
    const char *key = NULL;
    for (int j = 0; j < deal->n_patents; j++) {
        double sum = 0;
        for (int other = 0; other < deal->n_patents; other++)
            if (strcmp(deal->patents[other].technology, deal->patents[j].technology) == 0)
                sum += deal->patents[other].value.value;
        if (sum > most)
            most = sum, key = deal->patents[j].technology;
    }
    for (int j = 0; j < deal->n_patents; j++)
        cr_expect_eq(of.under.plan->patents[j].source->is_lost,
                     strcmp(deal->patents[j].technology, key) == 0);
    release(&of);
}

/* ---- market, behaviour, support ---- */

Test(resolve_stress, the_discount_curve_is_shifted) {
    pair of = load(FIRMS, "stress.curve_shift=1.5%");
    for (double t = 0.25; t < 6; t += 0.5)
        cr_expect_float_eq(ipa_curve_zero_rate(&of.under.plan->curve, t),
                           ipa_curve_zero_rate(&of.plain.plan->curve, t) + 0.015, 1e-15);
    release(&of);
}

Test(resolve_stress, what_is_not_fixed_yet_is_shifted) {
    pair of = load("tests/golden/every_tranche", "stress.index_shift=1%");
    const ipa_plan *plain = of.plain.plan;
    int n_shifted = 0, n_same = 0;
    for (int t = 0; t < plain->n_tranches; t++)
        for (int k = 0; k < plain->n_periods && plain->deal->tranches[t].floating.index.id; k++) {
            const double by = ipa_plan_coupon(&of.under.plan->tranches[t], k) -
                              ipa_plan_coupon(&plain->tranches[t], k);
            cr_expect(by > -1e-12 && by < 0.01 + 1e-12, "%g", by); /* a cap may hold it */
            n_shifted += fabs(by - 0.01) < 1e-12;
            n_same += by == 0;
        }
    cr_expect_gt(n_shifted, 0);
    cr_expect_gt(n_same, 0); /* the first reset is on or before the valuation date */
    release(&of);
}

Test(resolve_stress, prepayments_and_lateness) {
    pair of = load(ROYALTIES, "stress={prepayment_multiplier: 4, late_probability: 0.1}");
    for (int c = 0; c < of.plain.plan->n_contracts; c++) {
        const ipa_plan_contract *before = &of.plain.plan->contracts[c];
        const ipa_plan_contract *after = &of.under.plan->contracts[c];
        cr_expect_eq(after->late_probability, fmax(0.1, before->late_probability));
        for (int k = 0; k < of.plain.plan->n_periods && before->prepaid; k++)
            cr_expect_float_eq(log1p(-after->prepaid[k]), 4 * log1p(-before->prepaid[k]), 1e-12);
    }
    release(&of);
}

Test(resolve_stress, support_that_is_off_is_not_there) {
    pair one = load(FIRMS, "stress.support_off=[shortfall_payer]");
    pair all = load(FIRMS, "stress.support_off=all");
    cr_expect_eq(one.under.plan->support[0].n_open, 0);
    cr_expect_eq(all.under.plan->support[0].n_open, 0);
    cr_expect_eq(one.plain.plan->support[0].n_open, one.plain.plan->n_periods);
    release(&one);
    release(&all);
}

/* ---- the largest ---- */

Test(resolve_stress, the_largest_obligors_by_principal_or_by_cash) {
    static const char *const folders[] = {"deals/eight-firms", "deals/royalty-pool"};
    for (int f = 0; f < 2; f++) {
        pair of = load(folders[f], "stress={largest_obligors: 3, largest_default_months: 20}");
        const ipa_plan *plan = of.plain.plan;
        double size[64] = {0};
        int n_forced = 0;
        cr_assert_leq(plan->n_obligors, 64);
        for (int c = 0; c < plan->n_contracts; c++) {
            const ipa_plan_contract *contract = &plan->contracts[c];
            size[contract->obligor] += plan->pool_original > 0 ? contract->principal : 0;
            for (int d = 0; d < contract->n_dues && !(plan->pool_original > 0); d++)
                if (contract->dues[d].period < plan->n_periods)
                    size[contract->obligor] +=
                        contract->dues[d].income + contract->dues[d].principal;
        }
        for (int i = 0; i < plan->n_obligors; i++) {
            int n_above = 0;
            for (int other = 0; other < plan->n_obligors; other++)
                n_above += size[other] > size[i] || (size[other] == size[i] && other < i);
            cr_expect_eq(of.under.plan->obligors[i].credit.is_forced, n_above < 3);
            n_forced += of.under.plan->obligors[i].credit.is_forced;
        }
        cr_expect_eq(n_forced, 3);
        release(&of);
    }
}

/* ---- what is foreseen ---- */

Test(resolve_stress, the_forecast_is_that_of_the_deal_as_written) {
    pair of = load(FIRMS, "stress.collections_haircut=20%");
    cr_assert_not_null(of.under.plan->as_written);
    cr_expect_eq(of.under.plan->as_written->stress.haircut, 0);
    cr_expect_null(of.plain.plan->as_written);
    release(&of);
}
