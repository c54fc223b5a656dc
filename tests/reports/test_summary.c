#include <criterion/criterion.h>
#include <string.h>

#include "reports/plain.h"
#include "reports/summary.h"
#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

static void expect(const char *text, const char *part) {
    cr_assert_not_null(strstr(text, part), "`%s` is not in\n%s", part, text);
}

Test(summary, says_what_a_banker_asks) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_ZH);
    const ipa_simulation_result *simulation = of->view.result->simulation;
    const char *text = ipa_summary_text(&of->view);
    expect(text, "示例八企知识产权资产支持专项计划");
    expect(text, "95,000,000.00");
    expect(text, "1.0421倍");
    expect(text, "现金守恒");
    const ipa_tranche_figures *const variants[] = {simulation->tranches,
                                                   simulation->without_support};
    for (int n = 0; n < 2; n++)
        for (int t = 0; t < 2; t++) {
            expect(text, ipa_plain_estimate(&of->view, variants[n][t].default_probability,
                                            IPA_FORMAT_PROBABILITY));
            expect(text, ipa_plain_estimate(&of->view, variants[n][t].expected_loss,
                                            IPA_FORMAT_PROBABILITY));
        }
    expect(text, ipa_plain_estimate(&of->view, simulation->expected_draw[0], IPA_FORMAT_MONEY));
    viewed_free(of);
}

Test(summary, in_english_nothing_is_chinese) {
    viewed *of = viewed_create(SAMPLE, 640, IPA_LANGUAGE_EN);
    const char *text = ipa_summary_text(&of->view);
    expect(text, "Eight-Firm IP ABS (synthetic)");
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        cr_assert(*at < 0xE3 || *at > 0xE9, "Chinese at `%.20s`", (const char *)at);
    viewed_free(of);
}

Test(summary, a_leak_fails_the_check) {
    viewed *of = viewed_create(SAMPLE, 640, IPA_LANGUAGE_EN);
    expect(ipa_summary_text(&of->view), "passed:");
    of->view.result->simulation->cash_conservation_max_abs = 1e-3;
    expect(ipa_summary_text(&of->view), "FAILED:");
    viewed_free(of);
}

Test(summary, without_a_simulation_only_the_base_case) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const char *text = ipa_summary_text(&of->view);
    expect(text, "Price and life in the base case");
    cr_assert_null(strstr(text, "default probability"));
    viewed_free(of);
}

/* Royalties have no principal, and nobody outside supports this deal: what says nothing is not
 * printed. */
Test(summary, of_royalties_without_support_says_what_there_is) {
    viewed *of = viewed_create("deals/royalty-pool", 640, IPA_LANGUAGE_EN);
    const char *text = ipa_summary_text(&of->view);
    const ipa_estimate total = of->view.result->simulation->total_collections.mean;
    expect(text, "collections in all");
    expect(text, ipa_plain_estimate(&of->view, total, IPA_FORMAT_MONEY));
    expect(text, "none ");
    cr_assert_null(strstr(text, "pool principal"));
    cr_assert_null(strstr(text, "loss rate"));
    cr_assert_null(strstr(text, "without"));
    viewed_free(of);
}
