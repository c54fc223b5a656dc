#include "engine/simulate/base_case.h"

#include "engine/pool/cash_days.h"
#include "engine/simulate/valuation.h"

ipa_path_result ipa_base_case_run(const ipa_plan *plan, ipa_arena *arena, double *forecast) {
    ipa_pool *pool = ipa_pool_create_shared(ipa_pool_model_base(plan, arena), arena);
    ipa_waterfall *waterfall = ipa_waterfall_create(plan, arena);
    ipa_collections collections = ipa_cash_days_collections(plan, arena);
    ipa_payments payments = ipa_waterfall_payments(plan, arena);
    ipa_trace trace = {.lane = 0, .arena = arena};
    ipa_pool_base(pool, &collections);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        for (int k = 0; k < plan->n_periods; k++)
            forecast[kind * plan->n_periods + k] = collections.cash[kind][k].lane[0];
    ipa_waterfall_set_forecast(waterfall, forecast);
    ipa_waterfall_run(
        waterfall, &collections,
        (ipa_waterfall_options){.rounding = true, .outside_support = true, .trace = &trace},
        &payments);
    ipa_path_result base = ipa_path_result_of(plan, &collections, &payments, &trace, arena);
    for (int t = 0; t < plan->n_tranches; t++)
        base.tranches[t].valuation = ipa_valuation_of(plan, t, &base.tranches[t]);
    return base;
}
