#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/text.h"

typedef struct bytes_case {
    const char *bytes;
    size_t n_bytes;
    size_t bad; /* n_bytes when well-formed */
} bytes_case;
#define BYTES(text) text, sizeof text - 1

Test(text, utf8_is_strict) {
    static const bytes_case cases[] = {
        {BYTES(""), 0},
        {BYTES("plain"), 5},
        {BYTES("中文"), 6},
        {BYTES("\x7F\xC2\x80\xDF\xBF"), 5},
        {BYTES("\xE0\xA0\x80\xEF\xBF\xBF"), 6},
        {BYTES("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"), 8},
        {BYTES("\xED\x9F\xBF\xEE\x80\x80"), 6}, /* the neighbours of the surrogates */
        {BYTES("ab\xC0\x80"), 2},               /* overlong NUL */
        {BYTES("ab\xC1\xBF"), 2},               /* overlong DEL */
        {BYTES("ab\xE0\x9F\xBF"), 2},           /* overlong U+07FF */
        {BYTES("ab\xF0\x8F\xBF\xBF"), 2},       /* overlong U+FFFF */
        {BYTES("ab\xED\xA0\x80"), 2},           /* lone surrogate D800 */
        {BYTES("ab\xED\xBF\xBF"), 2},           /* lone surrogate DFFF */
        {BYTES("ab\xF4\x90\x80\x80"), 2},       /* U+110000 */
        {BYTES("ab\xF5\x80\x80\x80"), 2},
        {BYTES("ab\xF8\x88\x80\x80\x80"), 2}, /* five bytes */
        {BYTES("ab\x80"), 2},                 /* stray continuation */
        {BYTES("ab\xC3"), 2},                 /* truncated at each length */
        {BYTES("ab\xE4\xB8"), 2},
        {BYTES("ab\xF0\x9F\x98"), 2},
        {BYTES("ab\xE4\xB8z"), 2},
        {BYTES("中\xFF"), 3},
        {BYTES("a\0b"), 1},
    };
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        size_t bad = cases[n].n_bytes;
        bool good = ipa_text_is_utf8(cases[n].bytes, cases[n].n_bytes, &bad);
        cr_expect_eq(good, cases[n].bad == cases[n].n_bytes, "case %zu", n);
        cr_expect_eq(bad, cases[n].bad, "case %zu: %zu", n, bad);
    }
}

/* An encoder of our own walks all of Unicode: exactly the scalar values are accepted. */
Test(text, utf8_accepts_exactly_the_scalar_values) {
    for (uint32_t c = 1; c < 0x120000; c++) {
        char bytes[4];
        size_t n = 0;
        if (c < 0x80) {
            bytes[n++] = (char)c;
        } else if (c < 0x800) {
            bytes[n++] = (char)(0xC0 | c >> 6);
        } else if (c < 0x10000) {
            bytes[n++] = (char)(0xE0 | c >> 12);
            bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        } else {
            bytes[n++] = (char)(0xF0 | c >> 18);
            bytes[n++] = (char)(0x80 | (c >> 12 & 0x3F));
            bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        }
        if (c >= 0x80)
            bytes[n++] = (char)(0x80 | (c & 0x3F));
        bool scalar = c < 0x110000 && (c < 0xD800 || c > 0xDFFF);
        uint32_t read = 0;
        cr_assert_eq(ipa_text_is_utf8(bytes, n, NULL), scalar, "U+%04X", c);
        cr_assert_eq(ipa_text_character(bytes, n, &read), scalar ? n : 0, "U+%04X", c);
        cr_assert_eq(read, scalar ? c : 0, "U+%04X", c);
    }
}

static ipa_arena *arena;
static void open_arena(void) {
    arena = ipa_arena_create();
}
static void close_arena(void) {
    ipa_arena_destroy(arena);
}
TestSuite(text, .init = open_arena, .fini = close_arena);

static void expect_decoded(const char *bytes, size_t n_bytes, const char *expected) {
    const char *text = NULL;
    size_t n_text = 0;
    size_t bad = 0;
    ipa_error error = {0};
    ipa_status status = ipa_text_decode(arena, bytes, n_bytes, &text, &n_text, &bad, &error);
    cr_assert_eq(status, IPA_OK, "%s", error.message);
    cr_expect_str_eq(text, expected);
    cr_expect_eq(n_text, strlen(expected));
}

