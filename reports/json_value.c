#include "reports/json_value.h"

#include <math.h>

#include "engine/simulate/obligor_cost.h"
#include "reports/json.h"

/* ---- firms ---- */

static json_t *items(const ipa_deal_firm_item *items, int n_items, const double *amounts) {
    json_t *object = json_object();
    for (int n = 0; n < n_items; n++)
        ipa_json_put(object, items[n].id, amounts[n]);
    return object;
}

static json_t *year(const ipa_deal *deal, const ipa_obligor_year *of) {
    json_t *object = json_object();
    ipa_json_put_date(object, "start", of->start);
    ipa_json_put_date(object, "end", of->end);
    ipa_json_put(object, "opening", of->opening);
    ipa_json_put(object, "received", of->received);
    ipa_json_put(object, "principal", of->principal);
    ipa_json_put(object, "income", of->income);
    json_object_set_new(object, "fees", items(deal->obligor_fees, deal->n_obligor_fees, of->fee));
    json_object_set_new(object, "subsidies",
                        items(deal->subsidies, deal->n_subsidies, of->subsidy));
    return object;
}

json_t *ipa_json_value_costs(const ipa_view *view) {
    const ipa_obligor_costs costs = ipa_obligor_cost_all(view->plan, view->arena);
    json_t *object = json_object();
    for (int n = 0; n < costs.n_items; n++) {
        const ipa_obligor_cost *cost = &costs.items[n];
        json_t *firm = json_object(), *years = json_array();
        ipa_json_put(firm, "received", cost->received);
        ipa_json_put(firm, "principal", cost->principal);
        ipa_json_put(firm, "income", cost->income);
        ipa_json_put(firm, "fees", cost->fees);
        ipa_json_put(firm, "subsidies", cost->subsidies);
        ipa_json_put(firm, "net", cost->net);
        ipa_json_put(firm, "contract_rate", cost->contract_rate);
        ipa_json_put(firm, "cost_before_subsidies", cost->cost_unsubsidised);
        ipa_json_put(firm, "cost", cost->cost);
        for (int y = 0; y < cost->n_years; y++)
            json_array_append_new(years, year(view->deal, &cost->years[y]));
        json_object_set_new(firm, "years", years);
        json_object_set_new(object, view->deal->obligors[cost->obligor].id, firm);
    }
    return object;
}

/* ---- values ---- */

static json_t *income(const ipa_income *of) {
    json_t *object = json_object(), *expected = json_object();
    ipa_json_put(object, "base", of->base);
    ipa_json_put(expected, "mean", of->expected.mean);
    ipa_json_put(expected, "stderr", of->expected.standard_error);
    json_object_set_new(object, "expected", expected);
    ipa_json_put(object, "p05", of->p05);
    ipa_json_put(object, "p50", of->p50);
    ipa_json_put(object, "p95", of->p95);
    return object;
}

/* A value, the appraisal, their ratio, and whether it lies in the band. */
static void put_appraisal(json_t *object, const ipa_deal *deal, double value, double appraisal) {
    const bool both = isfinite(value) && isfinite(appraisal);
    ipa_json_put(object, "appraisal", appraisal);
    ipa_json_put(object, "ratio", value / appraisal);
    json_object_set_new(object, "within_band",
                        both ? json_boolean(!ipa_patent_value_is_off(deal, value, appraisal))
                             : json_null());
}

static json_t *contracts(const ipa_view *view) {
    json_t *object = json_object();
    for (int c = 0; c < view->plan->n_contracts; c++) {
        const ipa_contract_value *value = &view->value->contracts[c];
        const ipa_estimate expected = value->income.expected;
        json_t *row = json_object();
        json_object_set_new(row, "income", income(&value->income));
        ipa_json_put(row, "relief_from_royalty", value->relief);
        ipa_json_put(row, "profit_split", value->split);
        ipa_json_put(row, "annual_fees", value->annuities);
        ipa_json_put(row, "licence_fees_multiple", value->fee_multiple);
        put_appraisal(row, view->deal,
                      !value->pays_for_ip       ? NAN
                      : isfinite(expected.mean) ? expected.mean
                                                : value->income.base,
                      value->appraisal);
        json_object_set_new(object, view->plan->contracts[c].source->id, row);
    }
    return object;
}

static json_t *patents(const ipa_view *view) {
    json_t *object = json_object();
    for (int j = 0; j < view->deal->n_patents; j++) {
        const ipa_patent_worth *worth = &view->value->patents[j];
        json_t *row = json_object();
        json_object_set_new(row, "contract",
                            worth->contract ? json_string(worth->contract) : json_null());
        ipa_json_put_date(row, "expires", worth->expires);
        ipa_json_put(row, "legal_years", worth->legal_years);
        ipa_json_put(row, "survival", worth->survival);
        ipa_json_put(row, "lapse_survival", worth->lapse_survival);
        ipa_json_put(row, "renewal_survival", worth->renewal_survival);
        ipa_json_put(row, "income_base", worth->income_base);
        ipa_json_put(row, "income", worth->income);
        ipa_json_put(row, "relief_from_royalty", worth->relief);
        ipa_json_put(row, "profit_split", worth->split);
        ipa_json_put(row, "annual_fees", worth->annuities);
        ipa_json_put(row, "score", view->value->scores ? view->value->scores[j].total : NAN);
        put_appraisal(row, view->deal, worth->income, worth->appraisal);
        json_object_set_new(object, view->deal->patents[j].id, row);
    }
    return object;
}

ipa_status ipa_json_value_report(const ipa_view *view, const char **text, ipa_error *error) {
    json_t *root = json_object(), *value = json_object();
    json_object_set_new(root, "ipabs", ipa_json_header(view));
    ipa_json_put_date(value, "valuation_date", view->deal->market.valuation_date);
    json_object_set_new(value, "pool", income(&view->value->income.pool));
    json_object_set_new(value, "contracts", contracts(view));
    json_object_set_new(value, "patents", patents(view));
    json_object_set_new(root, "value", value);
    return ipa_json_file(root, view->arena, text, error);
}
