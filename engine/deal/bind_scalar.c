#include "engine/deal/bind_scalar.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

enum { LONGEST_ID = 64 };

static void *at(const ipa_field *field, void *record) {
    return field->size == 0 ? NULL : (char *)record + field->offset;
}

/* Enums are ints, flags are bools: a choice may stand for either. */
static void store_integer(const ipa_field *field, void *record, int64_t value) {
    void *target = at(field, record);
    int as_int = (int)value;
    bool as_bool = value != 0;
    if (field->size == sizeof value)
        memcpy(target, &value, sizeof value);
    else if (field->size == sizeof as_int)
        memcpy(target, &as_int, sizeof as_int);
    else if (field->size == sizeof as_bool)
        memcpy(target, &as_bool, sizeof as_bool);
    else
        IPA_ASSERT(field->size == 0);
}

void ipa_bind_scalar_not_yet(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                             const char *what, const char *instead) {
    const char *hint = instead
                           ? ipa_arena_format(bind->arena, "leave it out or write `%s`", instead)
                           : "leave it out";
    ipa_findings_add(bind->findings, IPA_E0110_NOT_SUPPORTED, value->mark,
                     ipa_bind_path(bind, field, value), hint, "not supported yet: %s", what);
}

/* ---- numbers ---- */

/* A hundredth of a decimal, as text. */
static const char *hundredth(ipa_arena *arena, ipa_decimal value) {
    int64_t digits = value.mantissa < 0 ? -value.mantissa : value.mantissa;
    int scale = value.scale + 2;
    while (scale > 0 && digits % 10 == 0) {
        digits /= 10;
        scale--;
    }
    int64_t power = 1;
    for (int n = 0; n < scale; n++)
        power *= 10;
    return scale == 0
               ? ipa_arena_format(arena, "%s%" PRId64, value.mantissa < 0 ? "-" : "", digits)
               : ipa_arena_format(arena, "%s%" PRId64 ".%0*" PRId64, value.mantissa < 0 ? "-" : "",
                                  digits / power, scale, digits % power);
}

static bool is_ratio(const ipa_field *field) {
    return field->type == IPA_FIELD_RATE || field->type == IPA_FIELD_SHARE ||
           field->type == IPA_FIELD_ARREARS_RATE ||
           (field->type == IPA_FIELD_PAIRS && field->range == IPA_RANGE_RATE);
}

/* What to write in place of a text that is no number. */
static const char *number_hint(ipa_bind *bind, const ipa_field *field, const char *text) {
    char digits[64];
    size_t n = 0;
    for (const char *c = text; *c && n < sizeof digits - 1; c++)
        if (*c != ',' && *c != ' ' && *c != '_')
            digits[n++] = *c;
    digits[n] = '\0';
    ipa_decimal value;
    if (strcmp(digits, text) != 0 && ipa_decimal_parse(digits, &value))
        return ipa_arena_format(bind->arena, "write `%s`", digits);
    if (strstr(text, "\xE4\xB8\x87") || strstr(text, "\xE4\xBA\xBF"))
        return "write the figure out in yuan, with digits only";
    if (field->type == IPA_FIELD_TIMES)
        return "write whole months or a date of the calendar, `YYYY-MM-DD`";
    return "write digits with a decimal point, at most 18 of them";
}

/* Whether a text such as 2.79 was meant as 2.79%: a ratio above 1 that is no ratio of anything. */
static bool looks_like_percent(const ipa_field *field, const char *text, double value) {
    bool signed_percent = strchr(text, '%') != NULL;
    double size = value < 0 ? -value : value;
    bool whole = size == 1 && field->range == IPA_RANGE_RATE; /* a coupon of 100% is none */
    return is_ratio(field) && !signed_percent && (size > 1 || whole) && size <= 100;
}

