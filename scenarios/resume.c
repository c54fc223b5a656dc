#include "scenarios/resume.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/version.h"

static const char ENDING[] = ".scenario", WHOLE[] = "whole";
enum { LONGEST_LINE = 256, LONGEST_TEXT = 1 << 30 };

/* ---- one list of members, for writing and for reading ---- */

typedef struct archive {
    FILE *file;
    bool writes, sound;
    ipa_arena *arena; /* of what is read */
} archive;

static bool read_line(archive *with, char line[LONGEST_LINE]) {
    with->sound = with->sound && fgets(line, LONGEST_LINE, with->file) != NULL;
    return with->sound;
}

/* In hexadecimal, so that every bit comes back. */
static void pass_number(archive *with, double *number) {
    char line[LONGEST_LINE];
    if (with->writes)
        with->sound = fprintf(with->file, "%a\n", *number) > 0 && with->sound;
    else if (read_line(with, line))
        *number = strtod(line, NULL);
}

static void pass_whole(archive *with, int64_t *number) {
    char line[LONGEST_LINE];
    if (with->writes)
        with->sound = fprintf(with->file, "%" PRId64 "\n", *number) > 0 && with->sound;
    else if (read_line(with, line))
        *number = strtoll(line, NULL, 10);
}

static void pass_int(archive *with, int *number) {
    int64_t wide = *number;
    pass_whole(with, &wide);
    *number = (int)wide;
}

/* Its length, then its bytes; −1: NULL. */
static void pass_text(archive *with, const char **text) {
    int64_t length = with->writes && *text != NULL ? (int64_t)strlen(*text) : -1;
    pass_whole(with, &length);
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

static void pass_estimate(archive *with, ipa_estimate *figure) {
    pass_number(with, &figure->mean);
    pass_number(with, &figure->standard_error);
}

static void pass_tranche(archive *with, ipa_stress_tranche *tranche) {
    pass_number(with, &tranche->unpaid);
    pass_number(with, &tranche->interest_missed);
    pass_int(with, &tranche->first_miss);
    pass_number(with, &tranche->wal);
    pass_number(with, &tranche->price);
    pass_number(with, &tranche->least_coverage);
    pass_estimate(with, &tranche->default_probability);
    pass_estimate(with, &tranche->expected_loss);
    pass_estimate(with, &tranche->simulated_price);
    pass_estimate(with, &tranche->simulated_wal);
    pass_text(with, &tranche->rating.by_pd);
    pass_text(with, &tranche->rating.by_el);
}

static void pass_scenario(archive *with, ipa_stress_scenario *scenario, int n_tranches) {
    const char *end = WHOLE;
    pass_number(with, &scenario->collections);
    pass_number(with, &scenario->default_rate);
    pass_number(with, &scenario->drawn);
    pass_int(with, &scenario->first_draw);
    pass_estimate(with, &scenario->simulated_default_rate);
    pass_estimate(with, &scenario->simulated_loss_rate);
    pass_estimate(with, &scenario->simulated_drawn);
    for (int variant = 0; variant < IPA_N_VARIANTS; variant++) {
        if (!with->writes)
            scenario->tranches[variant] =
                IPA_NEW_ARRAY(with->arena, n_tranches, ipa_stress_tranche);
        for (int t = 0; t < n_tranches; t++)
            pass_tranche(with, &scenario->tranches[variant][t]);
    }
    pass_text(with, &scenario->json);
    pass_text(with, &end);
    with->sound = with->sound && end != NULL && strcmp(end, WHOLE) == 0;
}

/* ---- files ---- */

static void add_text(ipa_sha256 *hash, const char *text) {
    ipa_sha256_add(hash, text, strlen(text) + 1); /* the NUL parts it from the next */
}

void ipa_resume_name(const ipa_resume_key *key, const ipa_stress_scenario *scenario, char *name) {
    ipa_sha256 hash = ipa_sha256_make();
    char figures[LONGEST_LINE];
    snprintf(figures, sizeof figures, "%ld %llu %d %d", key->n_paths, key->seed, (int)key->has_json,
             key->n_tranches);
    add_text(&hash, ipa_version());
    add_text(&hash, ipa_version_compiler());
    add_text(&hash, key->deal_sha256);
    add_text(&hash, key->sampler);
    add_text(&hash, figures);
    add_text(&hash, scenario->name);
    for (int n = 0; n < scenario->n_overlay; n++) {
        add_text(&hash, scenario->overlay[n].field);
        add_text(&hash, scenario->overlay[n].value);
    }
    ipa_sha256_text(&hash, name);
}

static const char *path_of(const char *folder, const ipa_resume_key *key,
                           const ipa_stress_scenario *scenario, ipa_arena *arena) {
    char name[IPA_SHA256_TEXT];
    ipa_resume_name(key, scenario, name);
    return ipa_arena_format(arena, "%s/%s%s", folder, name, ENDING);
}

ipa_status ipa_resume_open(const char *folder, ipa_error *error) {
    struct stat about;
    if (mkdir(folder, 0777) == 0)
        return IPA_OK;
    const int cause = errno;
    if (cause == EEXIST && stat(folder, &about) == 0 && S_ISDIR(about.st_mode))
        return IPA_OK;
    return ipa_fail(error, IPA_OUTPUT, "the folder %s cannot be made: %s", folder, strerror(cause));
}

bool ipa_resume_take(const char *folder, const ipa_resume_key *key, ipa_arena *arena,
                     ipa_stress_scenario *scenario) {
    FILE *file = fopen(path_of(folder, key, scenario, arena), "rb");
    if (file == NULL)
        return false;
    archive with = {.file = file, .sound = true, .arena = arena};
    ipa_stress_scenario read = *scenario;
    pass_scenario(&with, &read, key->n_tranches);
    fclose(file);
    if (with.sound)
        *scenario = read;
    return with.sound;
}

ipa_status ipa_resume_keep(const char *folder, const ipa_resume_key *key,
                           const ipa_stress_scenario *scenario, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *arena = ipa_arena_create();
    const char *path = path_of(folder, key, scenario, arena);
    const char *temporary = ipa_arena_format(arena, "%s.%ld.tmp", path, (long)getpid());
    FILE *file = fopen(temporary, "wb");
    bool whole = file != NULL;
    if (whole) {
        archive with = {.file = file, .writes = true, .sound = true};
        ipa_stress_scenario copy = *scenario;
        pass_scenario(&with, &copy, key->n_tranches);
        whole = with.sound;
        whole = fclose(file) == 0 && whole;
    }
    if (!whole || rename(temporary, path) != 0) {
        status = ipa_fail(error, IPA_OUTPUT, "%s cannot be written: %s", path, strerror(errno));
        (void)unlink(temporary);
    }
    ipa_arena_destroy(arena);
    return status;
}

/* Kept scenarios, and what a killed run left of one. */
static bool is_ours(const char *name) {
    return strspn(name, "0123456789abcdef") == IPA_SHA256_TEXT - 1 &&
           strncmp(name + IPA_SHA256_TEXT - 1, ENDING, strlen(ENDING)) == 0;
}

void ipa_resume_close(const char *folder) {
    DIR *listing = opendir(folder);
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
                     ipa_arena_format(arena, "%s/%s", folder, entry->d_name));
    closedir(listing);
    for (int n = 0; n < n_paths; n++)
        (void)unlink(paths[n]);
    (void)rmdir(folder);
    ipa_arena_destroy(arena);
}
