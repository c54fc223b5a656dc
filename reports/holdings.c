#include "reports/holdings.h"

double ipa_holdings_amount(const ipa_view *view, int contract) {
    const ipa_plan *plan = view->plan;
    double sum = plan->contracts[contract].principal / 100;
    for (int k = 0; plan->contracts[contract].royalty != NULL && k < plan->n_periods; k++)
        sum += view->result->contract_base[contract * plan->n_periods + k];
    return sum;
}

double ipa_holdings_amounts(const ipa_view *view) {
    double sum = 0;
    for (int c = 0; c < view->plan->n_contracts; c++)
        sum += ipa_holdings_amount(view, c);
    return sum;
}

bool ipa_holdings_royalties(const ipa_view *view) {
    for (int c = 0; c < view->plan->n_contracts; c++)
        if (view->plan->contracts[c].royalty != NULL)
            return true;
    return false;
}

void ipa_holdings_column(ipa_cells *cells) {
    if (!(cells->view->plan->pool_original > 0))
        ipa_cells_column_add(cells, "提成许可费（基准）", "Royalties (base case)",
                             IPA_FORMAT_MONEY);
    else if (ipa_holdings_royalties(cells->view))
        ipa_cells_column_add(cells, "本金（提成按基准）", "Principal (royalties: of the base case)",
                             IPA_FORMAT_MONEY);
    else
        ipa_cells_column_add(cells, "本金", "Principal", IPA_FORMAT_MONEY);
}

const char *ipa_holdings_known(const ipa_view *view, const char *text) {
    return text != NULL && *text != '\0' ? text : ipa_cells_say(view, "未填写", "not stated");
}

const char *ipa_holdings_rating(const ipa_view *view, const ipa_deal_credit *credit) {
    if (credit->rating.id != NULL && *credit->rating.id != '\0')
        return credit->rating.id;
    if (credit->hazard.given)
        return ipa_arena_format(view->arena, "%s %.4f%%", ipa_cells_say(view, "违约强度", "hazard"),
                                100 * credit->hazard.value);
    return ipa_holdings_known(view, credit->pd_curve.id);
}

bool *ipa_holdings_patents(const ipa_view *view, int obligor) {
    const ipa_plan_obligor *of = &view->plan->obligors[obligor];
    bool *held = IPA_NEW_ARRAY(view->arena, view->plan->n_patents, bool);
    for (int n = 0; n < of->n_contracts; n++) {
        const ipa_plan_contract *contract = &view->plan->contracts[of->contracts[n]];
        for (int at = 0; at < contract->n_patents; at++)
            held[contract->patents[at]] = true;
    }
    return held;
}
