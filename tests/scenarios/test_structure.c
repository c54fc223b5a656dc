/* A structure is the deal with something right of its pool changed, run on the deal's own paths. */
#include "scenarios/structure.h"

#include <criterion/criterion.h>
#include <string.h>

#include "engine/simulate/simulation.h"

enum { N_PATHS = 2000, SEED = 5 };

static const ipa_overlay_base sample = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};

static ipa_structure_source *open_source(const ipa_overlay_base *base, long n_paths) {
    const ipa_structure_options options = {.n_paths = n_paths, .seed = SEED};
    ipa_structure_source *source = NULL;
    ipa_error error = {0};
    cr_assert_eq(ipa_structure_open(base, &options, &source, &error), IPA_OK, "%s", error.message);
    return source;
}

static ipa_structured structured(const ipa_structure_source *source,
                                 const ipa_stress_override *overlay, int n_overlay, int n_threads,
                                 ipa_arena *arena) {
    const ipa_rerun_options options = {.n_threads = n_threads};
    ipa_structured made;
    ipa_error error = {0};
    cr_assert_eq(ipa_structure_run(source, overlay, n_overlay, &options, arena, &made, &error),
                 IPA_OK, "%s", error.message);
    return made;
}

/* The changed deal, as `ipabs run` has it. */
static ipa_result *run(const ipa_overlay_base *base, const ipa_stress_override *overlay,
                       int n_overlay, ipa_arena *arena) {
    const ipa_simulation_options options = {.n_paths = N_PATHS, .seed = SEED};
    ipa_overlaid of;
    ipa_result *result;
    cr_assert_eq(ipa_overlay_apply(base, overlay, n_overlay, arena, &of, NULL), IPA_OK);
    cr_assert_eq(ipa_simulation_run(of.plan, &options, arena, &result, NULL), IPA_OK);
    return result;
}

/* Bits, NaN included. */
static bool same_bits(const void *a, const void *b, size_t n_bytes) {
    return memcmp(a, b, n_bytes) == 0;
}

static void same_figures(const ipa_tranche_figures *a, const ipa_tranche_figures *b) {
#define SAME(name, text)                                                                 \
    cr_expect(same_bits(&a->name, &b->name, sizeof a->name), #name ": %.17g, not %.17g", \
              a->name.mean, b->name.mean);
    IPA_ESTIMATE_TABLE(SAME)
#undef SAME
    cr_expect_str_eq(a->rating.by_el, b->rating.by_el);
}

static void as_run(const ipa_overlay_base *base, const ipa_stress_override *overlay,
                   int n_overlay) {
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(base, N_PATHS);
    const ipa_result *result = run(base, overlay, n_overlay, arena);
    for (int n_threads = 1; n_threads <= 3; n_threads++) {
        const ipa_structured made = structured(source, overlay, n_overlay, n_threads, arena);
        for (int t = 0; t < made.plan->n_tranches; t++) {
            same_figures(&made.tranches[IPA_SUPPORTED][t], &result->simulation->tranches[t]);
            same_figures(&made.tranches[IPA_WITHOUT_SUPPORT][t],
                         &result->simulation->without_support[t]);
            cr_expect(same_bits(&made.base[IPA_SUPPORTED].tranches[t].valuation,
                                &result->base.tranches[t].valuation, sizeof(ipa_valuation)));
        }
    }
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}

Test(scenarios_structure, the_deal_itself_has_the_bits_of_a_run) {
    as_run(&sample, NULL, 0);
}

Test(scenarios_structure, a_changed_deal_has_the_bits_of_its_run) {
    const ipa_stress_override overlay[] = {
        {"tranches[A].balance", "90000000"},
        {"tranches[SUB].balance", "10000000"},
        {"tranches[A].coupon.fixed", "0.031"},
        {"support[shortfall_payer].cap", "3000000"},
        {"triggers[support_twice].when", "draws(shortfall_payer) >= 1"},
        {"fees[manager].rate", "0.003"},
    };
    as_run(&sample, overlay, sizeof overlay / sizeof *overlay);
}

