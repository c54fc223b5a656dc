#include "engine/math/cholesky.h"

#include <math.h>
#include <string.h>

/* A pivot this near zero is a dependent row: correlations come with a few decimals, and rounding
   over 64 rows stays below 1e-14. */
#define ZERO_PIVOT 1e-12
/* What a dependent row may leave beside its zero pivot: |c_if|² <= c_ii c_ff in a true C. */
#define ZERO_REST 1e-6

static double rest(int n, const double *l, int row, int column, double start) {
    double sum = start;
    for (int g = 0; g < column; g++)
        sum = fma(-l[row * n + g], l[column * n + g], sum);
    return sum;
}

static ipa_status indefinite(int row, int *pivot, ipa_error *error) {
    if (pivot)
        *pivot = row;
    return ipa_fail(error, IPA_RANGE,
                    "the matrix is not positive semidefinite: row %d contradicts the rows above it",
                    row + 1);
}

static ipa_status eliminate(int n, double *l, int *pivot, ipa_error *error) {
    for (int f = 0; f < n; f++) {
        const double square = rest(n, l, f, f, l[f * n + f]);
        if (!(square >= -ZERO_PIVOT))
            return indefinite(f, pivot, error);
        const double diagonal = square > ZERO_PIVOT ? sqrt(square) : 0.0;
        l[f * n + f] = diagonal;
        for (int row = f + 1; row < n; row++) {
            const double left = rest(n, l, row, f, l[row * n + f]);
            if (diagonal == 0.0 && !(fabs(left) <= ZERO_REST))
                return indefinite(row, pivot, error);
            l[row * n + f] = diagonal > 0.0 ? left / diagonal : 0.0;
        }
    }
    return IPA_OK;
}

ipa_status ipa_cholesky_factor(int n, const double *matrix, double *factor, int *pivot,
                               ipa_error *error) {
    if (n < 0 || n > IPA_CHOLESKY_MOST_ROWS)
        return ipa_fail(error, IPA_RANGE, "a matrix of %d rows: between 0 and %d can be factored",
                        n, IPA_CHOLESKY_MOST_ROWS);
    if (factor != matrix && n > 0)
        memcpy(factor, matrix, sizeof *factor * (size_t)n * (size_t)n);
    for (int row = 0; row < n; row++)
        for (int column = row + 1; column < n; column++)
            factor[row * n + column] = 0.0;
    return eliminate(n, factor, pivot, error);
}
