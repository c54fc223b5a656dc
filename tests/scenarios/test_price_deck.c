/* A tranche under a deck: each scenario's prices are those of the deal changed by hand. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/market/bond.h"
#include "engine/simulate/base_case.h"
#include "scenarios/price_deck.h"
#include "tests/support/runs.h"

static const ipa_overlay_base SAMPLE = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};
static const ipa_price_terms TERMS = {
    .settlement = IPA_NO_DATE, .given = IPA_PRICE_GIVEN_YIELD, .value = 0.0279};

static test_run run;
static void load(void) {
    ipa_bond_quiet_gsl();
    run = run_load("deals/eight-firms");
    run_simulate(&run, 0, 1, 1);
}
static void unload(void) {
    run_free(&run);
}
TestSuite(price_deck, .init = load, .fini = unload, .timeout = 120);

static ipa_price_result *priced(const char *text, long n_paths) {
    ipa_findings findings = ipa_findings_make(run.arena);
    ipa_price_result *price = NULL;
    ipa_error error = {0};
    ipa_deck *deck = ipa_deck_parse("deck.yaml", text, run.arena, &findings);
    cr_assert_eq(findings.n_errors, 0, "%s",
                 ipa_findings_text(&findings, run.arena, IPA_FORMAT_SHORT, false));
    const ipa_scenario_options options = {
        .base = &SAMPLE, .n_paths = n_paths, .seed = 3, .n_threads = 1};
    cr_assert_eq(ipa_price_begin(run.plan, &TERMS, run.arena, &price, NULL), IPA_OK);
    cr_assert_eq(ipa_price_add(price, run.result, NULL), IPA_OK);
    cr_assert_eq(ipa_price_deck_add(price, deck, &options, &error), IPA_OK, "%s", error.message);
    cr_assert_eq(ipa_price_finish(price, NULL), IPA_OK);
    return price;
}

/* The clean price that the sample's flows under the change are worth at the yield of the terms. */
static double by_hand(const char *field, const char *value, bool supported) {
    const ipa_stress_override change = {field, value};
    ipa_overlaid of;
    cr_assert_eq(ipa_overlay_apply(&SAMPLE, &change, 1, run.arena, &of, NULL), IPA_OK);
    run.plan = of.plan;
    run_simulate(&run, 0, 1, 1);
    const ipa_path_result alone = ipa_base_case_unsupported(of.plan, run.arena);
    const ipa_base_tranche *paid = supported ? &run.result->base.tranches[0] : &alone.tranches[0];
    double value_at = 0;
    for (int k = 0; k < of.plan->n_periods; k++)
        value_at += (paid->interest_paid[k] + paid->principal_paid[k]) / 95e4 *
                    pow(1.0279, -(of.plan->periods[k].nominal - of.deal->terms.closing) / 365.0);
    return value_at;
}

Test(price_deck, a_scenario_is_the_deal_changed_by_hand) {
    const ipa_price_result *price =
        priced("ipabs_deck: 1\nname: {en: one}\nsimulated: false\nscenarios:\n"
               "  - {name: cut, overlay: {collections_haircut: 0.2}}\n"
               "  - {name: dear, overlay: {\"fees[agencies].amount\": 900000}}\n",
               -1);
    cr_assert_eq(price->n_cases, 1 + 2 * 2, "the deck simulates nothing");
    cr_expect_float_eq(price->rows[0].clean, 100.045136, 5.1e-7);
    const double *clean[] = {&price->rows[1 * price->n_points].clean,
                             &price->rows[2 * price->n_points].clean,
                             &price->rows[4 * price->n_points].clean};
    cr_expect_str_eq(price->cases[1].scenario, "cut");
    cr_expect_str_eq(price->cases[4].scenario, "dear");
    const double expected[] = {by_hand("stress.collections_haircut", "0.2", true),
                               by_hand("stress.collections_haircut", "0.2", false),
                               by_hand("fees[agencies].amount", "900000", false)};
    for (int n = 0; n < 3; n++)
        cr_expect_float_eq(*clean[n], expected[n], 1e-9);
    cr_expect_lt(*clean[1], *clean[0] - 10, "without support a fifth of the cash is missing");
}

Test(price_deck, paths_asked_for_are_simulated) {
    const ipa_price_result *price =
        priced("ipabs_deck: 1\nscenarios: [{name: risky, overlay: {pd_multiplier: 3}}]\n", 640);
    cr_assert_eq(price->n_cases, 1 + 4);
    cr_expect_eq(price->cases[4].kind, IPA_PRICE_KIND_LOSS_ADJUSTED_WITHOUT_SUPPORT);
    cr_expect_lt(price->rows[4 * price->n_points].clean, price->rows[0].clean);
}

/* A field of the deal that the scenario makes wrong stops the pricing, as everywhere. */
Test(price_deck, a_scenario_that_is_no_deal_is_refused) {
    ipa_findings findings = ipa_findings_make(run.arena);
    ipa_price_result *price = NULL;
    ipa_deck *deck = ipa_deck_parse(
        "deck.yaml",
        "ipabs_deck: 1\nscenarios: [{name: x, overlay: {\"tranches[A].balance\": -1}}]\n",
        run.arena, &findings);
    cr_assert_not_null(deck);
    const ipa_scenario_options options = {.base = &SAMPLE, .n_paths = 0, .seed = 3};
    cr_assert_eq(ipa_price_begin(run.plan, &TERMS, run.arena, &price, NULL), IPA_OK);
    cr_assert_eq(ipa_price_add(price, run.result, NULL), IPA_OK);
    cr_expect_eq(ipa_price_deck_add(price, deck, &options, NULL), IPA_FINDINGS);
}
