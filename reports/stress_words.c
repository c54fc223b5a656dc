#include "reports/stress_words.h"

#include <ctype.h>
#include <string.h>

#include "engine/base/builder.h"
#include "engine/base/decimal.h"
#include "engine/deal/levers.h"
#include "reports/cells.h"
#include "reports/words.h"

static int lever_of(const char *field) {
    static const char section[] = "stress.";
    const size_t length = sizeof section - 1;
    return ipa_levers_find(strncmp(field, section, length) == 0 ? field + length : field);
}

/* ---- fields ---- */

static const ipa_record *tape_of(const char *name) {
    static const char *const names[] = {
#define TAPE_NAME(id, name) #name,
        IPA_TAPE_TABLE(TAPE_NAME)
#undef TAPE_NAME
    };
    for (int n = 0; n < IPA_N_TAPES; n++)
        if (strcmp(names[n], name) == 0)
            return &ipa_fields_tapes[n];
    return NULL;
}

/** A path while it is walked: `fees[vat].rate`, `contracts[*].deposit`, `market.spreads.A`. */
typedef struct walk {
    const ipa_record *record; /**< where the next key is looked for; NULL: it is a name */
    const ipa_field *field;   /**< the last that was found … */
    const ipa_field *above;   /**< … and the one before it, where both are of `whose` */
    const char *whose;        /**< id in brackets, or a name; NULL: none */
    bool is_whose;            /**< `field` is one of it */
    bool is_tape;
} walk;

static void step(walk *of, const char *key, bool first) {
    const ipa_record *tape = first ? tape_of(key) : NULL;
    if (of->record == NULL) {
        of->whose = key;
        return;
    }
    const ipa_field *field = ipa_fields_find(of->record, key);
    if (tape != NULL)
        of->is_tape = true;
    if (field == NULL && tape == NULL)
        of->whose = key; /* one of many, each with the record's fields */
    else
        of->record = tape != NULL ? tape : field->record;
    if (field == NULL)
        return;
    of->above = of->whose != NULL && of->is_whose ? of->field : NULL;
    of->is_whose = of->whose != NULL;
    of->field = field;
}

static walk follow(const ipa_view *view, const char *path) {
    walk of = {.record = &ipa_fields_deal};
    char *rest = ipa_arena_copy(view->arena, path);
    bool first = true;
    while (*rest != '\0') {
        const size_t length = strcspn(rest, ".[");
        const char end = rest[length];
        char *key = rest;
        rest += length + (end != '\0');
        key[length] = '\0';
        step(&of, key, first);
        first = false;
        if (end != '[')
            continue;
        const size_t id = strcspn(rest, "]");
        if (rest[id] == '\0')
            break;
        rest[id] = '\0';
        if (strcmp(rest, "*") != 0)
            of.whose = rest;
        rest += id + 1;
        rest += *rest == '.';
    }
    return of;
}

/* A field's meaning up to where its fine print begins. */
static const char *brief(const ipa_view *view, const char *meaning) {
    static const char *const ends[] = {"；", "; ", "（", " (", "，", ", ", " with `"};
    size_t length = strlen(meaning);
    for (size_t n = 0; n < IPA_CELLS_COUNT(ends); n++) {
        const char *end = strstr(meaning, ends[n]);
        if (end != NULL && end > meaning && (size_t)(end - meaning) < length)
            length = (size_t)(end - meaning);
    }
    return ipa_arena_format(view->arena, "%.*s", (int)length, meaning);
}

/* In Chinese a column of a tape by its head, any other field by what it means; in English names say
 * it themselves. */
static const char *said(const ipa_view *view, const ipa_field *field) {
    char *name = ipa_arena_copy(view->arena, field->name);
    for (char *at = name; (at = strchr(at, '_')) != NULL;)
        *at = ' ';
    return brief(view, ipa_cells_say(view, field->alias != NULL ? field->alias : field->zh, name));
}

/* A tranche's name, what deals commonly call by the id; else the id itself. */
static const char *whose(const ipa_view *view, const char *id) {
    typedef const char *words_of(ipa_language language, const char *id);
    static words_of *const words[] = {ipa_words_fee, ipa_words_account, ipa_words_support,
                                      ipa_words_role, ipa_words_industry};
    if (strcmp(id, "macro") == 0)
        return ipa_cells_say(view, "宏观因子", "macro factor");
    for (int t = 0; t < view->plan->n_tranches; t++)
        if (strcmp(view->plan->tranches[t].id, id) == 0)
            return ipa_words_tranche(view->language, view->deal, t);
    for (size_t n = 0; n < IPA_CELLS_COUNT(words); n++) {
        const char *said = words[n](view->language, id);
        if (strcmp(said, id) != 0)
            return said;
    }
    return id;
}

const char *ipa_stress_words_field(const ipa_view *view, const char *field) {
    const int lever = lever_of(field);
    if (lever >= 0)
        return ipa_cells_say(view, ipa_levers_traits[lever].zh, ipa_levers_traits[lever].en);
    const walk of = follow(view, field);
    if (of.field == NULL)
        return field;
    if (of.whose == NULL)
        return said(view, of.field);
    return ipa_arena_format(view->arena, "%s%s%s", whose(view, of.whose),
                            ipa_cells_say(view, "：", ": "), said(view, of.field));
}

