#pragma once
/** Finding codes of decks of scenarios (0601 on).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_DECKS(X)                                                                \
    X(E0601, SCENARIO_TWICE, IPA_ERROR, "two scenarios of a deck have one name",                  \
      "Results are told apart by the scenario's name. A product joins the names of its entries, " \
      "a grid writes `field=value`.\n"                                                            \
      "Example: two entries `{name: mild, …}` in `scenarios`.\n"                                \
      "Remedy: rename one of them.")                                                              \
    X(E0602, DECK_LARGE, IPA_ERROR, "a deck has more scenarios than are run",                     \
      "A deck may have 10,000 scenarios; products and grids multiply quickly.\n"                  \
      "Example: a grid of five fields with ten values each asks for 100,000.\n"                   \
      "Remedy: take fewer values, or split the deck.")                                            \
    X(E0603, DECK_EMPTY, IPA_ERROR, "a part of a deck holds nothing",                             \
      "Every list of a product needs an entry, every field of a grid or a sweep a value, and a "  \
      "deck at least one part.\n"                                                                 \
      "Example: `grid: {pd_multiplier: []}`, which would combine to no scenario at all.\n"        \
      "Remedy: fill it, or leave it out.")
