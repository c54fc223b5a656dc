#include "engine/base/embedded.h"

#include <string.h>

/* Index of the first file whose name does not come before `name`. */
static size_t lower_bound(const char *name) {
    size_t low = 0, high = ipa_embedded_table_size;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(ipa_embedded_table[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const char *ipa_embedded_file(const char *name, size_t *size) {
    size_t at = lower_bound(name);
    if (at == ipa_embedded_table_size || strcmp(ipa_embedded_table[at].name, name) != 0)
        return NULL;
    if (size)
        *size = ipa_embedded_table[at].size;
    return ipa_embedded_table[at].bytes;
}

size_t ipa_embedded_list(const char *prefix, const ipa_embedded **first) {
    size_t at = lower_bound(prefix), n_prefix = strlen(prefix), n = 0;
    *first = ipa_embedded_table + at;
    while (at + n < ipa_embedded_table_size &&
           strncmp(ipa_embedded_table[at + n].name, prefix, n_prefix) == 0)
        n++;
    return n;
}
