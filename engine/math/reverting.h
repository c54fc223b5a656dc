#pragma once
/** What is left of a rate over time when it reverts: averages of e^{−x} that keep their digits as
 *  the speed of the reversion falls to 0.
 *
 *  Knows: the first three repeated averages, with the same bits on every machine.
 *  Does not know: what reverts (log sales, growth, a short rate); x = speed × time ≥ 0.
 */

/** (1 − e^{−x}) ÷ x. */
double ipa_reverting_mean(double x);

/** (1 − mean(x)) ÷ x. */
double ipa_reverting_once(double x);

/** (1 − 2·mean(x) + mean(2x)) ÷ x². */
double ipa_reverting_twice(double x);
