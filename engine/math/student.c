#include "engine/math/student.h"

#include "engine/math/beta.h"
#include "engine/math/elementary.h"
#include "engine/math/normal.h"

/* From here on three terms in 1/ν are exact to the last digit and the incomplete beta is slow. */
#define NEARLY_NORMAL 1e8

/* Half of P(|t| > |x|), from I_s(ν/2, ½) at s = ν/(ν + x²), whose log-odds are ln(ν/x²). */
static double tail(double nu, double x) {
    if (x == 0.0)
        return 0.5;
    const double logit = ipa_log(nu) - 2.0 * ipa_log(x < 0.0 ? -x : x);
    return 0.5 * ipa_exp(ipa_beta_log_cdf_of_logit(0.5 * nu, 0.5, logit));
}

double ipa_student_cdf(double nu, double x) {
    if (nu >= NEARLY_NORMAL && x * x < 1600.0) {
        const double s = x * x, r = 1.0 / nu;
        return ipa_normal_cdf(
            x * (1.0 - r * ((s + 1.0) / 4.0 - r * (3.0 + s * (8.0 + s * 13.0)) / 96.0)));
    }
    return x < 0.0 ? tail(nu, x) : x >= 0.0 ? 1.0 - tail(nu, x) : x;
}

/* Cornish–Fisher expansion of t in the normal quantile z. */
static double nearly_normal_quantile(double nu, double z) {
    const double s = z * z, r = 1.0 / nu;
    const double first = (s + 1.0) / 4.0;
    const double second = (3.0 + s * (16.0 + s * 5.0)) / 96.0;
    const double third = (-15.0 + s * (17.0 + s * (19.0 + s * 3.0))) / 384.0;
    return z * (1.0 + r * (first + r * (second + r * third)));
}

double ipa_student_quantile(double nu, double p) {
    if (!(p > 0.0 && p < 1.0))
        return p == 0.0 ? -INFINITY : p == 1.0 ? INFINITY : NAN;
    if (nu >= NEARLY_NORMAL)
        return nearly_normal_quantile(nu, ipa_normal_quantile(p));
    /* 1 − p and 1 − 2p are exact on the halves where they are used. */
    const double lower = p < 0.5 ? p : 1.0 - p;
    if (lower == 0.5)
        return 0.0;
    const double logit = ipa_beta_logit_quantile(0.5 * nu, 0.5, 2.0 * lower, 1.0 - 2.0 * lower);
    const double size = ipa_exp(0.5 * (ipa_log(nu) - logit));
    return p < 0.5 ? -size : size;
}
