#pragma once
/** Sensitivities: what a tranche's expected loss and price do when one assumption moves, on the
 * same paths (common random numbers), so that a change's error is that of the difference.
 *
 *  Knows: assumptions, simulation of one tranche path by path.
 *  Does not know: decks, reports.
 */
#include "engine/simulate/simulation.h"
#include "scenarios/assumptions.h"
#include "scenarios/overlay.h"
#include "scenarios/resume.h"

typedef struct ipa_sensitivity_ask {
    double bump;               /**< share by which each assumption moves */
    const char *const *fields; /**< these only [n_fields]; NULL: all */
    int n_fields;
    int tranche;
    const ipa_resume *kept; /**< where finished bars are; NULL: nowhere */
} ipa_sensitivity_ask;

/** Fills the tornado of the result, and the contributions of obligors, industries and patents.
 *  `run` says paths, seed, threads, rounding; progress counts assumptions.
 *  @errors IPA_INTERRUPTED, IPA_LIMIT, those of the deal as it stands. @owner the arena. */
ipa_status ipa_sensitivity_run(const ipa_overlay_base *base, const ipa_sensitivity_ask *ask,
                               const ipa_simulation_options *run, ipa_arena *arena,
                               ipa_stress_result *to, ipa_error *error) IPA_MUST_USE;
