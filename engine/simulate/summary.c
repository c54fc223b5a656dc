#include "engine/simulate/summary.h"

#include <math.h>
#include <string.h>

#include "engine/simulate/quantiles.h"
#include "engine/simulate/ratings.h"
#include "engine/simulate/valuation.h"

static const double fen = 100;
static const double var_levels[3] = {0.95, 0.99, 0.999};
static const double pv_levels[3] = {0.01, 0.50, 0.99};

static ipa_estimate scaled(ipa_estimate estimate, double factor) {
    return (ipa_estimate){estimate.mean * factor, estimate.standard_error * factor};
}

static const double *series_of(const ipa_summary *from, int row) {
    return ipa_path_store_series(from->store, ipa_measures_series(from->measures, row));
}

static void percentiles(const ipa_summary *from, const double *sample, long n, const double *levels,
                        int n_levels, double *values) {
    long ranks[IPA_N_FAN];
    for (int i = 0; i < n_levels; i++)
        ranks[i] = ipa_quantiles_rank(n, levels[i]);
    ipa_quantiles_select(sample, n, ranks, n_levels, values, from->scratch);
}

/* ---- fans ---- */

static ipa_fan money_fan(const ipa_summary *from, int row) {
    ipa_fan fan = {.mean = scaled(ipa_tally_estimate(from->tally, row), 1 / fen)};
    percentiles(from, series_of(from, row), from->store->n_paths, ipa_result_fan_levels, IPA_N_FAN,
                fan.percentile);
    for (int i = 0; i < IPA_N_FAN; i++)
        fan.percentile[i] /= fen;
    return fan;
}

/* Of the paths on which something is due. */
static ipa_fan coverage_fan(const ipa_summary *from, int row) {
    const double *all = series_of(from, row);
    const long n_paths = from->store->n_paths;
    double *some = from->scratch + 2 * n_paths;
    long n = 0;
    for (long p = 0; p < n_paths; p++) {
        some[n] = all[p];
        n += !isnan(all[p]);
    }
    ipa_fan fan = {.mean = {NAN, NAN}};
    for (int i = 0; i < IPA_N_FAN; i++)
        fan.percentile[i] = NAN;
    if (n > 0) {
        fan.mean = ipa_quantiles_mean(some, n);
        percentiles(from, some, n, ipa_result_fan_levels, IPA_N_FAN, fan.percentile);
    }
    return fan;
}

/* ---- tranches ---- */

static void fill_tails(const ipa_summary *from, int row, ipa_tranche_figures *to) {
    const long n = from->store->n_paths;
    double *sorted = from->scratch;
    memcpy(sorted, series_of(from, row), (size_t)n * sizeof(double));
    ipa_quantiles_sort(sorted, n, from->scratch + n);
    for (int i = 0; i < 3; i++) {
        to->var[i] = ipa_quantiles_var(sorted, n, var_levels[i]);
        to->cvar[i] = ipa_quantiles_cvar(sorted, n, var_levels[i]);
    }
}

static void fill_means(const ipa_measures *measures, const ipa_tally *tally, ipa_variant variant,
                       int t, ipa_tranche_figures *to) {
    const struct {
        ipa_estimate *to;
        ipa_tranche_figure figure;
    } plain[] = {
        {&to->default_probability, IPA_FIGURE_DEFAULT},
        {&to->expected_loss, IPA_FIGURE_LOSS},
        {&to->expected_principal_loss, IPA_FIGURE_PRINCIPAL_LOSS},
        {&to->interest_shortfall_probability, IPA_FIGURE_SHORTFALL},
        {&to->extension_probability, IPA_FIGURE_EXTENSION},
        {&to->pv, IPA_FIGURE_PV},
    };
    for (size_t n = 0; n < sizeof plain / sizeof *plain; n++)
        *plain[n].to =
            ipa_tally_estimate(tally, ipa_measures_row(measures, variant, t, plain[n].figure));
    to->pv = scaled(to->pv, 1 / fen);
    to->loss_given_default =
        ipa_tally_ratio(tally, ipa_measures_pair(measures, variant, t, IPA_RATIO_LGD));
    to->wal = ipa_tally_ratio(tally, ipa_measures_pair(measures, variant, t, IPA_RATIO_WAL));
}

