#pragma once
/** A sweep: every structure of a grid, on the same paths.
 *
 *  Knows: axes of fields and their values, threads over structures, what money costs.
 *  Does not know: how a structure is run, decks, reports.
 */
#include "scenarios/resume.h"
#include "scenarios/structure.h"

typedef struct ipa_sweep_axis {
    const char *field;         /**< what a structure may change: ipa_structure_allows */
    const char *const *values; /**< as a deal writes them [n_values] */
    int n_values;
} ipa_sweep_axis;

typedef struct ipa_sweep_request {
    const char *tranche; /**< whose figures; NULL: the first */
    const ipa_sweep_axis *axes;
    int n_axes;
    /** The residual tranche takes what the balances of the others leave of the deal's total, unless
     *  an axis sets it too. */
    bool keep_total;
    bool without_support;
    int n_threads;          /**< 0: one per processor; never changes a bit */
    const ipa_resume *kept; /**< where finished structures are; NULL: nowhere */
    /** Structures done of all; false interrupts. NULL allowed. */
    bool (*progress)(void *context, long done, long total);
    void *context;
} ipa_sweep_request;

/** Structures that the axes make. */
long ipa_sweep_count(const ipa_sweep_request *request);

/** Runs the grid, the last axis fastest, and marks the efficient structures. One that the deal's
 *  rules forbid has no figures. @errors IPA_RANGE (an axis that changes the pool, no such tranche,
 *  an empty axis), IPA_LIMIT (too many structures), IPA_INTERRUPTED, those of ipa_structure_run but
 *  IPA_FINDINGS. @owner the arena. */
ipa_status ipa_sweep_run(const ipa_structure_source *source, const ipa_sweep_request *request,
                         ipa_arena *arena, ipa_stress_sweep **made, ipa_error *error) IPA_MUST_USE;
