/* Levers on simulated paths and on the base case: cash of the stressed pool from that of the pool
 * without them, path by path; frequencies against their laws. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#include "engine/math/normal.h"
#include "engine/pool/cash_days.h"
#include "engine/pool/pool.h"
#include "tests/support/bivariate.h"
#include "tests/support/moments.h"
#include "tests/support/runs.h"

static const char FIRMS[] = "deals/eight-firms";
enum { SEED = 41, N_BLOCKS = 4, MANY_BLOCKS = 1500 };

/** A pool of a deal under a lever, ready to be drawn. */
typedef struct drawn {
    test_run run;
    const ipa_plan *plan; /**< that holds the pool */
    ipa_pool *pool;
    ipa_collections rows;
} drawn;

static drawn draw_create(const char *folder, const char *override) {
    const char *const overrides[] = {override};
    drawn of = {.run = run_load_with(folder, overrides, override ? 1 : 0)};
    of.plan = of.run.plan->lower ? of.run.plan->lower : of.run.plan;
    of.pool = ipa_pool_create(of.plan, of.run.arena);
    of.rows = ipa_cash_days_collections(of.plan, of.run.arena);
    return of;
}

static void draw(drawn *of, int block) {
    ipa_pool_simulate(of->pool, SEED, (uint64_t)block * IPA_LANES, IPA_LANES, &of->rows);
}

/* ---- everything the pool brings ---- */

static const char *const DEALS[] = {"deals/eight-firms", "deals/eight-firms-trust",
                                    "deals/royalty-pool", "deals/pledge-loans",
                                    "deals/technology-contracts"};
enum { N_DEALS = sizeof DEALS / sizeof *DEALS };

Test(stress_cash, a_haircut_takes_its_share_of_every_kind_on_every_path) {
    for (int n = 0; n < N_DEALS; n++) {
        drawn plain = draw_create(DEALS[n], NULL);
        drawn under = draw_create(DEALS[n], "stress.collections_haircut=0.17");
        for (int block = 0; block < N_BLOCKS; block++) {
            draw(&plain, block);
            draw(&under, block);
            for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
                for (int k = 0; k < plain.plan->n_periods; k++)
                    for (int p = 0; p < IPA_LANES; p++)
                        cr_assert_eq(under.rows.cash[kind][k].lane[p],
                                     (1 - 0.17) * plain.rows.cash[kind][k].lane[p]);
            for (int k = 0; k < plain.plan->n_periods; k++)
                for (int p = 0; p < IPA_LANES; p++) {
                    cr_assert_eq(under.rows.performing[k].lane[p],
                                 plain.rows.performing[k].lane[p]);
                    cr_assert_eq(under.rows.defaulted[k].lane[p], plain.rows.defaulted[k].lane[p]);
                }
        }
        run_free(&plain.run);
        run_free(&under.run);
    }
}

Test(stress_cash, a_delay_moves_everything_and_loses_what_passes_the_end) {
    for (int n = 0; n < N_DEALS; n++) {
        drawn plain = draw_create(DEALS[n], NULL);
        drawn under = draw_create(DEALS[n], "stress.collections_delay=2");
        draw(&plain, 0);
        draw(&under, 0);
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            for (int k = 0; k < plain.plan->n_periods; k++)
                for (int p = 0; p < IPA_LANES; p++)
                    cr_assert_eq(under.rows.cash[kind][k].lane[p],
                                 k < 2 ? 0 : plain.rows.cash[kind][k - 2].lane[p]);
        for (int p = 0; p < IPA_LANES; p++)
            cr_assert_eq(under.rows.exhausted->lane[p],
                         fmin(plain.rows.exhausted->lane[p] + 2, plain.plan->n_periods - 1));
        run_free(&plain.run);
        run_free(&under.run);
    }
}

Test(stress_cash, what_each_contract_brings_is_cut_alike) {
    drawn under = draw_create("deals/royalty-pool",
                              "stress={collections_haircut: 0.3, collections_delay: 1}");
    const ipa_plan *plan = under.plan;
    ipa_row *cash = ipa_layout_rows(under.run.arena, plan->n_contracts * plan->n_periods);
    ipa_pool_watch(under.pool, cash);
    draw(&under, 0);
    for (int k = 0; k < plan->n_periods; k++)
        for (int p = 0; p < IPA_LANES; p++) {
            double by_contract = 0, by_kind = 0;
            for (int c = 0; c < plan->n_contracts; c++)
                by_contract += cash[c * plan->n_periods + k].lane[p];
            for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
                by_kind += under.rows.cash[kind][k].lane[p];
            cr_assert_float_eq(by_contract, by_kind, 1e-5);
        }
    run_free(&under.run);
}

