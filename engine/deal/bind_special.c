#include "engine/deal/bind_special.h"

#include <string.h>

#include "engine/deal/bind_cells.h"
#include "engine/deal/bind_coupon.h"
#include "engine/deal/bind_scalar.h"
#include "engine/deal/bind_stress.h"

static ipa_node_kind kind_of(const ipa_value *value) {
    return value->node ? value->node->kind : IPA_SCALAR;
}

static void store_count(const ipa_field *field, void *record, int count) {
    memcpy((char *)record + field->count_offset, &count, sizeof count);
}

static void store_pointer(const ipa_field *field, void *record, const void *items) {
    memcpy((char *)record + field->offset, &items, sizeof items);
}

/* ---- sections and lists ---- */

static void read_section(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                         void *record) {
    bool wrong = !value->is_default && kind_of(value) != IPA_MAPPING;
    if (wrong)
        ipa_bind_refuse_kind(bind, field, value);
    ipa_bind_record(bind, field->record, wrong ? NULL : value->node,
                    (char *)record + field->offset);
}

static void read_list(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                      void *record) {
    if (kind_of(value) != IPA_SEQUENCE) {
        ipa_bind_refuse_kind(bind, field, value);
        return;
    }
    const ipa_record *row = field->record;
    char *items = ipa_arena_alloc(bind->arena, value->node->n_items, row->size);
    int n_items = 0;
    for (size_t n = 0; n < value->node->n_items; n++) {
        const ipa_node *node = value->node->items[n];
        if (node->kind == IPA_MAPPING) {
            ipa_bind_record(bind, row, node, items + (size_t)n_items++ * row->size);
        } else {
            ipa_findings_add(bind->findings, IPA_E0102_WRONG_TYPE, node->mark,
                             ipa_node_path(node, bind->arena), "write `{key: value, …}`",
                             "expected a mapping with keys such as `%s`", row->fields[0].name);
        }
    }
    store_pointer(field, record, items);
    store_count(field, record, n_items);
}

static void read_units(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                       void *record) {
    ipa_deal_terms *terms = record;
    bool none =
        !value->is_default && kind_of(value) == IPA_SCALAR && strcmp(value->text, "none") == 0;
    bool mapping = kind_of(value) == IPA_MAPPING;
    terms->rounds = !none;
    if (!value->is_default && !none && !mapping)
        ipa_bind_refuse_kind(bind, field, value);
    ipa_bind_record(bind, field->record, mapping ? value->node : NULL, record);
}

/* ---- lists of single values ---- */

static void read_dates(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                       void *record) {
    if (kind_of(value) != IPA_SEQUENCE) {
        ipa_bind_refuse_kind(bind, field, value);
        return;
    }
    ipa_date_list list = {.dates = IPA_NEW_ARRAY(bind->arena, value->node->n_items, ipa_date)};
    for (size_t n = 0; n < value->node->n_items; n++) {
        ipa_value item = ipa_bind_value(value->node->items[n]);
        ipa_date date = ipa_bind_scalar_date(bind, field, &item);
        bool first = list.n_dates == 0;
        if (date != IPA_NO_DATE && !first && date <= list.dates[list.n_dates - 1])
            ipa_findings_add(bind->findings, IPA_E0403_DATE_ORDER, item.mark,
                             ipa_bind_path(bind, field, &item), "write the dates in order",
                             "%s does not come after the date before it", item.text);
        else if (date != IPA_NO_DATE)
            list.dates[list.n_dates++] = date;
    }
    if (field->size > 0)
        memcpy((char *)record + field->offset, &list, sizeof list);
}

/* The ids of a list, or of one scalar. */
static void read_ids(ipa_bind *bind, const ipa_field *field, const ipa_value *value, void *record) {
    if (kind_of(value) == IPA_MAPPING) {
        ipa_bind_refuse_kind(bind, field, value);
        return;
    }
    bool one = kind_of(value) == IPA_SCALAR;
    size_t n_items = one ? 1 : value->node->n_items;
    ipa_reference *items = IPA_NEW_ARRAY(bind->arena, n_items, ipa_reference);
    int n_kept = 0;
    for (size_t n = 0; n < n_items; n++) {
        ipa_value item = one ? *value : ipa_bind_value(value->node->items[n]);
        const char *text = ipa_bind_text(bind, field, &item);
        if (text)
            items[n_kept++] = ipa_bind_scalar_reference(bind, field, &item, text);
    }
    store_pointer(field, record, items);
    store_count(field, record, n_kept);
}

