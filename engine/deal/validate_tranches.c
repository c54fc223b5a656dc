#include "engine/deal/validate_tranches.h"

enum { MOST_DECIMALS = 10 };
static const double PER_100_TOLERANCE = 1e-6;

typedef struct judge {
    const ipa_deal *deal;
    const ipa_validate_scope *scope;
    const ipa_deal_tranche *tranche;
} judge;

static bool is_written(const ipa_node *node, const char *key) {
    return ipa_node_given(ipa_node_get(node, key));
}

/* A finding at a key of the tranche, or at the tranche where the key is not written. */
static void complain(const judge *of, ipa_code code, const char *key, const char *message) {
    const ipa_node *node = of->tranche->node;
    ipa_findings_add(of->scope->bind->findings, code, ipa_node_mark(node, key),
                     ipa_node_field(node, key, of->scope->bind->arena), NULL, "%s", message);
}

static void complain_at(const judge *of, ipa_mark mark, const char *message) {
    ipa_findings_add(of->scope->bind->findings, IPA_E0483_TRANCHE_SCHEDULE, mark,
                     of->tranche->schedule_file.field, NULL, "%s", message);
}

bool ipa_validate_tranches_earns(const ipa_deal_tranche *tranche) {
    bool earns = tranche->coupon.value > 0 || tranche->floating.index.id;
    for (int n = 0; n < tranche->coupon_steps.n_items; n++)
        earns = earns || tranche->coupon_steps.items[n].number.value > 0;
    return earns || tranche->put.coupon.value > 0;
}

/* ---- coupons ---- */

static void check_one_kind(const judge *of, const ipa_node *coupon) {
    static const char *const FLOATING[] = {"spread", "cap", "floor", "reset", "decimals"};
    const bool floats = is_written(coupon, "floating");
    const int n_kinds = is_written(coupon, "fixed") + is_written(coupon, "step") + floats;
    if (n_kinds > 1)
        complain(of, IPA_E0480_COUPON, "coupon",
                 "more than one of `fixed`, `step` and `floating` is given");
    for (size_t n = 0; n < sizeof FLOATING / sizeof *FLOATING && !floats; n++)
        if (is_written(coupon, FLOATING[n]))
            complain(of, IPA_E0480_COUPON, "coupon",
                     ipa_arena_format(of->scope->bind->arena,
                                      "`%s` means nothing without `floating`", FLOATING[n]));
}

static void check_steps(const judge *of) {
    const ipa_dated_list *steps = &of->tranche->coupon_steps;
    const ipa_date closing = of->deal->terms.closing;
    if (steps->n_items > 0 && closing != IPA_NO_DATE && steps->items[0].date > closing)
        complain(of, IPA_E0480_COUPON, "coupon", "no step holds on the closing date");
    for (int n = 0; n < steps->n_items; n++)
        if (steps->items[n].number.exact.scale > MOST_DECIMALS)
            complain(of, IPA_E0480_COUPON, "coupon", "a step has more than 10 decimals");
}

static void check_coupon(const judge *of) {
    const ipa_deal_floating *floating = &of->tranche->floating;
    const ipa_node *coupon = ipa_node_get(of->tranche->node, "coupon");
    if (!coupon || coupon->kind != IPA_MAPPING)
        return;
    check_one_kind(of, coupon);
    check_steps(of);
    if (floating->spread.exact.scale > MOST_DECIMALS)
        complain(of, IPA_E0480_COUPON, "coupon", "the spread has more than 10 decimals");
    if (floating->cap.given && floating->floor.given && floating->floor.value > floating->cap.value)
        complain(of, IPA_E0480_COUPON, "coupon", "the floor lies above the cap");
}

/* ---- what does not go together ---- */

