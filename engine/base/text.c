#include "engine/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_NAME = 64 };

/* The table of Unicode 3.9 (D92): only the second byte is ever narrower than 80..BF, and only after
 * E0, ED, F0 and F4. */
size_t ipa_text_character(const char *text, size_t n_bytes, uint32_t *character) {
    const unsigned char *bytes = (const unsigned char *)text;
    if (n_bytes == 0)
        return 0;
    unsigned char lead = bytes[0];
    if (lead < 0x80) {
        *character = lead;
        return lead != 0;
    }
    size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || length > n_bytes)
        return 0;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (bytes[1] < low || bytes[1] > high)
        return 0;
    uint32_t value = lead & (0xFFu >> (length + 1));
    for (size_t n = 1; n < length; n++) {
        if ((bytes[n] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (bytes[n] & 0x3Fu);
    }
    *character = value;
    return length;
}

bool ipa_text_is_utf8(const char *bytes, size_t n_bytes, size_t *bad) {
    uint32_t character;
    for (size_t at = 0; at < n_bytes;) {
        size_t length = ipa_text_character(bytes + at, n_bytes - at, &character);
        if (length == 0) {
            if (bad)
                *bad = at;
            return false;
        }
        at += length;
    }
    return true;
}

/* Chinese text in GB18030 hardly ever forms three-byte UTF-8 sequences by chance, and damaged UTF-8
 * is made of little else. */
static bool is_damaged_utf8(const char *bytes, size_t n_bytes) {
    size_t n_long = 0;
    size_t n_bad = 0;
    uint32_t character;
    for (size_t at = 0; at < n_bytes;) {
        size_t length = ipa_text_character(bytes + at, n_bytes - at, &character);
        n_long += length >= 3;
        n_bad += length == 0;
        at += length == 0 ? 1 : length;
    }
    return n_long > n_bad;
}

/* The whole input or nothing: a tape half read is worse than a tape refused. */
static ipa_status convert_gb18030(ipa_arena *arena, const char *bytes, size_t n_bytes,
                                  const char **text, size_t *n_text, size_t *bad,
                                  ipa_error *error) {
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1)
        return ipa_fail(error, IPA_SYSTEM, "this machine has no GB18030 converter: %s",
                        strerror(errno));
    /* Two bytes become three at the most, four become four. */
    size_t capacity = n_bytes + n_bytes / 2 + 4;
    char *converted = ipa_arena_alloc(arena, capacity + 1, 1);
    char *from = (char *)(uintptr_t)bytes; /* iconv does not write there */
    char *to = converted;
    size_t n_from = n_bytes;
    size_t n_free = capacity;
    size_t n_inexact = iconv(converter, &from, &n_from, &to, &n_free);
    iconv_close(converter);
    size_t n_converted = capacity - n_free;
    if (n_inexact != 0 || n_from != 0 || !ipa_text_is_utf8(converted, n_converted, NULL)) {
        *bad = n_bytes - n_from;
        return ipa_fail(error, IPA_RANGE, "neither UTF-8 nor GB18030");
    }
    converted[n_converted] = '\0';
    *text = converted;
    *n_text = n_converted;
    return IPA_OK;
}

static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";