Test(text, decodes_utf8_and_gb18030) {
    expect_decoded(BYTES(""), "");
    expect_decoded(BYTES("\xEF\xBB\xBF"), "");
    expect_decoded(BYTES("\xEF\xBB\xBF合同,金额"), "合同,金额");
    expect_decoded(BYTES("合同,金额\n"), "合同,金额\n");
    expect_decoded(BYTES("\xBA\xCF\xCD\xAC,\xBD\xF0\xB6\xEE\n"), "合同,金额\n");
    /* "联通", whose first bytes look like two-byte UTF-8 */
    expect_decoded(BYTES("\xC1\xAA\xCD\xA8"), "联通");
    /* GBK beyond GB2312: 镕; a trail byte that is an ASCII backslash: 誠 */
    expect_decoded(BYTES("\xE9\x46\xD5\x5C"), "镕誠");
    /* four bytes: U+3400, U+20087, U+1F600, and U+0080 */
    expect_decoded(BYTES("\x81\x39\xEE\x39\x95\x32\x90\x31\x94\x39\xFC\x36\x81\x30\x81\x30"),
                   "\xE3\x90\x80\xF0\xA0\x82\x87\xF0\x9F\x98\x80\xC2\x80");
    /* its own byte-order mark */
    expect_decoded(BYTES("\x84\x31\x95\x33\xBA\xCF\xCD\xAC"), "合同");
}

static void expect_refused(const char *bytes, size_t n_bytes, size_t expected_bad) {
    const char *text = NULL;
    size_t n_text = 0;
    size_t bad = 0;
    ipa_error error = {0};
    cr_expect_eq(ipa_text_decode(arena, bytes, n_bytes, &text, &n_text, &bad, &error), IPA_RANGE);
    cr_expect_eq(bad, expected_bad, "offset %zu", bad);
    cr_expect_eq(error.status, IPA_RANGE);
    cr_expect_null(text);
    cr_expect_eq(ipa_text_decode(arena, bytes, n_bytes, &text, &n_text, NULL, NULL), IPA_RANGE);
}

Test(text, refuses_what_is_neither) {
    expect_refused(BYTES("ab\xFF\xFE"), 2);
    expect_refused(BYTES("\xBA\xCF\xCD"), 2);                 /* GBK cut in a character */
    expect_refused(BYTES("\xBA\xCF\xCD\xAC\x81\x30\x81"), 4); /* four bytes cut */
    expect_refused(BYTES("\xBA\xCF\xFF"), 2);
    expect_refused(BYTES("\xE3\x32\x9A\x36"), 0); /* beyond U+10FFFF */
    expect_refused(BYTES("\xFF\xFE"
                         "a\0b\0"),
                   0); /* UTF-16 */
    expect_refused(BYTES("a\0b\0"), 1);
    expect_refused(BYTES("\xEF\xBB\xBF\xBA\xCF\xCD\xAC"), 3); /* says UTF-8, is not */
}

Test(text, damaged_utf8_is_not_read_as_chinese) {
    /* One byte of 权 lost: the rest would convert from GB18030 without complaint. */
    expect_refused(BYTES("知识产\xE6\x9D,质押合同"), 9);
    /* A whole text in GB18030 that happens to hold two-byte UTF-8 ("一" is D2 BB) is still read. */
    expect_decoded(BYTES("\xD2\xBB\xB6\xFE\xC8\xFD"), "一二三");
}

Test(text, widths) {
    static const struct {
        const char *text;
        int width;
    } cases[] = {
        {"", 0},
        {"abc", 3},
        {"知识产权", 8},
        {"一鿿", 4},
        {"，。（）", 8},
        {"ａ１", 4},
        {"한국", 4},
        {"カナ", 4},
        {"ｶﾅ", 2},
        {"e\xCC\x81", 1},
        {"か\xE3\x82\x99", 2},
        {"é", 1},
        {"€", 1},
        {"😀", 2},
        {"𠀀", 2},
        {"\xEF\xBB\xBF", 0},
        {"a\xE2\x80\x8B", 1},
        {"\xFF\xFE", 2},
        {"①", 1},
        {"─", 1},
        {"㈱", 2},
    };
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++)
        cr_expect_eq(ipa_text_width(cases[n].text, strlen(cases[n].text)), cases[n].width, "`%s`",
                     cases[n].text);
    cr_expect_eq(ipa_text_width("知识", 4), 3, "a cut character is one odd byte");
}

