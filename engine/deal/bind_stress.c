#include "engine/deal/bind_stress.h"

#include <string.h>

#include "engine/deal/bind_scalar.h"

static const char *const WORDS[] = {
    [IPA_TIMING_EVEN] = "even", [IPA_TIMING_FRONT] = "front", [IPA_TIMING_BACK] = "back"};

static void read_word(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                      ipa_lever_timing *timing) {
    for (int kind = IPA_TIMING_EVEN; kind < IPA_TIMING_BY_YEAR; kind++)
        if (strcmp(WORDS[kind], value->text) == 0) {
            timing->kind = (ipa_timing)kind;
            return;
        }
    ipa_findings_add(bind->findings, IPA_E0109_UNKNOWN_CHOICE, value->mark,
                     ipa_bind_path(bind, field, value),
                     "write `even`, `front`, `back` or shares by year such as `[0.5, 0.3, 0.2]`",
                     "`%s` is not known here", value->text);
}

void ipa_bind_stress_timing(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                            void *record) {
    static const ipa_field SHARE = {.name = "default_timing",
                                    .type = IPA_FIELD_SHARE,
                                    .range = IPA_RANGE_UNIT,
                                    .example = "0.5"};
    ipa_lever_timing timing = {0};
    const ipa_node *node = value->node;
    if (!node || node->kind == IPA_SCALAR) {
        read_word(bind, field, value, &timing);
    } else if (node->kind == IPA_SEQUENCE) {
        timing.kind = IPA_TIMING_BY_YEAR;
        timing.shares = IPA_NEW_ARRAY(bind->arena, node->n_items, ipa_number);
        timing.n_shares = (int)node->n_items;
        for (size_t n = 0; n < node->n_items; n++) {
            ipa_value item = ipa_bind_value(node->items[n]);
            ipa_bind_scalar_number(bind, &SHARE, &item, &timing.shares[n]);
        }
    } else {
        ipa_bind_refuse_kind(bind, field, value);
    }
    memcpy((char *)record + field->offset, &timing, sizeof timing);
}
