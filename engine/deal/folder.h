#pragma once
/** The folder of a deal: files are read from inside it and from nowhere else.
 *
 *  Knows: which paths stay inside, limits on size, encodings, the fingerprint of what was read.
 *  Does not know: what a file means.
 */
#include "engine/base/arena.h"
#include "engine/base/finding.h"
#include "engine/base/sha256.h"

enum { IPA_FOLDER_MAX_TAPE = 256 << 20 };

/** A file's text: decoded, well-formed UTF-8 without control characters but tabs and line ends. */
typedef struct ipa_folder_text {
    const char *file; /**< relative to the folder */
    const char *text; /**< NULL: it cannot be used, a finding has said why */
    size_t n_text;
} ipa_folder_text;

typedef struct ipa_folder {
    ipa_arena *arena;
    ipa_findings *findings;
    const char *real;     /**< the folder, absolute and without links */
    const char *document; /**< name of its deal.yaml */
    ipa_sha256 fingerprint;
    ipa_folder_text *texts;
    int n_texts;
} ipa_folder;

/** The folder of a deal, named itself or by its document.
 *  @errors IPA_MISSING when there is no such folder. @owner `arena`. */
ipa_status ipa_folder_open(const char *path, ipa_arena *arena, ipa_findings *findings,
                           ipa_folder **folder, ipa_error *error) IPA_MUST_USE;

/** The text of a file inside the folder, read once. `mark` and `field` say where it is named. What
 *  is wrong with the file or its path becomes a finding there, and NULL is returned; asked for
 * again it is NULL without a second finding. */
const ipa_folder_text *ipa_folder_load(ipa_folder *folder, const char *name, size_t limit,
                                       ipa_mark mark, const char *field);