static void check_terms(const judge *of) {
    const ipa_deal_tranche *tranche = of->tranche;
    const bool residual = tranche->amortisation == IPA_AMORTISATION_RESIDUAL;
    const bool is_put = tranche->put.date != IPA_NO_DATE;
    if (tranche->notional.text && tranche->balance.value > 0)
        complain(of, IPA_E0482_TRANCHE_TERMS, "notional",
                 "a tranche with interest on a notional has a balance of 0");
    if (!tranche->notional.text && tranche->balance.given && tranche->balance.value == 0)
        complain(of, IPA_E0482_TRANCHE_TERMS, "balance",
                 "a balance of 0 needs a `notional` that interest is on");
    if (is_put && (residual || tranche->notional.text))
        complain(of, IPA_E0482_TRANCHE_TERMS, "put", "there are no notes to hand back");
    if (tranche->lockout != IPA_NO_DATE && residual)
        complain(of, IPA_E0482_TRANCHE_TERMS, "lockout",
                 "no principal of a residual tranche ever falls due");
    if (tranche->accrete_until != IPA_NO_DATE && tranche->notional.text)
        complain(of, IPA_E0482_TRANCHE_TERMS, "accrete_until",
                 "there is no balance to add interest to");
    if (tranche->accrete_until != IPA_NO_DATE &&
        tranche->amortisation == IPA_AMORTISATION_SCHEDULE && !tranche->schedule_is_balance)
        complain(of, IPA_E0482_TRANCHE_TERMS, "accrete_until",
                 "a schedule per 100 does not know the interest that is added");
    if (is_put && tranche->accrete_until != IPA_NO_DATE)
        complain(of, IPA_E0482_TRANCHE_TERMS, "put",
                 "what accretes is not handed back: keep one of `put` and `accrete_until`");
}

/* ---- schedules in files ---- */

static void check_instalments(const judge *of) {
    const ipa_dated_list *rows = &of->tranche->schedule;
    double sum = 0;
    for (int n = 0; n < rows->n_items; n++)
        sum += rows->items[n].number.value;
    if (sum < 100 - PER_100_TOLERANCE || sum > 100 + PER_100_TOLERANCE)
        complain_at(of, rows->items[0].mark,
                    ipa_arena_format(of->scope->bind->arena,
                                     "the instalments sum to %.10g, not to 100", sum));
}

static void check_balances(const judge *of) {
    const ipa_deal_tranche *tranche = of->tranche;
    const ipa_dated_list *rows = &tranche->schedule;
    const bool grows = tranche->accrete_until != IPA_NO_DATE;
    double before = tranche->balance.value;
    for (int n = 0; n < rows->n_items; n++) {
        if (rows->items[n].number.value > before && !grows)
            complain_at(of, rows->items[n].number.mark,
                        "the target lies above the balance before it");
        before = rows->items[n].number.value;
    }
    if (before != 0)
        complain_at(of, rows->items[rows->n_items - 1].number.mark,
                    "the last target balance is not 0");
}

/* ---- indices ---- */

static void check_index(const ipa_deal *deal, const ipa_validate_scope *scope,
                        const ipa_deal_index *index) {
    const bool flat = index->flat.given, curve = index->curve_file.id != NULL;
    const ipa_date closing = deal->terms.closing;
    const char *fault = NULL;
    if (flat && curve)
        fault = "both `flat` and `curve` are given";
    else if (!flat && !curve && !index->fixings_file.id)
        fault = "none of `flat`, `curve` and `fixings` is given";
    else if (index->fixings.n_items > 0 && closing != IPA_NO_DATE &&
             index->fixings.items[0].date > closing)
        fault = "the first fixing comes after closing";
    if (fault && index->node->kind == IPA_MAPPING)
        ipa_findings_add(scope->bind->findings, IPA_E0481_INDEX, index->node->mark,
                         ipa_node_path(index->node, scope->bind->arena), NULL, "%s", fault);
}

void ipa_validate_tranches(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int n = 0; n < deal->market.n_indices && !deal->vehicle; n++)
        check_index(deal, scope, &deal->market.indices[n]);
    for (int t = 0; t < deal->n_tranches; t++) {
        const judge of = {deal, scope, &deal->tranches[t]};
        check_coupon(&of);
        check_terms(&of);
        if (of.tranche->schedule.n_items > 0 && of.tranche->schedule_is_balance)
            check_balances(&of);
        else if (of.tranche->schedule.n_items > 0)
            check_instalments(&of);
    }
}