static bool check_number(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                         const char *text, ipa_decimal exact) {
    double figure = ipa_decimal_value(exact);
    const char *path = ipa_bind_path(bind, field, value);
    if (looks_like_percent(field, text, figure)) {
        ipa_findings_add(bind->findings, IPA_E0107_LOOKS_LIKE_PERCENT, value->mark, path,
                         ipa_arena_format(bind->arena, "write `%s` or `%s%%`",
                                          hundredth(bind->arena, exact), text),
                         "%s looks like a percentage", text);
        return false;
    }
    if (strchr(text, '%') && !is_ratio(field)) {
        ipa_findings_add(bind->findings, IPA_E0106_BAD_NUMBER, value->mark, path, NULL,
                         "%s is a percentage where a plain %s is expected", text,
                         ipa_fields_type_name(field->type, false));
        return false;
    }
    if (!ipa_fields_in_range(field->range, figure)) {
        ipa_findings_add(bind->findings, IPA_E0108_OUT_OF_RANGE, value->mark, path, NULL,
                         "%s is not %s", text, ipa_fields_range_text(field->range));
        return false;
    }
    return true;
}

bool ipa_bind_scalar_number(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                            ipa_number *number) {
    static const ipa_field NUMBER = {.name = "number", .type = IPA_FIELD_NUMBER};
    *number = (ipa_number){.mark = value->mark};
    const bool is_pair = field->type == IPA_FIELD_PAIRS || field->type == IPA_FIELD_TIMES;
    const char *text = ipa_bind_text(bind, is_pair ? &NUMBER : field, value);
    if (!text)
        return false;
    ipa_decimal exact;
    if (!ipa_decimal_parse(text, &exact)) {
        ipa_findings_add(bind->findings, IPA_E0106_BAD_NUMBER, value->mark,
                         ipa_bind_path(bind, field, value), number_hint(bind, field, text),
                         "`%s` is not a number", text);
        return false;
    }
    if (value->quoted) {
        ipa_findings_add(bind->findings, IPA_E0102_WRONG_TYPE, value->mark,
                         ipa_bind_path(bind, field, value),
                         ipa_arena_format(bind->arena, "write `%s` without quotes", text),
                         "a text in quotes stands where a number is expected");
        return false;
    }
    if (!check_number(bind, field, value, text, exact))
        return false;
    number->exact = exact;
    number->value = ipa_decimal_value(exact);
    number->given = !value->is_default;
    return true;
}

static void read_number(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                        void *record) {
    ipa_number number;
    ipa_bind_scalar_number(bind, field, value, &number);
    if (field->size > 0)
        memcpy(at(field, record), &number, sizeof number);
}

static void read_integer(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                         void *record) {
    ipa_number number;
    if (!ipa_bind_scalar_number(bind, field, value, &number))
        return;
    /* 1e9 parses as a mantissa with its zeros written out; a scale above 0 is a fraction. */
    if (number.exact.scale > 0) {
        ipa_findings_add(bind->findings, IPA_E0108_OUT_OF_RANGE, value->mark,
                         ipa_bind_path(bind, field, value), NULL, "%s is not a whole number",
                         value->text);
        return;
    }
    store_integer(field, record, number.exact.mantissa);
}

/* ---- dates ---- */

/* `2025/7/25`, `20250725` or `2025年7月25日` as the format writes it, or NULL. */
static const char *date_hint(ipa_bind *bind, const char *text) {
    int parts[3] = {0};
    int n_parts = 0;
    const char *c = text;
    bool run_together = strlen(text) == 8 && strspn(text, "0123456789") == 8;
    if (run_together) {
        int digits = (int)strtol(text, NULL, 10);
        parts[0] = digits / 10000;
        parts[1] = digits / 100 % 100;
        parts[2] = digits % 100;
        n_parts = 3;
    }
    while (n_parts < 3 && *c) {
        if (isdigit((unsigned char)*c)) {
            char *end = NULL;
            long part = strtol(c, &end, 10);
            parts[n_parts++] = part > 9999 ? 0 : (int)part;
            c = end;
        } else {
            c++;
        }
    }
    ipa_date date = n_parts == 3 ? ipa_date_from(parts[0], parts[1], parts[2]) : IPA_NO_DATE;
    char written[IPA_DATE_TEXT];
    if (date == IPA_NO_DATE)
        return "write a day that exists as YYYY-MM-DD";
    return ipa_arena_format(bind->arena, "write `%s`", ipa_date_format(date, written));
}

