#include "tests/support/slow_money.h"

#include <criterion/criterion.h>
#include <math.h>

__extension__ typedef __int128 wide;

static wide whole(double fen) {
    const double nearest = floor(fen + 0.5);
    cr_assert_lt(fabs(nearest), 9e15);
    return (wide)nearest;
}

double slow_money_fen(ipa_number amount) {
    return floor(100 * amount.value + 0.5);
}

static wide power(int n) {
    wide value = 1;
    for (; n > 0; n--)
        value *= 10;
    return value;
}

static wide floored(wide numerator, wide denominator) {
    const wide quotient = numerator / denominator;
    return quotient - (numerator % denominator < 0);
}

/** Half up; the mirror of it below zero. */
static wide rounded(wide numerator, wide denominator) {
    return numerator < 0 ? -rounded(-numerator, denominator)
                         : floored(2 * numerator + denominator, 2 * denominator);
}

double slow_money_product(double fen, ipa_decimal rate, ipa_fraction fraction) {
    return (double)rounded(whole(fen) * rate.mantissa * fraction.numerator,
                           power(rate.scale) * fraction.denominator);
}

double slow_money_of_all(long long parts, slow_units units) {
    return (double)rounded((wide)parts * units.n_units * 100, power(units.decimals));
}

long long slow_money_parts(double fen, slow_units units) {
    return (long long)rounded(whole(fen) * power(units.decimals), (wide)100 * units.n_units);
}

long long slow_money_of_part(long long parts, int parts_decimals, int decimals, ipa_decimal rate,
                             ipa_fraction fraction) {
    return (long long)rounded((wide)parts * rate.mantissa * fraction.numerator * power(decimals),
                              power(parts_decimals) * power(rate.scale) * fraction.denominator);
}

long long slow_money_down(long long parts, ipa_decimal rate) {
    return (long long)floored((wide)parts * rate.mantissa, power(rate.scale));
}

double slow_money_alike(double fen, slow_units units) {
    return slow_money_of_all(
        (long long)floored(whole(fen) * power(units.decimals), (wide)100 * units.n_units), units);
}

double slow_money_share(double pot, double weight, double total) {
    return (double)floored(whole(pot) * whole(weight), whole(total));
}
