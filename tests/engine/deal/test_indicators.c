/* Names of the scoring table: as many as the standard has, found in either language. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/deal/indicators.h"

static const struct {
    const char *name;
    ipa_indicator_level level;
} ALL[] = {
#define ROW(name, level, zh, en) {name, IPA_LEVEL_##level},
    IPA_INDICATOR_TABLE(ROW)
#undef ROW
};

Test(indicators, four_legal_six_technical_four_economic) {
    int counts[IPA_N_INDICATOR_LEVELS] = {0};
    for (size_t n = 0; n < sizeof ALL / sizeof ALL[0]; n++)
        counts[ALL[n].level]++;
    cr_assert_eq(counts[IPA_LEVEL_LEGAL], 4);
    cr_assert_eq(counts[IPA_LEVEL_TECHNICAL], 6);
    cr_assert_eq(counts[IPA_LEVEL_ECONOMIC], 4);
}

Test(indicators, a_name_is_found_in_any_of_its_forms_and_once) {
    for (size_t n = 0; n < sizeof ALL / sizeof ALL[0]; n++) {
        const ipa_indicator *found = ipa_indicators_find(ALL[n].name);
        cr_assert_not_null(found);
        cr_expect_str_eq(found->name, ALL[n].name);
        cr_expect_eq(ipa_indicators_find(found->zh), found);
        cr_expect_eq(ipa_indicators_find(found->en), found);
    }
}

Test(indicators, two_texts_name_one_indicator_or_two) {
    cr_expect(ipa_indicators_same("stability", "稳定性"));
    cr_expect(ipa_indicators_same("own", "own"));
    cr_expect_not(ipa_indicators_same("own", "another"));
    cr_expect_not(ipa_indicators_same("stability", "own"));
    cr_expect_not(ipa_indicators_same("own", "stability"));
    cr_expect_not(ipa_indicators_same("稳定性", "依赖性"));
}

Test(indicators, levels_have_names_in_both_languages) {
    cr_expect_str_eq(ipa_indicators_level_name(IPA_LEVEL_LEGAL, true), "法律价值");
    cr_expect_str_eq(ipa_indicators_level_name(IPA_LEVEL_ECONOMIC, false), "Economic value");
}
