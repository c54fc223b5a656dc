#pragma once
/** Decks run on a deal: every scenario in order, then break-evens, target rates, the largest
 *  obligors and the sweep.
 *
 *  Knows: the order of the parts, progress over all of them, checkpoints.
 *  Does not know: the command line, how a report looks.
 */
#include "scenarios/scenario.h"

typedef struct ipa_stress_options {
    ipa_deck *const *decks; /**< read and judged [n_decks] */
    int n_decks;
    const ipa_result *unstressed; /**< NULL: it is run first */
    const char *sampler;
    const char *checkpoint; /**< folder for finished parts, removed at the end; NULL: none */
    bool resume;            /**< take up what is in it */
    /** n_paths −1: as each deck says; progress counts thousandths of scenarios. */
    ipa_scenario_options scenario;
} ipa_stress_options;

enum { IPA_STRESS_STEP = 1000 }; /**< progress of one scenario or other part */

/** Runs the decks on the deal. `plan` is of the deal as it stands.
 *  @errors those of a simulation; IPA_INTERRUPTED keeps the checkpoint. @owner the arena. */
ipa_status ipa_stress_run(const ipa_plan *plan, const ipa_stress_options *options, ipa_arena *arena,
                          ipa_stress_result **result, ipa_error *error) IPA_MUST_USE;
