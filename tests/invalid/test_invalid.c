/* Every folder beside this file is a small deal with something wrong in it, or with a `deck.yaml` a
 * deck that is wrong on the sample deal, and `expected.txt` holds what `--error-format short` says
 * about it, to the letter. IPABS_GOLDEN_UPDATE=1
 * writes the files anew: read the diff. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/text.h"
#include "engine/deal/plan.h"
#include "scenarios/deck.h"

static const char FOLDER[] = IPABS_SOURCE_DIR "/tests/invalid";

enum { MOST_CASES = 400, FEWEST_CASES = 45, MOST_OPTIONS = 16 };

typedef struct bad_deal {
    char name[256];
} bad_deal;

static int is_case(const struct dirent *entry) {
    char path[512];
    struct stat about;
    snprintf(path, sizeof path, "%s/%s", FOLDER, entry->d_name);
    return entry->d_name[0] != '.' && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static int list_cases(bad_deal *cases) {
    struct dirent **entries = NULL;
    int n_cases = scandir(FOLDER, &entries, is_case, alphasort);
    cr_assert(n_cases >= 0 && n_cases <= MOST_CASES);
    for (int n = 0; n < n_cases; n++) {
        snprintf(cases[n].name, sizeof cases[n].name, "%s", entries[n]->d_name);
        free(entries[n]);
    }
    free(entries);
    return n_cases;
}

static char *read_text(ipa_arena *arena, const char *path) {
    char *bytes = NULL;
    size_t n_bytes = 0;
    ipa_status status = ipa_text_read_file(arena, path, 1 << 20, &bytes, &n_bytes, NULL);
    return status == IPA_OK ? bytes : NULL;
}

/* The lines of `options.txt` are overrides, as `--set` would give them. */
static int read_options(ipa_arena *arena, const char *folder, const char **options) {
    char *text = read_text(arena, ipa_arena_format(arena, "%s/options.txt", folder));
    int n_options = 0;
    for (char *line = text ? strtok(text, "\n") : NULL; line; line = strtok(NULL, "\n")) {
        cr_assert(n_options < MOST_OPTIONS);
        options[n_options++] = line;
    }
    return n_options;
}

/* NULL: the folder holds a deal. */
static const char *deck_findings(ipa_arena *arena, const char *folder) {
    static const ipa_overlay_base sample = {.path = IPABS_SOURCE_DIR "/deals/eight-firms"};
    const char *text = read_text(arena, ipa_arena_format(arena, "%s/deck.yaml", folder));
    ipa_findings none = ipa_findings_make(arena), findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    if (!text)
        return NULL;
    cr_assert_eq(ipa_deal_read(sample.path, NULL, arena, &none, &deal, NULL), IPA_OK);
    const ipa_deck *deck = ipa_deck_parse("deck.yaml", text, arena, &findings);
    if (deck)
        cr_assert_eq(ipa_deck_judge(deck, &sample, deal, &findings, NULL), IPA_OK);
    cr_assert_gt(findings.n_errors, 0);
    ipa_findings_sort(&findings);
    return ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false);
}

static const char *findings_of(ipa_arena *arena, const char *folder) {
    const char *deck = deck_findings(arena, folder);
    if (deck)
        return deck;
    const char *overrides[MOST_OPTIONS];
    ipa_read_options options = {.overrides = overrides,
                                .n_overrides = read_options(arena, folder, overrides)};
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal = NULL;
    ipa_error error = {0};
    ipa_status status = ipa_deal_read(folder, &options, arena, &findings, &deal, &error);
    ipa_plan *plan = NULL;
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, arena, &findings, &plan, &error);
    cr_assert_eq(status, IPA_FINDINGS, "%s: status %d %s", folder, (int)status, error.message);
    cr_assert_gt(findings.n_errors, 0);
    return ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false);
}

ParameterizedTestParameters(invalid, says_what_is_wrong) {
    static bad_deal cases[MOST_CASES];
    size_t n_cases = (size_t)list_cases(cases);
    return cr_make_param_array(bad_deal, cases, n_cases);
}

ParameterizedTest(bad_deal *bad, invalid, says_what_is_wrong) {
    ipa_arena *arena = ipa_arena_create();
    const char *folder = ipa_arena_format(arena, "%s/%s", FOLDER, bad->name);
    const char *path = ipa_arena_format(arena, "%s/expected.txt", folder);
    const char *actual = findings_of(arena, folder);
    if (getenv("IPABS_GOLDEN_UPDATE")) {
        FILE *file = fopen(path, "w");
        cr_assert(file && fputs(actual, file) >= 0 && fclose(file) == 0);
    } else {
        const char *expected = read_text(arena, path);
        cr_assert_not_null(expected, "%s has no expected.txt", bad->name);
        cr_assert_str_eq(actual, expected, "%s\n--- expected\n%s--- actual\n%s", bad->name,
                         expected, actual);
    }
    ipa_arena_destroy(arena);
}

Test(invalid, there_are_enough_cases) {
    static bad_deal cases[MOST_CASES];
    cr_assert_geq(list_cases(cases), FEWEST_CASES);
}

/* Codes whose cause cannot lie in a small folder: rights and sizes of files, colliding hashes, and
 * the longest tape and document. Their tests are with the modules. */
static const char *const ELSEWHERE[] = {"E0002", "E0005", "E0206", "E0407"};

static bool is_elsewhere(const char *code) {
    for (size_t n = 0; n < sizeof ELSEWHERE / sizeof ELSEWHERE[0]; n++)
        if (strcmp(ELSEWHERE[n], code) == 0)
            return true;
    return false;
}

Test(invalid, every_code_of_the_reader_has_a_case) {
    static bad_deal cases[MOST_CASES];
    int n_cases = list_cases(cases);
    ipa_arena *arena = ipa_arena_create();
    const char *all = "";
    for (int n = 0; n < n_cases; n++) {
        const char *text =
            read_text(arena, ipa_arena_format(arena, "%s/%s/expected.txt", FOLDER, cases[n].name));
        all = ipa_arena_format(arena, "%s%s", all, text ? text : "");
    }
    for (int code = 0; code < IPA_N_CODES; code++) {
        const char *name = ipa_code_lookup((ipa_code)code)->code;
        cr_expect(is_elsewhere(name) || strstr(all, ipa_arena_format(arena, "[%s]", name)),
                  "no case of %s", name);
    }
    ipa_arena_destroy(arena);
}
