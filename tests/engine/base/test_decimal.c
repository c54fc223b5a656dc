#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/decimal.h"

static ipa_decimal decimal(const char *text) {
    ipa_decimal value = {0};
    cr_assert(ipa_decimal_parse(text, &value), "`%s` is a number", text);
    return value;
}

Test(decimal, reads_exactly) {
    static const struct {
        const char *text;
        int64_t mantissa;
        int scale;
    } cases[] = {
        {"0", 0, 0},
        {"-0.000", 0, 0},
        {"0e99999999999", 0, 0},
        {"1234.50", 12345, 1},
        {"-1234.56", -123456, 2},
        {"+7", 7, 0},
        {".5", 5, 1},
        {"5.", 5, 0},
        {"2.79%", 279, 4},
        {"100%", 1, 0},
        {"0.5%", 5, 3},
        {"1e-4", 1, 4},
        {"1E+4", 10000, 0},
        {"25e-1", 25, 1},
        {"1.5e2%", 15, 1},
        {"1_000", 1000, 0},
        {"95_000_000.00", 95000000, 0},
        {"8.333_3", 83333, 4},
        {"000000000000000000000000000012", 12, 0},
        {"1.0000000000000000000000000000", 1, 0},
        {"0.000000000000000001", 1, 18},
        {"999999999999999999", 999999999999999999, 0},
        {"0.999999999999999999", 999999999999999999, 18},
        {"-123456789.987654321", -123456789987654321, 9},
        {"100000000000000000", 100000000000000000, 0},
        {"0.0000000000000000000001e22", 1, 0},
    };
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        ipa_decimal value = decimal(cases[n].text);
        cr_expect_eq(value.mantissa, cases[n].mantissa, "%s: %" PRId64, cases[n].text,
                     value.mantissa);
        cr_expect_eq(value.scale, cases[n].scale, "%s: %d", cases[n].text, value.scale);
    }
}

Test(decimal, refuses_what_is_no_number_or_not_exact) {
    static const char *const texts[] = {
        "",
        "-",
        "+",
        ".",
        "%",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "1,000",
        " 1",
        "1 ",
        "1%%",
        "1 %",
        "0x10",
        "inf",
        "nan",
        "1f",
        "--1",
        "_1",
        "1_",
        "1__0",
        "1_.5",
        "1._5",
        "1%e2",
        "１",
        "2.79％",
        "1e5.0",
        "1e1_0",
        "1000000000000000000",
        "1.000000000000000001",
        "0.0000000000000000001",
        "1e18",
        "1e-19",
        "1e99999999999999999999999",
        "1e-99999999999999999999999",
        "0.0000000000000000005%",
    };
    for (size_t n = 0; n < sizeof texts / sizeof texts[0]; n++) {
        ipa_decimal value = {4711, 7};
        cr_expect_not(ipa_decimal_parse(texts[n], &value), "`%s`", texts[n]);
        cr_expect(value.mantissa == 4711 && value.scale == 7, "`%s` left a value", texts[n]);
    }
}

/* A small generator of our own, so that every run tests the same numbers. */
static uint64_t next_number(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 20 ^ *state << 31;
}

Test(decimal, value_is_the_nearest_double) {
    uint64_t state = 20250725;
    for (int n = 0; n < 20000; n++) {
        int64_t mantissa = (int64_t)(next_number(&state) % 1000000000000000000u);
        for (int cut = n % 18; cut > 0; cut--)
            mantissa /= 10;
        int scale = (int)(next_number(&state) % 19);
        char text[64];
        snprintf(text, sizeof text, "-%" PRId64 "e-%d", mantissa, scale);
        cr_assert_eq(ipa_decimal_value((ipa_decimal){-mantissa, scale}), strtod(text, NULL), "%s",
                     text);
    }
    /* Just past 2^53, where a division of rounded doubles goes wrong. */
    for (int64_t mantissa = 9007199254740992 - 50; mantissa < 9007199254740992 + 500; mantissa++)
        for (int scale = 0; scale <= 18; scale++) {
            char text[64];
            snprintf(text, sizeof text, "%" PRId64 "e-%d", mantissa, scale);
            cr_assert_eq(ipa_decimal_value((ipa_decimal){mantissa, scale}), strtod(text, NULL),
                         "%s", text);
        }
    cr_expect_eq(ipa_decimal_value(decimal("0.0279")), 0.0279);
    cr_expect_eq(ipa_decimal_value(decimal("2.79%")), 0.0279);
    cr_expect_eq(ipa_decimal_value(decimal("9007199254740993")), 9007199254740992.0);
    cr_expect_eq(ipa_decimal_value(decimal("9007199254740995")), 9007199254740996.0);
}

