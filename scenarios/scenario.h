#pragma once
/** One scenario: the deal with its overlay on top, run, and what stress reports show of it.
 *
 *  Knows: base case with and without outside support, the simulation of the changed deal, which of
 *  their figures are kept.
 *  Does not know: decks, how a result file is written (the caller's writer does).
 */
#include "engine/simulate/simulation.h"
#include "scenarios/deck.h"
#include "scenarios/resume.h"

/** A scenario as it ran, before its memory is given back. */
typedef struct ipa_scenario_run {
    ipa_overlaid of;
    ipa_result *result;
    ipa_path_result unsupported; /**< the base case without outside support */
} ipa_scenario_run;

typedef struct ipa_scenario_options {
    const ipa_overlay_base *base;
    long n_paths;   /**< −1: as many as the deal says; 0: base case only */
    long long seed; /**< −1: the deal's */
    int n_threads;  /**< 0: one per processor */
    bool (*progress)(void *context, long done, long total);
    void *context;
    /** The scenario as the result file has it; NULL: nobody asks. @owner the arena. */
    const char *(*write)(void *context, const ipa_stress_scenario *scenario,
                         const ipa_scenario_run *run, ipa_arena *arena);
    void *write_context;
    const ipa_resume *kept; /**< where finished parts are; NULL: nowhere */
} ipa_scenario_options;

/** The paths and seed a run of the deal takes under these options. */
ipa_simulation_options ipa_scenario_simulation(const ipa_scenario_options *options,
                                               const ipa_deal *deal);

/** Runs base cases and simulation of a scenario.
 *  @errors those of ipa_overlay_judge and ipa_simulation_run. @owner the arena. */
ipa_status ipa_scenario_simulate(const ipa_deck_scenario *scenario,
                                 const ipa_scenario_options *options, ipa_arena *arena,
                                 ipa_scenario_run *ran, ipa_error *error) IPA_MUST_USE;

/** Its figures for a stress, run or taken from what is kept; what was needed for that is freed, the
 *  figures stay in the arena. @errors those of ipa_overlay_apply, ipa_simulation_run and
 *  ipa_resume_keep. @owner the arena. */
ipa_status ipa_scenario_figures(const ipa_deck_scenario *scenario,
                                const ipa_scenario_options *options, ipa_arena *arena,
                                ipa_stress_scenario *to, ipa_error *error) IPA_MUST_USE;
