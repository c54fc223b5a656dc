#include "engine/base/finding.h"

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine/base/text.h"

enum {
    MOST_FINDINGS = 1000,
    MOST_COLUMNS = 100,        /* of a shown line */
    COLUMNS_BEFORE = 40,       /* kept before the mark when a line is trimmed */
    MOST_LINE_BYTES = 1 << 16, /* a longer line is no text a person could look at */
    TAB_COLUMNS = 4
};

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; /* U+FFFD */
static const char ELLIPSIS[] = "...";

static const ipa_code_entry ENTRIES[] = {
#define IPA_CODE_ENTRY(code, name, severity, title, explanation) \
    {#code, #name, severity, title, explanation},
    IPA_FINDING_TABLE(IPA_CODE_ENTRY)
#undef IPA_CODE_ENTRY
};

const ipa_code_entry *ipa_code_lookup(ipa_code code) {
    IPA_ASSERT((size_t)code < IPA_N_CODES);
    return &ENTRIES[code];
}

const ipa_code_entry *ipa_code_by_name(const char *text) {
    for (size_t n = 0; n < IPA_N_CODES; n++)
        if (strcasecmp(ENTRIES[n].code, text) == 0)
            return &ENTRIES[n];
    return NULL;
}

ipa_findings ipa_findings_make(ipa_arena *arena) {
    return (ipa_findings){.arena = arena};
}

/* Control characters, and those that turn the direction of writing: both can make a terminal show
 * something else than what the file holds. */
static bool is_harmful(uint32_t character) {
    return character < 0x20 || (character >= 0x7F && character < 0xA0) ||
           (character >= 0x2028 && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069);
}

/* Makes any bytes printable on one line. A harmful byte becomes three: hence the room. */
static const char *clean(ipa_arena *arena, const char *text) {
    if (!text)
        return "";
    size_t n_bytes = strlen(text);
    char *copy = ipa_arena_alloc(arena, 3 * n_bytes + 1, 1);
    char *to = copy;
    for (size_t at = 0; at < n_bytes;) {
        uint32_t character = 0;
        size_t length = ipa_text_character(text + at, n_bytes - at, &character);
        bool blank = character == '\n' || character == '\r' || character == '\t';
        if (length > 0 && !is_harmful(character)) {
            memcpy(to, text + at, length);
            to += length;
        } else if (blank) {
            *to++ = ' ';
        } else {
            memcpy(to, REPLACEMENT, 3);
            to += 3;
        }
        at += length == 0 ? 1 : length;
    }
    return copy;
}

void ipa_findings_add(ipa_findings *findings, ipa_code code, ipa_mark mark, const char *field,
                      const char *hint, const char *format, ...) {
    bool is_error = ipa_code_lookup(code)->severity == IPA_ERROR;
    findings->n_errors += is_error;
    findings->n_warnings += !is_error;
    if (findings->n_items >= MOST_FINDINGS)
        return;
    va_list arguments;
    va_start(arguments, format);
    const char *message = ipa_arena_vformat(findings->arena, format, arguments);
    va_end(arguments);
    mark.file = clean(findings->arena, mark.file);
    ipa_finding finding = {.code = code,
                           .mark = mark,
                           .field = clean(findings->arena, field),
                           .message = clean(findings->arena, message),
                           .hint = hint ? clean(findings->arena, hint) : NULL};
    IPA_PUSH(findings->arena, findings->items, findings->n_items, finding);
}

void ipa_findings_source(ipa_findings *findings, const char *file, const char *text) {
    struct ipa_source source = {.file = clean(findings->arena, file), .text = text};
    IPA_PUSH(findings->arena, findings->sources, findings->n_sources, source);
}

static size_t source_index(const ipa_findings *findings, const char *file) {
    size_t n = 0;
    while (n < findings->n_sources && strcmp(findings->sources[n].file, file) != 0)
        n++;
    return n;
}

typedef struct sort_key {
    ipa_finding finding;
    size_t source;
    size_t order;
} sort_key;

static int compare_keys(const void *left, const void *right) {
    const sort_key *a = left;
    const sort_key *b = right;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    int by_name = strcmp(a->finding.mark.file, b->finding.mark.file);
    if (by_name != 0)
        return by_name;
    if (a->finding.mark.line != b->finding.mark.line)
        return a->finding.mark.line < b->finding.mark.line ? -1 : 1;
    if (a->finding.mark.column != b->finding.mark.column)
        return a->finding.mark.column < b->finding.mark.column ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

void ipa_findings_sort(ipa_findings *findings) {
    sort_key *keys = IPA_NEW_ARRAY(findings->arena, findings->n_items, sort_key);
    for (size_t n = 0; n < findings->n_items; n++)
        keys[n] = (sort_key){.finding = findings->items[n],
                             .source = source_index(findings, findings->items[n].mark.file),
                             .order = n};
    qsort(keys, findings->n_items, sizeof *keys, compare_keys);
    for (size_t n = 0; n < findings->n_items; n++)
        findings->items[n] = keys[n].finding;
}

/* Where the lines of a source are. Findings come in order, so the search goes on from the last. */
typedef struct cursor {
    const char *text;
    const char *at;
    int line;
} cursor;

static size_t line_bytes(const char *line, size_t most) {
    size_t n = 0;
    while (n < most && line[n] != '\0' && line[n] != '\r' && line[n] != '\n')
        n++;
    return n;
}

static const char *find_line(cursor *place, const char *text, int line) {
    if (!place->at || place->text != text || place->line > line) {
        place->text = text;
        place->at = text;
        place->line = 1;
    }
    while (place->line < line) {
        const char *end = place->at + line_bytes(place->at, SIZE_MAX);
        if (*end == '\0')
            return NULL;
        place->at = end + (end[0] == '\r' && end[1] == '\n' ? 2 : 1);
        place->line++;
    }
    return place->at;
}

typedef struct paint {
    const char *error;
    const char *warning;
    const char *bold;
    const char *gutter;
    const char *plain;
} paint;

static const paint COLORS = {"\033[1;31m", "\033[1;33m", "\033[1m", "\033[1;34m", "\033[0m"};
static const paint NO_COLORS = {"", "", "", "", ""};

static const char *severity_word(ipa_severity severity) {
    return severity == IPA_ERROR ? "error" : "warning";
}

/* One shown character: what is printed for it and how many columns that takes. */
typedef struct glyph {
    const char *text;
    int n_bytes;
    int width;
} glyph;

/* The glyph at the front of a line that has taken `column` columns; returns the bytes it stands
 * for. */
static size_t next_glyph(const char *line, size_t n_bytes, int column, glyph *shown) {
    uint32_t character = 0;
    size_t length = ipa_text_character(line, n_bytes, &character);
    if (character == '\t')
        *shown =
            (glyph){"    ", TAB_COLUMNS - column % TAB_COLUMNS, TAB_COLUMNS - column % TAB_COLUMNS};
    else if (length == 0 || is_harmful(character))
        *shown = (glyph){REPLACEMENT, 3, 1};
    else
        *shown = (glyph){line, (int)length, ipa_text_width(line, length)};
    return length == 0 ? 1 : length;
}

/* Columns of a line's first `n_characters` characters (or of all, when there are fewer). */
static int columns_of(const char *line, size_t n_bytes, int n_characters) {
    int column = 0;
    glyph shown;
    for (size_t at = 0; at < n_bytes && n_characters > 0; n_characters--) {
        at += next_glyph(line + at, n_bytes - at, column, &shown);
        column += shown.width;
    }
    return column;
}

/* The part of a line that is shown, and where in what is printed the underlining begins and ends.
 */
typedef struct excerpt {
    int first;
    int last;
    int mark;
    int mark_end;
    bool is_cut; /* on the right */
} excerpt;

static excerpt choose_excerpt(const char *line, size_t n_bytes, ipa_mark mark) {
    int before = mark.column < MOST_LINE_BYTES ? mark.column - 1 : MOST_LINE_BYTES;
    int width = mark.width < 1 ? 1 : mark.width < MOST_LINE_BYTES ? mark.width : MOST_LINE_BYTES;
    int begin = columns_of(line, n_bytes, before);
    int end = columns_of(line, n_bytes, before + width);
    int all = columns_of(line, n_bytes, (int)n_bytes);
    excerpt shown = {.first = 0, .last = all, .mark = begin, .mark_end = end};
    if (all > MOST_COLUMNS) {
        int latest = all - MOST_COLUMNS;
        shown.first = begin > COLUMNS_BEFORE ? begin - COLUMNS_BEFORE : 0;
        shown.first = shown.first < latest ? shown.first : latest;
        shown.last = shown.first + MOST_COLUMNS;
        shown.is_cut = shown.last < all;
    }
    return shown;
}

/* Prints the excerpt and turns its mark from columns of the line into columns of what is printed: a
 * wide character cut by the window's edge is left out, an ellipsis stands for what is missing. */
static void print_excerpt(FILE *out, const char *line, size_t n_bytes, excerpt *shown) {
    int printed = 0;
    int column = 0;
    int mark = -1;
    int mark_end = 0;
    if (shown->first > 0)
        printed += fprintf(out, "%s", ELLIPSIS);
    for (size_t at = 0; at < n_bytes && column < shown->last;) {
        glyph one;
        if (column == shown->mark && mark < 0)
            mark = printed;
        at += next_glyph(line + at, n_bytes - at, column, &one);
        column += one.width;
        if (column - one.width >= shown->first && column <= shown->last) {
            fwrite(one.text, 1, (size_t)one.n_bytes, out);
            printed += one.width;
        }
        if (column <= shown->mark_end)
            mark_end = printed;
    }
    shown->mark = mark < 0 ? printed : mark;
    shown->mark_end = mark_end > shown->mark ? mark_end : shown->mark + 1;
    fprintf(out, "%s\n", shown->is_cut ? ELLIPSIS : "");
}

static void print_repeated(FILE *out, char c, int n) {
    for (; n > 0; n--)
        fputc(c, out);
}

/* The line with its mark; false when there is no such line to show. */
static bool print_line(FILE *out, const ipa_finding *finding, const char *line, const paint *colors,
                       int gutter) {
    size_t n_bytes = line ? line_bytes(line, MOST_LINE_BYTES) : MOST_LINE_BYTES;
    if (n_bytes == MOST_LINE_BYTES)
        return false;
    bool marked = finding->mark.column > 0;
    fprintf(out, "%s%*s |%s\n", colors->gutter, gutter, "", colors->plain);
    fprintf(out, "%s%*d |%s ", colors->gutter, gutter, finding->mark.line, colors->plain);
    excerpt shown = choose_excerpt(line, n_bytes, finding->mark);
    print_excerpt(out, line, n_bytes, &shown);
    if (!marked)
        return false;
    const ipa_code_entry *entry = ipa_code_lookup(finding->code);
    fprintf(out, "%s%*s |%s ", colors->gutter, gutter, "", colors->plain);
    print_repeated(out, ' ', shown.mark);
    fputs(entry->severity == IPA_ERROR ? colors->error : colors->warning, out);
    print_repeated(out, '^', shown.mark_end - shown.mark);
    fprintf(out, "%s%s%s\n", finding->hint ? " " : "", finding->hint ? finding->hint : "",
            colors->plain);
    return true;
}

static void print_place(FILE *out, ipa_mark mark) {
    fputs(mark.file, out);
    if (mark.line > 0)
        fprintf(out, ":%d", mark.line);
    if (mark.line > 0 && mark.column > 0)
        fprintf(out, ":%d", mark.column);
}

static int n_digits(int number) {
    int n = 1;
    for (; number >= 10; number /= 10)
        n++;
    return n;
}

static void print_long(FILE *out, const ipa_findings *findings, const paint *colors) {
    cursor place = {0};
    for (size_t n = 0; n < findings->n_items; n++) {
        const ipa_finding *finding = &findings->items[n];
        const ipa_code_entry *entry = ipa_code_lookup(finding->code);
        int gutter = finding->mark.line > 0 ? n_digits(finding->mark.line) : 1;
        fprintf(out, "%s%s%s[%s]%s%s: ", n > 0 ? "\n" : "",
                entry->severity == IPA_ERROR ? colors->error : colors->warning,
                severity_word(entry->severity), entry->code, colors->plain, colors->bold);
        if (finding->field[0])
            fprintf(out, "`%s`: ", finding->field);
        fprintf(out, "%s%s\n", finding->message, colors->plain);
        if (finding->mark.file[0]) {
            fprintf(out, "%s%*s-->%s ", colors->gutter, gutter, "", colors->plain);
            print_place(out, finding->mark);
            fputc('\n', out);
        }
        size_t source = source_index(findings, finding->mark.file);
        const char *line = NULL;
        if (finding->mark.line > 0 && source < findings->n_sources)
            line = find_line(&place, findings->sources[source].text, finding->mark.line);
        bool hinted = print_line(out, finding, line, colors, gutter);
        if (!hinted && finding->hint)
            fprintf(out, "%s%*s =%s %s\n", colors->gutter, gutter, "", colors->plain,
                    finding->hint);
    }
    size_t n_more = findings->n_errors + findings->n_warnings - findings->n_items;
    if (n_more > 0)
        fprintf(out, "\n%zu more %s not listed\n", n_more,
                n_more == 1 ? "finding is" : "findings are");
}

static void print_short(FILE *out, const ipa_findings *findings) {
    for (size_t n = 0; n < findings->n_items; n++) {
        const ipa_finding *finding = &findings->items[n];
        const ipa_code_entry *entry = ipa_code_lookup(finding->code);
        print_place(out, finding->mark);
        fprintf(out, "%s%s[%s]: ", finding->mark.file[0] ? ": " : "",
                severity_word(entry->severity), entry->code);
        if (finding->field[0])
            fprintf(out, "%s: ", finding->field);
        fprintf(out, "%s%s%s\n", finding->message, finding->hint ? "; " : "",
                finding->hint ? finding->hint : "");
    }
}

static void print_json(FILE *out, const ipa_findings *findings) {
    json_t *list = json_array();
    for (size_t n = 0; n < findings->n_items; n++) {
        const ipa_finding *finding = &findings->items[n];
        const ipa_code_entry *entry = ipa_code_lookup(finding->code);
        json_t *one = json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:s, s:s, s:s?}", "code",
                                entry->code, "severity", severity_word(entry->severity), "file",
                                finding->mark.file, "line", finding->mark.line, "column",
                                finding->mark.column, "width", finding->mark.width, "field",
                                finding->field, "message", finding->message, "hint", finding->hint);
        /* Fails only without memory: texts were made well-formed when they were added. */
        IPA_ASSERT(json_array_append_new(list, one) == 0);
    }
    IPA_ASSERT(json_dumpf(list, out, JSON_INDENT(1)) == 0);
    json_decref(list);
    fputc('\n', out);
}

const char *ipa_findings_text(const ipa_findings *findings, ipa_arena *arena,
                              ipa_finding_format format, bool color) {
    char *text = NULL;
    size_t n_bytes = 0;
    FILE *out = open_memstream(&text, &n_bytes);
    IPA_ASSERT(out != NULL);
    if (format == IPA_FORMAT_JSON)
        print_json(out, findings);
    else if (format == IPA_FORMAT_SHORT)
        print_short(out, findings);
    else
        print_long(out, findings, color ? &COLORS : &NO_COLORS);
    bool whole = !ferror(out);
    whole = fclose(out) == 0 && whole;
    IPA_ASSERT(whole);
    const char *copy = ipa_arena_copy_n(arena, text, n_bytes);
    free(text);
    return copy;
}
