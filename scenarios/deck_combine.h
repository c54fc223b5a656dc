#pragma once
/** From lists, products and grids to scenarios.
 *
 *  Knows: how overlays merge and names join.
 *  Does not know: YAML, the deal.
 */
#include "scenarios/deck.h"

/** Fills the deck's scenarios from what was read. `products` are the lists of `product`, bound.
 *  @shape products[n_products], n_entries[n_products] */
void ipa_deck_combine(ipa_deck *deck, ipa_deck_entry *const *products, const int *n_entries,
                      int n_products, ipa_arena *arena, ipa_findings *findings);

/** The overrides of one overlay. @owner the arena. */
void ipa_deck_combine_overlay(ipa_deck_scenario *scenario, const ipa_node *overlay,
                              ipa_arena *arena);
