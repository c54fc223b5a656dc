#include "engine/simulate/measures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- where rows lie ---- */

int ipa_measures_row(const ipa_measures *measures, ipa_variant variant, int tranche,
                     ipa_tranche_figure figure) {
    return ((int)variant * measures->plan->n_tranches + tranche) * IPA_N_TRANCHE_FIGURES +
           (int)figure;
}

int ipa_measures_period_row(const ipa_measures *measures, int first, ipa_variant variant,
                            int tranche, int period) {
    return first +
           ((int)variant * measures->plan->n_tranches + tranche) * measures->plan->n_periods +
           period;
}

int ipa_measures_pair(const ipa_measures *measures, ipa_variant variant, int tranche,
                      ipa_measures_ratio ratio) {
    return ((int)variant * measures->plan->n_tranches + tranche) * IPA_N_RATIOS + (int)ratio;
}

int ipa_measures_series(const ipa_measures *measures, int row) {
    for (int n = 0; n < measures->n_kept; n++)
        if (measures->kept[n] == row)
            return n;
    return -1;
}

static int take(int *next, int n_rows) {
    const int first = *next;
    *next += n_rows;
    return first;
}

/* Only what can be other than zero is measured. */
static bool has_series(const ipa_plan *plan, ipa_pool_series series) {
    if (series == IPA_POOL_SERIES_ip_value)
        return plan->ip_value != NULL;
    for (int c = 0; c < plan->n_contracts; c++)
        if (plan->contracts[c].late_probability > 0)
            return true;
    return false;
}

static void place_rows(ipa_measures *measures) {
    const ipa_plan *plan = measures->plan;
    const int tranches = measures->n_variants * plan->n_tranches;
    int next = 0;
    take(&next, tranches * IPA_N_TRANCHE_FIGURES);
    measures->cash = take(&next, tranches * plan->n_periods);
    measures->balance = take(&next, tranches * plan->n_periods);
    measures->collections = take(&next, plan->n_periods);
    measures->default_rate = take(&next, 1);
    measures->loss_rate = take(&next, 1);
    for (int n = 0; n < IPA_N_POOL_SERIES; n++)
        measures->pool_series[n] =
            has_series(plan, (ipa_pool_series)n) ? take(&next, plan->n_periods) : -1;
    measures->obligors = take(&next, plan->n_obligors);
    measures->servicer_default = plan->servicer != NULL ? take(&next, 1) : -1;
    measures->servicer_loss = plan->servicer != NULL ? take(&next, 1) : -1;
    measures->drawn = take(&next, plan->n_support);
    measures->draws = take(&next, plan->n_support);
    measures->triggers = take(&next, plan->n_triggers);
    measures->called = plan->may_be_called ? take(&next, 1) : -1;
    measures->in_kind = take(&next, 1);
    measures->n_tallied = next;
    measures->coverage = take(&next, plan->n_tranches * plan->n_periods);
    measures->total_loss = take(&next, 1);
    measures->n_rows = next;
}

static void choose_kept(ipa_measures *measures, ipa_arena *arena) {
    static const bool kept[IPA_N_TRANCHE_FIGURES] = {
#define IPA_FIGURE_KEPT(name, is_kept, text) is_kept,
        IPA_TRANCHE_FIGURE_TABLE(IPA_FIGURE_KEPT)
#undef IPA_FIGURE_KEPT
    };
    const ipa_plan *plan = measures->plan;
    const int tranches = measures->n_variants * plan->n_tranches;
    int *to = measures->kept = IPA_NEW_ARRAY(arena, measures->n_rows, int);
    for (int row = 0; row < tranches * IPA_N_TRANCHE_FIGURES; row++)
        if (kept[row % IPA_N_TRANCHE_FIGURES])
            *to++ = row;
    for (int row = measures->cash; row < measures->balance; row++)
        *to++ = row;
    for (int k = 0; k < plan->n_periods; k++)
        *to++ = measures->collections + k;
    *to++ = measures->loss_rate;
    for (int row = measures->coverage; row < measures->total_loss; row++)
        *to++ = row;
    measures->n_kept = (int)(to - measures->kept);
}