/* The pool's plan is the vehicle's: what the deal above it collects is not cut again. */
Test(stress_cash, a_vehicle_is_stressed_below) {
    drawn plain = draw_create("deals/eight-firms-trust", NULL);
    drawn under = draw_create("deals/eight-firms-trust", "stress.collections_haircut=10%");
    run_simulate(&plain.run, 0, 1, 1);
    run_simulate(&under.run, 0, 1, 1);
    double before = 0, after = 0;
    for (int kind = 0; kind < 4; kind++)
        for (int k = 0; k < under.plan->n_periods; k++) {
            before += plain.run.result->lower->base.cash[kind][k];
            after += under.run.result->lower->base.cash[kind][k];
        }
    cr_expect_float_eq(after, 0.9 * before, 0.5);
    run_free(&plain.run);
    run_free(&under.run);
}

/* ---- forced defaults ---- */

Test(stress_cash, a_firm_that_stops_leaves_all_others_as_they_were) {
    drawn plain = draw_create(FIRMS, NULL);
    drawn under = draw_create(FIRMS, "stress={obligor_stops: {E3: 9}, recovery_multiplier: 1}");
    const ipa_plan *plan = under.plan;
    const int n_rows = plan->n_contracts * plan->n_periods;
    ipa_row *before = ipa_layout_rows(plain.run.arena, n_rows);
    ipa_row *after = ipa_layout_rows(under.run.arena, n_rows);
    const ipa_date stop = ipa_date_add_months(plan->deal->terms.cutoff, 9, false);
    int first = 0; /* period of the first due that is not paid */
    while (plan->contracts[2].dues[first].date < stop)
        first++;
    ipa_pool_watch(plain.pool, before);
    ipa_pool_watch(under.pool, after);
    for (int block = 0; block < N_BLOCKS; block++) {
        draw(&plain, block);
        draw(&under, block);
        for (int c = 0; c < plan->n_contracts; c++)
            for (int k = 0; k < plan->n_periods; k++)
                for (int p = 0; p < IPA_LANES; p++) {
                    const double was = before[c * plan->n_periods + k].lane[p];
                    const double is = after[c * plan->n_periods + k].lane[p];
                    if (c != 2 || k < first)
                        cr_assert_eq(is, was);
                }
        for (int p = 0; p < IPA_LANES; p++) {
            cr_assert_eq(under.rows.obligor_defaulted[2].lane[p], 1);
            /* nothing but a recovery, two years on at the least */
            for (int k = first; k < first + 6; k++)
                cr_assert_eq(after[2 * plan->n_periods + k].lane[p] == 0 ||
                                 plain.rows.obligor_defaulted[2].lane[p] == 1,
                             true);
        }
    }
    run_free(&plain.run);
    run_free(&under.run);
}

/* Claim: what stood before the first due not paid; recovery: its mean after costs, 18 + 6 months
 * on. */
Test(stress_cash, the_claim_and_mean_recovery_of_the_base_case_by_hand) {
    drawn under = draw_create(FIRMS, "stress={obligor_stops: {E4: 8}, recovery_multiplier: 2, "
                                     "recovery_lag_months: 6}");
    run_simulate(&under.run, 0, 1, 1);
    const ipa_path_result *base = &under.run.result->base;
    /* 12 million in twelve equal parts; two are paid by month 8, in the third period it defaults */
    cr_expect_float_eq(base->pool_defaulted[1], 0, 1e-9);
    cr_expect_float_eq(base->pool_defaulted[2], 10000000, 1e-6);
    for (int k = 0; k < under.plan->n_periods; k++)
        cr_expect_float_eq(base->cash[IPA_COLLECTION_RECOVERY][k],
                           k == 2 + 8 ? 10000000 * 0.30 * 0.9 : 0, 1e-6, "period %d: %f", k + 1,
                           base->cash[IPA_COLLECTION_RECOVERY][k]);
    run_free(&under.run);
}

