#include "reports/json_price.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

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

static void put(json_t *object, const char *key, double value) {
    json_object_set_new(object, key, isfinite(value) ? json_real(value) : json_null());
}

static void put_text(json_t *object, const char *key, const char *text) {
    json_object_set_new(object, key, text != NULL ? json_string(text) : json_null());
}

static void put_date(json_t *object, const char *key, ipa_date date) {
    char text[IPA_DATE_TEXT];
    put_text(object, key, ipa_date_format(date, text));
}

static json_t *header(const ipa_view *view) {
    json_t *object = json_object();
    put_text(object, "version", view->run->version);
    json_object_set_new(object, "format", json_integer(1));
    put_text(object, "deal_sha256", view->deal->sha256);
    json_object_set_new(object, "seed", json_integer((json_int_t)view->price->seed));
    json_object_set_new(object, "paths", json_integer(view->price->n_paths));
    put_text(object, "sampler", view->run->sampler);
    return object;
}

static json_t *row_of(const ipa_price_result *price, const ipa_price_row *row) {
    json_t *object = json_object();
    put_text(object, "scenario", price->cases[row->at].scenario);
    put_text(object, "case", KINDS[price->cases[row->at].kind]);
    put_text(object, "at", POINTS[row->point]);
    put(object, "yield", row->yield);
    put(object, "clean", row->clean);
    put(object, "dirty", row->dirty);
    put(object, "accrued", row->accrued);
    put(object, "spread", row->spread);
    put(object, "wal", row->wal);
    put(object, "duration", row->duration);
    put(object, "duration_macaulay", row->duration_macaulay);
    put(object, "convexity", row->convexity);
    put(object, "dv01", row->dv01);
    put(object, "par_coupon", row->par_coupon);
    put(object, "after_tax_yield", row->after_tax_yield);
    return object;
}

static json_t *case_of(const ipa_price_case *of) {
    json_t *object = json_object(), *flows = json_array();
    put_text(object, "scenario", of->scenario);
    put_text(object, "case", KINDS[of->kind]);
    put(object, "balance", of->balance);
    for (int n = 0; n < of->n_flows; n++) {
        json_t *flow = json_object();
        put_date(flow, "date", of->flows[n].date);
        put(flow, "years", of->flows[n].years);
        put(flow, "interest", of->flows[n].interest);
        put(flow, "principal", of->flows[n].principal);
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
        put(given, GIVENS[price->terms.given], price->terms.value);
    for (int n = 0; n < price->n_rows; n++)
        json_array_append_new(rows, row_of(price, &price->rows[n]));
    for (int n = 0; n < price->n_cases; n++)
        json_array_append_new(cases, case_of(&price->cases[n]));
    put_text(object, "tranche", view->plan->tranches[price->terms.tranche].id);
    put_date(object, "settlement", price->terms.settlement);
    put_text(object, "yield_convention", QUOTES[price->terms.quote]);
    put_text(object, "yield_dates", price->terms.on_payment_dates ? "payment" : "nominal");
    put(object, "holder_tax", price->terms.holder_tax);
    json_object_set_new(object, "given", given);
    json_object_set_new(object, "rows", rows);
    json_object_set_new(object, "cases", cases);
    return object;
}

ipa_status ipa_json_price_report(const ipa_view *view, const char **text, ipa_error *error) {
    json_t *root = json_object();
    json_object_set_new(root, "ipabs", header(view));
    json_object_set_new(root, "price", price_of(view));
    char *dumped = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
    json_decref(root);
    if (dumped == NULL)
        return ipa_fail(error, IPA_SYSTEM, "the prices could not be written as JSON");
    *text = ipa_arena_format(view->arena, "%s\n", dumped);
    free(dumped);
    return IPA_OK;
}
