#pragma once
/** The grade that a simulated default probability or expected loss would have.
 *
 *  Knows: the deal's table of cumulative PDs by grade and year; exact bounds.
 *  Does not know: any agency's opinion. The table of expected losses is 0.55 × the table of PDs,
 * the idealised loss severity of 55% (Moody's idealised expected loss rates are built so).
 *  @source model 7.3
 */
#include "engine/deal/deal.h"
#include "engine/simulate/result.h"

#define IPA_RATINGS_SEVERITY 0.55

/** What was simulated of a tranche. */
typedef struct ipa_ratings_evidence {
    double years; /**< the tranche's mean life */
    long n_defaults, n_paths;
    ipa_estimate coupon_loss; /**< loss of present value at the coupon, share of original */
} ipa_ratings_evidence;

/** Cumulative PD of a grade (0 = best) at a time: hazard constant between years, the last one
 *  continued. */
double ipa_ratings_pd(const ipa_pd_table *table, int grade, double years);

/** Best grade whose PD (EL) at the mean life is not below the upper 95% bound of the simulated one.
 *  Without any default the bound is that of the number of paths alone: if it misses the best grade,
 *  the answer says how many paths would tell. @owner the arena. */
ipa_rating ipa_ratings_implied(const ipa_pd_table *table, ipa_ratings_evidence evidence,
                               ipa_arena *arena);
