#pragma once
/** Student's t law with any real degrees of freedom ν > 0, the same bits on every machine.
 *
 *  Knows: distribution function and quantile, relative accuracy in both tails.
 *  Does not know: copulas; a path's mixing variable is drawn in engine/random/factors.
 */

/** T_ν(x), the relative error about 1e-13. */
double ipa_student_cdf(double nu, double x);

/** T_ν⁻¹(p), the relative error at most 1e-12.
 *  @ensures ±infinity at 1 and 0. */
double ipa_student_quantile(double nu, double p);
