#pragma once
/** Exact figures to test against: the rows of tests/oracles/*.csv.
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
    double value;
    double relative;  /**< from the tolerance column; 0 when none is given */
    double absolute;
} ipa_oracle_row;

/** All rows of tests/oracles/<name>; aborts the test when the file is missing.
 *  @owner the caller frees. */
ipa_oracle_row *oracle_read(const char *name, size_t *n_rows);

/** The number behind `key=` in the row's params; aborts the test when it is not there. */
double oracle_parameter(const ipa_oracle_row *row, const char *key);
/** Whether the row's params hold `key=`. */
bool oracle_has(const ipa_oracle_row *row, const char *key);

/** |actual − value| within the row's tolerance (either of relative and absolute suffices). */
bool oracle_agrees(const ipa_oracle_row *row, double actual);
