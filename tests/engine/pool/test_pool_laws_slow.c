/* What the pool's paths must obey as a sample: joint default rates, expected cash in closed form,
 * draws that stay when the tape grows, errors that shrink as 1/√N. */
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/pool/pool.h"
#include "tests/support/bivariate.h"
#include "tests/support/folders.h"
#include "tests/support/witness.h"

enum { N_PERIODS = 16, N_BLOCKS = 4096 };

static const uint64_t seed = 42;

/* ---- a deal of three royalties and two loans ---- */

static const char DEAL[] =
    "ipabs: 1\n"
    "deal:\n"
    "  name: {zh: 许可提成, en: Royalties}\n"
    "  cutoff: 2025-06-30\n"
    "  closing: 2025-06-30\n"
    "  legal_final: 2029-06-30\n"
    "  units: none\n"
    "calendar: {holidays: NONE}\n"
    "periods: {first_payment: 2025-09-30, frequency: quarterly}\n"
    "pool: {obligors: obligors.csv, contracts: contracts.csv, patents: patents.csv}\n"
    "tranches:\n"
    "  - {id: A, balance: 800000, coupon: {fixed: 0.03}, amortisation: pass_through}\n"
    "  - {id: SUB, balance: 200000, amortisation: residual}\n"
    "waterfalls:\n"
    "  normal:\n"
    "    - {pay: A.interest}\n"
    "    - {pay: A.principal}\n"
    "    - {pay: SUB.residual, when: \"final\"}\n"
    "market: {discount: {flat: 2%}}\n"
    "model:\n"
    "  default: {copula: gaussian}\n"
    "  factors: [macro, region, software, medical, energy]\n"
    "  correlation: {pairs: {macro: {region: 0.4}, software: {medical: 0.5}}}\n"
    "  sales:\n"
    "    software: {reversion: 0.5, volatility: 0.3}\n"
    "    medical: {reversion: 0, volatility: 0.25}\n"
    "    energy: {volatility: 0.2, growth: {initial: 0.15, mean: 0.02, reversion: 0.8, "
    "volatility: 0.1, correlation: -0.4}}\n"
    "  patents: {hazards: hazards.csv, family_share: 0.4, partial_factor: 0.5, "
    "grant: {median_months: 20, sigma: 0.4, probability: 0.7}}\n";

static const char OBLIGORS[] = "id,name,hazard,loadings\n"
                               "E1,first,0.05,macro:0.6\n"
                               "E2,second,0.08,macro:0.3;region:0.5\n"
                               "E3,third,0.02,region:0.7\n"
                               "E4,fourth,0.15,macro:-0.5\n";

#define CONTRACT_COLUMNS                                                                       \
    "id,obligor,kind,start,end,frequency,principal,rate,amortisation,royalty_rate,base_sales," \
    "minimum,cap,royalty_basis,profile,factor,sales_volatility,sales_reversion,"               \
    "reporting_lag_months,patents,patent_rule,recovery_mean,recovery_sd,prepay_rate,"          \
    "late_probability\n"
#define ROYALTIES                                                                            \
    "R1,E1,royalty,2025-06-30,2029-06-30,,,,,0.05,40000000,,,year,growth:0.04,software,0.2," \
    "0.6,0,,none,,,,\n"                                                                      \
    "R2,E2,royalty,2025-06-30,2029-06-30,,,,,0:0.06;6000000:0.04;12000000:0.02,40000000,"    \
    "300000,500000,period,decay:0.10,medical,,,0,P1;P2;P3,weighted,,,,\n"                    \
    "R3,E3,royalty,2025-06-30,2029-06-30,,,,,0.03,20000000,,,period,constant,energy,,,2,"    \
    "P4;P5,all,,,,\n"
#define LOANS                                                                                  \
    "L1,E4,loan,2025-06-30,2029-06-30,quarterly,5000000,0.06,level,,,,,,,,,,,P1;P6,weighted,"  \
    "0.4,0.2,0.05,0.1\n"                                                                       \
    "L2,E2,loan,2025-06-30,2028-06-30,quarterly,3000000,0.05,bullet,,,,,,,,,,,,none,0.3,0.1,," \
    "\n"

