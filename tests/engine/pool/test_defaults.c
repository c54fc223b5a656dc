/* Joint defaults of finite pools against exact laws: oracles 01, 02, 03, 04 and 06, within four
 * standard errors at fixed seeds. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/credit.h"
#include "engine/math/normal.h"
#include "engine/math/student.h"
#include "engine/pool/defaults.h"
#include "tests/support/oracle.h"

enum { MOST_NAMES = 128, MOST_FACTORS = 4, N_BLOCKS = 3125 };

/** Names with loadings on independent factors; nothing else of a plan. */
typedef struct pool {
    ipa_arena *arena;
    ipa_plan plan;
    double threshold[MOST_NAMES];
    int units[MOST_NAMES];
} pool;

static pool pool_create(int n_factors, double nu) {
    pool made = {.arena = ipa_arena_create()};
    ipa_plan *plan = &made.plan;
    plan->arena = made.arena;
    plan->n_factors = n_factors;
    plan->cholesky = IPA_NEW_ARRAY(made.arena, n_factors * n_factors, double);
    plan->factor_streams = IPA_NEW_ARRAY(made.arena, n_factors, uint32_t);
    plan->obligors = IPA_NEW_ARRAY(made.arena, MOST_NAMES, ipa_plan_obligor);
    for (int f = 0; f < n_factors; f++) {
        plan->cholesky[f * n_factors + f] = 1;
        plan->factor_streams[f] = 1000 + (uint32_t)f;
    }
    plan->student_t = nu > 0;
    plan->degrees_of_freedom = nu;
    if (nu > 0)
        cr_assert_eq(ipa_quantile_table_gamma(made.arena, nu / 2, 2, &plan->chi_square, NULL),
                     IPA_OK);
    return made;
}

static void pool_add(pool *to, double pd, int units, const double *loadings) {
    const int i = to->plan.n_obligors++;
    double *copy = IPA_NEW_ARRAY(to->arena, to->plan.n_factors, double), explained = 0;
    for (int f = 0; f < to->plan.n_factors; f++) {
        copy[f] = loadings[f];
        explained += loadings[f] * loadings[f];
    }
    to->plan.obligors[i].credit = (ipa_credit){
        .stream = 1 + (uint32_t)i, .loadings = copy, .idiosyncratic = sqrt(1 - explained)};
    to->units[i] = units;
    to->threshold[i] = to->plan.student_t ? ipa_student_quantile(to->plan.degrees_of_freedom, pd)
                                          : ipa_normal_quantile(pd);
}

/** Shares of paths by loss in units. */
static double *simulate(const pool *of, uint64_t seed) {
    ipa_defaults *defaults = ipa_defaults_create(&of->plan, of->arena);
    double *shares = IPA_NEW_ARRAY(of->arena, 1024, double);
    for (uint64_t block = 0; block < N_BLOCKS; block++) {
        ipa_defaults_draw(defaults, seed, block * IPA_LANES, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++) {
            int loss = 0;
            for (int i = 0; i < of->plan.n_obligors; i++)
                loss += defaults->obligors[i].lane[p] <= of->threshold[i] ? of->units[i] : 0;
            shares[loss] += 1.0 / (N_BLOCKS * IPA_LANES);
        }
    }
    return shares;
}

static void expect_share(const ipa_oracle_row *row, double got) {
    const double error = sqrt(row->value * (1 - row->value) / (N_BLOCKS * IPA_LANES));
    cr_expect_leq(fabs(got - row->value), 4 * error + 1e-9, "%s: %g, not %g (%.1f errors)",
                  row->params, got, row->value, fabs(got - row->value) / error);
}

/** Every row `pmf` of a file whose params begin with `tag`; returns how many. */
static int expect_law(const char *file, const char *tag, const char *key, const double *shares) {
    size_t n_rows;
    int n_checked = 0;
    ipa_oracle_row *rows = oracle_read(file, &n_rows);
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, "pmf") == 0 && strncmp(rows[n].params, tag, strlen(tag)) == 0) {
            expect_share(&rows[n], shares[(int)oracle_parameter(&rows[n], key)]);
            n_checked++;
        }
    free(rows);
    return n_checked;
}

static void homogeneous(const char *file, const char *tag, int n, const double p_rho_nu[3]) {
    pool of = pool_create(1, p_rho_nu[2]);
    const double loading = sqrt(p_rho_nu[1]);
    for (int i = 0; i < n; i++)
        pool_add(&of, p_rho_nu[0], 1, &loading);
    const int n_checked = expect_law(file, tag, "k", simulate(&of, 2024));
    cr_expect_geq(n_checked, 3, "%s: %d rows", tag, n_checked);
    ipa_arena_destroy(of.arena);
}

Test(defaults, finite_gaussian_pools) {
    static const char file[] = "02_finite_pool_gaussian.csv";
    homogeneous(file, "n=10;p=0.05;rho=0.20;", 10, (double[]){0.05, 0.20, 0});
    homogeneous(file, "n=11;p=0.08;rho=0.15;", 11, (double[]){0.08, 0.15, 0});
    homogeneous(file, "n=50;p=0.03;rho=0.10;", 50, (double[]){0.03, 0.10, 0});
    homogeneous(file, "n=100;p=0.02;rho=0.20;", 100, (double[]){0.02, 0.20, 0});
}