static size_t mark_bytes(const char *bytes, size_t n_bytes) {
    return n_bytes >= 3 && memcmp(bytes, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;
}

ipa_status ipa_text_decode(ipa_arena *arena, const char *bytes, size_t n_bytes, const char **text,
                           size_t *n_text, size_t *bad, ipa_error *error) {
    ipa_status status = IPA_OK;
    size_t bad_utf8 = 0;
    size_t bad_gb = 0;
    size_t marked = mark_bytes(bytes, n_bytes);
    if (ipa_text_is_utf8(bytes, n_bytes, &bad_utf8)) {
        *n_text = n_bytes - marked;
        *text = ipa_arena_copy_n(arena, bytes + marked, *n_text);
        return IPA_OK;
    }
    if (memchr(bytes, '\0', n_bytes)) {
        status =
            ipa_fail(error, IPA_RANGE, "holds NUL bytes, so it is no text in UTF-8 or GB18030");
    } else if (marked || is_damaged_utf8(bytes, n_bytes)) {
        status = ipa_fail(error, IPA_RANGE, "is UTF-8 with a damaged character");
    } else {
        status = convert_gb18030(arena, bytes, n_bytes, text, n_text, &bad_gb, error);
        if (status == IPA_OK) {
            marked = mark_bytes(*text, *n_text);
            *text += marked;
            *n_text -= marked;
        }
    }
    if (status != IPA_OK && bad)
        *bad = bad_utf8 > bad_gb ? bad_utf8 : bad_gb;
    return status;
}

typedef struct range {
    uint32_t first;
    uint32_t last;
} range;

/* East_Asian_Width W and F of Unicode 15 (EastAsianWidth.txt), neighbours with nothing but
 * unassigned characters between them joined. */
static const range WIDE[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},
    {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18D08}, {0x1AFF0, 0x1B2FB},
    {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A},
    {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393},
    {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D},
    {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596},
    {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC},
    {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC},
    {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
    {0x1FA70, 0x1FAF8}, {0x20000, 0x3FFFD},
};

/* Characters that take no column: combining marks of the scripts a deal is likely to hold, joiners,
 * direction marks, variation selectors. Looked up before WIDE, which surrounds some of them. */
static const range ZERO[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x1160, 0x11FF}, {0x1AB0, 0x1ACE}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x20D0, 0x20F0}, {0x302A, 0x302D},
    {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

static int compare_to_range(const void *key, const void *item) {
    uint32_t character = *(const uint32_t *)key;
    const range *one = item;
    return character < one->first ? -1 : character > one->last;
}

static bool is_among(uint32_t character, const range *ranges, size_t n_ranges) {
    return bsearch(&character, ranges, n_ranges, sizeof *ranges, compare_to_range) != NULL;
}

static int character_width(uint32_t character) {
    if (character < ZERO[0].first)
        return 1;
    if (is_among(character, ZERO, sizeof ZERO / sizeof ZERO[0]))
        return 0;
    return is_among(character, WIDE, sizeof WIDE / sizeof WIDE[0]) ? 2 : 1;
}

int ipa_text_width(const char *text, size_t n_bytes) {
    int width = 0;
    for (size_t at = 0; at < n_bytes;) {
        uint32_t character = 0;
        size_t length = ipa_text_character(text + at, n_bytes - at, &character);
        width += length == 0 ? 1 : character_width(character);
        at += length == 0 ? 1 : length;
    }
    return width;
}

size_t ipa_text_length(const char *text) {
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/* The characters of a name in lower case (ASCII), or -1 when it has too many to be a name. */
static int read_name(const char *name, uint32_t characters[LONGEST_NAME]) {
    int n = 0;
    size_t n_bytes = strlen(name);
    for (size_t at = 0; at < n_bytes;) {
        uint32_t character = (unsigned char)name[at];
        size_t length = ipa_text_character(name + at, n_bytes - at, &character);
        if (n == LONGEST_NAME)
            return -1;
        bool upper = character >= 'A' && character <= 'Z';
        characters[n++] = upper ? character + ('a' - 'A') : character;
        at += length == 0 ? 1 : length;
    }
    return n;
}

static int least(int a, int b) {
    return a < b ? a : b;
}

/* Damerau–Levenshtein distance (each place edited at most once), three rows at a time. */
static int edit_distance(const uint32_t *a, int n_a, const uint32_t *b, int n_b) {
    int rows[3][LONGEST_NAME + 1];
    int *before = rows[0];
    int *previous = rows[1];
    int *current = rows[2];
    for (int y = 0; y <= n_b; y++)
        previous[y] = y;
    for (int x = 1; x <= n_a; x++) {
        current[0] = x;
        for (int y = 1; y <= n_b; y++) {
            int wrong = a[x - 1] != b[y - 1];
            int best = least(least(previous[y], current[y - 1]) + 1, previous[y - 1] + wrong);
            bool swapped = x > 1 && y > 1 && a[x - 1] == b[y - 2] && a[x - 2] == b[y - 1];
            current[y] = swapped ? least(best, before[y - 2] + 1) : best;
        }
        int *oldest = before;
        before = previous;
        previous = current;
        current = oldest;
    }
    return previous[n_b];
}

int ipa_text_nearest(const char *name, const char *const *candidates, size_t n_candidates) {
    uint32_t wanted[LONGEST_NAME];
    uint32_t offered[LONGEST_NAME];
    int n_wanted = read_name(name, wanted);
    int nearest = -1;
    int allowed = n_wanted < 6 ? 1 : n_wanted / 3;
    int best = least(allowed, n_wanted - 1) + 1;
    for (size_t n = 0; n < n_candidates && n_wanted > 0; n++) {
        int n_offered = read_name(candidates[n], offered);
        if (n_offered < 0 || abs(n_offered - n_wanted) >= best)
            continue;
        int distance = edit_distance(wanted, n_wanted, offered, n_offered);
        if (distance < best) {
            best = distance;
            nearest = (int)n;
        }
    }
    return nearest;
}

uint32_t ipa_text_hash(const char *text) {
    uint32_t hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

/* Reads what the file held when it was measured; one that changes meanwhile is not a file to value.
 */
static ipa_status read_all(int file, const char *path, char *bytes, size_t n_bytes,
                           ipa_error *error) {
    size_t n_read = 0;
    while (n_read <= n_bytes) {
        /* One byte more than expected is asked for (there is room for the NUL) to see the end. */
        ssize_t n = read(file, bytes + n_read, n_bytes + 1 - n_read);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ipa_fail(error, IPA_MISSING, "%s cannot be read: %s", path, strerror(errno));
        if (n == 0)
            break;
        n_read += (size_t)n;
    }
    if (n_read != n_bytes)
        return ipa_fail(error, IPA_MISSING, "%s changed while it was being read", path);
    bytes[n_bytes] = '\0';
    return IPA_OK;
}

ipa_status ipa_text_read_file(ipa_arena *arena, const char *path, size_t limit, char **bytes,
                              size_t *n_bytes, ipa_error *error) {
    ipa_status status = IPA_OK;
    struct stat about;
    /* A named pipe must not make the program wait. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return ipa_fail(error, IPA_MISSING, "%s cannot be opened: %s", path, strerror(errno));
    if (fstat(file, &about) != 0) {
        status = ipa_fail(error, IPA_MISSING, "%s cannot be read: %s", path, strerror(errno));
        goto out;
    }
    if (!S_ISREG(about.st_mode)) {
        status = ipa_fail(error, IPA_RANGE, "%s is not a regular file", path);
        goto out;
    }
    if ((uint64_t)about.st_size > limit) {
        status = ipa_fail(error, IPA_LIMIT, "%s has %lld bytes; at most %zu are read", path,
                          (long long)about.st_size, limit);
        goto out;
    }
    size_t size = (size_t)about.st_size;
    char *all = ipa_arena_alloc(arena, size + 1, 1);
    IPA_TRY(read_all(file, path, all, size, error));
    *bytes = all;
    *n_bytes = size;
out:
    close(file);
    return status;
}
