#pragma once
/** UTF-8 text: encodings, display width, nearest name.
 *
 *  Knows: UTF-8, GB18030 (iconv), East Asian width.
 *  Does not know: files, languages of reports.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"

/** Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms, no NUL). On failure
 *  `*bad` (NULL allowed) is the offset at which the first ill-formed sequence begins. */
bool ipa_text_is_utf8(const char *bytes, size_t n_bytes, size_t *bad);

/** Bytes of the character at the front of the text, 0 when they are ill-formed or NUL. */
size_t ipa_text_character(const char *text, size_t n_bytes, uint32_t *character);

/** A file's bytes as UTF-8 text: a byte-order mark is dropped, GB18030 is recognised (bytes that
 *  are not UTF-8 but are GB18030) and converted. UTF-8 with a few damaged bytes is not taken for
 *  GB18030, which would read it as other Chinese characters.
 *  @errors IPA_RANGE when the bytes are neither; `*bad` (NULL allowed) is then the offset of the
 *  first ill-formed sequence. IPA_SYSTEM when the machine has no GB18030 converter.
 *  @owner the arena. */
ipa_status ipa_text_decode(ipa_arena *arena, const char *bytes, size_t n_bytes, const char **text,
                           size_t *n_text, size_t *bad, ipa_error *error) IPA_MUST_USE;

/** Columns the text takes on a terminal: East Asian wide characters take two, combining marks 0,
 *  a byte that is no character one. */
int ipa_text_width(const char *text, size_t n_bytes);

/** Number of Unicode characters. */
size_t ipa_text_length(const char *text);

/** Index of the candidate nearest to `name` by edit distance (transpositions count one, upper and
 *  lower case are the same letter; the first of equals), or -1 when none is near enough to suggest:
 *  at most a third of the name's characters may be wrong, or one in a short name, never all. Names
 *  over 64 characters are near to nothing. */
int ipa_text_nearest(const char *name, const char *const *candidates, size_t n_candidates);

/** 32-bit FNV-1a: the stable hash that addresses draws by the id on the tape. */
uint32_t ipa_text_hash(const char *text);

/** A whole file's bytes (NUL appended, not counted). A file over `limit` bytes is refused.
 *  @errors IPA_MISSING (absent, not allowed, unreadable), IPA_RANGE (no regular file: a folder, a
 *  device), IPA_LIMIT. @owner the arena. */
ipa_status ipa_text_read_file(ipa_arena *arena, const char *path, size_t limit, char **bytes,
                              size_t *n_bytes, ipa_error *error) IPA_MUST_USE;
