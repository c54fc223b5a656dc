#include "reports/json_price.h"

#include "reports/json.h"

static const char *const QUOTES[] = {
#define QUOTE(id, name, zh, en) name,
    IPA_PRICE_QUOTE_TABLE(QUOTE)
#undef QUOTE
};
static const char *const GIVENS[] = {
#define GIVEN(id, name) name,
    IPA_PRICE_GIVEN_TABLE(GIVEN)
#undef GIVEN
};
static const char *const POINTS[] = {
#define POINT(id, name) name,
    IPA_PRICE_POINT_TABLE(POINT)
#undef POINT
};
static const char *const KINDS[] = {
#define KIND(id, name) name,
    IPA_PRICE_KIND_TABLE(KIND)
#undef KIND
};

static json_t *row_of(const ipa_price_result *price, const ipa_price_row *row) {
    json_t *object = json_object();
    ipa_json_put_text(object, "scenario", price->cases[row->at].scenario);
    ipa_json_put_text(object, "case", KINDS[price->cases[row->at].kind]);
    ipa_json_put_text(object, "at", POINTS[row->point]);
    ipa_json_put(object, "yield", row->yield);
    ipa_json_put(object, "clean", row->clean);
    ipa_json_put(object, "dirty", row->dirty);
    ipa_json_put(object, "accrued", row->accrued);
    ipa_json_put(object, "spread", row->spread);
    ipa_json_put(object, "wal", row->wal);
    ipa_json_put(object, "duration", row->duration);
    ipa_json_put(object, "duration_macaulay", row->duration_macaulay);
    ipa_json_put(object, "convexity", row->convexity);
    ipa_json_put(object, "dv01", row->dv01);
    ipa_json_put(object, "par_coupon", row->par_coupon);
    ipa_json_put(object, "after_tax_yield", row->after_tax_yield);
    return object;
}

static json_t *case_of(const ipa_price_case *of) {
    json_t *object = json_object(), *flows = json_array();
    ipa_json_put_text(object, "scenario", of->scenario);
    ipa_json_put_text(object, "case", KINDS[of->kind]);
    ipa_json_put(object, "balance", of->balance);
    for (int n = 0; n < of->n_flows; n++) {
        json_t *flow = json_object();
        ipa_json_put_date(flow, "date", of->flows[n].date);
        ipa_json_put(flow, "years", of->flows[n].years);
        ipa_json_put(flow, "interest", of->flows[n].interest);
        ipa_json_put(flow, "principal", of->flows[n].principal);
        json_array_append_new(flows, flow);
    }
    json_object_set_new(object, "flows", flows);
    return object;
}

static json_t *price_of(const ipa_view *view) {
    const ipa_price_result *price = view->price;
    json_t *object = json_object(), *rows = json_array(), *cases = json_array();
    json_t *given = price->terms.given == IPA_PRICE_GIVEN_NOTHING ? json_null() : json_object();
    if (price->terms.given != IPA_PRICE_GIVEN_NOTHING)
        ipa_json_put(given, GIVENS[price->terms.given], price->terms.value);
    for (int n = 0; n < price->n_rows; n++)
        json_array_append_new(rows, row_of(price, &price->rows[n]));
    for (int n = 0; n < price->n_cases; n++)
        json_array_append_new(cases, case_of(&price->cases[n]));
    ipa_json_put_text(object, "tranche", view->plan->tranches[price->terms.tranche].id);
    ipa_json_put_date(object, "settlement", price->terms.settlement);
    ipa_json_put_text(object, "yield_convention", QUOTES[price->terms.quote]);
    ipa_json_put_text(object, "yield_dates", price->terms.on_payment_dates ? "payment" : "nominal");
    ipa_json_put(object, "holder_tax", price->terms.holder_tax);
    json_object_set_new(object, "given", given);
    json_object_set_new(object, "rows", rows);
    json_object_set_new(object, "cases", cases);
    return object;
}

ipa_status ipa_json_price_report(const ipa_view *view, const char **text, ipa_error *error) {
    json_t *root = json_object();
    json_object_set_new(root, "ipabs", ipa_json_header(view));
    json_object_set_new(root, "price", price_of(view));
    return ipa_json_file(root, view->arena, text, error);
}
