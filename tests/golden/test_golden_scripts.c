/* Sample deals against scripts of their own in exact fen (scripts/credit_abs.py): the base case,
 * and paths on which named obligors default. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/figures.h"
#include "tests/support/folders.h"
#include "tests/support/runs.h"

enum { MOST_DEATHS = 32, MOST_ENTITIES = 8, MOST_OVERRIDE = 256, MOST_TEXT = 1 << 16 };

/* ---- who dies when, in which case ---- */

typedef struct deaths {
    int n;
    struct {
        char id[16];
        int period; /**< 0-based */
    } list[MOST_DEATHS];
} deaths;

static deaths deaths_of(const char *file, const char *wanted) {
    deaths found = {0};
    char path[300], line[100], name[32], obligor[16];
    int period = 0;
    cr_assert_lt(snprintf(path, sizeof path, "%s/%s", IPABS_SOURCE_DIR, file), (int)sizeof path);
    FILE *from = fopen(path, "r");
    cr_assert_not_null(from, "%s", path);
    while (fgets(line, sizeof line, from))
        if (sscanf(line, "%31[^,],%15[^,],%d", name, obligor, &period) == 3 &&
            strcmp(name, wanted) == 0) {
            cr_assert_lt(found.n, MOST_DEATHS);
            memcpy(found.list[found.n].id, obligor, sizeof obligor);
            found.list[found.n++].period = period - 1;
        }
    fclose(from);
    cr_assert_gt(found.n, 0, "no case `%s`", wanted);
    return found;
}

/* ---- a copy of the deal in which they do ---- */

static void copy_file(const test_folder *to, const char *deal, const char *name) {
    static char bytes[MOST_TEXT];
    char path[300];
    cr_assert_lt(snprintf(path, sizeof path, "%s/%s/%s", IPABS_SOURCE_DIR, deal, name),
                 (int)sizeof path);
    FILE *from = fopen(path, "rb");
    if (!from)
        return;
    const size_t n_bytes = fread(bytes, 1, sizeof bytes, from);
    cr_assert_lt(n_bytes, sizeof bytes, "%s", path);
    folder_write(to, name, bytes, n_bytes);
    fclose(from);
}

static int death_of(const deaths *dead, const char *id) {
    for (int n = 0; n < dead->n; n++)
        if (strcmp(dead->list[n].id, id) == 0)
            return dead->list[n].period;
    return -1;
}

/* Certain death between a quarter and three quarters of the day after a date. */
static void write_curve(const test_folder *to, const ipa_plan *plan, const char *name,
                        ipa_date after) {
    char text[200];
    const double days = after - plan->deal->terms.cutoff;
    const int n_bytes =
        snprintf(text, sizeof text, "years,cumulative_pd\n%.9f,0\n%.9f,0.999999999\n",
                 (days + 0.25) / 365, (days + 0.75) / 365);
    folder_write(to, name, text, (size_t)n_bytes);
}

/* As the collection period opens, before any due of it. */
static void write_obligors(const test_folder *to, const ipa_plan *plan, const deaths *dead) {
    static char text[MOST_TEXT];
    size_t at =
        (size_t)snprintf(text, sizeof text, "id,hazard,pd_curve,guarantor,guarantee_share\n");
    for (int i = 0; i < plan->n_obligors; i++) {
        const ipa_deal_obligor *of = &plan->deal->obligors[i];
        const int period = death_of(dead, of->id);
        char credit[40] = "0,", guarantee[100] = ",";
        if (period >= 0) {
            snprintf(credit, sizeof credit, ",obligor%d.csv", period);
            write_curve(to, plan, credit + 1, plan->periods[period].collection_start);
        }
        if (of->guarantor.id)
            snprintf(guarantee, sizeof guarantee, "%.64s,%g", of->guarantor.id,
                     of->guarantee_share.value);
        at +=
            (size_t)snprintf(text + at, sizeof text - at, "%s,%s,%s\n", of->id, credit, guarantee);
        cr_assert_lt(at, sizeof text);
    }
    folder_write(to, "obligors.csv", text, at);
}

