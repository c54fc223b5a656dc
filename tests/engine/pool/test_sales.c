/* Sales processes against plain recursions to the last digits, and against the exact laws of
 * oracles 07 and 08 within four standard errors at fixed seeds. */
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pool/sales.h"
#include "tests/support/moments.h"
#include "tests/support/oracle.h"
#include "tests/support/sales_plan.h"
#include "tests/support/witness.h"

enum { QUARTERS = 40, N_BLOCKS = 2048, N_PATHS = N_BLOCKS * IPA_LANES };

typedef struct drawn {
    ipa_sales *sales;
    ipa_row *whole_life;
} drawn;

static drawn drawn_create(const sales_plan *of) {
    return (drawn){ipa_sales_create(&of->plan, of->arena),
                   ipa_layout_rows(of->arena, of->plan.n_factors)};
}

static void draw(drawn *on, uint64_t seed, uint64_t first_path, int n_paths) {
    ipa_factors_draw(&on->sales->model, seed, first_path, n_paths, on->whole_life->lane);
    ipa_sales_draw(on->sales, seed, first_path, n_paths, on->whole_life);
}

/* ---- plain arithmetic ---- */

/* A reverting factor, one without a process, and a growing one; the recursions one step at a time,
   ζ from the scalar generator. */
Test(sales, states_follow_the_recursions) {
    static const double c[] = {1, .3, .2, .3, 1, .5, .2, .5, 1};
    sales_plan *of = sales_plan_create(3, c, 7, 0.5);
    ipa_plan_process *sales = of->plan.sales;
    sales[0] = sales_plan_process(of, 0.6, 0.3);
    sales[2] = sales_plan_growing(of, (sales_growth){0.2, 0.15, 0.02, 0.7, 0.08, 0.3});
    drawn on = drawn_create(of);
    draw(&on, 5, 640, 50);
    for (int f = 0; f < 3; f++)
        for (int p = 0; p < 50; p++) {
            double state = 0, growth = 0;
            for (int k = 0; k < 7; k++) {
                const ipa_plan_process *s = &sales[f];
                const double shock = on.sales->shocks[f * 7 + k].lane[p];
                const double zeta = ipa_draw_normal(
                    5, 640 + (uint64_t)p, (ipa_stream){IPA_PURPOSE_GROWTH, 1002}, (uint64_t)k);
                if (s->given)
                    state = s->decay[k] * state + s->sd[k] * shock;
                if (s->grows) {
                    state += s->gain[k] * growth;
                    growth = s->growth_decay[k] * growth + s->growth_shared[k] * shock +
                             s->growth_own[k] * zeta;
                }
                const double multiplier = s->given ? exp(state + s->drift[k]) : 1;
                cr_assert_float_eq(on.sales->state[f * 7 + k].lane[p], state, 1e-14);
                cr_assert_float_eq(on.sales->multiplier[f * 7 + k].lane[p], multiplier,
                                   1e-14 * multiplier);
            }
        }
    sales_plan_free(of);
}

Test(sales, shocks_add_up_to_the_whole_life_factors) {
    static const double c[] = {1, -.4, -.4, 1};
    sales_plan *of = sales_plan_create(2, c, 9, 0.25);
    of->plan.sales[0] = sales_plan_process(of, 0, 0.3);
    drawn on = drawn_create(of);
    draw(&on, 5, 0, IPA_LANES);
    for (int f = 0; f < 2; f++)
        for (int p = 0; p < IPA_LANES; p++) {
            double sum = 0;
            for (int k = 0; k < 9; k++)
                sum += of->plan.whole_life[k] * on.sales->shocks[f * 9 + k].lane[p];
            cr_assert_float_eq(sum, on.whole_life[f].lane[p], 1e-13);
        }
    sales_plan_free(of);
}

