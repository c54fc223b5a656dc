#include <criterion/criterion.h>
#include <string.h>

#include "reports/words.h"
#include "reports/words_terms.h"
#include "tests/support/viewed.h"

/* Every enum has as many words as values, in both languages, all different. */
Test(words, every_value_has_its_word) {
    static const struct {
        ipa_words_group group;
        int n_values;
    } GROUPS[] = {{IPA_WORDS_CONTRACT_KIND, IPA_CONTRACT_MILESTONE + 1},
                  {IPA_WORDS_CONTRACT_AMORTISATION, IPA_CONTRACT_SCHEDULE + 1},
                  {IPA_WORDS_AMORTISATION, IPA_AMORTISATION_RESIDUAL + 1},
                  {IPA_WORDS_FREQUENCY, IPA_N_FREQUENCIES},
                  {IPA_WORDS_ROLL, IPA_N_ROLLS},
                  {IPA_WORDS_SUPPORT_KIND, IPA_SUPPORT_DEPOSIT + 1},
                  {IPA_WORDS_EFFECT, IPA_EFFECT_STOP_REVOLVING + 1},
                  {IPA_WORDS_WATERFALL, IPA_N_WATERFALLS},
                  {IPA_WORDS_FEE_PER, IPA_PER_PAYMENT + 1},
                  {IPA_WORDS_PATENT_KIND, IPA_PATENT_TRADEMARK + 1},
                  {IPA_WORDS_COLLECTION_KIND, 4},
                  {IPA_WORDS_PATENT_RULE, IPA_PATENT_RULE_WEIGHTED + 1},
                  {IPA_WORDS_PROFILE, IPA_N_PROFILES},
                  {IPA_WORDS_EVENT, IPA_N_POOL_EVENTS},
                  {IPA_WORDS_UNIT, IPA_UNIT_YI + 1}};
    cr_assert_eq(sizeof GROUPS / sizeof GROUPS[0], IPA_N_WORDS_GROUPS);
    for (size_t n = 0; n < IPA_N_WORDS_GROUPS; n++)
        for (int value = 0; value < GROUPS[n].n_values; value++) {
            const char *zh = ipa_words_of(IPA_LANGUAGE_ZH, GROUPS[n].group, value);
            const char *en = ipa_words_of(IPA_LANGUAGE_EN, GROUPS[n].group, value);
            cr_assert_str_neq(zh, en);
            for (int other = 0; other < value; other++) {
                cr_assert_str_neq(zh, ipa_words_of(IPA_LANGUAGE_ZH, GROUPS[n].group, other));
                cr_assert_str_neq(en, ipa_words_of(IPA_LANGUAGE_EN, GROUPS[n].group, other));
            }
        }
}

Test(words, names_stand_in_for_each_other) {
    cr_assert_str_eq(ipa_words_name(IPA_LANGUAGE_EN, (ipa_words_pair){"甲", "A"}, "id"), "A");
    cr_assert_str_eq(ipa_words_name(IPA_LANGUAGE_EN, (ipa_words_pair){"甲", NULL}, "id"), "甲");
    cr_assert_str_eq(ipa_words_name(IPA_LANGUAGE_ZH, (ipa_words_pair){"", "A"}, "id"), "A");
    cr_assert_str_eq(ipa_words_name(IPA_LANGUAGE_BOTH, (ipa_words_pair){NULL, ""}, "id"), "id");
}

Test(words, unknown_ids_are_shown_as_they_are) {
    cr_assert_str_eq(ipa_words_fee(IPA_LANGUAGE_ZH, "manager"), "管理费");
    cr_assert_str_eq(ipa_words_role(IPA_LANGUAGE_ZH, "manager"), "管理人");
    cr_assert_str_eq(ipa_words_fee(IPA_LANGUAGE_ZH, "fee_of_ours"), "fee_of_ours");
    cr_assert_null(ipa_words_industry(IPA_LANGUAGE_EN, NULL));
}

Test(words, ratings_that_are_no_grade) {
    ipa_arena *arena = ipa_arena_create();
    cr_assert_str_eq(ipa_words_rating(IPA_LANGUAGE_ZH, "Baa2", arena), "Baa2");
    cr_assert_str_eq(ipa_words_rating(IPA_LANGUAGE_ZH, "not resolved: needs 2995732 paths", arena),
                     "未能分辨，需路径数 2995732");
    cr_assert_str_eq(ipa_words_rating(IPA_LANGUAGE_ZH, "below Caa3", arena), "低于 Caa3");
    cr_assert_str_eq(ipa_words_rating(IPA_LANGUAGE_EN, "below Caa3", arena), "below Caa3");
    ipa_arena_destroy(arena);
}

Test(words, units) {
    cr_assert_eq(ipa_words_unit_divisor(IPA_UNIT_YUAN), 1);
    cr_assert_eq(ipa_words_unit_divisor(IPA_UNIT_WAN), 1e4);
    cr_assert_eq(ipa_words_unit_divisor(IPA_UNIT_YI), 1e8);
}

Test(words, glossary_is_whole_and_without_doubles) {
    int n_terms;
    const ipa_words_term *terms = ipa_words_terms(&n_terms);
    cr_assert_geq(n_terms, 60);
    for (int n = 0; n < n_terms; n++) {
        cr_assert_gt(strlen(terms[n].meaning_zh), 0);
        cr_assert_gt(strlen(terms[n].meaning_en), 0);
        for (int other = 0; other < n; other++) {
            cr_assert_str_neq(terms[n].zh, terms[other].zh);
            cr_assert_str_neq(terms[n].en, terms[other].en);
        }
    }
}

Test(words, payees_and_steps) {
    viewed *of = viewed_create("deals/eight-firms", 0, IPA_LANGUAGE_EN);
    const ipa_plan *plan = of->view.plan;
    ipa_payee interest = {IPA_PAYEE_INTEREST, 0}, reimbursement = {IPA_PAYEE_SUPPORT, 0};
    cr_assert_str_eq(ipa_words_payee(IPA_LANGUAGE_ZH, plan->deal, interest, of->arena),
                     "优先级利息");
    cr_assert_str_eq(ipa_words_payee(IPA_LANGUAGE_EN, plan->deal, interest, of->arena),
                     "Senior interest");
    cr_assert_str_eq(ipa_words_payee(IPA_LANGUAGE_ZH, plan->deal, reimbursement, of->arena),
                     "偿还差额支付承诺垫付款");
    const ipa_step *draw = &plan->waterfalls[IPA_WATERFALL_ACCELERATED].steps[2];
    cr_assert_str_eq(ipa_words_step(IPA_LANGUAGE_ZH, plan, draw, of->arena),
                     "动用差额支付承诺，补足优先级利息、优先级本金");
    viewed_free(of);
}
