#pragma once
/** What is wrong with an input, where, and what to write instead.
 *
 *  Knows: codes, places, and how a list of findings reads (text with carets, one line, JSON).
 *  Does not know: YAML, CSV, what a deal is, files to print to.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/finding_codes.h"

/** A place in an input: file as the user names it (relative to the deal folder), 1-based line and
 *  column (column in characters), and the number of characters to underline (0: the place only).
 *  line 0: the file as a whole. */
typedef struct ipa_mark {
    const char *file;
    int line;
    int column;
    int width;
} ipa_mark;

typedef enum ipa_severity { IPA_ERROR, IPA_WARNING } ipa_severity;

typedef enum ipa_code {
#define IPA_CODE_ENUM(code, name, severity, title, explanation) IPA_##code##_##name,
    IPA_FINDING_TABLE(IPA_CODE_ENUM)
#undef IPA_CODE_ENUM
        IPA_N_CODES
} ipa_code;

/** A row of the table of codes. */
typedef struct ipa_code_entry {
    const char *code; /**< "E0107" */
    const char *name; /**< "LOOKS_LIKE_PERCENT" */
    ipa_severity severity;
    const char *title;       /**< one line */
    const char *explanation; /**< what it means, an example, the remedy */
} ipa_code_entry;
const ipa_code_entry *ipa_code_lookup(ipa_code code);
/** By "E0107" (any case), or NULL. */
const ipa_code_entry *ipa_code_by_name(const char *text);

typedef struct ipa_finding {
    ipa_code code;
    ipa_mark mark;
    const char *field;   /**< field path such as `tranches[0].coupon.fixed`, or "" */
    const char *message; /**< one sentence without a full stop */
    const char *hint;    /**< what to write instead, or NULL */
} ipa_finding;

typedef struct ipa_findings {
    ipa_arena *arena;
    ipa_finding *items;
    size_t n_items;
    size_t n_errors;
    size_t n_warnings;
    /** Sources by file name, to show the line a finding is about. */
    struct ipa_source {
        const char *file;
        const char *text;
    } * sources;
    size_t n_sources;
} ipa_findings;

/** An empty list whose texts live in `arena`. */
ipa_findings ipa_findings_make(ipa_arena *arena);

/** Adds one finding. All texts are copied, made well-formed, and freed of control characters (an
 *  input must not steer the terminal it is reported on); `field` and `hint` may be NULL. After
 * 1,000 findings the rest are counted only. */
void ipa_findings_add(ipa_findings *findings, ipa_code code, ipa_mark mark, const char *field,
                      const char *hint, const char *format, ...) IPA_PRINTF(6, 7);

/** Remembers a file's (decoded) text so that findings can show its lines. Not copied. */
void ipa_findings_source(ipa_findings *findings, const char *file, const char *text);

/** Orders by file (as registered), line, column; findings at one place keep their order. */
void ipa_findings_sort(ipa_findings *findings);

typedef enum ipa_finding_format {
    IPA_FORMAT_LONG,
    IPA_FORMAT_SHORT,
    IPA_FORMAT_JSON
} ipa_finding_format;

/** The whole list as text: LONG as compilers print (carets line up under wide characters), SHORT
 *  `file:line:column: error[E0107]: field: message; hint` a line each, JSON an array.
 *  LONG says how many findings past the 1,000th were only counted. `color` adds ANSI escapes to
 * LONG.
 *  @owner `arena`. */
const char *ipa_findings_text(const ipa_findings *findings, ipa_arena *arena,
                              ipa_finding_format format, bool color);
