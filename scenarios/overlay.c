#include "scenarios/overlay.h"

#include <math.h>
#include <string.h>

/* Every section of a deal is a field without a dot as well; a lever is no section. */
static bool is_lever(const char *written) {
    return strpbrk(written, ".[") == NULL;
}

const char *ipa_overlay_field(const char *written, ipa_arena *arena) {
    return is_lever(written) ? ipa_arena_format(arena, "stress.%s", written) : written;
}

/* Who cannot show all findings says the first error. */
static ipa_status name_first(const ipa_findings *findings, ipa_error *error) {
    for (size_t n = 0; n < findings->n_items; n++) {
        const ipa_finding *item = &findings->items[n];
        if (ipa_code_lookup(item->code)->severity == IPA_ERROR)
            return ipa_fail(error, IPA_FINDINGS, "%s: %s", item->field, item->message);
    }
    return IPA_FINDINGS;
}

ipa_status ipa_overlay_judge(const ipa_overlay_base *base, const ipa_stress_override *overlay,
                             const ipa_override_origin *origins, int n_overlay, ipa_arena *arena,
                             ipa_overlaid *overlaid, ipa_error *error) {
    ipa_status status = IPA_OK;
    const int n = base->n_overrides + n_overlay;
    const char **overrides = IPA_NEW_ARRAY(arena, n + 1, const char *);
    ipa_override_origin *places = IPA_NEW_ARRAY(arena, n + 1, ipa_override_origin);
    for (int i = 0; i < base->n_overrides; i++)
        overrides[i] = base->overrides[i];
    for (int i = 0; i < n_overlay; i++) {
        overrides[base->n_overrides + i] = ipa_arena_format(
            arena, "%s=%s", ipa_overlay_field(overlay[i].field, arena), overlay[i].value);
        if (origins)
            places[base->n_overrides + i] = origins[i];
    }
    const ipa_read_options options = {
        .overrides = overrides, .n_overrides = n, .origins = places, .laws = base->laws};
    overlaid->findings = ipa_findings_make(arena);
    IPA_TRY(
        ipa_deal_read(base->path, &options, arena, &overlaid->findings, &overlaid->deal, error));
    IPA_TRY(ipa_plan_resolve(overlaid->deal, arena, &overlaid->findings, &overlaid->plan, error));
out:
    return status == IPA_FINDINGS ? name_first(&overlaid->findings, error) : status;
}

ipa_status ipa_overlay_apply(const ipa_overlay_base *base, const ipa_stress_override *overlay,
                             int n_overlay, ipa_arena *arena, ipa_overlaid *overlaid,
                             ipa_error *error) {
    return ipa_overlay_judge(base, overlay, NULL, n_overlay, arena, overlaid, error);
}

/* A decimal of the deal has at most 18 digits, before and after the point together. */
ipa_stress_override ipa_overlay_number(const char *field, double value, ipa_arena *arena) {
    int whole = 1;
    for (double size = fabs(value); size >= 10 && whole < 17; size /= 10)
        whole++;
    return (ipa_stress_override){field, ipa_arena_format(arena, "%.*f", 17 - whole, value)};
}
