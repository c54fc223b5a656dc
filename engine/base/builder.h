#pragma once
/** A text that grows in an arena.
 *
 *  Knows: doubling.
 *  Does not know: what the text says.
 */
#include "engine/base/arena.h"

typedef struct ipa_builder {
    ipa_arena *arena;
    char *text; /**< NUL-terminated; NULL until something is added */
    size_t n_text, capacity;
} ipa_builder;

void ipa_builder_add(ipa_builder *builder, const char *text);
void ipa_builder_add_n(ipa_builder *builder, const char *bytes, size_t n_bytes);
