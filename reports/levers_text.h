#pragma once
/** Levers of a stress as reports say them: a figure under a stress must not pass for one without.
 *
 *  Knows: titles, units, how a value was written.
 *  Does not know: what a lever does, where it is shown.
 */
#include "reports/views.h"

/** The value of a lever as written, with its unit: `2 times`, `E1: 15, E2: 20 months`. */
const char *ipa_levers_text_value(const ipa_view *view, ipa_lever lever);

/** All levers in force in one line; NULL: none is. */
const char *ipa_levers_text_all(const ipa_view *view);
