#include "engine/deal/validate_accounts.h"

#include <string.h>

static const char *const KINDS[] = {"income", "principal", "prepayment", "recovery"};
enum { N_KINDS = sizeof KINDS / sizeof KINDS[0] };

static bool is(const char *id, const char *wanted) {
    return id && strcmp(id, wanted) == 0;
}

/* ---- where collections go ---- */

static bool has_main_account(const ipa_deal *deal) {
    for (int n = 0; n < deal->n_accounts; n++)
        if (is(deal->accounts[n].id, "collection"))
            return true;
    return deal->n_accounts - deal->n_pots <= 1;
}

/* With several accounts and none of the name `collection`, the first would take what is left
 * unsaid. */
static void check_mapped(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_node *written = ipa_node_get(deal->root, "collect");
    /* A certificate pays interest and principal. */
    const int n_kinds = deal->pool.certificate.id ? 2 : N_KINDS;
    if (has_main_account(deal))
        return;
    for (int kind = 0; kind < n_kinds; kind++) {
        const char *to = deal->collect[kind].id;
        if (ipa_node_given(ipa_node_get(written, KINDS[kind])) || !to)
            continue;
        ipa_findings_add(
            scope->bind->findings, IPA_W0417_UNMAPPED_COLLECTIONS,
            written ? written->mark : deal->root->mark,
            written ? ipa_node_field(written, KINDS[kind], scope->bind->arena)
                    : ipa_arena_format(scope->bind->arena, "collect.%s", KINDS[kind]),
            ipa_arena_format(scope->bind->arena, "write `%s: %s` in `collect`", KINDS[kind], to),
            "nothing says where collections of %s go; they go to the first account, `%s`",
            KINDS[kind], to);
    }
}

/* ---- whether cash can leave ---- */

/* The account a step takes cash out of; NULL: none. */
static const char *source_of(const ipa_deal_step *step) {
    if (step->verb == IPA_VERB_LEDGER || step->verb == IPA_VERB_CALL)
        return NULL;
    return step->verb == IPA_VERB_DRAW ? step->account.id : step->from.id;
}

/* The account it goes to; NULL: it leaves the deal, for payees or for assets. */
static const char *target_of(const ipa_deal_step *step) {
    if (step->verb == IPA_VERB_MOVE)
        return step->account.id;
    return step->verb == IPA_VERB_DRAW ? step->from.id : NULL;
}

static int index_of(const ipa_deal *deal, const char *id) {
    for (int n = 0; n < deal->n_accounts; n++)
        if (id && is(deal->accounts[n].id, id))
            return n;
    return -1;
}

typedef struct ways {
    bool *used, *leaves; /**< [n_accounts] */
} ways;

/* One look at every step; true when it found another way out. */
static bool follow(const ipa_deal *deal, const ways *found) {
    bool more = false;
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        for (int s = 0; s < deal->waterfalls[kind].n_steps; s++) {
            const ipa_deal_step *step = &deal->waterfalls[kind].steps[s];
            const int from = index_of(deal, source_of(step));
            const int to = index_of(deal, target_of(step));
            if (from < 0)
                continue;
            found->used[from] = true;
            const bool out = !target_of(step) || (to >= 0 && found->leaves[to]);
            more = more || (out && !found->leaves[from]);
            found->leaves[from] = found->leaves[from] || out;
        }
    return more;
}

static const char *collected_on(const ipa_deal *deal, const ipa_validate_scope *scope,
                                const char *account) {
    const char *list = "";
    for (int kind = 0; kind < N_KINDS; kind++)
        if (is(deal->collect[kind].id, account))
            list = ipa_arena_format(scope->bind->arena, "%s%s%s", list, *list ? ", " : "",
                                    KINDS[kind]);
    return *list ? ipa_arena_format(scope->bind->arena, ", where collections go (%s)", list) : "";
}

static void warn(const ipa_deal *deal, const ipa_validate_scope *scope, int n, bool used) {
    const ipa_deal_account *account = &deal->accounts[n];
    ipa_findings_add(scope->bind->findings, IPA_W0418_ACCOUNT_NEVER_LEFT,
                     ipa_node_mark(account->node, "id"),
                     ipa_node_path(account->node, scope->bind->arena),
                     ipa_arena_format(scope->bind->arena,
                                      "add `from: %s` to the steps that it pays", account->id),
                     used ? "cash of `%s`%s is only ever moved to accounts that pay nobody"
                          : "no step takes cash out of `%s`%s",
                     account->id, collected_on(deal, scope, account->id));
}

static void check_ways_out(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ways found = {IPA_NEW_ARRAY(scope->bind->arena, deal->n_accounts, bool),
                        IPA_NEW_ARRAY(scope->bind->arena, deal->n_accounts, bool)};
    while (follow(deal, &found))
        ;
    for (int n = 0; n < deal->n_accounts - deal->n_pots; n++)
        if (deal->accounts[n].id && deal->accounts[n].id[0] && !found.leaves[n])
            warn(deal, scope, n, found.used[n]);
}

void ipa_validate_accounts(const ipa_deal *deal, const ipa_validate_scope *scope) {
    check_mapped(deal, scope);
    if (deal->waterfalls[IPA_WATERFALL_NORMAL].n_steps > 0)
        check_ways_out(deal, scope);
}
