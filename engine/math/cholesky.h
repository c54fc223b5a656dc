#pragma once
/** Cholesky factor of a correlation matrix, summed in one fixed order: the same bits everywhere.
 *
 *  Knows: positive semidefinite matrices of up to 64 rows; a dependent row gives a zero column.
 *  Does not know: repair; see correlation.h.
 */
#include "engine/base/status.h"

#define IPA_CHOLESKY_MOST_ROWS 64

/** Lower triangular L with L L' = C; above the diagonal zero.
 *  @shape matrix and factor n × n, row-major; only the lower triangle of C is read; factor may be
 *  the matrix itself.
 *  @errors IPA_RANGE when C is not positive semidefinite: the message and `*pivot` (NULL allowed)
 *  name the row at which it shows. */
IPA_MUST_USE ipa_status ipa_cholesky_factor(int n, const double *matrix, double *factor, int *pivot,
                                            ipa_error *error);
