/* Sample deals against scripts of their own in exact fen (scripts/credit_abs.py): the base case,
 * and paths on which named obligors default. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/figures.h"
#include "tests/support/folders.h"
#include "tests/support/runs.h"

enum { MOST_DEATHS = 32, MOST_TEXT = 1 << 16 };

/* ---- who dies when, in which case ---- */

typedef struct deaths {
    int n;
    struct {
        char obligor[16];
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
            memcpy(found.list[found.n].obligor, obligor, sizeof obligor);
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

/* Between a quarter and three quarters of the period's first day: before any due of it. */
static void write_curve(const test_folder *to, const ipa_plan *plan, const char *name, int period) {
    char text[200];
    const double days = plan->periods[period].collection_start - plan->deal->terms.cutoff;
    const int n_bytes =
        snprintf(text, sizeof text, "years,cumulative_pd\n%.9f,0\n%.9f,0.999999999\n",
                 (days + 0.25) / 365, (days + 0.75) / 365);
    folder_write(to, name, text, (size_t)n_bytes);
}

static void write_obligors(const test_folder *to, const ipa_plan *plan, const deaths *dead) {
    static char text[MOST_TEXT];
    int at = snprintf(text, sizeof text, "id,hazard,pd_curve\n");
    for (int i = 0; i < plan->n_obligors; i++) {
        int n = 0;
        while (n < dead->n && strcmp(dead->list[n].obligor, plan->deal->obligors[i].id) != 0)
            n++;
        if (n < dead->n) {
            char name[32];
            snprintf(name, sizeof name, "dead%d.csv", dead->list[n].period);
            write_curve(to, plan, name, dead->list[n].period);
            at += snprintf(text + at, sizeof text - (size_t)at, "%s,,%s\n",
                           plan->deal->obligors[i].id, name);
        } else {
            at += snprintf(text + at, sizeof text - (size_t)at, "%s,0,\n",
                           plan->deal->obligors[i].id);
        }
    }
    cr_assert_lt(at, MOST_TEXT);
    folder_write(to, "obligors.csv", text, (size_t)at);
}

static test_folder folder_with(const char *deal, const deaths *dead) {
    static const char *const files[] = {"deal.yaml", "contracts.csv", "patents.csv",
                                        "curve.csv", "schedule.csv",  "assets.csv"};
    const test_folder folder = folder_create();
    test_run run = run_load(deal);
    for (size_t n = 0; n < sizeof files / sizeof *files; n++)
        copy_file(&folder, deal, files[n]);
    write_obligors(&folder, run.plan, dead);
    run_free(&run);
    return folder;
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
    const test_folder folder = folder_with(deal, &dead);
    test_run run = run_load(folder.path);
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
