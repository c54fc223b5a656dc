#include "engine/deal/folder.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/text.h"

static const char DOCUMENT[] = "deal.yaml";

static const char *real_path(ipa_arena *arena, const char *path) {
    char *found = realpath(path, NULL);
    if (!found)
        return NULL;
    const char *copy = ipa_arena_copy(arena, found);
    free(found);
    return copy;
}

ipa_status ipa_folder_open(const char *path, ipa_arena *arena, ipa_findings *findings,
                           ipa_folder **folder, ipa_error *error) {
    struct stat entry;
    if (stat(path, &entry) != 0)
        return ipa_fail(error, IPA_MISSING, "%s: %s", path, strerror(errno));
    const char *base = path;
    const char *document = DOCUMENT;
    if (!S_ISDIR(entry.st_mode)) {
        const char *slash = strrchr(path, '/');
        base = slash == path ? "/"
               : slash       ? ipa_arena_copy_n(arena, path, (size_t)(slash - path))
                             : ".";
        document = ipa_arena_copy(arena, slash ? slash + 1 : path);
    }
    const char *real = real_path(arena, base);
    if (!real)
        return ipa_fail(error, IPA_MISSING, "%s: %s", base, strerror(errno));
    if (access(ipa_arena_format(arena, "%s/%s", real, document), F_OK) != 0)
        return ipa_fail(error, IPA_MISSING, "%s: there is no %s in this folder", path, document);
    *folder = IPA_NEW(arena, ipa_folder);
    **folder = (ipa_folder){.arena = arena,
                            .findings = findings,
                            .real = real,
                            .document = document,
                            .fingerprint = ipa_sha256_make()};
    return IPA_OK;
}

static bool has_parent_step(const char *name) {
    for (const char *step = name; step; step = strchr(step, '/')) {
        step += *step == '/';
        if (strncmp(step, "..", 2) == 0 && (step[2] == '/' || step[2] == '\0'))
            return true;
    }
    return false;
}

/* A path as the deal writes it, judged before the disk is asked. */
static bool check_name(ipa_folder *folder, const char *name, ipa_mark mark, const char *field) {
    if (name[0] == '/' || has_parent_step(name)) {
        ipa_findings_add(folder->findings, IPA_E0003_FILE_OUTSIDE, mark, field,
                         "copy the file into the folder and name it relative to deal.yaml",
                         "`%s` leads out of the deal's folder", name);
        return false;
    }
    bool foreign = strchr(name, '\\') != NULL || (name[0] && name[1] == ':') || strlen(name) > 1024;
    for (const char *at = name; *at; at++)
        foreign = foreign || (unsigned char)*at < 0x20;
    if (foreign)
        ipa_findings_add(folder->findings, IPA_E0009_FILE_PATH, mark, field,
                         "write a path with `/`, relative to deal.yaml",
                         "`%s` is not a path inside the deal's folder", name);
    return !foreign;
}

/* The real path of the file, or NULL with a finding. */
static const char *find_file(ipa_folder *folder, const char *name, ipa_mark mark,
                             const char *field) {
    const char *path = ipa_arena_format(folder->arena, "%s/%s", folder->real, name);
    const char *real = real_path(folder->arena, path);
    if (!real) {
        bool missing = errno == ENOENT || errno == ENOTDIR;
        ipa_findings_add(folder->findings,
                         missing ? IPA_E0001_FILE_MISSING : IPA_E0002_FILE_UNREADABLE, mark, field,
                         NULL,
                         missing ? "there is no file `%s` in the deal's folder"
                                 : "the file `%s` cannot be opened",
                         name);
        return NULL;
    }
    size_t n = strlen(folder->real);
    bool inside =
        strcmp(folder->real, "/") == 0 || (strncmp(real, folder->real, n) == 0 && real[n] == '/');
    if (!inside) {
        ipa_findings_add(folder->findings, IPA_E0003_FILE_OUTSIDE, mark, field,
                         "put the file itself into the folder",
                         "`%s` is a link that leads out of the deal's folder", name);
        return NULL;
    }
    return real;
}

