#pragma once
/** A deal changed by overrides: read again as its author would have written it, judged, resolved.
 *
 *  Knows: the deal's folder, the overrides it was read with, the overrides of a scenario with their
 *  places in the deck.
 *  Does not know: what is run on the changed deal.
 */
#include "engine/deal/plan.h"
#include "engine/simulate/stress_result.h"

/** What every change starts from. */
typedef struct ipa_overlay_base {
    const char *path;             /**< deal folder or deal.yaml */
    const char *const *overrides; /**< `field=value` that hold for all scenarios (`--set`) */
    int n_overrides;
    ipa_laws *laws; /**< quantile tables kept from one change to the next; NULL: none are */
} ipa_overlay_base;

typedef struct ipa_overlaid {
    ipa_deal *deal;
    ipa_plan *plan;
    ipa_findings findings;
} ipa_overlaid;

/** The field an override of a deck means: a lever's name stands for `stress.<lever>`.
 *  @owner the arena (or the string itself). */
const char *ipa_overlay_field(const char *written, ipa_arena *arena);

/** The deal as it stands with the overlay on top. Findings stand in `overlaid->findings`, warnings
 *  included.
 *  @errors IPA_FINDINGS, IPA_MISSING. @owner the arena. */
ipa_status ipa_overlay_apply(const ipa_overlay_base *base, const ipa_stress_override *overlay,
                             int n_overlay, ipa_arena *arena, ipa_overlaid *overlaid,
                             ipa_error *error) IPA_MUST_USE;

/** The same for an overlay that was read from a file: findings about an override then stand where
 *  it is written. @shape origins[n_overlay] */
ipa_status ipa_overlay_judge(const ipa_overlay_base *base, const ipa_stress_override *overlay,
                             const ipa_override_origin *origins, int n_overlay, ipa_arena *arena,
                             ipa_overlaid *overlaid, ipa_error *error) IPA_MUST_USE;

/** `field=number` with every digit that a figure of a deal can have. @owner the arena. */
ipa_stress_override ipa_overlay_number(const char *field, double value, ipa_arena *arena);
