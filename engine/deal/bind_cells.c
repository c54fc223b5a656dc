#include "engine/deal/bind_cells.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/bind_scalar.h"

ipa_bind_cells ipa_bind_cells_of(const ipa_value *cell) {
    /* A quoted cell is wider than its text by its quotes. */
    bool quoted = (size_t)cell->mark.width == ipa_text_length(cell->text) + 2;
    return (ipa_bind_cells){cell, cell->text, cell->mark.column + quoted};
}

/* The bytes [from, from + n) without the blanks around them, as a value with its own place. */
static ipa_value cut(ipa_bind *bind, const ipa_bind_cells *parts, const char *from, size_t n) {
    ipa_value value = *parts->cell;
    const char *before = ipa_arena_copy_n(bind->arena, parts->from, (size_t)(from - parts->from));
    value.mark.column = parts->column + (int)ipa_text_length(before);
    while (n > 0 && *from == ' ')
        from++, n--, value.mark.column++;
    while (n > 0 && from[n - 1] == ' ')
        n--;
    value.text = ipa_arena_copy_n(bind->arena, from, n);
    value.mark.width = (int)ipa_text_length(value.text);
    return value;
}

bool ipa_bind_cells_next(ipa_bind *bind, ipa_bind_cells *parts, char separator,
                         ipa_bind_part *part) {
    while (*parts->from) {
        const char *end = strchr(parts->from, separator);
        size_t n = end ? (size_t)(end - parts->from) : strlen(parts->from);
        const char *colon = memchr(parts->from, ':', n);
        ipa_value all = cut(bind, parts, parts->from, n);
        *part = (ipa_bind_part){.name = all};
        if (colon) {
            size_t n_name = (size_t)(colon - parts->from);
            part->name = cut(bind, parts, parts->from, n_name);
            part->text = cut(bind, parts, colon + 1, n - n_name - 1);
        }
        const char *piece = ipa_arena_copy_n(bind->arena, parts->from, n);
        parts->column += (int)ipa_text_length(piece) + 1;
        parts->from += n + (end != NULL);
        if (all.text[0])
            return true;
    }
    return false;
}

/* ---- royalty rates ---- */

static const ipa_field FROM = {
    .name = "royalty_rate", .type = IPA_FIELD_AMOUNT, .range = IPA_RANGE_NOT_NEGATIVE};
static const ipa_field RATE = {
    .name = "royalty_rate", .type = IPA_FIELD_RATE, .range = IPA_RANGE_UNIT};

static void refuse_tier(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                        const char *fault) {
    ipa_findings_add(bind->findings, IPA_E0211_ROYALTY_TIERS, value->mark,
                     ipa_bind_path(bind, field, value),
                     "write a rate, or tiers such as `0:0.05;20000000:0.04`", "%s", fault);
}

/* What is refused is kept as well, so that nobody misses the rate. */
static void add_tier(ipa_bind *bind, const ipa_field *field, const ipa_bind_part *part,
                     ipa_deal_contract *contract) {
    ipa_deal_tier tier = {.from = {.mark = part->name.mark}};
    const ipa_number *before =
        contract->n_tiers > 0 ? &contract->tiers[contract->n_tiers - 1].from : NULL;
    bool sound = part->text.text != NULL;
    if (!sound)
        refuse_tier(bind, field, &part->name, "a tier is written `from:rate`");
    else if (ipa_bind_scalar_number(bind, &RATE, &part->text, &tier.rate))
        sound = ipa_bind_scalar_number(bind, &FROM, &part->name, &tier.from);
    if (sound && !before && tier.from.value != 0)
        refuse_tier(bind, field, &part->name, "the first tier does not begin at 0");
    else if (sound && before && before->given && tier.from.value <= before->value)
        refuse_tier(bind, field, &part->name, "a tier does not begin above the tier before it");
    IPA_PUSH(bind->arena, contract->tiers, contract->n_tiers, tier);
}

void ipa_bind_cells_tiers(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                          void *record) {
    ipa_deal_contract *contract = record;
    if (!strpbrk(value->text, ":;")) {
        ipa_deal_tier only = {.from = {.mark = value->mark}};
        ipa_bind_scalar_number(bind, &RATE, value, &only.rate);
        IPA_PUSH(bind->arena, contract->tiers, contract->n_tiers, only);
        return;
    }
    ipa_bind_cells parts = ipa_bind_cells_of(value);
    ipa_bind_part part;
    while (ipa_bind_cells_next(bind, &parts, ';', &part))
        add_tier(bind, field, &part, contract);
}

