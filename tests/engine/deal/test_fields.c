#include <criterion/criterion.h>
#include <string.h>

#include "engine/base/decimal.h"
#include "engine/deal/fields.h"

Test(fields, ranges_hold_their_ends_or_not) {
    static const struct {
        ipa_field_range range;
        double value;
        bool inside;
    } rows[] = {
        {IPA_RANGE_UNIT, 0, true},
        {IPA_RANGE_UNIT, 1, true},
        {IPA_RANGE_UNIT, 1.0001, false},
        {IPA_RANGE_POSITIVE, 0, false},
        {IPA_RANGE_POSITIVE, 1e13, true},
        {IPA_RANGE_NOT_NEGATIVE, 0, true},
        {IPA_RANGE_NOT_NEGATIVE, -1e-9, false},
        {IPA_RANGE_DEGREES, 2, false},
        {IPA_RANGE_DEGREES, 2.5, true},
        {IPA_RANGE_SIGNED_UNIT, -1, true},
        {IPA_RANGE_COUNT, 0, false},
        {IPA_RANGE_RATE, -0.005, true},
    };
    for (size_t n = 0; n < sizeof rows / sizeof rows[0]; n++)
        cr_expect_eq(ipa_fields_in_range(rows[n].range, rows[n].value), rows[n].inside, "row %zu",
                     n);
}

Test(fields, columns_have_two_names) {
    const ipa_record *contracts = &ipa_fields_tapes[IPA_TAPE_CONTRACTS];
    cr_assert_eq(ipa_fields_find(contracts, "principal"), ipa_fields_find(contracts, "本金"));
    cr_assert_null(ipa_fields_find(contracts, "Principal"));
    cr_assert_str_eq(ipa_fields_nearest(contracts, "Principal"), "principal");
    cr_assert_str_eq(ipa_fields_nearest(contracts, "prinicpal"), "principal");
    cr_assert_str_eq(ipa_fields_nearest(contracts, "合同编码"), "合同编号");
    cr_assert_null(ipa_fields_nearest(contracts, "xyzzy"));
}

/* A name that two fields of a record had could reach only one of them. */
static void expect_sound(const ipa_record *record) {
    for (size_t a = 0; a < record->n_fields; a++) {
        const ipa_field *field = &record->fields[a];
        cr_expect_eq(ipa_fields_find(record, field->name), field, "%s.%s", record->title,
                     field->name);
        if (field->alias)
            cr_expect_eq(ipa_fields_find(record, field->alias), field, "%s", field->alias);
        cr_expect_eq(field->type == IPA_FIELD_CHOICE, field->choices != NULL, "%s", field->name);
        cr_expect(!field->record || field->type == IPA_FIELD_SECTION ||
                      field->type == IPA_FIELD_LIST || field->type == IPA_FIELD_UNITS ||
                      field->type == IPA_FIELD_PROCESSES || field->type == IPA_FIELD_INDICES,
                  "%s", field->name);
        cr_expect(field->need != IPA_REQUIRED || !field->initial, "%s has a default", field->name);
        cr_expect(record->size == 0 || field->offset + field->size <= record->size, "%s.%s",
                  record->title, field->name);
        if (field->record)
            expect_sound(field->record);
    }
}

Test(fields, every_record_is_sound) {
    expect_sound(&ipa_fields_deal);
    for (int kind = 0; kind < IPA_N_TAPES; kind++)
        expect_sound(&ipa_fields_tapes[kind]);
}

static void expect_defaults_in_range(const ipa_record *record) {
    for (size_t n = 0; n < record->n_fields; n++) {
        const ipa_field *field = &record->fields[n];
        ipa_decimal value;
        bool figure = field->type >= IPA_FIELD_NUMBER && field->type <= IPA_FIELD_INTEGER;
        if (figure && field->initial) {
            cr_expect(ipa_decimal_parse(field->initial, &value), "%s", field->name);
            cr_expect(ipa_fields_in_range(field->range, ipa_decimal_value(value)), "%s",
                      field->name);
        }
        if (field->record)
            expect_defaults_in_range(field->record);
    }
}

Test(fields, defaults_are_figures_in_their_ranges) {
    expect_defaults_in_range(&ipa_fields_deal);
    for (int kind = 0; kind < IPA_N_TAPES; kind++)
        expect_defaults_in_range(&ipa_fields_tapes[kind]);
}

Test(fields, every_kind_of_value_has_a_name_and_a_form) {
    for (int type = 0; type < IPA_N_FIELD_TYPES; type++) {
        cr_expect(ipa_fields_type_name((ipa_field_type)type, false)[0]);
        cr_expect(ipa_fields_type_name((ipa_field_type)type, true)[0]);
        cr_expect(ipa_fields_type_text((ipa_field_type)type)[0]);
    }
}
