#include "tests/support/rate_deals.h"

#include <criterion/criterion.h>

const ipa_plan *rate_deal(ipa_arena *arena, const char *const *overrides) {
    ipa_read_options options = {.overrides = overrides};
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal;
    ipa_plan *plan;
    ipa_error error = {0};
    while (overrides != NULL && overrides[options.n_overrides] != NULL)
        options.n_overrides++;
    cr_assert_eq(
        ipa_deal_read(IPABS_SOURCE_DIR "/" RATE_DEAL, &options, arena, &findings, &deal, &error),
        IPA_OK, "%s", error.message);
    cr_assert_eq(ipa_plan_resolve(deal, arena, &findings, &plan, &error), IPA_OK, "%s",
                 error.message);
    return plan;
}
