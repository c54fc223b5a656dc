#include "engine/deal/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/status.h"
#include "engine/deal/fields.h"
#include "engine/deal/fields_waterfall.h"
#include "engine/deal/quantities.h"

typedef struct word_list {
    ipa_arena *arena;
    ipa_word *words;
    size_t n_words;
} word_list;

static const char *or_empty(const char *text) {
    return text ? text : "";
}

/* The words of a choice, `(not yet)` behind those of a later version. */
static const char *choices_text(ipa_arena *arena, const ipa_choice *choices) {
    const char *text = "";
    for (const ipa_choice *one = choices; one->name; one++)
        text = ipa_arena_format(arena, "%s%s%s%s", text, text[0] ? " | " : "", one->name,
                                one->later ? " (not yet)" : "");
    return text;
}

static bool is_figure(const ipa_field *field) {
    static const ipa_field_type FIGURES[] = {
        IPA_FIELD_NUMBER,  IPA_FIELD_AMOUNT, IPA_FIELD_RATE,  IPA_FIELD_SHARE,
        IPA_FIELD_INTEGER, IPA_FIELD_PAIRS,  IPA_FIELD_TIMES, IPA_FIELD_ARREARS_RATE};
    for (size_t n = 0; n < sizeof FIGURES / sizeof FIGURES[0]; n++)
        if (FIGURES[n] == field->type)
            return field->range != IPA_RANGE_ANY;
    return false;
}

static const char *values_text(ipa_arena *arena, const ipa_field *field) {
    if (field->choices)
        return choices_text(arena, field->choices);
    if (is_figure(field))
        return ipa_fields_range_text(field->range);
    if (field->type == IPA_FIELD_REFERENCE && field->referent != IPA_REFERENT_NOTHING)
        return ipa_arena_format(arena, "id of: %s",
                                ipa_fields_referent_text(field->referent, false));
    return ipa_fields_type_text(field->type);
}

static void add_field(word_list *list, const ipa_field *field, const char *prefix, bool later) {
    ipa_word word = {
        .name = ipa_arena_format(list->arena, "%s%s", prefix, field->name),
        .kind = ipa_fields_type_name(field->type, false),
        .values = values_text(list->arena, field),
        .initial = or_empty(field->initial),
        .example = or_empty(field->example),
        .alias = or_empty(field->alias),
        .en = field->en,
        .zh = field->zh,
        .required = field->need == IPA_REQUIRED,
        .later = later || field->need == IPA_LATER,
    };
    IPA_PUSH(list->arena, list->words, list->n_words, word);
}

/* A record's fields, each followed by what stands below it. The steps of the three waterfalls are
 * the same: they are listed once. */
static void add_record(word_list *list, const ipa_record *record, const char *prefix, bool later) {
    bool steps_listed = false;
    for (size_t n = 0; n < record->n_fields; n++) {
        const ipa_field *field = &record->fields[n];
        add_field(list, field, prefix, later);
        bool steps = field->record == &ipa_fields_waterfall_step;
        if (!field->record || (steps && steps_listed))
            continue;
        steps_listed = steps_listed || steps;
        const bool by_name = field->type == IPA_FIELD_PROCESSES || field->type == IPA_FIELD_INDICES;
        const char *dots = field->type == IPA_FIELD_LIST ? "[]." : by_name ? ".*." : ".";
        add_record(list, field->record,
                   ipa_arena_format(list->arena, "%s%s%s", prefix, steps ? "*" : field->name, dots),
                   later || field->need == IPA_LATER);
    }
}

static void add_quantities(word_list *list) {
    static const struct {
        const char *name, *argument, *type, *unit, *text;
    } QUANTITIES[] = {
#define QUANTITY_ROW(id, name, argument, type, unit, text) {name, #argument, #type, #unit, text},
        IPA_QUANTITY_TABLE(QUANTITY_ROW)
#undef QUANTITY_ROW
    };
    static const struct {
        const char *argument, *text;
    } BRACKETS[] = {{"NONE", ""},
                    {"DATE", "(\"2026-01-25\")"},
                    {"ACCOUNT", "(account)"},
                    {"TRANCHE", "(T)"},
                    {"ENTITY", "(entity)"},
                    {"SUPPORT", "(support)"},
                    {"TRIGGER", "(trigger)"},
                    {"LEDGER", "(ledger)"},
                    {"PAYEE", "(payee)"}};
    for (size_t n = 0; n < sizeof QUANTITIES / sizeof QUANTITIES[0]; n++) {
        const char *brackets = NULL;
        for (size_t b = 0; b < sizeof BRACKETS / sizeof BRACKETS[0]; b++)
            if (strcmp(BRACKETS[b].argument, QUANTITIES[n].argument) == 0)
                brackets = BRACKETS[b].text;
        IPA_ASSERT(brackets != NULL);
        bool condition = strcmp(QUANTITIES[n].type, "CONDITION") == 0;
        bool money = strcmp(QUANTITIES[n].unit, "MONEY") == 0;
        ipa_word word = {
            .name = ipa_arena_format(list->arena, "%s%s", QUANTITIES[n].name, brackets),
            .kind = condition ? "condition"
                    : money   ? "amount"
                              : "number",
            .values = "",
            .initial = "",
            .example = "",
            .alias = "",
            .en = QUANTITIES[n].text,
            .zh = "",
        };
        IPA_PUSH(list->arena, list->words, list->n_words, word);
    }
}

