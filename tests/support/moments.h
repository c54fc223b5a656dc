#pragma once
/** Mean and variance of a simulated figure against the exact ones, in standard errors.
 *
 *  Knows: sums of four powers.
 *  Does not know: what is simulated. Seeds are fixed: a right program passes or fails for good.
 */

typedef struct moments {
    double sum, square, cube, fourth;
    long n;
} moments;

void moments_add(moments *to, double x);
double moments_mean(const moments *of);
double moments_variance(const moments *of);

/** Fails the test beyond four standard errors. */
void moments_expect_mean(const moments *of, double exact, const char *what);
/** Likewise; the error of a variance v is √((μ₄ − v²)/n). */
void moments_expect_variance(const moments *of, double exact, const char *what);