static void read_names(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                       void *record) {
    if (kind_of(value) == IPA_SEQUENCE)
        read_ids(bind, field, value, record);
    else
        ipa_bind_refuse_kind(bind, field, value);
}

/* ---- names with values ---- */

static bool is_date(const ipa_field *field, const ipa_value *value, ipa_date *date) {
    return field->type == IPA_FIELD_TIMES && value->text != NULL &&
           ipa_date_parse(value->text, date);
}

/* One pair: the name is a reference, the number is in the field's range, or it is a date. */
static void add_pair(ipa_bind *bind, const ipa_field *field, ipa_reference name,
                     const ipa_value *value, ipa_pairs *pairs) {
    for (int n = 0; n < pairs->n_items; n++)
        if (strcmp(pairs->items[n].name, name.id) == 0) {
            ipa_findings_add(bind->findings, IPA_E0402_DUPLICATE_NAME, name.mark, name.field,
                             "keep one of the two", "`%s` is given twice", name.id);
            return;
        }
    ipa_bind_expect(bind, field->referent, name);
    ipa_pair pair = {.name = name.id, .number.mark = value->mark, .date = IPA_NO_DATE};
    if (is_date(field, value, &pair.date) ||
        ipa_bind_scalar_number(bind, field, value, &pair.number))
        IPA_PUSH(bind->arena, pairs->items, pairs->n_items, pair);
}

/* `macro:0.3;software:0.2` in a cell. */
static void read_cell_pairs(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                            ipa_pairs *pairs) {
    ipa_bind_cells parts = ipa_bind_cells_of(value);
    ipa_bind_part part;
    while (ipa_bind_cells_next(bind, &parts, ';', &part)) {
        ipa_reference name = {part.name.text, part.name.mark, ipa_bind_path(bind, field, value)};
        if (part.text.text)
            add_pair(bind, field, name, &part.text, pairs);
        else
            ipa_bind_refuse_kind(bind, field, &part.name);
    }
}

static void read_pairs(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                       void *record) {
    ipa_pairs pairs = {0};
    if (!value->node) {
        read_cell_pairs(bind, field, value, &pairs);
    } else if (value->node->kind == IPA_MAPPING) {
        for (size_t n = 0; n < value->node->n_items; n++) {
            const ipa_node *item = value->node->items[n];
            ipa_value number = ipa_bind_value(item);
            ipa_reference name = {item->key, item->key_mark, ipa_node_path(item, bind->arena)};
            add_pair(bind, field, name, &number, &pairs);
        }
    } else {
        ipa_bind_refuse_kind(bind, field, value);
    }
    memcpy((char *)record + field->offset, &pairs, sizeof pairs);
}

static void read_parties(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                         void *record) {
    if (kind_of(value) != IPA_MAPPING) {
        ipa_bind_refuse_kind(bind, field, value);
        return;
    }
    ipa_party *parties = IPA_NEW_ARRAY(bind->arena, value->node->n_items, ipa_party);
    int n_parties = 0;
    for (size_t n = 0; n < value->node->n_items; n++) {
        ipa_value item = ipa_bind_value(value->node->items[n]);
        const char *name = ipa_bind_text(bind, field, &item);
        if (name)
            parties[n_parties++] = (ipa_party){item.node->key, name};
    }
    store_pointer(field, record, parties);
    store_count(field, record, n_parties);
}

static const ipa_field WORDS_FIELDS[] = {
    {"zh", IPA_FIELD_TEXT, IPA_OPTIONAL, "in Chinese", "中文",
     .offset = offsetof(ipa_words_pair, zh), .size = sizeof(const char *)},
    {"en", IPA_FIELD_TEXT, IPA_OPTIONAL, "in English", "英文",
     .offset = offsetof(ipa_words_pair, en), .size = sizeof(const char *)},
};
static const ipa_record WORDS = {.title = "name",
                                 .fields = WORDS_FIELDS,
                                 .n_fields = 2,
                                 .node_offset = IPA_NO_OFFSET,
                                 .mark_offset = IPA_NO_OFFSET};

