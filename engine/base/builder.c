#include "engine/base/builder.h"

#include <string.h>

void ipa_builder_add_n(ipa_builder *builder, const char *bytes, size_t n_bytes) {
    if (builder->n_text + n_bytes + 1 > builder->capacity) {
        size_t capacity = 2 * (builder->n_text + n_bytes + 1);
        char *grown = ipa_arena_alloc(builder->arena, 1, capacity);
        if (builder->n_text > 0)
            memcpy(grown, builder->text, builder->n_text);
        builder->text = grown;
        builder->capacity = capacity;
    }
    memcpy(builder->text + builder->n_text, bytes, n_bytes);
    builder->n_text += n_bytes;
    builder->text[builder->n_text] = '\0';
}

void ipa_builder_add(ipa_builder *builder, const char *text) {
    ipa_builder_add_n(builder, text, strlen(text));
}