ipa_date ipa_bind_scalar_date(ipa_bind *bind, const ipa_field *field, const ipa_value *value) {
    const char *text = ipa_bind_text(bind, field, value);
    ipa_date date = IPA_NO_DATE;
    if (text && !ipa_date_parse(text, &date)) {
        ipa_findings_add(bind->findings, IPA_E0111_BAD_DATE, value->mark,
                         ipa_bind_path(bind, field, value), date_hint(bind, text),
                         "`%s` is not a date", text);
        return IPA_NO_DATE;
    }
    return date;
}

static void read_date(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                      void *record) {
    ipa_date date = ipa_bind_scalar_date(bind, field, value);
    if (field->size > 0)
        memcpy(at(field, record), &date, sizeof date);
}

/* ---- words ---- */

static void read_boolean(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                         void *record) {
    const char *text = ipa_bind_text(bind, field, value);
    if (!text)
        return;
    bool is_true = strcmp(text, "true") == 0;
    if (!is_true && strcmp(text, "false") != 0)
        ipa_findings_add(bind->findings, IPA_E0109_UNKNOWN_CHOICE, value->mark,
                         ipa_bind_path(bind, field, value), "write `true` or `false`",
                         "`%s` is neither true nor false", text);
    else
        store_integer(field, record, is_true);
}

enum { MOST_CHOICES = 16 };

/* `did you mean …`, or the whole list. */
static const char *choice_hint(ipa_bind *bind, const ipa_choice *choices, const char *text) {
    const char *names[MOST_CHOICES];
    size_t n_names = 0;
    const char *list = "write one of";
    for (; n_names < MOST_CHOICES && choices[n_names].name; n_names++) {
        names[n_names] = choices[n_names].name;
        list = ipa_arena_format(bind->arena, "%s%s `%s`", list, n_names ? "," : "", names[n_names]);
    }
    int nearest = ipa_text_nearest(text, names, n_names);
    return nearest < 0 ? list : ipa_arena_format(bind->arena, "did you mean `%s`?", names[nearest]);
}

static void read_choice(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                        void *record) {
    const char *text = ipa_bind_text(bind, field, value);
    if (!text)
        return;
    const ipa_choice *choice = field->choices;
    while (choice->name && strcmp(choice->name, text) != 0)
        choice++;
    /* A required choice has no default that a refused one could fall back to. */
    int none = IPA_NO_CHOICE;
    if (!choice->name && field->need == IPA_REQUIRED && field->size == sizeof none)
        memcpy(at(field, record), &none, sizeof none);
    if (!choice->name)
        ipa_findings_add(bind->findings, IPA_E0109_UNKNOWN_CHOICE, value->mark,
                         ipa_bind_path(bind, field, value), choice_hint(bind, field->choices, text),
                         "`%s` is not known here", text);
    else if (choice->later)
        ipa_bind_scalar_not_yet(bind, field, value, ipa_arena_format(bind->arena, "`%s`", text),
                                field->initial);
    else
        store_integer(field, record, choice->value);
}

static bool is_yaml_id(const char *text) {
    bool good = isalpha((unsigned char)text[0]) || text[0] == '_';
    for (const char *c = text; good && *c; c++)
        good = isalnum((unsigned char)*c) || *c == '_';
    return good;
}

