#include "engine/deal/validate_steps.h"

#include <string.h>

#include "engine/deal/fields_waterfall.h"
#include "engine/deal/validate_tranches.h"

/* Key, verb, the key it cannot do without, and all keys that mean
 * something beside it. */
static const struct verb {
    const char *key;
    ipa_verb verb;
    const char *needed;
    const char *allowed[8];
} VERBS[] = {
    {"pay", IPA_VERB_PAY, NULL, {"from", "how", "amount", "limit", "when"}},
    {"move", IPA_VERB_MOVE, NULL, {"from", "limit", "when"}},
    {"draw", IPA_VERB_DRAW, "for", {"for", "from", "limit", "when"}},
    {"set_aside", IPA_VERB_MOVE, NULL, {"from", "limit", "when"}},
    {"buy", IPA_VERB_BUY, NULL, {"from", "limit", "when"}},
    {"ledger", IPA_VERB_LEDGER, "amount", {"amount", "when"}},
    {"call", IPA_VERB_CALL, "price", {"from", "price", "when"}},
};
enum { N_VERBS = sizeof VERBS / sizeof VERBS[0] };

static const struct verb *verb_of(const ipa_node *node, int *n_found) {
    const struct verb *found = NULL;
    *n_found = 0;
    for (int n = 0; n < N_VERBS; n++)
        if (ipa_node_get(node, VERBS[n].key)) {
            found = found ? found : &VERBS[n];
            ++*n_found;
        }
    return found;
}

/* ---- retained pots ---- */

static const char RETAINED[] = ".retained";

/* The account whose pot the id names, NULL where it names none. */
static const ipa_deal_account *pot_owner(const ipa_deal *deal, const char *id) {
    const size_t n_bytes = id ? strlen(id) : 0, n_suffix = strlen(RETAINED);
    if (n_bytes <= n_suffix || strcmp(id + n_bytes - n_suffix, RETAINED) != 0)
        return NULL;
    for (int n = 0; n < deal->n_accounts - deal->n_pots; n++) {
        const char *owner = deal->accounts[n].id;
        if (strlen(owner) == n_bytes - n_suffix && strncmp(owner, id, n_bytes - n_suffix) == 0)
            return &deal->accounts[n];
    }
    return NULL;
}

/* A pot is there because a step names it, and earns what its account earns. */
static void open_pot(ipa_deal *deal, const char *id) {
    const ipa_deal_account *owner = pot_owner(deal, id);
    for (int n = 0; n < deal->n_accounts; n++)
        if (strcmp(deal->accounts[n].id, id ? id : "") == 0)
            return;
    if (!owner)
        return;
    ipa_deal_account *accounts = IPA_NEW_ARRAY(deal->arena, deal->n_accounts + 1, ipa_deal_account);
    memcpy(accounts, deal->accounts, (size_t)deal->n_accounts * sizeof *accounts);
    accounts[deal->n_accounts] = (ipa_deal_account){.id = id,
                                                    .rate = owner->rate,
                                                    .day_count = owner->day_count,
                                                    .credit = owner->credit,
                                                    .pot_of = owner->id,
                                                    .node = owner->node};
    deal->accounts = accounts;
    deal->n_accounts++;
    deal->n_pots++;
}

/* `set_aside: X` is a `move` from X into its pot. */
static void set_aside(const ipa_deal *deal, ipa_deal_step *step) {
    if (!step->account.id)
        return;
    if (!ipa_node_given(ipa_node_get(step->node, "from")))
        step->from = step->account;
    step->account.id = ipa_arena_format(deal->arena, "%s%s", step->account.id, RETAINED);
}

void ipa_validate_steps_resolve(ipa_deal *deal) {
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        for (int s = 0; s < deal->waterfalls[kind].n_steps; s++) {
            ipa_deal_step *step = &deal->waterfalls[kind].steps[s];
            int n_found = 0;
            const struct verb *verb = verb_of(step->node, &n_found);
            step->verb = verb ? verb->verb : IPA_VERB_PAY;
            if (verb && strcmp(verb->key, "set_aside") == 0)
                set_aside(deal, step);
            open_pot(deal, step->account.id);
            open_pot(deal, step->from.id);
        }
}

