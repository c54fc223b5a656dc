#pragma once
/** The words and signs of an expression.
 *
 *  Knows: numbers, names, signs, and where each begins.
 *  Does not know: grammar, what a name means.
 */
#include <stddef.h>

#include "engine/base/decimal.h"

/* X(enum, text): signs, longer ones first, so that `<=` is not read as `<`. */
#define IPA_TOKEN_SIGN_TABLE(X) \
    X(LESS_EQUAL, "<=")         \
    X(GREATER_EQUAL, ">=")      \
    X(EQUAL, "==")              \
    X(NOT_EQUAL, "!=")          \
    X(LESS, "<")                \
    X(GREATER, ">")             \
    X(ADD, "+")                 \
    X(SUBTRACT, "-")            \
    X(MULTIPLY, "*")            \
    X(DIVIDE, "/")              \
    X(OPEN, "(")                \
    X(CLOSE, ")")               \
    X(COMMA, ",")

typedef enum ipa_token_kind {
    IPA_TOKEN_END,
    IPA_TOKEN_NUMBER,
    IPA_TOKEN_NAME,
    IPA_TOKEN_TEXT,  /**< between quotes, which belong to it */
    IPA_TOKEN_WRONG, /**< no word of the language */
#define IPA_TOKEN_ENUM(name, text) IPA_TOKEN_##name,
    IPA_TOKEN_SIGN_TABLE(IPA_TOKEN_ENUM)
#undef IPA_TOKEN_ENUM
} ipa_token_kind;

typedef struct ipa_token {
    ipa_token_kind kind;
    size_t start, end; /**< bytes [start, end) of the text */
    double number;
} ipa_token;

/** The token at or after byte `at`, blanks skipped. A name may hold dots (`pool.balance`) and any
 *  character beyond ASCII. A number with more than 18 digits is WRONG. */
ipa_token ipa_token_read(const char *text, size_t at);

/** What stands between brackets that open at byte `at` − 1: everything up to the closing one,
 * blanks and quotes around it left out, so that ids with hyphens and dates need no quoting.
 *  `*after` is the byte of the closing bracket; NAME, or END when nothing or no bracket is there.
 */
ipa_token ipa_token_read_argument(const char *text, size_t at, size_t *after);

/** Characters (not bytes) in `[start, end)`. */
int ipa_token_characters(const char *text, size_t start, size_t end);