/* On the day after the payment date before. */
static int override_entities(const test_folder *to, const ipa_plan *plan, const deaths *dead,
                             char overrides[][MOST_OVERRIDE]) {
    const ipa_deal *deal = plan->deal;
    for (int e = 0; e < deal->n_entities; e++) {
        const char *id = deal->entities[e].id;
        const int period = death_of(dead, id);
        char credit[40] = "hazard: 0";
        if (period >= 0) {
            snprintf(credit, sizeof credit, "pd_curve: entity%d.csv", period);
            write_curve(to, plan, credit + strlen("pd_curve: "),
                        period > 0 ? plan->periods[period - 1].payment : deal->terms.cutoff);
        }
        snprintf(overrides[e], MOST_OVERRIDE, "entities[%.64s]={id: %.64s, %s}", id, id, credit);
    }
    return deal->n_entities;
}

static test_run load_case(const test_folder *folder, const char *deal, const deaths *dead) {
    static const char *const files[] = {"deal.yaml", "contracts.csv", "patents.csv",
                                        "curve.csv", "schedule.csv",  "assets.csv"};
    static char texts[MOST_ENTITIES][MOST_OVERRIDE];
    const char *overrides[MOST_ENTITIES];
    test_run run = run_load(deal);
    for (size_t n = 0; n < sizeof files / sizeof *files; n++)
        copy_file(folder, deal, files[n]);
    write_obligors(folder, run.plan, dead);
    cr_assert_leq(run.plan->deal->n_entities, MOST_ENTITIES);
    const int n_overrides = override_entities(folder, run.plan, dead, texts);
    for (int n = 0; n < n_overrides; n++)
        overrides[n] = texts[n];
    run_free(&run);
    return run_load_with(folder->path, overrides, n_overrides);
}

/* ---- comparison ---- */

static void base_case_agrees(const char *deal) {
    char file[200];
    test_run run = run_load(deal);
    run_simulate(&run, 0, 1, 1);
    snprintf(file, sizeof file, "%s/expected/base.csv", deal);
    figures_agree(file, run.plan, &run.result->base);
    run_free(&run);
}

static void case_agrees(const char *deal, const char *cases, const char *name) {
    char file[200];
    const ipa_simulation_options options = {.n_paths = 1, .seed = 1, .rounding = true};
    const deaths dead = deaths_of(cases, name);
    const test_folder folder = folder_create();
    test_run run = load_case(&folder, deal, &dead);
    ipa_replayed replayed = {0};
    cr_assert_eq(ipa_simulation_replay(run.plan, &options, 0, true, run.arena, &replayed, NULL),
                 IPA_OK);
    snprintf(file, sizeof file, "%s/expected/%s.csv", deal, name);
    figures_agree(file, run.plan, replayed.path);
    run_free(&run);
    folder_remove(&folder);
}

#define CREDIT "deals/credit-abs"
#define CREDIT_CASES "tests/golden/credit_abs_cases.csv"

Test(golden_scripts, credit_abs_base_case) {
    base_case_agrees(CREDIT);
}

Test(golden_scripts, credit_abs_income_makes_up_a_default) {
    case_agrees(CREDIT, CREDIT_CASES, "made_up");
}

Test(golden_scripts, credit_abs_is_accelerated_and_restored) {
    case_agrees(CREDIT, CREDIT_CASES, "restored");
}

Test(golden_scripts, credit_abs_collapses) {
    case_agrees(CREDIT, CREDIT_CASES, "collapse");
}

#define REVOLVING "deals/supply-chain-revolving"
#define REVOLVING_CASES "tests/golden/supply_chain_revolving_cases.csv"

Test(golden_scripts, revolving_base_case) {
    base_case_agrees(REVOLVING);
}

Test(golden_scripts, revolving_goes_on_when_a_payer_dies) {
    case_agrees(REVOLVING, REVOLVING_CASES, "payer_dies");
}

Test(golden_scripts, revolving_stops_when_too_little_is_bought_twice) {
    case_agrees(REVOLVING, REVOLVING_CASES, "too_little");
}

Test(golden_scripts, revolving_stops_on_losses) {
    case_agrees(REVOLVING, REVOLVING_CASES, "losses");
}

Test(golden_scripts, revolving_draws_on_the_undertaking_at_the_end) {
    case_agrees(REVOLVING, REVOLVING_CASES, "drawn");
}

Test(golden_scripts, revolving_collapses) {
    case_agrees(REVOLVING, REVOLVING_CASES, "collapse");
}
