/* A replayed path as a reader sees it, to the letter. IPABS_GOLDEN_UPDATE=1 writes the texts anew.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/simulate/simulation.h"
#include "reports/replay.h"
#include "tests/support/viewed.h"

#define FOLDER "tests/golden/replay"

/* Patents granted, lapsing, invalidated, overtaken; a royalty ended, a loan prepaid; deposit,
 * guarantor, facility with its caps, buy-backs and, once the originator is dead, a sale. */
enum { PATH = 902, MOST_BYTES = 1 << 16 };

static void compare(const char *text, const char *language) {
    char name[256], expected[MOST_BYTES];
    snprintf(name, sizeof name, "%s/" FOLDER "/expected/path_%s.txt", IPABS_SOURCE_DIR, language);
    FILE *file = fopen(name, getenv("IPABS_GOLDEN_UPDATE") ? "w" : "r");
    cr_assert_not_null(file, "%s", name);
    if (getenv("IPABS_GOLDEN_UPDATE")) {
        fputs(text, file);
    } else {
        expected[fread(expected, 1, sizeof expected - 1, file)] = 0;
        cr_expect_str_eq(text, expected);
    }
    fclose(file);
}

static void replay(ipa_language language, const char *name) {
    viewed *of = viewed_create(FOLDER, 0, language);
    const ipa_simulation_options options = {.n_paths = PATH,
                                            .seed = of->view.deal->simulation.seed};
    ipa_replayed replayed;
    cr_assert_eq(
        ipa_simulation_replay(of->view.plan, &options, PATH - 1, true, of->arena, &replayed, NULL),
        IPA_OK);
    compare(ipa_replay_text(&of->view, PATH, replayed.path, replayed.events, replayed.n_events),
            name);
    viewed_free(of);
}

Test(golden_replay, in_chinese) {
    replay(IPA_LANGUAGE_ZH, "zh");
}

Test(golden_replay, in_english) {
    replay(IPA_LANGUAGE_EN, "en");
}
