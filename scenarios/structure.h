#pragma once
/** Structures: what can be changed of a deal without changing what its pool brings, run on the same
 *  paths.
 *
 *  Knows: which sections of a deal lie right of the pool; the collections kept once; base case and
 *  waterfall of each changed deal.
 *  Does not know: which structure is wanted, what is looked for.
 */
#include "engine/simulate/collection_store.h"
#include "engine/simulate/rerun.h"
#include "scenarios/overlay.h"

typedef struct ipa_structure_options {
    long n_paths; /**< 0: base cases only */
    unsigned long long seed;
    int n_threads; /**< of the drawing; 0: one per processor */
    bool rounding;
    double memory_bytes;                                    /**< see ipa_collection_store_options */
    bool (*progress)(void *context, long done, long total); /**< of the drawing */
    void *context;
} ipa_structure_options;

/** The deal all structures are made of, and its collections. Const once open, shared by threads. */
typedef struct ipa_structure_source {
    ipa_arena *arena;
    ipa_overlay_base base;       /**< its texts are borrowed */
    ipa_overlaid deal;           /**< as it stands */
    ipa_collection_store *store; /**< NULL: base cases only */
    ipa_structure_options options;
} ipa_structure_source;

/** A changed deal with its figures. */
typedef struct ipa_structured {
    const ipa_deal *deal;
    const ipa_plan *plan;
    ipa_path_result base[IPA_N_VARIANTS]; /**< those not skipped */
    ipa_tranche_figures
        *tranches[IPA_N_VARIANTS]; /**< [n_tranches]; NULL: not simulated, skipped */
} ipa_structured;

/** Reads the deal and keeps its collections. @errors those of ipa_overlay_apply and
 *  ipa_collection_store_create. @owner ipa_structure_close. */
ipa_status ipa_structure_open(const ipa_overlay_base *base, const ipa_structure_options *options,
                              ipa_structure_source **made, ipa_error *error) IPA_MUST_USE;
/** NULL allowed. */
void ipa_structure_close(ipa_structure_source *source);

/** Whether a field may differ between structures. @errors IPA_RANGE: it changes what the pool
 *  brings. */
ipa_status ipa_structure_allows(const char *field, ipa_error *error) IPA_MUST_USE;

/** A structure and its figures: bits of a run of the changed deal on those paths, for any number of
 *  threads. `options->rounding` is the source's. @errors IPA_RANGE (the pool would be another),
 *  IPA_FINDINGS (the message names the first), those of ipa_rerun_run. @owner the arena. */
ipa_status ipa_structure_run(const ipa_structure_source *source, const ipa_stress_override *overlay,
                             int n_overlay, const ipa_rerun_options *options, ipa_arena *arena,
                             ipa_structured *made, ipa_error *error) IPA_MUST_USE;