Test(text, length_counts_characters) {
    cr_expect_eq(ipa_text_length(""), 0);
    cr_expect_eq(ipa_text_length("ab知识😀"), 5);
}

static const char *nearest(const char *name) {
    static const char *const names[] = {"balance", "coupon", "amortisation", "schedule_per_100",
                                        "id",      "A",      "债务人",       "到期日"};
    int n = ipa_text_nearest(name, names, sizeof names / sizeof names[0]);
    return n < 0 ? "" : names[n];
}

Test(text, nearest_name) {
    cr_expect_str_eq(nearest("balance"), "balance");
    cr_expect_str_eq(nearest("Balnace"), "balance");
    cr_expect_str_eq(nearest("blanace"), "balance", "two transpositions in seven letters");
    cr_expect_str_eq(nearest("balanc"), "balance");
    cr_expect_str_eq(nearest("bbalance"), "balance");
    cr_expect_str_eq(nearest("COUPON"), "coupon");
    cr_expect_str_eq(nearest("amortization"), "amortisation");
    cr_expect_str_eq(nearest("schedule_per100"), "schedule_per_100");
    cr_expect_str_eq(nearest("dI"), "id");
    cr_expect_str_eq(nearest("a"), "A");
    cr_expect_str_eq(nearest("债权人"), "债务人");
    cr_expect_str_eq(nearest("到日期"), "到期日");
    cr_expect_str_eq(nearest("x"), "", "one letter in one is all of it");
    cr_expect_str_eq(nearest("xyz"), "");
    cr_expect_str_eq(nearest("reserve"), "");
    cr_expect_str_eq(nearest(""), "");
    cr_expect_eq(ipa_text_nearest("abc", NULL, 0), -1);
    char longer[100];
    memset(longer, 'b', sizeof longer - 1);
    longer[99] = '\0';
    const char *candidates[] = {longer};
    cr_expect_eq(ipa_text_nearest(longer, candidates, 1), -1);
    longer[64] = '\0';
    cr_expect_eq(ipa_text_nearest(longer, candidates, 1), 0);
}

Test(text, nearest_takes_the_first_of_equals) {
    const char *names[] = {"fee1", "fee2", "fee"};
    cr_expect_eq(ipa_text_nearest("fee3", names, 3), 0);
    cr_expect_eq(ipa_text_nearest("fee2", names, 3), 1);
}

/* Published vectors of FNV-1a, 32 bits (RFC 9923 and the authors' test suite). */
Test(text, hash_is_fnv1a) {
    cr_expect_eq(ipa_text_hash(""), 0x811c9dc5u);
    cr_expect_eq(ipa_text_hash("a"), 0xe40c292cu);
    cr_expect_eq(ipa_text_hash("foobar"), 0xbf9cf968u);
}

static void write_file(const char *path, const char *bytes, size_t n_bytes) {
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, n_bytes, file), n_bytes);
    fclose(file);
}

Test(text, reads_whole_files_and_refuses_the_rest) {
    char folder[] = "/tmp/ipabs-text-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/tape.csv", folder);
    write_file(path, BYTES("a\0b\r\n"));
    char *bytes = NULL;
    size_t n_bytes = 0;
    ipa_error error = {0};
    cr_assert_eq(ipa_text_read_file(arena, path, 5, &bytes, &n_bytes, &error), IPA_OK);
    cr_expect_eq(n_bytes, 5);
    cr_expect_eq(memcmp(bytes, "a\0b\r\n", 6), 0);
    cr_expect_eq(ipa_text_read_file(arena, path, 4, &bytes, &n_bytes, &error), IPA_LIMIT);
    cr_expect_not_null(strstr(error.message, path));
    write_file(path, "", 0);
    cr_assert_eq(ipa_text_read_file(arena, path, 0, &bytes, &n_bytes, &error), IPA_OK);
    cr_expect_eq(n_bytes, 0);
    unlink(path);
    cr_expect_eq(ipa_text_read_file(arena, path, 9, &bytes, &n_bytes, &error), IPA_MISSING);
    cr_expect_not_null(strstr(error.message, "No such file"));
    cr_expect_eq(ipa_text_read_file(arena, folder, 9, &bytes, &n_bytes, &error), IPA_RANGE);
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_expect_eq(ipa_text_read_file(arena, path, 9, &bytes, &n_bytes, &error), IPA_RANGE,
                 "a pipe is refused, and does not make the reader wait");
    unlink(path);
    rmdir(folder);
}
