/* The sweep of a deck is the sweep of its axes. */
#include "scenarios/stress_sweep.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "scenarios/stress.h"

static const ipa_overlay_base sample = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};
static const char text[] = "ipabs_deck: 1\n"
                           "sweep:\n"
                           "  tranche: A\n"
                           "  without_support: true\n"
                           "  axes:\n"
                           "    \"tranches[A].balance\": [90000000, 95000000]\n"
                           "    \"tranches[A].coupon.fixed\": [2.5%, 0.0279]\n"
                           "    \"triggers[support_twice].when\": "
                           "[\"draws(shortfall_payer) >= 1\"]\n";

static ipa_arena *arena;
static ipa_findings findings;
static ipa_overlaid deal;

static void open_deal(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
    cr_assert_eq(ipa_overlay_apply(&sample, NULL, 0, arena, &deal, NULL), IPA_OK);
}

static void close_deal(void) {
    ipa_arena_destroy(arena);
}

TestSuite(scenarios_stress_sweep, .init = open_deal, .fini = close_deal);

static ipa_deck *parse(const char *deck) {
    return ipa_deck_parse("deck.yaml", deck, arena, &findings);
}

Test(scenarios_stress_sweep, is_run_with_the_deck) {
    ipa_deck *const deck = parse(text);
    cr_assert_eq(findings.n_errors, 0, "%s",
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    cr_expect(deck->sweep.keep_total);
    const ipa_stress_options options = {
        .decks = &deck,
        .n_decks = 1,
        .sampler = "philox",
        .scenario = {.base = &sample, .n_paths = 500, .seed = 5, .n_threads = 2}};
    ipa_stress_result *result = NULL;
    ipa_error error = {0};
    cr_assert_eq(ipa_stress_run(deal.plan, &options, arena, &result, &error), IPA_OK, "%s",
                 error.message);
    const ipa_stress_sweep *sweep = result->sweep;
    cr_assert_not_null(sweep);
    cr_assert_eq(sweep->n_structures, 4);
    cr_expect_str_eq(sweep->axes[1], "tranches[A].coupon.fixed");
    cr_expect_eq(sweep->structures[0].values[1], 0.025);
    cr_expect_eq(sweep->n_paths, 500);
    cr_expect_gt(sweep->kept_bytes, 0);
    /* 90 million lose less than 95, and a lower coupon costs less */
    cr_expect_lt(sweep->structures[0].expected_loss.mean, sweep->structures[2].expected_loss.mean);
    cr_expect_lt(sweep->structures[0].cost, sweep->structures[1].cost);
    cr_expect(sweep->structures[0].efficient);
}

Test(scenarios_stress_sweep, an_axis_of_the_pool_is_a_finding_with_its_place) {
    const ipa_deck *deck = parse("ipabs_deck: 1\n"
                                 "sweep: {axes: {pd_multiplier: [1, 2]}}\n");
    cr_assert_eq(ipa_deck_judge(deck, &sample, deal.deal, &findings, NULL), IPA_OK);
    cr_assert_eq(findings.n_errors, 1);
    cr_expect_eq(findings.items[0].mark.line, 2);
    cr_expect_not_null(strstr(findings.items[0].message, "what the pool brings"));
}

Test(scenarios_stress_sweep, an_axis_is_a_list_of_figures_or_texts) {
    parse("ipabs_deck: 1\n"
          "sweep: {axes: {\"tranches[A].balance\": 90000000}}\n");
    cr_assert_eq(findings.n_errors, 1);
    parse("ipabs_deck: 1\n"
          "sweep: {axes: {\"tranches[A].balance\": [[1], 2]}}\n");
    cr_assert_eq(findings.n_errors, 2);
}