const ipa_word *ipa_vocabulary_words(ipa_arena *arena, size_t *n_words) {
    word_list list = {.arena = arena};
    add_record(&list, &ipa_fields_deal, "", false);
    for (int kind = 0; kind < IPA_N_TAPES; kind++) {
        const ipa_record *tape = &ipa_fields_tapes[kind];
        for (size_t n = 0; n < tape->n_fields; n++)
            add_field(&list, &tape->fields[n], ipa_arena_format(arena, "%s:", tape->title), false);
    }
    add_quantities(&list);
    *n_words = list.n_words;
    return list.words;
}

/* ---- text for a terminal ---- */

static void print_word(FILE *out, const ipa_word *word, bool chinese) {
    bool has_chinese = word->zh[0] != '\0';
    fprintf(out, "%s\n    %s%s%s", word->name, chinese && has_chinese ? word->zh : word->en,
            word->required ? (chinese ? "（必填）" : " (required)") : "",
            word->later ? (chinese ? "（暂不支持）" : " (not supported yet)") : "");
    fprintf(out, "\n    %s%s%s", word->kind, word->values[0] ? ": " : "", word->values);
    if (word->alias[0])
        fprintf(out, "\n    %s %s", chinese ? "中文列名" : "Chinese header", word->alias);
    if (word->initial[0])
        fprintf(out, "\n    %s %s", chinese ? "缺省" : "default", word->initial);
    if (word->example[0])
        fprintf(out, "\n    %s %s", chinese ? "示例" : "example", word->example);
    fputc('\n', out);
}

/* What `print` writes, as a text of the arena. */
static const char *collect(ipa_arena *arena, void print(FILE *out, const void *what),
                           const void *what) {
    char *text = NULL;
    size_t n_text = 0;
    FILE *out = open_memstream(&text, &n_text);
    IPA_ASSERT(out != NULL);
    print(out, what);
    IPA_ASSERT(fclose(out) == 0);
    const char *copy = ipa_arena_copy_n(arena, text, n_text);
    free(text);
    return copy;
}

typedef struct choice_of_words {
    const ipa_word *words;
    size_t n_words;
    const char *part;
    bool chinese;
} choice_of_words;

static void print_text(FILE *out, const void *what) {
    const choice_of_words *chosen = what;
    for (size_t n = 0; n < chosen->n_words; n++)
        if (!chosen->part || strstr(chosen->words[n].name, chosen->part) ||
            (chosen->part[0] && strstr(chosen->words[n].alias, chosen->part)))
            print_word(out, &chosen->words[n], chosen->chinese);
}

const char *ipa_vocabulary_text(ipa_arena *arena, const char *part, bool chinese) {
    choice_of_words chosen = {.part = part, .chinese = chinese};
    chosen.words = ipa_vocabulary_words(arena, &chosen.n_words);
    return collect(arena, print_text, &chosen);
}

/* ---- Markdown ---- */

/* A bar would end the cell. */
static void print_cell(FILE *out, const char *text, bool code) {
    bool ticks = code && text[0] && !strchr(text, '`');
    fputs(ticks ? " `" : " ", out);
    for (; *text; text++)
        fprintf(out, *text == '|' ? "\\|" : "%c", *text);
    fputs(ticks ? "` |" : " |", out);
}

static const char *status_of(const ipa_word *word) {
    return word->required ? "required" : word->later ? "not yet" : "";
}

static void print_row(FILE *out, const ipa_word *word, const char *name) {
    fputc('|', out);
    print_cell(out, name, true);
    if (strchr(word->name, ':'))
        print_cell(out, word->alias, false);
    print_cell(out, word->kind, false);
    print_cell(out, word->values, false);
    print_cell(out, word->initial, true);
    print_cell(out, status_of(word), false);
    print_cell(out, word->en, false);
    print_cell(out, word->zh, false);
    fputc('\n', out);
}

static void print_markdown(FILE *out, const void *what) {
    const choice_of_words *all = what;
    const char *tape = "";
    fputs("### deal.yaml\n\n"
          "| key | value | form | default | | meaning | 含义 |\n|---|---|---|---|---|---|---|\n",
          out);
    size_t n = 0;
    for (; n < all->n_words && !strchr(all->words[n].name, ':'); n++)
        print_row(out, &all->words[n], all->words[n].name);
    for (; n < all->n_words && strchr(all->words[n].name, ':'); n++) {
        const char *colon = strchr(all->words[n].name, ':');
        size_t n_title = (size_t)(colon - all->words[n].name);
        if (strncmp(tape, all->words[n].name, n_title + 1) != 0)
            fprintf(out,
                    "\n### %.*s\n\n"
                    "| column | 列名 | value | form | default | | meaning | 含义 |\n"
                    "|---|---|---|---|---|---|---|---|\n",
                    (int)n_title, all->words[n].name);
        tape = all->words[n].name;
        print_row(out, &all->words[n], colon + 1);
    }
    fputs("\n### Quantities of expressions\n\n| quantity | value | meaning |\n|---|---|---|\n",
          out);
    for (; n < all->n_words; n++) {
        fputc('|', out);
        print_cell(out, all->words[n].name, true);
        print_cell(out, all->words[n].kind, false);
        print_cell(out, all->words[n].en, false);
        fputc('\n', out);
    }
}

const char *ipa_vocabulary_markdown(ipa_arena *arena) {
    choice_of_words all = {0};
    all.words = ipa_vocabulary_words(arena, &all.n_words);
    return collect(arena, print_markdown, &all);
}