static const char PATENTS[] = "id,kind,filed,granted,expires,weight\n"
                              "P1,invention,2018-06-30,2020-01-15,,2\n"
                              "P2,utility_model,2017-11-20,2018-05-01,,1\n"
                              "P3,invention,2024-06-30,,,3\n"
                              "P4,invention,2015-03-10,2017-04-02,,1\n"
                              "P5,utility_model,2020-02-29,2020-09-15,,1\n"
                              "P6,invention,2021-01-11,2023-02-02,,1\n";

static const char HAZARDS[] = "kind,cause,age_from,hazard\n"
                              "invention,lapse,0,0.03\n"
                              "invention,obsolete,0,0.01\n"
                              "invention,invalid_full,0,0.02\n"
                              "invention,invalid_partial,0,0.05\n"
                              "utility_model,lapse,0,0.10\n"
                              "utility_model,invalid_full,0,0.06\n";

/* A deal read and resolved, with a pool that writes each contract's cash. */
typedef struct laws {
    test_folder folder;
    ipa_arena *arena;
    ipa_plan *plan;
    ipa_pool *pool;
    ipa_collections rows;
    ipa_row *contract_cash;
} laws;

static void put(const test_folder *folder, const char *name, const char *text) {
    folder_write(folder, name, text, strlen(text));
}

static laws laws_under(const char *copula, const char *obligors, const char *contracts,
                       const char *patents) {
    laws of = {.folder = folder_create(), .arena = ipa_arena_create()};
    ipa_findings findings = ipa_findings_make(of.arena);
    ipa_error error = {0};
    ipa_deal *deal = NULL;
    put(&of.folder, "deal.yaml", DEAL);
    folder_replace(&of.folder, "deal.yaml", "gaussian", copula);
    put(&of.folder, "obligors.csv", obligors);
    put(&of.folder, "contracts.csv", contracts);
    put(&of.folder, "patents.csv", patents);
    put(&of.folder, "hazards.csv", HAZARDS);
    ipa_status status = ipa_deal_read(of.folder.path, NULL, of.arena, &findings, &deal, &error);
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, of.arena, &findings, &of.plan, &error);
    cr_assert_eq(status, IPA_OK, "%s %s", error.message,
                 ipa_findings_text(&findings, of.arena, IPA_FORMAT_SHORT, false));
    cr_assert_eq(of.plan->n_periods, N_PERIODS);
    of.pool = ipa_pool_create(of.plan, of.arena);
    of.rows = ipa_layout_collections(of.arena, N_PERIODS, of.plan->n_entities, of.plan->n_obligors);
    of.contract_cash = ipa_layout_rows(of.arena, of.plan->n_contracts * N_PERIODS);
    ipa_pool_watch(of.pool, of.contract_cash);
    return of;
}

static laws laws_open(const char *obligors, const char *contracts, const char *patents) {
    return laws_under("gaussian", obligors, contracts, patents);
}

static void laws_close(laws *of) {
    ipa_arena_destroy(of->arena);
    folder_remove(&of->folder);
}

static void expect_mean(const char *what, const double sums[2], double exact) {
    const double n = (double)N_BLOCKS * IPA_LANES, mean = sums[0] / n;
    const double error = sqrt((sums[1] / n - mean * mean) / n);
    cr_expect_leq(fabs(mean - exact), 4.5 * error + 1e-9 * fabs(exact),
                  "%s: %.8g, not %.8g (%.2f standard errors)", what, mean, exact,
                  (mean - exact) / error);
}

/* ---- joint defaults ---- */