Test(sales, own_noise_follows_its_recursion) {
    sales_plan *of = sales_plan_create(1, NULL, 5, 0.25);
    const ipa_plan_process own = sales_plan_process(of, 0.4, 0.5);
    drawn on = drawn_create(of);
    ipa_row multiplier[5];
    for (int n_paths = IPA_LANES; n_paths > 0; n_paths -= 50) {
        draw(&on, 8, 64, n_paths);
        ipa_sales_own(on.sales, &own, 77, multiplier);
        for (int p = 0; p < n_paths; p++) {
            double state = 0;
            for (int k = 0; k < 5; k++) {
                state =
                    own.decay[k] * state +
                    own.sd[k] * ipa_draw_normal(8, 64 + (uint64_t)p,
                                                (ipa_stream){IPA_PURPOSE_SALES, 77}, (uint64_t)k);
                cr_assert_float_eq(multiplier[k].lane[p], exp(state + own.drift[k]), 1e-14);
            }
        }
    }
    const ipa_plan_process none = {0};
    ipa_sales_own(on.sales, &none, 77, multiplier);
    for (int k = 0; k < 5; k++)
        cr_expect_eq(multiplier[k].lane[0], 1);
    sales_plan_free(of);
}

Test(sales, base_case_is_the_mean) {
    sales_plan *of = sales_plan_create(2, NULL, 8, 0.5);
    of->plan.sales[1] = sales_plan_growing(of, (sales_growth){0.2, 0.15, 0.02, 0.7, 0.08, 0.3});
    drawn on = drawn_create(of);
    for (int again = 0; again < 2; again++) {
        for (int k = 0; k < 8; k++) {
            cr_expect_eq(on.sales->multiplier[k].lane[0], 1);
            cr_expect_eq(on.sales->state[8 + k].lane[0], 0);
            if (again)
                cr_expect_eq(on.sales->multiplier[8 + k].lane[0], of->plan.sales[1].expected[k]);
        }
        draw(&on, 1, 0, IPA_LANES);
        cr_expect_neq(on.sales->state[8].lane[0], 0);
        ipa_sales_expected(on.sales);
        cr_expect_eq(on.sales->n_paths, 1);
    }
    sales_plan_free(of);
}

/* A path is the same in whatever block it is drawn. */
Test(sales, a_path_is_the_same_in_every_block) {
    sales_plan *of = sales_plan_create(1, NULL, 8, 0.5);
    of->plan.sales[0] = sales_plan_growing(of, (sales_growth){0.2, 0.15, 0.02, 0.7, 0.08, 0.3});
    drawn on = drawn_create(of);
    double wide[8];
    draw(&on, 1, 0, IPA_LANES);
    for (int k = 0; k < 8; k++)
        wide[k] = on.sales->multiplier[k].lane[37];
    draw(&on, 1, 37, 1);
    for (int k = 0; k < 8; k++)
        cr_expect_eq(on.sales->multiplier[k].lane[0], wide[k]);
    sales_plan_free(of);
}

Test(sales, are_needed_where_something_random_hangs_on_them) {
    sales_plan *of = sales_plan_create(2, NULL, 4, 0.25);
    ipa_plan *plan = &of->plan;
    ipa_plan_royalty royalty = {.factor = 1};
    ipa_plan_contract contracts[2] = {{0}, {.royalty = &royalty}};
    plan->contracts = contracts;
    plan->n_contracts = 1;
    cr_expect_not(ipa_sales_needed(plan), "no royalty");
    plan->n_contracts = 2;
    cr_expect_not(ipa_sales_needed(plan), "a royalty whose factor has no process");
    royalty.own = sales_plan_process(of, 0, 0.2);
    cr_expect(ipa_sales_needed(plan), "own noise");
    royalty.own.given = false;
    plan->sales[1] = sales_plan_process(of, 0, 0.2);
    cr_expect(ipa_sales_needed(plan), "the factor's process");
    royalty.factor = -1;
    cr_expect_not(ipa_sales_needed(plan), "a royalty that no factor drives");
    plan->intensity = true;
    cr_expect(ipa_sales_needed(plan),
              "hazards, which read the block even where they load on nothing");
    sales_plan_free(of);
}

