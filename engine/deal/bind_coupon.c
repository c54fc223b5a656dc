#include "engine/deal/bind_coupon.h"

#include <string.h>

#include "engine/deal/bind_scalar.h"

/* ---- rates from dates on ---- */

/* One `[date, rate]`; false, with a finding, when it is none. */
static bool read_step(ipa_bind *bind, const ipa_field *field, const ipa_node *node,
                      ipa_dated *step) {
    static const ipa_field PAIR = {
        .name = "step", .type = IPA_FIELD_RATE_STEPS, .example = "[2025-07-25, 0.0279]"};
    ipa_value pair = ipa_bind_value(node);
    if (node->kind != IPA_SEQUENCE || node->n_items != 2) {
        ipa_bind_refuse_kind(bind, &PAIR, &pair);
        return false;
    }
    ipa_value date = ipa_bind_value(node->items[0]);
    ipa_value rate = ipa_bind_value(node->items[1]);
    step->mark = date.mark;
    step->date = ipa_bind_scalar_date(bind, field, &date);
    const bool sound = ipa_bind_scalar_number(bind, field, &rate, &step->number);
    return sound && step->date != IPA_NO_DATE;
}

void ipa_bind_coupon_steps(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                           void *record) {
    ipa_dated_list list = {0};
    if (!value->node || value->node->kind != IPA_SEQUENCE || value->node->n_items == 0) {
        ipa_bind_refuse_kind(bind, field, value);
        return;
    }
    list.items = IPA_NEW_ARRAY(bind->arena, value->node->n_items, ipa_dated);
    for (size_t n = 0; n < value->node->n_items; n++) {
        ipa_dated step = {0};
        if (!read_step(bind, field, value->node->items[n], &step))
            continue;
        if (list.n_items > 0 && step.date <= list.items[list.n_items - 1].date)
            ipa_findings_add(bind->findings, IPA_E0403_DATE_ORDER, step.mark,
                             ipa_node_path(value->node->items[n], bind->arena),
                             "write the dates in order",
                             "the date does not come after the date before it");
        else
            list.items[list.n_items++] = step;
    }
    memcpy((char *)record + field->offset, &list, sizeof list);
}

/* ---- indices ---- */

void ipa_bind_coupon_indices(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                             void *record) {
    static const ipa_field ONE = {
        .name = "indices", .type = IPA_FIELD_SECTION, .example = "{curve: lpr.csv}"};
    ipa_deal_market *market = record;
    if (!value->node || value->node->kind != IPA_MAPPING) {
        ipa_bind_refuse_kind(bind, field, value);
        return;
    }
    for (size_t n = 0; n < value->node->n_items; n++) {
        const ipa_node *node = value->node->items[n];
        ipa_deal_index index = {.id = node->key, .node = node};
        if (node->kind == IPA_MAPPING) {
            ipa_bind_record(bind, field->record, node, &index);
        } else {
            ipa_value wrong = ipa_bind_value(node);
            ipa_bind_refuse_kind(bind, &ONE, &wrong);
        }
        IPA_PUSH(bind->arena, market->indices, market->n_indices, index);
    }
}

/* ---- schedules ---- */

void ipa_bind_coupon_schedule(ipa_bind *bind, const ipa_node *file, ipa_deal_tranche *tranche) {
    static const ipa_field FILE = {
        .name = "schedule", .type = IPA_FIELD_FILE, .example = "schedule_A.csv"};
    ipa_value named = ipa_bind_value(file);
    const char *text = ipa_bind_text(bind, &FILE, &named);
    if (text)
        tranche->schedule_file = ipa_bind_scalar_reference(bind, &FILE, &named, text);
}
