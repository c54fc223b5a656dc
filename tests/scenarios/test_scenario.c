/* A scenario is a run of the deal with the same overrides: every figure of it, bit for bit. */
#include "scenarios/scenario.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/simulate/base_case.h"
#include "engine/simulate/timeliness.h"

static ipa_arena *arena;

static void set_up(void) {
    arena = ipa_arena_create();
}

static void tear_down(void) {
    ipa_arena_destroy(arena);
}

TestSuite(scenarios_scenario, .init = set_up, .fini = tear_down);

static bool same(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static bool same_estimate(ipa_estimate a, ipa_estimate b) {
    return same(a.mean, b.mean) && same(a.standard_error, b.standard_error);
}

static ipa_deck_scenario scenario_of(const char *deck) {
    ipa_findings findings = ipa_findings_make(arena);
    const ipa_deck *read = ipa_deck_parse("deck.yaml", deck, arena, &findings);
    cr_assert_eq(findings.n_items, 0);
    return read->scenarios[0];
}

static ipa_stress_scenario run_scenario(const char *folder, const char *deck, long n_paths,
                                        int n_threads) {
    const ipa_overlay_base base = {.path = folder};
    const ipa_scenario_options options = {
        .base = &base, .n_paths = n_paths, .seed = 7, .n_threads = n_threads};
    const ipa_deck_scenario scenario = scenario_of(deck);
    ipa_stress_scenario to;
    ipa_error error = {0};
    cr_assert_eq(ipa_scenario_figures(&scenario, &options, arena, &to, &error), IPA_OK, "%s",
                 error.message);
    return to;
}

typedef struct separate {
    ipa_plan *plan;
    ipa_result *result;
    ipa_path_result unsupported;
} separate;

static separate run_apart(const char *folder, const char **overrides, int n, long n_paths) {
    const ipa_read_options options = {.overrides = overrides, .n_overrides = n};
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    separate to = {0};
    cr_assert_eq(ipa_deal_read(folder, &options, arena, &findings, &deal, NULL), IPA_OK);
    cr_assert_eq(ipa_plan_resolve(deal, arena, &findings, &to.plan, NULL), IPA_OK);
    const ipa_simulation_options run = {
        .n_paths = n_paths, .seed = 7, .rounding = deal->simulation.rounding};
    cr_assert_eq(ipa_simulation_run(to.plan, &run, arena, &to.result, NULL), IPA_OK);
    to.unsupported = ipa_base_case_unsupported(to.plan, arena);
    return to;
}

static void expect_tranche(const separate *apart, int t, const ipa_path_result *path,
                           const ipa_tranche_figures *simulated, const ipa_stress_tranche *got) {
    const ipa_timeliness time = ipa_timeliness_of(apart->plan, t, path);
    const ipa_base_tranche *base = &path->tranches[t];
    cr_expect(same(got->unpaid, time.unpaid / (apart->plan->tranches[t].original / 100)));
    cr_expect(same(got->interest_missed, time.interest_missed));
    cr_expect_eq(got->first_miss, ipa_timeliness_first_miss(&time));
    cr_expect(same(got->wal, base->valuation.wal));
    cr_expect(same(got->price, base->valuation.price));
    cr_expect(same_estimate(got->default_probability, simulated->default_probability));
    cr_expect(same_estimate(got->expected_loss, simulated->expected_loss));
    cr_expect(same_estimate(got->simulated_price, simulated->price));
    cr_expect(same_estimate(got->simulated_wal, simulated->wal));
    cr_expect_str_eq(got->rating.by_el, simulated->rating.by_el);
}

static void expect_same(const ipa_stress_scenario *got, const separate *apart) {
    const ipa_simulation_result *simulation = apart->result->simulation;
    double collections = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        for (int k = 0; k < apart->plan->n_periods; k++)
            collections += apart->result->base.cash[kind][k];
    cr_expect(same(got->collections, collections));
    cr_expect(same_estimate(got->simulated_default_rate, simulation->default_rate));
    cr_expect(same_estimate(got->simulated_loss_rate, simulation->loss_rate));
    for (int t = 0; t < apart->plan->n_tranches; t++) {
        expect_tranche(apart, t, &apart->result->base, &simulation->tranches[t],
                       &got->tranches[IPA_SUPPORTED][t]);
        expect_tranche(apart, t, &apart->unsupported, &simulation->without_support[t],
                       &got->tranches[IPA_WITHOUT_SUPPORT][t]);
    }
}

static const char SAMPLE[] = IPABS_SOURCE_DIR "/deals/eight-firms";
static const char FIELDS[] = "ipabs_deck: 1\n"
                             "scenarios:\n"
                             "  - name: fields\n"
                             "    overlay:\n"
                             "      tranches[A].coupon.fixed: 3.5%\n"
                             "      tranches[A].balance: 96000000\n"
                             "      tranches[SUB].balance: 4000000\n"
                             "      model.default.copula: {student_t: 6}\n";

Test(scenarios_scenario, every_figure_is_that_of_a_run_with_the_same_overrides) {
    static const char *overrides[] = {
        "tranches[A].coupon.fixed=3.5%", "tranches[A].balance=96000000",
        "tranches[SUB].balance=4000000", "model.default.copula={student_t: 6}"};
    const ipa_stress_scenario got = run_scenario(SAMPLE, FIELDS, 3000, 1);
    const separate apart = run_apart(SAMPLE, overrides, 4, 3000);
    cr_assert_eq(got.n_overlay, 4);
    expect_same(&got, &apart);
}

Test(scenarios_scenario, threads_do_not_change_a_bit) {
    const ipa_stress_scenario one = run_scenario(SAMPLE, FIELDS, 3000, 1);
    const ipa_stress_scenario two = run_scenario(SAMPLE, FIELDS, 3000, 2);
    for (int v = 0; v < IPA_N_VARIANTS; v++)
        for (int t = 0; t < 2; t++)
            cr_expect(
                same_estimate(one.tranches[v][t].expected_loss, two.tranches[v][t].expected_loss));
}

Test(scenarios_scenario, a_base_case_has_no_simulated_figures) {
    const ipa_stress_scenario got =
        run_scenario(SAMPLE, "ipabs_deck: 1\nscenarios: [{name: base}]\n", 0, 1);
    const ipa_stress_tranche *senior = &got.tranches[IPA_SUPPORTED][0];
    cr_expect(isnan(senior->expected_loss.mean));
    cr_expect(isnan(got.simulated_default_rate.mean));
    cr_expect_null(senior->rating.by_pd);
    cr_expect_eq(senior->first_miss, -1);
    cr_expect_eq(got.first_draw, -1);
    cr_expect_eq(got.drawn, 0);
    cr_expect_eq(got.default_rate, 0);
    cr_expect_float_eq(got.collections, 108349355.86, 0.005);
    cr_expect_float_eq(senior->least_coverage, 1.0421, 5e-5);
}

/* Deposits and dues are then below what the notes need: the supporter pays, or nobody does. */
Test(scenarios_scenario, what_the_supporter_pays_is_missed_without_it) {
    static const char deck[] = "ipabs_deck: 1\n"
                               "scenarios: [{name: dear, overlay: {\"tranches[A].coupon.fixed\": "
                               "0.12}}]\n";
    const ipa_stress_scenario got = run_scenario(SAMPLE, deck, 0, 1);
    cr_expect_gt(got.drawn, 0);
    cr_expect_geq(got.first_draw, 0);
    cr_expect_eq(got.tranches[IPA_SUPPORTED][0].first_miss, -1);
    cr_expect_eq(got.tranches[IPA_WITHOUT_SUPPORT][0].first_miss, got.first_draw);
    cr_expect_gt(got.tranches[IPA_WITHOUT_SUPPORT][0].unpaid, 0);
}
