#include "engine/deal/hazards.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/embedded.h"
#include "engine/base/text.h"

enum { MOST_BYTES = 4 << 20 };

static const char BUILT_IN[] = "builtin";
static const char NONE[] = "none";
static const char BUILT_IN_FILE[] = "engine/deal/tables/patent_hazards.csv";

typedef struct hazard_row {
    ipa_patent_kind kind;
    ipa_patent_cause cause;
    ipa_number age_from, hazard;
    ipa_mark mark;
} hazard_row;

#define AT(member) .offset = offsetof(hazard_row, member), .size = sizeof(((hazard_row *)0)->member)

static const ipa_choice CAUSES[] = {
#define CAUSE_ROW(id, name) {name, IPA_CAUSE_##id, false},
    IPA_PATENT_CAUSE_TABLE(CAUSE_ROW)
#undef CAUSE_ROW
        {NULL, 0, false}};
static const ipa_field FIELDS[] = {
    {"kind", IPA_FIELD_CHOICE, IPA_REQUIRED, "kind of right", "权利类型", AT(kind),
     .alias = "专利类型", .choices = ipa_fields_tapes_patent_kinds},
    {"cause", IPA_FIELD_CHOICE, IPA_REQUIRED, "why it stops counting", "失效原因", AT(cause),
     .alias = "失效原因", .choices = CAUSES},
    {"age_from", IPA_FIELD_NUMBER, IPA_REQUIRED, "years since filing, to the next row", "起始年龄",
     AT(age_from), .alias = "起始年龄", .range = IPA_RANGE_NOT_NEGATIVE},
    {"hazard", IPA_FIELD_RATE, IPA_REQUIRED, "hazard a year", "年失效强度", AT(hazard),
     .alias = "失效强度", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
};
static const ipa_record RECORD = {.title = "hazards",
                                  .fields = FIELDS,
                                  .n_fields = sizeof FIELDS / sizeof FIELDS[0],
                                  .size = sizeof(hazard_row),
                                  .node_offset = IPA_NO_OFFSET,
                                  .mark_offset = offsetof(hazard_row, mark)};

/* Comments become blank lines, which a tape skips: the rows keep their places. */
static const char *without_comments(ipa_arena *arena, const char *text, size_t n_text) {
    char *copy = ipa_arena_alloc(arena, n_text + 1, 1);
    memcpy(copy, text, n_text);
    for (char *line = copy; *line == '#'; line += *line == '\n')
        for (; *line && *line != '\n'; line++)
            *line = ' ';
    return copy;
}

/* A name without a dot is meant for one of the words, not for a file. */
static void refuse_word(ipa_folder *folder, ipa_reference name) {
    const char *words[] = {BUILT_IN, NONE};
    int nearest = ipa_text_nearest(name.id, words, 2);
    const char *hint = "write `builtin`, `none` or the name of a CSV file";
    if (nearest >= 0)
        hint = ipa_arena_format(folder->arena, "did you mean `%s`?", words[nearest]);
    ipa_findings_add(folder->findings, IPA_E0109_UNKNOWN_CHOICE, name.mark, name.field, hint,
                     "`%s` is no table of hazards", name.id);
}

static const ipa_tape *load(ipa_folder *folder, ipa_reference name) {
    ipa_folder_text source = {.file = "patent_hazards.csv"};
    if (strcmp(name.id, BUILT_IN) == 0) {
        source.text = ipa_embedded_file(BUILT_IN_FILE, &source.n_text);
        IPA_ASSERT(source.text != NULL);
    } else if (!strchr(name.id, '.')) {
        refuse_word(folder, name);
        return NULL;
    } else {
        const ipa_folder_text *loaded =
            ipa_folder_load(folder, name.id, MOST_BYTES, name.mark, name.field);
        if (!loaded)
            return NULL;
        source = *loaded;
    }
    const char *text = without_comments(folder->arena, source.text, source.n_text);
    const ipa_tape *tape =
        ipa_tape_parse(source.file, text, source.n_text, folder->arena, folder->findings);
    if (tape->n_rows == 0 && !tape->broken)
        ipa_findings_add(folder->findings, IPA_E0208_TAPE_NO_ROWS, (ipa_mark){.file = tape->file},
                         NULL, NULL, "the table has no rows");
    return tape->n_rows == 0 ? NULL : tape;
}

/* Ages ascend among the rows of one kind and cause, as written. */
static void check_ages(ipa_folder *folder, const hazard_row *rows, int n_rows) {
    const hazard_row *last[IPA_PATENT_TRADEMARK + 1][IPA_N_PATENT_CAUSES] = {{NULL}};
    for (int n = 0; n < n_rows; n++) {
        const hazard_row **before = &last[rows[n].kind][rows[n].cause];
        if (*before && rows[n].age_from.value <= (*before)->age_from.value)
            ipa_findings_add(folder->findings, IPA_E0210_TAPE_ORDER, rows[n].age_from.mark,
                             "age_from", NULL,
                             "the age %.10g does not come after the one before it of the same kind "
                             "and cause, %.10g",
                             rows[n].age_from.value, (*before)->age_from.value);
        *before = &rows[n];
    }
}

static int compare(const void *left, const void *right) {
    const ipa_deal_hazard *a = left, *b = right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->cause != b->cause)
        return a->cause < b->cause ? -1 : 1;
    return (a->age_from > b->age_from) - (a->age_from < b->age_from);
}

void ipa_hazards_read(ipa_folder *folder, ipa_bind *bind, ipa_deal_patent_model *model) {
    if (!model->hazards.id || strcmp(model->hazards.id, NONE) == 0)
        return;
    const ipa_tape *tape = load(folder, model->hazards);
    if (!tape)
        return;
    size_t n_errors = folder->findings->n_errors;
    const hazard_row *rows = ipa_bind_tape(bind, &RECORD, tape, &model->n_rows);
    if (folder->findings->n_errors == n_errors)
        check_ages(folder, rows, model->n_rows);
    const bool is_built_in = strcmp(model->hazards.id, BUILT_IN) == 0;
    model->rows = IPA_NEW_ARRAY(folder->arena, model->n_rows, ipa_deal_hazard);
    for (int n = 0; n < model->n_rows; n++) {
        model->rows[n] = (ipa_deal_hazard){
            .kind = rows[n].kind,
            .cause = rows[n].cause,
            .age_from = rows[n].age_from.value,
            .hazard = rows[n].hazard.value,
        };
        if (!is_built_in)
            model->rows[n].mark = rows[n].mark;
    }
    qsort(model->rows, (size_t)model->n_rows, sizeof *model->rows, compare);
}
