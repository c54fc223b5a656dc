#include "tests/support/slow_royalty.h"

#include <math.h>

#include "tests/support/slow_claims.h"

/* Share of Bass's market that has adopted by a time. */
static double bass_adopted(double p, double q, double t) {
    const double left = exp(-(p + q) * t);
    return (1 - left) / (1 + q / p * left);
}

double slow_royalty_profile(const ipa_profile *of, double t) {
    const double a = of->a, b = of->b;
    switch (of->kind) {
    case IPA_PROFILE_GROWTH:
        return exp(a * t);
    case IPA_PROFILE_DECAY:
        return exp(-a * t);
    case IPA_PROFILE_BASS: {
        const double adopted = bass_adopted(a, b, t);
        return (a + b * adopted) * (1 - adopted) / bass_adopted(a, b, 1);
    }
    case IPA_PROFILE_GAMMA:
        return exp((a - 1) * log(t / b) - t / b - lgamma(a)) / b / slow_claims_gamma_cdf(a, 1 / b);
    case IPA_PROFILE_POINTS:
        for (int n = 1; n < of->n_points; n++)
            if (t > of->years[n - 1] && t <= of->years[n])
                return of->multipliers[n - 1] + (of->multipliers[n] - of->multipliers[n - 1]) *
                                                    (t - of->years[n - 1]) /
                                                    (of->years[n] - of->years[n - 1]);
        return t <= of->years[0] ? of->multipliers[0] : of->multipliers[of->n_points - 1];
    default:
        return 1;
    }
}

double slow_royalty_fee(const ipa_deal_contract *contract, double sales, bool with_minimum) {
    double sum = 0;
    for (int n = 0; n < contract->n_tiers; n++) {
        const double from = contract->tiers[n].from.value * 100;
        const double to =
            n + 1 < contract->n_tiers ? contract->tiers[n + 1].from.value * 100 : INFINITY;
        if (sales > from)
            sum += contract->tiers[n].rate.value * (fmin(sales, to) - from);
    }
    if (with_minimum)
        sum = fmax(sum, contract->minimum.value * 100);
    return contract->cap.given ? fmin(sum, contract->cap.value * 100) : sum;
}

int slow_royalty_year(const ipa_deal_contract *contract, ipa_date date) {
    int year = 0;
    while (ipa_date_add_months(contract->start, 12 * (year + 1), false) < date)
        year++;
    return year;
}