static void read_words(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                       void *record) {
    ipa_words_pair words = {0};
    if (kind_of(value) == IPA_SCALAR)
        words.zh = words.en = value->text;
    else if (kind_of(value) == IPA_MAPPING)
        ipa_bind_record(bind, &WORDS, value->node, &words);
    else
        ipa_bind_refuse_kind(bind, field, value);
    if (!words.zh)
        words.zh = words.en;
    if (!words.en)
        words.en = words.zh;
    memcpy((char *)record + field->offset, &words, sizeof words);
}

/* ---- values of more than one form ---- */

/* The mapping's value under its one allowed key, or NULL with findings. */
static const ipa_node *only_key(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                                const char *key) {
    const ipa_node *found = ipa_node_get(value->node, key);
    if (!ipa_node_given(found)) {
        ipa_bind_refuse_kind(bind, field, value);
        return NULL;
    }
    for (size_t n = 0; n < value->node->n_items; n++)
        if (value->node->items[n] != found)
            ipa_findings_add(bind->findings, IPA_E0104_UNKNOWN_KEY, value->node->items[n]->key_mark,
                             ipa_node_path(value->node->items[n], bind->arena), NULL,
                             "`%s` is not a known key beside `%s`", value->node->items[n]->key,
                             key);
    return found;
}

static const struct {
    const char *name;
    ipa_amortisation amortisation;
} AMORTISATIONS[] = {
    {"pass_through", IPA_AMORTISATION_PASS_THROUGH},
    {"bullet", IPA_AMORTISATION_BULLET},
    {"residual", IPA_AMORTISATION_RESIDUAL},
};

static void read_per_100(ipa_bind *bind, const ipa_node *list, ipa_deal_tranche *tranche) {
    static const ipa_field ENTRY = {
        .name = "schedule_per_100", .type = IPA_FIELD_NUMBER, .range = IPA_RANGE_NOT_NEGATIVE};
    static const ipa_field LIST = {
        .name = "schedule_per_100", .type = IPA_FIELD_LIST, .example = "[50, 50]"};
    if (list->kind != IPA_SEQUENCE) {
        ipa_value value = ipa_bind_value(list);
        ipa_bind_refuse_kind(bind, &LIST, &value);
        return;
    }
    tranche->schedule_per_100 = IPA_NEW_ARRAY(bind->arena, list->n_items, ipa_number);
    tranche->n_schedule = (int)list->n_items;
    for (size_t n = 0; n < list->n_items; n++) {
        ipa_value item = ipa_bind_value(list->items[n]);
        ipa_bind_scalar_number(bind, &ENTRY, &item, &tranche->schedule_per_100[n]);
    }
}

static void read_amortisation(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                              void *record) {
    ipa_deal_tranche *tranche = record;
    size_t n_names = sizeof AMORTISATIONS / sizeof AMORTISATIONS[0];
    if (kind_of(value) == IPA_SCALAR) {
        for (size_t n = 0; n < n_names; n++)
            if (strcmp(AMORTISATIONS[n].name, value->text) == 0) {
                tranche->amortisation = AMORTISATIONS[n].amortisation;
                return;
            }
        ipa_findings_add(bind->findings, IPA_E0109_UNKNOWN_CHOICE, value->mark,
                         ipa_bind_path(bind, field, value),
                         "write `pass_through`, `bullet`, `residual`, `{schedule_per_100: […]}` or "
                         "`{schedule: FILE}`",
                         "`%s` is not known here", value->text);
        return;
    }
    const ipa_node *file = ipa_node_get(value->node, "schedule");
    if (ipa_node_given(file)) {
        tranche->amortisation = IPA_AMORTISATION_SCHEDULE;
        if (only_key(bind, field, value, "schedule"))
            ipa_bind_coupon_schedule(bind, file, tranche);
        return;
    }
    const ipa_node *list = only_key(bind, field, value, "schedule_per_100");
    tranche->amortisation = IPA_AMORTISATION_SCHEDULE;
    if (list)
        read_per_100(bind, list, tranche);
}

