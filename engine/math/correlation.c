#include "engine/math/correlation.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

/* What two entries that should be equal may differ by. */
#define SAME 1e-12
enum { MOST_SWEEPS = 20000 };

static ipa_correlation_fault entry_fault(int n, const double *c, int row, int column) {
    const double entry = c[row * n + column];
    if (!isfinite(entry))
        return IPA_CORRELATION_NOT_FINITE;
    if (row == column)
        return fabs(entry - 1.0) > SAME ? IPA_CORRELATION_DIAGONAL : IPA_CORRELATION_SOUND;
    if (fabs(entry) > 1.0)
        return IPA_CORRELATION_SIZE;
    return fabs(entry - c[column * n + row]) > SAME ? IPA_CORRELATION_SYMMETRY
                                                    : IPA_CORRELATION_SOUND;
}

/* Ascending eigenvalues, and the eigenvectors as columns over the matrix when `vectors`. */
static ipa_status eigen(int n, char vectors, double *matrix, double *values, ipa_error *error) {
    const lapack_int info = LAPACKE_dsyev(LAPACK_ROW_MAJOR, vectors, 'L', n, matrix, n, values);
    return info == 0 ? IPA_OK
                     : ipa_fail(error, IPA_NO_CONVERGENCE,
                                "the eigenvalues of a %d × %d matrix were not found", n, n);
}

ipa_status ipa_correlation_check(int n, const double *matrix, ipa_correlation_verdict *verdict,
                                 ipa_error *error) {
    *verdict = (ipa_correlation_verdict){.smallest_eigenvalue = 1.0};
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++) {
            verdict->fault = entry_fault(n, matrix, row, column);
            verdict->row = row;
            verdict->column = column;
            if (verdict->fault != IPA_CORRELATION_SOUND)
                return IPA_OK;
        }
    if (n == 0)
        return IPA_OK;
    ipa_status status = IPA_OK;
    ipa_arena *arena = ipa_arena_create();
    double *copy = IPA_NEW_ARRAY(arena, n * n, double);
    double *values = IPA_NEW_ARRAY(arena, n, double);
    memcpy(copy, matrix, sizeof *copy * (size_t)n * (size_t)n);
    IPA_TRY(eigen(n, 'N', copy, values, error));
    verdict->smallest_eigenvalue = values[0];
    if (values[0] < -IPA_CORRELATION_MARGIN)
        verdict->fault = IPA_CORRELATION_INDEFINITE;
out:
    ipa_arena_destroy(arena);
    return status;
}

typedef struct sweep {
    int n;
    double *vectors, *values; /* of the matrix being projected */
    double *correction;       /* Dykstra's: what the last projection on the cone took away */
} sweep;

/* The nearest positive semidefinite matrix: negative eigenvalues become zero. */
static ipa_status project_on_cone(const sweep *s, double *x, ipa_error *error) {
    const int n = s->n;
    memcpy(s->vectors, x, sizeof *x * (size_t)n * (size_t)n);
    const ipa_status status = eigen(n, 'V', s->vectors, s->values, error);
    if (status != IPA_OK)
        return status;
    memset(x, 0, sizeof *x * (size_t)n * (size_t)n);
    for (int e = 0; e < n; e++)
        if (s->values[e] > 0.0)
            for (int row = 0; row < n; row++)
                for (int column = 0; column < n; column++)
                    x[row * n + column] +=
                        s->values[e] * s->vectors[row * n + e] * s->vectors[column * n + e];
    return IPA_OK;
}

/* One sweep; `*moved` is the largest change of an entry. */
static ipa_status sweep_once(const sweep *s, double *x, double *before, double *moved,
                             ipa_error *error) {
    const int n = s->n, n_entries = n * n;
    memcpy(before, x, sizeof *x * (size_t)n_entries);
    for (int at = 0; at < n_entries; at++)
        s->correction[at] = x[at] -= s->correction[at];
    const ipa_status status = project_on_cone(s, x, error);
    for (int at = 0; at < n_entries; at++)
        s->correction[at] = x[at] - s->correction[at];
    *moved = 0.0;
    for (int at = 0; at < n_entries; at++) {
        x[at] = at % (n + 1) == 0 ? 1.0 : x[at];
        const double change = fabs(x[at] - before[at]);
        *moved = change > *moved ? change : *moved;
    }
    return status;
}

static double rounded(double x) {
    return rint(x * 1e12) / 1e12;
}

/* The sweeps end a hair outside the cone: shrinking towards the identity is_put the matrix inside.
 */
static ipa_status settle(const sweep *s, double *x, ipa_error *error) {
    const int n = s->n;
    memcpy(s->vectors, x, sizeof *x * (size_t)n * (size_t)n);
    const ipa_status status = eigen(n, 'N', s->vectors, s->values, error);
    if (status != IPA_OK)
        return status;
    const double below = s->values[0] < 0.0 ? -s->values[0] : 0.0;
    for (int row = 0; row < n; row++)
        for (int column = 0; column < row; column++) {
            const double entry = rounded(x[row * n + column] / (1.0 + below));
            x[row * n + column] = x[column * n + row] = entry;
        }
    return IPA_OK;
}

ipa_status ipa_correlation_nearest(int n, const double *matrix, double *nearest, double *distance,
                                   ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *arena = ipa_arena_create();
    const int n_entries = n * n;
    const sweep s = {.n = n,
                     .vectors = IPA_NEW_ARRAY(arena, n_entries, double),
                     .values = IPA_NEW_ARRAY(arena, n, double),
                     .correction = IPA_NEW_ARRAY(arena, n_entries, double)};
    double *before = IPA_NEW_ARRAY(arena, n_entries, double);
    double *x = IPA_NEW_ARRAY(arena, n_entries, double);
    for (int at = 0; at < n_entries; at++) {
        const double mirrored = matrix[at % n * n + at / n];
        if (!(fabs(matrix[at] - mirrored) <= SAME))
            IPA_TRY(ipa_fail(error, IPA_RANGE, "row %d, column %d is not symmetric and finite",
                             at / n + 1, at % n + 1));
        x[at] = matrix[at];
    }
    double moved = 1.0;
    for (int sweeps = 0; moved > 1e-13 && sweeps < MOST_SWEEPS; sweeps++)
        IPA_TRY(sweep_once(&s, x, before, &moved, error));
    if (moved > 1e-9)
        IPA_TRY(ipa_fail(error, IPA_NO_CONVERGENCE, "no nearest correlation matrix was found"));
    IPA_TRY(settle(&s, x, error));
    double square = 0.0;
    for (int at = 0; at < n_entries; at++)
        square += (x[at] - matrix[at]) * (x[at] - matrix[at]);
    memcpy(nearest, x, sizeof *x * (size_t)n_entries);
    *distance = sqrt(square);
out:
    ipa_arena_destroy(arena);
    return status;
}