Test(defaults, student_pools) {
    static const char file[] = "04_student_t_copula.csv";
    homogeneous(file, "n=2;p=0.05;rho=0.2;nu=4;", 2, (double[]){0.05, 0.2, 4});
    homogeneous(file, "n=10;p=0.05;rho=0.2;nu=4;", 10, (double[]){0.05, 0.2, 4});
    homogeneous(file, "n=10;p=0.02;rho=0.3;nu=8;", 10, (double[]){0.02, 0.3, 8});
    homogeneous(file, "n=50;p=0.03;rho=0.1;nu=6;", 50, (double[]){0.03, 0.1, 6});
}

Test(defaults, unlike_names) {
    size_t n_rows;
    pool of = pool_create(1, 0);
    ipa_oracle_row *rows = oracle_read("03_hetero_pool_recursion.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, "portfolio") == 0) {
            const double loading = sqrt(oracle_parameter(&rows[n], "rho"));
            pool_add(&of, oracle_parameter(&rows[n], "p"), (int)oracle_parameter(&rows[n], "units"),
                     &loading);
        }
    free(rows);
    cr_assert_eq(of.plan.n_obligors, 11);
    cr_expect_eq(expect_law("03_hetero_pool_recursion.csv", "names=11;", "l", simulate(&of, 5)),
                 32);
    ipa_arena_destroy(of.arena);
}

static void sectors(const char *tag, int n_sectors, const int *sizes, const double *pds,
                    const double rg_rs[2]) {
    pool of = pool_create(n_sectors + 1, 0);
    for (int s = 0; s < n_sectors; s++)
        for (int i = 0; i < sizes[s]; i++) {
            double loadings[MOST_FACTORS] = {sqrt(rg_rs[0])};
            loadings[s + 1] = sqrt(rg_rs[1]);
            pool_add(&of, pds[s], 1, loadings);
        }
    cr_expect_eq(expect_law("06_multifactor_gaussian.csv", tag, "k", simulate(&of, 6)), 9);
    ipa_arena_destroy(of.arena);
}

Test(defaults, several_factors) {
    sectors("sizes=5|5;", 2, (int[]){5, 5}, (double[]){0.05, 0.05}, (double[]){0.1, 0.15});
    sectors("sizes=4|6|5;", 3, (int[]){4, 6, 5}, (double[]){0.02, 0.05, 0.08},
            (double[]){0.12, 0.1});
}

/* The large-pool limit: what is left when only the factor is random. */
Test(defaults, vasicek_limit) {
    size_t n_rows;
    int n_checked = 0;
    ipa_oracle_row *rows = oracle_read("01_vasicek_lhp.csv", &n_rows);
    pool of = pool_create(1, 0);
    ipa_defaults *defaults = ipa_defaults_create(&of.plan, of.arena);
    for (size_t n = 0; n < n_rows; n++) {
        if (strcmp(rows[n].case_id, "cdf") != 0)
            continue;
        const double c = ipa_normal_quantile(oracle_parameter(&rows[n], "p"));
        const double rho = oracle_parameter(&rows[n], "rho"), x = oracle_parameter(&rows[n], "x");
        long below = 0;
        for (uint64_t block = 0; block < N_BLOCKS; block++) {
            ipa_defaults_draw(defaults, 1, block * IPA_LANES, IPA_LANES);
            for (int p = 0; p < IPA_LANES; p++)
                below += ipa_normal_cdf((c - sqrt(rho) * defaults->factors->lane[p]) /
                                        sqrt(1 - rho)) <= x;
        }
        expect_share(&rows[n], (double)below / (N_BLOCKS * IPA_LANES));
        n_checked++;
    }
    cr_expect_eq(n_checked, 16);
    free(rows);
    ipa_arena_destroy(of.arena);
}

Test(defaults, a_path_does_not_depend_on_its_block) {
    pool of = pool_create(2, 5);
    const double loadings[2] = {0.3, 0.4};
    pool_add(&of, 0.05, 1, loadings);
    pool_add(&of, 0.05, 1, loadings);
    ipa_defaults *block = ipa_defaults_create(&of.plan, of.arena);
    ipa_defaults *alone = ipa_defaults_create(&of.plan, of.arena);
    ipa_defaults_draw(block, 9, 128, IPA_LANES);
    for (int p = 0; p < IPA_LANES; p++) {
        ipa_defaults_draw(alone, 9, 128 + (uint64_t)p, 1);
        for (int i = 0; i < 2; i++)
            cr_expect_eq(alone->obligors[i].lane[0], block->obligors[i].lane[p]);
    }
    ipa_arena_destroy(of.arena);
}

/* The time that belongs to a latent variable is the one whose threshold it is. */
Test(defaults, time_of_default) {
    for (int student_t = 0; student_t < 2; student_t++) {
        pool of = pool_create(1, student_t ? 4 : 0);
        const double years[] = {0, 1, 5}, cumulative[] = {0, 0.03, 0.2};
        ipa_credit credit = {0};
        ipa_credit_set_points(&credit, 3, years, cumulative, of.arena);
        for (double t = 0.25; t < 8; t += 0.25) {
            const double x = ipa_credit_threshold(&credit, t, student_t, 4);
            cr_expect_float_eq(ipa_defaults_years(&of.plan, &credit, x), t, 1e-9);
        }
        ipa_arena_destroy(of.arena);
    }
}
