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

/** fen × rate × fraction, half up to the fen (half down below zero). */
double slow_money_product(double fen, ipa_decimal rate, ipa_fraction fraction);

/** The same for one unit's part of `fen`, rounded to the unit's decimals, for all units. */
double slow_money_per_unit(double fen, slow_units units, ipa_decimal rate, ipa_fraction fraction);

/** The most of `fen` that all units can be paid alike. */
double slow_money_alike(double fen, slow_units units);

/** pot × weight ÷ total, down to the fen. */
double slow_money_share(double pot, double weight, double total);
