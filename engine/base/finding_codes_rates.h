#pragma once
/** Finding codes of rates on the paths (057x).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_RATES(X)                                                               \
    X(E0570, RATES, IPA_ERROR, "a model of rates cannot be used",                                \
      "Hull-White takes its level from the curve, so it has neither `mean` nor `initial`; the "  \
      "others need a `mean`. Under `cir` and `cir++` the rate stays above 0: reversion, "        \
      "volatility, mean and the rate on the valuation date are above 0.\n"                       \
      "Example: `rates: {kind: cir++, reversion: 0.3, volatility: 0.05}` without a `mean`.\n"    \
      "Remedy: write `mean: 0.02`, or use `kind: hull_white`.")                                  \
    X(W0571, RATES_UNUSED, IPA_WARNING, "a model of rates changes nothing",                      \
      "The short rate is drawn for coupons that float and for discounting on the paths; this "   \
      "deal asks for neither.\n"                                                                 \
      "Example: `rates: {kind: hull_white, …, discount: false}` in a deal of fixed coupons.\n" \
      "Remedy: leave `model.rates` out, or write `discount: true`.")
