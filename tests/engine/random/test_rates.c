#include "engine/random/rates.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/random/factors.h"
#include "tests/support/moments.h"
#include "tests/support/rate_deals.h"

enum { N_BLOCKS = 3000, SEED = 11 };

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(rates, .init = begin, .fini = end);

/* Every coupon is set on the payment date before it and collections end there, so that a row of
 * discounts and a row of coupons belong to one date. */
#define ON_PAYMENT_DATES "periods.collection_lag_days=0", "market.valuation_date=2025-01-25"

static const char *const KINDS[][8] = {
    {ON_PAYMENT_DATES, NULL},
    {ON_PAYMENT_DATES, "model.rates.reversion=0", NULL},
    {ON_PAYMENT_DATES, "model.rates.kind=cir++", "model.rates.mean=0.03",
     "model.rates.initial=0.016", "model.rates.volatility=0.09", "model.rates.reversion=0.4", NULL},
};
enum { N_KINDS = sizeof KINDS / sizeof *KINDS };

static double curve(const ipa_plan *plan, double years) {
    return ipa_curve_discount(&plan->curve, years, 0);
}

/* ---- certain rates ---- */

Test(rates, a_deal_without_a_model_has_none) {
    const ipa_plan *plan = rate_deal(arena, (const char *const[]){"model.rates=null", NULL});
    cr_expect_null(plan->rates);
    cr_expect_null(ipa_rates_create(plan, arena));
    const ipa_rate_rows rows = ipa_rates_rows(plan, arena);
    cr_expect(rows.coupon == NULL && rows.discount == NULL);
}

/* Without volatility every path is the base case, to the bit of its coupons. */
static void expect_base_case(const char *const *overrides) {
    const ipa_plan *plan = rate_deal(arena, overrides);
    ipa_rates *rates = ipa_rates_create(plan, arena);
    ipa_rate_rows rows = ipa_rates_rows(plan, arena);
    ipa_rates_draw(rates, SEED, 0, IPA_LANES);
    ipa_rates_read(rates, plan, &rows);
    int n_random = 0;
    for (int t = 0; t < plan->n_tranches; t++)
        for (int k = 0; rows.coupon[t] != NULL && k < plan->n_periods; k++)
            for (int p = 0; p < IPA_LANES; p++) {
                n_random += rows.is_random[t][k];
                cr_expect_eq(rows.coupon[t][k].lane[p], ipa_plan_coupon(&plan->tranches[t], k),
                             "%d %d %d", t, k, p);
            }
    for (int k = 0; k < plan->n_periods; k++)
        cr_expect_float_eq(rows.discount[k].lane[5], 1, 1e-14);
    cr_expect_gt(n_random, 30 * IPA_LANES);
}

Test(rates, without_volatility_paths_are_the_base_case) {
    expect_base_case((const char *const[]){"model.rates.volatility=0", NULL});
    expect_base_case((const char *const[]){"model.rates.volatility=0", ON_PAYMENT_DATES, NULL});
}

/* Fixings of 2025-01-24 and 2025-04-24 stand, for the coupons from closing and from 2025-04-25 on;
 * the second is after the valuation date but no fixing. An annual reset holds for four periods. */
Test(rates, fixings_stand_and_resets_hold) {
    const ipa_plan *plan = rate_deal(arena, NULL);
    const ipa_plan_floating *const *floating = plan->rates->floating;
    cr_expect_eq(floating[0]->reset[0], -1);
    cr_expect_eq(floating[0]->reset[1], 0);
    cr_expect_eq(floating[0]->n_resets, plan->n_periods - 1);
    cr_expect_eq(floating[2]->n_resets, 3);
    for (int k = 0; k < plan->n_periods; k++)
        cr_expect_eq(floating[2]->reset[k], k / 4 - 1);
    cr_expect_null(floating[3]);
    const ipa_plan *later =
        rate_deal(arena, (const char *const[]){"market.valuation_date=2025-08-01", NULL});
    cr_expect_eq(later->rates->floating[0]->n_resets, plan->n_periods - 3);
    cr_expect_eq(later->rates->payment[1], -1);
    cr_expect_geq(later->rates->payment[2], 0);
}

Test(rates, only_the_indices_named_follow) {
    const ipa_plan *plan =
        rate_deal(arena, (const char *const[]){"model.rates.indices=[LPR5Y]", NULL});
    cr_expect_null(plan->rates->floating[0]);
    cr_expect_not_null(plan->rates->floating[2]);
    const ipa_plan *undiscounted =
        rate_deal(arena, (const char *const[]){"model.rates.discount=false", NULL});
    cr_expect_null(undiscounted->rates->payment);
    cr_expect_null(ipa_rates_rows(undiscounted, arena).discount);
}