ipa_tranche_figures ipa_summary_means(const ipa_measures *measures, const ipa_tally *tally,
                                      double balance, ipa_variant variant, int t,
                                      ipa_arena *arena) {
    const long n = tally->count;
    ipa_tranche_figures to = {0};
    fill_means(measures, tally, variant, t, &to);
    to.price = balance > 0 ? scaled(to.pv, 100 / balance) : (ipa_estimate){NAN, NAN};
    to.rating = ipa_ratings_implied(
        &measures->plan->deal->pd_table,
        (ipa_ratings_evidence){
            .years = to.wal.mean,
            .n_defaults = lround(to.default_probability.mean * (double)n),
            .n_paths = n,
            .coupon_loss = ipa_tally_estimate(
                tally, ipa_measures_row(measures, variant, t, IPA_FIGURE_COUPON_LOSS)),
        },
        arena);
    return to;
}

static void fill_periods(const ipa_summary *from, ipa_variant variant, int t,
                         ipa_tranche_figures *to) {
    const ipa_measures *measures = from->measures;
    const int n_periods = measures->plan->n_periods;
    to->cashflow = IPA_NEW_ARRAY(from->arena, n_periods, ipa_fan);
    to->balance = IPA_NEW_ARRAY(from->arena, n_periods, ipa_estimate);
    for (int k = 0; k < n_periods; k++) {
        to->cashflow[k] =
            money_fan(from, ipa_measures_period_row(measures, measures->cash, variant, t, k));
        to->balance[k] = scaled(
            ipa_tally_estimate(from->tally,
                               ipa_measures_period_row(measures, measures->balance, variant, t, k)),
            1 / fen);
    }
}

static ipa_tranche_figures tranche_of(const ipa_summary *from, ipa_variant variant, int t) {
    const ipa_plan *plan = from->measures->plan;
    const long n = from->store->n_paths;
    const double balance = ipa_valuation_balance(plan, &from->base->tranches[t]);
    ipa_tranche_figures to =
        ipa_summary_means(from->measures, from->tally, balance, variant, t, from->arena);
    percentiles(from, series_of(from, ipa_measures_row(from->measures, variant, t, IPA_FIGURE_PV)),
                n, pv_levels, 3, to.pv_percentile);
    for (int i = 0; i < 3; i++)
        to.pv_percentile[i] /= fen;
    fill_tails(from, ipa_measures_row(from->measures, variant, t, IPA_FIGURE_LOSS), &to);
    fill_periods(from, variant, t, &to);
    to.loss_adjusted_yield = ipa_valuation_loss_adjusted(plan, t, balance, to.cashflow);
    return to;
}

/* ---- the deal ---- */

/* Bins of a round width that hold 99.9% of the paths. */
static double bin_width(double most) {
    static const double steps[] = {1, 2, 2.5, 5, 10};
    const double least = most / IPA_N_HISTOGRAM;
    if (!(least > 0))
        return 0.01;
    const double power = pow(10, floor(log10(least)));
    for (size_t n = 0; n < sizeof steps / sizeof *steps; n++)
        if (steps[n] * power >= least)
            return steps[n] * power;
    return 10 * power;
}

/* Shares of a sample by bin; what lies beyond the outer bins is counted in them. */
static void fill_bins(const double *sample, long n_paths, double least, double width,
                      double edges[IPA_N_HISTOGRAM + 1], double shares[IPA_N_HISTOGRAM]) {
    long counts[IPA_N_HISTOGRAM] = {0};
    for (long p = 0; p < n_paths; p++) {
        const double bin = sample[p] > least ? floor((sample[p] - least) / width) : 0;
        counts[bin < IPA_N_HISTOGRAM ? (int)bin : IPA_N_HISTOGRAM - 1]++;
    }
    for (int n = 0; n < IPA_N_HISTOGRAM; n++)
        shares[n] = (double)counts[n] / (double)n_paths;
    for (int n = 0; n <= IPA_N_HISTOGRAM; n++)
        edges[n] = least + n * width;
}

static void fill_histogram(const ipa_summary *from, ipa_simulation_result *to) {
    const double *losses = series_of(from, from->measures->loss_rate);
    const double level = 0.999;
    double most;
    percentiles(from, losses, to->n_paths, &level, 1, &most);
    fill_bins(losses, to->n_paths, 0, bin_width(most), to->histogram_edges, to->histogram);
}

static void fill_totals(const ipa_summary *from, ipa_simulation_result *to) {
    static const double levels[2] = {0.001, 0.999};
    const long n = to->n_paths;
    double *total = from->scratch + 2 * n, outer[2];
    for (long p = 0; p < n; p++)
        total[p] = 0;
    for (int k = 0; k < from->measures->plan->n_periods; k++) {
        const double *cash = series_of(from, from->measures->collections + k);
        for (long p = 0; p < n; p++)
            total[p] += cash[p] / fen;
    }
    to->total_collections.mean = ipa_quantiles_mean(total, n);
    percentiles(from, total, n, ipa_result_fan_levels, IPA_N_FAN, to->total_collections.percentile);
    percentiles(from, total, n, levels, 2, outer);
    const double width = bin_width(outer[1] - outer[0]);
    fill_bins(total, n, floor(outer[0] / width) * width, width, to->total_edges,
              to->total_histogram);
}

