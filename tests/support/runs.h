#pragma once
/** A deal folder of the project, read, resolved and run in a test.
 *
 *  Knows: paths relative to the project, or absolute ones.
 *  Does not know: what is tested. Any failure aborts the test with its message.
 */
#include "engine/simulate/simulation.h"

typedef struct test_run {
    ipa_arena *arena;
    const ipa_plan *plan;
    ipa_result *result;
} test_run;

/** Reads and resolves only. @owner run_free. */
test_run run_load(const char *folder);
/** The same with `field.path=value` overrides. @shape overrides[n_overrides] */
test_run run_load_with(const char *folder, const char *const *overrides, int n_overrides);
/** Runs (again) with these options; the result replaces the last. */
void run_simulate(test_run *run, long n_paths, unsigned long long seed, int n_threads);
void run_free(test_run *run);

/** Index of a tranche or trigger by id; aborts the test when there is none. */
int run_tranche(const test_run *run, const char *id);
int run_trigger(const test_run *run, const char *id);

/** Whether the exact figure lies within `errors` standard errors of the estimate. */
bool run_agrees(ipa_estimate estimate, double exact, double errors);
