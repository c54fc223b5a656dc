#pragma once
/** The decks a command was given: read, and judged on the deal, before anything is run.
 *
 *  Knows: `--deck`.
 *  Does not know: what is done with them.
 */
#include "cli/commands.h"
#include "scenarios/deck.h"

/** Reads and judges `options->decks`; prints findings.
 *  @shape decks[options->n_decks]. @errors IPA_FINDINGS, IPA_MISSING. @owner the arena. */
ipa_status ipa_decks_load(const ipa_options *options, const ipa_overlay_base *base,
                          const ipa_deal *deal, ipa_arena *arena, ipa_deck ***decks,
                          ipa_error *error) IPA_MUST_USE;