/* ---- exact laws ---- */

/** A figure of one path by its rows: state and multiplier of factor 0 at all quarters. */
typedef double (*figure)(const ipa_sales *sales, int p, double t);

static double state_at(const ipa_sales *sales, int p, double t) {
    return sales->state[(int)lround(4 * t) - 1].lane[p];
}

static double multiplier_at(const ipa_sales *sales, int p, double t) {
    return sales->multiplier[(int)lround(4 * t) - 1].lane[p];
}

static moments simulate(const sales_plan *of, uint64_t seed, figure of_path, double t) {
    drawn on = drawn_create(of);
    moments made = {0};
    for (uint64_t block = 0; block < N_BLOCKS; block++) {
        draw(&on, seed, block * IPA_LANES, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++)
            moments_add(&made, of_path(on.sales, p, t));
    }
    return made;
}

/** 40 quarters of one factor with this process. */
static sales_plan *quarters(double kappa, double sigma) {
    sales_plan *of = sales_plan_create(1, NULL, QUARTERS, 0.25);
    of->plan.sales[0] = sales_plan_process(of, kappa, sigma);
    return of;
}

/* With θ = 4.2 and x₀ = 3.8 the level is its mean plus the state; E e^X = e^mean E e^state. */
Test(sales, reverting_states_have_the_law_of_oracle_08) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("08_ou_meanreverting.csv", &n_rows);
    sales_plan *of = quarters(0.6, 0.3);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++) {
        const ipa_oracle_row *row = &rows[at];
        const bool mean_e = strcmp(row->case_id, "expou_mean") == 0;
        const bool variance_e = strcmp(row->case_id, "expou_var") == 0;
        if (strcmp(row->case_id, "ou_var") != 0 && !mean_e && !variance_e)
            continue;
        const double t = oracle_parameter(row, "t");
        const double level =
            4.2 + (3.8 - 4.2) * exp(-0.6 * t) - of->plan.sales[0].drift[(int)(4 * t) - 1];
        n_checked++;
        if (mean_e || variance_e) {
            const moments got = simulate(of, 21, multiplier_at, t);
            if (mean_e)
                moments_expect_mean(&got, row->value / exp(level), row->params);
            else
                moments_expect_variance(&got, row->value / exp(2 * level), row->params);
        } else {
            const moments got = simulate(of, 21, state_at, t);
            moments_expect_mean(&got, 0, row->params);
            moments_expect_variance(&got, row->value, row->params);
        }
    }
    cr_expect_eq(n_checked, 12);
    free(rows);
    sales_plan_free(of);
}

/* Cov = (Var(X₁ + X₃) − Var(X₁ − X₃))/4: of each the error is known. */
static double sum_of_1_and_3(const ipa_sales *sales, int p, double t) {
    return state_at(sales, p, 1) + t * state_at(sales, p, 3);
}

static const ipa_oracle_row *row_of(const ipa_oracle_row *rows, size_t n_rows, const char *id,
                                    double t) {
    size_t at = 0;
    while (at < n_rows && (strcmp(rows[at].case_id, id) != 0 ||
                           (!isnan(t) && oracle_parameter(&rows[at], "t") != t)))
        at++;
    cr_assert_lt(at, n_rows, "no row %s at %g", id, t);
    return &rows[at];
}

Test(sales, reverting_states_covary_over_time_as_in_oracle_08) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("08_ou_meanreverting.csv", &n_rows);
    sales_plan *of = quarters(0.6, 0.3);
    const double covariance = row_of(rows, n_rows, "ou_cov", NAN)->value;
    const double at_1 = row_of(rows, n_rows, "ou_var", 1)->value;
    const double at_3 = 0.09 * (1 - exp(-1.2 * 3)) / 1.2;
    const moments plus = simulate(of, 22, sum_of_1_and_3, 1);
    const moments minus = simulate(of, 22, sum_of_1_and_3, -1);
    moments_expect_variance(&plus, at_1 + at_3 + 2 * covariance, "X(1) + X(3)");
    moments_expect_variance(&minus, at_1 + at_3 - 2 * covariance, "X(1) - X(3)");
    free(rows);
    sales_plan_free(of);
}

