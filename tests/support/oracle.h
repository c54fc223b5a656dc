#pragma once
/** Exact figures to test against: the rows of the files in tests/oracles.
 *
 *  Knows: `case_id,quantity,params,value,tolerance,method`, one record a row.
 *  Does not know: what is tested.
 */
#include <stdbool.h>
#include <stddef.h>

typedef struct ipa_oracle_row {
    char case_id[64];
    char quantity[256];
    char params[256];
    char value_text[160];
    double value;    /**< NaN when the text is no number (hexadecimal words) */
    double relative; /**< from the tolerance column ("rel 1e-9 or abs 1e-16", "exact"); a bare */
    double absolute; /**< bound ("1e-14") is both; 0 when not given */
} ipa_oracle_row;

/** All rows of tests/oracles/<name>; aborts the test when the file is missing.
 *  @owner the caller frees. */
ipa_oracle_row *oracle_read(const char *name, size_t *n_rows);

/** The number behind `key=` in the row's params; aborts the test when it is not there or is more
 *  than a number ("0.05|0.05"). */
double oracle_parameter(const ipa_oracle_row *row, const char *key);
/** Whether the row's params hold `key=`. */
bool oracle_has(const ipa_oracle_row *row, const char *key);
/** The text behind `key=` (a date, a list), in `text`; aborts the test when it is not there. */
const char *oracle_text(const ipa_oracle_row *row, const char *key, char text[256]);

/** Reads the record at `*text` and moves behind it; false at the end. Aborts the test when it is no
 *  record of six fields. What oracle_read does for each row. */
bool oracle_next(const char **text, ipa_oracle_row *row);

/** |actual − value| within the row's tolerance (either of relative and absolute suffices). */
bool oracle_agrees(const ipa_oracle_row *row, double actual);