/* ---- profiles ---- */

static const struct {
    const char *name;
    int n_parameters;
} PROFILES[IPA_N_PROFILES] = {
#define PROFILE_ROW(id, name, n_parameters, text) {name, n_parameters},
    IPA_PROFILE_TABLE(PROFILE_ROW)
#undef PROFILE_ROW
};

/* Growth and decay are rates a year, the parameters of the two curves plain numbers. */
static const ipa_field PROFILE_RATE = {
    .name = "profile", .type = IPA_FIELD_RATE, .range = IPA_RANGE_RATE};
static const ipa_field PROFILE_NUMBER = {
    .name = "profile", .type = IPA_FIELD_NUMBER, .range = IPA_RANGE_ANY};

static void refuse_profile(ipa_bind *bind, const ipa_value *value, const char *hint,
                           const char *fault) {
    ipa_findings_add(bind->findings, IPA_E0556_PROFILE, value->mark,
                     ipa_bind_path(bind, &PROFILE_RATE, value), hint, "%s", fault);
}

static const char *forms_hint(ipa_bind *bind) {
    return ipa_arena_format(bind->arena, "write %s", ipa_fields_type_text(IPA_FIELD_PROFILE));
}

static bool find_profile(ipa_bind *bind, const ipa_value *name, ipa_profile_kind *kind) {
    const char *names[IPA_N_PROFILES];
    for (int n = 0; n < IPA_N_PROFILES; n++) {
        names[n] = PROFILES[n].name;
        *kind = (ipa_profile_kind)n;
        if (strcmp(names[n], name->text) == 0)
            return true;
    }
    int nearest = ipa_text_nearest(name->text, names, IPA_N_PROFILES);
    const char *hint = nearest < 0
                           ? forms_hint(bind)
                           : ipa_arena_format(bind->arena, "did you mean `%s`?", names[nearest]);
    refuse_profile(bind, name, hint,
                   ipa_arena_format(bind->arena, "`%s` is no profile of sales", name->text));
    return false;
}

/* The parameters `p,q`, which are numbers with a comma between them. */
static void read_parameters(ipa_bind *bind, ipa_profile_kind kind, const ipa_bind_part *part,
                            ipa_deal_contract *contract) {
    double figures[2] = {0, 0};
    int n_figures = 0;
    bool rate = kind == IPA_PROFILE_GROWTH || kind == IPA_PROFILE_DECAY;
    ipa_bind_part one;
    ipa_bind_cells parts = {&part->text, part->text.text ? part->text.text : "",
                            part->text.mark.column};
    while (ipa_bind_cells_next(bind, &parts, ',', &one)) {
        ipa_number number;
        if (!ipa_bind_scalar_number(bind, rate ? &PROFILE_RATE : &PROFILE_NUMBER, &one.name,
                                    &number))
            return;
        if (n_figures < 2)
            figures[n_figures] = number.value;
        n_figures++;
    }
    ipa_error error = {.message = ""};
    if (n_figures != PROFILES[kind].n_parameters)
        refuse_profile(bind, &part->name, forms_hint(bind),
                       ipa_arena_format(bind->arena, "parameters of `%s`: %d expected, %d found",
                                        PROFILES[kind].name, PROFILES[kind].n_parameters,
                                        n_figures));
    else if (ipa_profile_make(kind, figures[0], figures[1], &contract->profile, &error) != IPA_OK)
        refuse_profile(bind, &part->name, NULL, error.message);
}

void ipa_bind_cells_profile(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                            void *record) {
    ipa_deal_contract *contract = record;
    ipa_bind_cells parts = ipa_bind_cells_of(value);
    ipa_bind_part part;
    ipa_profile_kind kind;
    if (!ipa_bind_cells_next(bind, &parts, ';', &part) || !find_profile(bind, &part.name, &kind))
        return;
    if (*parts.from) {
        refuse_profile(bind, value, NULL, "a contract has one profile of sales");
    } else if (kind != IPA_PROFILE_POINTS) {
        read_parameters(bind, kind, &part, contract);
    } else if (part.text.text && part.text.text[0]) {
        contract->profile = (ipa_profile){.kind = IPA_PROFILE_POINTS};
        contract->profile_file = ipa_bind_scalar_reference(bind, field, &part.text, part.text.text);
    } else {
        refuse_profile(bind, &part.name, "write `table:sales.csv`", "the table has no file");
    }
}
