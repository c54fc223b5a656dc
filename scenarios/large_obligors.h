#pragma once
/** The large-obligor test: a grade must survive the default of the n largest obligors rated below
 * it, with a stated recovery (model 9.2).
 *
 *  Knows: obligors by principal, their grades in the deal's table, the base case after they
 * default. Does not know: how many a grade should survive (the deck says), simulation.
 */
#include "scenarios/trial.h"

/** One row of the test as a deck asks for it. */
typedef struct ipa_large_ask {
    const char *grade; /**< of the deal's table; obligors of this grade or better are left out */
    int n_largest;
    double recovery; /**< of the claim */
} ipa_large_ask;

/** The n largest obligors rated below the grade, by principal: indices of the deal's obligors,
 *  largest first; one without a rating counts as below any. Returns how many there are, at most n.
 *  @shape chosen[n] */
int ipa_large_obligors_choose(const ipa_plan *plan, const char *grade, int n, int *chosen);

/** The deal after they defaulted in the first month. @owner the arena. */
ipa_status ipa_large_obligors_run(const ipa_overlay_base *base, const ipa_large_ask *ask,
                                  ipa_arena *arena, ipa_large_obligors *row,
                                  ipa_error *error) IPA_MUST_USE;
