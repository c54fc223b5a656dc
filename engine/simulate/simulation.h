#pragma once
/** A run: the base case, and blocks of paths shared out among threads.
 *
 *  Knows: blocks, threads, the order in which tallies are merged (always block order, so that the
 *  bits do not depend on the number of threads).
 *  Does not know: reports, the command line.
 */
#include "engine/simulate/result.h"

typedef struct ipa_simulation_options {
    long n_paths; /**< 0: base case only */
    unsigned long long seed;
    int n_threads; /**< 0: one per processor */
    bool rounding; /**< simulation.rounding */
    /** Called from time to time with paths done, those looked at again among them; false interrupts
     *  the run. NULL allowed. */
    bool (*progress)(void *context, long done, long total);
    void *context;
} ipa_simulation_options;

/** Base case, simulation, statistics. @errors IPA_INTERRUPTED, IPA_NONFINITE (names path, period
 * and figure), IPA_INVARIANT (cash leak), IPA_LIMIT (memory). @owner the arena. */
ipa_status ipa_simulation_run(const ipa_plan *plan, const ipa_simulation_options *options,
                              ipa_arena *arena, ipa_result **result, ipa_error *error) IPA_MUST_USE;

/** One path replayed, with every default on it. */
typedef struct ipa_replayed {
    ipa_path_result *path;
    ipa_path_event *events;
    int n_events;
    struct ipa_replayed *lower; /**< its vehicle's; NULL: none */
} ipa_replayed;

/** Replays one path (from 0) exactly as the run had it, with every event.
 *  @owner the arena. */
ipa_status ipa_simulation_replay(const ipa_plan *plan, const ipa_simulation_options *options,
                                 long path, bool outside_support, ipa_arena *arena,
                                 ipa_replayed *replayed, ipa_error *error) IPA_MUST_USE;
