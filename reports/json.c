#include "reports/json.h"

#include <math.h>
#include <stdlib.h>

json_t *ipa_json_number(double value) {
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *ipa_json_estimate(ipa_estimate figure) {
    json_t *object = json_object();
    ipa_json_put(object, "mean", figure.mean);
    ipa_json_put(object, "stderr", figure.standard_error);
    return object;
}

void ipa_json_put(json_t *object, const char *key, double value) {
    json_object_set_new(object, key, ipa_json_number(value));
}

void ipa_json_put_text(json_t *object, const char *key, const char *text) {
    json_object_set_new(object, key, text != NULL ? json_string(text) : json_null());
}

void ipa_json_put_date(json_t *object, const char *key, ipa_date date) {
    char text[IPA_DATE_TEXT];
    ipa_json_put_text(object, key, ipa_date_format(date, text));
}

void ipa_json_put_estimate(json_t *object, const char *key, ipa_estimate figure) {
    json_object_set_new(object, key, ipa_json_estimate(figure));
}

json_t *ipa_json_header(const ipa_view *view) {
    const ipa_view_sample sample = ipa_views_sample(view);
    json_t *object = json_object();
    json_object_set_new(object, "version", json_string(view->run->version));
    json_object_set_new(object, "format", json_integer(1));
    json_object_set_new(object, "deal_sha256", json_string(view->deal->sha256));
    json_object_set_new(object, "seed", json_integer((json_int_t)sample.seed));
    json_object_set_new(object, "paths", json_integer(sample.n_paths));
    json_object_set_new(object, "sampler", json_string(view->run->sampler));
    return object;
}

ipa_status ipa_json_file(json_t *root, ipa_arena *arena, const char **text, ipa_error *error) {
    char *bytes = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
    json_decref(root);
    if (bytes == NULL)
        return ipa_fail(error, IPA_SYSTEM, "the result could not be written as JSON");
    *text = ipa_arena_format(arena, "%s\n", bytes);
    free(bytes);
    return IPA_OK;
}
