#pragma once
/** The implied rating: the best grade a simulated risk still deserves (model 7.3).
 *
 *  Knows: the table of cumulative default rates by grade and year, exact upper bounds.
 *  Does not know: tranches.
 */
#include "engine/simulate/result.h"

/** Best grade whose tabulated figure at `years` (linear between years, hazard-continued beyond) is
 *  not below the exact Clopper–Pearson upper 95% bound of `n_defaults` in `n_paths`; by loss, the
 *  same with mean + 1.645 standard errors of the loss of present value against 0.55 × the table.
 *  `not resolved: needs N paths` when zero hits cannot tell the best grade; `below …` when none
 *  fits. @owner the arena. */
ipa_rating ipa_ratings_implied(const ipa_pd_table *table, double years, long n_defaults,
                               long n_paths, ipa_estimate loss_of_value, ipa_arena *arena);