/* ---- prices ---- */

static double years_of(const ipa_plan *plan, int k) {
    return plan->periods[k].years_from_valuation;
}

/** What the paths say of three periods, of the date they begin on. */
enum { N_LOOKS = 3 };
static const int LOOKS[N_LOOKS] = {1, 6, 15};

typedef struct seen {
    moments discount, bond, level, coupon, held;
} seen;

/* The rate behind an unrounded coupon; the index's own distance to the curve taken out. */
static double model_level(const ipa_plan *plan, int t, int k, double coupon) {
    const ipa_plan_floating *floating = plan->rates->floating[t];
    return coupon - floating->spread / floating->unit - floating->resets[floating->reset[k]].beside;
}

static void look(const ipa_plan *plan, const ipa_rate_rows *rows, int k, seen *to) {
    const double tenor = 0.25,
                 beside =
                     plan->rates->floating[0]->resets[plan->rates->floating[0]->reset[k]].beside;
    for (int p = 0; p < IPA_LANES; p++) {
        const double discount = rows->discount[k - 1].lane[p] * curve(plan, years_of(plan, k - 1));
        const double level = model_level(plan, 0, k, rows->coupon[0][k].lane[p]);
        const double bond = 1 / (1 + tenor * level);
        moments_add(&to->discount, discount);
        moments_add(&to->level, level);
        moments_add(&to->bond, discount * bond);
        moments_add(&to->coupon, discount * level);
        moments_add(&to->held, discount * bond * tenor * (rows->coupon[1][k].lane[p] - beside));
    }
}

static void simulate(const ipa_plan *plan, seen to[N_LOOKS]) {
    ipa_rates *rates = ipa_rates_create(plan, arena);
    ipa_rate_rows rows = ipa_rates_rows(plan, arena);
    memset(to, 0, N_LOOKS * sizeof *to);
    for (int block = 0; block < N_BLOCKS; block++) {
        ipa_rates_draw(rates, SEED, (uint64_t)block * IPA_LANES, IPA_LANES);
        ipa_rates_read(rates, plan, &rows);
        for (int n = 0; n < N_LOOKS; n++)
            look(plan, &rows, LOOKS[n], &to[n]);
    }
}

/* E[D(t)] = P(0,t) and E[D(t)·P(t,T)] = P(0,T): the model prices the curve it is fitted to, and the
 * bond behind a coupon is the curve's forward bond. */
Test(rates, fitted_models_price_the_curve) {
    for (int kind = 0; kind < N_KINDS; kind++) {
        const ipa_plan *plan = rate_deal(arena, KINDS[kind]);
        seen to[N_LOOKS];
        simulate(plan, to);
        for (int n = 0; n < N_LOOKS; n++) {
            const double t = years_of(plan, LOOKS[n] - 1);
            const char *what = ipa_arena_format(arena, "kind %d at %.2f years", kind, t);
            moments_expect_mean(&to[n].discount, curve(plan, t), what);
            moments_expect_mean(&to[n].bond, curve(plan, t + 0.25), what);
        }
    }
}

/** Moments of the Gaussian state x(t) and of its integral up to t, σ and a as the deal has them. */
typedef struct gaussian {
    double variance, integral, covariance, slope; /**< slope: of the bond of a quarter */
} gaussian;

static gaussian gaussian_at(double t, double tenor) {
    const double a = 0.15, sigma = 0.012;
    const double b = (1 - exp(-a * t)) / a, b2 = (1 - exp(-2 * a * t)) / (2 * a);
    return (gaussian){.variance = sigma * sigma * b2,
                      .integral = sigma * sigma / (a * a) * (t - 2 * b + b2),
                      .covariance = sigma * sigma * b * b / 2,
                      .slope = (1 - exp(-a * tenor)) / a};
}

static double integral_variance(double t) {
    return gaussian_at(t, 0).integral;
}

/* ln P(t,T) = ln P(0,T)/P(0,t) + (V(T − t) − V(T) + V(t))/2 − B·x under Hull-White (Brigo and
 * Mercurio 3.39 with the shift taken out); 1/P is lognormal, and so is D/P. */
