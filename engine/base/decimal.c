#include "engine/base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

__extension__ typedef unsigned __int128 wide;

enum { MOST_DIGITS = 18, FAR = 1 << 20, N_FACTORS = 4 };

static const int64_t POWERS_OF_TEN[] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

/* A number being read: the digits so far without their trailing zeros, which may turn out to be
 * mere places ("1000", "0.2500"), and the power of ten they are to be multiplied with. */
typedef struct digits {
    int64_t mantissa;
    int n_digits;
    long zeros;
    long power;
    bool any;
} digits;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool take_digit(digits *so_far, int digit) {
    so_far->any = true;
    if (digit == 0) {
        so_far->zeros += so_far->mantissa != 0;
        return so_far->zeros < FAR;
    }
    long length = so_far->n_digits + so_far->zeros + 1;
    if (length > MOST_DIGITS)
        return false;
    so_far->mantissa = so_far->mantissa * POWERS_OF_TEN[so_far->zeros + 1] + digit;
    so_far->n_digits = (int)length;
    so_far->zeros = 0;
    return true;
}

/* A run of digits with single underscores inside. The text after it, or NULL. */
static const char *take_run(const char *text, digits *so_far, bool after_point) {
    for (const char *start = text;; text++) {
        if (*text == '_') {
            if (text == start || !is_digit(text[-1]) || !is_digit(text[1]))
                return NULL;
            continue;
        }
        if (!is_digit(*text))
            return text;
        if (!take_digit(so_far, *text - '0'))
            return NULL;
        so_far->power -= after_point;
        if (so_far->power < -FAR)
            return NULL;
    }
}

static const char *take_exponent(const char *text, long *power) {
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    if (!is_digit(*text))
        return NULL;
    long exponent = 0;
    for (; is_digit(*text); text++)
        exponent = exponent < FAR ? 10 * exponent + (*text - '0') : exponent;
    *power += negative ? -exponent : exponent;
    return text;
}

static bool scale_digits(const digits *read, bool negative, ipa_decimal *value) {
    long power = read->power + read->zeros;
    int64_t mantissa = negative ? -read->mantissa : read->mantissa;
    if (mantissa == 0)
        *value = (ipa_decimal){0, 0};
    else if (power >= 0 && read->n_digits + power <= MOST_DIGITS)
        *value = (ipa_decimal){mantissa * POWERS_OF_TEN[power], 0};
    else if (power < 0 && power >= -MOST_DIGITS)
        *value = (ipa_decimal){mantissa, (int)-power};
    else
        return false;
    return true;
}

bool ipa_decimal_parse(const char *text, ipa_decimal *value) {
    digits read = {0};
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    text = take_run(text, &read, false);
    if (text && *text == '.')
        text = take_run(text + 1, &read, true);
    if (!text || !read.any)
        return false;
    if (*text == 'e' || *text == 'E')
        text = take_exponent(text + 1, &read.power);
    if (text && *text == '%') {
        read.power -= 2;
        text++;
    }
    return text && *text == '\0' && scale_digits(&read, negative, value);
}

double ipa_decimal_value(ipa_decimal value) {
    IPA_ASSERT(value.scale >= 0 && value.scale <= MOST_DIGITS);
    const int64_t exact = (int64_t)1 << 53;
    if (value.mantissa >= -exact && value.mantissa <= exact)
        /* Both are exact in a double, so the one division rounds correctly. */
        return (double)value.mantissa / (double)POWERS_OF_TEN[value.scale];
    /* No point in this text: what a locale calls a decimal point does not matter. */
    char text[32];
    snprintf(text, sizeof text, "%llde-%d", (long long)value.mantissa, value.scale);
    return strtod(text, NULL);
}

ipa_decimal ipa_decimal_from(double value, int scale) {
    IPA_ASSERT(scale >= 0 && scale <= MOST_DIGITS);
    double scaled = value * (double)POWERS_OF_TEN[scale];
    IPA_ASSERT(fabs(scaled) < 9.2e18);
    return (ipa_decimal){llround(scaled), scale};
}

