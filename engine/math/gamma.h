#pragma once
/** The gamma function and the gamma law of unit scale, with the same bits on every machine.
 *
 *  Knows: ln Γ, the regularised incomplete gamma functions P and Q and their inverse.
 *  Does not know: scales and means; a chi-square with ν degrees of freedom is 2·gamma(ν/2).
 */

/** ln Γ(x) for x > 0, the absolute error about 1e-15 (1 + |value|). */
double ipa_gamma_log(double x);

/** What Stirling's formula leaves out: ln Γ(x) − (x − ½) ln x + x − ½ ln 2π, for x > 0. */
double ipa_gamma_stirling_error(double x);

/** Saddle-point deviance of x from its mean m = e^log_m: x ln(x/m) + m − x, without cancellation.
 *  @source C. Loader, Fast and accurate computation of binomial probabilities (2000) */
double ipa_gamma_deviance(double x, double m, double log_m);

/** P(a, x): probability that a gamma of shape a > 0 is at most x. */
double ipa_gamma_cdf(double a, double x);

/** Q(a, x) = 1 − P(a, x), with its own relative accuracy. */
double ipa_gamma_tail(double a, double x);

/** ln x with P(a, x) = p, where p + q = 1: both are asked for, so that neither tail loses digits.
 *  @ensures ∓infinity at p = 0 and q = 0. */
double ipa_gamma_log_quantile(double a, double p, double q);

/** x with P(a, x) = p. */
double ipa_gamma_quantile(double a, double p);

/** ln of the density of ln x at ln x, for a gamma of shape a: ln(x^a e^{−x} / Γ(a)). */
double ipa_gamma_log_density_of_log(double a, double log_x);
