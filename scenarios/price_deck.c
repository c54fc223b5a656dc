#include "scenarios/price_deck.h"

#include "engine/simulate/base_case.h"

static ipa_status add_scenario(ipa_price_result *price, const ipa_deck_scenario *scenario,
                               const ipa_scenario_options *options, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *own = ipa_arena_create();
    ipa_overlaid of;
    ipa_result *result = NULL;
    IPA_TRY(ipa_overlay_judge(options->base, scenario->overlay, scenario->origins,
                              scenario->n_overlay, own, &of, error));
    const ipa_simulation_options run = ipa_scenario_simulation(options, of.deal);
    IPA_TRY(ipa_simulation_run(of.plan, &run, own, &result, error));
    const ipa_path_result unsupported = ipa_base_case_unsupported(of.plan, own);
    ipa_price_add_scenario(price, result, &unsupported, scenario->name, scenario->title);
out:
    ipa_arena_destroy(own);
    return status;
}

ipa_status ipa_price_deck_add(ipa_price_result *price, const ipa_deck *deck,
                              const ipa_scenario_options *options, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_scenario_options as_asked = *options;
    if (options->n_paths < 0 && !deck->simulated)
        as_asked.n_paths = 0;
    for (int n = 0; n < deck->n_scenarios; n++)
        IPA_TRY(add_scenario(price, &deck->scenarios[n], &as_asked, error));
out:
    return status;
}
