/* Oracle 05 by simulation of claims: a guarantor that may default with its obligor, and the value
 * of recoveries that come late. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/credit.h"
#include "engine/pool/claims.h"
#include "tests/support/oracle.h"

enum { N_PATHS = 256000, DAYS_OF_TERM = 1825, DAYS = 14600 };

/* One obligor of flat hazard on a grid of days, whose claim of 1 brings R after a lag. */
typedef struct one {
    ipa_arena *arena;
    ipa_plan plan;
    ipa_plan_obligor obligor;
    ipa_plan_contract contract;
    ipa_plan_entity guarantor;
    double years[2], hazard[2], guarantor_hazard[2], loading[1], cholesky[1];
    uint32_t factor[1];
} one;

static ipa_credit flat(one *of, double *cumulative, double hazard, uint32_t stream) {
    of->years[1] = 1;
    cumulative[1] = hazard;
    return (ipa_credit){.stream = stream,
                        .loadings = of->loading,
                        .idiosyncratic = sqrt(1 - of->loading[0] * of->loading[0]),
                        .n_points = 2,
                        .years = of->years,
                        .cumulative_hazard = cumulative};
}

static one *one_create(double hazard, double correlation) {
    ipa_arena *arena = ipa_arena_create();
    one *of = IPA_NEW(arena, one);
    *of = (one){.arena = arena, .loading = {sqrt(correlation)}, .cholesky = {1}, .factor = {9}};
    of->obligor = (ipa_plan_obligor){.credit = flat(of, of->hazard, hazard, 1), .guarantor = -1};
    of->contract = (ipa_plan_contract){.stream = 2,
                                       .recovery_mean = 1,
                                       .proceeds_base = NAN,
                                       .proceeds_factor = 1,
                                       .buyback_base = NAN,
                                       .facility = -1};
    of->plan = (ipa_plan){.n_factors = 1,
                          .cholesky = of->cholesky,
                          .factor_streams = of->factor,
                          .n_obligors = 1,
                          .n_contracts = 1,
                          .obligors = &of->obligor,
                          .contracts = &of->contract,
                          .entities = &of->guarantor,
                          .buyback_entity = -1};
    return of;
}

/* Periods of so many days each. */
static void one_periods(one *of, int n_periods, int days) {
    of->plan.n_periods = n_periods;
    of->plan.periods = IPA_NEW_ARRAY(of->arena, n_periods, ipa_period);
    for (int k = 0; k < n_periods; k++)
        of->plan.periods[k] = (ipa_period){.collection_start = 20000 + k * days,
                                           .collection_end = 20000 + (k + 1) * days};
    of->contract.recovery_period = IPA_NEW_ARRAY(of->arena, n_periods + 1, int);
}

/* The claim of a path; false if the obligor outlives the term. */
static bool claim_of(one *of, ipa_claims *claims, const ipa_defaults *defaults, int lane,
                     ipa_claim *claim) {
    const double term = DAYS_OF_TERM / 365.0;
    const double years =
        ipa_defaults_years(&of->plan, &of->obligor.credit, defaults->obligors[0].lane[lane]);
    if (years > term)
        return false;
    const double from = of->plan.periods[0].collection_start;
    const ipa_date date = (ipa_date)ceil(from + years * 365);
    *claim = (ipa_claim){
        .contract = 0, .period = ipa_plan_period(&of->plan, date), .years = years, .amount = 1};
    ipa_claims_settle(claims, defaults, lane, 1, claim);
    return true;
}

typedef double (*measured)(const ipa_plan *plan, const ipa_claim *claim);

