#include "engine/deal/matrix.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/bind_scalar.h"
#include "engine/deal/tables.h"
#include "engine/math/correlation.h"

static const ipa_field ENTRY = {
    .name = "correlation", .type = IPA_FIELD_NUMBER, .range = IPA_RANGE_SIGNED_UNIT};

typedef struct matrix_reader {
    ipa_folder *folder;
    ipa_bind *bind;
    ipa_deal_model *model;
    bool *set; /* [n_factors][n_factors] entries that were written */
} matrix_reader;

static void refuse(const matrix_reader *reader, ipa_mark mark, const char *field, const char *hint,
                   const char *message) {
    ipa_findings_add(reader->folder->findings, IPA_E0501_CORRELATION, mark, field, hint, "%s",
                     message);
}

/* The factor of that name, or -1 with a finding that names the nearest. */
static int find_factor(const matrix_reader *reader, const char *name, ipa_mark mark) {
    const ipa_deal_model *model = reader->model;
    const char **names = IPA_NEW_ARRAY(reader->folder->arena, model->n_factors, const char *);
    for (int f = 0; f < model->n_factors; f++) {
        names[f] = model->factors[f].id;
        if (strcmp(names[f], name) == 0)
            return f;
    }
    int nearest = ipa_text_nearest(name, names, (size_t)model->n_factors);
    const char *hint =
        nearest < 0 ? NULL
                    : ipa_arena_format(reader->folder->arena, "did you mean `%s`?", names[nearest]);
    ipa_findings_add(reader->folder->findings, IPA_E0401_UNKNOWN_NAME, mark, "model.correlation",
                     hint, "there is no factor `%s`", name);
    return -1;
}

/* One figure of the matrix and its mirror; two that differ are a finding. */
static void set_entry(const matrix_reader *reader, int row, int column, const ipa_value *value) {
    ipa_number number;
    if (!ipa_bind_scalar_number(reader->bind, &ENTRY, value, &number))
        return;
    size_t n = (size_t)reader->model->n_factors;
    size_t at = (size_t)row * n + (size_t)column;
    size_t mirror = (size_t)column * n + (size_t)row;
    const char *path = ipa_bind_path(reader->bind, &ENTRY, value);
    double *matrix = reader->model->correlation;
    if (row == column && number.value != 1)
        refuse(reader, value->mark, path, "write 1", "a factor's correlation with itself is 1");
    else if (reader->set[at] && matrix[at] != number.value)
        refuse(reader, value->mark, path, "write the same figure in both places",
               "the matrix is not symmetric: the mirrored figure is another");
    matrix[at] = matrix[mirror] = number.value;
    reader->set[at] = reader->set[mirror] = true;
}

static void read_pairs(const matrix_reader *reader, const ipa_node *pairs) {
    for (size_t a = 0; a < pairs->n_items; a++) {
        const ipa_node *item = pairs->items[a];
        int row = find_factor(reader, item->key, item->key_mark);
        if (item->kind != IPA_MAPPING) {
            refuse(reader, item->mark, ipa_node_path(item, reader->folder->arena),
                   "write `{macro: {software: 0.3}}`", "expected factors with figures");
            continue;
        }
        for (size_t b = 0; b < item->n_items; b++) {
            int column = find_factor(reader, item->items[b]->key, item->items[b]->key_mark);
            ipa_value value = ipa_bind_value(item->items[b]);
            if (row >= 0 && column >= 0)
                set_entry(reader, row, column, &value);
        }
    }
}

static void read_file(const matrix_reader *reader, ipa_reference name) {
    const ipa_tape *tape = ipa_tables_load(reader->folder, name);
    if (!tape)
        return;
    size_t n_errors = reader->folder->findings->n_errors;
    int *factor_of = IPA_NEW_ARRAY(reader->folder->arena, tape->n_columns, int);
    for (size_t n = 1; n < tape->n_columns; n++)
        factor_of[n] = find_factor(reader, tape->header[n].text, tape->header[n].mark);
    for (size_t row = 0; row < tape->n_rows; row++) {
        const ipa_cell *label = ipa_tape_cell(tape, row, 0);
        int f = find_factor(reader, label->text, label->mark);
        for (size_t n = 1; n < tape->n_columns && f >= 0; n++) {
            ipa_value value = ipa_tables_cell(reader->folder, tape, row, n);
            if (factor_of[n] >= 0)
                set_entry(reader, f, factor_of[n], &value);
        }
    }
    int n_factors = reader->model->n_factors;
    for (int at = 0; at < n_factors * n_factors; at++) {
        if (reader->set[at] || reader->folder->findings->n_errors > n_errors)
            continue;
        refuse(reader, (ipa_mark){.file = tape->file}, "model.correlation",
               "write a row and a column for every factor",
               ipa_arena_format(reader->folder->arena,
                                "the correlation of `%s` and `%s` is missing",
                                reader->model->factors[at / n_factors].id,
                                reader->model->factors[at % n_factors].id));
        return;
    }
}

