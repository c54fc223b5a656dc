#include "engine/random/streams.h"

#include <stdlib.h>
#include <string.h>

uint32_t ipa_streams_hash(const char *id) {
    uint32_t hash = 0x811c9dc5u;
    for (const unsigned char *byte = (const unsigned char *)id; *byte; byte++)
        hash = (hash ^ *byte) * 0x01000193u;
    return hash;
}

typedef struct entry {
    uint32_t hash;
    int at;
    const char *id;
} entry;

static int by_hash_then_id(const void *left, const void *right) {
    const entry *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    const int order = strcmp(a->id, b->id);
    return order != 0 ? order : a->at - b->at;
}

bool ipa_streams_collide(ipa_arena *arena, int n_ids, const char *const *ids, int pair[2]) {
    entry *entries = IPA_NEW_ARRAY(arena, n_ids, entry);
    for (int at = 0; at < n_ids; at++)
        entries[at] = (entry){ipa_streams_hash(ids[at]), at, ids[at]};
    if (n_ids > 0)
        qsort(entries, (size_t)n_ids, sizeof *entries, by_hash_then_id);
    for (int at = 1; at < n_ids; at++) {
        const entry *a = &entries[at - 1], *b = &entries[at];
        if (a->hash == b->hash && strcmp(a->id, b->id) != 0) {
            pair[0] = a->at < b->at ? a->at : b->at;
            pair[1] = a->at < b->at ? b->at : a->at;
            return true;
        }
    }
    return false;
}