Test(stress_cash, a_guarantor_in_default_pays_no_more) {
    drawn under = draw_create(FIRMS, "stress={obligor_stops: {E1: 1}, entity_defaults: "
                                     "{guarantor: 13}, recovery_multiplier: 0}");
    run_simulate(&under.run, 0, 1, 1);
    const double *drawn_by = under.run.result->base.support[0].drawn;
    for (int k = 0; k < 4; k++)
        cr_expect_gt(drawn_by[k], 0);
    for (int k = 4; k < under.plan->n_periods; k++)
        cr_expect_eq(drawn_by[k], 0);
    run_free(&under.run);
}

/* ---- laws of the simulation ---- */

/* Whether an obligor defaults by the legal final, over many paths. */
static void expect_default_rates(const char *override, const double *exact) {
    drawn under = draw_create(FIRMS, override);
    moments defaults[8] = {{0}};
    for (int block = 0; block < MANY_BLOCKS; block++) {
        draw(&under, block);
        for (int i = 0; i < 8; i++)
            for (int p = 0; p < IPA_LANES; p++)
                moments_add(&defaults[i], under.rows.obligor_defaulted[i].lane[p]);
    }
    for (int i = 0; i < 8; i++)
        moments_expect_mean(&defaults[i], exact[i], override);
    run_free(&under.run);
}

static double pd_of(const ipa_plan *plan, int i) {
    const ipa_date end = plan->deal->terms.legal_final;
    return 1 -
           ipa_plan_survival(&plan->obligors[i].credit, (end - plan->deal->terms.cutoff) / 365.0);
}

Test(stress_cash, multiplied_defaults_occur_as_often) {
    test_run plain = run_load(FIRMS);
    double exact[8];
    for (int i = 0; i < 8; i++)
        exact[i] = 2.5 * pd_of(plain.plan, i);
    expect_default_rates("stress.pd_multiplier=2.5", exact);
    for (int i = 0; i < 8; i++)
        exact[i] = 0.15;
    expect_default_rates("stress={cumulative_default_rate: 15%, default_timing: back}", exact);
    run_free(&plain);
}

/* X = Σ β·(Z + shift) + …: P(X ≤ θ) = Φ(θ − Σ β·shift). */
Test(stress_cash, shifted_factors_shift_defaults) {
    test_run plain = run_load(FIRMS);
    double exact[8];
    for (int i = 0; i < 8; i++) {
        const ipa_plan_obligor *obligor = &plain.plan->obligors[i];
        double shift = 0;
        for (int f = 0; f < plain.plan->n_factors; f++)
            shift += obligor->credit.loadings[f] * (f == 0 ? -1.5 : f == 2 ? -0.5 : 0);
        exact[i] = ipa_normal_cdf(obligor->legal_final_threshold - shift);
    }
    expect_default_rates("stress.factor_shock={macro: -1.5, semiconductor: -0.5}", exact);
    run_free(&plain);
}

Test(stress_cash, pairs_default_together_by_the_multiplied_correlation) {
    drawn under = draw_create(FIRMS, "stress={correlation_multiplier: 1.8, pd_multiplier: 4}");
    moments both = {0};
    for (int block = 0; block < MANY_BLOCKS; block++) {
        draw(&under, block);
        for (int p = 0; p < IPA_LANES; p++) /* two of one industry */
            moments_add(&both, under.rows.obligor_defaulted[1].lane[p] *
                                   under.rows.obligor_defaulted[2].lane[p]);
    }
    const double rho = 1.8 * 1.8 * (0.35 * 0.35 + 0.25 * 0.25);
    moments_expect_mean(&both,
                        bivariate_cdf(under.plan->obligors[1].legal_final_threshold,
                                      under.plan->obligors[2].legal_final_threshold, rho),
                        "both default");
    run_free(&under.run);
}

/* What sales are expected to be under a shift is what they are on average: the response of a
 * reverting state to a shift of its shocks, summed by hand. */