Test(sales, reverting_growth_has_the_law_of_oracle_08) {
    static const double times[] = {1, 5, 10};
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("08_ou_meanreverting.csv", &n_rows);
    sales_plan *of = sales_plan_create(1, NULL, QUARTERS, 0.25);
    of->plan.sales[0] = sales_plan_growing(of, (sales_growth){0.2, 0.15, 0.02, 0.7, 0.08, 0.3});
    for (size_t n = 0; n < 3; n++) {
        const double t = times[n];
        const int k = (int)(4 * t) - 1;
        const moments state = simulate(of, 23, state_at, t);
        const moments level = simulate(of, 23, multiplier_at, t);
        moments_expect_mean(&state,
                            row_of(rows, n_rows, "growth_mean_lnS", t)->value - log(100) -
                                of->plan.sales[0].drift[k],
                            "mean of log sales");
        moments_expect_variance(&state, row_of(rows, n_rows, "growth_var_lnS", t)->value,
                                "variance of log sales");
        moments_expect_mean(&level, row_of(rows, n_rows, "growth_mean_S", t)->value / 100,
                            "mean sales");
        cr_expect_float_eq(of->plan.sales[0].expected[k],
                           row_of(rows, n_rows, "growth_mean_S", t)->value / 100, 1e-12);
        if (t < 10) /* at ten years a variance of the lognormal is not yet settled */
            moments_expect_variance(&level,
                                    pow(row_of(rows, n_rows, "growth_sd_S", t)->value / 100, 2),
                                    "variance of sales");
    }
    free(rows);
    sales_plan_free(of);
}

static double royalties(const ipa_sales *sales, int p, double rate) {
    double sum = 0;
    for (int k = 0; k < QUARTERS; k++)
        sum += 0.045 * 0.25 * 100 * sales->multiplier[k].lane[p] * exp(rate * 0.25 * (k + 1));
    return sum;
}

/* Present value of 4.5% of sales over ten years; of the random walk with growth e^{0.03t} too. */
Test(sales, present_values_of_royalties_are_those_of_oracles_07_and_08) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("08_ou_meanreverting.csv", &n_rows);
    sales_plan *of = sales_plan_create(1, NULL, QUARTERS, 0.25);
    of->plan.sales[0] = sales_plan_growing(of, (sales_growth){0.2, 0.15, 0.02, 0.7, 0.08, 0.3});
    const moments grown = simulate(of, 24, royalties, -0.05);
    moments_expect_mean(&grown, row_of(rows, n_rows, "growth_pv_royalty", NAN)->value, "growing");
    sales_plan_free(of);
    free(rows);
    rows = oracle_read("07_gbm_royalty.csv", &n_rows);
    of = quarters(0, 0.25);
    const moments walked = simulate(of, 24, royalties, 0.03 - 0.05);
    moments_expect_mean(&walked, row_of(rows, n_rows, "pv_royalty", NAN)->value, "random walk");
    moments_expect_variance(&walked, row_of(rows, n_rows, "var_pv_royalty", NAN)->value,
                            "its variance");
    sales_plan_free(of);
    free(rows);
}

Test(sales, random_walks_have_the_moments_of_oracle_07) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("07_gbm_royalty.csv", &n_rows);
    sales_plan *of = quarters(0, 0.25);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++) {
        const ipa_oracle_row *row = &rows[at];
        const bool is_mean = strcmp(row->case_id, "mean") == 0;
        if (!is_mean && strcmp(row->case_id, "var") != 0)
            continue;
        const double t = oracle_parameter(row, "t"), growth = 100 * exp(0.03 * t);
        const moments got = simulate(of, 25, multiplier_at, t);
        if (is_mean)
            moments_expect_mean(&got, row->value / growth, row->params);
        else
            moments_expect_variance(&got, row->value / (growth * growth), row->params);
        n_checked++;
    }
    cr_expect_eq(n_checked, 8);
    free(rows);
    sales_plan_free(of);
}

