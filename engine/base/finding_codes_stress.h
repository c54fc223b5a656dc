#pragma once
/** Finding codes of the levers of a stress (0430 on).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_STRESS(X)                                                              \
    X(E0430, TIMING_SUM, IPA_ERROR, "shares of a timing do not sum to 1",                        \
      "A timing of defaults by year says which share of them falls into each year from the "     \
      "cut-off date, so the shares sum to 1.\n"                                                  \
      "Example: `default_timing: [0.5, 0.3, 0.1]`.\n"                                            \
      "Remedy: make them sum to 1, or write `even`, `front` or `back`.")                         \
    X(E0431, SEASON, IPA_ERROR, "a season ends before it begins",                                \
      "Royalties due after `season_from_months` and up to `season_to_months` after the cut-off " \
      "date are cut, so the second must be the later one.\n"                                     \
      "Example: `season_from_months: 12` beside `season_to_months: 6`.\n"                        \
      "Remedy: correct the two, for example `season_from_months: 6, season_to_months: 12`.")
