#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/fields.h"
#include "engine/deal/vocabulary.h"

static const char PAGE[] = IPABS_SOURCE_DIR "/docs/deal-format.md";
static const char BEGIN[] = "<!-- generated from the tables of the reader: IPABS_GOLDEN_UPDATE=1 "
                            "test_engine_deal_vocabulary "
                            "-->\n";
static const char END[] = "<!-- end of what is generated -->\n";

/* The part of the page between the two marks is what the tables say now. */
Test(vocabulary, the_documentation_agrees_with_the_tables) {
    ipa_arena *arena = ipa_arena_create();
    char *page = NULL;
    size_t n_page = 0;
    cr_assert_eq(ipa_text_read_file(arena, PAGE, 1 << 20, &page, &n_page, NULL), IPA_OK);
    const char *begin = strstr(page, BEGIN);
    const char *end = strstr(page, END);
    cr_assert(begin && end && begin < end, "the marks are missing in docs/deal-format.md");
    begin += strlen(BEGIN);
    const char *written = ipa_arena_copy_n(arena, begin, (size_t)(end - begin));
    const char *wanted = ipa_vocabulary_markdown(arena);
    if (getenv("IPABS_GOLDEN_UPDATE")) {
        FILE *file = fopen(PAGE, "w");
        cr_assert_not_null(file);
        fprintf(file, "%.*s%s%s", (int)(begin - page), page, wanted, end);
        cr_assert_eq(fclose(file), 0);
    } else {
        cr_assert_str_eq(written, wanted, "docs/deal-format.md is behind the tables");
    }
    ipa_arena_destroy(arena);
}

Test(vocabulary, every_field_is_documented_in_both_languages) {
    ipa_arena *arena = ipa_arena_create();
    size_t n_words = 0;
    const ipa_word *words = ipa_vocabulary_words(arena, &n_words);
    cr_assert_gt(n_words, 150);
    for (size_t n = 0; n < n_words; n++) {
        cr_expect(words[n].en[0], "%s", words[n].name);
        bool quantity = strcmp(words[n].kind, "amount") == 0 || words[n].zh[0] == '\0';
        cr_expect(quantity || words[n].zh[0], "%s", words[n].name);
        bool column = strchr(words[n].name, ':') != NULL;
        cr_expect_eq(column, words[n].alias[0] != '\0', "%s", words[n].name);
    }
    ipa_arena_destroy(arena);
}

Test(vocabulary, a_word_is_found_by_part_of_its_name) {
    ipa_arena *arena = ipa_arena_create();
    const char *english = ipa_vocabulary_text(arena, "coupon.fixed", false);
    cr_assert(strstr(english, "tranches[].coupon.fixed\n    fixed coupon"), "%s", english);
    cr_assert(strstr(ipa_vocabulary_text(arena, "balance(", false), "balance(T)"));
    cr_assert(strstr(ipa_vocabulary_text(arena, "评估值", true), "contracts.csv:valuation"));
    cr_assert_str_eq(ipa_vocabulary_text(arena, "no such word", false), "");
    ipa_arena_destroy(arena);
}

/* Names by which the sections of the format can be told apart. */
Test(vocabulary, the_whole_grammar_is_there) {
    static const char *const NAMES[] = {"deal.units.face",
                                        "calendar.holidays",
                                        "periods.collection_lag_days",
                                        "pool.replacement",
                                        "accounts[].credit",
                                        "collect.recovery",
                                        "fees[].carry_negative",
                                        "tranches[].coupon.floating",
                                        "tranches[].unpaid_interest_rate",
                                        "support[].reimbursed",
                                        "entities[].pd_curve",
                                        "triggers[].consecutive",
                                        "waterfalls.*[].set_aside",
                                        "closing.upfront[].base",
                                        "subsidies",
                                        "servicer",
                                        "vehicles",
                                        "market.discount.flat",
                                        "model.default.copula",
                                        "model.recovery.unregistered_share",
                                        "model.facilities",
                                        "simulation.sampler",
                                        "reports.unit",
                                        "obligors.csv:guarantee_share",
                                        "contracts.csv:reporting_lag_months",
                                        "schedule.csv:loss",
                                        "patents.csv:pledge_rank",
                                        "cum_net_loss_rate"};
    ipa_arena *arena = ipa_arena_create();
    size_t n_words = 0;
    const ipa_word *words = ipa_vocabulary_words(arena, &n_words);
    for (size_t a = 0; a < sizeof NAMES / sizeof NAMES[0]; a++) {
        bool found = false;
        for (size_t n = 0; n < n_words; n++)
            found = found || strcmp(words[n].name, NAMES[a]) == 0;
        cr_expect(found, "%s", NAMES[a]);
    }
    ipa_arena_destroy(arena);
}
