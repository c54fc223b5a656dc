/* Decks run in order, interrupted and taken up again without a bit of difference. */
#include "scenarios/stress.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char SAMPLE[] = IPABS_SOURCE_DIR "/deals/eight-firms";
static const char FIRST[] = "ipabs_deck: 1\n"
                            "name: {zh: 甲, en: One}\n"
                            "source: {zh: 书, en: a book}\n"
                            "break_even: []\n"
                            "scenarios: [{name: base}, {name: dear, overlay: "
                            "{\"tranches[A].coupon.fixed\": 4%}}]\n";
#define SCENARIOS                             \
    "ipabs_deck: 1\n"                         \
    "source: another\n"                       \
    "simulated: false\n"                      \
    "grid: {recovery_multiplier: [1, 0.5]}\n" \
    "scenarios: [{name: base}]\n"
static const char SECOND[] = SCENARIOS "break_even: []\n";
static const char PARTS[] =
    SCENARIOS "break_even: [collections_delay]\n"
              "targets: {class: sme, base_rate: 0.05, lognormal: {mu: -3, sigma: 0.5}}\n";
static const char MOVES[] = SCENARIOS
    "break_even: []\n"
    "sensitivities: {bump: 0.1, fields: [pd_multiplier, \"contracts[*].deposit\", curve_shift]}\n"
    "sweep: {tranche: A, axes: {\"tranches[A].coupon.fixed\": [2%, 3%, 4%]}}\n";

static ipa_arena *arena;
static char folder[64];

