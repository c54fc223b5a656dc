#pragma once
/** A deck: what a deal is put through, as data.
 *
 *  Knows: the deck file as written, the scenarios that its lists, products and grids combine to,
 *  where each of their overrides stands.
 *  Does not know: what a lever does, how a scenario is run.
 */
#include "scenarios/overlay.h"

enum { IPA_DECK_MOST_SCENARIOS = 10000 };

/** A scenario as written: one of `scenarios`, or one entry of a product's list. */
typedef struct ipa_deck_entry {
    const char *name;
    ipa_words_pair title; /**< NULL texts: none */
    const ipa_node *overlay;
    const ipa_node *node;
} ipa_deck_entry;

/** A scenario to be run. */
typedef struct ipa_deck_scenario {
    const char *name;
    ipa_words_pair title;
    ipa_stress_override *overlay; /**< every field once; what is written later has won */
    ipa_override_origin *origins; /**< [n_overlay] */
    int n_overlay;
    ipa_mark mark; /**< where it is written; a product's last entry */
} ipa_deck_scenario;

typedef struct ipa_deck_targets {
    const char *class_name; /**< NULL: no target rates are asked for */
    ipa_number base_rate, mu, sigma;
    const ipa_node *node;
} ipa_deck_targets;

typedef struct ipa_deck_large_obligors {
    ipa_pairs counts;    /**< obligors by target grade */
    ipa_number recovery; /**< of the claim */
    const ipa_node *node;
} ipa_deck_large_obligors;

typedef struct ipa_deck_sensitivities {
    ipa_number bump;
    ipa_reference tranche; /**< NULL id: the first */
    ipa_reference *fields; /**< none: every assumption */
    int n_fields;
    const ipa_node *node;
} ipa_deck_sensitivities;

typedef struct ipa_deck_axis {
    const char *field;
    const ipa_node *values; /**< the list, of scalars */
} ipa_deck_axis;

typedef struct ipa_deck_sweep {
    ipa_reference tranche;
    const ipa_node *axes_node;
    ipa_deck_axis *axes;
    int n_axes;
    bool keep_total; /**< the residual tranche takes what balances on the axes leave */
    bool without_support;
    const ipa_node *node;
} ipa_deck_sweep;

typedef struct ipa_deck {
    const char *asked; /**< as the user named it */
    const char *file;  /**< as findings name it */
    const char *text;
    ipa_words_pair name;
    ipa_words_pair source; /**< where its figures come from */
    bool simulated;        /**< else base cases only, unless the command line says otherwise */
    ipa_deck_entry *entries;
    int n_entries;
    const ipa_node *product, *grid;
    ipa_deck_scenario *scenarios;
    int n_scenarios;
    const ipa_node *given;     /**< overlay under which break-evens are looked for */
    ipa_deck_scenario assumed; /**< the same as overrides */
    ipa_reference *break_even; /**< levers */
    int n_break_even;
    ipa_deck_targets targets;
    ipa_deck_large_obligors large; /**< node NULL: not asked for; so the next two */
    ipa_deck_sensitivities sensitivities;
    ipa_deck_sweep sweep;
    const ipa_node *node;
} ipa_deck;

/** Reads a deck from a file, or from inside the program where there is no such file, and combines
 *  its scenarios. What is wrong with it stands in `findings`; `*deck` then holds what could be
 *  read, NULL where nothing could.
 *  @errors IPA_MISSING (the shipped decks are listed). @owner the arena. */
ipa_status ipa_deck_read(const char *asked, ipa_arena *arena, ipa_findings *findings,
                         ipa_deck **deck, ipa_error *error) IPA_MUST_USE;

/** The same from a text; `file` is what findings call it. */
ipa_deck *ipa_deck_parse(const char *file, const char *text, ipa_arena *arena,
                         ipa_findings *findings);

/** Names of the decks inside the program, in order. @owner the arena. */
const char **ipa_deck_shipped(ipa_arena *arena, int *n_names);

/** Judges every scenario of the deck on the deal before anything is run: findings about an overlay
 *  point into the deck, others name the scenario that causes them. `deal` is the deal as it stands.
 *  @errors IPA_MISSING (the deal's files are gone). */
ipa_status ipa_deck_judge(const ipa_deck *deck, const ipa_overlay_base *base, const ipa_deal *deal,
                          ipa_findings *findings, ipa_error *error) IPA_MUST_USE;
