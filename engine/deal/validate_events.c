#include "engine/deal/validate_events.h"

static bool is_written(const ipa_node *node, const char *key) {
    return ipa_node_given(ipa_node_get(node, key));
}

static void complain(const ipa_validate_scope *scope, ipa_code code, const ipa_node *node,
                     const char *key, const char *message) {
    ipa_findings_add(scope->bind->findings, code, ipa_node_mark(node, key),
                     ipa_node_field(node, key, scope->bind->arena), NULL, "%s", message);
}

static void check_trigger(const ipa_validate_scope *scope, const ipa_deal_trigger *trigger) {
    if (trigger->after_payment && trigger->takes_effect == IPA_TAKES_EFFECT_SAME)
        complain(scope, IPA_E0465_TAKES_EFFECT, trigger->node, "takes_effect",
                 "tested after payment, it takes effect on the next date");
    if (trigger->restore.text && is_written(trigger->node, "curable") && !trigger->curable)
        complain(scope, IPA_E0466_RESTORE, trigger->node, "restore",
                 "`curable: false` says that it stays on");
}

static void check_servicer(const ipa_deal *deal, const ipa_validate_scope *scope) {
    static const char *const KEYS[] = {"transfer", "after_event"};
    const ipa_node *node = deal->servicer.node;
    for (int n = 0; n < 2; n++)
        if (node && !deal->servicer.commingling && is_written(node, KEYS[n]))
            complain(scope, IPA_W0469_SERVICER_KEY, node, KEYS[n],
                     "without `commingling: true` nothing is lost with the servicer");
}

static void check_repurchase(const ipa_deal *deal, const ipa_validate_scope *scope,
                             const ipa_deal_contract *contract) {
    const ipa_date on = contract->repurchase_on;
    const bool royalty = contract->kind == IPA_CONTRACT_ROYALTY;
    char date[IPA_DATE_TEXT];
    const char *field =
        ipa_arena_format(scope->bind->arena, "contracts[%s].repurchase_on", contract->id);
    if (on == IPA_NO_DATE || contract->ineligible)
        return;
    if (royalty || !deal->pool.repurchase.entity.id)
        ipa_findings_add(scope->bind->findings, IPA_E0467_REPURCHASE, contract->mark, field, NULL,
                         "%s",
                         royalty ? "a royalty has no principal to buy back"
                                 : "`pool.repurchase` does not say who buys it back");
    else if (on <= deal->terms.cutoff || on > deal->terms.legal_final || on > contract->end)
        ipa_findings_add(scope->bind->findings, IPA_W0464_REPURCHASE_DATE, contract->mark, field,
                         NULL, "on %s there is nothing of it to buy", ipa_date_format(on, date));
}

void ipa_validate_events(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int n = 0; n < deal->n_triggers; n++)
        check_trigger(scope, &deal->triggers[n]);
    check_servicer(deal, scope);
    for (int c = 0; c < deal->n_contracts; c++)
        check_repurchase(deal, scope, &deal->contracts[c]);
}
