#include "reports/json_value.h"

#include <math.h>

#include "engine/simulate/obligor_cost.h"

static void put(json_t *object, const char *key, double value) {
    json_object_set_new(object, key, isfinite(value) ? json_real(value) : json_null());
}

static void put_date(json_t *object, const char *key, ipa_date date) {
    char text[IPA_DATE_TEXT];
    json_object_set_new(object, key, json_string(ipa_date_format(date, text)));
}

/* ---- firms ---- */

static json_t *items(const ipa_deal_firm_item *items, int n_items, const double *amounts) {
    json_t *object = json_object();
    for (int n = 0; n < n_items; n++)
        put(object, items[n].id, amounts[n]);
    return object;
}

static json_t *year(const ipa_deal *deal, const ipa_obligor_year *of) {
    json_t *object = json_object();
    put_date(object, "start", of->start);
    put_date(object, "end", of->end);
    put(object, "opening", of->opening);
    put(object, "received", of->received);
    put(object, "principal", of->principal);
    put(object, "income", of->income);
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
        put(firm, "received", cost->received);
        put(firm, "principal", cost->principal);
        put(firm, "income", cost->income);
        put(firm, "fees", cost->fees);
        put(firm, "subsidies", cost->subsidies);
        put(firm, "net", cost->net);
        put(firm, "contract_rate", cost->contract_rate);
        put(firm, "cost_before_subsidies", cost->cost_unsubsidised);
        put(firm, "cost", cost->cost);
        for (int y = 0; y < cost->n_years; y++)
            json_array_append_new(years, year(view->deal, &cost->years[y]));
        json_object_set_new(firm, "years", years);
        json_object_set_new(object, view->deal->obligors[cost->obligor].id, firm);
    }
    return object;
}