static void set_up(void) {
    arena = ipa_arena_create();
    strcpy(folder, "/tmp/ipabs-stress-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static void tear_down(void) {
    char command[128];
    ipa_arena_destroy(arena);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(scenarios_stress, .init = set_up, .fini = tear_down, .timeout = 300);

/* Says a figure of the run itself, so that a kept text is told from a new one. */
static const char *write_one(void *context, const ipa_stress_scenario *scenario,
                             const ipa_scenario_run *run, ipa_arena *to) {
    (*(int *)context)++;
    return ipa_arena_format(to, "{\"%s\": %.17g}\n", scenario->name,
                            run->result->base.tranches[0].total_interest);
}

static bool stop_late(void *context, long done, long total) {
    (void)total;
    return done < *(long *)context;
}

typedef struct asked {
    long n_paths;
    int n_threads;
    const char *checkpoint;
    bool resume;
    long stop;          /* 0: never */
    const char *second; /* deck; NULL: SECOND */
} asked;

static int n_written;

static ipa_status run_decks(asked as, ipa_stress_result **result, ipa_error *error) {
    static const char *const few[] = {"simulation.paths=2000"};
    static const ipa_overlay_base base = {.path = SAMPLE, .overrides = few, .n_overrides = 1};
    const ipa_read_options read = {.overrides = few, .n_overrides = 1};
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    ipa_deck *decks[2] = {
        ipa_deck_parse("first", FIRST, arena, &findings),
        ipa_deck_parse("second", as.second ? as.second : SECOND, arena, &findings)};
    cr_assert_eq(findings.n_items, 0);
    cr_assert_eq(ipa_deal_read(SAMPLE, &read, arena, &findings, &deal, NULL), IPA_OK);
    cr_assert_eq(ipa_plan_resolve(deal, arena, &findings, &plan, NULL), IPA_OK);
    n_written = 0;
    const ipa_stress_options options = {.decks = decks,
                                        .n_decks = 2,
                                        .sampler = "philox",
                                        .checkpoint = as.checkpoint,
                                        .resume = as.resume,
                                        .scenario = {.base = &base,
                                                     .n_paths = as.n_paths,
                                                     .seed = 7,
                                                     .n_threads = as.n_threads,
                                                     .progress = as.stop > 0 ? stop_late : NULL,
                                                     .context = &as.stop,
                                                     .write = write_one,
                                                     .write_context = &n_written}};
    return ipa_stress_run(plan, &options, arena, result, error);
}

static bool same(const void *a, const void *b, size_t size) {
    return memcmp(a, b, size) == 0;
}

static void expect_same(const ipa_stress_result *a, const ipa_stress_result *b) {
    cr_assert_eq(a->n_scenarios, b->n_scenarios);
    for (int n = 0; n < a->n_scenarios; n++) {
        const ipa_stress_scenario *x = &a->scenarios[n], *y = &b->scenarios[n];
        cr_expect_str_eq(x->name, y->name);
        cr_expect_str_eq(x->json, y->json);
        cr_expect(same(&x->collections, &y->collections, sizeof(double)));
        cr_expect_eq(x->first_draw, y->first_draw);
        cr_expect(same(&x->simulated_drawn, &y->simulated_drawn, sizeof(ipa_estimate)), "%s",
                  x->name);
        for (int v = 0; v < IPA_N_VARIANTS; v++)
            for (int t = 0; t < 2; t++) {
                ipa_stress_tranche p = x->tranches[v][t], q = y->tranches[v][t];
                cr_expect((p.rating.by_el == NULL) == (q.rating.by_el == NULL));
                if (p.rating.by_el != NULL)
                    cr_expect_str_eq(p.rating.by_el, q.rating.by_el);
                cr_expect_eq(p.first_miss, q.first_miss);
                cr_expect(same(&p.unpaid, &q.unpaid, sizeof(double)));
                cr_expect(same(&p.wal, &q.wal, sizeof(double)));
                cr_expect(same(&p.price, &q.price, sizeof(double)));
                cr_expect(isnan(p.least_coverage) == isnan(q.least_coverage));
                cr_expect(same(&p.expected_loss, &q.expected_loss, sizeof(ipa_estimate)));
                cr_expect(same(&p.simulated_price, &q.simulated_price, sizeof(ipa_estimate)));
            }
    }
}

static int n_kept(void) {
    DIR *listing = opendir(ipa_arena_format(arena, "%s/out.resume", folder));
    int n = 0;
    if (listing == NULL)
        return -1;
    for (const struct dirent *entry; (entry = readdir(listing)) != NULL;)
        n += strstr(entry->d_name, ".part") != NULL;
    closedir(listing);
    return n;
}

Test(scenarios_stress, decks_come_one_after_another) {
    ipa_stress_result *result = NULL;
    cr_assert_eq(run_decks((asked){.n_paths = -1, .n_threads = 1, .second = PARTS}, &result, NULL),
                 IPA_OK);
    static const char *const names[] = {"base", "dear", "base (second)", "recovery_multiplier=1",
                                        "recovery_multiplier=0.5"};
    cr_assert_eq(result->n_scenarios, 5);
    for (int n = 0; n < 5; n++)
        cr_expect_str_eq(result->scenarios[n].name, names[n]);
    cr_expect_str_eq(result->deck, "first, second");
    cr_expect_str_eq(result->title.en, "One, second");
    cr_expect_str_eq(result->source.en, "a book; another");
    cr_expect_str_eq(result->source.zh, "书；another");
    /* The first deck is simulated as the deal says, the second is not. */
    cr_expect_eq(result->n_paths, 2000);
    cr_expect(isfinite(result->scenarios[1].tranches[0][0].expected_loss.mean));
    cr_expect(isnan(result->scenarios[2].tranches[0][0].expected_loss.mean));
    cr_expect(same(&result->scenarios[0].tranches[0][0].expected_loss,
                   &result->unstressed->simulation->tranches[0].expected_loss,
                   sizeof(ipa_estimate)));
    /* Targets look for the critical default rate themselves. */
    cr_expect_eq(result->n_break_even, 4);
    cr_expect_str_eq(result->target_class, "sme");
    cr_expect_gt(result->n_targets, 0);
    cr_expect_eq(result->n_protection, 1);
}

Test(scenarios_stress, an_interrupted_run_is_taken_up_bit_for_bit) {
    const char *kept = ipa_arena_format(arena, "%s/out.resume", folder);
    ipa_stress_result *whole = NULL, *half = NULL, *rest = NULL;
    ipa_error error = {0};
    cr_assert_eq(run_decks((asked){.n_paths = 700, .n_threads = 1}, &whole, NULL), IPA_OK);
    cr_assert_eq(n_written, 5);
    /* The run of the deal as it stands, three scenarios, and a part of the fourth. */
    cr_assert_eq(
        run_decks((asked){.n_paths = 700, .checkpoint = kept, .stop = 4500}, &half, &error),
        IPA_INTERRUPTED);
    cr_assert_eq(n_kept(), 3);
    cr_assert_eq(
        run_decks((asked){.n_paths = 700, .n_threads = 2, .checkpoint = kept, .resume = true},
                  &rest, &error),
        IPA_OK, "%s", error.message);
    cr_expect_eq(n_written, 2);
    expect_same(whole, rest);
    cr_expect_eq(n_kept(), -1, "the folder is gone");
}

/* After the run of the deal and five scenarios come the bars of the tornado, then structures. */
Test(scenarios_stress, bars_and_structures_are_taken_up_too) {
    const char *kept = ipa_arena_format(arena, "%s/out.resume", folder);
    ipa_stress_result *whole = NULL, *half = NULL, *rest = NULL;
    const asked anew = {.n_paths = 300, .second = MOVES};
    asked stopped = {.n_paths = 300, .second = MOVES, .checkpoint = kept, .stop = 6500};
    const asked resumed = {.n_paths = 300, .second = MOVES, .checkpoint = kept, .resume = true};
    cr_assert_eq(run_decks(anew, &whole, NULL), IPA_OK);
    cr_assert_gt(whole->n_sensitivities, 1);
    cr_assert_eq(run_decks(stopped, &half, NULL), IPA_INTERRUPTED);
    const int n_bars = n_kept() - 5;
    cr_assert(n_bars > 0 && n_bars <= whole->n_sensitivities + whole->n_insensitive);
    stopped.stop = 7900;
    stopped.resume = true;
    cr_assert_eq(run_decks(stopped, &half, NULL), IPA_INTERRUPTED);
    cr_expect_gt(n_kept(), 5 + whole->n_sensitivities + whole->n_insensitive);
    cr_assert_eq(run_decks(resumed, &rest, NULL), IPA_OK);
    cr_assert_eq(rest->n_sensitivities, whole->n_sensitivities);
    for (int n = 0; n < whole->n_sensitivities; n++) {
        const ipa_sensitivity *x = &whole->sensitivities[n], *y = &rest->sensitivities[n];
        cr_expect_str_eq(x->field, y->field);
        cr_expect(same(x->loss, y->loss, sizeof x->loss));
        cr_expect(same(x->price_change, y->price_change, sizeof x->price_change));
    }
    for (int n = 0; n < whole->sweep->n_structures; n++) {
        const ipa_structure *x = &whole->sweep->structures[n], *y = &rest->sweep->structures[n];
        cr_expect(same(&x->cost, &y->cost, sizeof x->cost));
        cr_expect(same(&x->price, &y->price, sizeof x->price));
        cr_expect_eq(x->efficient, y->efficient);
    }
    /* What is kept is not run again: a changed figure comes back changed. */
    cr_assert_eq(run_decks(stopped, &half, NULL), IPA_INTERRUPTED);
    cr_assert_eq(system(ipa_arena_format(arena, "sed -i 2s/.*/0x1p-1/ %s/*.part", kept)), 0);
    cr_assert_eq(run_decks(resumed, &rest, NULL), IPA_OK);
    cr_expect_eq(rest->sensitivities[0].loss[0][0].mean, 0.5);
    cr_expect_eq(rest->sweep->structures[0].coverage, 0.5);
}

Test(scenarios_stress, what_is_kept_holds_for_its_own_run_alone) {
    const char *kept = ipa_arena_format(arena, "%s/out.resume", folder);
    ipa_stress_result *result = NULL;
    const asked first = {.n_paths = 300, .checkpoint = kept, .stop = 3500};
    asked other = {.n_paths = 301, .checkpoint = kept, .resume = true};
    asked anew = {.n_paths = 300, .checkpoint = kept};
    cr_assert_eq(run_decks(first, &result, NULL), IPA_INTERRUPTED);
    cr_assert_eq(n_kept(), 2);
    cr_assert_eq(run_decks(other, &result, NULL), IPA_OK);
    cr_expect_eq(n_written, 5, "another number of paths");
    cr_assert_eq(run_decks(first, &result, NULL), IPA_INTERRUPTED);
    cr_assert_eq(run_decks(anew, &result, NULL), IPA_OK);
    cr_expect_eq(n_written, 5, "nobody asked to take anything up");
}

Test(scenarios_stress, a_damaged_file_is_run_again) {
    const char *kept = ipa_arena_format(arena, "%s/out.resume", folder);
    ipa_stress_result *whole = NULL, *result = NULL;
    cr_assert_eq(run_decks((asked){.n_paths = 300}, &whole, NULL), IPA_OK);
    cr_assert_eq(
        run_decks((asked){.n_paths = 300, .checkpoint = kept, .stop = 3500}, &result, NULL),
        IPA_INTERRUPTED);
    /* cuts the end off every kept file */
    cr_assert_eq(
        system(ipa_arena_format(arena, "for f in %s/*.part; do truncate -s -20 $f; done", kept)),
        0);
    cr_assert_eq(
        run_decks((asked){.n_paths = 300, .checkpoint = kept, .resume = true}, &result, NULL),
        IPA_OK);
    cr_expect_eq(n_written, 5);
    expect_same(whole, result);
}

Test(scenarios_stress, a_folder_of_others_is_left_alone) {
    const char *kept = ipa_arena_format(arena, "%s/out.resume", folder);
    const char *foreign = ipa_arena_format(arena, "%s/notes.txt", kept);
    ipa_stress_result *result = NULL;
    cr_assert_eq(system(ipa_arena_format(arena, "mkdir %s && echo x >%s", kept, foreign)), 0);
    cr_assert_eq(run_decks((asked){.n_paths = 0, .checkpoint = kept}, &result, NULL), IPA_OK);
    cr_expect_eq(access(foreign, F_OK), 0);
    cr_expect_eq(n_kept(), 0);
}
