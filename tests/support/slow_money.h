#pragma once
/** Money rounded as contracts round it, in whole numbers of 128 bits.
 *
 *  Knows: fen, units of a tranche, decimals as written.
 *  Does not know: priorities. Nothing here is shared with the engine's own rounding.
 */
#include "engine/deal/deal.h"

/** Into how many units a tranche is divided, and the decimals of yuan a unit is paid in. */
typedef struct slow_units {
    long long n_units;
    int decimals;
} slow_units;

/** An amount as written, two decimals at most, in fen. */
double slow_money_fen(ipa_number amount);

/** fen × rate × fraction, half up to the fen (half down below zero). */
double slow_money_product(double fen, ipa_decimal rate, ipa_fraction fraction);

/** One unit's part of `fen`, in the smallest parts of yuan a unit is counted in; half up. */
long long slow_money_parts(double fen, slow_units units);

/** parts × rate × fraction, half up to a whole number of 10^-decimals where the parts are
 *  10^-parts_decimals. */
long long slow_money_of_part(long long parts, int parts_decimals, int decimals, ipa_decimal rate,
                             ipa_fraction fraction);

/** parts × rate, down to a whole number. */
long long slow_money_down(long long parts, ipa_decimal rate);

/** What so many parts of each unit come to for all units, to the fen. */
double slow_money_of_all(long long parts, slow_units units);

/** The most of `fen` that all units can be paid alike. */
double slow_money_alike(double fen, slow_units units);

/** pot × weight ÷ total, down to the fen. */
double slow_money_share(double pot, double weight, double total);