static void read_id(ipa_bind *bind, const ipa_field *field, const ipa_value *value, void *record) {
    const char *text = ipa_bind_text(bind, field, value);
    if (!text)
        return;
    bool on_tape = value->node == NULL;
    bool good = ipa_text_length(text) <= LONGEST_ID &&
                (on_tape ? strpbrk(text, " \t\r\n,:;\"'`[]") == NULL : is_yaml_id(text));
    if (!good) {
        ipa_findings_add(bind->findings, IPA_E0112_BAD_NAME, value->mark,
                         ipa_bind_path(bind, field, value),
                         on_tape ? "no blanks, commas, colons, semicolons, quotes or brackets"
                                 : "letters, digits and `_`, not beginning with a digit",
                         "`%s` is not a well-formed id", text);
        return;
    }
    if (field->size > 0)
        memcpy(at(field, record), &text, sizeof text);
}

static void read_text(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                      void *record) {
    const char *text = ipa_bind_text(bind, field, value);
    if (text && field->size > 0)
        memcpy(at(field, record), &text, sizeof text);
}

/* An expression's place is that of its first character, behind the quote. */
static void read_formula(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                         void *record) {
    ipa_formula formula = {.text = ipa_bind_text(bind, field, value), .mark = value->mark};
    if (!formula.text || field->size == 0)
        return;
    if (value->quoted) {
        formula.mark.column++;
        formula.mark.width = formula.mark.width > 2 ? formula.mark.width - 2 : 1;
    }
    formula.field = ipa_bind_path(bind, field, value);
    memcpy(at(field, record), &formula, sizeof formula);
}

/* ---- references ---- */

ipa_reference ipa_bind_scalar_reference(ipa_bind *bind, const ipa_field *field,
                                        const ipa_value *value, const char *text) {
    ipa_reference reference = {text, value->mark, ipa_bind_path(bind, field, value)};
    ipa_bind_expect(bind, field->referent, reference);
    return reference;
}

/* A file is a reference as well: to what it holds. */
static void read_reference(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                           void *record) {
    const char *text = ipa_bind_text(bind, field, value);
    if (!text || field->size == 0)
        return;
    ipa_reference reference = ipa_bind_scalar_reference(bind, field, value, text);
    memcpy(at(field, record), &reference, sizeof reference);
}

/* `a;b` in a cell: each is a reference, the text is kept as it is. */
static void read_references(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                            void *record) {
    const char *text = ipa_bind_text(bind, field, value);
    if (!text)
        return;
    memcpy(at(field, record), &text, sizeof text);
    ipa_value one = *value;
    /* A quoted cell is wider than its text by its quotes. */
    one.mark.column += (size_t)value->mark.width == ipa_text_length(text) + 2;
    for (const char *from = text; *from;) {
        size_t n = strcspn(from, ";");
        const char *name = ipa_arena_copy_n(bind->arena, from, n);
        one.mark.width = (int)ipa_text_length(name);
        if (n > 0)
            ipa_bind_scalar_reference(bind, field, &one, name);
        one.mark.column += one.mark.width + 1;
        from += n + (from[n] == ';');
    }
}

ipa_bind_reader *ipa_bind_scalar_reader(ipa_field_type type) {
    static ipa_bind_reader *const READERS[IPA_N_FIELD_TYPES] = {
        [IPA_FIELD_ID] = read_id,
        [IPA_FIELD_TEXT] = read_text,
        [IPA_FIELD_FILE] = read_reference,
        [IPA_FIELD_NUMBER] = read_number,
        [IPA_FIELD_AMOUNT] = read_number,
        [IPA_FIELD_RATE] = read_number,
        [IPA_FIELD_SHARE] = read_number,
        [IPA_FIELD_INTEGER] = read_integer,
        [IPA_FIELD_BOOLEAN] = read_boolean,
        [IPA_FIELD_DATE] = read_date,
        [IPA_FIELD_CHOICE] = read_choice,
        [IPA_FIELD_FORMULA] = read_formula,
        [IPA_FIELD_CONDITION] = read_formula,
        [IPA_FIELD_REFERENCE] = read_reference,
        [IPA_FIELD_REFERENCES] = read_references,
        [IPA_FIELD_HOLIDAYS] = read_text,
    };
    return READERS[type];
}
