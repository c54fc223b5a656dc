#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/block/lanes.h"
#include "engine/market/short_rate.h"
#include "engine/random/draw.h"
#include "tests/support/moments.h"
#include "tests/support/oracle.h"

static const ipa_short_rate VASICEK = {IPA_SHORT_RATE_GAUSSIAN, 0.3, 0.03, 0.01, 0.02};
static const ipa_short_rate CIR = {IPA_SHORT_RATE_SQUARE_ROOT, 0.4, 0.03, 0.08, 0.02};

/* ---- oracle 09 ---- */

static ipa_short_rate rate_of(const ipa_oracle_row *row) {
    const bool gaussian = strncmp(row->case_id, "vasicek", 7) == 0;
    const bool intensity = strcmp(row->case_id, "cir_survival") == 0;
    return (ipa_short_rate){
        .law = gaussian ? IPA_SHORT_RATE_GAUSSIAN : IPA_SHORT_RATE_SQUARE_ROOT,
        .reversion = oracle_parameter(row, "a"),
        .mean = oracle_parameter(row, "b"),
        .volatility = oracle_parameter(row, "sig"),
        .initial = oracle_parameter(row, intensity ? "l0" : "r0"),
    };
}

static bool is_one_of(const ipa_oracle_row *row, const char *a, const char *b, const char *c) {
    return strcmp(row->case_id, a) == 0 || strcmp(row->case_id, b) == 0 ||
           strcmp(row->case_id, c) == 0;
}

static bool check(const ipa_oracle_row *row) {
    if (strcmp(row->case_id, "nelson_siegel") == 0 || strcmp(row->case_id, "cir_cdf") == 0)
        return false;
    const ipa_short_rate rate = rate_of(row);
    double got = NAN;
    if (is_one_of(row, "vasicek_P", "cir_P", "cir_survival"))
        got = ipa_short_rate_price(&rate, oracle_parameter(row, "T"));
    if (is_one_of(row, "vasicek_y", "cir_y", "")) {
        const double years = oracle_parameter(row, "T");
        got = -log(ipa_short_rate_price(&rate, years)) / years;
    }
    if (is_one_of(row, "vasicek_mean", "cir_mean", ""))
        got = ipa_short_rate_expected(&rate, oracle_parameter(row, "t"));
    if (is_one_of(row, "vasicek_var", "cir_var", ""))
        got = ipa_short_rate_variance(&rate, oracle_parameter(row, "t"));
    cr_expect(oracle_agrees(row, got), "%s %s: %.17g, not %.17g", row->case_id, row->params, got,
              row->value);
    return true;
}

Test(short_rate, bonds_yields_survivals_and_moments_are_the_oracle_s) {
    size_t n_rows;
    int n_checked = 0;
    ipa_oracle_row *rows = oracle_read("09_vasicek_cir_bonds.csv", &n_rows);
    for (size_t at = 0; at < n_rows; at++)
        n_checked += check(&rows[at]);
    cr_expect_eq(n_checked, 38);
    free(rows);
}

/* ---- closed forms ---- */

/* The Riccati equations of the bond, dB/dT = 1 − aB − σ²B²/2 (square root) and 1 − aB, dlnA/dT =
 * −abB + σ²B²/2 (Gaussian), by central differences. */
