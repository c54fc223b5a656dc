#pragma once
/** The sweep that a deck asks for.
 *
 *  Knows: the deck's axes as written, on which paths they are run.
 *  Does not know: the other parts of a deck, reports.
 */
#include "scenarios/scenario.h"
#include "scenarios/sweep.h"

/** Runs it on as many paths as the options say, else the deal: base cases alone tell no loss. Draws
 *  its own collections. @errors those of ipa_structure_open and ipa_sweep_run. @owner the arena. */
ipa_status ipa_stress_sweep_run(const ipa_deck_sweep *asked, const ipa_scenario_options *options,
                                const ipa_deal *deal, ipa_arena *arena, ipa_stress_sweep **sweep,
                                ipa_error *error) IPA_MUST_USE;