static void add_rating_step(ipa_bind *bind, const ipa_field *field, const ipa_node *pair,
                            ipa_deal_entity *entity) {
    static const ipa_field STEP = {
        .name = "rating_path", .type = IPA_FIELD_RATING_PATH, .example = "[2026-07-25, Baa1]"};
    ipa_value whole = ipa_bind_value(pair);
    if (pair->kind != IPA_SEQUENCE || pair->n_items != 2) {
        ipa_bind_refuse_kind(bind, &STEP, &whole);
        return;
    }
    ipa_value from = ipa_bind_value(pair->items[0]), grade = ipa_bind_value(pair->items[1]);
    const ipa_date date = ipa_bind_scalar_date(bind, field, &from);
    const char *text = ipa_bind_text(bind, field, &grade);
    if (date == IPA_NO_DATE || !text)
        return;
    if (entity->n_rating_path > 0 && date <= entity->rating_path[entity->n_rating_path - 1].from) {
        ipa_findings_add(bind->findings, IPA_E0403_DATE_ORDER, from.mark,
                         ipa_bind_path(bind, field, &from), "write the dates in order",
                         "%s does not come after the date before it", from.text);
        return;
    }
    entity->rating_path[entity->n_rating_path++] =
        (ipa_deal_rating_step){date, ipa_bind_scalar_reference(bind, field, &grade, text)};
}

static void read_rating_path(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                             void *record) {
    ipa_deal_entity *entity = record;
    if (kind_of(value) != IPA_SEQUENCE) {
        ipa_bind_refuse_kind(bind, field, value);
        return;
    }
    entity->rating_path = IPA_NEW_ARRAY(bind->arena, value->node->n_items, ipa_deal_rating_step);
    for (size_t n = 0; n < value->node->n_items; n++)
        add_rating_step(bind, field, value->node->items[n], entity);
}

static void read_arrears_rate(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                              void *record) {
    ipa_deal_tranche *tranche = record;
    tranche->arrears_at_coupon = kind_of(value) == IPA_SCALAR && strcmp(value->text, "coupon") == 0;
    if (!tranche->arrears_at_coupon)
        ipa_bind_scalar_number(bind, field, value, &tranche->unpaid_interest_rate);
}

static void read_draw(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                      void *record) {
    ipa_deal_step *step = record;
    static const ipa_field ACCOUNT = {
        .name = "account", .type = IPA_FIELD_REFERENCE, .referent = IPA_REFERENT_ACCOUNT};
    if (kind_of(value) == IPA_SCALAR) {
        step->source = ipa_bind_scalar_reference(bind, field, value, value->text);
        return;
    }
    const ipa_node *account = only_key(bind, field, value, "account");
    if (!account)
        return;
    ipa_value named = ipa_bind_value(account);
    const char *text = ipa_bind_text(bind, &ACCOUNT, &named);
    if (text)
        step->account = ipa_bind_scalar_reference(bind, &ACCOUNT, &named, text);
}

static void read_copula(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                        void *record) {
    ipa_deal_model *model = record;
    static const ipa_field DEGREES = {
        .name = "student_t", .type = IPA_FIELD_NUMBER, .range = IPA_RANGE_DEGREES};
    if (kind_of(value) == IPA_SCALAR && strcmp(value->text, "gaussian") == 0)
        return;
    model->intensity = kind_of(value) == IPA_SCALAR && strcmp(value->text, "intensity") == 0;
    if (model->intensity)
        return;
    if (kind_of(value) == IPA_SCALAR) {
        ipa_findings_add(bind->findings, IPA_E0109_UNKNOWN_CHOICE, value->mark,
                         ipa_bind_path(bind, field, value),
                         "write `gaussian`, `{student_t: 6}` or `intensity`",
                         "`%s` is not known here", value->text);
        return;
    }
    const ipa_node *degrees = only_key(bind, field, value, "student_t");
    if (!degrees)
        return;
    ipa_value number = ipa_bind_value(degrees);
    model->student_t = ipa_bind_scalar_number(bind, &DEGREES, &number, &model->degrees_of_freedom);
}