/* The id of what a path names; what it counts (`fees[0]`) has its id before the title's colon. */
static const char *id_of(const ipa_view *view, const char *named, const char *title,
                         const char *colon) {
    const char *end = strstr(title, colon);
    if (named == NULL || named[strspn(named, "0123456789")] != '\0')
        return named;
    return end != NULL ? ipa_arena_format(view->arena, "%.*s", (int)(end - title), title) : NULL;
}

const char *ipa_stress_words_assumption(const ipa_view *view, const ipa_sensitivity *of) {
    const char *colon = ipa_cells_say(view, "：", ": ");
    const char *title = ipa_words_name(view->language, of->title, of->field);
    const walk path = follow(view, of->field);
    if (path.field == NULL)
        return brief(view, title);
    const char *id = id_of(view, path.whose, title, colon);
    if (id == NULL)
        return said(view, path.field);
    if (!path.is_whose)
        return ipa_arena_format(view->arena, "%s%s%s", said(view, path.field), colon,
                                whose(view, id));
    const bool nested = path.above != NULL;
    return ipa_arena_format(view->arena, "%s%s%s%s%s", whose(view, id), colon,
                            nested ? said(view, path.above) : "", nested ? " · " : "",
                            said(view, path.field));
}

/* ---- values ---- */

static const struct {
    const char *word, *zh, *en;
} WORDS[] = {{"all", "全部", "all"},
             {"even", "均匀", "even"},
             {"front", "前置", "front-loaded"},
             {"back", "后置", "back-loaded"}};

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_' || (c & 0x80) != 0;
}

/* Braces are left out; words a deck has for everybody are said. */
static const char *unbraced(const ipa_view *view, const char *text) {
    ipa_builder out = {.arena = view->arena};
    for (const char *at = text; *at != '\0';) {
        size_t length = 0;
        while (is_word(at[length]))
            length++;
        const char *said = NULL;
        for (size_t n = 0; length > 0 && n < IPA_CELLS_COUNT(WORDS); n++)
            if (strlen(WORDS[n].word) == length && strncmp(at, WORDS[n].word, length) == 0)
                said = ipa_cells_say(view, WORDS[n].zh, WORDS[n].en);
        if (said != NULL)
            ipa_builder_add(&out, said);
        else if (length > 0)
            ipa_builder_add_n(&out, at, length);
        else if (strchr("{}[]\"'", *at) == NULL)
            ipa_builder_add_n(&out, at, 1);
        at += length > 0 ? length : 1;
    }
    return out.text != NULL ? out.text : "";
}

static bool is_share(int lever, const char *field, const ipa_view *view) {
    if (lever >= 0)
        return ipa_levers_traits[lever].unit == IPA_LEVER_IN_SHARE ||
               ipa_levers_traits[lever].unit == IPA_LEVER_IN_RATE;
    const walk of = follow(view, field);
    return of.field != NULL && of.whose != NULL && of.record == NULL &&
           (of.field->type == IPA_FIELD_SHARE || of.field->type == IPA_FIELD_RATE);
}

static const char *unit_of(const ipa_view *view, int lever) {
    if (lever < 0 || ipa_levers_traits[lever].unit == IPA_LEVER_IN_SHARE ||
        ipa_levers_traits[lever].unit == IPA_LEVER_IN_RATE)
        return "";
    const bool chinese = view->language != IPA_LANGUAGE_EN;
    const char *unit = ipa_levers_unit_text(ipa_levers_traits[lever].unit, chinese);
    if (*unit == '\0' || ipa_levers_traits[lever].unit == IPA_LEVER_IN_COUNT)
        return "";
    return ipa_arena_format(view->arena, " %s", unit);
}

const char *ipa_stress_words_value(const ipa_view *view, const ipa_stress_override *override) {
    const int lever = lever_of(override->field);
    ipa_decimal value;
    if (strchr(override->value, '%') == NULL && is_share(lever, override->field, view) &&
        ipa_decimal_parse(override->value, &value))
        return ipa_arena_format(view->arena, "%.10g%%", 100 * ipa_decimal_value(value));
    const bool is_date = lever >= 0 && ipa_levers_traits[lever].unit == IPA_LEVER_IN_MONTHS &&
                         strchr(override->value, '-') != NULL;
    return ipa_arena_format(view->arena, "%s%s", unbraced(view, override->value),
                            is_date ? "" : unit_of(view, lever));
}

const char *ipa_stress_words_overlay(const ipa_view *view, const ipa_stress_override *overlay,
                                     int n_overlay) {
    const char *text = n_overlay > 0 ? "" : ipa_cells_say(view, "不变", "as it stands");
    for (int n = 0; n < n_overlay; n++)
        text = ipa_arena_format(view->arena, "%s%s%s %s", text,
                                n > 0 ? ipa_cells_say(view, "；", "; ") : "",
                                ipa_stress_words_field(view, overlay[n].field),
                                ipa_stress_words_value(view, &overlay[n]));
    return text;
}
