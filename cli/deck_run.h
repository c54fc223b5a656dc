#pragma once
/** The decks of a command, run.
 *
 *  Knows: `--paths`, `--seed`, `--resume`, where finished scenarios are kept.
 *  Does not know: what is written about them.
 */
#include "cli/commands.h"
#include "engine/simulate/stress_result.h"
#include "scenarios/deck.h"

/** What is run. */
typedef struct ipa_deck_job {
    const ipa_loaded *loaded;
    ipa_deck *const *decks; /**< [options->n_decks] */
    const ipa_run_info *info;
    const ipa_result *unstressed; /**< NULL: it is run too */
} ipa_deck_job;

/** Runs them, with a progress bar. @errors IPA_INTERRUPTED: what is finished is kept. */
ipa_status ipa_deck_run(const ipa_options *options, const ipa_deck_job *job, ipa_arena *arena,
                        ipa_stress_result **result, ipa_error *error) IPA_MUST_USE;
