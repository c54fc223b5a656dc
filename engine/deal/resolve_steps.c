#include "engine/deal/names.h"
#include "engine/deal/payee.h"
#include "engine/deal/resolve.h"

static const char *const verbs[] = {
    [IPA_VERB_PAY] = "pay",       [IPA_VERB_MOVE] = "move",      [IPA_VERB_DRAW] = "draw",
    [IPA_VERB_LEDGER] = "ledger", [IPA_VERB_BUY] = "buy assets", [IPA_VERB_CALL] = "call"};

/** Why the payee cannot stand in the step, or NULL. */
static const char *objection(const ipa_deal *deal, const ipa_deal_step *source, ipa_payee payee) {
    bool residual = (payee.kind == IPA_PAYEE_RESIDUAL || payee.kind == IPA_PAYEE_PRINCIPAL) &&
                    deal->tranches[payee.index].amortisation == IPA_AMORTISATION_RESIDUAL;
    if (payee.kind == IPA_PAYEE_TRANCHE)
        return "say what of the tranche is meant: its `.interest`, `.principal` or `.residual`";
    if (payee.kind == IPA_PAYEE_RESIDUAL && !residual)
        return "the tranche does not amortise by `residual`";
    if (payee.kind == IPA_PAYEE_PRINCIPAL && residual)
        return "the tranche amortises by `residual`, so it is paid as `.residual`";
    if (payee.kind == IPA_PAYEE_SUPPORT && !deal->support[payee.index].reimbursed &&
        deal->support[payee.index].kind != IPA_SUPPORT_LIQUIDITY)
        return "the support is not `reimbursed`";
    if (source->verb == IPA_VERB_DRAW &&
        (payee.kind == IPA_PAYEE_RESIDUAL || payee.kind == IPA_PAYEE_SUPPORT ||
         payee.kind == IPA_PAYEE_COMMITMENT))
        return "nothing is drawn for it";
    return NULL;
}

static void resolve_payees(const ipa_resolver *r, const ipa_deal_step *source, ipa_step *step) {
    step->payees = IPA_NEW_ARRAY(r->arena, source->n_payees, ipa_payee);
    for (int at = 0; at < source->n_payees; at++) {
        const ipa_reference *reference = &source->payees[at];
        ipa_payee payee = {0};
        const char *reason = "it names no fee, no due of a tranche and no support";
        if (ipa_payee_find(r->deal, reference->id, &payee))
            reason = objection(r->deal, source, payee);
        if (reason != NULL)
            ipa_findings_add(r->findings, IPA_E0408_STEP, reference->mark, reference->field, NULL,
                             "`%s` cannot stand here: %s", reference->id, reason);
        else
            step->payees[step->n_payees++] = payee;
    }
}

static bool is_pro_rata(const ipa_deal_step *source, const ipa_step *step) {
    if (source->how != IPA_HOW_DEFAULT)
        return source->how == IPA_HOW_PRO_RATA;
    for (int at = 0; at < step->n_payees; at++)
        if (step->payees[at].kind != IPA_PAYEE_FEE && step->payees[at].kind != IPA_PAYEE_COMMITMENT)
            return false;
    return step->n_payees > 0;
}

/** `pay manager, custodian`, `move reserve`, `move collection from reserve`, `draw payer`. */
static const char *text_of(const ipa_resolver *r, const ipa_deal_step *source,
                           const ipa_step *step) {
    const char *text = verbs[source->verb];
    for (int at = 0; source->verb == IPA_VERB_PAY && at < source->n_payees; at++)
        text =
            ipa_arena_format(r->arena, "%s%s %s", text, at > 0 ? "," : "", source->payees[at].id);
    if (source->verb == IPA_VERB_MOVE)
        text = ipa_arena_format(r->arena, "%s %s", text, source->account.id);
    if (source->verb == IPA_VERB_DRAW)
        text = ipa_arena_format(r->arena, "%s %s", text,
                                source->source.id ? source->source.id : source->account.id);
    if (source->verb == IPA_VERB_LEDGER)
        text = ipa_arena_format(r->arena, "%s %s", text, source->ledger.id);
    if (step->from != r->plan->collection_account)
        text = ipa_arena_format(r->arena, "%s from %s", text, r->plan->accounts[step->from].id);
    return text;
}

static const ipa_program *compile(const ipa_resolver *r, ipa_formula formula, bool condition) {
    return ipa_expression_compile(r->deal, formula, condition, r->arena, r->findings);
}

static void resolve_step(const ipa_resolver *r, const ipa_deal_step *source, ipa_step *step) {
    int account = ipa_names_find(r->deal, IPA_NAME_ACCOUNT, source->account.id);
    int from = ipa_names_find(r->deal, IPA_NAME_ACCOUNT, source->from.id);
    bool draws = source->verb == IPA_VERB_DRAW;
    *step = (ipa_step){
        .verb = source->verb,
        .from = from < 0 ? r->plan->collection_account : from,
        .to = source->verb == IPA_VERB_MOVE && account >= 0 ? account : r->plan->collection_account,
        .support = draws ? ipa_names_find(r->deal, IPA_NAME_SUPPORT, source->source.id) : -1,
        .account = draws ? account : -1,
        .ledger = ipa_names_find(r->deal, IPA_NAME_LEDGER, source->ledger.id),
        .amount = compile(r, source->amount, false),
        .limit = compile(r, source->limit, false),
        .when = compile(r, source->when, true),
        .price = compile(r, source->price, false)};
    r->plan->may_be_called |= source->verb == IPA_VERB_CALL;
    r->plan->may_buy |= source->verb == IPA_VERB_BUY;
    resolve_payees(r, source, step);
    step->pro_rata = is_pro_rata(source, step);
    step->text = text_of(r, source, step);
}

void ipa_resolve_steps(const ipa_resolver *r) {
    for (int w = 0; w < IPA_N_WATERFALLS; w++) {
        const ipa_deal_waterfall *source = &r->deal->waterfalls[w];
        ipa_plan_waterfall *waterfall = &r->plan->waterfalls[w];
        if (!source->given && w > IPA_WATERFALL_NORMAL) {
            *waterfall = waterfall[-1];
            continue;
        }
        waterfall->n_steps = source->n_steps;
        waterfall->steps = IPA_NEW_ARRAY(r->arena, source->n_steps, ipa_step);
        for (int s = 0; s < source->n_steps; s++)
            resolve_step(r, &source->steps[s], &waterfall->steps[s]);
    }
}