Test(stress_cash, shifted_factors_shift_sales) {
    drawn under = draw_create("deals/royalty-pool", "stress.factor_shock={medical: -1.2}");
    drawn plain = draw_create("deals/royalty-pool", NULL);
    const ipa_plan *plan = under.plan;
    const int f = 1, last = plan->n_periods - 1;
    const double reversion = 0.4, volatility = 0.15;
    double state = 0;
    for (int k = 0; k <= last; k++) {
        const double step = plan->collection_years[k];
        const double sd = volatility * sqrt((1 - exp(-2 * reversion * step)) / (2 * reversion));
        state = state * exp(-reversion * step) + sd * -1.2 / sqrt(plan->n_periods);
        cr_expect_float_eq(plan->sales[f].expected[k], exp(state), 1e-12);
        cr_expect_eq(plain.plan->sales[f].expected[k], 1);
    }
    ipa_sales *sales = ipa_sales_create(plan, under.run.arena);
    ipa_defaults *defaults = ipa_defaults_create(plan, under.run.arena);
    moments multiplier = {0}, factor = {0};
    for (int block = 0; block < MANY_BLOCKS; block++) {
        ipa_defaults_factors(defaults, SEED, (uint64_t)block * IPA_LANES, IPA_LANES);
        ipa_sales_draw(sales, SEED, (uint64_t)block * IPA_LANES, IPA_LANES, defaults->factors);
        for (int p = 0; p < IPA_LANES; p++) {
            moments_add(&factor, defaults->factors[f].lane[p]);
            moments_add(&multiplier, sales->multiplier[f * plan->n_periods + last].lane[p]);
        }
    }
    moments_expect_mean(&factor, -1.2, "Z");
    moments_expect_mean(&multiplier, exp(state), "sales of the last period");
    run_free(&plain.run);
    run_free(&under.run);
}

/* ---- no lever ---- */

Test(stress_cash, neutral_levers_change_no_bit) {
    for (int n = 0; n < N_DEALS; n++) {
        drawn plain = draw_create(DEALS[n], NULL);
        drawn under = draw_create(
            DEALS[n], "stress={pd_multiplier: 1, recovery_multiplier: 1, collections_haircut: 0, "
                      "correlation_multiplier: 1, prepayment_multiplier: 1, sales_haircut: 0, "
                      "patent_hazard_multiplier: 1, curve_shift: 0, index_shift: 0}");
        draw(&plain, 0);
        draw(&under, 0);
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            for (int k = 0; k < plain.plan->n_periods; k++)
                for (int p = 0; p < IPA_LANES; p++)
                    cr_assert_eq(under.rows.cash[kind][k].lane[p],
                                 plain.rows.cash[kind][k].lane[p]);
        run_free(&plain.run);
        run_free(&under.run);
    }
}

/* ---- what revolving purchases bring ---- */

/* One purchase on the first date, paid back with income at the next: what it brings is cut and
 * later. */
Test(stress_cash, purchases_are_stressed_as_the_pool_is) {
    static const char folder[] = "deals/supply-chain-revolving";
    drawn plain = draw_create(folder, NULL);
    drawn cut = draw_create(folder, "stress.collections_haircut=0.25");
    drawn late = draw_create(folder, "stress.collections_delay=1");
    cr_assert_gt(plain.plan->n_replacements, 0);
    for (int n = 0; n < plain.plan->n_replacements; n++) {
        const ipa_plan_replacement *before = &plain.plan->replacements[n];
        const ipa_plan_replacement *after = &cut.plan->replacements[n];
        for (int m = 0; m < before->n_dues; m++) {
            cr_expect_float_eq(after->income[m], 0.75 * before->income[m], 1e-15);
            cr_expect_float_eq(after->repaid[m], 0.75 * before->repaid[m], 1e-15);
            cr_expect_eq(after->outstanding[m], before->outstanding[m]);
        }
    }
    cr_expect_float_eq(cut.plan->replacement_recovery, 0.75 * plain.plan->replacement_recovery,
                       1e-15);
    run_simulate(&late.run, 0, 1, 1);
    const ipa_base_revolving *bought = &late.run.result->base.revolving;
    const ipa_plan *plan = late.plan;
    int first = 0, due = 0; /* the first purchase, and its first due */
    while (bought->principal[first] == 0)
        first++;
    while (plan->replacements[0].income[due] + plan->replacements[0].repaid[due] == 0)
        due++;
    for (int k = 0; k < first + 1 + due + 1; k++)
        cr_expect_eq(bought->cash[IPA_COLLECTION_INCOME][k] +
                         bought->cash[IPA_COLLECTION_PRINCIPAL][k],
                     0, "period %d", k + 1);
    cr_expect_gt(bought->cash[IPA_COLLECTION_INCOME][first + 1 + due + 1] +
                     bought->cash[IPA_COLLECTION_PRINCIPAL][first + 1 + due + 1],
                 0);
    run_free(&plain.run);
    run_free(&cut.run);
    run_free(&late.run);
}