Test(pool_laws_slow, pairwise_default_rates) {
    static const double hazard[4] = {0.05, 0.08, 0.02, 0.15};
    static const double loading[4][2] = {{0.6, 0}, {0.3, 0.5}, {0, 0.7}, {-0.5, 0}};
    laws of = laws_open(OBLIGORS, CONTRACT_COLUMNS ROYALTIES LOANS, PATENTS);
    double both[4][4][2] = {{{0}}};
    for (uint64_t block = 0; block < N_BLOCKS; block++) {
        ipa_pool_simulate(of.pool, seed, block * IPA_LANES, IPA_LANES, &of.rows);
        for (int p = 0; p < IPA_LANES; p++)
            for (int i = 0; i < 4; i++)
                for (int j = 0; j <= i; j++) {
                    const double hit =
                        of.rows.obligor_defaulted[i].lane[p] * of.rows.obligor_defaulted[j].lane[p];
                    both[i][j][0] += hit;
                    both[i][j][1] += hit * hit;
                }
    }
    const double years = (4 * 365 + 1) / 365.0;
    for (int i = 0; i < 4; i++) {
        const double p = -expm1(-hazard[i] * years), a = gsl_cdf_ugaussian_Pinv(p);
        expect_mean("one default", both[i][i], p);
        for (int j = 0; j < i; j++) {
            const double rho =
                loading[i][0] * loading[j][0] + loading[i][1] * loading[j][1] +
                0.4 * (loading[i][0] * loading[j][1] + loading[i][1] * loading[j][0]);
            const double b = gsl_cdf_ugaussian_Pinv(-expm1(-hazard[j] * years));
            expect_mean("two defaults", both[i][j], bivariate_cdf(a, b, rho));
        }
    }
    laws_close(&of);
}

/* Whatever ties the names together, each defaults as its own curve says; a loan's instalments are
   paid as often as its obligor lives to see them. */
static void expect_marginals(const char *copula, const char *obligors) {
    static const double hazard[4] = {0.05, 0.08, 0.02, 0.15};
    static double defaults[4][2], paid[N_PERIODS][2];
    laws of = laws_under(copula, obligors, CONTRACT_COLUMNS ROYALTIES LOANS, PATENTS);
    memset(defaults, 0, sizeof defaults);
    memset(paid, 0, sizeof paid);
    for (uint64_t block = 0; block < N_BLOCKS; block++) {
        ipa_pool_simulate(of.pool, seed, block * IPA_LANES, IPA_LANES, &of.rows);
        for (int p = 0; p < IPA_LANES; p++) {
            for (int i = 0; i < 4; i++)
                for (int n = 0; n < 2; n++)
                    defaults[i][n] += of.rows.obligor_defaulted[i].lane[p];
            for (int k = 0; k < 11; k++)
                for (int n = 0; n < 2; n++)
                    paid[k][n] += of.contract_cash[4 * N_PERIODS + k].lane[p] == 3750000;
        }
    }
    for (int i = 0; i < 4; i++)
        expect_mean(copula, defaults[i], -expm1(-hazard[i] * (4 * 365 + 1) / 365.0));
    for (int k = 0; k < 11; k++) {
        const int days = of.plan->periods[k].collection_end - of.plan->deal->terms.cutoff;
        expect_mean(copula, paid[k], exp(-0.08 * days / 365.0));
    }
    laws_close(&of);
}

Test(pool_laws_slow, marginals_are_the_curves) {
    expect_marginals("{student_t: 4}", OBLIGORS);
    expect_marginals("intensity", "id,name,hazard,loadings\n"
                                  "E1,first,0.05,software:1.5;medical:0.5\n"
                                  "E2,second,0.08,energy:2\n"
                                  "E3,third,0.02,medical:-1\n"
                                  "E4,fourth,0.15,software:3\n");
}

/* ---- expected royalties ---- */

/* E[max(0, S − strike)] of a lognormal with this mean and variance of its logarithm. */
static double call(double mean, double variance, double strike) {
    if (!(strike > 0))
        return mean - strike;
    const double sd = sqrt(variance), d = (log(mean / strike) + variance / 2) / sd;
    return mean * gsl_cdf_ugaussian_P(d) - strike * gsl_cdf_ugaussian_P(d - sd);
}

/* min(500000, max(300000, tiers)): 6% to 6m is 360000, 4% on to 9.5m is 500000; the minimum binds
   to 5m. */
static double expected_fee(double mean, double variance) {
    return 300000 + 0.06 * call(mean, variance, 5e6) - 0.02 * call(mean, variance, 6e6) -
           0.04 * call(mean, variance, 9.5e6);
}

static double years_to(const laws *of, ipa_date date) {
    return (date - of->plan->deal->terms.cutoff) / 365.0;
}

