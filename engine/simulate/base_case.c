#include "engine/simulate/base_case.h"

#include "engine/simulate/layers.h"
#include "engine/simulate/valuation.h"

ipa_path_result ipa_base_case_run(const ipa_plan *plan, ipa_arena *arena, double *forecast) {
    const ipa_pool_model *model = ipa_pool_model_base(ipa_layers_holder(plan), arena);
    ipa_layers *layers = ipa_layers_create(plan, model, arena);
    ipa_trace trace = {.lane = 0, .arena = arena};
    ipa_layers_base(layers, forecast);
    ipa_layers_run(layers, (ipa_waterfall_options){
                               .rounding = true, .outside_support = true, .trace = &trace});
    ipa_path_result base =
        ipa_path_result_of(plan, &layers->own.collections, &layers->own.payments, &trace, arena);
    for (int t = 0; t < plan->n_tranches; t++)
        base.tranches[t].valuation = ipa_valuation_of(plan, t, &base.tranches[t]);
    return base;
}
