#include "engine/deal/validate_fees.h"

#include <string.h>

/** What is wrong with a key, where `wrong`. */
typedef struct fault {
    bool wrong;
    const char *key, *text, *hint;
} fault;

static bool is_written(const ipa_node *node, const char *key) {
    return ipa_node_given(ipa_node_get(node, key));
}

static void report(const ipa_validate_scope *scope, const ipa_node *node, ipa_code code,
                   const fault *faults, size_t n_faults) {
    for (size_t n = 0; n < n_faults; n++)
        if (faults[n].wrong)
            ipa_findings_add(scope->bind->findings, code, ipa_node_mark(node, faults[n].key),
                             ipa_node_field(node, faults[n].key, scope->bind->arena),
                             faults[n].hint, "%s", faults[n].text);
}

static bool is_above(ipa_number low, ipa_number high) {
    return low.given && high.given && low.value > high.value;
}

static void check_fee(const ipa_validate_scope *scope, const ipa_deal_fee *fee) {
    const bool dated = fee->due.n_dates > 0;
    const fault faults[] = {
        {is_above(fee->floor, fee->cap), "floor", "the floor lies above the cap", NULL},
        {is_above(fee->floor, fee->cumulative_cap), "floor",
         "the floor lies above the cumulative cap", NULL},
        {is_above(fee->cap, fee->cumulative_cap), "cap", "the cap lies above the cumulative cap",
         "leave it out: the cumulative cap holds on every date"},
        {fee->first_rate.given && !fee->rate.given, "first_rate",
         "a first rate needs the `rate` that follows it", NULL},
        {fee->first_rate.given && fee->cumulative, "first_rate",
         "the base of all dates so far has one rate", "leave it out"},
        {fee->cumulative && fee->amount.given, "cumulative", "a fixed amount has no base to add up",
         "write `rate` and `base`"},
        {fee->cumulative && (fee->per != IPA_PER_PERIOD || dated), "cumulative",
         "cumulative bases are for fees that fall due once a period",
         "write `per: period` without `due`"},
        {fee->arrears_rate.value > 0 && !fee->carry, "arrears_rate",
         "what is unpaid is not carried, so nothing bears interest", "write `carry: true`"},
        {fee->floor.given && fee->carry_negative, "carry_negative",
         "a due with a floor is never negative", "leave one of them out"},
    };
    report(scope, fee->node, IPA_E0490_FEE_TERMS, faults, sizeof faults / sizeof *faults);
}

static void check_support(const ipa_deal *deal, const ipa_validate_scope *scope,
                          const ipa_deal_support *support) {
    const bool liquidity = support->kind == IPA_SUPPORT_LIQUIDITY;
    const bool back = liquidity || support->reimbursed;
    const ipa_date closing = deal->terms.closing;
    const fault faults[] = {
        {liquidity && is_written(support->node, "reimbursed") && !support->reimbursed, "reimbursed",
         "a liquidity facility is always paid back", "leave it out"},
        {liquidity && is_written(support->node, "revolving") && !support->revolving, "revolving",
         "a liquidity facility always revolves", "leave it out"},
        {support->rate.value > 0 && !back, "rate", "what is not paid back bears no interest",
         "write `reimbursed: true`"},
        {support->revolving && !back, "revolving", "what is not paid back cannot be drawn again",
         "write `reimbursed: true`"},
        {support->commitment_rate.value > 0 && !support->cap.given, "commitment_rate",
         "without a `cap` there is no undrawn part to pay for", "write the `cap`"},
        {support->lapses != IPA_NO_DATE && closing != IPA_NO_DATE && support->lapses <= closing,
         "lapses", "it lapses before anything can be drawn", NULL},
    };
    report(scope, support->node, IPA_E0491_SUPPORT_TERMS, faults, sizeof faults / sizeof *faults);
}

/* ---- liquidity in the waterfalls ---- */

static bool is_liquidity(const ipa_deal *deal, const char *id) {
    for (int n = 0; id && n < deal->n_support; n++)
        if (strcmp(deal->support[n].id, id) == 0)
            return deal->support[n].kind == IPA_SUPPORT_LIQUIDITY;
    return false;
}

static bool is_of_tranche(const ipa_deal *deal, const char *id) {
    for (int t = 0; t < deal->n_tranches; t++) {
        const size_t n_bytes = strlen(deal->tranches[t].id);
        if (n_bytes > 0 && strncmp(id, deal->tranches[t].id, n_bytes) == 0 && id[n_bytes] == '.')
            return true;
    }
    return false;
}

static bool is_principal(const ipa_deal *deal, const char *id) {
    const char *part = strrchr(id, '.');
    return part && strcmp(part, ".principal") == 0 && is_of_tranche(deal, id);
}

static void check_draw(const ipa_deal *deal, const ipa_validate_scope *scope,
                       const ipa_deal_step *step) {
    for (int n = 0; is_liquidity(deal, step->source.id) && n < step->n_payees; n++)
        if (is_principal(deal, step->payees[n].id))
            ipa_findings_add(scope->bind->findings, IPA_E0492_LIQUIDITY_USE, step->payees[n].mark,
                             step->payees[n].field, NULL,
                             "`%s` is a liquidity facility, and `%s` is principal", step->source.id,
                             step->payees[n].id);
}

static void check_waterfall(const ipa_deal *deal, const ipa_validate_scope *scope,
                            const ipa_deal_waterfall *waterfall) {
    const char *before = NULL;
    for (int s = 0; s < waterfall->n_steps; s++) {
        const ipa_deal_step *step = &waterfall->steps[s];
        if (step->verb == IPA_VERB_DRAW)
            check_draw(deal, scope, step);
        for (int n = 0; step->verb == IPA_VERB_PAY && n < step->n_payees; n++) {
            const ipa_reference *payee = &step->payees[n];
            if (before && is_liquidity(deal, payee->id))
                ipa_findings_add(scope->bind->findings, IPA_W0493_LIQUIDITY_RANK, payee->mark,
                                 payee->field, NULL, "`%s` is paid before `%s` is paid back",
                                 before, payee->id);
            before = !before && is_of_tranche(deal, payee->id) ? payee->id : before;
        }
    }
}

void ipa_validate_fees(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int n = 0; n < deal->n_fees; n++)
        check_fee(scope, &deal->fees[n]);
    for (int n = 0; n < deal->n_support; n++)
        check_support(deal, scope, &deal->support[n]);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        check_waterfall(deal, scope, &deal->waterfalls[kind]);
}