/* Share of R2's weights that a path still pays on, on average. */
static double expected_share(const laws *of, ipa_date end) {
    const double t = years_to(of, end), partial = 1 - 0.5 * -expm1(-0.05 * t);
    const double invention = exp(-(0.03 + 0.01 + 0.02) * t) * partial;
    const double model = end < ipa_date_from(2027, 11, 20) ? exp(-(0.10 + 0.06) * t) : 0;
    const double month = 365.0 / 12;
    const double pending = 365, since_filing = pending + t * 365;
    const double a = log(pending / month / 20) / 0.4, b = log(since_filing / month / 20) / 0.4;
    const double granted = 1 - gsl_cdf_ugaussian_Q(b) / gsl_cdf_ugaussian_Q(a);
    return (2 * invention + model + 3 * invention * 0.7 * granted) / 6;
}

static double expected_cash(const laws *of, int c, int k) {
    const ipa_date end = of->plan->periods[k].collection_end;
    const ipa_date from = of->plan->periods[k].collection_start;
    const double t = years_to(of, end), years = years_to(of, end) - years_to(of, from);
    const double middle = 0.5 * (years_to(of, end) + years_to(of, from));
    if (c == 0)
        return 0.05 * 4e7 * years * exp(0.04 * middle) * exp(-0.05 * t);
    if (c == 1)
        return expected_fee(4e7 * years * exp(-0.10 * middle), 0.25 * 0.25 * t) *
               expected_share(of, end) * exp(-0.08 * t);
    const double kappa = 0.8, gain = -expm1(-kappa * t) / kappa;
    const double variance =
        0.04 * t + 0.01 / (kappa * kappa) * (t - 2 * gain - expm1(-2 * kappa * t) / (2 * kappa)) +
        2 * -0.4 * 0.2 * 0.1 / kappa * (t - gain);
    const double growth = (0.02 - 0.02) * t + (0.15 - 0.02) * gain;
    /* Own causes of both; the family's threshold is met by the utility model's hazard first. */
    const double both = exp(-(0.03 + 0.01 + 0.6 * 0.02 + 0.10 + 0.6 * 0.06 + 0.4 * 0.06) * t);
    const double due = years_to(of, ipa_date_add_months(end, 2, false));
    return 0.03 * 2e7 * years * exp(growth + variance / 2) * both * exp(-0.02 * due);
}

Test(pool_laws_slow, expected_royalties) {
    static double sums[3][N_PERIODS][2];
    laws of = laws_open(OBLIGORS, CONTRACT_COLUMNS ROYALTIES, PATENTS);
    for (uint64_t block = 0; block < N_BLOCKS; block++) {
        ipa_pool_simulate(of.pool, seed, block * IPA_LANES, IPA_LANES, &of.rows);
        for (int c = 0; c < 3; c++)
            for (int k = 0; k < N_PERIODS; k++)
                for (int p = 0; p < IPA_LANES; p++) {
                    const double yuan = of.contract_cash[c * N_PERIODS + k].lane[p] / 100;
                    sums[c][k][0] += yuan;
                    sums[c][k][1] += yuan * yuan;
                }
    }
    for (int c = 0; c < 3; c++)
        for (int k = 0; k < N_PERIODS; k++) {
            char what[64];
            /* R3 reports two months late: the sales of a period are paid in the next. */
            const int sold = c == 2 ? k - 1 : k;
            snprintf(what, sizeof what, "R%d, period %d", c + 1, k);
            if (sold < 0)
                cr_expect_eq(sums[c][k][0], 0);
            else
                expect_mean(what, sums[c][k], expected_cash(&of, c, sold));
        }
    laws_close(&of);
}

/* ---- a longer tape ---- */

static void expect_rows(int n_rows, const ipa_row *small, const ipa_row *large, const char *id) {
    for (int k = 0; k < n_rows; k++)
        for (int p = 0; p < IPA_LANES; p++)
            cr_assert_eq(witness_bits(small[k].lane[p]), witness_bits(large[k].lane[p]),
                         "%s, row %d", id, k);
}

