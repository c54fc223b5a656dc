#include "engine/simulate/quantiles.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/beta.h"
#include "tests/support/oracle.h"

enum { N = 20 };

static const double sample[N] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4};

static double exact(const ipa_oracle_row *rows, size_t n_rows, const char *case_id) {
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, case_id) == 0)
            return rows[n].value;
    cr_assert_fail("no row %s", case_id);
    return NAN;
}

Test(quantiles, of_twenty_numbers) {
    size_t n_rows;
    double sorted[N], scratch[N];
    ipa_oracle_row *rows = oracle_read("21_risk_statistics.csv", &n_rows);
    memcpy(sorted, sample, sizeof sample);
    ipa_quantiles_sort(sorted, N, scratch);
    cr_expect_eq(sorted[ipa_quantiles_rank(N, 0.9)], exact(rows, n_rows, "sample_q90"));
    cr_expect_float_eq(ipa_quantiles_cvar(sorted, N, 0.85).mean, exact(rows, n_rows, "sample_ES85"),
                       1e-14);
    free(rows);
}

Test(quantiles, ranks_are_not_pushed_up_by_a_rounding_error) {
    cr_expect_eq(ipa_quantiles_rank(100, 0.07), 6); /* 0.07 × 100 > 7 in doubles */
    cr_expect_eq(ipa_quantiles_rank(1000, 0.999), 998);
    cr_expect_eq(ipa_quantiles_rank(1000000, 0.29), 289999);
    cr_expect_eq(ipa_quantiles_rank(3, 0.01), 0);
    cr_expect_eq(ipa_quantiles_rank(1, 0.99), 0);
    cr_expect_eq(ipa_quantiles_rank(3, 0.99), 2);
}

Test(quantiles, order_statistic_intervals) {
    size_t n_rows, n_checked = 0;
    ipa_oracle_row *rows = oracle_read("21_risk_statistics.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        long low, high;
        const bool lower = strcmp(rows[n].case_id, "orderstat_CI_lower") == 0;
        if (!lower && strcmp(rows[n].case_id, "orderstat_CI_upper") != 0)
            continue;
        ipa_quantiles_interval((long)oracle_parameter(&rows[n], "n"),
                               oracle_parameter(&rows[n], "a"), &low, &high);
        /* the oracle counts from 1 */
        cr_expect_eq((lower ? low : high) + 1, (long)rows[n].value, "%s %s: %ld", rows[n].case_id,
                     rows[n].params, (lower ? low : high) + 1);
        n_checked++;
    }
    cr_expect_eq(n_checked, 10);
    free(rows);
}

/* P(at most k of n), by the engine's own beta law: the witness of GSL's binomial. */
static double at_most(long k, long n, double share) {
    return k < 0 ? 0 : k >= n ? 1 : ipa_beta_cdf((double)(n - k), (double)k + 1, 1 - share);
}

Test(quantiles, intervals_hold_what_they_claim) {
    static const long sizes[] = {10, 100, 1000, 12345, 100000, 200000, 1000000, 10000000};
    static const double levels[] = {0.5, 0.95, 0.99, 0.999};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
            const long n = sizes[s];
            long low, high;
            ipa_quantiles_interval(n, levels[i], &low, &high);
            /* positions from 0: `low` values lie below the lower end */
            cr_expect(low < 0 || at_most(low, n, levels[i]) <= 0.025);
            cr_expect_gt(at_most(low + 1, n, levels[i]), 0.025, "%ld %g", n, levels[i]);
            cr_expect(high >= n || at_most(high, n, levels[i]) >= 0.975);
            cr_expect_lt(at_most(high - 1, n, levels[i]), 0.975, "%ld %g", n, levels[i]);
        }
}

Test(quantiles, clopper_pearson) {
    size_t n_rows, n_checked = 0;
    ipa_oracle_row *rows = oracle_read("21_risk_statistics.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        if (strncmp(rows[n].case_id, "clopper_pearson_", 16) != 0)
            continue;
        const long k = (long)oracle_parameter(&rows[n], "k"),
                   of = (long)oracle_parameter(&rows[n], "n");
        const double got = strcmp(rows[n].case_id + 16, "hi") == 0 ? ipa_quantiles_upper(k, of)
                                                                   : ipa_quantiles_lower(k, of);
        cr_expect(oracle_agrees(&rows[n], got), "%s %s: %.17g", rows[n].case_id, rows[n].params,
                  got);
        n_checked++;
    }
    cr_expect_eq(n_checked, 6);
    cr_expect_eq(ipa_quantiles_upper(50, 50), 1);
    cr_expect_float_eq(ipa_quantiles_lower(50, 50), pow(0.025, 1.0 / 50), 1e-12);
    free(rows);
}

/* At the upper bound k or fewer have 2.5%, at the lower one k or more. */
Test(quantiles, clopper_pearson_at_every_count) {
    static const long sizes[] = {1000, 10000, 200000};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (long k = 1; k < sizes[s]; k += k < 60 ? 1 : sizes[s] / 61) {
            const unsigned n = (unsigned)sizes[s], u = (unsigned)k;
            const double upper = ipa_quantiles_upper(k, sizes[s]),
                         lower = ipa_quantiles_lower(k, sizes[s]);
            cr_expect_float_eq(gsl_cdf_binomial_P(u, upper, n), 0.025, 1e-9, "%ld of %ld: %g", k,
                               sizes[s], upper);
            cr_expect_float_eq(gsl_cdf_binomial_Q(u - 1, lower, n), 0.025, 1e-9, "%ld of %ld: %g",
                               k, sizes[s], lower);
        }
}

