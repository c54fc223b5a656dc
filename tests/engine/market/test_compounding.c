#include <criterion/criterion.h>
#include <math.h>

#include "engine/market/compounding.h"

Test(compounding, closed_values) {
    cr_assert_float_eq(ipa_compounding_discount(IPA_COMPOUNDING_ANNUAL, 0.03, 2), 1 / (1.03 * 1.03),
                       1e-15);
    cr_assert_float_eq(ipa_compounding_discount(IPA_COMPOUNDING_QUARTERLY, 0.04, 0.5),
                       1 / (1.01 * 1.01), 1e-15);
    cr_assert_float_eq(ipa_compounding_discount(IPA_COMPOUNDING_SEMIANNUAL, 0.04, 0.5), 1 / 1.02,
                       1e-15);
    cr_assert_float_eq(ipa_compounding_discount(IPA_COMPOUNDING_MONTHLY, 0.12, 1.0 / 12), 1 / 1.01,
                       1e-15);
    /* e^-1 */
    cr_assert_float_eq(ipa_compounding_discount(IPA_COMPOUNDING_CONTINUOUS, 0.1, 10),
                       0.36787944117144233, 1e-15);
    cr_assert_float_eq(ipa_compounding_discount(IPA_COMPOUNDING_ANNUAL, -0.5, 1), 2, 1e-15);
}

Test(compounding, a_rate_comes_back_from_its_discount_factor) {
    for (int at = 0; at < IPA_N_COMPOUNDINGS; at++)
        for (double rate = -0.4; rate < 1; rate += 0.07)
            for (double years = 0.01; years < 40; years *= 3) {
                ipa_compounding compounding = (ipa_compounding)at;
                double discount = ipa_compounding_discount(compounding, rate, years);
                cr_assert_float_eq(ipa_compounding_rate(compounding, discount, years), rate,
                                   1e-13 + 4e-16 / years);
            }
}

Test(compounding, nothing_is_lost_at_time_zero) {
    for (int at = 0; at < IPA_N_COMPOUNDINGS; at++)
        cr_assert(ipa_compounding_discount((ipa_compounding)at, 0.07, 0) == 1);
}

Test(compounding, names_and_times_a_year) {
    static const struct {
        const char *name;
        int per_year;
    } rows[] = {
        {"continuous", 0}, {"annual", 1}, {"semiannual", 2}, {"quarterly", 4}, {"monthly", 12}};
    for (int at = 0; at < IPA_N_COMPOUNDINGS; at++) {
        ipa_compounding compounding;
        cr_assert(ipa_compounding_parse(rows[at].name, &compounding));
        cr_assert_str_eq(ipa_compounding_name(compounding), rows[at].name);
        cr_assert(ipa_compounding_per_year(compounding) == rows[at].per_year);
        double growth = rows[at].per_year == 0 ? 1 : 1 + 0.06 / rows[at].per_year;
        cr_assert_float_eq(ipa_compounding_growth(compounding, 0.06), growth, 1e-15);
    }
    ipa_compounding untouched = IPA_COMPOUNDING_ANNUAL;
    cr_assert(!ipa_compounding_parse("yearly", &untouched));
    cr_assert(untouched == IPA_COMPOUNDING_ANNUAL);
}
