#include "engine/deal/bind.h"

#include <stdint.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/bind_scalar.h"
#include "engine/deal/bind_special.h"

static const char *const KINDS[] = {
    [IPA_SCALAR] = "a single value", [IPA_SEQUENCE] = "a list", [IPA_MAPPING] = "a mapping"};

const char *ipa_bind_path(const ipa_bind *bind, const ipa_field *field, const ipa_value *value) {
    if (value->node)
        return ipa_node_path(value->node, bind->arena);
    const char *row = value->path ? value->path : "";
    return ipa_arena_format(bind->arena, "%s%s%s", row, row[0] ? "." : "", field->name);
}

ipa_value ipa_bind_value(const ipa_node *node) {
    return (ipa_value){
        .text = node->text, .quoted = node->quoted, .mark = node->mark, .node = node};
}

void ipa_bind_refuse_kind(ipa_bind *bind, const ipa_field *field, const ipa_value *value) {
    ipa_node_kind kind = value->node ? value->node->kind : IPA_SCALAR;
    const char *example = field->example   ? field->example
                          : field->choices ? field->choices[0].name
                                           : NULL;
    const char *hint =
        example ? ipa_arena_format(bind->arena, "for example `%s`", example)
                : ipa_arena_format(bind->arena, "write %s", ipa_fields_type_text(field->type));
    ipa_findings_add(bind->findings, IPA_E0102_WRONG_TYPE, value->mark,
                     ipa_bind_path(bind, field, value), hint, "expected %s, found %s",
                     ipa_fields_type_name(field->type, false), KINDS[kind]);
}

const char *ipa_bind_text(ipa_bind *bind, const ipa_field *field, const ipa_value *value) {
    if (!value->node || value->node->kind == IPA_SCALAR)
        return value->text;
    ipa_bind_refuse_kind(bind, field, value);
    return NULL;
}

void ipa_bind_expect(ipa_bind *bind, ipa_referent referent, ipa_reference reference) {
    if (referent == IPA_REFERENT_NOTHING)
        return;
    ipa_pending pending = {referent, reference};
    IPA_PUSH(bind->arena, bind->pending, bind->n_pending, pending);
}

/* ---- fields that a later version computes with ---- */

static bool is_initial(const ipa_field *field, const ipa_value *value) {
    if (value->node && value->node->kind != IPA_SCALAR)
        return value->node->n_items == 0;
    if (!field->initial)
        return false;
    ipa_decimal written;
    ipa_decimal initial;
    if (ipa_decimal_parse(value->text, &written) && ipa_decimal_parse(field->initial, &initial))
        return ipa_decimal_value(written) == ipa_decimal_value(initial);
    return strcmp(value->text, field->initial) == 0;
}

/* What stands in a section of a later version is checked now, and kept nowhere. */
static void check_later(ipa_bind *bind, const ipa_field *field, const ipa_value *value) {
    struct {
        const void *items;
        int n_items;
    } nowhere = {NULL, 0};
    ipa_field checked = *field;
    checked.offset = 0;
    checked.count_offset = sizeof nowhere.items;
    if (field->record)
        ipa_bind_special_reader(field->type)(bind, &checked, value, &nowhere);
}

static void read_value(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                       void *record) {
    if (field->need == IPA_LATER) {
        if (!is_initial(field, value)) {
            ipa_bind_scalar_not_yet(bind, field, value, field->en, field->initial);
            check_later(bind, field, value);
        }
        return;
    }
    ipa_bind_reader *reader = ipa_bind_scalar_reader(field->type);
    if (!reader)
        reader = ipa_bind_special_reader(field->type);
    IPA_ASSERT(reader != NULL);
    reader(bind, field, value, record);
}

static bool is_section(const ipa_field *field) {
    return field->type == IPA_FIELD_SECTION || field->type == IPA_FIELD_UNITS;
}

