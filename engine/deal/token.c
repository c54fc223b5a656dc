#include "engine/deal/token.h"

#include <string.h>

enum { LONGEST_NUMBER = 40 };

static const struct {
    ipa_token_kind kind;
    const char *text;
} signs[] = {
#define ROW(name, text) {IPA_TOKEN_##name, text},
    IPA_TOKEN_SIGN_TABLE(ROW)
#undef ROW
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static size_t skip_digits(const char *text, size_t at) {
    while (is_digit(text[at]))
        at++;
    return at;
}

static size_t end_of_number(const char *text, size_t at) {
    at = skip_digits(text, at);
    if (text[at] == '.')
        at = skip_digits(text, at + 1);
    if (text[at] == 'e' || text[at] == 'E') {
        size_t digits = at + 1 + (text[at + 1] == '+' || text[at + 1] == '-');
        if (is_digit(text[digits]))
            at = skip_digits(text, digits);
    }
    return at;
}

static ipa_token read_number(const char *text, size_t start) {
    ipa_token token = {IPA_TOKEN_WRONG, start, end_of_number(text, start), 0};
    char digits[LONGEST_NUMBER + 1];
    size_t n_bytes = token.end - start;
    ipa_decimal value;
    if (n_bytes > LONGEST_NUMBER)
        return token;
    memcpy(digits, text + start, n_bytes);
    digits[n_bytes] = '\0';
    if (!ipa_decimal_parse(digits, &value))
        return token;
    token.kind = IPA_TOKEN_NUMBER;
    token.number = ipa_decimal_value(value);
    return token;
}

/* A wrong character is underlined whole, not byte by byte. */
static size_t end_of_character(const char *text, size_t at) {
    at++;
    while (((unsigned char)text[at] & 0xC0) == 0x80)
        at++;
    return at;
}

ipa_token ipa_token_read(const char *text, size_t at) {
    while (is_blank(text[at]))
        at++;
    if (text[at] == '\0')
        return (ipa_token){IPA_TOKEN_END, at, at, 0};
    if (is_digit(text[at]) || (text[at] == '.' && is_digit(text[at + 1])))
        return read_number(text, at);
    if (begins_name(text[at])) {
        size_t end = at + 1;
        while (begins_name(text[end]) || is_digit(text[end]) ||
               (text[end] == '.' && begins_name(text[end + 1])))
            end++;
        return (ipa_token){IPA_TOKEN_NAME, at, end, 0};
    }
    if (text[at] == '"' || text[at] == '\'') {
        const char *closing = strchr(text + at + 1, text[at]);
        if (closing != NULL)
            return (ipa_token){IPA_TOKEN_TEXT, at, (size_t)(closing - text) + 1, 0};
    }
    for (size_t s = 0; s < sizeof signs / sizeof signs[0]; s++) {
        size_t n_bytes = strlen(signs[s].text);
        if (strncmp(text + at, signs[s].text, n_bytes) == 0)
            return (ipa_token){signs[s].kind, at, at + n_bytes, 0};
    }
    return (ipa_token){IPA_TOKEN_WRONG, at, end_of_character(text, at), 0};
}

ipa_token ipa_token_read_argument(const char *text, size_t at, size_t *after) {
    size_t end = at + strcspn(text + at, "()");
    *after = end;
    while (at < end && is_blank(text[at]))
        at++;
    while (end > at && is_blank(text[end - 1]))
        end--;
    if (end - at >= 2 && text[at] == text[end - 1] && (text[at] == '"' || text[at] == '\'')) {
        at++;
        end--;
    }
    bool closed = text[*after] == ')';
    return (ipa_token){closed && end > at ? IPA_TOKEN_NAME : IPA_TOKEN_END, at, end, 0};
}

int ipa_token_characters(const char *text, size_t start, size_t end) {
    int n_characters = 0;
    for (size_t at = start; at < end; at++)
        n_characters += ((unsigned char)text[at] & 0xC0) != 0x80;
    return n_characters;
}
