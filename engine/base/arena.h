#pragma once
/** Memory that lives exactly as long as its deal: allocated piece by piece, freed at once.
 *
 *  Knows: chunks.
 *  Does not know: what is stored. There is no free of a single piece.
 *
 *  An arena never returns NULL: a machine without memory for a deal's description cannot go on, so
 *  exhaustion ends the process with a message (ADR 0003). The large stores of a simulation are not
 *  kept in arenas; their allocation returns IPA_LIMIT.
 */
#include <stdarg.h>
#include <stddef.h>

#include "engine/base/status.h"

typedef struct ipa_arena ipa_arena;

ipa_arena *ipa_arena_create(void);
/** NULL is allowed. */
void ipa_arena_destroy(ipa_arena *arena);

/** Zeroed memory for `count` items of `size` bytes, aligned for any type and for 64-byte vectors.
 *  A count of 0 gives a valid pointer. */
void *ipa_arena_alloc(ipa_arena *arena, size_t count, size_t size);
#define IPA_NEW(arena, type) ((type *)ipa_arena_alloc((arena), 1, sizeof(type)))
#define IPA_NEW_ARRAY(arena, count, type) \
    ((type *)ipa_arena_alloc((arena), (size_t)(count), sizeof(type)))

char *ipa_arena_copy(ipa_arena *arena, const char *text);
char *ipa_arena_copy_n(ipa_arena *arena, const char *text, size_t n_bytes);
char *ipa_arena_format(ipa_arena *arena, const char *format, ...) IPA_PRINTF(2, 3);
char *ipa_arena_vformat(ipa_arena *arena, const char *format, va_list arguments) IPA_PRINTF(2, 0);

/** Grows an array that lives in the arena so that one more item fits (doubling; the old copy stays
 *  in the arena until it is destroyed). `items` is NULL when `count` is 0, else it came from here:
 *  an array allocated for a known count must not be grown. */
void *ipa_arena_grow(ipa_arena *arena, void *items, size_t count, size_t size);
#define IPA_PUSH(arena, items, count, value)                                       \
    ((items) = ipa_arena_grow((arena), (items), (size_t)(count), sizeof *(items)), \
     (items)[(count)++] = (value))