/* A mapping from factors to mappings. */
static void read_processes(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                           void *record) {
    static const ipa_field ONE = {.name = "sales",
                                  .type = IPA_FIELD_SECTION,
                                  .example = "{reversion: 0.5, volatility: 0.15}"};
    ipa_deal_process *processes = NULL;
    int n_processes = 0;
    if (kind_of(value) != IPA_MAPPING) {
        ipa_bind_refuse_kind(bind, field, value);
        return;
    }
    for (size_t n = 0; n < value->node->n_items; n++) {
        const ipa_node *node = value->node->items[n];
        ipa_reference name = {node->key, node->key_mark, ipa_node_path(node, bind->arena)};
        ipa_bind_expect(bind, field->referent, name);
        if (node->kind != IPA_MAPPING) {
            ipa_value wrong = ipa_bind_value(node);
            ipa_bind_refuse_kind(bind, &ONE, &wrong);
            continue;
        }
        ipa_deal_process process = {.factor = name};
        ipa_bind_record(bind, field->record, node, &process);
        process.grows = ipa_node_given(ipa_node_get(node, "growth"));
        IPA_PUSH(bind->arena, processes, n_processes, process);
    }
    store_pointer(field, record, processes);
    store_count(field, record, n_processes);
}

/* What a vehicle's sections name is its own. */
static void read_vehicles(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                          void *record) {
    ipa_bind own = {.arena = bind->arena, .findings = bind->findings};
    ipa_field list = *field;
    list.record = &ipa_fields_deal_vehicle;
    list.example = "[{id: trust, periods: {…}, tranches: […], waterfalls: {…}}]";
    read_list(&own, &list, value, record);
    bind->below = own.pending;
    bind->n_below = own.n_pending;
}

/* Read when the factors are known. */
static void read_later(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                       void *record) {
    (void)bind, (void)field, (void)value, (void)record;
}

/* Kept as it stands, to be read by whoever knows its keys. */
static void read_anything(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                          void *record) {
    (void)bind;
    store_pointer(field, record, value->node);
}

ipa_bind_reader *ipa_bind_special_reader(ipa_field_type type) {
    static ipa_bind_reader *const READERS[IPA_N_FIELD_TYPES] = {
        [IPA_FIELD_WORDS] = read_words,
        [IPA_FIELD_DATES] = read_dates,
        [IPA_FIELD_PAIRS] = read_pairs,
        [IPA_FIELD_TIMES] = read_pairs,
        [IPA_FIELD_PARTIES] = read_parties,
        [IPA_FIELD_SECTION] = read_section,
        [IPA_FIELD_LIST] = read_list,
        [IPA_FIELD_NAMES] = read_names,
        [IPA_FIELD_UNITS] = read_units,
        [IPA_FIELD_AMORTISATION] = read_amortisation,
        [IPA_FIELD_RATING_PATH] = read_rating_path,
        [IPA_FIELD_ARREARS_RATE] = read_arrears_rate,
        [IPA_FIELD_PAYEES] = read_ids,
        [IPA_FIELD_NAMES_OR_ALL] = read_ids,
        [IPA_FIELD_TIMING] = ipa_bind_stress_timing,
        [IPA_FIELD_DRAW] = read_draw,
        [IPA_FIELD_COPULA] = read_copula,
        [IPA_FIELD_CORRELATION] = read_later,
        [IPA_FIELD_TIERS] = ipa_bind_cells_tiers,
        [IPA_FIELD_PROFILE] = ipa_bind_cells_profile,
        [IPA_FIELD_PROCESSES] = read_processes,
        [IPA_FIELD_RATE_STEPS] = ipa_bind_coupon_steps,
        [IPA_FIELD_INDICES] = ipa_bind_coupon_indices,
        [IPA_FIELD_VEHICLES] = read_vehicles,
        [IPA_FIELD_ANYTHING] = read_anything,
    };
    return READERS[type];
}
