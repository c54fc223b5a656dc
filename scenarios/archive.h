#pragma once
/** Figures written to a file and read back, bit for bit, by one list of members.
 *
 *  Knows: numbers, texts and estimates, a line each.
 *  Does not know: files' names, what the figures are of.
 */
#include <stdint.h>
#include <stdio.h>

#include "engine/base/arena.h"
#include "engine/simulate/result.h"

/** A file being written or read. Whoever passes members looks at `sound` once, at the end. */
typedef struct ipa_archive {
    FILE *file;
    bool writes;      /**< else reads */
    bool sound;       /**< nothing has failed so far */
    ipa_arena *arena; /**< of what is read */
} ipa_archive;

void ipa_archive_number(ipa_archive *with, double *number);
void ipa_archive_whole(ipa_archive *with, int *number);
/** Of items that follow: not sound, and 0, where it cannot be. */
void ipa_archive_count(ipa_archive *with, int *number);
/** NULL comes back as NULL. */
void ipa_archive_text(ipa_archive *with, const char **text);
void ipa_archive_estimate(ipa_archive *with, ipa_estimate *figure);
