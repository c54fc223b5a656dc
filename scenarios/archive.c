#include "scenarios/archive.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 64, LONGEST_TEXT = 1 << 30, MOST_ITEMS = 1 << 20 };

static bool read_line(ipa_archive *with, char line[LONGEST_LINE]) {
    with->sound = with->sound && fgets(line, LONGEST_LINE, with->file) != NULL;
    return with->sound;
}

/* In hexadecimal, so that every bit comes back. */
void ipa_archive_number(ipa_archive *with, double *number) {
    char line[LONGEST_LINE];
    if (with->writes)
        with->sound = fprintf(with->file, "%a\n", *number) > 0 && with->sound;
    else if (read_line(with, line))
        *number = strtod(line, NULL);
}

static void pass_length(ipa_archive *with, int64_t *length) {
    char line[LONGEST_LINE];
    if (with->writes)
        with->sound = fprintf(with->file, "%" PRId64 "\n", *length) > 0 && with->sound;
    else if (read_line(with, line))
        *length = strtoll(line, NULL, 10);
}

void ipa_archive_whole(ipa_archive *with, int *number) {
    int64_t wide = *number;
    pass_length(with, &wide);
    *number = (int)wide;
}

void ipa_archive_count(ipa_archive *with, int *number) {
    ipa_archive_whole(with, number);
    with->sound = with->sound && *number >= 0 && *number <= MOST_ITEMS;
    if (!with->sound)
        *number = 0;
}

/* Its length, then its bytes; −1: NULL. */
void ipa_archive_text(ipa_archive *with, const char **text) {
    int64_t length = with->writes && *text != NULL ? (int64_t)strlen(*text) : -1;
    pass_length(with, &length);
    with->sound = with->sound && length <= LONGEST_TEXT;
    if (length < 0 || !with->sound) {
        *text = with->writes ? *text : NULL;
        return;
    }
    if (with->writes) {
        with->sound = fwrite(*text, 1, (size_t)length, with->file) == (size_t)length;
    } else {
        char *bytes = ipa_arena_alloc(with->arena, (size_t)length + 1, 1);
        with->sound = fread(bytes, 1, (size_t)length, with->file) == (size_t)length;
        *text = bytes;
    }
}

void ipa_archive_estimate(ipa_archive *with, ipa_estimate *figure) {
    ipa_archive_number(with, &figure->mean);
    ipa_archive_number(with, &figure->standard_error);
}
