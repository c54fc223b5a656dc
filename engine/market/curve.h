#pragma once
/** A zero curve: what one yuan later is worth today.
 *
 *  Knows: knots of zero rates, linear in time between them and flat outside; the form of Nelson and
 *  Siegel; spreads; forwards.
 *  Does not know: dates (times are years), where the knots were read from, whose spread it is.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/market/compounding.h"

/** Zero rates by time. Plain data; the knots are borrowed and ascend in time. */
typedef struct ipa_curve {
    ipa_compounding compounding;
    double flat_rate; /**< the rate at all times when there are no knots; the level of the form of
                         Nelson and Siegel */
    double slope, curvature, decay_years; /**< of that form; 0 years: it is none */
    size_t n_knots;
    const double *years; /**< [n_knots] */
    const double *rates; /**< [n_knots] */
} ipa_curve;

/** One rate for all times. */
ipa_curve ipa_curve_flat(double rate, ipa_compounding compounding);

/** The curve through the knots. @owner the arrays stay the caller's and must outlive the curve. */
ipa_curve ipa_curve_through(const double *years, const double *rates, size_t n_knots,
                            ipa_compounding compounding);

/** The form of Nelson and Siegel (1987): with u = (1 − e^{−x})/x, x = t ÷ decay_years, the zero
 * rate is level + slope·u + curvature·(u − e^{−x}); `decay_years` above 0. */
ipa_curve ipa_curve_nelson_siegel(double level, double slope, double curvature, double decay_years,
                                  ipa_compounding compounding);

/** Index of the first knot that is not finite, lies before time 0 or not after its predecessor, or
 *  whose rate has no discount factor; `n_knots` when the curve is sound. */
size_t ipa_curve_fault(const ipa_curve *curve);

/** The zero rate for a time. */
double ipa_curve_zero_rate(const ipa_curve *curve, double years);

/** Present value of 1 due in `years`, the spread added to the zero rate in the curve's compounding.
 */
double ipa_curve_discount(const ipa_curve *curve, double years, double spread);

/** The rate, in the curve's compounding, that the curve implies between two times, `from < to`. */
double ipa_curve_forward(const ipa_curve *curve, double from, double to);
