#pragma once
/** The beta law, with the same bits on every machine.
 *
 *  Knows: the regularised incomplete beta function, its inverse, and the law with a given mean and
 *  standard deviation.
 *  Does not know: what the share is a share of.
 */
#include "engine/base/status.h"

/** I_x(a, b): probability that a beta with parameters a, b > 0 is at most x. */
double ipa_beta_cdf(double a, double b, double x);

/** x with I_x(a, b) = p. */
double ipa_beta_quantile(double a, double b, double p);

/** ln I_x(a, b) at the log-odds ln(x/(1−x)): tails far below the smallest double stay exact. */
double ipa_beta_log_cdf_of_logit(double a, double b, double logit);

/** Log-odds ln(x/(1−x)) with I_x(a, b) = p, where p + q = 1: both are asked for, so that neither
 *  end loses digits.
 *  @ensures ∓infinity at p = 0 and q = 0. */
double ipa_beta_logit_quantile(double a, double b, double p, double q);

/** ln of the density of the log-odds: ln(x^a (1−x)^b / B(a, b)). */
double ipa_beta_log_density_of_logit(double a, double b, double logit);

/** The beta with this mean and standard deviation, as recoveries are usually stated.
 *  @errors IPA_RANGE unless 0 < mean < 1 and 0 < sd² < mean (1 − mean). */
IPA_MUST_USE ipa_status ipa_beta_from_moments(double mean, double sd, double *a, double *b,
                                              ipa_error *error);