static void choose_pairs(ipa_measures *measures, ipa_arena *arena) {
    const int n_tranches = measures->plan->n_tranches;
    measures->pairs =
        IPA_NEW_ARRAY(arena, measures->n_variants * n_tranches * IPA_N_RATIOS, ipa_tally_pair);
    for (int v = 0; v < measures->n_variants; v++)
        for (int t = 0; t < n_tranches; t++) {
            const ipa_variant variant = (ipa_variant)v;
            measures->pairs[ipa_measures_pair(measures, variant, t, IPA_RATIO_LGD)] =
                (ipa_tally_pair){ipa_measures_row(measures, variant, t, IPA_FIGURE_LOSS),
                                 ipa_measures_row(measures, variant, t, IPA_FIGURE_DEFAULT)};
            measures->pairs[ipa_measures_pair(measures, variant, t, IPA_RATIO_WAL)] =
                (ipa_tally_pair){ipa_measures_row(measures, variant, t, IPA_FIGURE_TIME_PRINCIPAL),
                                 ipa_measures_row(measures, variant, t, IPA_FIGURE_PRINCIPAL)};
        }
}

/* At the coupon's own periodic rates a bond that pays as promised is worth its face on closing,
 * however it amortises. */
static void fill_discounts(ipa_measures *measures, int t) {
    const ipa_plan *plan = measures->plan;
    const ipa_plan_tranche *tranche = &plan->tranches[t];
    double at_coupon = 1;
    for (int k = 0; k < plan->n_periods; k++) {
        const int at = t * plan->n_periods + k;
        const double years = plan->periods[k].years_from_valuation;
        at_coupon /= 1 + ipa_plan_accrual_value(ipa_plan_accrual(tranche, k));
        measures->coupon_discount[at] = at_coupon;
        measures->discount[at] =
            years > 0 ? ipa_curve_discount(&plan->curve, years, tranche->spread) : 0;
    }
}

static bool has_outside(const ipa_plan *plan) {
    for (int n = 0; n < plan->n_support; n++)
        if (plan->support[n].outside)
            return true;
    return false;
}

ipa_measures *ipa_measures_create(const ipa_plan *plan, bool rounding, ipa_arena *arena) {
    ipa_measures *measures = IPA_NEW(arena, ipa_measures);
    const int per_period = plan->n_tranches * plan->n_periods;
    measures->plan = plan;
    measures->n_variants =
        has_outside(plan) || (plan->lower != NULL && has_outside(plan->lower)) ? IPA_N_VARIANTS : 1;
    measures->discount = IPA_NEW_ARRAY(arena, per_period, double);
    measures->coupon_discount = IPA_NEW_ARRAY(arena, per_period, double);
    measures->tolerance = IPA_NEW_ARRAY(arena, plan->n_tranches, double);
    for (int t = 0; t < plan->n_tranches; t++) {
        fill_discounts(measures, t);
        /* half a fen, or what doubles can lose where nothing is rounded */
        measures->tolerance[t] = plan->rounds ? 0.5 : 1e-9 * plan->tranches[t].original;
    }
    measures->coupon_noise = plan->rounds && rounding ? 1e-6 * plan->n_periods : 1e-12;
    place_rows(measures);
    choose_kept(measures, arena);
    choose_pairs(measures, arena);
    return measures;
}

/* ---- lane kernels ---- */

typedef struct period_rows {
    const double *interest, *principal, *residual, *opening, *accreted, *closing;
    double *cash, *balance;
} period_rows;

typedef struct path_rows {
    double *pv, *at_coupon, *time_principal, *principal, *shortfall;
} path_rows;

static void add_period(period_rows in, double discount, double at_coupon, path_rows to) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double cash = in.interest[p] + in.principal[p] + in.residual[p];
        in.cash[p] = cash;
        in.balance[p] = in.closing[p];
        to.pv[p] += discount * cash;
        to.at_coupon[p] += at_coupon * cash;
    }
}

static void add_weighted(double factor, const double *restrict weight, const double *restrict x,
                         double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += factor * weight[p] * x[p];
}

/* y ÷= 1 + coupon × fraction. */
static void discount_at(const double *restrict coupon, double fraction, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] /= 1 + coupon[p] * fraction;
}

static void add_principal(period_rows in, double years, path_rows to) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double repaid = in.opening[p] + in.accreted[p] - in.closing[p];
        to.principal[p] += repaid;
        to.time_principal[p] += years * repaid;
    }
}