Test(scenarios_structure, of_two_vehicles_has_the_bits_of_its_run) {
    const ipa_overlay_base trust = {.path = IPABS_SOURCE_DIR "/deals/eight-firms-trust"};
    const ipa_stress_override overlay[] = {{"fees[manager].rate", "0.003"}};
    as_run(&trust, overlay, 1);
}

/* Overrides of the user hold for every structure. */
Test(scenarios_structure, keeps_what_was_set) {
    static const char *const set[] = {"tranches[A].coupon.fixed=0.04"};
    const ipa_overlay_base base = {.path = sample.path, .overrides = set, .n_overrides = 1};
    as_run(&base, NULL, 0);
}

Test(scenarios_structure, without_paths_is_the_base_case) {
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(&sample, 0);
    const ipa_structured made = structured(source, NULL, 0, 1, arena);
    cr_expect_null(made.tranches[IPA_SUPPORTED]);
    cr_expect_gt(made.base[IPA_SUPPORTED].tranches[0].valuation.price, 90);
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}

Test(scenarios_structure, refuses_what_changes_the_pool) {
    static const char *const refused[] = {"pool.obligors",
                                          "model.default.copula",
                                          "periods.frequency",
                                          "deal.cutoff",
                                          "calendar.holidays",
                                          "entities[guarantor].rating",
                                          "stress.pd_multiplier",
                                          "pd_multiplier",
                                          "market.valuation_date",
                                          "simulation.seed",
                                          "vehicles[trust].periods.frequency"};
    ipa_arena *arena = ipa_arena_create();
    for (size_t n = 0; n < sizeof refused / sizeof *refused; n++) {
        ipa_error error = {0};
        cr_expect_eq(ipa_structure_allows(ipa_overlay_field(refused[n], arena), &error), IPA_RANGE,
                     "%s", refused[n]);
        cr_expect_not_null(strstr(error.message, "what the pool brings"));
    }
    ipa_arena_destroy(arena);
}

Test(scenarios_structure, allows_what_lies_right_of_it) {
    static const char *const fields[] = {"tranches[A].balance",
                                         "fees[0].rate",
                                         "accounts[collection].initial",
                                         "support[shortfall_payer].cap",
                                         "triggers[support_twice].when",
                                         "waterfalls.normal",
                                         "market.discount.flat",
                                         "market.spreads.A",
                                         "vehicles[trust].tranches[CERT].balance",
                                         "stress.curve_shift"};
    for (size_t n = 0; n < sizeof fields / sizeof *fields; n++)
        cr_expect_eq(ipa_structure_allows(fields[n], NULL), IPA_OK, "%s", fields[n]);
}

/* Interest on an account asks how long collections lie there: the kept ones do not say. */
Test(scenarios_structure, refuses_what_asks_more_of_the_pool) {
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(&sample, 64);
    const ipa_stress_override overlay[] = {{"accounts[collection].rate", "0.01"}};
    const ipa_rerun_options options = {.n_threads = 1};
    ipa_structured made;
    ipa_error error = {0};
    cr_expect_eq(ipa_structure_run(source, overlay, 1, &options, arena, &made, &error), IPA_RANGE);
    cr_expect_not_null(strstr(error.message, "own pool"), "%s", error.message);
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}

Test(scenarios_structure, tells_what_is_wrong_with_a_structure) {
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = open_source(&sample, 0);
    const ipa_stress_override overlay[] = {{"tranches[A].balance", "95000001"}};
    const ipa_rerun_options options = {.n_threads = 1};
    ipa_structured made;
    ipa_error error = {0};
    cr_expect_eq(ipa_structure_run(source, overlay, 1, &options, arena, &made, &error),
                 IPA_FINDINGS);
    cr_expect_not_null(strstr(error.message, "units"), "%s", error.message);
    ipa_structure_close(source);
    ipa_arena_destroy(arena);
}