static double grown(const ipa_plan *plan, double t, double tenor, double variance_of_exponent) {
    const double scale =
        (integral_variance(tenor) - integral_variance(t + tenor) + integral_variance(t)) / 2;
    return curve(plan, t) / curve(plan, t + tenor) * exp(variance_of_exponent / 2 - scale);
}

Test(rates, coupons_are_expected_at_the_forward_and_its_convexity) {
    const ipa_plan *plan = rate_deal(arena, KINDS[0]);
    const double tenor = 0.25;
    seen to[N_LOOKS];
    simulate(plan, to);
    for (int n = 0; n < N_LOOKS; n++) {
        const double t = years_of(plan, LOOKS[n] - 1);
        const gaussian at = gaussian_at(t, tenor);
        const double own = at.slope * at.slope * at.variance;
        /* D(t) = P(0,t)·exp(−I − V(t)/2) */
        const double with = own + at.integral - 2 * at.slope * at.covariance;
        const double mean = (grown(plan, t, tenor, own) - 1) / tenor;
        const double paid_at_once =
            (grown(plan, t, tenor, with) * exp(-at.integral / 2) - 1) / tenor * curve(plan, t);
        moments_expect_mean(&to[n].level, mean, "the rate");
        moments_expect_mean(&to[n].coupon, paid_at_once, "the rate, paid on its reset date");
        const double forward = (curve(plan, t) / curve(plan, t + tenor) - 1) / tenor;
        cr_expect_gt(mean, forward); /* the convexity shows */
    }
}

static double normal(double x) {
    return erfc(-x / sqrt(2)) / 2;
}

/* A put and a call on the bond (Jamshidian 1989; Black with the bond's volatility). */
static double bond_option(const ipa_plan *plan, double t, double tenor, double strike, bool put) {
    const gaussian at = gaussian_at(t, tenor);
    const double spread = at.slope * sqrt(at.variance);
    const double now = curve(plan, t), then = curve(plan, t + tenor);
    const double h = log(then / (now * strike)) / spread + spread / 2;
    return put ? strike * now * normal(spread - h) - then * normal(-h)
               : then * normal(h) - strike * now * normal(h - spread);
}

/* min(max(L, floor), cap) = L + (floor − L)⁺ − (L − cap)⁺; a floorlet is (1 + τK) calls on the bond
 * at 1/(1 + τK), a caplet as many puts. */
Test(rates, caps_and_floors_cost_what_options_on_bonds_do) {
    const ipa_plan *plan = rate_deal(arena, KINDS[0]);
    const double tenor = 0.25;
    seen to[N_LOOKS];
    simulate(plan, to);
    for (int n = 0; n < N_LOOKS; n++) {
        const double t = years_of(plan, LOOKS[n] - 1);
        const ipa_plan_floating *floating = plan->rates->floating[1];
        const double beside = floating->resets[floating->reset[LOOKS[n]]].beside;
        const double least = 1 + tenor * (0.012 - beside), most = 1 + tenor * (0.028 - beside);
        const double floorlet = least * bond_option(plan, t, tenor, 1 / least, false);
        const double caplet = most * bond_option(plan, t, tenor, 1 / most, true);
        const double forward = curve(plan, t) - curve(plan, t + tenor);
        moments_expect_mean(&to[n].held, forward + floorlet - caplet, "a coupon held in");
        /* both options are worth many standard errors */
        const double error = sqrt(moments_variance(&to[n].held) / (double)to[n].held.n);
        cr_expect(n == 0 || (floorlet > 20 * error && caplet > 20 * error));
    }
}

/* The par rate of five years, from the bonds of a state read off a three-month rate of the same
 * date: both coupons are one state's. */
Test(rates, a_par_rate_is_that_of_its_bonds) {
    const ipa_plan *plan = rate_deal(
        arena, (const char *const[]){ON_PAYMENT_DATES, "tranches[C].coupon.decimals=8", NULL});
    ipa_rates *rates = ipa_rates_create(plan, arena);
    ipa_rate_rows rows = ipa_rates_rows(plan, arena);
    ipa_rates_draw(rates, SEED, 0, IPA_LANES);
    ipa_rates_read(rates, plan, &rows);
    const int k = 8;
    const double t = years_of(plan, k - 1), a = 0.15;
    for (int p = 0; p < IPA_LANES; p++) {
        const double bond = 1 / (1 + 0.25 * model_level(plan, 0, k, rows.coupon[0][k].lane[p]));
        const double x = -log(bond * grown(plan, t, 0.25, 0)) / gaussian_at(t, 0.25).slope;
        double annuity = 0, last = 1;
        for (int year = 1; year <= 5; year++) {
            last = exp(-(1 - exp(-a * year)) / a * x) / grown(plan, t, year, 0);
            annuity += last;
        }
        cr_expect_float_eq(model_level(plan, 2, k, rows.coupon[2][k].lane[p]), (1 - last) / annuity,
                           5e-7); /* coupons have eight decimals, and x hangs on a quarter */
    }
}

