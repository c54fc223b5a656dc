#pragma once
/** Readers of levers with more than one form.
 *
 *  Knows: the forms of a timing of defaults.
 *  Does not know: what is done with it.
 */
#include "engine/deal/bind.h"

/** Reads `even`, `front`, `back` or shares by year. */
ipa_bind_reader ipa_bind_stress_timing;