/* The share of paths below each quantile, its binomial error, and 64 equal cells. */
static void expect_quantiles(const ipa_oracle_row *rows, size_t n_rows, double t,
                             const double *levels) {
    long cells[64] = {0};
    double distance = 0;
    for (int p = 0; p < N_PATHS; p++)
        cells[(int)(64 * gsl_cdf_lognormal_P(levels[p], (0.03 - 0.03125) * t + log(100),
                                             0.25 * sqrt(t)))]++;
    for (int cell = 0; cell < 64; cell++)
        distance += pow((double)cells[cell] - N_PATHS / 64.0, 2) * 64 / N_PATHS;
    cr_expect_lt(distance, gsl_cdf_chisq_Qinv(1e-5, 63), "law at %g: %g", t, distance);
    for (size_t at = 0; at < n_rows; at++) {
        const bool median = strcmp(rows[at].case_id, "median") == 0;
        if ((!median && strcmp(rows[at].case_id, "quantile") != 0) ||
            oracle_parameter(&rows[at], "t") != t)
            continue;
        const double share = median ? 0.5 : oracle_parameter(&rows[at], "a");
        long below = 0;
        for (int p = 0; p < N_PATHS; p++)
            below += levels[p] <= rows[at].value;
        const double errors =
            ((double)below / N_PATHS - share) / sqrt(share * (1 - share) / N_PATHS);
        cr_expect_lt(fabs(errors), 4, "%s: %g standard errors", rows[at].params, errors);
    }
}

Test(sales, random_walks_have_the_quantiles_of_oracle_07) {
    static double levels[4][N_PATHS];
    static const double times[] = {0.25, 1, 5, 10};
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("07_gbm_royalty.csv", &n_rows);
    sales_plan *of = quarters(0, 0.25);
    drawn on = drawn_create(of);
    for (int first = 0; first < N_PATHS; first += IPA_LANES) {
        draw(&on, 26, (uint64_t)first, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++)
            for (int n = 0; n < 4; n++)
                levels[n][first + p] =
                    100 * exp(0.03 * times[n]) * multiplier_at(on.sales, p, times[n]);
    }
    for (int n = 0; n < 4; n++)
        expect_quantiles(rows, n_rows, times[n], levels[n]);
    free(rows);
    sales_plan_free(of);
}

/* ln S of two industries at five years, and the correlation of S that follows from it. */
Test(sales, industries_correlate_as_in_oracle_07) {
    static const double c[] = {1, 0.5, 0.5, 1};
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("07_gbm_royalty.csv", &n_rows);
    const ipa_oracle_row *row = row_of(rows, n_rows, "corr", NAN);
    sales_plan *of = sales_plan_create(2, c, QUARTERS, 0.25);
    of->plan.sales[0] = sales_plan_process(of, 0, oracle_parameter(row, "sig1"));
    of->plan.sales[1] = sales_plan_process(of, 0, oracle_parameter(row, "sig2"));
    const double t = oracle_parameter(row, "t");
    const int k = (int)(4 * t) - 1;
    drawn on = drawn_create(of);
    /* Batches of 1/64: the spread of their correlations is the error of the mean one. */
    moments batches = {0};
    for (int batch = 0; batch < 64; batch++) {
        moments a = {0}, b = {0}, both = {0};
        for (int block = 0; block < N_BLOCKS / 64; block++) {
            draw(&on, 27, (uint64_t)(batch * (N_BLOCKS / 64) + block) * IPA_LANES, IPA_LANES);
            for (int p = 0; p < IPA_LANES; p++) {
                const double x = on.sales->multiplier[k].lane[p];
                const double y = on.sales->multiplier[QUARTERS + k].lane[p];
                moments_add(&a, x);
                moments_add(&b, y);
                moments_add(&both, x * y);
            }
        }
        moments_add(&batches, (moments_mean(&both) - moments_mean(&a) * moments_mean(&b)) /
                                  sqrt(moments_variance(&a) * moments_variance(&b)));
    }
    moments_expect_mean(&batches, row->value, row->params);
    free(rows);
    sales_plan_free(of);
}

