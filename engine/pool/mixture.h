#pragma once
/** Defaults that spread over all contracts alike, in the base case: what the pool would bring if
 * all of it defaulted as a period begins, weighted by how much does.
 *
 *  Knows: the plan whose thresholds are periods, the weights.
 *  Does not know: how a pool that defaults collects.
 */
#include "engine/pool/pool.h"

typedef struct ipa_mixture ipa_mixture;

/** The mixture of a plan with uniform defaults. @owner the arena. */
ipa_mixture *ipa_mixture_create(const ipa_plan *plan, ipa_arena *arena);

/** From now on also mixes what each contract brings. NULL: no longer. */
void ipa_mixture_watch(ipa_mixture *mixture, ipa_row *contract_cash);

/** Lane 0 of the base case, cash in whole fen where the plan rounds. */
void ipa_mixture_base(ipa_mixture *mixture, ipa_collections *to);
