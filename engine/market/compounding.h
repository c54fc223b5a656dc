#pragma once
/** What a yearly rate means: the discount factor it gives over a time, by how often it compounds.
 *
 *  Knows: continuous compounding and n times a year; negative rates.
 *  Does not know: curves, bonds, dates.
 */
#include <stdbool.h>

/* enum, name in a deal, times a year (0: continuously) */
#define IPA_COMPOUNDING_TABLE(X)   \
    X(CONTINUOUS, "continuous", 0) \
    X(ANNUAL, "annual", 1)         \
    X(SEMIANNUAL, "semiannual", 2) \
    X(QUARTERLY, "quarterly", 4)   \
    X(MONTHLY, "monthly", 12)

typedef enum ipa_compounding {
#define IPA_COMPOUNDING_ENUM(id, name, per_year) IPA_COMPOUNDING_##id,
    IPA_COMPOUNDING_TABLE(IPA_COMPOUNDING_ENUM)
#undef IPA_COMPOUNDING_ENUM
        IPA_N_COMPOUNDINGS
} ipa_compounding;

bool ipa_compounding_parse(const char *name, ipa_compounding *compounding);
const char *ipa_compounding_name(ipa_compounding compounding);

/** Times a year that the rate is compounded; 0 for continuously. */
int ipa_compounding_per_year(ipa_compounding compounding);

/** Price of 1 due in `years` at the rate: e^(−rt) or (1 + r/n)^(−nt).
 *  @units a rate above −n; negative rates give factors above 1. */
double ipa_compounding_discount(ipa_compounding compounding, double rate, double years);

/** The rate that gives the discount factor over `years` (not 0): the inverse of the above. */
double ipa_compounding_rate(ipa_compounding compounding, double discount, double years);

/** What 1 grows to within one compounding period: 1 + r/n, and 1 for continuous compounding.
 *  Macaulay duration over this is modified duration. */
double ipa_compounding_growth(ipa_compounding compounding, double rate);
