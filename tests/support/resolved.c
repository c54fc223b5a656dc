#include "tests/support/resolved.h"

#include <criterion/criterion.h>

ipa_deal *resolved_sample(ipa_arena *arena) {
    ipa_deal *deal = NULL;
    ipa_findings findings = ipa_findings_make(arena);
    ipa_error error = {0};
    const ipa_status status =
        ipa_deal_read(IPABS_SOURCE_DIR "/deals/eight-firms", &(ipa_read_options){0}, arena,
                      &findings, &deal, &error);
    cr_assert_eq(status, IPA_OK, "%s\n%s", error.message,
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    return deal;
}

ipa_deal_contract *resolved_only(ipa_deal *deal) {
    for (int c = 1; c < deal->n_contracts; c++)
        deal->contracts[c].ineligible = "not needed here";
    return &deal->contracts[0];
}

ipa_deal_process *resolved_process(ipa_deal *deal) {
    deal->model.n_sales = 1;
    deal->model.sales = IPA_NEW(deal->arena, ipa_deal_process);
    deal->model.sales->factor.id = "macro";
    return deal->model.sales;
}

ipa_plan *resolved_plan(const ipa_deal *deal, ipa_arena *arena) {
    ipa_plan *plan = NULL;
    ipa_findings findings = ipa_findings_make(arena);
    ipa_error error = {0};
    const ipa_status status = ipa_plan_resolve(deal, arena, &findings, &plan, &error);
    cr_assert_eq(status, IPA_OK, "%s\n%s", error.message,
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    return plan;
}
