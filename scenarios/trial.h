#pragma once
/** One deterministic look at a deal under an overlay: who is paid on time, with and without
 * support.
 *
 *  Knows: the base case of the changed deal, both variants.
 *  Does not know: why the deal is changed, simulation.
 */
#include "engine/simulate/timeliness.h"
#include "scenarios/overlay.h"

typedef struct ipa_trial {
    int n_tranches;
    ipa_timeliness *tranches[IPA_N_VARIANTS]; /**< [n_tranches] */
} ipa_trial;

/** @errors those of ipa_overlay_apply, the message naming the first finding. @owner the arena. */
ipa_status ipa_trial_run(const ipa_overlay_base *base, const ipa_stress_override *overlay,
                         int n_overlay, ipa_arena *arena, ipa_trial *trial,
                         ipa_error *error) IPA_MUST_USE;
