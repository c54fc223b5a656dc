#include "engine/deal/validate_figures.h"

#include <math.h>
#include <string.h>

#include "engine/deal/money.h"
#include "engine/deal/names.h"
#include "engine/math/beta.h"

/* What sums of decimals such as 0.6² + 0.8² may leave above 1. */
#define LOADINGS_MARGIN 1e-12

static void check_units(const ipa_deal *deal, const ipa_validate_scope *scope) {
    if (!deal->terms.rounds)
        return;
    double face = ipa_money_fen(deal->terms.face);
    for (int t = 0; t < deal->n_tranches; t++) {
        const ipa_deal_tranche *tranche = &deal->tranches[t];
        double balance = ipa_money_fen(tranche->balance);
        if (!tranche->balance.given ||
            (face > 0 && ipa_money_is_whole_fen(tranche->balance) && fmod(balance, face) == 0))
            continue;
        ipa_findings_add(scope->bind->findings, IPA_E0450_UNITS, tranche->balance.mark,
                         ipa_node_field(tranche->node, "balance", scope->bind->arena), NULL,
                         "%.2f is not a whole number of units of %g", balance / 100, face / 100);
    }
}

/* The share of a name's variance that the factors explain; false where a name is wrong. */
static bool find_explained(const ipa_deal *deal, const ipa_pairs *loadings, double *explained) {
    const ipa_deal_model *model = &deal->model;
    *explained = 0;
    for (int a = 0; a < loadings->n_items; a++) {
        int f = ipa_names_find(deal, IPA_NAME_FACTOR, loadings->items[a].name);
        for (int b = 0; b < loadings->n_items; b++) {
            int g = ipa_names_find(deal, IPA_NAME_FACTOR, loadings->items[b].name);
            if (f < 0 || g < 0 || (a != b && f == g))
                return false;
            double c = f == g               ? 1
                       : model->correlation ? model->correlation[f * model->n_factors + g]
                                            : 0;
            *explained += loadings->items[a].number.value * c * loadings->items[b].number.value;
        }
    }
    return true;
}

/* Under the intensity model loadings are exponents, and no shares of anything. */
static void check_loadings(const ipa_deal *deal, const ipa_validate_scope *scope,
                           const ipa_pairs *loadings, const char *id, ipa_mark mark,
                           const char *field) {
    double explained;
    size_t n_errors = scope->bind->findings->n_errors;
    if (deal->model.intensity)
        return;
    for (int n = 0; n < loadings->n_items; n++)
        if (!ipa_fields_in_range(IPA_RANGE_SIGNED_UNIT, loadings->items[n].number.value))
            ipa_findings_add(scope->bind->findings, IPA_E0108_OUT_OF_RANGE,
                             loadings->items[n].number.mark, field, NULL, "%.10g is not %s",
                             loadings->items[n].number.value,
                             ipa_fields_range_text(IPA_RANGE_SIGNED_UNIT));
    if (scope->bind->findings->n_errors > n_errors)
        return;
    if (find_explained(deal, loadings, &explained) && explained > 1 + LOADINGS_MARGIN)
        ipa_findings_add(scope->bind->findings, IPA_E0550_LOADINGS, mark, field, NULL,
                         "the factors explain %.4g of `%s`, more than the whole", explained, id);
}

static void check_credits(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int i = 0; i < deal->n_obligors; i++) {
        const ipa_deal_obligor *obligor = &deal->obligors[i];
        check_loadings(deal, scope, &obligor->credit.loadings, obligor->id, obligor->mark,
                       ipa_arena_format(scope->bind->arena, "obligors[%s].loadings", obligor->id));
    }
    for (int n = 0; n < deal->n_entities; n++) {
        const ipa_deal_entity *entity = &deal->entities[n];
        check_loadings(deal, scope, &entity->credit.loadings, entity->id,
                       ipa_node_mark(entity->node, "loadings"),
                       ipa_node_field(entity->node, "loadings", scope->bind->arena));
    }
}

static void complain(const ipa_validate_scope *scope, const ipa_deal_contract *contract,
                     const char *column, const char *message) {
    ipa_findings_add(scope->bind->findings, IPA_E0552_DISTRIBUTION, contract->mark,
                     ipa_arena_format(scope->bind->arena, "contracts[%s].%s", contract->id, column),
                     NULL, "contract `%s`: %s", contract->id, message);
}

static void check_recoveries(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int c = 0; c < deal->n_contracts; c++) {
        const ipa_deal_contract *contract = &deal->contracts[c];
        const double mean = contract->recovery_mean.value, sd = contract->recovery_sd.value;
        double a, b;
        ipa_error error = {0};
        if (contract->ineligible)
            continue;
        if (sd > 0 && contract->recovery_mean.given &&
            ipa_beta_from_moments(mean, sd, &a, &b, &error) != IPA_OK)
            complain(scope, contract, "recovery_sd", error.message);
        if (contract->recovery_lag_sd.value > 0 && !(contract->recovery_lag_months.value > 0))
            complain(scope, contract, "recovery_lag_sd", "a lag that varies has a mean above 0");
    }
}

void ipa_validate_figures(const ipa_deal *deal, const ipa_validate_scope *scope) {
    check_units(deal, scope);
    if (deal->vehicle != NULL)
        return;
    check_credits(deal, scope);
    check_recoveries(deal, scope);
}
