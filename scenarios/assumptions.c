#include "scenarios/assumptions.h"

#include <math.h>
#include <string.h>

#include "engine/base/decimal.h"
#include "engine/deal/fields.h"

/* What stands in the other sections is structure or says how to compute and report. */
static const char *const sections[] = {"accounts", "entities", "fees",    "market",
                                       "model",    "pool",     "support", NULL};
static const char *const not_assumed[] = {"decimals", "reset", "id", NULL};

/* X(lever, neutral, change at a bump of 1, zh, en): what many figures hold together. */
#define ASSUMPTION_LEVERS(X)                                                        \
    X(pd_multiplier, 1, 1, "违约概率倍数", "default probabilities of the obligors") \
    X(correlation_multiplier, 1, 1, "因子载荷倍数", "loadings on the factors")      \
    X(patent_hazard_multiplier, 1, 1, "专利失效强度倍数", "hazards of the patents") \
    X(curve_shift, 0, 0.05, "贴现曲线平移", "parallel shift of the discount curve")

typedef struct list {
    ipa_assumption *items;
    int n_items;
    double bump;
    const char *const *only;
    int n_only;
    ipa_arena *arena;
} list;

static bool among(const char *const *words, const char *word) {
    for (; *words != NULL; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

static bool is_wanted(const list *to, const char *field) {
    for (int n = 0; n < to->n_only; n++)
        if (strcmp(to->only[n], field) == 0)
            return true;
    return to->only == NULL;
}

static void add(list *to, ipa_assumption of) {
    if (is_wanted(to, of.field))
        IPA_PUSH(to->arena, to->items, to->n_items, of);
}

/* ---- figures of deal.yaml ---- */

/* As a deal writes it: a rate of a few hundred-thousandths has no exponent. */
static const char *moved(const list *to, double value, double factor, const ipa_field *field) {
    const double moved = value * factor;
    const bool money = field != NULL && field->type == IPA_FIELD_AMOUNT;
    if (money || fabs(moved) >= 1e-4)
        return ipa_arena_format(to->arena, money ? "%.2f" : "%.12g", moved);
    char *text = ipa_arena_format(to->arena, "%.16f", moved);
    char *end = text + strlen(text);
    while (end[-1] == '0')
        *--end = '\0';
    return text;
}

static bool is_figure(const ipa_node *node, const ipa_field *field, double *value) {
    ipa_decimal written;
    if (node->kind != IPA_SCALAR || node->quoted || !ipa_decimal_parse(node->text, &written))
        return false;
    if (field != NULL && field->type != IPA_FIELD_NUMBER && field->type != IPA_FIELD_AMOUNT &&
        field->type != IPA_FIELD_RATE && field->type != IPA_FIELD_SHARE &&
        field->type != IPA_FIELD_PAIRS && field->record == NULL)
        return false;
    *value = ipa_decimal_value(written);
    return *value != 0;
}

/* `vat: rate`; of a figure under a name: `spreads: A`. */
static ipa_words_pair title_of(const list *to, const ipa_node *item, const ipa_field *own,
                               const ipa_field *field) {
    const ipa_node *id = ipa_node_get(item->parent, "id");
    if (field == NULL)
        return (ipa_words_pair){item->key, item->key};
    if (own == NULL)
        return (ipa_words_pair){ipa_arena_format(to->arena, "%s：%s", field->zh, item->key),
                                ipa_arena_format(to->arena, "%s: %s", field->en, item->key)};
    if (!ipa_node_given(id))
        return (ipa_words_pair){field->zh, field->en};
    return (ipa_words_pair){ipa_arena_format(to->arena, "%s：%s", id->text, field->zh),
                            ipa_arena_format(to->arena, "%s: %s", id->text, field->en)};
}

static void walk(list *to, const ipa_node *node, const ipa_record *record, const ipa_field *above);

static void walk_item(list *to, const ipa_node *item, const ipa_record *record,
                      const ipa_field *above) {
    const ipa_field *own = record != NULL ? ipa_fields_find(record, item->key) : NULL;
    const ipa_field *field = own != NULL ? own : above;
    double value = 0;
    if (among(not_assumed, item->key))
        return;
    if (!is_figure(item, field, &value)) {
        walk(to, item, own != NULL ? own->record : NULL, field);
        return;
    }
    const char *path = ipa_node_path(item, to->arena);
    add(to, (ipa_assumption){.field = path,
                             .title = title_of(to, item, own, field),
                             .base = item->text,
                             .low = {path, moved(to, value, 1 - to->bump, field)},
                             .high = {path, moved(to, value, 1 + to->bump, field)}});
}

static void walk(list *to, const ipa_node *node, const ipa_record *record, const ipa_field *above) {
    for (size_t n = 0; node->kind != IPA_SCALAR && n < node->n_items; n++) {
        const ipa_node *item = node->items[n];
        if (node->kind == IPA_MAPPING)
            walk_item(to, item, record, above);
        else if (item->kind == IPA_MAPPING)
            walk(to, item, record, above);
    }
}

static void add_figures(list *to, const ipa_deal *deal) {
    for (const char *const *name = sections; *name != NULL; name++) {
        const ipa_node *section = ipa_node_get(deal->root, *name);
        const ipa_field *field = ipa_fields_find(&ipa_fields_deal, *name);
        if (section != NULL && field != NULL)
            walk(to, section, field->record, field);
    }
}

/* ---- columns of the tapes ---- */

static const char *factor_of(const list *to, double factor) {
    return ipa_arena_format(to->arena, "\"*%.12g\"", factor);
}

/* Whether some row of the tape has a figure in the column. The struct of a row keeps every figure
 * as an ipa_number. */
static bool has_figure(const ipa_field *field, const ipa_record *record, const void *rows,
                       int n_rows) {
    if (field->size != sizeof(ipa_number))
        return false;
    for (int row = 0; row < n_rows; row++) {
        const ipa_number *number =
            (const ipa_number *)((const char *)rows + (size_t)row * record->size + field->offset);
        if (number->given && number->value != 0)
            return true;
    }
    return false;
}

static void add_columns(list *to, const char *tape, ipa_tape_kind kind, const void *rows,
                        int n_rows) {
    const ipa_record *record = &ipa_fields_tapes[kind];
    for (size_t n = 0; n < record->n_fields; n++) {
        const ipa_field *field = &record->fields[n];
        if ((field->type != IPA_FIELD_NUMBER && field->type != IPA_FIELD_AMOUNT &&
             field->type != IPA_FIELD_RATE && field->type != IPA_FIELD_SHARE) ||
            !has_figure(field, record, rows, n_rows))
            continue;
        const char *path = ipa_arena_format(to->arena, "%s[*].%s", tape, field->name);
        add(to, (ipa_assumption){.field = path,
                                 .title = {field->zh, field->en},
                                 .base = "×1",
                                 .low = {path, factor_of(to, 1 - to->bump)},
                                 .high = {path, factor_of(to, 1 + to->bump)}});
    }
}

static void add_levers(list *to) {
#define ASSUMPTION_LEVER(lever, neutral, change, zh, en)                                          \
    add(to,                                                                                       \
        (ipa_assumption){                                                                         \
            .field = #lever,                                                                      \
            .title = {zh, en},                                                                    \
            .base = #neutral,                                                                     \
            .low = {#lever, ipa_arena_format(to->arena, "%.12g", (neutral)-to->bump * (change))}, \
            .high = {#lever,                                                                      \
                     ipa_arena_format(to->arena, "%.12g", (neutral) + to->bump * (change))}});
    ASSUMPTION_LEVERS(ASSUMPTION_LEVER)
#undef ASSUMPTION_LEVER
}

ipa_assumption *ipa_assumptions_of(const ipa_deal *deal, double bump, const char *const *only,
                                   int n_only, ipa_arena *arena, int *n_assumptions) {
    list to = {.bump = bump, .only = only, .n_only = n_only, .arena = arena};
    add_levers(&to);
    add_columns(&to, "obligors", IPA_TAPE_OBLIGORS, deal->obligors, deal->n_obligors);
    add_columns(&to, "contracts", IPA_TAPE_CONTRACTS, deal->contracts, deal->n_contracts);
    add_columns(&to, "patents", IPA_TAPE_PATENTS, deal->patents, deal->n_patents);
    add_figures(&to, deal);
    *n_assumptions = to.n_items;
    return to.items;
}