Test(pool_laws_slow, a_longer_tape_leaves_others_draws_alone) {
    laws small = laws_open(OBLIGORS, CONTRACT_COLUMNS ROYALTIES LOANS, PATENTS);
    laws large = laws_open("id,name,hazard,loadings\n"
                           "E0,new,0.2,macro:0.1\n"
                           "E1,first,0.05,macro:0.6\n"
                           "E2,second,0.08,macro:0.3;region:0.5\n"
                           "E3,third,0.02,region:0.7\n"
                           "E4,fourth,0.15,macro:-0.5\n",
                           CONTRACT_COLUMNS
                           "N1,E2,royalty,2025-06-30,2029-06-30,,,,,0.02,9000000,,,year,constant,"
                           "software,0.3,,0,P0,any,,,0.2,0.3\n"
                           "N2,E0,loan,2025-06-30,2029-06-30,quarterly,700000,0.07,level,,,,,,,,,,,"
                           "P0,weighted,0.4,0.2,0.1,0.2\n" ROYALTIES LOANS,
                           "id,kind,filed,granted,expires,weight\n"
                           "P0,invention,2019-06-30,2021-01-15,,2\n"
                           "P1,invention,2018-06-30,2020-01-15,,2\n"
                           "P2,utility_model,2017-11-20,2018-05-01,,1\n"
                           "P3,invention,2024-06-30,,,3\n"
                           "P4,invention,2015-03-10,2017-04-02,,1\n"
                           "P5,utility_model,2020-02-29,2020-09-15,,1\n"
                           "P6,invention,2021-01-11,2023-02-02,,1\n");
    for (uint64_t block = 0; block < 64; block++) {
        ipa_pool_simulate(small.pool, seed, block * IPA_LANES, IPA_LANES, &small.rows);
        ipa_pool_simulate(large.pool, seed, block * IPA_LANES, IPA_LANES, &large.rows);
        for (int c = 0; c < small.plan->n_contracts; c++)
            expect_rows(N_PERIODS, &small.contract_cash[c * N_PERIODS],
                        &large.contract_cash[(c + 2) * N_PERIODS],
                        small.plan->contracts[c].source->id);
        const ipa_patents *few = ipa_pool_patents(small.pool);
        const ipa_patents *more = ipa_pool_patents(large.pool);
        for (int j = 0; j < small.plan->n_patents; j++)
            expect_rows(N_PERIODS, &few->alive[j * N_PERIODS], &more->alive[(j + 1) * N_PERIODS],
                        small.plan->patents[j].source->id);
        for (int i = 0; i < small.plan->n_obligors; i++)
            expect_rows(1, &small.rows.obligor_defaulted[i], &large.rows.obligor_defaulted[i + 1],
                        small.plan->obligors[i].credit.id);
    }
    laws_close(&small);
    laws_close(&large);
}

/* ---- errors ---- */

/* Variance of the means of batches, times the size of a batch. */
static double batch_variance(int n_blocks, const double *block_sums, int blocks_each) {
    const int n_batches = n_blocks / blocks_each;
    double sum = 0, squares = 0;
    for (int b = 0; b < n_batches; b++) {
        double total = 0;
        for (int m = 0; m < blocks_each; m++)
            total += block_sums[b * blocks_each + m];
        const double mean = total / (blocks_each * IPA_LANES);
        sum += mean;
        squares += mean * mean;
    }
    return (squares - sum * sum / n_batches) / (n_batches - 1) * blocks_each * IPA_LANES;
}

Test(pool_laws_slow, errors_shrink_as_the_root_of_the_paths) {
    static double block_sums[N_BLOCKS];
    laws of = laws_open(OBLIGORS, CONTRACT_COLUMNS ROYALTIES LOANS, PATENTS);
    double single = 0, sum = 0;
    for (uint64_t block = 0; block < N_BLOCKS; block++) {
        ipa_pool_simulate(of.pool, seed, block * IPA_LANES, IPA_LANES, &of.rows);
        for (int p = 0; p < IPA_LANES; p++) {
            double cash = 0;
            for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
                for (int k = 0; k < N_PERIODS; k++)
                    cash += of.rows.cash[kind][k].lane[p] / 1e8;
            block_sums[block] += cash;
            sum += cash;
            single += cash * cash;
        }
    }
    const double n = (double)N_BLOCKS * IPA_LANES;
    const double variance = single / n - sum / n * (sum / n);
    for (int each = 1; each <= 64; each *= 4) {
        const double ratio = batch_variance(N_BLOCKS, block_sums, each) / variance;
        const double error = sqrt(2.0 / (N_BLOCKS / (double)each - 1));
        cr_expect_leq(fabs(ratio - 1), 4.5 * error, "batches of %d: %.3f", each * IPA_LANES, ratio);
    }
    laws_close(&of);
}
