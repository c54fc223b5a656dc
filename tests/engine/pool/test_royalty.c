/* Royalty dues against slow arithmetic on random terms, and the expectations of oracle 07. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pool/royalty.h"
#include "engine/pool/sales.h"
#include "tests/support/moments.h"
#include "tests/support/oracle.h"
#include "tests/support/sales_plan.h"
#include "tests/support/witness.h"

enum { MOST_SALES = 80, MOST_TIERS = 5, N_TERMS = 2000 };

/* ---- random terms ---- */

typedef struct terms {
    double from[MOST_TIERS], rate[MOST_TIERS];
    ipa_plan_sale sales[MOST_SALES];
    ipa_plan_royalty royalty;
} terms;

static double between(double low, double high) {
    return low + (high - low) * rand() / RAND_MAX;
}

static bool one_in(int n) {
    return rand() % n == 0;
}

/* Some terms without minimum or cap, with one tier, with a year of one period, with skipped
   periods. */
static terms random_terms(void) {
    terms made = {.royalty = {.n_tiers = 1 + rand() % MOST_TIERS, .n_sales = 1 + rand() % 40}};
    for (int n = 0; n < made.royalty.n_tiers; n++) {
        made.from[n] = n == 0 ? 0 : made.from[n - 1] + between(1e8, 3e9);
        made.rate[n] = between(0, 0.12);
    }
    made.royalty.minimum = one_in(3) ? 0 : between(0, 2e8);
    made.royalty.cap = one_in(3) ? INFINITY : between(5e7, 6e8);
    const int to_close = 1 + rand() % 5;
    for (int n = 0, k = 0; n < made.royalty.n_sales; n++) {
        k += one_in(9);
        made.sales[n] = (ipa_plan_sale){.period = k++, .base = one_in(20) ? 0 : between(0, 3e9)};
        made.sales[n].closes_year = n + 1 == made.royalty.n_sales || n % to_close == to_close - 1;
        made.sales[n].opens_year = n == 0 || made.sales[n - 1].closes_year;
    }
    return made;
}

/** The terms with their arrays in place: they were moved. */
static const ipa_plan_royalty *placed(terms *of) {
    of->royalty.from = of->from;
    of->royalty.rate = of->rate;
    of->royalty.sales = of->sales;
    return &of->royalty;
}

/* Tiers from the top down, each on what of the sales stands above its bound. */
static double tiers(const terms *of, double sales) {
    double fee = 0;
    for (int n = of->royalty.n_tiers - 1; n >= 0; n--)
        if (sales > of->from[n]) {
            fee += (sales - of->from[n]) * of->rate[n];
            sales = of->from[n];
        }
    return fee;
}

/* The royalty a year owes up to a sale: capped tiers, at least the minimum once the year is over.
 */
static double owed(const terms *of, double sales, bool over) {
    double fee = tiers(of, sales);
    if (over)
        fee = fmax(fee, of->royalty.minimum);
    return fmin(fee, of->royalty.cap);
}

/* What the year owes up to sale n, less what it did up to the sale before. */
static double slow_due(const terms *of, int n, const double *sold) {
    int first = n;
    while (!of->sales[first].opens_year)
        first--;
    double now = 0, before = 0;
    for (int m = first; m <= n; m++)
        now += sold[m];
    for (int m = first; m < n; m++)
        before += sold[m];
    const double due =
        owed(of, now, of->sales[n].closes_year) - (n > first ? owed(of, before, false) : 0);
    return fmax(0, due);
}

static void fill(ipa_row *rows, double low, double high) {
    for (int k = 0; k < MOST_SALES; k++)
        for (int p = 0; p < IPA_LANES; p++)
            rows[k].lane[p] = between(low, high);
}

static double times(const ipa_row *rows, int k, int p) {
    return rows ? rows[k].lane[p] : 1;
}

Test(royalty, dues_are_the_slow_ones) {
    static ipa_row factor[MOST_SALES], own[MOST_SALES], dues[MOST_SALES];
    ipa_witness witness = {0};
    srand(7);
    for (int round = 0; round < N_TERMS; round++) {
        terms of = random_terms();
        const ipa_row *by_factor = one_in(4) ? NULL : factor, *by_own = one_in(3) ? NULL : own;
        if (round % 50 == 0) {
            fill(factor, 0, 3);
            fill(own, 0.2, 2);
        }
        ipa_royalty_dues(placed(&of), by_factor, by_own, dues);
        for (int p = round % 7; p < IPA_LANES; p += 7) {
            double sold[MOST_SALES];
            for (int n = 0; n < of.royalty.n_sales; n++) {
                const int k = of.sales[n].period;
                sold[n] = of.sales[n].base * times(by_factor, k, p) * times(by_own, k, p);
            }
            for (int n = 0; n < of.royalty.n_sales; n++) /* fen of sums of some 1e8 */
                witness_compare(&witness, round, dues[n].lane[p], slow_due(&of, n, sold), 1e8);
        }
    }
    witness_expect(&witness, "due", 10000, 1e-12);
}

