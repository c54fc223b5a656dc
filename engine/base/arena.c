#include "engine/base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1 /* as gcc says it */
#endif
#endif
/* What is not handed out is poisoned: a sanitizer would not see an overrun inside a chunk. */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum {
    ALIGNMENT = 64, /* one cache line, one AVX-512 vector */
    FIRST_CHUNK = 1 << 14,
    LARGEST_CHUNK = 1 << 22, /* chunks double up to here; a larger piece has a chunk of its own */
    FIRST_ITEMS = 8
};

typedef struct chunk {
    struct chunk *next;
    size_t n_bytes; /* behind the header */
    size_t used;
} chunk;

/* The bytes of a chunk begin on an aligned address. */
#define HEADER_BYTES ((sizeof(chunk) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

struct ipa_arena {
    chunk *chunks; /* the one being filled comes first */
    size_t next_size;
};

static _Noreturn void out_of_memory(size_t n_bytes) {
    fprintf(stderr, "ipabs: out of memory (%zu bytes were asked for)\n", n_bytes);
    exit(EXIT_FAILURE);
}

ipa_arena *ipa_arena_create(void) {
    ipa_arena *arena = malloc(sizeof *arena);
    if (!arena)
        out_of_memory(sizeof *arena);
    *arena = (ipa_arena){.chunks = NULL, .next_size = FIRST_CHUNK};
    return arena;
}

void ipa_arena_destroy(ipa_arena *arena) {
    if (!arena)
        return;
    for (chunk *one = arena->chunks; one;) {
        chunk *next = one->next;
        ASAN_UNPOISON_MEMORY_REGION((char *)one + HEADER_BYTES, one->n_bytes);
        free(one);
        one = next;
    }
    free(arena);
}

static chunk *add_chunk(ipa_arena *arena, size_t n_bytes) {
    size_t body = arena->next_size;
    if (body < LARGEST_CHUNK)
        arena->next_size *= 2;
    if (n_bytes > body)
        body = n_bytes;
    if (body > SIZE_MAX / 2)
        out_of_memory(body);
    size_t total = HEADER_BYTES + (body + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    chunk *one = aligned_alloc(ALIGNMENT, total);
    if (!one)
        out_of_memory(total);
    *one = (chunk){.next = arena->chunks, .n_bytes = total - HEADER_BYTES, .used = 0};
    ASAN_POISON_MEMORY_REGION((char *)one + HEADER_BYTES, one->n_bytes);
    arena->chunks = one;
    return one;
}

/* `alignment` is 1 for texts, which would otherwise take a cache line each. */
static void *take(ipa_arena *arena, size_t n_bytes, size_t alignment) {
    chunk *one = arena->chunks;
    size_t offset = one ? (one->used + alignment - 1) / alignment * alignment : 0;
    if (!one || offset > one->n_bytes || n_bytes > one->n_bytes - offset) {
        one = add_chunk(arena, n_bytes);
        offset = 0;
    }
    one->used = offset + n_bytes;
    char *piece = (char *)one + HEADER_BYTES + offset;
    ASAN_UNPOISON_MEMORY_REGION(piece, n_bytes);
    return piece;
}

void *ipa_arena_alloc(ipa_arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / 2 / size)
        out_of_memory(SIZE_MAX);
    size_t n_bytes = count * size;
    void *piece = take(arena, n_bytes, ALIGNMENT);
    return memset(piece, 0, n_bytes);
}

char *ipa_arena_copy_n(ipa_arena *arena, const char *text, size_t n_bytes) {
    if (n_bytes >= SIZE_MAX / 2)
        out_of_memory(n_bytes);
    char *copy = take(arena, n_bytes + 1, 1);
    if (n_bytes > 0)
        memcpy(copy, text, n_bytes);
    copy[n_bytes] = '\0';
    return copy;
}

char *ipa_arena_copy(ipa_arena *arena, const char *text) {
    return ipa_arena_copy_n(arena, text, strlen(text));
}

char *ipa_arena_vformat(ipa_arena *arena, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    IPA_ASSERT(n >= 0);
    char *text = take(arena, (size_t)n + 1, 1);
    vsnprintf(text, (size_t)n + 1, format, arguments);
    return text;
}

char *ipa_arena_format(ipa_arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = ipa_arena_vformat(arena, format, arguments);
    va_end(arguments);
    return text;
}

void *ipa_arena_grow(ipa_arena *arena, void *items, size_t count, size_t size) {
    if (count == 0)
        return ipa_arena_alloc(arena, FIRST_ITEMS, size);
    /* Capacities are powers of two from FIRST_ITEMS on: a full array shows by its count alone. */
    bool full = count >= FIRST_ITEMS && (count & (count - 1)) == 0;
    if (!full)
        return items;
    if (count > SIZE_MAX / 2)
        out_of_memory(SIZE_MAX);
    void *larger = ipa_arena_alloc(arena, 2 * count, size);
    return memcpy(larger, items, count * size);
}
