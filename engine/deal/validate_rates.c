#include "engine/deal/validate_rates.h"

static void refuse(const ipa_deal *deal, const ipa_validate_scope *scope, const char *key,
                   const char *hint, const char *message) {
    const ipa_node *node = deal->model.rates.node;
    ipa_findings_add(scope->bind->findings, IPA_E0570_RATES, ipa_node_mark(node, key),
                     ipa_node_field(node, key, scope->bind->arena), hint, "%s", message);
}

static void check_hull_white(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal_rates *rates = &deal->model.rates;
    const struct {
        const char *key;
        bool given;
    } none[] = {{"mean", rates->mean.given}, {"initial", rates->initial.given}};
    for (size_t n = 0; n < sizeof none / sizeof *none; n++)
        if (none[n].given)
            refuse(deal, scope, none[n].key, "leave it out",
                   "the curve says where a Hull-White rate begins and what it reverts to");
}

static void check_mean(const ipa_deal *deal, const ipa_validate_scope *scope) {
    if (!deal->model.rates.mean.given)
        refuse(deal, scope, "mean", "for example `mean: 0.02`",
               "the rate has nothing to revert to");
}

/* What keeps the rate above 0. */
static void check_square_root(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal_rates *rates = &deal->model.rates;
    const struct {
        const char *key;
        const ipa_number *number;
    } positive[] = {{"reversion", &rates->reversion},
                    {"volatility", &rates->volatility},
                    {"mean", &rates->mean},
                    {"initial", &rates->initial}};
    for (size_t n = 0; n < sizeof positive / sizeof *positive; n++)
        if (positive[n].number->given && !(positive[n].number->value > 0))
            refuse(deal, scope, positive[n].key, NULL, "a rate of this kind needs it above 0");
}

void ipa_validate_rates(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal_rates *rates = &deal->model.rates;
    if (rates->node == NULL || (int)rates->kind == IPA_NO_CHOICE)
        return;
    if (rates->kind == IPA_SHORT_RATE_HULL_WHITE)
        check_hull_white(deal, scope);
    else
        check_mean(deal, scope);
    if (ipa_short_rate_law_of(rates->kind) == IPA_SHORT_RATE_SQUARE_ROOT)
        check_square_root(deal, scope);
}