Test(quantiles, interval_of_a_small_sample_is_open) {
    long low, high;
    const double sorted[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    ipa_quantiles_interval(10, 0.999, &low, &high);
    cr_expect_eq(high, 10);
    const ipa_quantile_estimate var = ipa_quantiles_var(sorted, 10, 0.999);
    cr_expect_eq(var.value, 9);
    cr_expect(isnan(var.high));
}

/* Inverse of the law at the middles of n equal shares: a sample without noise. */
static double *exponential_sample(long n) {
    double *values = malloc((size_t)n * sizeof *values);
    for (long p = 0; p < n; p++)
        values[p] = -log1p(-((double)p + 0.5) / (double)n);
    return values;
}

Test(quantiles, var_and_cvar_of_an_exponential) {
    enum { MANY = 1000000 };
    size_t n_rows, n_checked = 0;
    double *values = exponential_sample(MANY);
    ipa_oracle_row *rows = oracle_read("21_risk_statistics.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        const bool var = strcmp(rows[n].case_id, "exp_VaR") == 0;
        if (!var && strcmp(rows[n].case_id, "exp_ES") != 0)
            continue;
        const double level = oracle_parameter(&rows[n], "a");
        const double got = var ? ipa_quantiles_var(values, MANY, level).value
                               : ipa_quantiles_cvar(values, MANY, level).mean;
        cr_expect_float_eq(got, rows[n].value, 1e-3, "%s %s: %.12g", rows[n].case_id,
                           rows[n].params, got);
        n_checked++;
    }
    cr_expect_eq(n_checked, 8);
    free(rows);
    free(values);
}

/* Of an exponential the part above the quantile is again exponential: the asymptotic standard
 * deviation of √n (ES − exact) is √((1 + a) / (1 − a)). */
Test(quantiles, standard_error_of_cvar) {
    enum { MANY = 1000000 };
    double *values = exponential_sample(MANY);
    for (double level = 0.5; level < 0.995; level += 0.07) {
        const double asymptotic = sqrt((1 + level) / (1 - level) / MANY);
        cr_expect_float_eq(ipa_quantiles_cvar(values, MANY, level).standard_error / asymptotic, 1,
                           0.01);
    }
    free(values);
}

Test(quantiles, cvar_splits_an_atom) {
    const double losses[10] = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1};
    cr_expect_float_eq(ipa_quantiles_cvar(losses, 10, 0.5).mean, 0.6, 1e-15);
    cr_expect_float_eq(ipa_quantiles_cvar(losses, 10, 0.95).mean, 1, 1e-15);
    cr_expect_float_eq(ipa_quantiles_cvar(losses, 10, 0.75).mean, 1, 1e-15);
    const double same[3] = {2, 2, 2};
    cr_expect_eq(ipa_quantiles_cvar(same, 3, 0.9).mean, 2);
    cr_expect_eq(ipa_quantiles_cvar(same, 3, 0.9).standard_error, 0);
}

/* ---- sorting and selection against qsort ---- */

static int ascending(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

typedef double (*shape)(long p, long n);

static double hashed(long p) {
    return (double)((unsigned long long)p * 2654435761u % 1000003u) / 1000003.0;
}
static double spread(long p, long n) {
    return (double)n * (hashed(p) - 0.5);
}
static double mostly_nothing(long p, long n) {
    return p % 50 ? 0 : hashed(p) + 0 * (double)n;
}
static double all_the_same(long p, long n) {
    return 7 + 0 * (double)(p + n);
}
static double over_many_scales(long p, long n) {
    return ldexp(hashed(p) - 0.5, (int)(p % 600) - 300) + 0 * (double)n;
}
static double already_sorted(long p, long n) {
    return (double)(p - n / 2);
}
static double lattice(long p, long n) {
    return floor(5 * hashed(p)) + 0 * (double)n;
}

static void against_qsort(shape of, long n, const char *what) {
    static const double levels[] = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    enum { N_LEVELS = sizeof levels / sizeof *levels };
    double *values = malloc((size_t)n * sizeof *values),
           *sorted = malloc((size_t)n * sizeof *sorted),
           *scratch = malloc(2 * (size_t)n * sizeof *scratch), selected[N_LEVELS];
    long ranks[N_LEVELS];
    for (long p = 0; p < n; p++)
        sorted[p] = values[p] = of(p, n);
    qsort(sorted, (size_t)n, sizeof *sorted, ascending);
    for (int i = 0; i < N_LEVELS; i++)
        ranks[i] = ipa_quantiles_rank(n, levels[i]);
    ipa_quantiles_select(values, n, ranks, N_LEVELS, selected, scratch);
    for (int i = 0; i < N_LEVELS; i++)
        cr_expect_eq(selected[i], sorted[ranks[i]], "%s, %ld, level %g: %g, not %g", what, n,
                     levels[i], selected[i], sorted[ranks[i]]);
    ipa_quantiles_sort(values, n, scratch);
    for (long p = 0; p < n; p++)
        if (values[p] != sorted[p])
            cr_assert_fail("%s, %ld: value %ld is %g, not %g", what, n, p, values[p], sorted[p]);
    free(values);
    free(sorted);
    free(scratch);
}

Test(quantiles, sort_and_select_agree_with_qsort) {
    static const struct {
        shape of;
        const char *what;
    } shapes[] = {{spread, "spread"},
                  {mostly_nothing, "mostly nothing"},
                  {all_the_same, "all the same"},
                  {over_many_scales, "many scales"},
                  {already_sorted, "sorted"},
                  {lattice, "lattice"}};
    static const long sizes[] = {1, 2, 3, 48, 49, 1000, 65537};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++)
            against_qsort(shapes[s].of, sizes[n], shapes[s].what);
}
