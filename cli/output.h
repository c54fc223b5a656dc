#pragma once
/** Outputs appear whole or not at all: written beside their name and renamed.
 *
 *  Knows: temporary names, rename, folders.
 *  Does not know: what is written.
 */
#include "engine/base/arena.h"

/** A name beside `path` to write to first. @owner the arena. */
const char *ipa_output_temporary(const char *path, ipa_arena *arena);

/** Renames the temporary file into place after flushing it to disk; removes it on failure.
 *  @errors IPA_OUTPUT. */
ipa_status ipa_output_commit(const char *temporary, const char *path,
                             ipa_error *error) IPA_MUST_USE;

/** Removes what an abandoned output left. */
void ipa_output_discard(const char *temporary);

/** Writes a text whole; `-` is standard output. @errors IPA_OUTPUT. */
ipa_status ipa_output_text(const char *path, const char *text, ipa_arena *arena,
                           ipa_error *error) IPA_MUST_USE;

/** Makes a folder unless it is there. @errors IPA_OUTPUT. */
ipa_status ipa_output_folder(const char *path, ipa_error *error) IPA_MUST_USE;

/** Whether `path` could be written (its folder is there and writable): asked before a long run. */
ipa_status ipa_output_check(const char *path, ipa_arena *arena, ipa_error *error) IPA_MUST_USE;