/* The mean is 1 (or as expected), and the error of N paths stays within 4/√N of its spread. */
Test(sales, multipliers_are_1_in_the_mean_the_better_the_more_paths) {
    sales_plan *of = sales_plan_create(2, NULL, 10, 1);
    of->plan.sales[0] = sales_plan_process(of, 0.3, 0.4);
    of->plan.sales[1] = sales_plan_growing(of, (sales_growth){0.2, 0.15, 0.02, 0.7, 0.08, -0.5});
    const ipa_plan_process own = sales_plan_process(of, 0, 0.3);
    drawn on = drawn_create(of);
    ipa_row multiplier[10];
    moments got[3][10] = {0};
    int n_sizes = 0;
    for (int block = 0; block < 2 * N_BLOCKS; block++) {
        draw(&on, 28, (uint64_t)block * IPA_LANES, IPA_LANES);
        ipa_sales_own(on.sales, &own, 5, multiplier);
        for (int k = 0; k < 10; k++)
            for (int p = 0; p < IPA_LANES; p++) {
                moments_add(&got[0][k], on.sales->multiplier[k].lane[p]);
                moments_add(&got[1][k], on.sales->multiplier[10 + k].lane[p]);
                moments_add(&got[2][k], multiplier[k].lane[p]);
            }
        if (block + 1 != 64 && block + 1 != 512 && block + 1 != 4096)
            continue;
        n_sizes++;
        for (int k = 0; k < 10; k++) {
            moments_expect_mean(&got[0][k], 1, "reverting");
            moments_expect_mean(&got[1][k], of->plan.sales[1].expected[k], "growing");
            moments_expect_mean(&got[2][k], 1, "own noise");
        }
    }
    cr_expect_eq(n_sizes, 3);
    sales_plan_free(of);
}

/* The hash was recorded from gcc 12 at -O3 with AVX-512; -O0, SSE2 and clang give the same. */
Test(sales, have_the_bits_of_every_machine) {
    static const double c[] = {1, .3, .3, 1};
    sales_plan *of = sales_plan_create(2, c, 20, 0.25);
    /* Built with libm's exp and sqrt, so the figures are written out here. */
    double decay[20], sd[20], drift[20], gain[20], shared[20], own[20];
    for (int k = 0; k < 20; k++) {
        decay[k] = 0.875;
        sd[k] = 0.1875;
        drift[k] = -0.015625 * (k + 1);
        gain[k] = 0.25;
        shared[k] = 0.03125;
        own[k] = 0.0625;
    }
    for (int f = 0; f < 2; f++)
        of->plan.sales[f] = (ipa_plan_process){.given = true,
                                               .grows = f == 1,
                                               .decay = decay,
                                               .sd = sd,
                                               .drift = drift,
                                               .expected = drift,
                                               .gain = gain,
                                               .growth_decay = decay,
                                               .growth_shared = shared,
                                               .growth_own = own};
    drawn on = drawn_create(of);
    uint64_t hash = WITNESS_HASH_START;
    ipa_row multiplier[20];
    for (int block = 0; block < 8; block++) {
        draw(&on, 1, (uint64_t)block * IPA_LANES, IPA_LANES);
        ipa_sales_own(on.sales, &of->plan.sales[0], 5, multiplier);
        hash = witness_hash(hash, 2 * 20 * IPA_LANES, on.sales->multiplier->lane);
        hash = witness_hash(hash, 20 * IPA_LANES, multiplier->lane);
    }
    cr_expect_eq(hash, 0x207f746c110375a8u, "0x%llx", (unsigned long long)hash);
    sales_plan_free(of);
}
