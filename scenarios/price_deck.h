#pragma once
/** A tranche priced under every scenario of a deck.
 *
 *  Knows: scenarios one after another, base case with and without outside support, the simulation
 *  where the deck or the caller asks for one.
 *  Does not know: prices (scenarios/price does), decks as files.
 */
#include "scenarios/price.h"
#include "scenarios/scenario.h"

/** Adds the cases of every scenario. `options->n_paths` −1: as the deck says. Where nothing of the
 *  tranche is outstanding any more, a scenario has no case.
 *  @errors those of the overlay and of a simulation. */
ipa_status ipa_price_deck_add(ipa_price_result *price, const ipa_deck *deck,
                              const ipa_scenario_options *options, ipa_error *error) IPA_MUST_USE;
