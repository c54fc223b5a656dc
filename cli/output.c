#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *ipa_output_temporary(const char *path, ipa_arena *arena) {
    return ipa_arena_format(arena, "%s.%ld.tmp", path, (long)getpid());
}

void ipa_output_discard(const char *temporary) {
    (void)unlink(temporary);
}

ipa_status ipa_output_commit(const char *temporary, const char *path, ipa_error *error) {
    int file = open(temporary, O_RDONLY | O_CLOEXEC);
    bool whole = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    if (whole && rename(temporary, path) == 0)
        return IPA_OK;
    int cause = errno;
    ipa_output_discard(temporary);
    return ipa_fail(error, IPA_OUTPUT, "%s cannot be written: %s", path, strerror(cause));
}

static ipa_status write_all(FILE *stream, const char *path, const char *text, ipa_error *error) {
    size_t length = strlen(text);
    if (fwrite(text, 1, length, stream) == length && fflush(stream) == 0)
        return IPA_OK;
    return ipa_fail(error, IPA_OUTPUT, "%s cannot be written: %s", path, strerror(errno));
}

ipa_status ipa_output_text(const char *path, const char *text, ipa_arena *arena, ipa_error *error) {
    if (strcmp(path, "-") == 0)
        return write_all(stdout, "standard output", text, error);
    const char *temporary = ipa_output_temporary(path, arena);
    FILE *stream = fopen(temporary, "w");
    if (stream == NULL)
        return ipa_fail(error, IPA_OUTPUT, "%s cannot be written: %s", path, strerror(errno));
    ipa_status status = write_all(stream, path, text, error);
    if (fclose(stream) != 0 && status == IPA_OK)
        status = ipa_fail(error, IPA_OUTPUT, "%s cannot be written: %s", path, strerror(errno));
    if (status == IPA_OK)
        return ipa_output_commit(temporary, path, error);
    ipa_output_discard(temporary);
    return status;
}

ipa_status ipa_output_folder(const char *path, ipa_error *error) {
    struct stat information;
    if (mkdir(path, 0777) == 0)
        return IPA_OK;
    int cause = errno;
    if (cause == EEXIST && stat(path, &information) == 0 && S_ISDIR(information.st_mode))
        return IPA_OK;
    return ipa_fail(error, IPA_OUTPUT, "the folder %s cannot be made: %s", path, strerror(cause));
}

ipa_status ipa_output_check(const char *path, ipa_arena *arena, ipa_error *error) {
    if (path == NULL || strcmp(path, "-") == 0)
        return IPA_OK;
    struct stat information;
    if (stat(path, &information) == 0 && S_ISDIR(information.st_mode))
        return ipa_fail(error, IPA_OUTPUT, "%s is a folder", path);
    const char *folder = dirname(ipa_arena_copy(arena, path));
    if (access(folder, W_OK | X_OK) == 0)
        return IPA_OK;
    return ipa_fail(error, IPA_OUTPUT, "%s cannot be written: %s", path, strerror(errno));
}
