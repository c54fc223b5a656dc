#pragma once
/** Mean, quantiles, value at risk and expected shortfall of a sample, exact in the sample.
 *
 *  Knows: order statistics, their intervals, Acerbi and Tasche's expected shortfall, exact binomial
 *  bounds.
 *  Does not know: what the sample is of.
 */
#include "engine/simulate/result.h"

/** Mean of a sample, and its standard error; no error for a sample of one. */
ipa_estimate ipa_quantiles_mean(const double *sample, long n);

/** The sample quantile inf{x : F_n(x) >= level} as a position, from 0, in the sorted sample. */
long ipa_quantiles_rank(long n, double level);

/** Order statistics: values[i] is the ranks[i]-th smallest (from 0) of the sample.
 *  @shape ranks[n_ranks] ascending, 16 at most; scratch[2 × n]. The sample is left as it is. */
void ipa_quantiles_select(const double *sample, long n, const long *ranks, int n_ranks,
                          double *values, double *scratch);

/** Sorts ascending; `scratch` is as long as the sample. */
void ipa_quantiles_sort(double *sample, long n, double *scratch);

/** The order statistics (positions from 0) that hold the quantile with 95%: the largest below which
 *  lies at most 2.5% of the binomial law, and the smallest above which lies at most 2.5%.
 *  @ensures −1 or n where the sample is too small for one. */
void ipa_quantiles_interval(long n, double level, long *low, long *high);

/** Value at risk of a sorted sample of losses, with its 95% interval; NaN where the sample is too
 *  small for a bound. */
ipa_quantile_estimate ipa_quantiles_var(const double *sorted, long n, double level);

/** Expected shortfall (1/(1−a))·∫ₐ¹ q_u du of a sorted sample of losses; the standard error is that
 *  of q + (X − q)⁺/(1 − a), which holds at atoms too.
 *  @source Acerbi and Tasche 2002 */
ipa_estimate ipa_quantiles_cvar(const double *sorted, long n, double level);

/** Exact bounds of a probability of which k of n were seen (Clopper and Pearson), two-sided 95%. */
double ipa_quantiles_upper(long k, long n);
double ipa_quantiles_lower(long k, long n);
