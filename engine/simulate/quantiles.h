#pragma once
/** Percentiles, value at risk and expected shortfall of simulated values, exact for the sample.
 *
 *  Knows: order statistics and their intervals.
 *  Does not know: what the values are.
 */
#include <stddef.h>

#include "engine/simulate/result.h"

/** The percentiles p01 … p99 of ipa_fan_levels: the smallest value with at least that share of the
 *  sample at or below it. `values` is reordered. @shape percentile[n_levels] */
void ipa_quantiles_select(double *values, size_t n_values, const double *levels, int n_levels,
                          double *percentile);

/** Value at risk at `level` with its order-statistic 95% interval, of values sorted ascending. */
ipa_quantile_estimate ipa_quantiles_var(const double *sorted, size_t n_values, double level);

/** Expected shortfall at `level` (Acerbi–Tasche: the mean of the worst 1 − level, the atom at the
 *  quantile split), with its standard error, of values sorted ascending. */
ipa_estimate ipa_quantiles_cvar(const double *sorted, size_t n_values, double level);

/** Sorts ascending (radix sort on the bits of non-negative or mixed doubles; `scratch` [n]). */
void ipa_quantiles_sort(double *values, double *scratch, size_t n_values);