static ipa_estimate *estimates(const ipa_summary *from, int first, int n, double factor) {
    ipa_estimate *to = IPA_NEW_ARRAY(from->arena, n, ipa_estimate);
    for (int i = 0; i < n; i++)
        to[i] = scaled(ipa_tally_estimate(from->tally, first + i), factor);
    return to;
}

static void fill_fans(const ipa_summary *from, ipa_simulation_result *to) {
    const ipa_measures *measures = from->measures;
    const int n_periods = measures->plan->n_periods;
    const int n_coverage = measures->plan->n_tranches * n_periods;
    to->collections = IPA_NEW_ARRAY(from->arena, n_periods, ipa_fan);
    to->coverage = IPA_NEW_ARRAY(from->arena, n_coverage, ipa_fan);
    for (int k = 0; k < n_periods; k++)
        to->collections[k] = money_fan(from, measures->collections + k);
    for (int n = 0; n < n_coverage; n++)
        to->coverage[n] = coverage_fan(from, measures->coverage + n);
}

/* A pool of royalties alone has no principal to be a share of. */
static ipa_estimate pool_rate(const ipa_summary *from, int row) {
    return from->measures->plan->pool_original > 0 ? ipa_tally_estimate(from->tally, row)
                                                   : (ipa_estimate){NAN, NAN};
}

void ipa_summary_fill(const ipa_summary *from, ipa_simulation_result *to) {
    const ipa_measures *measures = from->measures;
    const ipa_plan *plan = measures->plan;
    to->default_rate = pool_rate(from, measures->default_rate);
    to->loss_rate = pool_rate(from, measures->loss_rate);
    for (int n = 0; n < IPA_N_POOL_SERIES; n++)
        if (measures->pool_series[n] >= 0)
            to->pool_series[n] =
                estimates(from, measures->pool_series[n], plan->n_periods, 1 / fen);
    to->obligor_defaults = estimates(from, measures->obligors, plan->n_obligors, 1);
    to->draw_probability = estimates(from, measures->drawn, plan->n_support, 1);
    to->expected_draw = estimates(from, measures->draws, plan->n_support, 1 / fen);
    to->trigger_probability = estimates(from, measures->triggers, plan->n_triggers, 1);
    if (plan->servicer != NULL) {
        to->servicer_default = ipa_tally_estimate(from->tally, measures->servicer_default);
        to->servicer_loss =
            scaled(ipa_tally_estimate(from->tally, measures->servicer_loss), 1 / fen);
    }
    to->call_probability = measures->called >= 0 ? ipa_tally_estimate(from->tally, measures->called)
                                                 : (ipa_estimate){NAN, NAN};
    to->tranches = IPA_NEW_ARRAY(from->arena, plan->n_tranches, ipa_tranche_figures);
    to->without_support = IPA_NEW_ARRAY(from->arena, plan->n_tranches, ipa_tranche_figures);
    for (int t = 0; t < plan->n_tranches; t++) {
        to->tranches[t] = tranche_of(from, IPA_SUPPORTED, t);
        to->without_support[t] = measures->n_variants == IPA_N_VARIANTS
                                     ? tranche_of(from, IPA_WITHOUT_SUPPORT, t)
                                     : to->tranches[t];
        const double share = ipa_plan_residual_share(plan, t) / fen;
        to->tranches[t].in_kind = scaled(ipa_tally_estimate(from->tally, measures->in_kind), share);
        to->without_support[t].in_kind = to->tranches[t].in_kind;
    }
    fill_fans(from, to);
    fill_histogram(from, to);
    fill_totals(from, to);
}

ipa_convergence_row ipa_summary_convergence(const ipa_measures *measures, const ipa_tally *tally,
                                            double balance, int tranche) {
    const ipa_estimate pv = ipa_tally_estimate(
        tally, ipa_measures_row(measures, IPA_SUPPORTED, tranche, IPA_FIGURE_PV));
    return (ipa_convergence_row){
        .n_paths = tally->count,
        .default_probability = ipa_tally_estimate(
            tally, ipa_measures_row(measures, IPA_SUPPORTED, tranche, IPA_FIGURE_DEFAULT)),
        .expected_loss = ipa_tally_estimate(
            tally, ipa_measures_row(measures, IPA_SUPPORTED, tranche, IPA_FIGURE_LOSS)),
        .price =
            balance > 0 ? scaled(scaled(pv, 1 / fen), 100 / balance) : (ipa_estimate){NAN, NAN},
    };
}
