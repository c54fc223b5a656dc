#include "engine/math/gamma.h"

#include "engine/math/elementary.h"

#define HALF_LOG_2PI 0x1.d67f1c864beb5p-1
#define STIRLING_TERMS 8
/* Series and fractions end when a term changes nothing any more. */
#define NEGLIGIBLE 0x1p-54

/* B(2k) / (2k (2k−1)), Bernoulli numbers: the coefficients of Stirling's series in 1/x². */
static const double stirling_series[STIRLING_TERMS] = {
    1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
    1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};

double ipa_gamma_stirling_error(double x) {
    double sum = 0.0;
    /* S(x) = S(x+1) + (x + ½) ln(1 + 1/x) − 1 climbs to where the series has converged. */
    for (; x < 10.0; x += 1.0)
        sum += (x + 0.5) * ipa_log1p(1.0 / x) - 1.0;
    return sum + ipa_polynomial(STIRLING_TERMS, stirling_series, 1.0 / (x * x)) / x;
}

double ipa_gamma_log(double x) {
    return (x - 0.5) * ipa_log(x) - x + (HALF_LOG_2PI + ipa_gamma_stirling_error(x));
}

double ipa_gamma_deviance(double x, double m, double log_m) {
    const double difference = x - m, v = difference / (x + m);
    if (!(v < 0.1 && v > -0.1))
        return x * (ipa_log(x) - log_m) - difference;
    double sum = difference * v, power = 2.0 * x * v;
    for (int j = 1; j < 100; j++) {
        power *= v * v;
        const double next = sum + power / (2 * j + 1);
        if (next == sum)
            break;
        sum = next;
    }
    return sum;
}

static double log_density(double a, double x, double log_x) {
    const double deviance = ipa_gamma_deviance(a, x, log_x);
    return 0.5 * ipa_log(a) - HALF_LOG_2PI - ipa_gamma_stirling_error(a) - deviance;
}

double ipa_gamma_log_density_of_log(double a, double log_x) {
    return log_density(a, ipa_exp(log_x), log_x);
}

/* P(a, x) over the density of ln x, by the series of positive terms; for x < a + 1. */
static double lower_series(double a, double x) {
    double term = 1.0 / a, sum = term;
    for (double k = 1.0; term > NEGLIGIBLE * sum; k += 1.0) {
        term *= x / (a + k);
        sum += term;
    }
    return sum;
}

/* Q(a, x) over the density of ln x, by Lentz's continued fraction; for x >= a + 1. */
static double upper_fraction(double a, double x) {
    double b = x + 1.0 - a, c = 1e300, d = 1.0 / b, value = d, change = 0.0;
    for (double k = 1.0; change < 1.0 - NEGLIGIBLE || change > 1.0 + NEGLIGIBLE; k += 1.0) {
        const double numerator = -k * (k - a);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        change = c * d;
        value *= change;
    }
    return value;
}

typedef struct tails {
    double log_density, log_lower, log_upper;
} tails;

static tails log_tails(double a, double x, double log_x) {
    tails t = {.log_density = log_density(a, x, log_x)};
    if (x < a + 1.0) {
        t.log_lower = t.log_density + ipa_log(lower_series(a, x));
        t.log_upper = ipa_log(-ipa_expm1(t.log_lower < 0.0 ? t.log_lower : 0.0));
    } else {
        t.log_upper = t.log_density + ipa_log(upper_fraction(a, x));
        t.log_lower = ipa_log1p(-ipa_exp(t.log_upper));
    }
    return t;
}

double ipa_gamma_cdf(double a, double x) {
    if (!(x > 0.0))
        return x <= 0.0 ? 0.0 : NAN;
    return x < INFINITY ? ipa_exp(log_tails(a, x, ipa_log(x)).log_lower) : 1.0;
}

double ipa_gamma_tail(double a, double x) {
    if (!(x > 0.0))
        return x <= 0.0 ? 1.0 : NAN;
    return x < INFINITY ? ipa_exp(log_tails(a, x, ipa_log(x)).log_upper) : 0.0;
}

/* Newton's method on ln P or ln Q as a function of ln x. Both are concave (the density of ln x is
   log-concave), and both starts lie on the side from which the steps never overshoot:
   P <= x^a/Γ(a+1), and the sub-gamma tail bound Q(a + √(2aL) + L) <= e^{−L}. */
double ipa_gamma_log_quantile(double a, double p, double q) {
    if (!(p > 0.0 && q > 0.0))
        return p == 0.0 ? -INFINITY : q == 0.0 ? INFINITY : NAN;
    const int lower = p <= q;
    const double target = ipa_log(lower ? p : q);
    double log_x = lower ? (target + ipa_log(a) + ipa_gamma_log(a)) / a
                         : ipa_log(a + sqrt(-2.0 * a * target) - target);
    double last = INFINITY;
    for (int i = 0; i < 200; i++) {
        const tails t = log_tails(a, ipa_exp(log_x), log_x);
        const double value = lower ? t.log_lower : t.log_upper;
        const double step = (value - target) * ipa_exp(value - t.log_density);
        const double size = step < 0.0 ? -step : step;
        log_x += lower ? -step : step;
        /* Rounding has the last word: below 1e-8 the steps are quadratic until they stop falling.
         */
        if (size == 0.0 || (size < 1e-8 && size >= 0.5 * last))
            break;
        last = size;
    }
    return log_x;
}

double ipa_gamma_quantile(double a, double p) {
    return ipa_exp(ipa_gamma_log_quantile(a, p, 1.0 - p));
}
