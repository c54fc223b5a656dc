#include "engine/simulate/base_case.h"

#include "engine/simulate/layers.h"
#include "engine/simulate/valuation.h"

/* What purchases bring belongs to the forecast; the run that tells it sees the pool's own. */
static void forecast_bought(ipa_layers *layers, const ipa_plan *plan, double *forecast) {
    const ipa_revolving *bought = &layers->own.payments.revolving;
    ipa_layers_run(layers, (ipa_waterfall_options){.rounding = true, .outside_support = true});
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        for (int k = 0; k < plan->n_periods; k++)
            forecast[kind * plan->n_periods + k] += bought->cash[kind][k].lane[0];
    ipa_layers_set_forecast(layers, forecast);
}

static ipa_path_result run(const ipa_plan *plan, bool outside_support, ipa_arena *arena,
                           double *forecast) {
    const ipa_pool_model *model = ipa_pool_model_base(ipa_layers_holder(plan), arena);
    ipa_layers *layers = ipa_layers_create(plan, model, arena);
    ipa_trace trace = {.lane = 0, .arena = arena};
    const bool is_foreseen = plan->as_written != NULL;
    if (is_foreseen)
        ipa_base_case_run(plan->as_written, arena, forecast);
    ipa_layers_base(layers, is_foreseen, forecast);
    if (plan->may_buy && !is_foreseen)
        forecast_bought(layers, plan, forecast);
    ipa_layers_run(layers, (ipa_waterfall_options){.rounding = true,
                                                   .outside_support = outside_support,
                                                   .trace = &trace});
    ipa_path_result base =
        ipa_path_result_of(plan, &layers->own.collections, &layers->own.payments, &trace, arena);
    for (int t = 0; t < plan->n_tranches; t++)
        base.tranches[t].valuation = ipa_valuation_of(plan, t, &base.tranches[t]);
    return base;
}

ipa_path_result ipa_base_case_run(const ipa_plan *plan, ipa_arena *arena, double *forecast) {
    return run(plan, true, arena, forecast);
}

ipa_path_result ipa_base_case_unsupported(const ipa_plan *plan, ipa_arena *arena) {
    return run(plan, false, arena, IPA_NEW_ARRAY(arena, ipa_layers_n_forecast(plan), double));
}
