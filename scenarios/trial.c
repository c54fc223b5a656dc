#include "scenarios/trial.h"

#include "engine/simulate/base_case.h"
#include "engine/simulate/layers.h"

static ipa_timeliness *judge(const ipa_plan *plan, const ipa_path_result *path, ipa_arena *arena) {
    ipa_timeliness *to = IPA_NEW_ARRAY(arena, plan->n_tranches, ipa_timeliness);
    for (int t = 0; t < plan->n_tranches; t++)
        to[t] = ipa_timeliness_of(plan, t, path);
    return to;
}

ipa_status ipa_trial_run(const ipa_overlay_base *base, const ipa_stress_override *overlay,
                         int n_overlay, ipa_arena *arena, ipa_trial *trial, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_overlaid of;
    IPA_TRY(ipa_overlay_apply(base, overlay, n_overlay, arena, &of, error));
    double *forecast = IPA_NEW_ARRAY(arena, ipa_layers_n_forecast(of.plan), double);
    const ipa_path_result with = ipa_base_case_run(of.plan, arena, forecast);
    const ipa_path_result alone = ipa_base_case_unsupported(of.plan, arena);
    trial->n_tranches = of.plan->n_tranches;
    trial->tranches[IPA_SUPPORTED] = judge(of.plan, &with, arena);
    trial->tranches[IPA_WITHOUT_SUPPORT] = judge(of.plan, &alone, arena);
out:
    return status;
}