/* A year's dues sum to the royalty on its sales, whatever order the sales came in. */
Test(royalty, a_year_s_dues_sum_to_its_royalty) {
    static ipa_row factor[MOST_SALES], dues[MOST_SALES];
    srand(8);
    fill(factor, 0, 3);
    for (int round = 0; round < N_TERMS; round++) {
        terms of = random_terms();
        ipa_royalty_dues(placed(&of), factor, NULL, dues);
        double sold = 0, due = 0;
        for (int n = 0; n < of.royalty.n_sales; n++) {
            sold += of.sales[n].base * factor[of.sales[n].period].lane[5];
            due += dues[n].lane[5];
            if (of.sales[n].closes_year) {
                cr_expect_float_eq(due, owed(&of, sold, true), 1e-12 * (1e8 + due));
                sold = due = 0;
            }
        }
    }
}

/* Lanes and the scalar twin take the same steps: to the bit. */
Test(royalty, a_fee_is_the_scalar_twin_s) {
    static ipa_row factor[MOST_SALES], dues[MOST_SALES];
    srand(9);
    for (int round = 0; round < N_TERMS; round++) {
        terms of = random_terms();
        fill(factor, 0, 3);
        for (int n = 0; n < of.royalty.n_sales; n++)
            of.sales[n].opens_year = of.sales[n].closes_year = true;
        ipa_royalty_dues(placed(&of), factor, NULL, dues);
        for (int n = 0; n < of.royalty.n_sales; n++)
            for (int p = 0; p < IPA_LANES; p++) {
                const double sold = of.sales[n].base * factor[of.sales[n].period].lane[p];
                cr_assert_eq(dues[n].lane[p], ipa_plan_royalty_fee(&of.royalty, sold, true));
                cr_assert_float_eq(dues[n].lane[p], owed(&of, sold, true),
                                   1e-12 * (1e8 + dues[n].lane[p]));
            }
    }
}

/* By hand, in yuan: 5% up to 20 million, 4% above; at least 900,000 a year, at most 2 million. */
Test(royalty, a_year_by_hand) {
    terms of = {.from = {0, 20e6},
                .rate = {0.05, 0.04},
                .royalty = {.n_tiers = 2, .minimum = 9e5, .cap = 2e6, .n_sales = 12}};
    static const double sold[12] = {4e6, 10e6, 10e6, 30e6, 1e6, 2e6, 3e6, 4e6, 0, 0, 0, 0};
    static const double expected[12] = {200e3, 500e3, 460e3, 840e3, 50e3, 100e3,
                                        150e3, 600e3, 0,     0,     0,    900e3};
    ipa_row dues[12];
    for (int n = 0; n < 12; n++)
        of.sales[n] = (ipa_plan_sale){
            .period = n, .base = sold[n], .opens_year = n % 4 == 0, .closes_year = n % 4 == 3};
    ipa_royalty_dues(placed(&of), NULL, NULL, dues);
    for (int n = 0; n < 12; n++)
        for (int p = 0; p < IPA_LANES; p++)
            cr_expect_float_eq(dues[n].lane[p], expected[n], 1e-9, "sale %d: %g", n,
                               dues[n].lane[p]);
}

/* ---- oracle 07 ---- */

enum { QUARTERS = 40, N_BLOCKS = 2048 };

/** 40 quarters of the oracle's random walk, σ = 0.25. */
static sales_plan *walk(void) {
    sales_plan *of = sales_plan_create(1, NULL, QUARTERS, 0.25);
    of->plan.sales[0] = sales_plan_process(of, 0, 0.25);
    return of;
}

/** Sums over a path of what falls due × its weight. @shape weights[n_sales] */
static moments simulate(const sales_plan *of, const ipa_plan_royalty *royalty,
                        const double *weights) {
    moments made = {0};
    ipa_sales *sales = ipa_sales_create(&of->plan, of->arena);
    ipa_row whole_life, dues[QUARTERS];
    for (uint64_t block = 0; block < N_BLOCKS; block++) {
        ipa_factors_draw(&sales->model, 31, block * IPA_LANES, IPA_LANES, whole_life.lane);
        ipa_sales_draw(sales, 31, block * IPA_LANES, IPA_LANES, &whole_life);
        ipa_royalty_dues(royalty, sales->multiplier, NULL, dues);
        for (int p = 0; p < IPA_LANES; p++) {
            double sum = 0;
            for (int n = 0; n < royalty->n_sales; n++)
                sum += weights[n] * dues[n].lane[p];
            moments_add(&made, sum);
        }
    }
    return made;
}

