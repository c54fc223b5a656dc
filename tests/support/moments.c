#include "tests/support/moments.h"

#include <criterion/criterion.h>
#include <math.h>

void moments_add(moments *to, double x) {
    to->sum += x;
    to->square += x * x;
    to->cube += x * x * x;
    to->fourth += x * x * x * x;
    to->n++;
}

double moments_mean(const moments *of) {
    return of->sum / (double)of->n;
}

double moments_variance(const moments *of) {
    return of->square / (double)of->n - moments_mean(of) * moments_mean(of);
}

static void expect(double got, double exact, double error, const char *what) {
    cr_expect_lt(fabs(got - exact), 4 * error, "%s: %g, not %g: %.1f standard errors", what, got,
                 exact, (got - exact) / error);
}

void moments_expect_mean(const moments *of, double exact, const char *what) {
    expect(moments_mean(of), exact, sqrt(moments_variance(of) / (double)of->n), what);
}

void moments_expect_variance(const moments *of, double exact, const char *what) {
    const double n = (double)of->n, m = moments_mean(of), v = moments_variance(of);
    const double fourth =
        of->fourth / n - 4 * m * of->cube / n + 6 * m * m * of->square / n - 3 * m * m * m * m;
    expect(v, exact, sqrt((fourth - v * v) / n), what);
}