static void mark_above(const double *restrict x, double limit, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = x[p] > limit ? 1 : y[p];
}

static void scale_to(double factor, const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = factor * x[p];
}

static void add_scaled(double factor, const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += factor * x[p];
}

static void to_coupon_loss(double original, double noise, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double loss = original > 0 ? 1 - y[p] / original : 0;
        y[p] = loss > noise ? loss : 0;
    }
}

static void divide_or_nan(const double *restrict x, const double *restrict y, double least,
                          double *restrict ratio) {
    for (int p = 0; p < IPA_LANES; p++)
        ratio[p] = y[p] > least ? x[p] / y[p] : NAN;
}

/* ---- tranches ---- */

static void measure_end(const ipa_measures *measures, int t, const double *unpaid,
                        const double *closing, ipa_row *figures) {
    const ipa_plan_tranche *tranche = &measures->plan->tranches[t];
    const double limit = measures->tolerance[t];
    const double per_original = tranche->original > 0 ? 1 / tranche->original : 0;
    double *defaulted = figures[IPA_FIGURE_DEFAULT].lane;
    memset(defaulted, 0, sizeof(ipa_row));
    if (tranche->timely)
        memcpy(defaulted, figures[IPA_FIGURE_SHORTFALL].lane, sizeof(ipa_row));
    mark_above(unpaid, limit, defaulted);
    mark_above(closing, limit, defaulted);
    scale_to(per_original, closing, figures[IPA_FIGURE_PRINCIPAL_LOSS].lane);
    scale_to(per_original, closing, figures[IPA_FIGURE_LOSS].lane);
    add_scaled(per_original, unpaid, figures[IPA_FIGURE_LOSS].lane);
    to_coupon_loss(tranche->original, measures->coupon_noise, figures[IPA_FIGURE_COUPON_LOSS].lane);
}

/** A tranche's rates on the paths; NULL: the plan's. */
typedef struct own_rates {
    const ipa_row *discount, *coupon; /**< [n_periods] */
    ipa_row at_coupon;                /**< discount factor at the coupons so far */
} own_rates;

static own_rates rates_of(const ipa_payments *payments, int t) {
    own_rates with = {0};
    if (payments->rates == NULL)
        return with;
    with.discount = payments->rates->discount;
    with.coupon = payments->rates->coupon[t];
    for (int p = 0; p < IPA_LANES; p++)
        with.at_coupon.lane[p] = 1;
    return with;
}

static void add_at_own_rates(const ipa_measures *measures, int t, int k, own_rates *with,
                             const double *cash, path_rows to) {
    const ipa_plan_tranche *tranche = &measures->plan->tranches[t];
    if (with->discount != NULL)
        add_weighted(measures->discount[t * measures->plan->n_periods + k], with->discount[k].lane,
                     cash, to.pv);
    if (with->coupon == NULL)
        return;
    discount_at(with->coupon[k].lane, ipa_fraction_value(tranche->fraction[k]),
                with->at_coupon.lane);
    add_weighted(1, with->at_coupon.lane, cash, to.at_coupon);
}

static void measure_tranche(const ipa_measures *measures, ipa_variant variant, int t,
                            const ipa_payments *from, ipa_row *rows) {
    const ipa_plan *plan = measures->plan;
    const int first = t * plan->n_periods, last = first + plan->n_periods - 1;
    ipa_row *figures = rows + ipa_measures_row(measures, variant, t, (ipa_tranche_figure)0);
    const path_rows to = {figures[IPA_FIGURE_PV].lane, figures[IPA_FIGURE_COUPON_LOSS].lane,
                          figures[IPA_FIGURE_TIME_PRINCIPAL].lane,
                          figures[IPA_FIGURE_PRINCIPAL].lane, figures[IPA_FIGURE_SHORTFALL].lane};
    own_rates with = rates_of(from, t);
    memset(figures, 0, IPA_N_TRANCHE_FIGURES * sizeof(ipa_row));
    for (int k = 0; k < plan->n_periods; k++) {
        const int at = first + k;
        const period_rows in = {
            .interest = from->interest_paid[at].lane,
            .principal = from->principal_paid[at].lane,
            .residual = from->residual[at].lane,
            .opening = from->opening[at].lane,
            .accreted = from->accreted[at].lane,
            .closing = from->closing[at].lane,
            .cash = rows[ipa_measures_period_row(measures, measures->cash, variant, t, k)].lane,
            .balance =
                rows[ipa_measures_period_row(measures, measures->balance, variant, t, k)].lane,
        };
        add_period(in, with.discount != NULL ? 0 : measures->discount[at],
                   with.coupon != NULL ? 0 : measures->coupon_discount[at], to);
        add_at_own_rates(measures, t, k, &with, in.cash, to);
        add_principal(in, plan->periods[k].years_from_closing, to);
        mark_above(from->interest_unpaid[at].lane, measures->tolerance[t], to.shortfall);
        if (k == plan->tranches[t].expected_final_period) {
            double *extension = figures[IPA_FIGURE_EXTENSION].lane;
            mark_above(in.closing, measures->tolerance[t], extension);
            mark_above(from->interest_unpaid[at].lane, measures->tolerance[t], extension);
        }
    }
    measure_end(measures, t, from->interest_unpaid[last].lane, from->closing[last].lane, figures);
}

