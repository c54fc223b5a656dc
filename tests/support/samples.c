#include "tests/support/samples.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static int is_deal(const struct dirent *entry) {
    return entry->d_type == DT_DIR && entry->d_name[0] != '.';
}

int samples_list(sample samples[SAMPLES_MOST]) {
    struct dirent **entries = NULL;
    const int n = scandir(IPABS_SOURCE_DIR "/deals", &entries, is_deal, alphasort);
    cr_assert(n > 0 && n <= SAMPLES_MOST);
    for (int i = 0; i < n; i++) {
        snprintf(samples[i].folder, sizeof samples[i].folder, "%s/deals/%s", IPABS_SOURCE_DIR,
                 entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return n;
}
