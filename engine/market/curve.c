#include "engine/market/curve.h"

#include <math.h>

#include "engine/base/status.h"
#include "engine/math/elementary.h"
#include "engine/math/reverting.h"

ipa_curve ipa_curve_flat(double rate, ipa_compounding compounding) {
    return (ipa_curve){.compounding = compounding, .flat_rate = rate};
}

ipa_curve ipa_curve_through(const double *years, const double *rates, size_t n_knots,
                            ipa_compounding compounding) {
    IPA_ASSERT(n_knots > 0);
    return (ipa_curve){
        .compounding = compounding, .n_knots = n_knots, .years = years, .rates = rates};
}

ipa_curve ipa_curve_nelson_siegel(double level, double slope, double curvature, double decay_years,
                                  ipa_compounding compounding) {
    IPA_ASSERT(decay_years > 0);
    return (ipa_curve){.compounding = compounding,
                       .flat_rate = level,
                       .slope = slope,
                       .curvature = curvature,
                       .decay_years = decay_years};
}

size_t ipa_curve_fault(const ipa_curve *curve) {
    for (size_t at = 0; at < curve->n_knots; at++) {
        double years = curve->years[at];
        double rate = curve->rates[at];
        bool ascends = at == 0 ? years >= 0 : years > curve->years[at - 1];
        if (!isfinite(years) || !isfinite(rate) || !ascends ||
            ipa_compounding_growth(curve->compounding, rate) <= 0)
            return at;
    }
    return curve->n_knots;
}

static double nelson_siegel(const ipa_curve *curve, double years) {
    const double x = years > 0 ? years / curve->decay_years : 0;
    const double mean = ipa_reverting_mean(x);
    return curve->flat_rate + curve->slope * mean + curve->curvature * (mean - ipa_exp(-x));
}

double ipa_curve_zero_rate(const ipa_curve *curve, double years) {
    size_t n_knots = curve->n_knots;
    if (curve->decay_years > 0)
        return nelson_siegel(curve, years);
    if (n_knots == 0)
        return curve->flat_rate;
    if (years <= curve->years[0])
        return curve->rates[0];
    if (years >= curve->years[n_knots - 1])
        return curve->rates[n_knots - 1];
    size_t low = 0;
    size_t high = n_knots - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (curve->years[middle] <= years)
            low = middle;
        else
            high = middle;
    }
    double share = (years - curve->years[low]) / (curve->years[high] - curve->years[low]);
    return curve->rates[low] + share * (curve->rates[high] - curve->rates[low]);
}

double ipa_curve_discount(const ipa_curve *curve, double years, double spread) {
    return ipa_compounding_discount(curve->compounding, ipa_curve_zero_rate(curve, years) + spread,
                                    years);
}

double ipa_curve_forward(const ipa_curve *curve, double from, double to) {
    IPA_ASSERT(from < to);
    double discount = ipa_curve_discount(curve, to, 0) / ipa_curve_discount(curve, from, 0);
    return ipa_compounding_rate(curve->compounding, discount, to - from);
}
