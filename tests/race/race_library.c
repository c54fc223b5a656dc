/* Threads that each read and judge inputs of their own: the library keeps nothing between calls, so
 * they cannot meet. Run under the thread sanitizer; a plain main, for Criterion does not run there.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/embedded.h"
#include "engine/base/finding.h"
#include "engine/base/text.h"
#include "engine/base/version.h"

enum { N_THREADS = 4, N_ROUNDS = 50 };

/* GB18030 for 专利, and the same in UTF-8. */
static const char gb18030[] = "\xD7\xA8\xC0\xFB";
static const char utf8[] = "专利";

static bool reads_and_judges(ipa_arena *arena) {
    const char *text;
    size_t n_text, bad, size, n_parts;
    ipa_error error;
    if (ipa_text_decode(arena, gb18030, strlen(gb18030), &text, &n_text, &bad, &error) != IPA_OK)
        return false;
    ipa_findings findings = ipa_findings_make(arena);
    ipa_mark mark = {.file = "deal.yaml", .line = 1, .column = 1, .width = 2};
    ipa_findings_source(&findings, "deal.yaml", text);
    ipa_findings_add(&findings, IPA_E0001_FILE_MISSING, mark, "pool", NULL, "%s", text);
    const char *report = ipa_findings_text(&findings, arena, IPA_FORMAT_JSON, false);
    return strcmp(text, utf8) == 0 && strstr(report, "E0001") &&
           ipa_embedded_file("deals/eight-firms/deal.yaml", &size) && size > 0 &&
           ipa_version_parts(&n_parts) && n_parts > 0;
}

static void *work(void *n_wrong) {
    for (int round = 0; round < N_ROUNDS; round++) {
        ipa_arena *arena = ipa_arena_create();
        if (!reads_and_judges(arena))
            ++*(int *)n_wrong;
        ipa_arena_destroy(arena);
    }
    return NULL;
}

int main(void) {
    pthread_t threads[N_THREADS];
    int n_wrong[N_THREADS] = {0}, n_passed = 0;
    for (int at = 0; at < N_THREADS; at++)
        if (pthread_create(&threads[at], NULL, work, &n_wrong[at]) != 0)
            return EXIT_FAILURE;
    for (int at = 0; at < N_THREADS; at++) {
        pthread_join(threads[at], NULL);
        n_passed += n_wrong[at] == 0;
    }
    printf("%d passed, %d failed\n", n_passed, N_THREADS - n_passed);
    return n_passed == N_THREADS ? EXIT_SUCCESS : EXIT_FAILURE;
}
