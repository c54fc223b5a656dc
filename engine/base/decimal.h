#pragma once
/** Exact decimals, and money rounded as contracts round it: half up, decided in integers.
 *
 *  Knows: decimal numbers `mantissa × 10^-scale`, 128-bit products, fen (1/100 of the currency).
 *  Does not know: day counts, tranches, fees.
 *
 *  Money right of the plan is a whole number of fen held in a double (exact below 2^53); a figure
 * is never rounded from a double that already lost the tie.
 */
#include <stdbool.h>
#include <stdint.h>

#include "engine/base/status.h"

/** `mantissa × 10^-scale`; scale 0…18. */
typedef struct ipa_decimal {
    int64_t mantissa;
    int scale;
} ipa_decimal;

/** A non-negative rational, such as days / 365 or the fraction of a year by ACT/ACT. */
typedef struct ipa_fraction {
    int64_t numerator;
    int64_t denominator;
} ipa_fraction;

/** Reads `-1234.50`, `2.79%`, `1e-4`, `1_000`…; the whole text must be a number.
 *  @ensures the value is exact and has the smallest scale it can have (1.50 is 15 × 10^-1); false
 *  for more than 18 significant digits, or digits beyond the 18th place on either side. */
bool ipa_decimal_parse(const char *text, ipa_decimal *value);

/** The double nearest to the decimal. */
double ipa_decimal_value(ipa_decimal value);

/** The decimal with `scale` digits after the point that a double was meant as: llround(x·10^scale).
 *  For quantities that are decimals by construction (a balance in yuan has 2); the result must fit
 *  in 64 bits. */
ipa_decimal ipa_decimal_from(double value, int scale);

double ipa_fraction_value(ipa_fraction fraction);

/** round_half_up(base × rate × fraction, `decimals`) as an integer count of 10^-decimals units;
 *  ties go away from zero for negative products (a negative tax is the mirror of a positive one).
 *  `decimals` is -18…18.
 *  @ensures exact: the tie is decided in 128 bits. The product of the digits of base, rate and
 *  numerator must stay under 10^38 after what cancels with the denominator, and the result in 64
 *  bits: 10^15 fen at a rate of 18 digits for 10^5 days do; beyond that is an assertion. */
int64_t ipa_decimal_round_product(ipa_decimal base, ipa_decimal rate, ipa_fraction fraction,
                                  int decimals);
/** The same, always towards minus infinity. */
int64_t ipa_decimal_floor_product(ipa_decimal base, ipa_decimal rate, ipa_fraction fraction,
                                  int decimals);
