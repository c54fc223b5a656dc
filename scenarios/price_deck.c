#include "scenarios/price_deck.h"

static ipa_status add_scenario(ipa_price_result *price, const ipa_deck_scenario *scenario,
                               const ipa_scenario_options *options, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *own = ipa_arena_create();
    ipa_scenario_run ran;
    IPA_TRY(ipa_scenario_simulate(scenario, options, own, &ran, error));
    ipa_price_add_scenario(price, ran.result, &ran.unsupported, scenario->name, scenario->title);
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
