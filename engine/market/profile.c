#include "engine/market/profile.h"

#include "engine/math/elementary.h"
#include "engine/math/gamma.h"

/* Written with p + q·e^{−(p+q)t} below the line, so that neither a small p nor a long time divides
   by nothing. @source F. M. Bass, A new product growth model for consumer durables (1969) */
static double bass_rate(double p, double q, double years) {
    const double left = ipa_exp(-(p + q) * years), below = p + q * left;
    return p * (p + q) / below * ((p + q) / below) * left;
}

static double bass_adopted(double p, double q, double years) {
    return -p * ipa_expm1(-(p + q) * years) / (p + q * ipa_exp(-(p + q) * years));
}

/* At the start the density is infinite, 1/scale or 0, as the shape is below, at or above 1. */
static double gamma_rate(double shape, double scale, double years) {
    if (years > 0)
        return ipa_exp(ipa_gamma_log_density_of_log(shape, ipa_log(years / scale))) / years;
    return shape > 1 ? 0 : shape < 1 ? INFINITY : 1 / scale;
}

ipa_status ipa_profile_make(ipa_profile_kind kind, double a, double b, ipa_profile *profile,
                            ipa_error *error) {
    IPA_ASSERT(kind != IPA_PROFILE_POINTS);
    *profile = (ipa_profile){.kind = kind, .a = a, .b = b, .first = 1};
    if (!isfinite(a) || !isfinite(b))
        return ipa_fail(error, IPA_RANGE, "a parameter of the profile is not finite");
    if (kind == IPA_PROFILE_BASS) {
        if (!(a > 0) || b < 0)
            return ipa_fail(error, IPA_RANGE, "Bass diffusion wants p above 0 and q not below 0");
        profile->first = bass_adopted(a, b, 1);
    }
    if (kind == IPA_PROFILE_GAMMA) {
        if (!(a > 0 && b > 0))
            return ipa_fail(error, IPA_RANGE, "a gamma curve wants shape and scale above 0");
        profile->first = ipa_gamma_cdf(a, 1 / b);
    }
    if (!(profile->first >= DBL_MIN))
        return ipa_fail(error, IPA_RANGE, "the profile has no sales in its first year");
    return IPA_OK;
}

static double between_points(const ipa_profile *profile, double years) {
    IPA_ASSERT(profile->n_points > 0);
    const double *x = profile->years, *y = profile->multipliers;
    const int last = profile->n_points - 1;
    if (!(years > x[0]))
        return y[0];
    if (years >= x[last])
        return y[last];
    int right = 1;
    while (x[right] <= years)
        right++;
    const double share = (years - x[right - 1]) / (x[right] - x[right - 1]);
    return y[right - 1] + share * (y[right] - y[right - 1]);
}

double ipa_profile_at(const ipa_profile *profile, double years) {
    switch (profile->kind) {
    case IPA_PROFILE_GROWTH:
        return ipa_exp(profile->a * years);
    case IPA_PROFILE_DECAY:
        return ipa_exp(-profile->a * years);
    case IPA_PROFILE_BASS:
        return bass_rate(profile->a, profile->b, years) / profile->first;
    case IPA_PROFILE_GAMMA:
        return gamma_rate(profile->a, profile->b, years) / profile->first;
    case IPA_PROFILE_POINTS:
        return between_points(profile, years);
    default:
        return 1;
    }
}