/* A field that is not written: its default, or for a section the defaults of its fields. */
static void read_default(ipa_bind *bind, const ipa_field *field, ipa_mark mark, void *record) {
    ipa_value value = {.text = field->initial, .mark = mark, .path = "", .is_default = true};
    if (field->need == IPA_LATER)
        return;
    if (field->type == IPA_FIELD_DATE && field->size > 0) {
        ipa_date none = IPA_NO_DATE;
        memcpy((char *)record + field->offset, &none, sizeof none);
    } else if (field->type == IPA_FIELD_CHOICE && !field->initial && field->size == sizeof(int)) {
        int none = IPA_NO_CHOICE;
        memcpy((char *)record + field->offset, &none, sizeof none);
    } else if (is_section(field)) {
        read_value(bind, field, &value, record);
    } else if (field->initial) {
        read_value(bind, field, &value, record);
    }
}

static void report_missing(ipa_bind *bind, const ipa_field *field, const ipa_node *node) {
    const char *parent = ipa_node_path(node, bind->arena);
    const char *hint = NULL;
    if (field->example)
        hint = ipa_arena_format(bind->arena, "add `%s: %s`", field->name, field->example);
    ipa_findings_add(
        bind->findings, IPA_E0105_MISSING_KEY, node->mark,
        ipa_arena_format(bind->arena, "%s%s%s", parent, parent[0] ? "." : "", field->name), hint,
        "`%s` is missing: %s", field->name, field->en);
}

enum { FEW = 8 };

/* Whether an unknown key of the mapping is this field, misspelt: it has its finding already. */
static bool is_misspelt(const ipa_record *record, const ipa_field *field, const ipa_node *node) {
    for (size_t n = 0; n < node->n_items; n++) {
        const char *key = node->items[n]->key;
        const char *nearest = ipa_fields_find(record, key) ? NULL : ipa_fields_nearest(record, key);
        if (nearest && strcmp(nearest, field->name) == 0)
            return true;
    }
    return false;
}

static void report_unknown(ipa_bind *bind, const ipa_record *record, const ipa_node *item) {
    const char *nearest = ipa_fields_nearest(record, item->key);
    const char *hint = NULL;
    if (nearest) {
        hint = ipa_arena_format(bind->arena, "did you mean `%s`?", nearest);
    } else if (record->n_fields <= FEW) {
        hint = "known here are";
        for (size_t n = 0; n < record->n_fields; n++)
            hint = ipa_arena_format(bind->arena, "%s%s `%s`", hint, n ? "," : "",
                                    record->fields[n].name);
    }
    ipa_findings_add(bind->findings, IPA_E0104_UNKNOWN_KEY, item->key_mark,
                     ipa_node_path(item, bind->arena), hint, "`%s` is not a known key", item->key);
}

void ipa_bind_record(ipa_bind *bind, const ipa_record *record, const ipa_node *node, void *target) {
    if (node && record->node_offset != IPA_NO_OFFSET)
        memcpy((char *)target + record->node_offset, &node, sizeof node);
    for (size_t n = 0; node && n < node->n_items; n++)
        if (!ipa_fields_find(record, node->items[n]->key))
            report_unknown(bind, record, node->items[n]);
    for (size_t n = 0; n < record->n_fields; n++) {
        const ipa_field *field = &record->fields[n];
        const ipa_node *written = ipa_node_get(node, field->name);
        if (ipa_node_given(written)) {
            ipa_value value = ipa_bind_value(written);
            read_value(bind, field, &value, target);
        } else {
            if (node && field->need == IPA_REQUIRED && !is_misspelt(record, field, node))
                report_missing(bind, field, node);
            read_default(bind, field, node ? node->mark : (ipa_mark){0}, target);
        }
    }
}

/* ---- tapes ---- */

typedef struct column_map {
    const ipa_field **fields; /* [n_columns] of the tape, NULL: not read */
    int *column_of;           /* [n_fields], -1: no such column */
} column_map;

