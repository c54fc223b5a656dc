#pragma once
/** Finding codes of the terms of tranches (048x): coupons, indices, schedules.
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_TRANCHES(X)                                                              \
    X(E0480, COUPON, IPA_ERROR, "a coupon is not stated in one way",                               \
      "A coupon is fixed, or steps on dates, or floats with an index; a spread, cap, floor, "      \
      "reset or decimals belong to one that floats. Steps begin by the closing date and have at "  \
      "most 10 decimals, so that the interest of a split period is exact.\n"                       \
      "Example: `coupon: {fixed: 0.03, floating: LPR1Y}`, or a floor above the cap.\n"             \
      "Remedy: keep one of `fixed`, `step` and `floating`.")                                       \
    X(E0481, INDEX, IPA_ERROR, "an index has no level on some date",                               \
      "An index is `flat` or a `curve`; `fixings` go before either, or stand alone and then the "  \
      "last holds on. The first fixing is not after closing.\n"                                    \
      "Example: `indices: {LPR1Y: {flat: 0.03, curve: lpr.csv}}`.\n"                               \
      "Remedy: keep one of `flat` and `curve`, and begin the fixings by the closing date.")        \
    X(E0482, TRANCHE_TERMS, IPA_ERROR, "terms of a tranche contradict one another",                \
      "A tranche with `notional` has no principal: balance 0, no put. A balance of 0 means "       \
      "nothing without it. A residual tranche has no put and no lockout; interest added to the "   \
      "balance upsets a schedule per 100.\n"                                                       \
      "Example: `balance: 5000000, notional: balance(A)`.\n"                                       \
      "Remedy: take out what does not belong to the tranche.")                                     \
    X(E0483, TRANCHE_SCHEDULE, IPA_ERROR, "a schedule in a file cannot be used",                   \
      "Its dates are nominal payment dates; instalments per 100 sum to 100; target balances "      \
      "begin at the original balance or below, never rise while nothing accretes, and end at 0.\n" \
      "Example: `2026-07-26,8.3333` in a deal that pays on the 25th.\n"                            \
      "Remedy: correct the row; sheet 3 of the report lists the nominal payment dates.")