/* ---- verbs and keys ---- */

static void refuse(const ipa_validate_scope *scope, ipa_mark mark, const char *field,
                   const char *hint, const char *message) {
    ipa_findings_add(scope->bind->findings, IPA_E0408_STEP, mark, field, hint, "%s", message);
}

static bool is_allowed(const struct verb *verb, const char *key) {
    if (strcmp(verb->key, key) == 0)
        return true;
    for (int n = 0; n < 8 && verb->allowed[n]; n++)
        if (strcmp(verb->allowed[n], key) == 0)
            return true;
    return false;
}

/* Keys that mean nothing beside the verb would be silently without effect. */
static void check_keys(const ipa_validate_scope *scope, const struct verb *verb,
                       const ipa_node *node) {
    for (size_t n = 0; n < node->n_items; n++) {
        const ipa_node *item = node->items[n];
        bool known = ipa_fields_find(&ipa_fields_waterfall_step, item->key) != NULL;
        if (known && ipa_node_given(item) && !is_allowed(verb, item->key))
            refuse(scope, item->key_mark, ipa_node_path(item, scope->bind->arena), "leave it out",
                   ipa_arena_format(scope->bind->arena, "`%s` means nothing beside `%s`", item->key,
                                    verb->key));
    }
}

static const struct verb *check_verb(const ipa_validate_scope *scope, const ipa_deal_step *step) {
    int n_found = 0;
    const char *field = ipa_node_path(step->node, scope->bind->arena);
    const struct verb *verb = verb_of(step->node, &n_found);
    if (n_found != 1) {
        ipa_findings_add(scope->bind->findings, IPA_E0117_ONE_OF, step->node->mark, field,
                         "write one of `pay`, `move`, `draw`, `set_aside`, `buy`, `ledger`, "
                         "`call`; two "
                         "things are two steps",
                         n_found == 0 ? "the step has no verb" : "the step has %d verbs", n_found);
        return NULL;
    }
    const ipa_node *written = ipa_node_get(step->node, verb->key);
    if (!ipa_node_given(written) && verb->verb != IPA_VERB_CALL)
        refuse(scope, written->mark, ipa_node_path(written, scope->bind->arena), NULL,
               ipa_arena_format(scope->bind->arena, "`%s` names nothing", verb->key));
    check_keys(scope, verb, step->node);
    if (verb->needed && !ipa_node_given(ipa_node_get(step->node, verb->needed)))
        refuse(scope, step->node->mark, field,
               ipa_arena_format(scope->bind->arena, "add `%s: %s`", verb->needed,
                                ipa_fields_find(&ipa_fields_waterfall_step, verb->needed)->example),
               verb->verb == IPA_VERB_DRAW     ? "a draw does not say for which dues"
               : verb->verb == IPA_VERB_LEDGER ? "a ledger's step does not say by how much"
                                               : "a call does not say at which price");
    return verb;
}

/* ---- payees ---- */

/* The tranche of `A.interest`, NULL for another payee; `*part` is what follows the dot. */
static const ipa_deal_tranche *tranche_of(const ipa_deal *deal, const char *id, const char **part) {
    size_t n = strcspn(id, ".");
    *part = id[n] == '.' ? id + n + 1 : "";
    for (int t = 0; t < deal->n_tranches; t++)
        if (strlen(deal->tranches[t].id) == n && n > 0 && strncmp(deal->tranches[t].id, id, n) == 0)
            return &deal->tranches[t];
    return NULL;
}

static bool is_support(const ipa_deal *deal, const char *id, bool *reimbursed) {
    for (int n = 0; n < deal->n_support; n++)
        if (strcmp(deal->support[n].id, id) == 0) {
            *reimbursed =
                deal->support[n].reimbursed || deal->support[n].kind == IPA_SUPPORT_LIQUIDITY;
            return true;
        }
    return false;
}

