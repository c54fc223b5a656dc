#include "engine/math/beta.h"

#include "engine/math/elementary.h"
#include "engine/math/gamma.h"

#define LOG_2PI 0x1.d67f1c864beb5p+0

/* x, ln x of a log-odds, without cancellation at either end. */
static double share(double logit) {
    return logit < 0.0 ? ipa_exp(logit) / (1.0 + ipa_exp(logit)) : 1.0 / (1.0 + ipa_exp(-logit));
}

static double log_share(double logit) {
    return logit < 0.0 ? logit - ipa_log1p(ipa_exp(logit)) : -ipa_log1p(ipa_exp(-logit));
}

/* ln of Γ(a+b)/(Γ(a)Γ(b)) · aᵃ bᵇ / (a+b)ᵃ⁺ᵇ: what is left when the deviances are taken out. */
static double log_peak(double a, double b) {
    const double n = a + b;
    return 0.5 * (ipa_log(a) + ipa_log(b / n) - LOG_2PI) +
           (ipa_gamma_stirling_error(n) - ipa_gamma_stirling_error(a) -
            ipa_gamma_stirling_error(b));
}

static double log_density(double a, double b, double peak, double logit) {
    const double n = a + b, log_n = ipa_log(n);
    return peak - ipa_gamma_deviance(a, n * share(logit), log_n + log_share(logit)) -
           ipa_gamma_deviance(b, n * share(-logit), log_n + log_share(-logit));
}

double ipa_beta_log_density_of_logit(double a, double b, double logit) {
    return log_density(a, b, log_peak(a, b), logit);
}

/* I_x(a, b) over the density of the log-odds, by the continued fraction of DiDonato and Morris
   (ACM TOMS 708, 1992), whose terms do not cancel when a or b is large; y = 1 − x, and
   x < (a + 1) / (a + b + 2). */
static double fraction(double a, double b, double x, double y) {
    const double lambda = a * y - b * x;
    double value = a * (lambda + 1.0) / (a + 1.0), c = value, d = 0.0, change = 0.0;
    for (double m = 1.0; change < 1.0 - 0x1p-53 || change > 1.0 + 0x1p-53; m += 1.0) {
        const double odd = a + 2.0 * m - 1.0, step = m * (b - m) * x / odd;
        const double numerator = (a + m - 1.0) * (a + b + m - 1.0) * x / odd * step;
        const double term =
            m + step + (a + m) * (lambda + 1.0 + m * (1.0 + y)) / (a + 2.0 * m + 1.0);
        d = 1.0 / (term + numerator * d);
        c = term + numerator / c;
        change = c * d;
        value *= change;
    }
    return 1.0 / value;
}

static double log_cdf(double a, double b, double density, double logit) {
    const double x = share(logit), y = share(-logit);
    if (x * (a + b + 2.0) < a + 1.0)
        return density + ipa_log(fraction(a, b, x, y));
    const double upper = density + ipa_log(fraction(b, a, y, x));
    return ipa_log1p(-ipa_exp(upper));
}

double ipa_beta_log_cdf_of_logit(double a, double b, double logit) {
    return log_cdf(a, b, ipa_beta_log_density_of_logit(a, b, logit), logit);
}

double ipa_beta_cdf(double a, double b, double x) {
    if (!(x > 0.0 && x < 1.0))
        return x <= 0.0 ? 0.0 : x >= 1.0 ? 1.0 : NAN;
    return ipa_exp(ipa_beta_log_cdf_of_logit(a, b, ipa_log(x) - ipa_log1p(-x)));
}

/* Newton's method on ln I as a function of the log-odds. It is concave (the density of the log-odds
   is log-concave), so it lies below its asymptote a·logit − ln(a B(a, b)): started from where the
   asymptote meets the target, the steps never overshoot. */
static double lower_logit(double a, double b, double target) {
    const double log_beta = ipa_gamma_log(a) + ipa_gamma_log(b) - ipa_gamma_log(a + b);
    const double peak = log_peak(a, b);
    double logit = (target + ipa_log(a) + log_beta) / a, last = INFINITY;
    for (int i = 0; i < 200; i++) {
        const double density = log_density(a, b, peak, logit);
        const double value = log_cdf(a, b, density, logit);
        const double step = (value - target) * ipa_exp(value - density);
        const double size = step < 0.0 ? -step : step;
        logit -= step;
        /* Rounding has the last word: below 1e-8 the steps are quadratic until they stop falling.
         */
        if (size == 0.0 || (size < 1e-8 && size >= 0.5 * last))
            break;
        last = size;
    }
    return logit;
}

double ipa_beta_logit_quantile(double a, double b, double p, double q) {
    if (!(p > 0.0 && q > 0.0))
        return p == 0.0 ? -INFINITY : q == 0.0 ? INFINITY : NAN;
    return p <= q ? lower_logit(a, b, ipa_log(p)) : -lower_logit(b, a, ipa_log(q));
}

double ipa_beta_quantile(double a, double b, double p) {
    return share(ipa_beta_logit_quantile(a, b, p, 1.0 - p));
}

ipa_status ipa_beta_from_moments(double mean, double sd, double *a, double *b, ipa_error *error) {
    const double spread = mean * (1.0 - mean);
    if (!(mean > 0.0 && mean < 1.0 && sd > 0.0 && sd * sd < spread))
        return ipa_fail(error, IPA_RANGE,
                        "no beta has mean %.6g and standard deviation %.6g: the mean must lie "
                        "between 0 and 1 and the standard deviation below sqrt(mean (1 - mean))",
                        mean, sd);
    const double n = spread / (sd * sd) - 1.0;
    *a = mean * n;
    *b = (1.0 - mean) * n;
    return IPA_OK;
}