static void match_header(ipa_bind *bind, const ipa_record *record, const ipa_tape *tape,
                         column_map *columns) {
    columns->fields = IPA_NEW_ARRAY(bind->arena, tape->n_columns, const ipa_field *);
    columns->column_of = IPA_NEW_ARRAY(bind->arena, record->n_fields, int);
    for (size_t n = 0; n < record->n_fields; n++)
        columns->column_of[n] = -1;
    for (size_t n = 0; n < tape->n_columns; n++) {
        const ipa_cell *header = &tape->header[n];
        const ipa_field *field = ipa_fields_find(record, header->text);
        if (!field) {
            const char *nearest = ipa_fields_nearest(record, header->text);
            ipa_findings_add(
                bind->findings, IPA_W0205_TAPE_COLUMN_UNKNOWN, header->mark, header->text,
                nearest ? ipa_arena_format(bind->arena, "did you mean `%s`?", nearest) : NULL,
                "the column `%s` is not read", header->text);
            continue;
        }
        int *column = &columns->column_of[field - record->fields];
        /* The same header twice was found when the tape was read. */
        if (*column >= 0 && strcmp(tape->header[*column].text, header->text) != 0)
            ipa_findings_add(bind->findings, IPA_E0204_TAPE_COLUMN_TWICE, header->mark, field->name,
                             "keep one of the two", "`%s` is the column `%s` again", header->text,
                             tape->header[*column].text);
        if (*column < 0) {
            *column = (int)n;
            columns->fields[n] = field;
        }
    }
    ipa_mark top = {tape->file, 1, 1, 1};
    for (size_t n = 0; n < record->n_fields; n++)
        if (record->fields[n].need == IPA_REQUIRED && columns->column_of[n] < 0)
            ipa_findings_add(
                bind->findings, IPA_E0203_TAPE_COLUMN_MISSING,
                tape->n_columns > 0 ? tape->header[0].mark : top, record->fields[n].name,
                ipa_arena_format(bind->arena, "add a column `%s` or `%s`", record->fields[n].name,
                                 record->fields[n].alias),
                "the column `%s` is missing: %s", record->fields[n].name, record->fields[n].en);
}

/* `contracts[L1]`: the tape and what its first field says, or else the row's number. */
static const char *row_path(ipa_bind *bind, const ipa_record *record, const ipa_tape *tape,
                            size_t row, int id_column) {
    size_t n_stem = strcspn(record->title, ".");
    const char *stem = ipa_arena_copy_n(bind->arena, record->title, n_stem);
    const char *id = id_column < 0 ? "" : ipa_tape_cell(tape, row, (size_t)id_column)->text;
    return id[0] ? ipa_arena_format(bind->arena, "%s[%s]", stem, id)
                 : ipa_arena_format(bind->arena, "%s[%zu]", stem, row);
}

static void read_row(ipa_bind *bind, const ipa_record *record, const ipa_tape *tape, size_t row,
                     const column_map *columns, void *target) {
    const ipa_cell *first = ipa_tape_cell(tape, row, 0);
    const char *path = row_path(bind, record, tape, row, columns->column_of[0]);
    memcpy((char *)target + record->mark_offset, &first->mark, sizeof first->mark);
    for (size_t n = 0; n < record->n_fields; n++) {
        const ipa_field *field = &record->fields[n];
        int column = columns->column_of[n];
        const ipa_cell *cell = column < 0 ? NULL : ipa_tape_cell(tape, row, (size_t)column);
        if (cell && cell->text[0]) {
            ipa_value value = {.text = cell->text, .mark = cell->mark, .path = path};
            read_value(bind, field, &value, target);
            continue;
        }
        if (cell && field->need == IPA_REQUIRED)
            ipa_findings_add(bind->findings, IPA_E0207_TAPE_CELL_BLANK, cell->mark,
                             ipa_arena_format(bind->arena, "%s.%s", path, field->name), NULL,
                             "the cell is blank: %s", field->en);
        read_default(bind, field, cell ? cell->mark : first->mark, target);
    }
}

void *ipa_bind_tape(ipa_bind *bind, const ipa_record *record, const ipa_tape *tape, int *n_rows) {
    column_map columns;
    match_header(bind, record, tape, &columns);
    IPA_ASSERT(tape->n_rows <= INT32_MAX);
    *n_rows = (int)tape->n_rows;
    char *rows = ipa_arena_alloc(bind->arena, tape->n_rows, record->size);
    for (size_t row = 0; row < tape->n_rows; row++)
        read_row(bind, record, tape, row, &columns, rows + row * record->size);
    return rows;
}