static void expect_mean(const ipa_oracle_row *row, one *of, measured f) {
    ipa_defaults *defaults = ipa_defaults_create(&of->plan, of->arena);
    ipa_claims *claims = ipa_claims_create(&of->plan, of->arena);
    double sum = 0, squares = 0;
    for (uint64_t first = 0; first < N_PATHS; first += IPA_LANES) {
        ipa_defaults_draw(defaults, 11, first, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++) {
            ipa_claim claim;
            if (!claim_of(of, claims, defaults, p, &claim))
                continue;
            const double y = f(&of->plan, &claim);
            sum += y;
            squares += y * y;
        }
    }
    const double mean = sum / N_PATHS;
    const double error = sqrt((squares / N_PATHS - mean * mean) / N_PATHS);
    cr_expect_leq(fabs(mean - row->value), 4 * error, "%s %s: %g, not %g (error %g)", row->quantity,
                  row->params, mean, row->value, error);
}

/* ---- a guarantor ---- */

static double uncovered(const ipa_plan *plan, const ipa_claim *claim) {
    return claim->guarantee > 0 ? 0 : 1;
}

static double covered(const ipa_plan *plan, const ipa_claim *claim) {
    return claim->guarantee > 0 ? 1 : 0;
}

static void double_default(const ipa_oracle_row *row) {
    one *of = one_create(oracle_parameter(row, "h1"), oracle_parameter(row, "asset_corr"));
    double threshold[2];
    one_periods(of, 2, DAYS_OF_TERM);
    of->guarantor.credit = flat(of, of->guarantor_hazard, oracle_parameter(row, "hg"), 3);
    of->guarantor.end_threshold = threshold;
    for (int k = 0; k < 2; k++)
        threshold[k] =
            ipa_credit_threshold(&of->guarantor.credit, (k + 1) * DAYS_OF_TERM / 365.0, false, 0);
    of->plan.n_entities = 1;
    of->obligor.guarantor = 0;
    of->obligor.guarantee_share = 1;
    expect_mean(row, of, strstr(row->quantity, "both") ? uncovered : covered);
    ipa_arena_destroy(of->arena);
}

/* ---- recoveries that come late ---- */

static double present_value(const ipa_plan *plan, const ipa_claim *claim) {
    if (claim->recovery_period >= plan->n_periods)
        return 0;
    const int days =
        plan->periods[claim->recovery_period].collection_end - plan->periods[0].collection_start;
    return claim->recovery * exp(-0.0279 * days / 365);
}

/* Mean 18 months; standard deviation in months, 0: always 18. */
static void late_recovery(const ipa_oracle_row *row, double sd, int n_days) {
    const double mean = 18;
    one *of = one_create(oracle_parameter(row, "h"), 0);
    one_periods(of, n_days, 1);
    of->contract.recovery_mean = oracle_parameter(row, "R");
    for (int k = 0; k <= n_days; k++)
        of->contract.recovery_period[k] = ipa_plan_recovery_period(&of->plan, k, mean);
    if (sd > 0)
        cr_assert_eq(ipa_quantile_table_gamma(of->arena, mean * mean / (sd * sd), sd * sd / mean,
                                              &of->contract.lag, NULL),
                     IPA_OK);
    expect_mean(row, of, present_value);
    ipa_arena_destroy(of->arena);
}

/* An exponential lag is a gamma lag whose deviation is its mean. */
static double deviation(const ipa_oracle_row *row) {
    return strstr(row->quantity, "Exp") ? 18 : strstr(row->quantity, "Gamma") ? 12 : 0;
}

Test(claims_oracle, guarantor_and_late_recoveries) {
    size_t n_rows;
    int n_checked[3] = {0};
    ipa_oracle_row *rows = oracle_read("05_hazard_default_time.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, "double_default") == 0) {
            double_default(&rows[n]);
            n_checked[0]++;
        } else if (strcmp(rows[n].case_id, "recovery_lag") == 0) {
            late_recovery(&rows[n], deviation(&rows[n]), DAYS);
            n_checked[1]++;
        } else if (strcmp(rows[n].case_id, "recovery_lag_cut") == 0) {
            late_recovery(&rows[n], deviation(&rows[n]), DAYS_OF_TERM);
            n_checked[2]++;
        }
    cr_expect_eq(n_checked[0], 6);
    cr_expect_eq(n_checked[1], 3);
    cr_expect_eq(n_checked[2], 2);
    free(rows);
}
