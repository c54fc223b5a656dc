#pragma once
/** Readers of single values: numbers, dates, words, references.
 *
 *  Knows: what each may look like, and what to write instead of what is wrong.
 *  Does not know: sections, lists, tapes.
 */
#include "engine/deal/bind.h"

/** The reader of a kind of value, or NULL when it is none of the single ones. */
ipa_bind_reader *ipa_bind_scalar_reader(ipa_field_type type);

/** A number in the field's range. False, with a finding, when it is none. */
bool ipa_bind_scalar_number(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                            ipa_number *number);

/** A date, or IPA_NO_DATE with a finding. */
ipa_date ipa_bind_scalar_date(ipa_bind *bind, const ipa_field *field, const ipa_value *value);

/** An id that another thing of the deal has. */
ipa_reference ipa_bind_scalar_reference(ipa_bind *bind, const ipa_field *field,
                                        const ipa_value *value, const char *text);

/** Says that this is known, but not computed with yet. `instead` is what to write, or NULL. */
void ipa_bind_scalar_not_yet(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                             const char *what, const char *instead);
