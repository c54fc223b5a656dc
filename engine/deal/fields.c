#include "engine/deal/fields.h"

#include <string.h>

#include "engine/base/text.h"

static const struct {
    const char *en, *zh, *text;
} TYPES[] = {
#define TYPE_ROW(id, en, zh, text) {en, zh, text},
    IPA_FIELD_TYPE_TABLE(TYPE_ROW)
#undef TYPE_ROW
};

static const struct {
    const char *text;
    double least, most;
    bool closed_below, closed_above;
} RANGES[] = {
#define RANGE_ROW(id, text, least, most, closed_below, closed_above) \
    {text, least, most, closed_below, closed_above},
    IPA_FIELD_RANGE_TABLE(RANGE_ROW)
#undef RANGE_ROW
};

static const struct {
    const char *en, *zh;
} REFERENTS[] = {
#define REFERENT_ROW(id, en, zh) {en, zh},
    IPA_REFERENT_TABLE(REFERENT_ROW)
#undef REFERENT_ROW
};

const char *ipa_fields_type_name(ipa_field_type type, bool chinese) {
    return chinese ? TYPES[type].zh : TYPES[type].en;
}

const char *ipa_fields_type_text(ipa_field_type type) {
    return TYPES[type].text;
}

const char *ipa_fields_range_text(ipa_field_range range) {
    return RANGES[range].text;
}

const char *ipa_fields_referent_text(ipa_referent referent, bool chinese) {
    return chinese ? REFERENTS[referent].zh : REFERENTS[referent].en;
}

bool ipa_fields_in_range(ipa_field_range range, double value) {
    bool above =
        RANGES[range].closed_below ? value >= RANGES[range].least : value > RANGES[range].least;
    bool below =
        RANGES[range].closed_above ? value <= RANGES[range].most : value < RANGES[range].most;
    return above && below;
}

const ipa_field *ipa_fields_find(const ipa_record *record, const char *name) {
    for (size_t n = 0; n < record->n_fields; n++) {
        const ipa_field *field = &record->fields[n];
        if (strcmp(field->name, name) == 0 || (field->alias && strcmp(field->alias, name) == 0))
            return field;
    }
    return NULL;
}

enum { MOST_FIELDS = 64 };

const char *ipa_fields_nearest(const ipa_record *record, const char *name) {
    const char *candidates[2 * MOST_FIELDS];
    size_t n_candidates = 0;
    IPA_ASSERT(record->n_fields <= MOST_FIELDS);
    for (size_t n = 0; n < record->n_fields; n++) {
        candidates[n_candidates++] = record->fields[n].name;
        if (record->fields[n].alias)
            candidates[n_candidates++] = record->fields[n].alias;
    }
    int nearest = ipa_text_nearest(name, candidates, n_candidates);
    return nearest < 0 ? NULL : candidates[nearest];
}
