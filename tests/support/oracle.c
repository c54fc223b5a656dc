#include "tests/support/oracle.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_FIELDS = 6, FIELD_BYTES = 256 };

static void keep(char *field, size_t *length, char c) {
    cr_assert(*length + 1 < FIELD_BYTES, "an oracle's field is longer than %d bytes", FIELD_BYTES);
    field[(*length)++] = c;
}

/* One field of RFC 4180; returns the text at its separator. */
static const char *read_field(const char *text, char field[FIELD_BYTES]) {
    size_t length = 0;
    bool quoted = *text == '"';
    for (text += quoted; *text; text++) {
        if (quoted && *text == '"') {
            if (text[1] != '"') {
                text++;
                break;
            }
            text++;
        } else if (!quoted && strchr(",\r\n", *text)) {
            break;
        }
        keep(field, &length, *text);
    }
    field[length] = '\0';
    cr_assert(*text == '\0' || strchr(",\r\n", *text), "text behind a quoted field: %.20s", text);
    return text;
}

static double bound(const char *tolerance, const char *kind) {
    const char *at = strstr(tolerance, kind);
    return at ? strtod(at + strlen(kind), NULL) : 0;
}

static void read_tolerance(const char *tolerance, ipa_oracle_row *row) {
    char *end;
    double bare = strtod(tolerance, &end);
    bool is_bare = end != tolerance && *end == '\0';
    row->relative = is_bare ? bare : bound(tolerance, "rel ");
    row->absolute = is_bare ? bare : bound(tolerance, "abs ");
    bool known = row->relative > 0 || row->absolute > 0 || strcmp(tolerance, "exact") == 0;
    cr_assert(known, "an oracle's tolerance is not understood: %s", tolerance);
}

static void copy_field(char *to, size_t size, const char *from) {
    cr_assert(strlen(from) < size, "an oracle's field is too long: %s", from);
    strcpy(to, from);
}

bool oracle_next(const char **text, ipa_oracle_row *row) {
    char fields[N_FIELDS][FIELD_BYTES];
    const char *at = *text;
    if (*at == '\0')
        return false;
    for (int n = 0; n < N_FIELDS; n++) {
        at = read_field(at, fields[n]);
        bool last = n == N_FIELDS - 1;
        cr_assert(last == (*at != ','), "an oracle's record has not %d fields: %s,…", N_FIELDS,
                  fields[0]);
        at += !last;
    }
    at += *at == '\r';
    at += *at == '\n';
    *text = at;
    *row = (ipa_oracle_row){0};
    copy_field(row->case_id, sizeof row->case_id, fields[0]);
    copy_field(row->quantity, sizeof row->quantity, fields[1]);
    copy_field(row->params, sizeof row->params, fields[2]);
    copy_field(row->value_text, sizeof row->value_text, fields[3]);
    char *end;
    row->value = strtod(row->value_text, &end);
    if (end == row->value_text || *end != '\0')
        row->value = NAN;
    read_tolerance(fields[4], row);
    return true;
}

static char *read_text(const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/oracles/%s", IPABS_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    cr_assert(file, "%s cannot be opened", path);
    fseek(file, 0, SEEK_END);
    size_t n_bytes = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(n_bytes + 1, 1);
    cr_assert(text && fread(text, 1, n_bytes, file) == n_bytes, "%s cannot be read", path);
    fclose(file);
    return text;
}

ipa_oracle_row *oracle_read(const char *name, size_t *n_rows) {
    char *all = read_text(name);
    const char *text = strchr(all, '\n');
    cr_assert(text && strncmp(all, "case_id,", 8) == 0, "%s has no header row", name);
    text++;
    ipa_oracle_row *rows = NULL;
    ipa_oracle_row row;
    *n_rows = 0;
    while (oracle_next(&text, &row)) {
        rows = realloc(rows, (*n_rows + 1) * sizeof *rows);
        cr_assert(rows);
        rows[(*n_rows)++] = row;
    }
    free(all);
    cr_assert(*n_rows > 0, "%s has no rows", name);
    return rows;
}

/* The text behind `key=`, at the start of the params or after a semicolon, or NULL. */
static const char *find_parameter(const ipa_oracle_row *row, const char *key) {
    size_t length = strlen(key);
    for (const char *at = row->params; at; at = strchr(at, ';')) {
        at += *at == ';';
        if (strncmp(at, key, length) == 0 && at[length] == '=')
            return at + length + 1;
    }
    return NULL;
}

bool oracle_has(const ipa_oracle_row *row, const char *key) {
    return find_parameter(row, key) != NULL;
}

double oracle_parameter(const ipa_oracle_row *row, const char *key) {
    const char *at = find_parameter(row, key);
    cr_assert(at, "no %s in `%s`", key, row->params);
    char *end;
    double value = strtod(at, &end);
    cr_assert(end != at && (*end == ';' || *end == '\0'), "%s is no number in `%s`", key,
              row->params);
    return value;
}

const char *oracle_text(const ipa_oracle_row *row, const char *key, char text[256]) {
    const char *at = find_parameter(row, key);
    cr_assert(at, "no %s in `%s`", key, row->params);
    size_t length = strcspn(at, ";");
    memcpy(text, at, length);
    text[length] = '\0';
    return text;
}

bool oracle_agrees(const ipa_oracle_row *row, double actual) {
    double error = fabs(actual - row->value);
    /* A NaN on either side agrees with nothing. */
    return error <= row->relative * fabs(row->value) || error <= row->absolute;
}
