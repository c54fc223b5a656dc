#pragma once
/** A tape: a CSV file as read, cell by cell with its place.
 *
 *  Knows: RFC 4180, header names, rows.
 *  Does not know: what a column means (fields do), what is done with a row.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/finding.h"

typedef struct ipa_cell {
    const char *text; /**< trimmed; "" when blank */
    ipa_mark mark;
} ipa_cell;

typedef struct ipa_tape {
    const char *file; /**< relative to the deal's folder */
    ipa_cell *header; /**< [n_columns] */
    size_t n_columns;
    ipa_cell *cells; /**< [n_rows][n_columns]; short rows are padded with blanks */
    size_t n_rows;
    bool broken; /**< rows are missing: the quoting is broken, or a row was too long */
} ipa_tape;

/** Reads decoded CSV text. Broken quoting and rows that are too long become findings.
 *  @owner the arena. */
ipa_tape *ipa_tape_parse(const char *file, const char *text, size_t n_text, ipa_arena *arena,
                         ipa_findings *findings);

/** The column with this header, or -1. */
int ipa_tape_column(const ipa_tape *tape, const char *header);

const ipa_cell *ipa_tape_cell(const ipa_tape *tape, size_t row, size_t column);