Test(decimal, from_a_double_that_was_meant_as_a_decimal) {
    cr_expect_eq(ipa_decimal_from(0.29, 2).mantissa, 29);
    cr_expect_eq(ipa_decimal_from(-95000000.13, 2).mantissa, -9500000013);
    cr_expect_eq(ipa_decimal_from(8.3333, 4).scale, 4);
    for (int64_t fen = -200000; fen <= 200000; fen++)
        cr_assert_eq(ipa_decimal_from((double)fen / 100, 2).mantissa, fen);
}

Test(decimal, from_nan_is_our_bug, .signal = SIGABRT) {
    ipa_decimal_from(NAN, 2);
}

static const ipa_fraction ONE = {1, 1};

Test(decimal, ties_go_away_from_zero) {
    static const struct {
        const char *base;
        int decimals;
        int64_t rounded;
        int64_t floored;
    } cases[] = {
        {"1.005", 2, 101, 100},
        {"0.285", 2, 29, 28},
        {"2.5", 0, 3, 2},
        {"-2.5", 0, -3, -3},
        {"-1.005", 2, -101, -101},
        {"0.5", 0, 1, 0},
        {"-0.5", 0, -1, -1},
        {"1.5", 0, 2, 1},
        {"2.675", 2, 268, 267},
        {"1.0049999", 2, 100, 100},
        {"-1.0049999", 2, -100, -101},
        {"8.33325", 4, 83333, 83332},
        {"0.005", 2, 1, 0},
        {"0.00499999999999999", 2, 0, 0},
        {"-0.001", 2, 0, -1},
        {"-7", 2, -700, -700},
        {"149.99", -2, 1, 1},
        {"150", -2, 2, 1},
        {"-150", -2, -2, -2},
        {"3", 18, 3000000000000000000, 3000000000000000000},
    };
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        ipa_decimal base = decimal(cases[n].base);
        int64_t rounded = ipa_decimal_round_product(base, decimal("1"), ONE, cases[n].decimals);
        int64_t floored = ipa_decimal_floor_product(base, decimal("1"), ONE, cases[n].decimals);
        cr_expect_eq(rounded, cases[n].rounded, "%s: %" PRId64, cases[n].base, rounded);
        cr_expect_eq(floored, cases[n].floored, "%s: %" PRId64, cases[n].base, floored);
    }
}

Test(decimal, interest_on_a_tie_is_decided_in_integers) {
    /* 36,500 yuan at 1.35% for one day is 1.35 yuan; at 1.345% 1.345 yuan, a tie: 1.35. */
    ipa_decimal balance = decimal("36500.00");
    ipa_fraction day = {1, 365};
    cr_expect_eq(ipa_decimal_round_product(balance, decimal("1.35%"), day, 2), 135);
    cr_expect_eq(ipa_decimal_round_product(balance, decimal("1.345%"), day, 2), 135);
    cr_expect_eq(ipa_decimal_floor_product(balance, decimal("1.345%"), day, 2), 134);
    cr_expect_eq(ipa_decimal_round_product(balance, decimal("-1.345%"), day, 2), -135);
    /* The sample deal's first coupon per 100: 2.79 × 92 / 365 = 0.70323… */
    cr_expect_eq(
        ipa_decimal_round_product(decimal("100"), decimal("2.79%"), (ipa_fraction){92, 365}, 4),
        7032);
}

