#include "engine/deal/tape_overrides.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/decimal.h"

static const char every_row[] = "*";

static const struct {
    const char *name;
    ipa_tape_kind kind;
} tapes[] = {{"obligors", IPA_TAPE_OBLIGORS},
             {"contracts", IPA_TAPE_CONTRACTS},
             {"patents", IPA_TAPE_PATENTS}};

bool ipa_tape_overrides_parse(const char *path, const char *value, ipa_mark mark, ipa_arena *arena,
                              ipa_tape_override *to) {
    const size_t stem = strcspn(path, "[");
    const char *end = strchr(path, ']');
    if (path[stem] == '\0' || end == NULL || end[1] != '.' || end[2] == '\0')
        return false;
    for (size_t n = 0; n < sizeof tapes / sizeof *tapes; n++)
        if (strlen(tapes[n].name) == stem && strncmp(tapes[n].name, path, stem) == 0) {
            const char *row = path + stem + 1;
            const size_t n_value = strlen(value);
            if (n_value > 1 && value[0] == '"' && value[n_value - 1] == '"')
                value = ipa_arena_copy_n(arena, value + 1, n_value - 2);
            *to = (ipa_tape_override){.tape = tapes[n].kind,
                                      .path = path,
                                      .row = ipa_arena_copy_n(arena, row, (size_t)(end - row)),
                                      .column = end + 2,
                                      .value = value,
                                      .mark = mark};
            return true;
        }
    return false;
}

/* The column of a field, under its name or its alias; added when the tape has none. */
static size_t column_of(ipa_tape *tape, const ipa_field *field, ipa_mark mark, ipa_arena *arena) {
    int at = ipa_tape_column(tape, field->name);
    if (at < 0 && field->alias != NULL)
        at = ipa_tape_column(tape, field->alias);
    if (at >= 0)
        return (size_t)at;
    const size_t n_old = tape->n_columns++;
    ipa_cell *header = IPA_NEW_ARRAY(arena, tape->n_columns, ipa_cell);
    ipa_cell *cells = IPA_NEW_ARRAY(arena, tape->n_columns * tape->n_rows, ipa_cell);
    memcpy(header, tape->header, n_old * sizeof *header);
    header[n_old] = (ipa_cell){field->name, mark};
    for (size_t row = 0; row < tape->n_rows; row++) {
        memcpy(&cells[row * tape->n_columns], &tape->cells[row * n_old], n_old * sizeof *cells);
        cells[row * tape->n_columns + n_old] = (ipa_cell){"", mark};
    }
    tape->header = header;
    tape->cells = cells;
    return n_old;
}

/* Money has two decimals on a tape; any other figure keeps the digits of a double. */
static const char *scaled(const char *text, double factor, const ipa_field *field,
                          ipa_arena *arena) {
    ipa_decimal written;
    if (!ipa_decimal_parse(text, &written))
        return text;
    const double value = ipa_decimal_value(written) * factor;
    return field->type == IPA_FIELD_AMOUNT ? ipa_arena_format(arena, "%.2f", value)
                                           : ipa_arena_format(arena, "%.15g", value);
}

static void refuse(ipa_tape_override *of, ipa_findings *findings, const char *why) {
    ipa_findings_add(findings, IPA_E0116_OVERRIDE, of->mark, of->path,
                     "name a cell as `contracts[L1].recovery_mean=0.2`, a column as "
                     "`contracts[*].deposit=*1.1`",
                     "%s", why);
}

static void apply(ipa_tape_override *of, ipa_tape *tape, ipa_arena *arena, ipa_findings *findings) {
    const ipa_record *record = &ipa_fields_tapes[of->tape];
    const ipa_field *field = ipa_fields_find(record, of->column);
    char *end = NULL;
    const bool scales = of->value[0] == '*';
    const double factor = scales ? strtod(of->value + 1, &end) : 1;
    int n_met = 0;
    if (field == NULL) {
        const char *nearest = ipa_fields_nearest(record, of->column);
        refuse(of, findings,
               ipa_arena_format(arena, "%s has no column `%s`%s%s", record->title, of->column,
                                nearest ? "; did you mean `" : "",
                                nearest ? ipa_arena_format(arena, "%s`?", nearest) : ""));
        return;
    }
    if (scales && (end == of->value + 1 || *end != '\0' || !isfinite(factor))) {
        refuse(of, findings, ipa_arena_format(arena, "`%s` is no factor", of->value));
        return;
    }
    const size_t column = column_of(tape, field, of->mark, arena);
    const ipa_field *key = &record->fields[0];
    const size_t id = column_of(tape, key, of->mark, arena);
    for (size_t row = 0; row < tape->n_rows; row++) {
        ipa_cell *cell = &tape->cells[row * tape->n_columns + column];
        const char *name = tape->cells[row * tape->n_columns + id].text;
        if (strcmp(of->row, every_row) != 0 && strcmp(of->row, name) != 0)
            continue;
        n_met++;
        if (scales && cell->text[0] == '\0')
            continue;
        cell->text = scales ? scaled(cell->text, factor, field, arena) : of->value;
        cell->mark = of->mark;
    }
    if (n_met == 0)
        refuse(of, findings, ipa_arena_format(arena, "%s has no row `%s`", record->title, of->row));
}

void ipa_tape_overrides_apply(ipa_tape_override *overrides, int n_overrides, ipa_tape_kind kind,
                              ipa_tape *tape, ipa_arena *arena, ipa_findings *findings) {
    for (int n = 0; n < n_overrides; n++)
        if (overrides[n].tape == kind) {
            apply(&overrides[n], tape, arena, findings);
            overrides[n].applied = true;
        }
}