void ipa_measures_tranches(const ipa_measures *measures, ipa_variant variant,
                           const ipa_payments *payments, ipa_row *rows) {
    for (int t = 0; t < measures->plan->n_tranches; t++)
        measure_tranche(measures, variant, t, payments, rows);
}

/* ---- the deal ---- */

static void measure_series(const ipa_measures *measures, const ipa_collections *from,
                           ipa_row *rows) {
    const ipa_row *const sources[IPA_N_POOL_SERIES] = {
        [IPA_POOL_SERIES_delinquent] = from->delinquent,
        [IPA_POOL_SERIES_delinquent_30] = from->overdue[IPA_DELINQUENCY_30],
        [IPA_POOL_SERIES_delinquent_60] = from->overdue[IPA_DELINQUENCY_60],
        [IPA_POOL_SERIES_delinquent_90] = from->overdue[IPA_DELINQUENCY_90],
        [IPA_POOL_SERIES_ip_value] = from->ip_value,
    };
    for (int n = 0; n < IPA_N_POOL_SERIES; n++)
        if (measures->pool_series[n] >= 0)
            memcpy(rows + measures->pool_series[n], sources[n],
                   (size_t)measures->plan->n_periods * sizeof(ipa_row));
}

static void measure_pool(const ipa_measures *measures, const ipa_collections *from, ipa_row *rows) {
    const ipa_plan *plan = measures->plan;
    const int last = plan->n_periods - 1;
    const double per_pool = plan->pool_original > 0 ? 1 / plan->pool_original : 0;
    for (int k = 0; k < plan->n_periods; k++) {
        double *total = rows[measures->collections + k].lane;
        memset(total, 0, sizeof(ipa_row));
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            add_scaled(1, from->cash[kind][k].lane, total);
    }
    scale_to(per_pool, from->defaulted[last].lane, rows[measures->default_rate].lane);
    scale_to(per_pool, from->defaulted[last].lane, rows[measures->loss_rate].lane);
    add_scaled(-per_pool, from->recovered[last].lane, rows[measures->loss_rate].lane);
    measure_series(measures, from, rows);
    for (int i = 0; i < plan->n_obligors; i++)
        rows[measures->obligors + i] = from->obligor_defaulted[i];
}

static void measure_servicer(const ipa_measures *measures, const ipa_collections *collections,
                             const ipa_payments *payments, ipa_row *rows) {
    const ipa_plan *plan = measures->plan;
    if (plan->servicer == NULL)
        return;
    const int last = plan->servicer->entity * plan->n_periods + plan->n_periods - 1;
    double *died = rows[measures->servicer_default].lane;
    double *lost = rows[measures->servicer_loss].lane;
    for (int p = 0; p < IPA_LANES; p++)
        died[p] = 1 - collections->alive[last].lane[p];
    memset(lost, 0, sizeof(ipa_row));
    for (int k = 0; k < plan->n_periods; k++)
        add_scaled(1, payments->lost[k].lane, lost);
}