double ipa_fraction_value(ipa_fraction fraction) {
    return (double)fraction.numerator / (double)fraction.denominator;
}

/* Magnitude of base × rate × fraction × 10^decimals: a product over a product, 64 bits each. */
typedef struct quotient {
    uint64_t over[N_FACTORS];
    uint64_t under[N_FACTORS];
    bool negative;
} quotient;

static uint64_t magnitude(int64_t value) {
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

static uint64_t power_of_ten(int exponent) {
    exponent = exponent < 0 ? 0 : exponent > MOST_DIGITS ? MOST_DIGITS : exponent;
    return (uint64_t)POWERS_OF_TEN[exponent];
}

static quotient form_quotient(ipa_decimal base, ipa_decimal rate, ipa_fraction fraction,
                              int decimals) {
    IPA_ASSERT(base.scale >= 0 && base.scale <= MOST_DIGITS);
    IPA_ASSERT(rate.scale >= 0 && rate.scale <= MOST_DIGITS);
    IPA_ASSERT(decimals >= -MOST_DIGITS && decimals <= MOST_DIGITS);
    IPA_ASSERT(fraction.numerator >= 0 && fraction.denominator > 0);
    int places = base.scale + rate.scale - decimals;
    return (quotient){
        .over = {magnitude(base.mantissa), magnitude(rate.mantissa), (uint64_t)fraction.numerator,
                 power_of_ten(-places)},
        .under = {power_of_ten(places), power_of_ten(places - MOST_DIGITS),
                  power_of_ten(places - 2 * MOST_DIGITS), (uint64_t)fraction.denominator},
        .negative = (base.mantissa < 0) != (rate.mantissa < 0),
    };
}

static void cancel(quotient *ratio) {
    for (int over = 0; over < N_FACTORS; over++)
        for (int under = 0; under < N_FACTORS; under++) {
            uint64_t a = ratio->over[over];
            uint64_t b = ratio->under[under];
            while (b != 0) {
                uint64_t rest = a % b;
                a = b;
                b = rest;
            }
            ratio->over[over] /= a;
            ratio->under[under] /= a;
        }
}

static bool multiply(const quotient *ratio, uint64_t first, wide *product) {
    *product = first;
    for (int over = 0; over < N_FACTORS; over++)
        if (__builtin_mul_overflow(*product, (wide)ratio->over[over], product))
            return false;
    return true;
}

/* floor(multiple × ratio), dividing by one factor after the other: floors of floors are exact.
 * `*exact` tells whether nothing was cut off. */
static wide divide(quotient ratio, uint64_t multiple, bool *exact) {
    wide product;
    if (!multiply(&ratio, multiple, &product)) {
        cancel(&ratio);
        bool fits = multiply(&ratio, multiple, &product);
        IPA_ASSERT(fits);
    }
    *exact = true;
    for (int under = 0; under < N_FACTORS; under++) {
        if (ratio.under[under] == 1)
            continue;
        *exact = *exact && product % ratio.under[under] == 0;
        product /= ratio.under[under];
    }
    return product;
}

static int64_t signed_units(wide units, bool negative) {
    IPA_ASSERT(units <= INT64_MAX);
    return negative ? -(int64_t)units : (int64_t)units;
}

int64_t ipa_decimal_round_product(ipa_decimal base, ipa_decimal rate, ipa_fraction fraction,
                                  int decimals) {
    quotient ratio = form_quotient(base, rate, fraction, decimals);
    bool exact;
    /* floor(x + 1/2) = floor((floor(2x) + 1) / 2): no half is ever formed. */
    wide doubled = divide(ratio, 2, &exact);
    return signed_units((doubled + 1) / 2, ratio.negative);
}

int64_t ipa_decimal_floor_product(ipa_decimal base, ipa_decimal rate, ipa_fraction fraction,
                                  int decimals) {
    quotient ratio = form_quotient(base, rate, fraction, decimals);
    bool exact;
    wide units = divide(ratio, 1, &exact);
    return signed_units(units + (ratio.negative && !exact), ratio.negative);
}
