#pragma once
/** The levers of a stress against the deal: names that exist, months that are whole, a timing that
 *  sums to 1.
 *
 *  Knows: which names each lever takes.
 *  Does not know: ranges of single values (bind does), what a lever does.
 */
#include "engine/deal/validate.h"

/** Adds a finding for every lever that the deal cannot be stressed by. */
void ipa_validate_stress(const ipa_deal *deal, const ipa_validate_scope *scope);
