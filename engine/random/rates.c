#include "engine/random/rates.h"

#include <math.h>
#include <string.h>

#include "engine/math/elementary.h"
#include "engine/random/factors.h"

struct ipa_rates {
    const ipa_plan_short_rate *path;
    ipa_factors factors;
    ipa_row *normals;    /**< [n_dates][2] */
    ipa_row *state;      /**< [n_dates] */
    ipa_row *discount;   /**< [n_dates] logarithm of what 1 is worth on the path, unfitted */
    ipa_row *whole_life; /**< [n_factors]; NULL without loadings, as the next */
    ipa_row *shocks;     /**< [n_factors][n_periods] */
};

ipa_rates *ipa_rates_create(const ipa_plan *plan, ipa_arena *arena) {
    if (plan->rates == NULL)
        return NULL;
    ipa_rates *rates = IPA_NEW(arena, ipa_rates);
    const ipa_plan_short_rate *path = rates->path = plan->rates->path;
    rates->normals = ipa_layout_rows(arena, 2 * path->n_dates);
    rates->state = ipa_layout_rows(arena, path->n_dates);
    rates->discount = ipa_layout_rows(arena, path->n_dates);
    if (path->loadings == NULL)
        return rates;
    rates->factors = (ipa_factors){.n_factors = path->n_factors,
                                   .cholesky = path->cholesky,
                                   .streams = path->streams,
                                   .n_periods = path->n_periods,
                                   .weights = path->weights};
    rates->whole_life = ipa_layout_rows(arena, path->n_factors);
    rates->shocks = ipa_layout_rows(arena, path->n_factors * path->n_periods);
    return rates;
}

/* ---- lane kernels ---- */

static void add_scaled(double factor, const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = fma(factor, x[p], y[p]);
}

static void move(double by, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += by;
}

static void fill(double value, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = value;
}

/* Over `bonds`, e^{log_scale − slope·x}: the rate of their tenor, in `level`. */
IPA_LANES_INLINE void level_lanes(const ipa_plan_reset *reset, const double *restrict x,
                                  double *restrict level) {
    double annuity[IPA_LANES] IPA_LANES_ALIGNED = {0}, bond[IPA_LANES] IPA_LANES_ALIGNED = {0};
    for (int n = 0; n < reset->n_bonds; n++) {
        const ipa_short_rate_bond *of = &reset->bonds[n];
        for (int p = 0; p < IPA_LANES; p++)
            bond[p] = ipa_exp(fma(-of->slope, x[p], of->log_scale));
        for (int p = 0; p < IPA_LANES; p++)
            annuity[p] = fma(reset->accrual[n], bond[p], annuity[p]);
    }
    for (int p = 0; p < IPA_LANES; p++)
        level[p] = reset->beside + (1.0 - bond[p]) / annuity[p];
}

/* Whole multiples of 10^−scale until the last division: the same figure as the plan's decimals. */
static void to_coupon(const ipa_plan_floating *floating, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double index = floor(fma(y[p], floating->index_unit, 0.5));
        const double rate = index * floating->per_index_unit + floating->spread;
        const double above = rate < floating->least ? floating->least : rate;
        y[p] = (above > floating->most ? floating->most : above) / floating->unit;
    }
}

IPA_LANES_INLINE void to_discount_lanes(double log_price, const double *restrict log_discount,
                                        double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = ipa_exp(log_discount[p] - log_price);
}

IPA_PER_INSTRUCTION_SET(static, level, level_lanes,
                        (const ipa_plan_reset *reset, const double *x, double *y), (reset, x, y))
IPA_PER_INSTRUCTION_SET(static, to_discount, to_discount_lanes,
                        (double log_price, const double *log_discount, double *y),
                        (log_price, log_discount, y))

/* ---- the path ---- */

static void draw_normals(ipa_rates *rates, uint64_t seed, uint64_t first_path, int n_paths) {
    const ipa_plan_short_rate *path = rates->path;
    const ipa_stream stream = {IPA_PURPOSE_RATE, 0};
    if (n_paths < IPA_LANES)
        memset(rates->normals, 0, 2 * (size_t)path->n_dates * sizeof(ipa_row));
    for (int n = 0; n < path->n_dates; n++)
        ipa_draw_normal_pairs(seed, first_path, n_paths, stream,
                              (uint64_t)(path->dates[n] - path->start), rates->normals[2 * n].lane);
}

/* From own shocks to shocks that share those of the factors: the dates first … end − 1 lie in one
 * collection period. */