/* `facility.fee` of a support; `*paid` where it has one. */
static bool is_commitment(const ipa_deal *deal, const char *id, bool *paid) {
    const char *part = strrchr(id, '.');
    for (int n = 0; part && strcmp(part, ".fee") == 0 && n < deal->n_support; n++)
        if (strlen(deal->support[n].id) == (size_t)(part - id) &&
            strncmp(deal->support[n].id, id, (size_t)(part - id)) == 0) {
            *paid = deal->support[n].commitment_rate.value > 0;
            return true;
        }
    return false;
}

/* A schedule without entries stands for an amortisation that was refused. */
static bool is_settled(const ipa_deal_tranche *tranche) {
    return tranche->amortisation != IPA_AMORTISATION_SCHEDULE || tranche->n_schedule > 0 ||
           tranche->schedule_file.id;
}

static void check_payee(const ipa_deal *deal, const ipa_validate_scope *scope,
                        const ipa_deal_step *step, const ipa_reference *payee) {
    const char *part = "";
    const ipa_deal_tranche *tranche = tranche_of(deal, payee->id, &part);
    bool drawn_for = step->verb == IPA_VERB_DRAW;
    bool residual = tranche && tranche->amortisation == IPA_AMORTISATION_RESIDUAL;
    bool reimbursed = false, has_fee = false;
    const char *fault = NULL;
    const char *hint = NULL;
    if (tranche && part[0] == '\0') {
        fault = "a tranche has several dues";
        hint = residual
                   ? ipa_arena_format(scope->bind->arena, "write `%s.residual`", payee->id)
                   : ipa_arena_format(scope->bind->arena, "write `%s.interest` or `%s.principal`",
                                      payee->id, payee->id);
    } else if (tranche && strcmp(part, "residual") == 0 && !residual && is_settled(tranche)) {
        fault = "only a tranche with `amortisation: residual` gets a residual";
    } else if (tranche && strcmp(part, "residual") == 0 && drawn_for) {
        fault = "nothing is drawn for a residual: it is never due";
    } else if (!tranche && is_support(deal, payee->id, &reimbursed)) {
        if (drawn_for)
            fault = "nothing is drawn to repay a support";
        else if (!reimbursed) {
            fault = "nothing is owed to a support that is not reimbursed";
            hint = "write `reimbursed: true` where the support is defined";
        }
    } else if (!tranche && is_commitment(deal, payee->id, &has_fee)) {
        if (drawn_for)
            fault = "nothing is drawn for the fee of a support";
        else if (!has_fee) {
            fault = "the support has no fee";
            hint = "write its `commitment_rate` where it is defined";
        }
    }
    if (fault)
        refuse(scope, payee->mark, payee->field, hint, fault);
}

/* ---- what is left out, and what leaks ---- */

static bool is_named(const ipa_deal *deal, const char *id) {
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        for (int s = 0; s < deal->waterfalls[kind].n_steps; s++) {
            const ipa_deal_step *step = &deal->waterfalls[kind].steps[s];
            for (int n = 0; n < step->n_payees && step->verb == IPA_VERB_PAY; n++)
                if (strcmp(step->payees[n].id, id) == 0)
                    return true;
        }
    return false;
}

static void check_paid(const ipa_deal *deal, const ipa_validate_scope *scope, const char *id,
                       const ipa_node *node) {
    if (is_named(deal, id))
        return;
    ipa_findings_add(scope->bind->findings, IPA_W0413_NEVER_PAID, ipa_node_mark(node, "id"),
                     ipa_node_path(node, scope->bind->arena),
                     ipa_arena_format(scope->bind->arena, "add a step `{pay: %s}`", id),
                     "no step pays `%s`", id);
}

