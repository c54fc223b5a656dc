#pragma once
/** What the result files have in common: a figure that does not exist is null, 17 significant
 * digits.
 *
 *  Knows: how numbers, dates and estimates are written, the part `ipabs` of every file.
 *  Does not know: what else a file holds, where the text is written.
 */
#include <jansson.h>

#include "reports/views.h"

/** Null for NaN and infinity, which JSON does not have. */
json_t *ipa_json_number(double value);

/** `{"mean": …, "stderr": …}`. */
json_t *ipa_json_estimate(ipa_estimate figure);

void ipa_json_put(json_t *object, const char *key, double value);
/** NULL is null. */
void ipa_json_put_text(json_t *object, const char *key, const char *text);
void ipa_json_put_date(json_t *object, const char *key, ipa_date date);
void ipa_json_put_estimate(json_t *object, const char *key, ipa_estimate figure);

/** The part `ipabs`: version, deal, paths and seed. */
json_t *ipa_json_header(const ipa_view *view);

/** The text of a whole file; the root is released. @errors IPA_SYSTEM. @owner the arena. */
ipa_status ipa_json_file(json_t *root, ipa_arena *arena, const char **text,
                         ipa_error *error) IPA_MUST_USE;
