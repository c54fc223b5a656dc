#include "engine/deal/validate_expressions.h"

#include "engine/deal/expression.h"
#include "engine/deal/fields.h"
#include "engine/deal/names.h"

/* The sections whose ids expressions use. */
static const struct {
    const char *section;
    ipa_name_kind kind;
} NAMED[] = {{"accounts", IPA_NAME_ACCOUNT}, {"fees", IPA_NAME_FEE},
             {"tranches", IPA_NAME_TRANCHE}, {"support", IPA_NAME_SUPPORT},
             {"entities", IPA_NAME_ENTITY},  {"triggers", IPA_NAME_TRIGGER},
             {"ledgers", IPA_NAME_LEDGER}};

/* A section that is not known may be one of these, misspelt. */
static bool names_are_whole(const ipa_deal *deal) {
    for (size_t n = 0; n < deal->root->n_items; n++)
        if (ipa_fields_find(&ipa_fields_deal, deal->root->items[n]->key) == NULL)
            return false;
    for (size_t at = 0; at < sizeof NAMED / sizeof NAMED[0]; at++) {
        const ipa_node *node = ipa_node_get(deal->root, NAMED[at].section);
        int n_names = ipa_names_count(deal, NAMED[at].kind);
        if (NAMED[at].kind == IPA_NAME_ACCOUNT)
            n_names -= deal->n_pots;
        if (ipa_node_given(node) &&
            (node->kind != IPA_SEQUENCE || node->n_items != (size_t)n_names))
            return false;
        for (int index = 0; index < n_names; index++) {
            const char *id = ipa_names_id(deal, NAMED[at].kind, index);
            if (id == NULL || id[0] == '\0')
                return false;
        }
    }
    return true;
}

static void judge(const ipa_deal *deal, const ipa_validate_scope *scope, ipa_formula formula,
                  bool condition) {
    (void)ipa_expression_compile(deal, formula, condition, scope->bind->arena,
                                 scope->bind->findings);
}

void ipa_validate_expressions(const ipa_deal *deal, const ipa_validate_scope *scope) {
    if (!names_are_whole(deal))
        return;
    for (int n = 0; n < deal->n_accounts; n++)
        judge(deal, scope, deal->accounts[n].target, false);
    for (int n = 0; n < deal->n_fees; n++)
        judge(deal, scope, deal->fees[n].base, false);
    for (int t = 0; t < deal->n_tranches; t++)
        judge(deal, scope, deal->tranches[t].notional, false);
    for (int n = 0; n < deal->n_triggers; n++) {
        judge(deal, scope, deal->triggers[n].when, true);
        judge(deal, scope, deal->triggers[n].restore, true);
    }
    for (int n = 0; n < deal->closing.n_upfront; n++)
        judge(deal, scope, deal->closing.upfront[n].base, false);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        for (int s = 0; s < deal->waterfalls[kind].n_steps; s++) {
            const ipa_deal_step *step = &deal->waterfalls[kind].steps[s];
            judge(deal, scope, step->amount, false);
            judge(deal, scope, step->price, false);
            judge(deal, scope, step->limit, false);
            judge(deal, scope, step->when, true);
        }
}