/** One sale of S(t) = 100·e^{0.03t}·multiplier. */
static terms one_sale(double t) {
    return (terms){.rate = {0.045},
                   .sales = {{.period = (int)(4 * t) - 1,
                              .base = 100 * exp(0.03 * t),
                              .opens_year = true,
                              .closes_year = true}},
                   .royalty = {.n_tiers = 1, .cap = INFINITY, .n_sales = 1}};
}

/** The terms of an oracle row of one time; false: none of ours. */
static bool terms_of(const ipa_oracle_row *row, terms *of) {
    if (!oracle_has(row, "t"))
        return false;
    *of = one_sale(oracle_parameter(row, "t"));
    if (strcmp(row->case_id, "min_guarantee") == 0) {
        of->royalty.minimum = oracle_parameter(row, "min");
    } else if (strcmp(row->case_id, "cap") == 0) {
        of->royalty.cap = oracle_parameter(row, "cap");
    } else if (strcmp(row->case_id, "excess") == 0) {
        of->royalty.n_tiers = 2; /* nothing up to K, everything above */
        of->rate[0] = 0;
        of->rate[1] = 1;
        of->from[1] = oracle_parameter(row, "K");
    } else if (strcmp(row->case_id, "tiered") == 0) {
        of->royalty.n_tiers = 3;
        memcpy(of->rate, (double[]){0.05, 0.04, 0.03}, 3 * sizeof(double));
        memcpy(of->from, (double[]){0, 100, 150}, 3 * sizeof(double));
    } else {
        return false;
    }
    return true;
}

Test(royalty, tiers_minimum_and_cap_have_the_means_of_oracle_07) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("07_gbm_royalty.csv", &n_rows);
    sales_plan *plan = walk();
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++) {
        terms of;
        if (!terms_of(&rows[at], &of))
            continue;
        const moments got = simulate(plan, placed(&of), (double[]){1});
        char what[640];
        snprintf(what, sizeof what, "%s %s", rows[at].case_id, rows[at].params);
        moments_expect_mean(&got, rows[at].value, what);
        n_checked++;
    }
    cr_expect_eq(n_checked, 18);
    free(rows);
    sales_plan_free(plan);
}

static double value_of(const ipa_oracle_row *rows, size_t n_rows, const char *id) {
    size_t at = 0;
    while (at < n_rows && strcmp(rows[at].case_id, id) != 0)
        at++;
    cr_assert_lt(at, n_rows, "%s", id);
    return rows[at].value;
}

/* 4.5% of quarterly sales over ten years, discounted at 5%: period or year, it is the same without
   minimum and cap. */
Test(royalty, present_value_and_its_variance_are_those_of_oracle_07) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("07_gbm_royalty.csv", &n_rows);
    sales_plan *plan = walk();
    for (int by_year = 0; by_year < 2; by_year++) {
        terms of = one_sale(1);
        double weights[QUARTERS];
        of.royalty.n_sales = QUARTERS;
        for (int n = 0; n < QUARTERS; n++) {
            const double t = 0.25 * (n + 1);
            of.sales[n] = (ipa_plan_sale){.period = n,
                                          .base = 0.25 * 100 * exp(0.03 * t),
                                          .opens_year = !by_year || n % 4 == 0,
                                          .closes_year = !by_year || n % 4 == 3};
            weights[n] = exp(-0.05 * t);
        }
        const moments got = simulate(plan, placed(&of), weights);
        moments_expect_mean(&got, value_of(rows, n_rows, "pv_royalty"), "mean");
        moments_expect_variance(&got, value_of(rows, n_rows, "var_pv_royalty"), "variance");
    }
    free(rows);
    sales_plan_free(plan);
}

/* A contract year of four quarters: the mean of its sales. */
Test(royalty, a_year_s_sales_are_the_average_of_oracle_07) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("07_gbm_royalty.csv", &n_rows);
    sales_plan *plan = walk();
    terms of = one_sale(1);
    of.rate[0] = 0.25;
    of.royalty.n_sales = 4;
    for (int n = 0; n < 4; n++)
        of.sales[n] = (ipa_plan_sale){.period = n,
                                      .base = 100 * exp(0.03 * 0.25 * (n + 1)),
                                      .opens_year = n == 0,
                                      .closes_year = n == 3};
    const moments got = simulate(plan, placed(&of), (double[]){1, 1, 1, 1});
    moments_expect_mean(&got, value_of(rows, n_rows, "avg_mean"), "mean of a year");
    moments_expect_variance(&got, value_of(rows, n_rows, "avg_var"), "variance of a year");
    free(rows);
    sales_plan_free(plan);
}