/* The index's own distance to the curve stays on every path. */
Test(rates, an_index_keeps_its_distance_to_the_curve) {
    const ipa_plan *plan = rate_deal(arena, KINDS[0]);
    const ipa_plan_floating *of = plan->rates->floating[2];
    const double t = years_of(plan, 3);
    double annuity = 0;
    for (int year = 1; year <= 5; year++)
        annuity += curve(plan, t + year) / curve(plan, t);
    const double forward = (1 - curve(plan, t + 5) / curve(plan, t)) / annuity;
    cr_expect_float_eq(of->resets[0].beside, 0.035 - forward, 1e-15);
}

/* A plain Vasicek rate follows its own mean: far out its coupons are expected there, while
 * discounts still have the curve as their mean. */
Test(rates, an_unfitted_model_has_its_own_view) {
    const char *const view[] = {ON_PAYMENT_DATES,
                                "model.rates.kind=vasicek",
                                "model.rates.mean=0.06",
                                "model.rates.initial=0.02",
                                "model.rates.volatility=0.005",
                                "model.rates.reversion=2",
                                NULL};
    const ipa_plan *plan = rate_deal(arena, view);
    seen to[N_LOOKS];
    simulate(plan, to);
    cr_expect_float_eq(moments_mean(&to[2].level), 4 * (exp(0.06 / 4) - 1), 2e-5);
    moments_expect_mean(&to[2].discount, curve(plan, years_of(plan, LOOKS[2] - 1)), "discount");
}

/* ---- shocks ---- */

/* State of a rate that does not revert, from the three-month coupon set on a payment date; rates
 * without a curve's help: x = Σ σ√δ·z. */
static double state_of(const ipa_plan *plan, const ipa_rate_rows *rows, int k, int p) {
    const ipa_plan_floating *floating = plan->rates->floating[0];
    const ipa_plan_reset *reset = &floating->resets[floating->reset[k]];
    const double level = model_level(plan, 0, k, rows->coupon[0][k].lane[p]);
    return (reset->bonds[0].log_scale + log(1 + 0.25 * level)) / reset->bonds[0].slope;
}

/* Collections end ten days before the payment dates, so a step from payment date to payment date
 * shares its shock with two periods of the factor: by the days they overlap, δ of Δ and of Δ',
 * their correlation is ρδ ÷ √(ΔΔ'). Steps stay independent of one another and keep their variance.
 */
static void expect_shared(const char *const *overrides, int lag) {
    const ipa_plan *plan = rate_deal(arena, overrides);
    const ipa_plan_short_rate *path = plan->rates->path;
    const ipa_factors factors = {.n_factors = plan->n_factors,
                                 .cholesky = plan->cholesky,
                                 .streams = plan->factor_streams,
                                 .n_periods = plan->n_periods,
                                 .weights = plan->whole_life};
    ipa_rates *rates = ipa_rates_create(plan, arena);
    ipa_rate_rows rows = ipa_rates_rows(plan, arena);
    ipa_row *z = ipa_layout_rows(arena, 1), *shocks = ipa_layout_rows(arena, plan->n_periods);
    const int k = 6; /* from payment date k − 1 to k; shocks of collection periods k and k + 1 */
    const ipa_period *periods = plan->periods;
    const double sigma = 0.012;
    const double step = sigma * sqrt((periods[k].payment - periods[k - 1].payment) / 365.0);
    moments same = {0}, next = {0}, own = {0}, before = {0};
    for (int block = 0; block < N_BLOCKS; block++) {
        const uint64_t first = (uint64_t)block * IPA_LANES;
        ipa_rates_draw(rates, SEED, first, IPA_LANES);
        ipa_rates_read(rates, plan, &rows);
        ipa_factors_draw(&factors, SEED, first, IPA_LANES, z->lane);
        ipa_factors_shocks(&factors, SEED, first, IPA_LANES, z->lane, shocks->lane);
        for (int p = 0; p < IPA_LANES; p++) {
            const double x = state_of(plan, &rows, k, p);
            const double moved = (state_of(plan, &rows, k + 1, p) - x) / step;
            moments_add(&own, moved);
            moments_add(&before, moved * x);
            moments_add(&same, moved * shocks[k].lane[p]);
            moments_add(&next, moved * shocks[k + 1].lane[p]);
        }
    }
    const double days = periods[k].payment - periods[k - 1].payment;
    const double here = periods[k].collection_end - periods[k].collection_start;
    const double there = periods[k + 1].collection_end - periods[k + 1].collection_start;
    cr_expect_not_null(path->loadings);
    moments_expect_variance(&own, 1, "variance of a step");
    moments_expect_mean(&before, 0, "step × state before");
    moments_expect_mean(&same, 0.4 * (days - lag) / sqrt(days * here), "shock of the period");
    moments_expect_mean(&next, 0.4 * lag / sqrt(days * there), "shock of the next period");
}

