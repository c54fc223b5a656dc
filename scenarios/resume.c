#include "scenarios/resume.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/sha256.h"
#include "engine/base/version.h"

static const char ENDING[] = ".part", WHOLE[] = "whole";

static bool keeps(const ipa_resume *at) {
    return at != NULL && at->folder != NULL;
}

/* ---- names ---- */

static void add_text(ipa_sha256 *hash, const char *text) {
    ipa_sha256_add(hash, text, strlen(text) + 1); /* the NUL parts it from the next */
}

/* A digest of the program, the deal, the sample and the part's own marks. */
static const char *path_of(const ipa_resume *at, const ipa_resume_part *part, ipa_arena *arena) {
    ipa_sha256 hash = ipa_sha256_make();
    char name[IPA_SHA256_TEXT];
    add_text(&hash, ipa_version());
    add_text(&hash, ipa_version_compiler());
    add_text(&hash, at->deal_sha256);
    add_text(&hash, at->sampler);
    add_text(&hash, part->kind);
    add_text(&hash, ipa_arena_format(arena, "%ld %lld", part->n_paths, part->seed));
    for (int n = 0; n < part->n_marks; n++)
        add_text(&hash, part->marks[n]);
    for (int n = 0; n < part->n_overlay; n++) {
        add_text(&hash, part->overlay[n].field);
        add_text(&hash, part->overlay[n].value);
    }
    return ipa_arena_format(arena, "%s/%s%s", at->folder, ipa_sha256_text(&hash, name), ENDING);
}

/* ---- files ---- */

static bool pass_whole(ipa_archive *with, const ipa_resume_part *part) {
    const char *end = WHOLE;
    part->pass(with, part->figures);
    ipa_archive_text(with, &end);
    return with->sound && end != NULL && strcmp(end, WHOLE) == 0;
}

ipa_status ipa_resume_open(const ipa_resume *at, ipa_error *error) {
    struct stat about;
    if (!keeps(at) || mkdir(at->folder, 0777) == 0)
        return IPA_OK;
    const int cause = errno;
    if (cause == EEXIST && stat(at->folder, &about) == 0 && S_ISDIR(about.st_mode))
        return IPA_OK;
    return ipa_fail(error, IPA_OUTPUT, "the folder %s cannot be made: %s", at->folder,
                    strerror(cause));
}

bool ipa_resume_take(const ipa_resume *at, const ipa_resume_part *part, ipa_arena *arena) {
    if (!keeps(at) || !at->takes)
        return false;
    FILE *file = fopen(path_of(at, part, arena), "rb");
    if (file == NULL)
        return false;
    ipa_archive with = {.file = file, .sound = true, .arena = arena};
    const bool whole = pass_whole(&with, part);
    fclose(file);
    return whole;
}

ipa_status ipa_resume_keep(const ipa_resume *at, const ipa_resume_part *part, ipa_error *error) {
    ipa_status status = IPA_OK;
    if (!keeps(at))
        return IPA_OK;
    ipa_arena *arena = ipa_arena_create();
    const char *path = path_of(at, part, arena);
    const char *temporary = ipa_arena_format(arena, "%s.%ld.tmp", path, (long)getpid());
    FILE *file = fopen(temporary, "wb");
    bool whole = file != NULL;
    if (whole) {
        ipa_archive with = {.file = file, .writes = true, .sound = true};
        whole = pass_whole(&with, part);
        whole = fclose(file) == 0 && whole;
    }
    if (!whole || rename(temporary, path) != 0) {
        status = ipa_fail(error, IPA_OUTPUT, "%s cannot be written: %s", path, strerror(errno));
        (void)unlink(temporary);
    }
    ipa_arena_destroy(arena);
    return status;
}

/* Kept parts, and what a killed run left of one. */
static bool is_ours(const char *name) {
    return strspn(name, "0123456789abcdef") == IPA_SHA256_TEXT - 1 &&
           strncmp(name + IPA_SHA256_TEXT - 1, ENDING, strlen(ENDING)) == 0;
}

void ipa_resume_close(const ipa_resume *at) {
    DIR *listing = keeps(at) ? opendir(at->folder) : NULL;
    if (listing == NULL)
        return;
    ipa_arena *arena = ipa_arena_create();
    const char **paths = NULL;
    int n_paths = 0;
    /* one thread, a stream of its own */
    // cppcheck-suppress readdirCalled
    for (const struct dirent *entry; (entry = readdir(listing)) != NULL;)
        if (is_ours(entry->d_name))
            IPA_PUSH(arena, paths, n_paths,
                     ipa_arena_format(arena, "%s/%s", at->folder, entry->d_name));
    closedir(listing);
    for (int n = 0; n < n_paths; n++)
        (void)unlink(paths[n]);
    (void)rmdir(at->folder);
    ipa_arena_destroy(arena);
}