/* Line and column of a byte of a text. */
static ipa_mark place_of(const char *file, const char *text, size_t offset) {
    ipa_mark mark = {file, 1, 1, 1};
    for (size_t n = 0; n < offset; n++) {
        if (text[n] == '\n') {
            mark.line++;
            mark.column = 1;
        } else if (((unsigned char)text[n] & 0xC0) != 0x80) {
            mark.column++;
        }
    }
    return mark;
}

static bool check_characters(ipa_folder *folder, const ipa_folder_text *loaded) {
    for (size_t n = 0; n < loaded->n_text; n++) {
        unsigned char c = (unsigned char)loaded->text[n];
        bool allowed = (c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n' || c == '\r';
        if (!allowed) {
            ipa_findings_add(folder->findings, IPA_E0007_FILE_CONTROL_CHARACTER,
                             place_of(loaded->file, loaded->text, n), NULL, "delete it",
                             "a control character (0x%02X)", c);
            return false;
        }
    }
    return true;
}

static const ipa_code CODE_OF_STATUS[] = {
    [IPA_MISSING] = IPA_E0002_FILE_UNREADABLE,
    [IPA_RANGE] = IPA_E0004_FILE_NOT_REGULAR,
    [IPA_LIMIT] = IPA_E0005_FILE_TOO_LARGE,
};

static void fingerprint(ipa_folder *folder, const char *name, const char *bytes, size_t n_bytes) {
    const char *head = ipa_arena_format(folder->arena, "%s %zu\n", name, n_bytes);
    ipa_sha256_add(&folder->fingerprint, head, strlen(head));
    ipa_sha256_add(&folder->fingerprint, bytes, n_bytes);
}

/* Reads, decodes and checks a file that lies inside; `loaded->text` stays NULL when it cannot. */
static void load(ipa_folder *folder, const char *real, size_t limit, ipa_folder_text *loaded,
                 ipa_mark mark, const char *field) {
    char *bytes = NULL;
    size_t n_bytes = 0;
    ipa_error error = {0};
    ipa_status status = ipa_text_read_file(folder->arena, real, limit, &bytes, &n_bytes, &error);
    if (status != IPA_OK) {
        bool known = (size_t)status < sizeof CODE_OF_STATUS / sizeof CODE_OF_STATUS[0] &&
                     CODE_OF_STATUS[status] != 0;
        ipa_code code = known ? CODE_OF_STATUS[status] : IPA_E0002_FILE_UNREADABLE;
        ipa_findings_add(folder->findings, code, mark, field, NULL, "`%s`: %s", loaded->file,
                         ipa_code_lookup(code)->title);
        return;
    }
    fingerprint(folder, loaded->file, bytes, n_bytes);
    ipa_mark whole = {.file = loaded->file};
    const char *text = NULL;
    size_t n_text = 0;
    size_t bad = 0;
    status = ipa_text_decode(folder->arena, bytes, n_bytes, &text, &n_text, &bad, &error);
    if (status != IPA_OK) {
        ipa_findings_add(folder->findings, IPA_E0006_FILE_ENCODING,
                         place_of(loaded->file, bytes, bad), NULL, "save it as UTF-8", "%s",
                         error.message);
        return;
    }
    ipa_findings_source(folder->findings, loaded->file, text);
    if (strspn(text, " \t\r\n") == n_text) {
        ipa_findings_add(folder->findings, IPA_E0008_FILE_EMPTY, whole, NULL, NULL,
                         "the file is empty");
        return;
    }
    ipa_folder_text whole_text = {loaded->file, text, n_text};
    if (check_characters(folder, &whole_text))
        *loaded = whole_text;
}

const ipa_folder_text *ipa_folder_load(ipa_folder *folder, const char *name, size_t limit,
                                       ipa_mark mark, const char *field) {
    for (int n = 0; n < folder->n_texts; n++)
        if (strcmp(folder->texts[n].file, name) == 0)
            return folder->texts[n].text ? &folder->texts[n] : NULL;
    ipa_folder_text loaded = {.file = name};
    const char *real =
        check_name(folder, name, mark, field) ? find_file(folder, name, mark, field) : NULL;
    if (real)
        load(folder, real, limit, &loaded, mark, field);
    IPA_PUSH(folder->arena, folder->texts, folder->n_texts, loaded);
    return loaded.text ? &folder->texts[folder->n_texts - 1] : NULL;
}