Test(rates, shocks_share_those_of_the_factors_by_days) {
    expect_shared((const char *const[]){"model.rates.reversion=0", NULL}, 10);
    expect_shared(KINDS[1], 0);
}

/* A shock of the factor's whole life falls on its periods by their weights: with steps of one
 * period each, x moves by σ·0.4·shift·Σ √δ·w. */
Test(rates, a_shocked_factor_moves_the_rate) {
    static const char *const shocked[] = {ON_PAYMENT_DATES, "model.rates.reversion=0",
                                          "stress.factor_shock={macro: 2}", NULL};
    const ipa_plan *plan = rate_deal(arena, KINDS[1]), *moved = rate_deal(arena, shocked);
    ipa_rates *a = ipa_rates_create(plan, arena), *b = ipa_rates_create(moved, arena);
    ipa_rate_rows x = ipa_rates_rows(plan, arena), y = ipa_rates_rows(moved, arena);
    const int k = 9;
    double expected = 0;
    for (int n = 0; n < k; n++)
        expected +=
            0.012 * 0.4 * 2 * plan->whole_life[n] *
            sqrt((plan->periods[n].collection_end - plan->periods[n].collection_start) / 365.0);
    ipa_rates_draw(a, SEED, 0, IPA_LANES);
    ipa_rates_draw(b, SEED, 0, IPA_LANES);
    ipa_rates_read(a, plan, &x);
    ipa_rates_read(b, moved, &y);
    for (int p = 0; p < IPA_LANES; p++)
        cr_expect_float_eq(state_of(moved, &y, k, p) - state_of(plan, &x, k, p), expected, 1e-7);
}

/* ---- addresses ---- */

Test(rates, a_block_is_its_paths) {
    const ipa_plan *plan = rate_deal(arena, KINDS[2]);
    ipa_rates *rates = ipa_rates_create(plan, arena);
    ipa_rate_rows whole = ipa_rates_rows(plan, arena), part = ipa_rates_rows(plan, arena);
    ipa_rates_draw(rates, SEED, 640, IPA_LANES);
    ipa_rates_read(rates, plan, &whole);
    for (int p = 0; p < IPA_LANES; p += 9) {
        ipa_rates_draw(rates, SEED, 640 + (uint64_t)p, 1);
        ipa_rates_read(rates, plan, &part);
        for (int k = 0; k < plan->n_periods; k++) {
            cr_expect_eq(part.coupon[0][k].lane[0], whole.coupon[0][k].lane[p]);
            cr_expect_eq(part.discount[k].lane[0], whole.discount[k].lane[p]);
            cr_expect(isfinite(part.coupon[0][k].lane[IPA_LANES - 1]));
        }
    }
}

/* A note that no longer floats leaves the other notes' coupons where they were. */
Test(rates, a_note_does_not_move_another_s_coupons) {
    const ipa_plan *both = rate_deal(arena, NULL);
    const ipa_plan *one =
        rate_deal(arena, (const char *const[]){"tranches[C].coupon={fixed: 0.03}", NULL});
    ipa_rates *first = ipa_rates_create(both, arena), *second = ipa_rates_create(one, arena);
    ipa_rate_rows x = ipa_rates_rows(both, arena), y = ipa_rates_rows(one, arena);
    cr_expect_null(y.coupon[2]);
    ipa_rates_draw(first, SEED, 0, IPA_LANES);
    ipa_rates_draw(second, SEED, 0, IPA_LANES);
    ipa_rates_read(first, both, &x);
    ipa_rates_read(second, one, &y);
    for (int k = 0; k < both->n_periods; k++)
        cr_expect_arr_eq(x.coupon[0][k].lane, y.coupon[0][k].lane, sizeof(ipa_row));
}
