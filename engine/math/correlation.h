#pragma once
/** Is this a correlation matrix, and if not, which one is nearest?
 *
 *  Knows: symmetry, unit diagonal, range, smallest eigenvalue (LAPACK), Higham's projections.
 *  Does not know: whether a repair is wanted; nothing is repaired unless asked for.
 *
 *  LAPACK's last bits differ by machine, so a repaired matrix is rounded to 12 decimals, and a
 *  verdict leaves a margin.
 */
#include "engine/base/arena.h"

/** Eigenvalues above this count as zero: a true matrix written with many decimals. */
#define IPA_CORRELATION_MARGIN 1e-10

typedef enum ipa_correlation_fault {
    IPA_CORRELATION_SOUND,
    IPA_CORRELATION_NOT_FINITE,
    IPA_CORRELATION_DIAGONAL, /**< an entry c[f][f] is not 1 */
    IPA_CORRELATION_SYMMETRY, /**< c[row][column] differs from c[column][row] */
    IPA_CORRELATION_SIZE,     /**< |c[row][column]| above 1 */
    IPA_CORRELATION_INDEFINITE
} ipa_correlation_fault;

typedef struct ipa_correlation_verdict {
    ipa_correlation_fault fault;
    int row, column;            /**< where, for a fault of one entry */
    double smallest_eigenvalue; /**< when the entries are sound */
} ipa_correlation_verdict;

/** Checks an n × n row-major matrix, the entries first, then definiteness.
 *  @errors IPA_NO_CONVERGENCE when LAPACK finds no eigenvalues. */
IPA_MUST_USE ipa_status ipa_correlation_check(int n, const double *matrix,
                                              ipa_correlation_verdict *verdict, ipa_error *error);

/** The positive semidefinite matrix of unit diagonal nearest to a symmetric one (Frobenius norm),
 *  rounded to 12 decimals; `*distance` is how far it is.
 *  @errors IPA_RANGE unless symmetric and finite; IPA_NO_CONVERGENCE.
 *  @source N. Higham, Computing the nearest correlation matrix (2002): alternating projections with
 *  Dykstra's correction. */
IPA_MUST_USE ipa_status ipa_correlation_nearest(int n, const double *matrix, double *nearest,
                                                double *distance, ipa_error *error);