/* `{file: …}` or `{pairs: …}`, both with `repair`. */
static void read_mapping(const matrix_reader *reader, const ipa_node *node) {
    const ipa_node *pairs = ipa_node_get(node, "pairs");
    const ipa_node *file = ipa_node_get(node, "file");
    const ipa_node *repair = ipa_node_get(node, "repair");
    for (size_t n = 0; n < node->n_items; n++)
        if (node->items[n] != pairs && node->items[n] != file && node->items[n] != repair)
            ipa_findings_add(reader->folder->findings, IPA_E0104_UNKNOWN_KEY,
                             node->items[n]->key_mark,
                             ipa_node_path(node->items[n], reader->folder->arena),
                             "known here are `pairs`, `file`, `repair`", "`%s` is not a known key",
                             node->items[n]->key);
    if (repair && repair->kind == IPA_SCALAR && strcmp(repair->text, "true") == 0)
        reader->model->repair_correlation = true;
    else if (repair && !(repair->kind == IPA_SCALAR && strcmp(repair->text, "false") == 0))
        ipa_findings_add(reader->folder->findings, IPA_E0109_UNKNOWN_CHOICE, repair->mark,
                         "model.correlation.repair", "write `true` or `false`",
                         "neither true nor false");
    bool has_pairs = pairs && pairs->kind == IPA_MAPPING;
    bool has_file = file && file->kind == IPA_SCALAR && file->text[0];
    if (has_pairs == has_file)
        ipa_findings_add(reader->folder->findings, IPA_E0117_ONE_OF, node->mark,
                         "model.correlation", "write `{pairs: {macro: {software: 0.3}}}`",
                         "exactly one of `pairs` and `file` is expected");
    else if (has_pairs)
        read_pairs(reader, pairs);
    else
        read_file(reader, (ipa_reference){file->text, file->mark, "model.correlation.file"});
}

static void check(const matrix_reader *reader, const ipa_node *node) {
    ipa_deal_model *model = reader->model;
    ipa_correlation_verdict verdict = {0};
    ipa_error error = {0};
    ipa_mark mark = node->mark;
    if (ipa_correlation_check(model->n_factors, model->correlation, &verdict, &error) != IPA_OK) {
        refuse(reader, mark, "model.correlation", NULL, error.message);
        return;
    }
    if (verdict.fault == IPA_CORRELATION_SOUND)
        return;
    IPA_ASSERT(verdict.fault == IPA_CORRELATION_INDEFINITE);
    const char *message =
        ipa_arena_format(reader->folder->arena,
                         "no factors have these correlations: the smallest eigenvalue is %.6g",
                         verdict.smallest_eigenvalue);
    if (!model->repair_correlation) {
        refuse(reader, mark, "model.correlation",
               "write `repair: true` beside it to use the nearest matrix that can be used",
               message);
        return;
    }
    size_t n = (size_t)model->n_factors;
    double *nearest = IPA_NEW_ARRAY(reader->folder->arena, n * n, double);
    double distance = 0;
    if (ipa_correlation_nearest(model->n_factors, model->correlation, nearest, &distance, &error) !=
        IPA_OK) {
        refuse(reader, mark, "model.correlation", NULL, error.message);
        return;
    }
    model->correlation = nearest;
    ipa_findings_add(
        reader->folder->findings, IPA_W0502_CORRELATION_REPAIRED, mark, "model.correlation", NULL,
        "replaced by the nearest correlation matrix, %.6g away (Frobenius norm)", distance);
}

void ipa_matrix_read(ipa_folder *folder, ipa_bind *bind, const ipa_node *node,
                     ipa_deal_model *model) {
    size_t n = (size_t)model->n_factors;
    model->correlation = IPA_NEW_ARRAY(folder->arena, n * n, double);
    for (size_t f = 0; f < n; f++)
        model->correlation[f * n + f] = 1;
    bool identity =
        !ipa_node_given(node) || (node->kind == IPA_SCALAR && strcmp(node->text, "identity") == 0);
    if (identity)
        return;
    matrix_reader reader = {folder, bind, model, IPA_NEW_ARRAY(folder->arena, n * n, bool)};
    size_t n_errors = folder->findings->n_errors;
    if (node->kind == IPA_SEQUENCE)
        refuse(&reader, node->mark, "model.correlation", "write `identity`, a CSV, or pairs",
               "a list is not a correlation matrix");
    else if (node->kind == IPA_MAPPING)
        read_mapping(&reader, node);
    else
        read_file(&reader, (ipa_reference){node->text, node->mark, "model.correlation"});
    if (folder->findings->n_errors == n_errors && n > 0)
        check(&reader, node);
}