static void check_all_paid(const ipa_deal *deal, const ipa_validate_scope *scope) {
    ipa_arena *arena = scope->bind->arena;
    for (int n = 0; n < deal->n_fees; n++)
        if (deal->fees[n].id[0])
            check_paid(deal, scope, deal->fees[n].id, deal->fees[n].node);
    for (int n = 0; n < deal->n_support; n++) {
        const ipa_deal_support *support = &deal->support[n];
        if (support->id[0] && support->kind == IPA_SUPPORT_LIQUIDITY)
            check_paid(deal, scope, support->id, support->node);
        if (support->id[0] && support->commitment_rate.value > 0)
            check_paid(deal, scope, ipa_arena_format(arena, "%s.fee", support->id), support->node);
    }
    for (int t = 0; t < deal->n_tranches; t++) {
        const ipa_deal_tranche *tranche = &deal->tranches[t];
        bool residual = tranche->amortisation == IPA_AMORTISATION_RESIDUAL;
        if (!tranche->id[0] || !is_settled(tranche))
            continue;
        if (ipa_validate_tranches_earns(tranche))
            check_paid(deal, scope, ipa_arena_format(arena, "%s.interest", tranche->id),
                       tranche->node);
        if (!tranche->notional.text)
            check_paid(
                deal, scope,
                ipa_arena_format(arena, residual ? "%s.residual" : "%s.principal", tranche->id),
                tranche->node);
    }
}

static bool is_source(const ipa_deal *deal, const char *account) {
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        for (int s = 0; s < deal->waterfalls[kind].n_steps; s++) {
            const ipa_deal_step *step = &deal->waterfalls[kind].steps[s];
            const char *drawn = step->verb == IPA_VERB_DRAW ? step->account.id : NULL;
            if (step->verb != IPA_VERB_LEDGER && step->verb != IPA_VERB_CALL &&
                ((step->from.id && strcmp(step->from.id, account) == 0) ||
                 (drawn && strcmp(drawn, account) == 0)))
                return true;
        }
    return false;
}

static void check_pots(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int n = deal->n_accounts - deal->n_pots; n < deal->n_accounts; n++) {
        const ipa_deal_account *pot = &deal->accounts[n];
        if (!is_source(deal, pot->id))
            ipa_findings_add(scope->bind->findings, IPA_W0468_POT_NEVER_RELEASED, pot->node->mark,
                             "waterfalls",
                             ipa_arena_format(scope->bind->arena,
                                              "add a step `{move: %s, from: %s}` with its `when`",
                                              pot->pot_of, pot->id),
                             "no step takes cash out of `%s`", pot->id);
    }
}

static const ipa_deal_tranche *principal_of(const ipa_deal *deal, const ipa_deal_step *step,
                                            int n) {
    const char *part = "";
    if (step->verb != IPA_VERB_PAY || n < 0 || n >= step->n_payees)
        return NULL;
    const ipa_deal_tranche *tranche = tranche_of(deal, step->payees[n].id, &part);
    return tranche && strcmp(part, "principal") == 0 ? tranche : NULL;
}

static void check_leaks(const ipa_deal *deal, const ipa_validate_scope *scope,
                        const ipa_deal_waterfall *waterfall) {
    for (int s = 0; deal->terms.rounds && s + 1 < waterfall->n_steps; s++) {
        const ipa_deal_step *first = &waterfall->steps[s];
        const ipa_deal_step *second = &waterfall->steps[s + 1];
        const ipa_deal_tranche *senior = principal_of(deal, first, first->n_payees - 1);
        const ipa_deal_tranche *junior = principal_of(deal, second, 0);
        /* A step with a condition of its own says itself when the junior may be paid. */
        if (senior && junior && senior < junior && !second->when.text)
            ipa_findings_add(
                scope->bind->findings, IPA_W0410_SEPARATE_PRINCIPAL, second->payees[0].mark,
                second->payees[0].field,
                ipa_arena_format(scope->bind->arena,
                                 "write one step `{pay: [%s.principal, %s.principal], how: "
                                 "sequential}`",
                                 senior->id, junior->id),
                "what rounding leaves of `%s.principal` in the step before leaks to `%s`",
                senior->id, junior->id);
    }
}

void ipa_validate_steps(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++) {
        const ipa_deal_waterfall *waterfall = &deal->waterfalls[kind];
        for (int s = 0; s < waterfall->n_steps; s++) {
            const ipa_deal_step *step = &waterfall->steps[s];
            if (check_verb(scope, step))
                for (int n = 0; n < step->n_payees; n++)
                    check_payee(deal, scope, step, &step->payees[n]);
        }
        check_leaks(deal, scope, waterfall);
    }
    check_pots(deal, scope);
    if (deal->waterfalls[IPA_WATERFALL_NORMAL].n_steps > 0)
        check_all_paid(deal, scope);
}