Test(short_rate, bonds_solve_their_differential_equations) {
    const ipa_short_rate rates[] = {VASICEK,
                                    CIR,
                                    {IPA_SHORT_RATE_GAUSSIAN, 0, 0.03, 0.01, 0.02},
                                    {IPA_SHORT_RATE_GAUSSIAN, 1e-7, 0.03, 0.01, 0.02},
                                    {IPA_SHORT_RATE_SQUARE_ROOT, 1e-7, 0.03, 0.1, 0.02},
                                    {IPA_SHORT_RATE_SQUARE_ROOT, 0.4, 0.03, 1e-5, 0.02}};
    for (size_t n = 0; n < sizeof rates / sizeof *rates; n++)
        for (double years = 0.3; years < 30; years *= 1.7) {
            const ipa_short_rate *rate = &rates[n];
            const double step = 1e-4, square = rate->volatility * rate->volatility;
            const ipa_short_rate_bond below = ipa_short_rate_bond_of(rate, years - step);
            const ipa_short_rate_bond here = ipa_short_rate_bond_of(rate, years);
            const ipa_short_rate_bond above = ipa_short_rate_bond_of(rate, years + step);
            const bool gaussian = rate->law == IPA_SHORT_RATE_GAUSSIAN;
            const double pull = rate->reversion * here.slope;
            const double bend = square * here.slope * here.slope / 2;
            cr_expect_float_eq((above.slope - below.slope) / (2 * step),
                               1 - pull - (gaussian ? 0 : bend), 1e-7, "slope %zu %g", n, years);
            cr_expect_float_eq((above.log_scale - below.log_scale) / (2 * step),
                               -rate->mean * pull + (gaussian ? bend : 0), 1e-8, "scale %zu %g", n,
                               years);
        }
}

Test(short_rate, a_fit_prices_the_curve) {
    const double years[] = {0.5, 2, 5}, zero[] = {0.014, 0.021, 0.019};
    const ipa_curve curve = ipa_curve_through(years, zero, 3, IPA_COMPOUNDING_ANNUAL);
    for (double t = 0; t < 8; t += 0.7) {
        cr_expect_float_eq(ipa_short_rate_fit(&CIR, &curve, t) * ipa_short_rate_price(&CIR, t),
                           ipa_curve_discount(&curve, t, 0), 1e-15);
        cr_expect_float_eq(ipa_short_rate_fit(&VASICEK, &curve, t) *
                               ipa_short_rate_price(&VASICEK, t),
                           ipa_curve_discount(&curve, t, 0), 1e-15);
    }
}

/* ---- paths ---- */

enum { N_BLOCKS = 6000 };

/** What a simulation tells of the state and of the discount to its end. */
typedef struct walked {
    moments state, discount, bond; /**< bond: discount × price of two years more */
    long n_below, n_paths;
    double below;
} walked;

static void walk(const ipa_short_rate *rate, double years, int n_steps, walked *to) {
    static const ipa_stream stream = {1000, 7};
    double z[2 * IPA_LANES] IPA_LANES_ALIGNED;
    double state[IPA_LANES] IPA_LANES_ALIGNED, log_discount[IPA_LANES] IPA_LANES_ALIGNED;
    const ipa_short_rate_step step = ipa_short_rate_step_of(rate, years / n_steps);
    const ipa_short_rate_bond bond = ipa_short_rate_bond_of(rate, 2);
    for (int block = 0; block < N_BLOCKS; block++) {
        for (int p = 0; p < IPA_LANES; p++) {
            state[p] = rate->initial;
            log_discount[p] = 0;
        }
        for (int s = 0; s < n_steps; s++) {
            ipa_draw_normal_pairs(3, (uint64_t)block * IPA_LANES, IPA_LANES, stream, (uint64_t)s,
                                  z);
            ipa_short_rate_move(&step, IPA_LANES, IPA_LANES, z, state, log_discount);
        }
        for (int p = 0; p < IPA_LANES; p++) {
            const double discount = exp(log_discount[p]);
            moments_add(&to->state, state[p]);
            moments_add(&to->discount, discount);
            moments_add(&to->bond, discount * exp(bond.log_scale - bond.slope * state[p]));
            to->n_below += state[p] <= to->below;
            to->n_paths++;
        }
    }
}

