#pragma once
/** When someone defaults: cumulative hazard, survival, and the thresholds of the copula.
 *
 *  Knows: grades of a table, flat hazards, points of a PD curve; Gaussian and Student-t quantiles.
 *  Does not know: factors, dates (times are years from the cut-off date), paths.
 */
#include "engine/deal/plan.h"

/** What a stress raises a cumulative default probability to at most. */
#define IPA_CREDIT_MOST_PD 0.9999

/** The default curve of an obligor or entity: hazard constant between the knots, the last one
 *  continued. Fills years, cumulative_hazard and n_points; the references are known to resolve.
 *  @owner the arena. @source model 3.2 */
void ipa_credit_set_curve(ipa_credit *credit, const ipa_deal *deal, const ipa_deal_credit *source,
                          ipa_arena *arena);

/** The default curve through points of a cumulative PD curve. @shape years[n], cumulative[n]
 *  @ensures a point at time 0 is there. @owner the arena. */
void ipa_credit_set_points(ipa_credit *credit, int n_points, const double *years,
                           const double *cumulative, ipa_arena *arena);

/** Integrated hazard H(t) = −ln S(t). */
double ipa_credit_hazard(const ipa_credit *credit, double years);

/** Probability of having survived to `years`; a forced default is certain from its date on. */
double ipa_credit_survival(const ipa_credit *credit, double years);

/** The time at which survival has fallen to this probability: τ of a path whose U is 1 − survival.
 *  @ensures infinity where it never falls so far. */
double ipa_credit_default_years(const ipa_credit *credit, double survival);

/** Alive at `years` iff X is above this: the quantile of the cumulative PD under the copula's
 *  marginal law. @ensures −infinity where nobody can have defaulted. @source model 3.1 */
double ipa_credit_threshold(const ipa_credit *credit, double years, bool student_t,
                            double degrees_of_freedom);
