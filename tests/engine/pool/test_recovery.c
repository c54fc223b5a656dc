/* Recovery shares drawn for contracts have the beta law of oracle 12. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/beta.h"
#include "engine/pool/recovery.h"
#include "tests/support/oracle.h"

enum { N_BLOCKS = 1600, N_DRAWS = N_BLOCKS * IPA_LANES };

static double *draw(double mean, double sd, double rho, ipa_arena *arena) {
    const double common = mean * (1 - mean) / (sd * sd) - 1;
    double cholesky[1] = {1};
    uint32_t stream[1] = {77};
    int lost[2] = {0, 1};
    ipa_plan_contract contract = {.stream = 5, .recovery_period = lost};
    ipa_plan plan = {.n_factors = 1,
                     .cholesky = cholesky,
                     .factor_streams = stream,
                     .recovery_correlation = rho,
                     .n_periods = 1,
                     .n_contracts = 1,
                     .contracts = &contract};
    cr_assert_eq(ipa_quantile_table_beta(arena, mean * common, (1 - mean) * common,
                                         &contract.recovery, NULL),
                 IPA_OK);
    ipa_defaults *defaults = ipa_defaults_create(&plan, arena);
    double *shares = IPA_NEW_ARRAY(arena, N_DRAWS, double);
    for (int block = 0; block < N_BLOCKS; block++) {
        ipa_defaults_draw(defaults, 3, (uint64_t)block * IPA_LANES, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++)
            shares[block * IPA_LANES + p] = ipa_recovery_share(defaults, 0, p);
    }
    return shares;
}

typedef double (*transform)(double share, double x);
static double to_power(double share, double x) {
    return pow(share, x);
}
static double is_below(double share, double x) {
    return share <= x;
}
static double limited(double share, double x) {
    return share < x ? share : x;
}

static void expect_mean(const ipa_oracle_row *row, const double *shares, transform f, double x) {
    double sum = 0, squares = 0;
    for (int n = 0; n < N_DRAWS; n++) {
        const double y = f(shares[n], x);
        sum += y;
        squares += y * y;
    }
    const double mean = sum / N_DRAWS;
    const double error = sqrt((squares / N_DRAWS - mean * mean) / N_DRAWS);
    /* one draw more or less where the event is rarer than one in all of them */
    cr_expect_leq(fabs(mean - row->value), 4 * error + 1.0 / N_DRAWS, "%s %s: %g, not %g",
                  row->case_id, row->params, mean, row->value);
}

static int expect_law(double mean, double sd, double rho) {
    size_t n_rows;
    int n_checked = 0;
    ipa_arena *arena = ipa_arena_create();
    const double *shares = draw(mean, sd, rho, arena);
    ipa_oracle_row *rows = oracle_read("12_beta_recovery.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        if (oracle_parameter(&rows[n], "mean") != mean || oracle_parameter(&rows[n], "sd") != sd)
            continue;
        n_checked++;
        if (strcmp(rows[n].case_id, "moment") == 0)
            expect_mean(&rows[n], shares, to_power,
                        strtod(strchr(rows[n].quantity, '^') + 1, NULL));
        else if (strcmp(rows[n].case_id, "cdf") == 0)
            expect_mean(&rows[n], shares, is_below, oracle_parameter(&rows[n], "x"));
        else if (strcmp(rows[n].case_id, "limited") == 0)
            expect_mean(&rows[n], shares, limited, oracle_parameter(&rows[n], "x"));
        else
            n_checked--;
    }
    free(rows);
    ipa_arena_destroy(arena);
    return n_checked;
}

Test(recovery, beta_laws) {
    cr_expect_eq(expect_law(0.35, 0.25, 0), 12);
    cr_expect_eq(expect_law(0.20, 0.18, 0), 12);
    cr_expect_eq(expect_law(0.50, 0.20, 0), 12);
    cr_expect_eq(expect_law(0.10, 0.10, 0), 12);
}

/* The tie to the factor leaves the law of one contract as it is. */
Test(recovery, correlated_beta_law) {
    cr_expect_eq(expect_law(0.35, 0.25, 0.6), 12);
}

Test(recovery, certain_shares_and_fixed_lags) {
    ipa_arena *arena = ipa_arena_create();
    int arrives[4] = {1, 2, 3, 3};
    ipa_plan_contract contract = {.recovery_mean = 0.4, .recovery_period = arrives};
    ipa_plan plan = {.n_periods = 3, .n_contracts = 1, .contracts = &contract};
    ipa_defaults *defaults = ipa_defaults_create(&plan, arena);
    ipa_defaults_draw(defaults, 1, 0, 1);
    cr_expect_eq(ipa_recovery_share(defaults, 0, 0), 0.4);
    for (int k = 0; k < 3; k++)
        cr_expect_eq(ipa_recovery_arrival(defaults, 0, 0, k), arrives[k]);
    ipa_arena_destroy(arena);
}