/* Every product of small numbers against the definition: |2(N - qD)| against D. */
Test(decimal, agrees_with_the_definition) {
    uint64_t state = 279;
    for (int n = 0; n < 200000; n++) {
        int64_t b = (int64_t)(next_number(&state) % 2001) - 1000;
        int64_t r = (int64_t)(next_number(&state) % 401) - 200;
        int64_t days = (int64_t)(next_number(&state) % 100);
        int64_t basis = (int64_t)(next_number(&state) % 40) + 1;
        int scale = (int)(next_number(&state) % 3);
        int64_t over = b * r * days;
        int64_t under = basis * (scale == 0 ? 1 : scale == 1 ? 10 : 100);
        int64_t q = ipa_decimal_round_product((ipa_decimal){b, scale}, (ipa_decimal){r, 1},
                                              (ipa_fraction){days, basis}, 1);
        int64_t twice = 2 * (over - q * under);
        bool tie = llabs(twice) == under;
        cr_assert(llabs(twice) <= under);
        cr_assert(!tie || (over < 0 ? twice > 0 : twice < 0), "a tie went towards zero");
        int64_t f = ipa_decimal_floor_product((ipa_decimal){b, scale}, (ipa_decimal){r, 1},
                                              (ipa_fraction){days, basis}, 1);
        cr_assert(f * under <= over && (f + 1) * under > over);
    }
}

Test(decimal, huge_products_are_exact) {
    /* 10 trillion yuan in fen, a rate of 18 digits, ACT/ACT over a leap year's end. Exact value
     * 999999999999999 × 0.123456789012345678 × 66987/133590 fen, by rational arithmetic:
     * 61905830717643.47… */
    ipa_decimal base = {999999999999999, 2};
    ipa_decimal rate = {123456789012345678, 18};
    cr_expect_eq(ipa_decimal_round_product(base, rate, (ipa_fraction){66987, 133590}, 2),
                 61905830717643);
    cr_expect_eq(ipa_decimal_floor_product(base, (ipa_decimal){-rate.mantissa, 18},
                                           (ipa_fraction){66987, 133590}, 2),
                 -61905830717644);
    /* Over 128 bits until what cancels is cancelled: 10^18 × 10^18 × 365 × 10^9 / (10^18 × 365). */
    ipa_decimal one = {1000000000000000000, 18};
    cr_expect_eq(ipa_decimal_round_product(one, one, (ipa_fraction){365000000000, 365000000000}, 9),
                 1000000000);
    /* A denominator over 128 bits: 10^36 × 9 × 10^18. */
    cr_expect_eq(ipa_decimal_round_product((ipa_decimal){5, 18}, (ipa_decimal){1, 18},
                                           (ipa_fraction){1, 9000000000000000000}, 0),
                 0);
    cr_expect_eq(ipa_decimal_floor_product((ipa_decimal){-5, 18}, (ipa_decimal){1, 18},
                                           (ipa_fraction){1, 9000000000000000000}, -18),
                 -1);
    cr_expect_eq(
        ipa_decimal_round_product((ipa_decimal){INT64_MIN + 1, 0}, (ipa_decimal){1, 0}, ONE, 0),
        INT64_MIN + 1);
}

Test(decimal, a_result_over_64_bits_is_our_bug, .signal = SIGABRT) {
    ipa_decimal_round_product(decimal("999999999999999999"), decimal("10"), ONE, 2);
}

Test(decimal, a_product_over_128_bits_is_our_bug, .signal = SIGABRT) {
    ipa_decimal huge = decimal("999999999999999999");
    ipa_decimal_round_product(huge, huge, (ipa_fraction){999999999999999989, 1}, 0);
}

Test(decimal, a_fraction_by_nothing_is_our_bug, .signal = SIGABRT) {
    ipa_decimal_round_product(decimal("1"), decimal("1"), (ipa_fraction){1, 0}, 2);
}

Test(decimal, fraction_value) {
    cr_expect_eq(ipa_fraction_value((ipa_fraction){92, 365}), 92.0 / 365.0);
    cr_expect_eq(ipa_fraction_value((ipa_fraction){0, 360}), 0.0);
}
