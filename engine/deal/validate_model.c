#include "engine/deal/validate_model.h"

#include <string.h>

#include "engine/deal/names.h"

void ipa_validate_model_process(const ipa_deal *deal, const ipa_validate_scope *scope,
                                ipa_reference factor) {
    const ipa_deal_model *model = &deal->model;
    const ipa_node *written = ipa_node_get(ipa_node_get(deal->root, "model"), "sales");
    bool whole = !ipa_node_given(written) ||
                 (written->kind == IPA_MAPPING && written->n_items == (size_t)model->n_sales);
    if (!whole || ipa_names_find(deal, IPA_NAME_FACTOR, factor.id) < 0)
        return;
    for (int n = 0; n < model->n_sales; n++)
        if (strcmp(model->sales[n].factor.id, factor.id) == 0)
            return;
    ipa_findings_add(scope->bind->findings, IPA_E0553_SALES_PROCESS, factor.mark, factor.field,
                     ipa_arena_format(scope->bind->arena,
                                      "add `%s: {reversion: 0.5, volatility: 0.15}` to "
                                      "`model.sales`",
                                      factor.id),
                     "the factor `%s` has no process in `model.sales`", factor.id);
}

static void check_growth(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int n = 0; n < deal->model.n_sales; n++) {
        const ipa_deal_process *process = &deal->model.sales[n];
        if (process->grows && process->reversion.value != 0)
            ipa_findings_add(scope->bind->findings, IPA_E0554_GROWTH, process->reversion.mark,
                             ipa_node_field(process->node, "reversion", scope->bind->arena),
                             "delete `reversion` or `growth`",
                             "the level of the sales reverts beside their growth");
    }
}

static void check_hazards(const ipa_deal *deal, const ipa_validate_scope *scope,
                          const ipa_pairs *loadings, const char *field) {
    for (int n = 0; n < loadings->n_items; n++) {
        const ipa_pair *loading = &loadings->items[n];
        ipa_reference factor = {loading->name, loading->number.mark, field};
        if (loading->number.value != 0)
            ipa_validate_model_process(deal, scope, factor);
    }
}

void ipa_validate_model(const ipa_deal *deal, const ipa_validate_scope *scope) {
    check_growth(deal, scope);
    for (int n = 0; n < deal->n_entities && deal->model.intensity; n++)
        check_hazards(deal, scope, &deal->entities[n].credit.loadings,
                      ipa_node_field(deal->entities[n].node, "loadings", scope->bind->arena));
    for (int i = 0; i < deal->n_obligors && deal->model.intensity; i++)
        check_hazards(
            deal, scope, &deal->obligors[i].credit.loadings,
            ipa_arena_format(scope->bind->arena, "obligors[%s].loadings", deal->obligors[i].id));
}
