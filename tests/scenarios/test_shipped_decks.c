/* Every shipped deck runs on every sample deal: the whole of it on one, some scenarios of it on the
 * others; what is simulated on few paths. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "scenarios/stress.h"
#include "tests/support/samples.h"

enum { FEW_PATHS = 40, FEW_SCENARIOS = 6 };

ParameterizedTestParameters(scenarios_shipped_decks, run_on_every_sample_deal) {
    static sample samples[SAMPLES_MOST];
    return cr_make_param_array(sample, samples, (size_t)samples_list(samples));
}

static void check_scenario(const ipa_plan *plan, const ipa_stress_scenario *scenario,
                           bool simulated) {
    cr_expect(isfinite(scenario->collections) && scenario->collections >= 0, "%s", scenario->name);
    cr_expect(isfinite(scenario->drawn) && scenario->drawn >= 0, "%s", scenario->name);
    for (int v = 0; v < IPA_N_VARIANTS; v++)
        for (int t = 0; t < plan->n_tranches; t++) {
            const ipa_stress_tranche *tranche = &scenario->tranches[v][t];
            cr_expect(plan->tranches[t].original == 0 || tranche->unpaid >= 0, "%s",
                      scenario->name);
            cr_expect(tranche->first_miss < plan->n_periods);
            cr_expect_eq(isfinite(tranche->default_probability.mean), simulated, "%s",
                         scenario->name);
        }
}

/* A few of the scenarios, other ones on another deal; break-evens take a hundred base cases each.
 */
static void thin(ipa_deck *deck, int offset) {
    const int step = (deck->n_scenarios + FEW_SCENARIOS - 1) / FEW_SCENARIOS;
    int n_kept = 0;
    for (int n = offset % step; n < deck->n_scenarios; n += step)
        deck->scenarios[n_kept++] = deck->scenarios[n];
    deck->n_scenarios = n_kept;
    deck->targets.node = NULL;
}

static void run_deck(const ipa_overlay_base *base, const ipa_plan *plan, const char *name,
                     bool whole) {
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    ipa_error error = {0};
    ipa_deck *deck = NULL;
    ipa_stress_result *result = NULL;
    cr_assert_eq(ipa_deck_read(name, arena, &findings, &deck, &error), IPA_OK);
    if (!whole)
        thin(deck, plan->n_contracts);
    deck->n_break_even = whole && deck->n_break_even > 0;
    cr_assert_eq(ipa_deck_judge(deck, base, plan->deal, &findings, &error), IPA_OK);
    cr_assert_eq(findings.n_items, 0, "%s on %s: %s", name, base->path,
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    const ipa_stress_options options = {
        .decks = &deck,
        .n_decks = 1,
        .sampler = "philox",
        .scenario = {
            .base = base, .n_paths = deck->simulated ? FEW_PATHS : 0, .seed = 1, .n_threads = 1}};
    cr_assert_eq(ipa_stress_run(plan, &options, arena, &result, &error), IPA_OK, "%s on %s: %s",
                 name, base->path, error.message);
    cr_expect_eq(result->n_scenarios, deck->n_scenarios);
    for (int n = 0; n < result->n_scenarios; n++)
        check_scenario(plan, &result->scenarios[n], deck->simulated);
    ipa_arena_destroy(arena);
}

ParameterizedTest(sample *deal, scenarios_shipped_decks, run_on_every_sample_deal, .timeout = 600) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_overlay_base base = {.path = deal->folder, .laws = ipa_laws_create(arena)};
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *read = NULL;
    ipa_plan *plan = NULL;
    int n_names = 0;
    const char **names = ipa_deck_shipped(arena, &n_names);
    cr_assert_eq(ipa_deal_read(base.path, NULL, arena, &findings, &read, NULL), IPA_OK);
    cr_assert_eq(ipa_plan_resolve(read, arena, &findings, &plan, NULL), IPA_OK);
    for (int n = 0; n < n_names; n++)
        run_deck(&base, plan, names[n], strcmp(strrchr(deal->folder, '/'), "/eight-firms") == 0);
    ipa_arena_destroy(arena);
}

Test(scenarios_shipped_decks, the_decks_asked_for_are_there) {
    static const char *const expected[] = {"guarantor", "ip",    "large-obligors", "market",
                                           "market-45", "rates", "regulator"};
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    for (size_t n = 0; n < sizeof expected / sizeof *expected; n++) {
        ipa_deck *deck = NULL;
        cr_assert_eq(ipa_deck_read(expected[n], arena, &findings, &deck, NULL), IPA_OK, "%s",
                     expected[n]);
        cr_expect(deck->source.zh != NULL && deck->source.en != NULL &&
                      deck->source.zh != deck->source.en,
                  "%s names its source in both languages", expected[n]);
        if (strcmp(expected[n], "market-45") == 0)
            cr_expect_eq(deck->n_scenarios, 45);
    }
    ipa_arena_destroy(arena);
}