static void expect_walk(const ipa_short_rate *rate, double years, int n_steps) {
    walked to = {.below = -1};
    walk(rate, years, n_steps, &to);
    moments_expect_mean(&to.state, ipa_short_rate_expected(rate, years), "mean of the state");
    moments_expect_variance(&to.state, ipa_short_rate_variance(rate, years), "variance");
    moments_expect_mean(&to.discount, ipa_short_rate_price(rate, years), "discount");
    moments_expect_mean(&to.bond, ipa_short_rate_price(rate, years + 2), "discount × bond");
}

/* The Gaussian law is exact over steps of any length. */
Test(short_rate, gaussian_paths_price_bonds_in_one_step_and_in_many) {
    const ipa_short_rate flat = {IPA_SHORT_RATE_GAUSSIAN, 0, 0, 0.02, 0};
    expect_walk(&VASICEK, 5, 1);
    expect_walk(&VASICEK, 5, 20);
    expect_walk(&flat, 5, 3);
}

Test(short_rate, square_root_paths_price_bonds) {
    const ipa_short_rate rough = {IPA_SHORT_RATE_SQUARE_ROOT, 0.2, 0.02, 0.14, 0.005};
    expect_walk(&CIR, 1, 12);
    expect_walk(&CIR, 5, 60);
    expect_walk(&rough, 5, 60); /* 2ab < σ²: it touches 0, and takes the exponential form there */
}

/* All rows of the oracle's distribution function, at the steps the engine takes. */
Test(short_rate, square_root_paths_have_the_oracle_s_distribution) {
    size_t n_rows;
    int n_checked = 0;
    ipa_oracle_row *rows = oracle_read("09_vasicek_cir_bonds.csv", &n_rows);
    for (size_t at = 0; at < n_rows; at++) {
        if (strcmp(rows[at].case_id, "cir_cdf") != 0)
            continue;
        const ipa_short_rate rate = rate_of(&rows[at]);
        const double years = oracle_parameter(&rows[at], "t"), exact = rows[at].value;
        walked to = {.below = oracle_parameter(&rows[at], "x")};
        walk(&rate, years, (int)ceil(years / IPA_SHORT_RATE_LONGEST_STEP - 1e-9), &to);
        const double share = (double)to.n_below / (double)to.n_paths;
        const double error = sqrt(exact * (1 - exact) / (double)to.n_paths);
        cr_expect_lt(fabs(share - exact), 4 * error, "%s: %g, not %g: %.1f standard errors",
                     rows[at].params, share, exact, (share - exact) / error);
        n_checked++;
    }
    cr_expect_eq(n_checked, 6);
    free(rows);
}

/* What a lane does depends neither on its neighbours nor on the width of the block. */
Test(short_rate, lanes_are_moved_one_by_one) {
    const ipa_short_rate rough = {IPA_SHORT_RATE_SQUARE_ROOT, 0.2, 0.02, 0.3, 0.002};
    const ipa_short_rate rates[] = {VASICEK, CIR, rough};
    double z[2 * IPA_LANES], state[IPA_LANES], log_discount[IPA_LANES];
    for (size_t n = 0; n < 3; n++) {
        const ipa_short_rate_step step = ipa_short_rate_step_of(&rates[n], 0.25);
        for (int p = 0; p < IPA_LANES; p++) {
            z[p] = -3 + 6.0 * p / IPA_LANES;
            z[IPA_LANES + p] = sin(p);
            state[p] = rates[n].initial * (0.5 + p);
            log_discount[p] = -0.01 * p;
        }
        double alone[2][IPA_LANES];
        for (int p = 0; p < IPA_LANES; p++) {
            const double one[2] = {z[p], z[IPA_LANES + p]};
            alone[0][p] = state[p];
            alone[1][p] = log_discount[p];
            ipa_short_rate_move(&step, 1, 1, one, &alone[0][p], &alone[1][p]);
        }
        ipa_short_rate_move(&step, IPA_LANES, IPA_LANES, z, state, log_discount);
        cr_expect_arr_eq(state, alone[0], sizeof state);
        cr_expect_arr_eq(log_discount, alone[1], sizeof log_discount);
    }
}