static void measure_support(const ipa_measures *measures, const ipa_payments *from, ipa_row *rows) {
    const ipa_plan *plan = measures->plan;
    double size = 0;
    for (int t = 0; t < plan->n_tranches; t++)
        size += plan->tranches[t].original;
    const double limit = plan->rounds ? 0.5 : 1e-9 * size;
    for (int n = 0; n < plan->n_support; n++) {
        double *draws = rows[measures->draws + n].lane;
        memset(draws, 0, sizeof(ipa_row));
        for (int k = 0; k < plan->n_periods; k++)
            add_scaled(1, from->drawn[n * plan->n_periods + k].lane, draws);
        memset(rows[measures->drawn + n].lane, 0, sizeof(ipa_row));
        mark_above(draws, limit, rows[measures->drawn + n].lane);
    }
    for (int n = 0; n < plan->n_triggers; n++) {
        memset(&rows[measures->triggers + n], 0, sizeof(ipa_row));
        for (int k = 0; k < plan->n_periods; k++)
            mark_above(from->trigger_on[n * plan->n_periods + k].lane, 0.5,
                       rows[measures->triggers + n].lane);
    }
    if (measures->called >= 0)
        rows[measures->called] = from->called[plan->n_periods - 1];
}

static void measure_coverage(const ipa_measures *measures, const ipa_payments *from,
                             ipa_row *rows) {
    const ipa_plan *plan = measures->plan;
    for (int k = 0; k < plan->n_periods; k++) {
        ipa_row due = {{0}};
        for (int t = 0; t < plan->n_tranches; t++) {
            const int at = t * plan->n_periods + k;
            add_scaled(1, from->interest_due[at].lane, due.lane);
            add_scaled(1, from->principal_due[at].lane, due.lane);
            divide_or_nan(rows[measures->collections + k].lane, due.lane, measures->tolerance[t],
                          rows[measures->coverage + at].lane);
        }
    }
}

void ipa_measures_deal(const ipa_measures *measures, const ipa_collections *collections,
                       const ipa_payments *payments, ipa_row *rows) {
    const ipa_plan *plan = measures->plan;
    measure_pool(measures, collections, rows);
    measure_servicer(measures, collections, payments, rows);
    measure_support(measures, payments, rows);
    measure_coverage(measures, payments, rows);
    rows[measures->in_kind] = *payments->in_kind;
    memset(&rows[measures->total_loss], 0, sizeof(ipa_row));
    for (int t = 0; t < plan->n_tranches; t++)
        if (!plan->tranches[t].is_residual)
            add_scaled(plan->tranches[t].original,
                       rows[ipa_measures_row(measures, IPA_SUPPORTED, t, IPA_FIGURE_LOSS)].lane,
                       rows[measures->total_loss].lane);
}

/* ---- what is wrong ---- */

static void describe(const ipa_measures *measures, int row, char text[160]) {
    static const char *const names[] = {
#define IPA_FIGURE_NAME(name, kept, words) #name,
        IPA_TRANCHE_FIGURE_TABLE(IPA_FIGURE_NAME)
#undef IPA_FIGURE_NAME
    };
    const ipa_plan *plan = measures->plan;
    if (row < measures->cash)
        snprintf(text, 160, "%s of tranche %s", names[row % IPA_N_TRANCHE_FIGURES],
                 plan->tranches[row / IPA_N_TRANCHE_FIGURES % plan->n_tranches].id);
    else if (row < measures->collections) {
        const int at = row - (row < measures->balance ? measures->cash : measures->balance);
        snprintf(text, 160, "%s of tranche %s in period %d",
                 row < measures->balance ? "cash" : "balance",
                 plan->tranches[at / plan->n_periods % plan->n_tranches].id,
                 at % plan->n_periods + 1);
    } else if (row < measures->default_rate)
        snprintf(text, 160, "collections in period %d", row - measures->collections + 1);
    else
        snprintf(text, 160, "a figure of the %s", row < measures->drawn ? "pool" : "supports");
}

bool ipa_measures_nonfinite(const ipa_measures *measures, const ipa_row *rows, int n_paths,
                            int *lane, char text[160]) {
    for (int pass = 0; pass < 2; pass++) {
        /* periods before totals: they say where it began */
        const int from = pass == 0 ? measures->cash : 0;
        for (int row = from; row < measures->n_tallied; row++)
            for (int p = 0; p < n_paths; p++)
                if (!isfinite(rows[row].lane[p])) {
                    *lane = p;
                    describe(measures, row, text);
                    return true;
                }
    }
    return false;
}
