/* Every shipped deck, whole, on every sample deal: scenarios, break-evens, targets and all; what
 * asks to be simulated on few paths. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <string.h>

#include "scenarios/stress.h"
#include "tests/support/samples.h"

enum { FEW_PATHS = 64 };

ParameterizedTestParameters(shipped_decks_slow, whole) {
    static sample samples[SAMPLES_MOST];
    return cr_make_param_array(sample, samples, (size_t)samples_list(samples));
}

static bool is_lever_value(double value) {
    return isnan(value) || isinf(value) || value >= 0;
}

static void check(const ipa_deck *deck, const ipa_stress_result *result) {
    const int n_tranches = result->unstressed->plan->n_tranches;
    const bool targets = deck->targets.node != NULL;
    cr_expect_eq(result->n_scenarios, deck->n_scenarios);
    cr_expect_geq(result->n_break_even, deck->n_break_even * n_tranches);
    cr_expect_eq(result->n_large, deck->large.counts.n_items);
    cr_expect_eq(result->n_targets > 0, targets);
    for (int n = 0; n < result->n_break_even; n++)
        for (int v = 0; v < IPA_N_VARIANTS; v++) {
            const ipa_break_even *row = &result->break_even[n];
            cr_expect(is_lever_value(row->timely[v]) && is_lever_value(row->principal[v]), "%s",
                      row->lever);
            /* every yuan on its date is more than every yuan of interest on its date */
            cr_expect(!(row->timely[v] > row->timely_interest[v]) ||
                          strcmp(row->lever, "recovery_multiplier") == 0,
                      "%s", row->lever);
        }
    for (int n = 0; n < result->n_scenarios; n++)
        for (int v = 0; v < IPA_N_VARIANTS; v++)
            for (int t = 0; t < n_tranches; t++) {
                const ipa_stress_tranche *of = &result->scenarios[n].tranches[v][t];
                cr_expect(!(of->unpaid < 0), "%s", result->scenarios[n].name);
                cr_expect_eq(isfinite(of->default_probability.mean), deck->simulated, "%s",
                             result->scenarios[n].name);
            }
}

static void run(const ipa_overlay_base *base, const char *name) {
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    ipa_error error = {0};
    ipa_deck *deck = NULL;
    ipa_overlaid of;
    ipa_stress_result *result = NULL;
    cr_assert_eq(ipa_overlay_apply(base, NULL, 0, arena, &of, &error), IPA_OK);
    cr_assert_eq(ipa_deck_read(name, arena, &findings, &deck, &error), IPA_OK);
    cr_assert_eq(ipa_deck_judge(deck, base, of.deal, &findings, &error), IPA_OK);
    cr_assert_eq(findings.n_items, 0, "%s on %s", name, base->path);
    const ipa_stress_options options = {
        .decks = &deck,
        .n_decks = 1,
        .sampler = "philox",
        .scenario = {
            .base = base, .n_paths = deck->simulated ? FEW_PATHS : 0, .seed = 1, .n_threads = 1}};
    cr_assert_eq(ipa_stress_run(of.plan, &options, arena, &result, &error), IPA_OK, "%s on %s: %s",
                 name, base->path, error.message);
    check(deck, result);
    ipa_arena_destroy(arena);
}

ParameterizedTest(sample *deal, shipped_decks_slow, whole, .timeout = 800) {
    ipa_arena *arena = ipa_arena_create();
    const ipa_overlay_base base = {.path = deal->folder, .laws = ipa_laws_create(arena)};
    int n_names = 0;
    const char **names = ipa_deck_shipped(arena, &n_names);
    for (int n = 0; n < n_names; n++)
        run(&base, names[n]);
    ipa_arena_destroy(arena);
}