static void share_period(ipa_rates *rates, int first, int end) {
    const ipa_plan_short_rate *path = rates->path;
    ipa_row common = {{0}};
    for (int n = first; n < end; n++)
        add_scaled(-path->kept[n] * path->part[n], rates->normals[2 * n].lane, common.lane);
    for (int f = 0; f < path->n_factors; f++)
        add_scaled(path->loadings[f], rates->shocks[f * path->n_periods + path->period[first]].lane,
                   common.lane);
    for (int n = first; n < end; n++)
        add_scaled(path->part[n], common.lane, rates->normals[2 * n].lane);
}

static void share_factors(ipa_rates *rates, uint64_t seed, uint64_t first_path, int n_paths) {
    const ipa_plan_short_rate *path = rates->path;
    ipa_factors_draw(&rates->factors, seed, first_path, n_paths, rates->whole_life->lane);
    for (int f = 0; path->factor_shift != NULL && f < path->n_factors; f++)
        move(path->factor_shift[f], rates->whole_life[f].lane);
    ipa_factors_shocks(&rates->factors, seed, first_path, n_paths, rates->whole_life->lane,
                       rates->shocks->lane);
    for (int first = 0, end = 0; first < path->n_dates; first = end) {
        while (end < path->n_dates && path->period[end] == path->period[first])
            end++;
        if (path->period[first] >= 0)
            share_period(rates, first, end);
    }
}

void ipa_rates_draw(ipa_rates *rates, uint64_t seed, uint64_t first_path, int n_paths) {
    const ipa_plan_short_rate *path = rates->path;
    ipa_row state = {{0}}, discount = {{0}};
    draw_normals(rates, seed, first_path, n_paths);
    if (path->loadings != NULL)
        share_factors(rates, seed, first_path, n_paths);
    fill(path->rate.initial, state.lane);
    for (int n = 0; n < path->n_dates; n++) {
        ipa_short_rate_move(&path->steps[n], IPA_LANES, IPA_LANES, rates->normals[2 * n].lane,
                            state.lane, discount.lane);
        rates->state[n] = state;
        rates->discount[n] = discount;
    }
}

/* ---- what it is read for ---- */

ipa_rate_rows ipa_rates_rows(const ipa_plan *plan, ipa_arena *arena) {
    ipa_rate_rows rows = {0};
    if (plan->rates == NULL)
        return rows;
    rows.coupon = IPA_NEW_ARRAY(arena, plan->n_tranches, ipa_row *);
    rows.is_random = IPA_NEW_ARRAY(arena, plan->n_tranches, bool *);
    for (int t = 0; t < plan->n_tranches; t++) {
        const ipa_plan_floating *floating = plan->rates->floating[t];
        if (floating == NULL)
            continue;
        rows.coupon[t] = ipa_layout_rows(arena, plan->n_periods);
        rows.is_random[t] = IPA_NEW_ARRAY(arena, plan->n_periods, bool);
        for (int k = 0; k < plan->n_periods; k++) {
            rows.is_random[t][k] = floating->reset[k] >= 0;
            fill(ipa_plan_coupon(&plan->tranches[t], k), rows.coupon[t][k].lane);
        }
    }
    if (plan->rates->payment == NULL)
        return rows;
    rows.discount = ipa_layout_rows(arena, plan->n_periods);
    for (int k = 0; k < plan->n_periods; k++)
        fill(1, rows.discount[k].lane);
    return rows;
}

static void read_coupons(const ipa_rates *rates, const ipa_plan *plan, int t, ipa_row *coupon) {
    const ipa_plan_floating *floating = plan->rates->floating[t];
    for (int k = 0; k < plan->n_periods; k++) {
        const int at = floating->reset[k];
        if (at < 0)
            continue;
        if (k > 0 && floating->reset[k - 1] == at) {
            coupon[k] = coupon[k - 1];
            continue;
        }
        const ipa_plan_reset *reset = &floating->resets[at];
        level(reset, rates->state[reset->date].lane, coupon[k].lane);
        to_coupon(floating, coupon[k].lane);
    }
}

void ipa_rates_read(const ipa_rates *rates, const ipa_plan *plan, ipa_rate_rows *rows) {
    for (int t = 0; t < plan->n_tranches; t++)
        if (rows->coupon[t] != NULL)
            read_coupons(rates, plan, t, rows->coupon[t]);
    for (int k = 0; rows->discount != NULL && k < plan->n_periods; k++) {
        const int n = plan->rates->payment[k];
        if (n >= 0)
            to_discount(plan->rates->log_price[k], rates->discount[n].lane, rows->discount[k].lane);
    }
}
